"""Explicit exact objects: finite-dimensional quantum models; `table` has the behaviours.

Both evaluate means of operators without normalisation: a model with weights w_k and
vectors psi_k has mean sum w_k <psi_k|F|psi_k> and norm sum w_k <psi_k|psi_k>.  Many
models with weights are one model: their direct sum, with the index as a classical
label known to every party, which is again a tensor product of finite dimensions.

Complex numbers are pairs of real ones: the entry x + iy at place k of a vector is x at
2k and y at 2k + 1, and an entry of a matrix is the block [[x, -y], [y, x]].  This keeps
sums and products; adjoints are transposes, the real part of <u|v> is the real inner
product, and a hermitian matrix is >= 0 if and only if its blocks are.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod

from .matrix import negative_direction
from .number import Number
from .read import Node
from .statement import Hypothesis, Setting
from .symbols import Coefficient, Poly, Ring, add_to, same
from .table import Table
from .words import Operator, Scenario, Word

MAX_DIMENSION = 64
KEPT_ENTRIES = 1 << 16  # of vectors in memory, all models of a mixture together

Vector = dict[int, Coefficient]  # the entries that are not zero
Matrix = list[Vector]  # columns
Image = tuple[Vector, int]  # with what an operation with one of its entries costs


def _read_entry(node: Node, ring: Ring) -> tuple[Coefficient, Coefficient]:
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
    Of the images of its state, which words with a common ending share, it keeps `entries` entries or fewer.
    """

    def __init__(self, node: Node, scenario: Scenario, entries: int) -> None:
        found = node.fields(("weight", "dimensions", "state", "operators"))
        self.scenario = scenario
        self.ring = scenario.ring
        self.weight = self.ring.read_weight(found["weight"])
        sizes = [d.integer(1, MAX_DIMENSION) for d in found["dimensions"].items(len(scenario.parties))]
        self.dimensions = dict(zip(scenario.parties, sizes, strict=True))
        self.size = prod(sizes)
        if self.size > MAX_DIMENSION:
            raise found["dimensions"].limit("size", f"the total dimension is above {MAX_DIMENSION}")
        self.kept = entries // self.size
        state: Vector = {}
        for k, entry in enumerate(found["state"].items(self.size)):
            for part, value in enumerate(_read_entry(entry, self.ring)):
                add_to(state, 2 * k + part, value)
        self.images: dict[Word, Image] = {(): (state, self._cost(state))}
        names = [scenario.factor_text(letter) for letter in range(len(scenario.letters))]
        operators = found["operators"].fields(names)
        self.matrices = [self._read_matrix(operators[name], letter) for letter, name in enumerate(names)]
        self.costs = [max(map(self._cost, matrix)) for matrix in self.matrices]
        for letter, name in enumerate(names):
            self._check_letter(operators[name], letter)

    def _cost(self, vector: Vector) -> int:
        return max(map(self.ring.cost, vector.values()), default=1)

    def _read_matrix(self, node: Node, letter: int) -> Matrix:
        d = self.dimensions[self.scenario.factor_party(letter)]
        columns: Matrix = [{} for _ in range(2 * d)]
        for i, row in enumerate(node.items(d)):
            for j, entry in enumerate(row.items(d)):
                re, im = _read_entry(entry, self.ring)
                for column, part, value in ((0, 0, re), (0, 1, im), (1, 0, -im), (1, 1, re)):
                    add_to(columns[2 * j + column], 2 * i + part, value)
        return columns

    def _product(self, first: int, second: int) -> Matrix:
        """Every other column, which determine those between."""
        cost = self.costs[second]
        return [self._act(first, (column, cost), 2)[0] for column in self.matrices[second][::2]]

    def _check_letter(self, node: Node, letter: int) -> None:
        a = self.matrices[letter]
        if not all(map(same, a, [{j: a[j][i] for j in range(len(a)) if i in a[j]} for i in range(len(a))])):
            raise node.rejected("not-admissible", "the operator is not hermitian")
        index, outcome = self.scenario.letters[letter]
        wanted: Matrix = [{i: Fraction(1)} for i in range(len(a))] if outcome is None else a
        if not all(map(same, self._product(letter, letter), wanted[::2])):
            raise node.rejected("not-admissible", "the square of an observable is 1, that of a projector is itself")
        for other in range(letter):
            if self.scenario.factor_party(other) != self.scenario.factor_party(letter):
                continue
            if self.scenario.letters[other][0] == index and any(self._product(letter, other)):
                raise node.rejected("not-admissible", "two projectors of one input are not orthogonal")
            commute = self.scenario.alphabet.commute[other][letter]
            if commute and not all(map(same, self._product(letter, other), self._product(other, letter))):
                raise node.rejected("not-admissible", "two operators declared to commute do not")

    def _act(self, letter: int, image: Image, step: int) -> Image:
        """The letter's image of a vector in which neighbouring values of the party's index are `step` places apart."""
        columns, (vector, cost) = self.matrices[letter], image
        entries = 1 + len(vector) * max(map(len, columns))
        self.ring.budget.spend(25 * entries * max(cost, self.costs[letter]))
        result: Vector = {}
        for place, x in vector.items():
            index = place // step % (len(columns) // 2)
            origin, part = place - index * step - place % 2, place % 2
            for row, y in columns[2 * index + part].items():
                add_to(result, origin + row // 2 * step + row % 2, y * x)
        return result, self._cost(result)

    def _image(self, word: Word, images: dict[Word, Image]) -> Image:
        """The image of images[()]: a word acts with its last letter first."""
        if word in images:
            return images[word]
        # the last party's index runs fastest, except for the two parts of a number
        step = 2 * prod(self.dimensions[p] for p in self.scenario.parties if p > self.scenario.factor_party(word[0]))
        image = self._act(word[0], self._image(word[1:], images), step)
        if len(images) < self.kept:
            images[word] = image
        return image

    def _apply(self, operator: Operator, images: dict[Word, Image], point: list[Number]) -> Vector:
        """The image of images[()] under an operator, at a point of the symbols when one is given."""
        total: Vector = {}
        for word, c in operator.items():
            vector, cost = self._image(word, images)
            self.ring.budget.spend(25 * (1 + len(vector)) * max(cost, self.ring.cost(c)))
            for place, x in vector.items():
                add_to(total, place, c * x)
        return {k: self.ring.evaluate(x, point) for k, x in total.items()} if point else total

    def mean(self, operator: Operator) -> Coefficient:
        """weight * Re <psi|operator|psi>; the imaginary part vanishes for self-adjoint operators."""
        total: Coefficient = Fraction(0)
        for word, c in operator.items():
            # letters are hermitian: <psi|u v psi> = <u* psi|v psi>, and u* is u reversed
            middle = len(word) // 2
            bra, cost = self._image(word[:middle][::-1], self.images)
            ket, other = self._image(word[middle:], self.images)
            self.ring.budget.spend(25 * (1 + len(ket)) * max(cost, other))
            value: Coefficient = Fraction(0)
            for place in bra.keys() & ket.keys():
                value = value + bra[place] * ket[place]
                self.ring.spend(value)  # sums of fractions grow
            total = total + c * value
            self.ring.spend(total)
        return self.weight * total

    def holds_as_operator(self, hypothesis: Hypothesis, point: list[Number]) -> bool:
        """Whether the hypothesis about operators (not means) holds in this model."""
        if hypothesis.kind == "annihilates":
            return not any(self._apply(hypothesis.operator, self.images, point).values())
        basis: Iterator[dict[Word, Image]] = ({(): ({k: Fraction(1)}, 1)} for k in range(2 * self.size))
        columns = [self._apply(hypothesis.operator, images, point) for images in basis]
        if hypothesis.kind == "relation":
            return not any(x for column in columns for x in column.values())
        lower = [[column.get(i, Fraction(0)) for column in columns[: i + 1]] for i in range(len(columns))]
        rows = [[x for x in row if not isinstance(x, Poly)] for row in lower]
        if any(len(row) != i + 1 for i, row in enumerate(rows)):
            return False  # no way to decide positivity for all values of the symbols
        return negative_direction(rows, self.ring.budget) is None


class Mixture:
    """A list of quantum models; of dimension 1 everywhere they are deterministic strategies."""

    def __init__(self, node: Node, scenario: Scenario, local: bool) -> None:
        entries = node.items()
        self.models = [QuantumModel(entry, scenario, KEPT_ENTRIES // len(entries)) for entry in entries]
        if local and any(model.size != 1 for model in self.models):
            raise node.rejected("not-admissible", "a local model has dimension 1 for every party")

    def mean(self, operator: Operator) -> Coefficient:
        total: Coefficient = Fraction(0)
        for model in self.models:
            total = total + model.mean(operator)
            model.ring.spend(total)
        return total

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
