"""Positive semidefiniteness against minors and characteristic polynomials of small integer matrices."""

from fractions import Fraction as Q
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from proofs.kernel.errors import Budget
from proofs.kernel.matrix import dominated, negative_direction
from proofs.kernel.number import Algebraic, Number, sign
from tests.proofs.kernel import build
from tests.proofs.kernel.effort import examples
from tests.proofs.kernel.oracles.exact import characteristic, determinant

Rows = list[list[int]]


def triangle(full: Rows) -> Rows:
    return [row[: i + 1] for i, row in enumerate(full)]


@st.composite
def symmetric(draw: st.DrawFn, most: int = 5) -> Rows:
    """Random, or a Gram matrix (singular when it has few columns), or a Gram matrix changed by one unit."""
    n = draw(st.integers(1, most))
    entries = st.integers(-4, 4)
    if draw(st.integers(0, 2)):
        columns = draw(st.integers(0, n))
        b = [[draw(entries) for _ in range(columns)] for _ in range(n)]
        full = [[sum(x * y for x, y in zip(r, s, strict=True)) for s in b] for r in b]
        i, j, unit = draw(st.integers(0, n - 1)), draw(st.integers(0, n - 1)), draw(st.integers(-1, 1))
        full[i][j] += unit
        if i != j:
            full[j][i] += unit
        return full
    lower = [[draw(entries) for _ in range(i + 1)] for i in range(n)]
    return [[lower[max(i, j)][min(i, j)] for j in range(n)] for i in range(n)]


def by_minors(full: Rows) -> bool:
    """All principal minors are nonnegative."""
    indices = range(len(full))
    return all(
        determinant([[Q(full[i][j]) for j in kept] for i in kept]) >= 0
        for k in range(1, len(full) + 1)
        for kept in combinations(indices, k)
    )


def form(full: Rows, v: dict[int, Number]) -> Q:
    total = Q(0)
    for i, x in v.items():
        for j, y in v.items():
            assert isinstance(x, Q)
            assert isinstance(y, Q)
            total += x * full[i][j] * y
    return total


def integers(full: Rows) -> dict[int, Number] | None:
    return negative_direction(triangle(full), Budget(10**9))


@given(symmetric(4))
@examples(40)
def test_integers_against_principal_minors(full: Rows) -> None:
    direction = integers(full)
    assert (direction is None) == by_minors(full)
    if direction is not None:
        assert form(full, direction) < 0


@given(symmetric(7))
@examples(30)
def test_integers_against_the_characteristic_polynomial(full: Rows) -> None:
    direction = integers(full)
    # real roots: they are all nonnegative exactly if the symmetric functions are
    assert (direction is None) == all(e >= 0 for e in characteristic(full))
    if direction is not None:
        assert form(full, direction) < 0


@given(symmetric(5), st.integers(1, 9))
@examples(20)
def test_rationals_agree_with_integers(full: Rows, scale: int) -> None:
    rows: list[list[Number]] = [[Q(x, scale) for x in row] for row in triangle(full)]
    direction = negative_direction(rows, Budget(10**9))
    assert (direction is None) == (integers(full) is None)
    if direction is not None:
        assert form(full, direction) < 0


@given(symmetric(4), st.integers(1, 5), st.data())
@examples(40)
def test_what_a_factor_dominates_is_semidefinite(full: Rows, scale: int, data: st.DataObject) -> None:
    factor = [[data.draw(st.integers(-4, 4)) for _ in range(i + 1)] for i in range(len(full))]
    if data.draw(st.booleans()):
        # matrices that are near L L^T / scale^2
        n = len(full)
        product = [[sum(a * b for a, b in zip(factor[i], factor[j], strict=False)) for j in range(n)] for i in range(n)]
        full = [[x + (abs(y) % 3 if i == j else 0) for j, (x, y) in enumerate(zip(p, f, strict=True))]
                for i, (p, f) in enumerate(zip(product, full, strict=True))]  # fmt: skip
        scale = 1
    if dominated(triangle(full), scale, factor, Budget(10**6)):
        assert by_minors(full)


@given(st.integers(1, 4), st.data())
@examples(8)
def test_gram_matrices_of_a_number_field(n: int, data: st.DataObject) -> None:
    field = build.field([-2, 0, 1], 1, 2)

    def draw() -> Algebraic:
        coefficients = [Q(data.draw(st.integers(-3, 3))) for _ in range(2)]
        while coefficients and not coefficients[-1]:
            coefficients.pop()
        return Algebraic(field, coefficients)

    b = [[draw() for _ in range(data.draw(st.integers(0, n)))]]
    b += [[draw() for _ in b[0]] for _ in range(n - 1)]

    def entry(i: int, j: int) -> Number:
        return sum((x * y for x, y in zip(b[i], b[j], strict=True)), start=Algebraic(field, []))

    rows = [[entry(i, j) for j in range(i + 1)] for i in range(n)]
    assert negative_direction(rows, Budget(10**9)) is None
    if len(b[0]) < n:  # singular: a smaller diagonal entry is too small, unless it stays in the kernel's reach
        for k in range(n):
            rows[k][k] = rows[k][k] - Q(1, 1000)
        direction = negative_direction(rows, Budget(10**9))
        assert direction is not None
        total: Number = Algebraic(field, [])
        for i in direction:
            for j in direction:
                total = total + direction[i] * rows[max(i, j)][min(i, j)] * direction[j]
        assert sign(total) == -1
