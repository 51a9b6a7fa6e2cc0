"""Exact positive semidefiniteness, in both ways, and the negative directions they print."""

from fractions import Fraction as Q

import pytest

from proofs.kernel.errors import Budget
from proofs.kernel.matrix import Direction, dominated, negative_direction
from proofs.kernel.number import Algebraic, Number, sign, size
from tests.proofs.kernel import build
from tests.proofs.kernel.build import raised


def integers(rows: list[list[int]]) -> Direction | None:
    return negative_direction(rows, Budget(10**9))


def numbers(rows: list[list[Number]]) -> Direction | None:
    return negative_direction(rows, Budget(10**9))


def form(rows: list[list[int]], v: Direction) -> Number:
    """v^T N v for a lower triangle."""
    total: Number = Q(0)
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            if i in v and j in v:
                total = total + v[i] * v[j] * Q(entry if i == j else 2 * entry)
    return total


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[0]],
        [[5]],
        [[1], [1, 1]],
        [[0], [0, 1]],
        [[1], [0, 0]],
        [[4], [2, 1]],
        [[2], [1, 2], [1, 1, 2]],
        [[1], [1, 1], [1, 1, 1]],
        [[0], [0, 0], [0, 0, 0]],
        [[2], [-1, 2], [-1, -1, 2]],  # a Laplacian: singular
        [[1], [1, 2], [1, 3, 5]],  # rank 2
        [[4], [6, 9], [0, 0, 0], [2, 3, 0, 1]],
        [[3], [1, 5], [2, 2, 7], [1, 0, 3, 4]],
    ],
)
def test_a_semidefinite_matrix_has_no_negative_direction(rows: list[list[int]]) -> None:
    assert integers(rows) is None
    assert numbers([[Q(x) for x in row] for row in rows]) is None


@pytest.mark.parametrize(
    "rows",
    [
        [[-1]],
        [[0], [1, 0]],
        [[0], [-1, 5]],
        [[5], [3, 0]],
        [[0], [0, 1], [-2, 0, 7]],
        [[1], [2, 1]],
        [[1], [1, 0]],
        [[2], [-1, 2], [-1, -1, 1]],  # the Laplacian, one unit down
        [[1], [1, 1], [1, 1, 0]],
        [[1], [1, 1], [0, 1, 1]],  # after one step a zero with a nonzero entry in its row
        [[1], [1, 2], [1, 3, 4]],
        [[4], [6, 9], [0, 0, 0], [2, 3, 1, 1]],
        [[1], [0, 1], [0, 0, 1], [1, 1, 1, 2]],
        [[3], [1, 5], [2, 2, 7], [1, 0, 3, 1]],
        [[2], [0, 3], [1, 1, -4]],
        [[1], [1, 1], [1, 1, 1], [1, 1, 0, 1]],
    ],
)
def test_an_indefinite_matrix_has_a_direction_in_which_it_is_negative(rows: list[list[int]]) -> None:
    direction = integers(rows)
    assert direction is not None
    assert sign(form(rows, direction)) == -1
    other = numbers([[Q(x) for x in row] for row in rows])
    assert other is not None
    assert sign(form(rows, other)) == -1


def test_entries_in_a_number_field() -> None:
    root = Algebraic(build.field([-2, 0, 1], Q(1), Q(2)), [Q(0), Q(1)])
    two = Q(2)
    # [[1, sqrt 2], [sqrt 2, 2]] is singular; one part in a million less is indefinite
    assert numbers([[Q(1)], [root, two]]) is None
    below: list[list[Number]] = [[Q(1)], [root, two - Q(1, 10**6)]]
    direction = numbers(below)
    assert direction is not None
    value = (
        direction[0] * direction[0] + 2 * root * direction[0] * direction[1] + direction[1] * below[1][1] * direction[1]
    )
    assert sign(value) == -1
    assert numbers([[root], [Q(1), root], [Q(1), Q(1), root]]) is None
    assert numbers([[root], [two, root], [Q(1), Q(1), root]]) is not None


def test_a_factor_that_dominates() -> None:
    # 4 N - L L^T with L = 2 chol-like
    assert dominated([[4], [2, 5]], 1, [[2], [1, 2]], Budget(100))
    assert dominated([[1], [1, 1]], 1, [[1], [1, 0]], Budget(100))
    assert dominated([[2], [1, 2]], 3, [[4], [2, 3]], Budget(100))
    assert dominated([], 1, [], Budget(100))


@pytest.mark.parametrize(
    ("rows", "scale", "factor"),
    [
        ([[4], [2, 5]], 1, [[2], [1, 3]]),  # diagonal negative
        ([[4], [2, 4]], 1, [[2], [1, 2]]),
        ([[4], [3, 5]], 1, [[2], [1, 2]]),  # off the diagonal by one, seen from both rows
        ([[9], [3, 5]], 1, [[2], [1, 2]]),
        ([[5], [4, 9]], 1, [[2], [1, 2]]),
        ([[1], [2, 1]], 1, [[0], [0, 0]]),
        ([[0], [1, 5]], 7, [[0], [0, 0]]),
        ([[1]], 1, [[-2]]),
        ([[2], [0, 2], [1, 2, 2]], 1, [[0], [0, 0], [0, 0, 0]]),
    ],
)
def test_a_factor_that_does_not_dominate(rows: list[list[int]], scale: int, factor: list[list[int]]) -> None:
    assert not dominated(rows, scale, factor, Budget(100))


def test_dominance_sums_absolute_values_of_whole_rows() -> None:
    zero = [[0], [0, 0], [0, 0, 0]]
    assert dominated([[2], [-1, 2], [1, -1, 2]], 1, zero, Budget(100))
    assert not dominated([[1], [-1, 2], [1, -1, 2]], 1, zero, Budget(100))
    assert not dominated([[2], [-1, 1], [1, -1, 2]], 1, zero, Budget(100))
    assert not dominated([[2], [-1, 2], [1, -1, 1]], 1, zero, Budget(100))


def test_elimination_and_dominance_spend_the_budget() -> None:
    rows = [[10 if i == j else 1 for j in range(i + 1)] for i in range(12)]
    zero = [[0] * (i + 1) for i in range(12)]
    budget = Budget(10**6)
    assert negative_direction(rows, budget) is None
    # sum of the squares of the sizes of what is left
    assert 10**6 - budget.units >= sum(k * k for k in range(12))
    assert raised(lambda: dominated(rows, 1, zero, Budget(12**3 // 4 - 1))) == "LIMIT work"
    assert raised(lambda: negative_direction(rows, Budget(100))) == "LIMIT work"


def test_the_largest_entry_fixes_the_price() -> None:
    long = 10**400  # twenty words of 64 bits, and fifty bits
    budget = Budget(10**9)
    assert negative_direction([[1], [0, long]], budget) is None
    assert 10**9 - budget.units == 4 + 20 * 20 // 2
    budget = Budget(10**9)
    assert dominated([[1], [0, 1], [0, 0, long]], 1, [[0], [0, 0], [0, 0, 0]], budget)
    assert 10**9 - budget.units == 3**3 // 4 * (1 + 20 * 20 // 16)
    assert dominated([], 1, [], Budget(0))


def test_minors_grow_no_faster_than_they_must() -> None:
    long, zero = 10**400, 0
    rows = [[long if i == j else zero for j in range(i + 1)] for i in range(4)]
    # the pivots are the leading minors, of 400, 800 and 1200 digits; the last meets nothing
    words = [size(10 ** (400 * k)) // 64 for k in (1, 2, 3)]
    expected = sum(left**2 * (4 + w * w // 2) for left, w in zip((3, 2, 1), words, strict=True))
    # fractions, and elements of a field, take longer than integers
    for matrix, factor in ((rows, 1), ([[Q(x) for x in row] for row in rows], 12)):
        budget = Budget(10**9)
        assert negative_direction(matrix, budget) is None
        assert 10**9 - budget.units == expected * factor


def test_large_entries_cost_more() -> None:
    small, large = Budget(10**9), Budget(10**9)
    for budget, entry in ((small, 2), (large, 2**6400)):
        rows = [[entry], [1, entry], [1, 1, entry]]
        negative_direction(rows, budget)
    assert 10**9 - large.units > 100 * (10**9 - small.units)
