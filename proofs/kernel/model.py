"""Explicit exact objects: finite-dimensional quantum models; `table` has the behaviours.

Both evaluate means of operators without normalisation: a model with weights w_k and
vectors psi_k has mean sum w_k <psi_k|F|psi_k> and norm sum w_k <psi_k|psi_k>.  Many
models with weights are one model: their direct sum, with the index as a classical
label known to every party, which is again a tensor product of finite dimensions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

from .matrix import negative_direction
from .number import Number
from .read import Node
from .statement import Hypothesis, Setting
from .symbols import Coefficient, Poly, Ring
from .table import Table
from .words import Operator, Scenario

MAX_DIMENSION = 64

Complex = tuple[Coefficient, Coefficient]
Matrix = list[list[Complex]]
ZERO: Complex = (Fraction(0), Fraction(0))


def _times(x: Complex, y: Complex) -> Complex:
    return x[0] * y[0] - x[1] * y[1], x[0] * y[1] + x[1] * y[0]


def _plus(x: Complex, y: Complex) -> Complex:
    return x[0] + y[0], x[1] + y[1]


def _nonzero(x: Complex) -> bool:
    return bool(x[0]) or bool(x[1])


def _product(a: Matrix, b: Matrix) -> Matrix:
    n = len(a)
    result = [[ZERO] * n for _ in range(n)]
    for i, j, k in product(range(n), repeat=3):
        if _nonzero(a[i][k]) and _nonzero(b[k][j]):
            result[i][j] = _plus(result[i][j], _times(a[i][k], b[k][j]))
    return result


def _equal(a: Matrix, b: Matrix) -> bool:
    n = range(len(a))
    return not any(a[i][j][k] - b[i][j][k] for i in n for j in n for k in (0, 1))


def _read_entry(node: Node, ring: Ring) -> Complex:
    """A coefficient, or {"re": ..., "im": ...} with a nonzero imaginary part."""
    if isinstance(node.value, dict) and "poly" not in node.value:
        found = node.fields(("re", "im"))
        entry = ring.read(found["re"]), ring.read(found["im"])
        if not entry[1]:
            raise node.malformed("not-reduced", "a real entry is written without an imaginary part")
        return entry
    return ring.read(node), Fraction(0)


class QuantumModel:
    """One state vector with one matrix for every letter of the scenario.

    Raises code `not-admissible` unless observables are hermitian with square 1,
    projectors hermitian, idempotent and orthogonal within an input, and declared
    commutators vanish.  Letters of different parties act on different factors.
    """

    def __init__(self, node: Node, scenario: Scenario) -> None:
        found = node.fields(("weight", "dimensions", "state", "operators"))
        self.scenario = scenario
        self.ring = scenario.ring
        self.weight = self.ring.read_weight(found["weight"])
        sizes = [d.integer(1, MAX_DIMENSION) for d in found["dimensions"].items(len(scenario.parties))]
        self.dimensions = dict(zip(scenario.parties, sizes, strict=True))
        self.size = prod(sizes)
        if self.size > MAX_DIMENSION:
            raise found["dimensions"].limit("size", f"the total dimension is above {MAX_DIMENSION}")
        self.state = [_read_entry(entry, self.ring) for entry in found["state"].items(self.size)]
        names = [scenario.factor_text(letter) for letter in range(len(scenario.letters))]
        operators = found["operators"].fields(names)
        self.matrices = [self._read_matrix(operators[name], letter) for letter, name in enumerate(names)]
        for letter, name in enumerate(names):
            self._check_letter(operators[name], letter)

    def _party(self, letter: int) -> str:
        return self.scenario.inputs[self.scenario.letters[letter][0]][0]

    def _read_matrix(self, node: Node, letter: int) -> Matrix:
        d = self.dimensions[self._party(letter)]
        return [[_read_entry(entry, self.ring) for entry in row.items(d)] for row in node.items(d)]

    def _check_letter(self, node: Node, letter: int) -> None:
        a = self.matrices[letter]
        n = len(a)
        # one product for the square, up to three for each earlier letter of the party
        cost = max(self.ring.cost(part) for row in a for x in row for part in x)
        earlier = sum(self._party(other) == self._party(letter) for other in range(letter))
        self.ring.budget.spend(200 * n**3 * (1 + 3 * earlier) * cost)
        if not _equal(a, [[(a[j][i][0], -a[j][i][1]) for j in range(n)] for i in range(n)]):
            raise node.rejected("not-admissible", "the operator is not hermitian")
        index, outcome = self.scenario.letters[letter]
        one: Matrix = [[(Fraction(int(i == j)), Fraction(0)) for j in range(n)] for i in range(n)]
        if not _equal(_product(a, a), one if outcome is None else a):
            raise node.rejected("not-admissible", "the square of an observable is 1, that of a projector is itself")
        for other in range(letter):
            if self._party(other) != self._party(letter):
                continue
            b = self.matrices[other]
            if self.scenario.letters[other][0] == index and any(_nonzero(x) for row in _product(a, b) for x in row):
                raise node.rejected("not-admissible", "two projectors of one input are not orthogonal")
            if self.scenario.alphabet.commute[other][letter] and not _equal(_product(a, b), _product(b, a)):
                raise node.rejected("not-admissible", "two operators declared to commute do not")

    def _apply_letter(self, letter: int, vector: list[Complex]) -> list[Complex]:
        party = self._party(letter)
        # the last party's index runs fastest
        stride = prod(self.dimensions[p] for p in self.scenario.parties if p > party)
        a = self.matrices[letter]
        d = len(a)
        self.ring.budget.spend(100 * len(vector) * d * max(self.ring.cost(part) for x in vector for part in x))
        result = []
        for position in range(len(vector)):
            row = position // stride % d
            entry = ZERO
            for column in range(d):
                x = vector[position + (column - row) * stride]
                if _nonzero(a[row][column]) and _nonzero(x):
                    entry = _plus(entry, _times(a[row][column], x))
            result.append(entry)
        return result

    def apply(self, operator: Operator, vector: list[Complex]) -> list[Complex]:
        """The image of a vector: a word acts with its last letter first."""
        total = [ZERO] * self.size
        for word, c in operator.items():
            self.ring.budget.spend(40 * self.size)
            image = vector
            for letter in reversed(word):
                image = self._apply_letter(letter, image)
            total = [_plus(t, (c * x[0], c * x[1])) for t, x in zip(total, image, strict=True)]
        return total

    def mean(self, operator: Operator) -> Coefficient:
        """weight * Re <psi|operator|psi>; the imaginary part vanishes for self-adjoint operators."""
        image = self.apply(operator, self.state)
        total: Coefficient = Fraction(0)
        for bra, ket in zip(self.state, image, strict=True):
            total = total + (bra[0] * ket[0] + bra[1] * ket[1])
        return self.weight * total

    def holds_as_operator(self, hypothesis: Hypothesis, point: list[Number]) -> bool:
        """Whether the hypothesis about operators (not means) holds in this model."""
        if hypothesis.kind == "annihilates":
            return not any(_nonzero(x) for x in self._at(self.apply(hypothesis.operator, self.state), point))
        columns = []
        for k in range(self.size):
            basis = [(Fraction(int(i == k)), Fraction(0)) for i in range(self.size)]
            columns.append(self._at(self.apply(hypothesis.operator, list(basis)), point))
        if hypothesis.kind == "relation":
            return not any(_nonzero(x) for column in columns for x in column)
        # a hermitian X + iY is >= 0 if and only if the real symmetric [[X, -Y], [Y, X]] is
        upper = [[column[i][0] for column in columns[: i + 1]] for i in range(self.size)]
        lower = [[column[i][1] for column in columns] + row for i, row in enumerate(upper)]
        rows = [[x for x in row if not isinstance(x, Poly)] for row in upper + lower]
        if any(len(row) != i + 1 for i, row in enumerate(rows)):
            return False  # no way to decide positivity for all values of the symbols
        return negative_direction(rows, self.ring.budget) is None

    def _at(self, vector: list[Complex], point: list[Number]) -> list[Complex]:
        """The vector at a point of the symbols; unchanged when no point is meant."""
        if not point:
            return vector
        return [(self.ring.evaluate(re, point), self.ring.evaluate(im, point)) for re, im in vector]


class Mixture:
    """A list of quantum models; of dimension 1 everywhere they are deterministic strategies."""

    def __init__(self, node: Node, scenario: Scenario, local: bool) -> None:
        self.models = [QuantumModel(entry, scenario) for entry in node.items()]
        if local and any(model.size != 1 for model in self.models):
            raise node.rejected("not-admissible", "a local model has dimension 1 for every party")

    def mean(self, operator: Operator) -> Coefficient:
        return sum((model.mean(operator) for model in self.models), start=Fraction(0))

    def holds_as_operator(self, hypothesis: Hypothesis, point: list[Number]) -> bool:
        """Whether it holds in the direct sum.

        Its space has blocks with one party's factor from one model and another's from
        another, where no state lives: means and vectors do not see them, operators do.
        """
        if hypothesis.kind != "annihilates" and len(self.models) != 1:
            return False
        return all(model.holds_as_operator(hypothesis, point) for model in self.models)


def object_key(setting: Setting) -> str:
    """Where a witness has its explicit object: "behaviour" is a table of probabilities."""
    return "behaviour" if setting.set in ("no-signalling", "time-ordered") else "models"


def read_object(node: Node, setting: Setting) -> Mixture | Table:
    """The explicit object of a witness."""
    if object_key(setting) == "behaviour":
        return Table(node, setting.scenario)
    return Mixture(node, setting.scenario, setting.set == "local")


def require_hypotheses(node: Node, thing: Mixture | Table, setting: Setting, point: list[Number], code: str) -> None:
    """Refuse the object unless it satisfies every hypothesis, at `point` when one is given."""
    for hypothesis in setting.hypotheses.values():
        if hypothesis.kind != "mean":
            holds = thing.holds_as_operator(hypothesis, point)
        else:
            mean = thing.mean(hypothesis.operator)
            value = setting.ring.evaluate(mean, point) if point else mean
            holds = not value if hypothesis.sense == "=0" else setting.ring.is_nonnegative(value)
        if not holds:
            raise node.rejected(code, f"the object does not satisfy the hypothesis {hypothesis.name}")
