"""Helpers of the checks against independent computations, and their refusals."""

import math
from fractions import Fraction
from itertools import product

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.ledger import arithmetic
from oracle.ledger.arithmetic import (
    Interval,
    binomial_tail,
    enclose,
    erfc_of_sqrt,
    fisher_two_sided,
    identical,
    op,
    rounds_to,
)
from proofs.kernel.check import Verdict


def test_rounding_interval_is_half_a_unit_on_either_side() -> None:
    assert rounds_to(".0743") == Interval(Fraction("0.07425"), Fraction("0.07435"))
    assert rounds_to("2e-8") == Interval(Fraction("1.5e-8"), Fraction("2.5e-8"))
    assert rounds_to("95") == Interval(Fraction("94.5"), Fraction("95.5"))
    assert arithmetic.truncates_to("2.414") == Interval(Fraction("2.414"), Fraction("2.415"))


def test_within_and_apart_are_strict_about_ends() -> None:
    unit = Interval(Fraction(0), Fraction(1))
    assert unit.within(unit)
    assert not Interval(Fraction(0), Fraction(2)).within(unit)
    assert not Interval(Fraction(-1), Fraction(1)).within(unit)
    assert not unit.apart(Interval(Fraction(1), Fraction(2)))
    assert unit.apart(Interval(Fraction(3, 2), Fraction(2)))
    assert Interval(Fraction(3, 2), Fraction(2)).apart(unit)


def contains(interval: Interval, value: mpmath.mpf) -> bool:
    low = mpmath.mpf(interval.low.numerator) / interval.low.denominator
    high = mpmath.mpf(interval.high.numerator) / interval.high.denominator
    return bool(low - mpmath.mpf(2) ** -150 <= value <= high + mpmath.mpf(2) ** -150)


def test_pi() -> None:
    with mpmath.workprec(200):
        assert contains(arithmetic.pi_interval(), mpmath.pi())
    assert arithmetic.pi_interval().high - arithmetic.pi_interval().low < Fraction(1, 1 << 120)


@given(st.fractions(min_value=0, max_value=8, max_denominator=10_000))
def test_erfc(square: Fraction) -> None:
    interval = erfc_of_sqrt(square)
    with mpmath.workprec(200):
        assert contains(interval, mpmath.erfc(mpmath.sqrt(mpmath.mpf(square.numerator) / square.denominator)))
    assert interval.high - interval.low < Fraction(1, 1 << 40)


@pytest.mark.parametrize("square", [Fraction(-1, 100), Fraction(801, 100)])
def test_erfc_outside_its_range(square: Fraction) -> None:
    with pytest.raises(ValueError, match="between 0 and 8"):
        erfc_of_sqrt(square)


@given(st.fractions(min_value=0, max_value=10**6))
def test_sqrt(value: Fraction) -> None:
    low, high = arithmetic.sqrt_interval(arithmetic.point(value))
    assert low**2 <= value < high**2
    assert high - low <= Fraction(1, 1 << 63)


@pytest.mark.parametrize("n", [1, 4, 7])
def test_binomial_tail_by_enumeration(n: int) -> None:
    p = Fraction(2, 7)
    for at_least in range(n + 2):
        total = sum(
            (math.prod((p if win else 1 - p for win in wins), start=Fraction(1)))
            for wins in product((0, 1), repeat=n)
            if sum(wins) >= at_least
        )
        assert binomial_tail(n, p, at_least) == total


@given(*[st.integers(min_value=0, max_value=6)] * 4)
def test_fisher_by_definition(a: int, b: int, c: int, d: int) -> None:
    row, other, column = a + b, c + d, a + c
    chance = {
        k: Fraction(math.comb(row, k) * math.comb(other, column - k), math.comb(row + other, column))
        for k in range(row + 1)
        if 0 <= column - k <= other
    }
    assert fisher_two_sided((a, b), (c, d)) == sum(p for p in chance.values() if p <= chance[a])


def test_identity_needs_the_whole_grid() -> None:
    # x (x-1) (x-2) (x-3) vanishes on the first points of every grid but not on one fine enough for its degree.
    assert identical(lambda x: (x - 1) * (x - 2), lambda x: x * x - 3 * x + 2, 2, 1)
    assert not identical(lambda x: (x - 1) * (x - 2), lambda x: Fraction(0), 2, 1)
    assert not identical(lambda x, y: x * y, lambda x, y: x + y, 1, 2)


def test_enclosure_is_proved_and_narrow() -> None:
    interval = enclose(op("ln", 2), Fraction(1, 1 << 50))
    with mpmath.workprec(200):
        assert contains(interval, mpmath.log(2))
    assert interval.high - interval.low <= Fraction(1, 1 << 50)


def test_enclosure_that_the_kernel_does_not_prove(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arithmetic, "check_bytes", lambda data: Verdict("REJECTED", "", problem="no"))
    with pytest.raises(ArithmeticError, match="REJECTED no"):
        enclose(op("sqrt", 2))


def test_enclosure_of_another_expression_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    from proofs.search.formulas.enclose import enclosure_proposals

    monkeypatch.setattr(
        "oracle.ledger.arithmetic.enclosure_proposals",
        lambda expression, width: enclosure_proposals(op("sqrt", 3), width),
    )
    with pytest.raises(ArithmeticError, match="no proved enclosure"):
        enclose(op("sqrt", 2))
