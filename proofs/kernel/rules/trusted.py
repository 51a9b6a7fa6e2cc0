"""Statements about assemblages: a trusted quantum system beside untrusted parties (rule `assemblage`).

An assemblage gives every event of the untrusted parties the unnormalised state sigma(event) >= 0 of
the trusted system, and every word of letters the operator sigma(word) that linearity says, so that
no-signalling among the untrusted parties is built in; tr sigma(1) = 1.  Hermitian operators are lists
of real coordinates: of a qubit (t, x, y, z) for t 1 + x X + y Y + z Z, which is >= 0 if and only if
t >= 0 and t^2 >= x^2 + y^2 + z^2; of dimension d > 2 the entries of the lower triangle, row by row,
real part then imaginary part, of the diagonal the real part only.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise, product

from ..entropy import cells_of
from ..errors import Budget
from ..matrix import negative_direction
from ..number import Number, number_text, over_common, read_number, sign
from ..read import Node
from ..symbols import Ring
from ..words import Operator, Scenario, Word

MAX_QUDIT = 8

Hermitian = list[Number]
Blocks = dict[Word, Hermitian]  # an operator of the trusted system for each word of the untrusted parties
Terms = list[tuple[Hermitian, Word]]

SETS = {
    "no-signalling": "a trusted system beside untrusted parties, none of whose inputs changes the states or outcomes of"
    " the others",
    "local-hidden-state": "a trusted system in one of many states, with each of which every untrusted party has an"
    " outcome for each of its inputs",
    "quantum": "a trusted system beside untrusted parties in one state of a Hilbert space of any dimension,"
    " measurements of different parties commuting with each other and with the operators of the trusted system",
}
PAIRING = (
    "pairing: sigma(event) is the state of the trusted system when the untrusted parties have these outcomes, times"
    " their probability, and <F> the sum of tr(F_word sigma(word)), without transposition; an observable is outcome 0"
    " minus outcome 1"
)
SYSTEMS = {
    True: "(t, x, y, z) stands for t*1 + x*X + y*Y + z*Z with X = [[0, 1], [1, 0]], Y = [[0, -i], [i, 0]],"
    " Z = [[1, 0], [0, -1]]",
    False: "[a; b, c; ...] stands for the hermitian matrix with the rows a and b, c and so on up to the diagonal",
}
ASSUMPTIONS = (
    "assumption: trusted-system: the trusted system has the stated dimension, and its operators are the ones named,"
    " exactly",
    "assumption: no-signalling: no input of an untrusted party reaches the trusted system or another party",
)


class Trusted:
    """The operators of a system of known dimension."""

    def __init__(self, node: Node, ring: Ring) -> None:
        self.ring = ring
        self.dimension = node.fields(("dimension",))["dimension"].integer(2, MAX_QUDIT)
        d = self.dimension
        # the places of the coordinates in the lower triangle, and what each counts in a trace of a product
        self.places = [(i, j, part) for i in range(d) for j in range(i + 1) for part in range(1 + (i != j))]
        self.weights = [2] * 4 if d == 2 else [1 + (i != j) for i, j, _ in self.places]
        self.one: Hermitian = [Fraction(k == 0 if d == 2 else i == j) for k, (i, j, _) in enumerate(self.places)]

    def read(self, node: Node) -> Hermitian:
        """Coordinates of a qubit operator, or rows of a hermitian matrix."""
        d, field = self.dimension, self.ring.field
        self.ring.budget.spend(100 * d * d)
        if d == 2:
            return [read_number(entry, field) for entry in node.items(4)]
        rows = [[self._entry(entry) for entry in row.items(d)] for row in node.items(d)]
        for i, j in product(range(d), repeat=2):
            if rows[i][j][0] - rows[j][i][0] or rows[i][j][1] + rows[j][i][1]:
                raise node.rejected("not-hermitian", "the matrix is not its conjugate transpose")
        return [rows[i][j][part] for i, j, part in self.places]

    def _entry(self, node: Node) -> tuple[Number, Number]:
        if not isinstance(node.value, dict):
            return read_number(node, self.ring.field), Fraction(0)
        found = node.fields(("re", "im"))
        entry = read_number(found["re"], self.ring.field), read_number(found["im"], self.ring.field)
        if not entry[1]:
            raise node.malformed("not-reduced", "a real entry is written without an imaginary part")
        return entry

    def text(self, a: Hermitian) -> str:
        """(t, x, y, z), or the lower triangle row by row."""
        if self.dimension == 2:
            return f"({', '.join(map(number_text, a))})"
        rows: list[list[str]] = [[] for _ in range(self.dimension)]
        for (i, _, part), x in zip(self.places, a, strict=True):
            if part:
                rows[i][-1] += f" + {number_text(x)}*i"
            else:
                rows[i].append(number_text(x))
        return f"[{'; '.join(', '.join(row) for row in rows)}]"

    def entries(self, a: Hermitian) -> list[Number]:
        """The matrix row by row, real part before imaginary part."""
        d = self.dimension
        if d == 2:
            t, x, y, z = a
            return [t + z, Fraction(0), x, -y, x, y, t - z, Fraction(0)]
        at = dict(zip(self.places, a, strict=True))
        found: list[Number] = []
        for i, j in product(range(d), repeat=2):
            im = at.get((max(i, j), min(i, j), 1), Fraction(0))
            found += [at[max(i, j), min(i, j), 0], im if i > j else -im]
        return found

    def coordinates(self, rows: list[list[tuple[Fraction, Fraction]]]) -> Hermitian:
        """The inverse, from rows of (real, imaginary); the matrix is hermitian."""
        if self.dimension == 2:
            (p, _), (x, y) = rows[0][0], rows[1][0]
            q = rows[1][1][0]
            return [(p + q) / 2, x, y, (p - q) / 2]
        return [rows[i][j][part] for i, j, part in self.places]

    def combine(self, a: Hermitian, factor: Number | int, b: Hermitian) -> Hermitian:
        """a + factor b."""
        result = [x + factor * y for x, y in zip(a, b, strict=True)]
        self.ring.budget.spend(30 * len(a) + sum(map(self.ring.cost, result)))
        return result

    def pair(self, a: Hermitian, b: Hermitian) -> Number:
        """tr(a b)."""
        total: Number = Fraction(0)
        for weight, x, y in zip(self.weights, a, b, strict=True):
            total = total + weight * x * y
            self.ring.spend(total)
        return total

    def is_positive(self, a: Hermitian) -> bool:
        """Whether the operator is >= 0."""
        self.ring.budget.spend(20 * sum(map(self.ring.cost, a)))
        if self.dimension == 2:
            t, *bloch = a
            return sign(t) >= 0 and sign(t * t - sum((x * x for x in bloch), start=Fraction(0))) >= 0
        common = over_common(a)
        entries = dict(zip(self.places, a if common is None else common[0], strict=True))
        d = self.dimension
        # a + ib becomes [[a, -b], [b, a]], symmetric, and >= 0 if and only if the matrix is
        rows = [[self._real(entries, i, j) for j in range(i + 1)] for i in range(2 * d)]
        return negative_direction(rows, self.ring.budget) is None

    def _real(self, entries: Mapping[tuple[int, int, int], Number | int], i: int, j: int) -> Number | int:
        (p, i), (q, j) = divmod(i, self.dimension), divmod(j, self.dimension)
        if p == q:
            return entries[max(i, j), min(i, j), 0]
        # the lower left block is b, antisymmetric
        return 0 if i == j else entries[i, j, 1] if i > j else -entries[j, i, 1]


class Assemblage:
    """What the three kinds share: set, trusted system, untrusted parties, functionals."""

    KEYS = ("kind", "set", "trusted", "untrusted")

    def __init__(self, found: Mapping[str, Node], budget: Budget) -> None:
        self.nodes = found
        self.set = found["set"].choice(tuple(SETS))
        self.ring = Ring({key: found[key] for key in found if key == "field"}, budget)
        self.trusted = Trusted(found["trusted"], self.ring)
        self.scenario = Scenario(found["untrusted"], self.ring)
        self.cells = cells_of(self.scenario, found["untrusted"])[1]

    def read_functional(self, node: Node) -> tuple[Terms, Blocks]:
        """[[operator, word], ...]: sorted like terms, no operator 0."""
        terms: Terms = []
        total: Blocks = {}
        for entry in node.items(least=1):
            operator_node, word_node = entry.items(2)
            a, word = self.trusted.read(operator_node), self.scenario.read_atoms(word_node)
            self.scenario.require_behaviour_word(word_node, word)
            if not any(a) or (terms and (len(word), word) <= (len(terms[-1][1]), terms[-1][1])):
                raise entry.malformed("terms-order", "terms are sorted, unique and not zero")
            terms.append((a, word))
            self.add(total, self.scenario.operator(word), a, 1)
        return terms, total

    def add(self, total: Blocks, operator: Operator, a: Hermitian, factor: Number | int) -> None:
        """total += factor * (a on the trusted side, the operator on the others)."""
        zero: Hermitian = [Fraction(0)] * len(a)
        # without symbols a coefficient is a rational; the condition only tells the type checker
        for word, c in ((word, c) for word, c in operator.items() if isinstance(c, Fraction)):
            total[word] = self.trusted.combine(total.get(word, zero), factor * c, a)

    def read_key(self, node: Node) -> tuple[str, list[Word]]:
        """The guessed inputs of some parties, and the events of their outcomes."""
        inputs = [self.scenario.input_index(name) for name in node.items(least=1)]
        if any(self.scenario.inputs[i][0] >= self.scenario.inputs[j][0] for i, j in pairwise(inputs)):
            raise node.malformed("terms-order", "one input of each of some parties in order")
        outcomes = product(*(range(self.scenario.inputs[i][2]) for i in inputs))
        name = " ".join(self.scenario.atom_text((i, None)) for i in inputs)
        return name, [self.scenario.event(zip(inputs, outcome, strict=True)) for outcome in outcomes]

    def functional_text(self, terms: Terms) -> str:
        words = [" ".join(self.scenario.atom_text(self.scenario.atoms[a]) for a in word) or "1" for _, word in terms]
        return " + ".join(f"{self.trusted.text(a)}*<{word}>" for (a, _), word in zip(terms, words, strict=True))

    def head(self) -> list[str]:
        result = [f"set: {self.set} assemblages ({SETS[self.set]})"]
        d = self.trusted.dimension
        result += [f"trusted: dimension {d}; {SYSTEMS[d == 2]}"]
        result += [PAIRING, *self.scenario.lines()]
        return result + ([f"field: {self.ring.field.text}"] if self.ring.field else [])
