"""Exact linear algebra: planted solutions come out, wrong pairs do not pass."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lp import exact_vertices, linear_algebra
from lp.coordinates import Integers
from lp.exact_vertices import Pair, optimum, verified
from lp.highs import Program, Proposal, propose
from lp.linear_algebra import PRIME, rank, reconstruct, solve_square, times
from proofs.search.language.failure import Failure


@st.composite
def systems(draw: st.DrawFn) -> tuple[Integers, list[int]]:
    n = draw(st.integers(1, 7))
    matrix = np.array(draw(st.lists(st.lists(st.integers(-3, 3), min_size=n, max_size=n), min_size=n, max_size=n)))
    right = draw(st.lists(st.integers(-9, 9), min_size=n, max_size=n))
    return matrix.astype(np.int64), right


def solves(matrix: Integers, solution: list[Fraction], right: list[int]) -> bool:
    return all(
        sum((int(a) * x for a, x in zip(row, solution, strict=True)), start=Fraction(0)) == c
        for row, c in zip(matrix, right, strict=True)
    )


@given(systems())
def test_refinement_and_elimination_solve_the_system(system: tuple[Integers, list[int]]) -> None:
    matrix, right = system
    if round(np.linalg.det(matrix)) == 0:
        with pytest.raises(Failure, match="singular"):
            linear_algebra._eliminate(matrix, right)
        return
    assert solves(matrix, linear_algebra._eliminate(matrix, right), right)
    assert solves(matrix, solve_square(matrix, right), right)


def test_elimination_takes_over_when_the_inverse_is_useless() -> None:
    # determinant 1, but in double precision the rows are proportional
    big = 1 << 40
    matrix = np.array([[big, big + 1], [big - 1, big]], dtype=np.int64)
    assert linear_algebra._refine(matrix, [1, 1]) is None
    assert solve_square(matrix, [1, 1]) == [Fraction(-1), Fraction(1)]


def test_a_large_ill_conditioned_system_ends_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear_algebra, "find_spec", lambda name: None)
    matrix = np.zeros((linear_algebra.PLAIN + 1, linear_algebra.PLAIN + 1), dtype=np.int64)
    with pytest.raises(Failure, match="ill-conditioned"):
        solve_square(matrix, [1] * (linear_algebra.PLAIN + 1))


def test_long_denominators_need_several_steps() -> None:
    n = 24
    matrix = 3 * np.eye(n, dtype=np.int64) + np.eye(n, k=1, dtype=np.int64)
    solution = solve_square(matrix, [1] * n)
    assert solves(matrix, solution, [1] * n)
    assert solution[0].denominator == 3**n


@given(st.lists(st.builds(Fraction, st.integers(-99, 99), st.sampled_from([1, 2, 3, 6, 7])), max_size=5))
def test_reconstruction_returns_what_was_rounded(values: list[Fraction]) -> None:
    assert reconstruct([round(value * (1 << 40)) for value in values], 40) == values


def test_reconstruction_refuses_denominators_the_digits_cannot_show() -> None:
    values = [Fraction(1, 251), Fraction(1, 241)]
    assert reconstruct([round(value * (1 << 20)) for value in values], 20) is None
    assert reconstruct([round(value * (1 << 40)) for value in values], 40) == values


def test_products_beyond_64_bits_are_exact() -> None:
    matrix = np.array([[3, -1]], dtype=np.int64)
    assert times(matrix, [1 << 70, 1]).tolist() == [(3 << 70) - 1]
    assert times(matrix, [4, 1]).tolist() == [11]


def square() -> Program:
    """Maximise x + y over 0 <= x, y <= 1."""
    rows = np.array([[0, 1, 0], [0, 0, 1], [1, -1, 0], [1, 0, -1]], dtype=np.int64)
    return Program(rows, np.zeros(4, dtype=np.bool_), np.array([0, 1, 1], dtype=np.int64))


CORNER = [Fraction(1), Fraction(1), Fraction(1)]
BOTH = {2: Fraction(1), 3: Fraction(1)}


def test_the_optimum_of_a_square() -> None:
    assert optimum(square()) == Pair(Fraction(2), CORNER, BOTH)


@pytest.mark.parametrize(
    ("point", "multipliers"),
    [
        ([Fraction(1), Fraction(3, 2), Fraction(1, 2)], BOTH),  # a row is negative
        ([Fraction(1), Fraction(1), Fraction(0)], BOTH),  # not optimal
        (CORNER, {2: Fraction(1)}),  # not an identity
        (CORNER, {0: Fraction(-1), 1: Fraction(-1)}),  # negative multipliers
    ],
)
def test_pairs_that_prove_nothing_are_refused(point: list[Fraction], multipliers: dict[int, Fraction]) -> None:
    assert verified(square(), CORNER, BOTH) is not None
    assert verified(square(), point, multipliers) is None


def test_rows_with_equality_take_either_sign_and_must_vanish() -> None:
    program = square()
    program.equal[3] = True
    assert verified(program, CORNER, BOTH) is not None
    assert verified(program, [Fraction(1), Fraction(1), Fraction(0)], BOTH) is None
    down = Program(program.rows, program.equal, np.array([0, 1, -1], dtype=np.int64))
    assert optimum(down).multipliers == {2: Fraction(1), 3: Fraction(-1)}


def test_contradicting_rows_are_infeasible() -> None:
    rows = np.array([[0, 1], [1, -1], [-2, 1]], dtype=np.int64)
    with pytest.raises(Failure):
        optimum(Program(rows, np.zeros(3, dtype=np.bool_), np.array([0, 1], dtype=np.int64)))


@st.composite
def boxed(draw: st.DrawFn) -> tuple[Program, list[int]]:
    """A bounded program with a feasible origin, and the basis of some vertex of its box."""
    n = draw(st.integers(1, 4))
    box = [[2, *(s * int(i == j) for i in range(n))] for j in range(n) for s in (1, -1)]
    entries = st.integers(-4, 4)
    cuts = draw(st.lists(st.lists(entries, min_size=n, max_size=n), max_size=4))
    rows = box + [[draw(st.integers(0, 3)), *cut] for cut in cuts]
    equal = np.array([False] * len(rows))
    pinned: bool = draw(st.booleans())
    if cuts and pinned:
        rows[-1][0] = 0
        equal[-1] = True
    objective = [draw(entries) for _ in range(n + 1)]
    basis = [draw(st.sampled_from([2 * j, 2 * j + 1, -2 - j])) for j in range(n)]
    return Program(np.array(rows, dtype=np.int64), equal, np.array(objective, dtype=np.int64)), basis


@settings(max_examples=80)
@given(boxed())
def test_exact_pivots_reach_the_optimum_from_any_basis(drawn: tuple[Program, list[int]]) -> None:
    program, basis = drawn
    nothing = np.zeros(0)
    found = exact_vertices._from_basis(program, Proposal(basis, nothing, nothing))
    assert found is not None
    assert found.value == optimum(program).value


def test_pivots_recognise_contradictions_and_missing_bounds() -> None:
    rows = np.array([[0, 1], [1, -1], [-2, 1]], dtype=np.int64)
    nothing = np.zeros(0)
    program = Program(rows, np.zeros(3, dtype=np.bool_), np.array([0, 1], dtype=np.int64))
    with pytest.raises(Failure):
        exact_vertices._from_basis(program, Proposal([0], nothing, nothing))
    with pytest.raises(Failure, match="unbounded"):
        exact_vertices._from_basis(
            Program(rows[:1], np.zeros(1, dtype=np.bool_), np.array([0, 1], dtype=np.int64)),
            Proposal([0], nothing, nothing),
        )


def test_a_basis_of_the_wrong_size_is_refused() -> None:
    with pytest.raises(Failure, match="one row for each"):
        exact_vertices._from_basis(square(), Proposal([0], np.zeros(0), np.zeros(0)))


def test_a_violation_below_every_tolerance_is_repaired() -> None:
    # the floating-point optimum 1/2 violates the last row by 10^-13
    size = 10**13
    rows = np.array([[0, 1], [1, -2], [size // 2 - 1, -size]], dtype=np.int64)
    program = Program(rows, np.zeros(3, dtype=np.bool_), np.array([0, 1], dtype=np.int64))
    assert optimum(program).value == Fraction(size // 2 - 1, size)


def test_proposals_are_in_the_units_of_the_program() -> None:
    # maximise 300 x under 7000 (1 - x) >= 0 and x <= 2: the multiplier is 3/70 and x = 1
    rows = np.array([[0, 1], [7000, -7000], [2, -1]], dtype=np.int64)
    program = Program(rows, np.zeros(3, dtype=np.bool_), np.array([0, 300], dtype=np.int64))
    found = propose(program)
    assert found.basis == [1]
    assert np.allclose(found.point, [1, 1])
    assert np.allclose(found.multipliers, [0, 3 / 70, 0])


@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 3), st.randoms(use_true_random=False))
def test_rank_of_products(m: int, n: int, r: int, random: Any) -> None:
    left = np.array([[random.randint(-3, 3) for _ in range(r)] for _ in range(m)], dtype=np.int64).reshape(m, r)
    right = np.array([[random.randint(-3, 3) for _ in range(n)] for _ in range(r)], dtype=np.int64).reshape(r, n)
    product = left @ right
    assert rank(product) == np.linalg.matrix_rank(product.astype(float)) <= r


def test_a_rank_that_is_lower_modulo_the_prime_is_noticed() -> None:
    with pytest.raises(Failure, match="modulo"):
        rank(np.array([[1, 1], [1, PRIME + 1]], dtype=np.int64))


def test_the_rank_of_nothing_is_zero() -> None:
    assert rank(np.zeros((0, 3), dtype=np.int64)) == rank(np.zeros((2, 3), dtype=np.int64)) == 0
