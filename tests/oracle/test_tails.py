"""Binomial tails against exact sums and against each other, small and large, and near every switch."""

from __future__ import annotations

from fractions import Fraction
from math import comb, exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.tails import SMALLEST, binomial_tail, log_about


def exact(trials: int, chance: Fraction, most: int) -> Fraction:
    n, d = chance.numerator, chance.denominator
    return Fraction(sum(comb(trials, j) * n**j * (d - n) ** (trials - j) for j in range(most + 1)), d**trials)


@given(st.integers(1, 60), st.integers(1, 30), st.integers(1, 30), st.integers(-1, 60))
def test_the_interval_holds_the_exact_sum(trials: int, n: int, rest: int, most: int) -> None:
    chance = Fraction(n, n + rest)
    value = exact(trials, chance, min(most, trials)) if most >= 0 else Fraction(0)
    low, high = binomial_tail(trials, chance, most)
    assert low <= value <= high
    assert high - low <= Fraction(1, 2**50)


@pytest.mark.parametrize("most", [512, 513, 1000, 1200, 1199, 1350])
def test_products_and_stirlings_series_agree_with_the_exact_sum(most: int) -> None:
    value = exact(3000, Fraction(2, 5), most)
    low, high = binomial_tail(3000, Fraction(2, 5), most)
    assert low <= value <= high
    assert high - low <= value / 2**40


def test_a_million_trials_have_narrow_intervals() -> None:
    previous = Fraction(0)
    for most in (90000, 99000, 100000, 100300, 500000):
        low, high = binomial_tail(10**6, Fraction(1, 10), most)
        assert previous <= low <= high <= low + Fraction(1, 2**50)
        assert exp(log_about(10**6, 0.1, most)) == pytest.approx(float(low), rel=1e-6)
        previous = low


def test_what_is_smaller_than_all_numbers_of_the_format_is_between_0_and_the_smallest() -> None:
    assert binomial_tail(10**6, Fraction(1, 2), 10) == (Fraction(0), SMALLEST)


def test_the_sum_without_its_first_term_would_be_noticed() -> None:
    """Broken on purpose: a tail that begins one term too low."""
    low, high = binomial_tail(100, Fraction(1, 10), 4)
    assert not low <= exact(100, Fraction(1, 10), 5) <= high
