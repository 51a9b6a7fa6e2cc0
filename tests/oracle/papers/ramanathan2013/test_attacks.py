"""The selection attack and the lemmas of the paper: exact values, played games, and inequalities broken on purpose."""

from __future__ import annotations

import random
from fractions import Fraction
from math import comb

import pytest

from oracle.papers.ramanathan2013.anchors import best
from oracle.papers.ramanathan2013.attacks import HALF, Selection, failing, least_given_eight, printed_threshold
from oracle.papers.ramanathan2013.checks import concentration, information


@pytest.mark.parametrize(("bias", "both", "one"), [
    ("1/100", "117649/505198", "5764801/50764702"), ("1/10", "8/71", "16/367"), ("1/4", "1/46", "1/190"),
    ("2/5", "1/892", "1/8992"),
])  # fmt: skip
def test_the_least_probabilities_given_one_of_the_eight_settings(bias: str, both: str, one: str) -> None:
    assert least_given_eight(Fraction(bias), failing()) == Fraction(both)
    assert least_given_eight(Fraction(bias), frozenset({(0, 0, 0, 1)})) == Fraction(one)


def test_the_selection_attack_is_played() -> None:
    """Settings of four uses, then a selection that looks for one that does not fail: as often as the recursion says."""
    attack, generator, rounds = Selection(Fraction(1, 4)), random.Random(5), 200_000
    p, use = 0.75, float(attack.failure(0))

    def selected(bits: int) -> bool:
        values: list[float] = [float(generator.random() < use) for _ in range(2**bits)]
        place, width = 0, 2**bits
        while width > 1:
            width //= 2

            def value(start: int, size: int) -> float:
                if size == 1:
                    return values[start]
                low, high = sorted((value(start, size // 2), value(start + size // 2, size // 2)))
                return p * low + (1 - p) * high

            first, second = value(place, width), value(place + width, width)
            better = place if first <= second else place + width
            place = better if generator.random() < p else (2 * place + width - better)
        return values[place] > 0

    seen = sum(selected(2) for _ in range(rounds)) / rounds
    expected = float(attack.failure(2))
    assert abs(seen - expected) < 5 * (expected / rounds) ** 0.5


def test_the_attack_needs_a_source_that_is_biased_enough() -> None:
    threshold = printed_threshold(Fraction(2, 5), Fraction(1, 10), HALF)
    assert Selection(Fraction(2, 5)).accepted(threshold, 5) > Fraction(83, 100)
    weak = printed_threshold(Fraction(1, 10), Fraction(1, 10), HALF)
    assert Selection(Fraction(1, 10)).accepted(weak, 3) < 0  # nothing is said


def test_the_local_attack_is_played_and_stays_below_the_bound() -> None:
    """Protocol A with 20 devices of which 2 may fail: the source gives the failing pair q^2, and S = 0 always."""
    generator, q, k, m, rounds = random.Random(7), 0.25, 20, 2, 50_000

    def run() -> bool:
        first = generator.random() < 0.5
        return all((generator.random() < q) for _ in range(2)) and first in (True, False)

    accepted = sum(sum(run() for _ in range(k)) <= m for _ in range(rounds)) / rounds
    exact = sum(comb(k, j) * q ** (2 * j) * (1 - q * q) ** (k - j) for j in range(m + 1))
    assert abs(accepted - exact) < 5 * (exact / rounds) ** 0.5
    gain = float(best(Fraction(1, 4)).gain)
    assert exact <= sum(comb(k, j) * gain**j * (1 - gain) ** (k - j) for j in range(m + 1))


def test_pinsker_with_half_the_constant_is_false() -> None:
    """Broken on purpose: two equal fair bits have distance 1 and information 1 bit, and 1 > ln(2)/2 < 2 ln 2."""
    equal: information.Law = {(0, 0): HALF, (1, 1): HALF}
    assert information.from_product(equal, (0,), (1,)) == 1
    assert set(information.bits(information.information(equal, (0,), (1,)))) == {1}
    assert information.from_product(equal, (0,), (1,)) ** 2 > Fraction(1, 2) * Fraction(693, 1000)


def test_the_chain_rule_without_its_condition_is_false() -> None:
    """Broken on purpose: I(A : X1 X2) is not I(A : X1) + I(A : X2) when X1 and X2 are copies."""
    copies: information.Law = {(0, 0, 0): HALF, (1, 1, 1): HALF}
    whole = information.information(copies, (0,), (1, 2))
    parts = information.combine(
        (1, information.information(copies, (0,), (1,))), (1, information.information(copies, (0,), (2,)))
    )
    assert set(information.bits(whole)) == {1}
    assert set(information.bits(parts)) == {2}


def test_azuma_with_an_increment_too_small_is_false() -> None:
    """Broken on purpose: with increments of 1/4 in place of 1 a strategy does better than the bound."""
    owed = HALF**4 * 8 * 4
    reached = concentration.lowest(HALF, (Fraction(0), Fraction(8)), 4, 0, owed)
    assert reached <= concentration.azuma(owed, 4)
    assert reached > concentration.azuma(4 * owed, 4)
