"""Rule `assemblage`, set quantum: Gram matrices with operators of the trusted system as entries, explicit devices.

Lemma (Gram matrices).  Let u_1 ... u_n be words of the untrusted parties, and G >= 0 a matrix of n rows of blocks G_ij
of the trusted system.  Then G = sum v v* with v = (v_1, ..., v_n), and sum G_ij (x) u_i* u_j is the sum over v of X* X
with X = sum_j v_j* (x) u_j, so >= 0 in every state.  Identities between operators hold word by word in normal form: a
word that is not its own adjoint has a block that need not be hermitian.

Lemma (devices).  For a density operator of the trusted system and one system of each untrusted party, and operators
M >= 0 of each system that sum to 1 over the outcomes of an input, sigma(event) = the partial trace of state times
operators is an assemblage.  Measurements become projective on a larger system, so it is one of the set quantum.

A hermitian matrix is >= 0 if and only if the real symmetric matrix [[A, -B], [B, A]] of A + iB is.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

from ..matrix import negative_direction
from ..number import Number
from ..read import Node
from ..words import Word
from .trusted import Assemblage, Blocks

MAX_ROWS = 128  # of a hermitian matrix
MAX_TOTAL = 64  # dimension of all systems together

Complex = tuple[Fraction, Fraction]
Matrix = list[list[Complex]]


def require_grams(claim: Assemblage, nodes: list[Node], total: Blocks, place: Node) -> None:
    """Refuse unless Gram matrices add up to `total`."""
    rest: dict[Word, list[Number]] = {word: claim.trusted.entries(a) for word, a in total.items()}
    for node in nodes:
        _subtract_gram(claim, node, rest)
    for word, entries in rest.items():
        if any(entries):
            name = " ".join(claim.scenario.factor_text(letter) for letter in word) or "1"
            raise place.rejected("identity", f"the two sides differ in the class of {name}")


def _subtract_gram(claim: Assemblage, node: Node, rest: dict[Word, list[Number]]) -> None:
    """rest -= sum G_ij u_i* u_j, after checking G >= 0; 2d^2 real numbers for each word, row by row."""
    scenario, d = claim.scenario, claim.trusted.dimension
    found = node.fields(("words", "matrix"))
    words = []
    for item in found["words"].items(least=1):
        operator = scenario.operator(scenario.read_atoms(item))
        if list(operator.values()) != [1]:
            raise item.malformed("not-a-word", "words of observables and leading projectors")
        words.append(next(iter(operator)))
    matrix = _read_positive(claim, found["matrix"], len(words) * d, "indefinite")
    adjoints = [next(iter(scenario.adjoint({word: Fraction(1)}))) for word in words]
    for (i, left), (j, right) in product(enumerate(adjoints), enumerate(words)):
        word = scenario.times(left, right)
        if word is None:
            continue
        entries = rest.setdefault(word, [Fraction(0)] * (2 * d * d))
        claim.ring.budget.spend(40 * d * d)
        for a, b in product(range(d), repeat=2):
            for part in (0, 1):
                place = 2 * (a * d + b) + part
                entries[place] = entries[place] - matrix[i * d + a][j * d + b][part]


def _read_positive(claim: Assemblage, node: Node, size: int, code: str) -> Matrix:
    """{"denominator", "re", "im"}: integers, the lower triangle and the triangle below the diagonal."""
    found = node.fields(("denominator", "re", "im"))
    if size > MAX_ROWS:
        raise node.limit("size", f"a hermitian matrix has at most {MAX_ROWS} rows")
    denominator = found["denominator"].integer(1)
    re = [[x.integer() for x in row.items(i + 1)] for i, row in enumerate(found["re"].items(size))]
    im = [[], *([x.integer() for x in row.items(i + 1)] for i, row in enumerate(found["im"].items(size - 1)))]
    lower = [[im[i][j] if j < i else -im[j][i] if i < j else 0 for j in range(size)] for i in range(size)]
    if negative_direction([*re, *(b + a for a, b in zip(re, lower, strict=True))], claim.ring.budget) is not None:
        raise node.rejected(code, "the matrix is not positive semidefinite")
    return [
        [(Fraction(re[max(i, j)][min(i, j)], denominator), Fraction(lower[i][j], denominator)) for j in range(size)]
        for i in range(size)
    ]


def device_states(claim: Assemblage, node: Node) -> Blocks:
    """sigma of every word of letters from a state and measurements."""
    found = node.fields(("dimensions", "state", "measurements"))
    scenario, d = claim.scenario, claim.trusted.dimension
    sizes = [item.integer(1, MAX_TOTAL) for item in found["dimensions"].items(len(scenario.parties))]
    if d * prod(sizes) > MAX_TOTAL:
        raise found["dimensions"].limit("size", f"the total dimension is above {MAX_TOTAL}")
    state = _read_positive(claim, found["state"], d * prod(sizes), "not-admissible")
    letters: dict[tuple[int, int | None], Matrix] = {}
    inputs = found["measurements"].items(len(scenario.inputs))
    for i, (entry, (party, _, outcomes)) in enumerate(zip(inputs, scenario.inputs, strict=True)):
        size = sizes[scenario.parties.index(party)]
        operators = [_read_positive(claim, item, size, "not-admissible") for item in entry.items(outcomes)]
        one = _sum(operators)
        if any(one[k][m] != (Fraction(k == m), Fraction(0)) for k, m in product(range(size), repeat=2)):
            raise entry.rejected("not-admissible", "the operators of a measurement do not sum to 1")
        letters |= {(i, o): operator for o, operator in enumerate(operators[:-1])}
        minus = [[(-re, -im) for re, im in row] for row in operators[1]]
        letters[i, None] = _sum([operators[0], minus])
    choices = [
        [None, *(k for k, (i, _) in enumerate(scenario.letters) if scenario.inputs[i][0] == party)]
        for party in scenario.parties
    ]
    states: Blocks = {}
    for choice in product(*choices):
        claim.ring.budget.spend(200 * len(state) ** 2)
        factors = [
            _one(size) if letter is None else letters[scenario.letters[letter]]
            for letter, size in zip(choice, sizes, strict=True)
        ]
        word = tuple(letter for letter in choice if letter is not None)
        states[word] = claim.trusted.coordinates(_partial_trace(state, factors, d))
    return states


def _one(size: int) -> Matrix:
    return [[(Fraction(i == j), Fraction(0)) for j in range(size)] for i in range(size)]


def _sum(matrices: list[Matrix]) -> Matrix:
    size = range(len(matrices[0]))
    return [
        [(sum((m[i][j][0] for m in matrices), Fraction(0)), sum((m[i][j][1] for m in matrices), Fraction(0)))
         for j in size]
        for i in size
    ]  # fmt: skip


def _partial_trace(state: Matrix, factors: list[Matrix], d: int) -> Matrix:
    """tr of the untrusted systems of state times the product of the factors."""
    rest = len(state) // d
    entries = [(row, column, _entry(factors, row, column)) for row, column in product(range(rest), repeat=2)]
    return [[_traced(state, entries, a * rest, b * rest) for b in range(d)] for a in range(d)]


def _traced(state: Matrix, entries: list[tuple[int, int, Complex]], a: int, b: int) -> Complex:
    re = im = Fraction(0)
    for row, column, (x, y) in entries:
        p, q = state[a + column][b + row]
        re, im = re + p * x - q * y, im + p * y + q * x
    return re, im


def _entry(factors: list[Matrix], row: int, column: int) -> Complex:
    """An entry of the product of the factors, the last party's index varying fastest."""
    re, im = Fraction(1), Fraction(0)
    for factor in reversed(factors):
        row, i = divmod(row, len(factor))
        column, j = divmod(column, len(factor))
        x, y = factor[i][j]
        re, im = re * x - im * y, re * y + im * x
    return re, im
