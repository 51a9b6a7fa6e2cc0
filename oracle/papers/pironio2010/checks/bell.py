"""Two parties, two inputs, two outcomes: behaviours, the CHSH functional, vertices, qubit states. Exact.

A behaviour maps (a, b, x, y) to P(ab|xy).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from math import lcm

Setting = tuple[int, int]
Cell = tuple[int, int, int, int]
Behaviour = Mapping[Cell, Fraction]
Inputs = Mapping[Setting, Fraction]
Matrix = Sequence[Sequence[Fraction]]
BITS = (0, 1)
SETTINGS: tuple[Setting, ...] = tuple((x, y) for x in BITS for y in BITS)
CELLS: tuple[Cell, ...] = tuple((a, b, x, y) for a, b in SETTINGS for x, y in SETTINGS)

ZERO, ONE = Fraction(0), Fraction(1)
X_MATRIX: Matrix = ((ZERO, ONE), (ONE, ZERO))
Z_MATRIX: Matrix = ((ONE, ZERO), (ZERO, -ONE))
IDENTITY: Matrix = ((ONE, ZERO), (ZERO, ONE))


def wins(a: int, b: int, x: int, y: int) -> bool:
    """Whether the outcomes win the CHSH game: a + b = xy modulo 2."""
    return (a + b) % 2 == x * y


def chsh(behaviour: Behaviour) -> Fraction:
    """Return I of eq. (1): sum over x, y of (-1)^(xy) [P(a = b|xy) - P(a != b|xy)]."""
    total = ZERO
    for a, b, x, y in CELLS:
        total += (-1) ** (x * y) * (1 if a == b else -1) * behaviour[a, b, x, y]
    return total


def deterministic() -> Iterator[Behaviour]:
    """Yield the 16 local deterministic behaviours a = f(x), b = g(y)."""
    for f0, f1, g0, g1 in product(BITS, repeat=4):
        yield {(a, b, x, y): Fraction(a == (f0, f1)[x] and b == (g0, g1)[y]) for a, b, x, y in CELLS}


def boxes() -> Iterator[Behaviour]:
    """Yield the 8 Popescu-Rohrlich boxes: a + b = xy + alpha x + beta y + gamma modulo 2, marginals uniform."""
    for alpha, beta, gamma in product(BITS, repeat=3):
        yield {
            (a, b, x, y): Fraction((a + b) % 2 == (x * y + alpha * x + beta * y + gamma) % 2, 2) for a, b, x, y in CELLS
        }


def from_correlators(coordinates: Sequence[Fraction]) -> Behaviour:
    """Return the no-signalling behaviour with means <A0> <A1> <B0> <B1> <A0B0> <A0B1> <A1B0> <A1B1>.

    P(ab|xy) = [1 + (-1)^a <A_x> + (-1)^b <B_y> + (-1)^(a+b) <A_x B_y>] / 4; every solution of normalisation and
    no-signalling is of this form.
    """
    means_a, means_b, joint = coordinates[:2], coordinates[2:4], coordinates[4:]
    return {
        (a, b, x, y): (1 + (-1) ** a * means_a[x] + (-1) ** b * means_b[y] + (-1) ** (a + b) * joint[2 * x + y]) / 4
        for a, b, x, y in CELLS
    }


@cache
def affine_basis() -> tuple[Behaviour, ...]:
    """Return nine points that span the no-signalling behaviours affinely: the uniform one and eight unit steps.

    Two affine functions that agree there agree on every no-signalling behaviour.
    """
    origin = [ZERO] * 8
    steps = (from_correlators([Fraction(place == unit) for place in range(8)]) for unit in range(8))
    return (from_correlators(origin), *steps)


def same_on_nosignalling(left: Callable[[Behaviour], Fraction], right: Callable[[Behaviour], Fraction]) -> bool:
    """Return whether two affine functions agree on every no-signalling behaviour."""
    return all(left(behaviour) == right(behaviour) for behaviour in affine_basis())


def mixture(weighted: Sequence[tuple[Fraction, Behaviour]]) -> Behaviour:
    """Return the convex combination of behaviours."""
    return {cell: sum((weight * item[cell] for weight, item in weighted), ZERO) for cell in CELLS}


def nosignalling_vertices() -> set[tuple[Fraction, ...]]:
    """Return all vertices of the no-signalling polytope, in the eight coordinates of ``from_correlators``.

    Double description: the cone over the polytope is cut by one inequality P(ab|xy) >= 0 after the other. A new ray
    arises from two adjacent rays on either side of the cut; rays are adjacent if no third ray satisfies with equality
    all inequalities that both do. Starts from nine independent inequalities, whose cone is simplicial.
    """
    rows = [
        [1]
        + [(-1) ** a * (x == i) for i in BITS]
        + [(-1) ** b * (y == i) for i in BITS]
        + [(-1) ** (a + b) * ((x, y) == setting) for setting in SETTINGS]
        for a, b, x, y in CELLS
    ]
    start = _independent(rows)
    inverse = _inverse([rows[index] for index in start])
    used = list(start)
    scale = lcm(*(entry.denominator for row in inverse for entry in row))
    rays = [tuple(int(row[place] * scale) for row in inverse) for place in range(9)]
    for index, row in enumerate(rows):
        if index in start:
            continue
        values = [_dot(row, ray) for ray in rays]
        tight = [frozenset(k for k in used if _dot(rows[k], ray) == 0) for ray in rays]
        new = []
        for i, j in product(range(len(rays)), repeat=2):
            if values[i] > 0 > values[j]:
                common = tight[i] & tight[j]
                if not any(common <= tight[k] for k in range(len(rays)) if k not in (i, j)):
                    pairs = zip(rays[i], rays[j], strict=True)
                    new.append(tuple(values[i] * second - values[j] * first for first, second in pairs))
        rays = [ray for ray, value in zip(rays, values, strict=True) if value >= 0] + new
        used.append(index)
    return {tuple(Fraction(entry, ray[0]) for entry in ray[1:]) for ray in rays}


def _dot(left: Sequence[int], right: Sequence[int]) -> int:
    return sum(one * other for one, other in zip(left, right, strict=True))


def _independent(rows: Sequence[Sequence[int]]) -> list[int]:
    chosen: list[int] = []
    reduced: list[list[Fraction]] = []
    for index, row in enumerate(rows):
        rest = [Fraction(entry) for entry in row]
        for done in reduced:
            pivot = next(place for place, entry in enumerate(done) if entry)
            factor = rest[pivot] / done[pivot]
            rest = [entry - factor * other for entry, other in zip(rest, done, strict=True)]
        if any(rest):
            chosen.append(index)
            reduced.append(rest)
    return chosen


def _inverse(rows: Sequence[Sequence[int]]) -> list[list[Fraction]]:
    size = len(rows)
    work = [[Fraction(entry) for entry in row] + [Fraction(i == j) for j in range(size)] for i, row in enumerate(rows)]
    for column in range(size):
        pivot = next(index for index in range(column, size) if work[index][column])
        work[column], work[pivot] = work[pivot], work[column]
        work[column] = [entry / work[column][column] for entry in work[column]]
        for index in range(size):
            if index != column:
                factor = work[index][column]
                work[index] = [entry - factor * top for entry, top in zip(work[index], work[column], strict=True)]
    return [row[size:] for row in work]


def combine(*terms: tuple[Fraction | int, Matrix]) -> Matrix:
    """Return a linear combination of two by two matrices."""
    return [[sum((factor * m[i][j] for factor, m in terms), ZERO) for j in BITS] for i in BITS]


def mean(state: Sequence[Fraction], left: Matrix, right: Matrix) -> Fraction:
    """Return psi^T (left x right) psi for a real two-qubit vector psi = (psi_00, psi_01, psi_10, psi_11)."""
    return sum(
        (
            state[2 * i + j] * left[i][k] * right[j][m] * state[2 * k + m]
            for i, j, k, m in product(BITS, repeat=4)
            if state[2 * i + j] and left[i][k] and right[j][m]
        ),
        ZERO,
    )


def chsh_of(state: Sequence[Fraction], alice: Sequence[Matrix], bob: Sequence[Matrix]) -> Fraction:
    """Return <A0 B0> + <A0 B1> + <A1 B0> - <A1 B1> for a real two-qubit state and real observables."""
    return sum(((-1) ** (x * y) * mean(state, alice[x], bob[y]) for x, y in SETTINGS), ZERO)


def is_observable(matrix: Matrix) -> bool:
    """Return whether a real two by two matrix is symmetric with square one."""
    square = [[sum((matrix[i][k] * matrix[k][j] for k in BITS), ZERO) for j in BITS] for i in BITS]
    return matrix[0][1] == matrix[1][0] and all(square[i][j] == IDENTITY[i][j] for i in BITS for j in BITS)
