"""The fewest devices of protocol A: the table of practicality, exact sums over all pairs, and what is excluded."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.failures import Limit, Malformed
from oracle.papers.ramanathan2013 import demands
from oracle.papers.ramanathan2013.anchors import best
from oracle.papers.ramanathan2013.demands import Demand, fewest


def tail(k: int, chance: Fraction, m: int) -> Fraction:
    return sum((comb(k, j) * chance**j * (1 - chance) ** (k - j) for j in range(m + 1)), Fraction(0))


TABLE = [
    # eps, error, noise over gain: k, m
    ("1/100", "1/10", "0", 16, 0), ("1/100", "1/1000", "0", 59, 0), ("1/10", "1/10", "1/4", 90, 6),
    ("1/10", "1/1000", "1/4", 265, 13), ("1/10", "1/10", "1/2", 267, 22), ("1/10", "1/1000", "1/2", 740, 51),
    ("1/4", "1/10", "0", 29, 0), ("1/4", "1/1000", "0", 109, 0), ("1/4", "1/10", "1/4", 162, 6),
    ("1/4", "1/1000", "1/4", 483, 13), ("1/4", "1/10", "1/2", 482, 22), ("1/4", "1/1000", "1/2", 1385, 53),
    ("2/5", "1/10", "0", 168, 0), ("2/5", "1/1000", "0", 648, 0), ("2/5", "1/10", "1/2", 2928, 23),
]  # fmt: skip


@pytest.mark.parametrize(("eps", "wanted", "noise", "k", "m"), TABLE)
def test_the_table_of_practicality(eps: str, wanted: str, noise: str, k: int, m: int) -> None:
    gain = best(Fraction(eps)).gain
    found = fewest(Demand(gain, Fraction(wanted), gain * Fraction(noise)))
    assert (found.devices, found.failures) == (k, m)
    assert tail(k, gain, m) / 2 <= Fraction(wanted)


@pytest.mark.parametrize(
    ("g", "wanted", "noise"), [("1/3", "1/20", "1/9"), ("1/4", "1/7", "1/16"), ("1/10", "1/4", "0")]
)
def test_the_fewest_devices_are_the_fewest_of_all(g: str, wanted: str, noise: str) -> None:
    """Against all pairs with fewer devices, by exact sums."""
    gain, most, chance = Fraction(g), Fraction(wanted), Fraction(noise)
    found = fewest(Demand(gain, most, chance))

    def does(k: int, m: int) -> bool:
        return tail(k, gain, m) / 2 <= most and (not chance or tail(k, chance, m) >= Fraction(99, 100))

    assert does(found.devices, found.failures)
    assert not any(does(k, m) for k in range(1, found.devices) for m in range(k))


@pytest.mark.parametrize(
    "demand",
    [
        Demand(Fraction(1, 18), Fraction(0)), Demand(Fraction(1, 18), Fraction(1, 2)),
        Demand(Fraction(1, 18), Fraction(1, 10), Fraction(1, 18)),
        Demand(Fraction(1, 18), Fraction(1, 10), Fraction(-1)),
        Demand(Fraction(1, 18), Fraction(1, 10), refusal=Fraction(0)),
    ],
)  # fmt: skip
def test_demands_that_nothing_meets_are_refused(demand: Demand) -> None:
    with pytest.raises(Malformed):
        fewest(demand)


def test_a_noise_near_the_gain_needs_more_devices_than_are_calculated() -> None:
    with pytest.raises(Limit, match="more than the limit"):
        fewest(Demand(Fraction(1, 10**5), Fraction(1, 10**9)))


def meets(demand: Demand, k: int, m: int) -> bool:
    good = ((1 + tail(k, demand.gain, m)) ** demand.bits - 1) / 2 <= demand.error
    return good and tail(k, demand.noise, m) ** demand.bits >= 1 - demand.refusal


@given(
    st.fractions(Fraction(1, 5), Fraction(1, 2), max_denominator=12), st.integers(1, 12), st.integers(2, 30),
    st.integers(1, 2), st.integers(1, 40), st.integers(0, 20),
)  # fmt: skip
def test_what_is_excluded_does_not_do(g: Fraction, share: int, wanted: int, bits: int, k: int, m: int) -> None:
    demand = Demand(g, Fraction(1, 2 * wanted), g / (1 + share), Fraction(1, 20), bits)
    if m < k and demands._excluded(demand, k, m):
        assert not any(meets(demand, fewer, any_m) for fewer in range(1, k + 1) for any_m in range(fewer))


def test_nearly_all_that_is_too_few_is_excluded() -> None:
    """Else the jumps are many; and a demand that is met is not excluded."""
    demand = Demand(Fraction(1, 10), Fraction(1, 1000), Fraction(19, 200))
    found, k = fewest(demand), demands._hopeless(demand)
    assert 0.999 * found.devices < k < found.devices
    # broken on purpose: one device more than are needed would not be excluded at any threshold near
    assert not any(demands._excluded(demand, found.devices, m) for m in range(found.failures - 3, found.failures + 3))


@pytest.mark.parametrize(("wanted", "k"), [("9/20", 1), ("81/200", 2), (f"{9**40}/{2 * 10**40}", 40)])
def test_an_error_that_is_reached_exactly_is_reached(wanted: str, k: int) -> None:
    assert fewest(Demand(Fraction(1, 10), Fraction(wanted))).devices == k


def test_more_bits_need_more_devices() -> None:
    gain = Fraction(1, 18)
    assert fewest(Demand(gain, Fraction(1, 100), bits=10)).devices > fewest(Demand(gain, Fraction(1, 100))).devices


def test_an_error_smaller_than_all_that_are_calculated_is_a_limit() -> None:
    with pytest.raises(Limit, match="not calculated"):
        fewest(Demand(Fraction(1, 10), Fraction(1, 2**6001)))
    assert fewest(Demand(Fraction(1, 10), Fraction(1, 2**5990))).devices > 30000
