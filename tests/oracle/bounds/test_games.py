"""Deviations and tails against brute force: every run, every sample, every adaptive strategy of small cases."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import combinations, product
from math import comb

import pytest

from oracle.bounds.catalogue import choose, find, read_arguments
from oracle.bounds.evaluate import evaluate, width_for
from oracle.bounds.games import binomial_tail, series_upper
from oracle.enclosures import Enclosure
from oracle.failures import CommandFailure, Limit, Malformed, Usage


def enclosed(name: str, *words: str) -> Enclosure:
    bound, _, rest = choose(find(name), words)
    return evaluate(bound.evaluate(read_arguments(bound, rest)), width_for(None))


@cache
def best_adaptive(n: int, wins: int, win: Fraction) -> Fraction:
    """The largest probability of at least so many wins if each round may be made easier or not, given the past."""
    if wins <= 0:
        return Fraction(1)
    if n < wins:
        return Fraction(0)
    choices = (win, win / 2, Fraction(0))
    return max(p * best_adaptive(n - 1, wins - 1, win) + (1 - p) * best_adaptive(n - 1, wins, win) for p in choices)


@pytest.mark.parametrize("n", [1, 2, 5, 8])
@pytest.mark.parametrize("win", [Fraction(3, 4), Fraction(1, 3)])
def test_the_binomial_tail_is_the_best_of_all_strategies_with_memory(n: int, win: Fraction) -> None:
    for wins in range(n + 1):
        plain = sum(
            (win ** sum(run) * (1 - win) ** (n - sum(run)) for run in product((0, 1), repeat=n) if sum(run) >= wins),
            Fraction(0),
        )
        assert binomial_tail(n, wins, win) == plain == best_adaptive(n, wins, win)
        for method in ("binomial", "robbins", "chernoff", "hoeffding"):
            found = enclosed("game.p-value", f"n={n}", f"wins={wins}", f"win={win}", f"method={method}")
            assert found.high >= plain
            assert method != "binomial" or found.low == found.high == plain


@pytest.mark.parametrize(("n", "wins"), [(50, 45), (3000, 2251), (3000, 2400), (3000, 2999), (3000, 3000)])
def test_robbins_bounds_lose_little(n: int, wins: int) -> None:
    exact = binomial_tail(n, wins, Fraction(3, 4))
    found = enclosed("game.p-value", f"n={n}", f"wins={wins}", "win=3/4", "method=robbins").high
    assert exact <= found <= exact * (1 + Fraction(1, 4 * (n - wins + 1)) / (n - wins + 1) + Fraction(1, 10**6))


def test_long_runs_have_a_tail_below_chernoffs() -> None:
    words = ("n=1000000", "wins=752000", "win=3/4")
    robbins, chernoff = (enclosed("game.p-value", *words, f"method={m}").high for m in ("robbins", "chernoff"))
    assert robbins < chernoff / 10
    # the normal law says 1.93e-6 here; the tail of the binomial one, by an independent program, 1.9041843e-6
    assert abs(robbins / Fraction("1.9041843e-6") - 1) < Fraction(1, 10**6)


def test_the_sum_is_closed_by_a_geometric_one_where_it_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = binomial_tail(60, 50, Fraction(3, 4)) / (comb(60, 50) * Fraction(3, 4) ** 50 * Fraction(1, 4) ** 10)
    monkeypatch.setattr("oracle.bounds.games.MOST_TERMS", 3)
    assert exact < series_upper(60, 50, Fraction(3, 4)) < exact * Fraction(11, 10)


def test_chernoff_is_never_above_hoeffding() -> None:
    for wins in (80, 90, 100):
        words = ("n=100", f"wins={wins}", "win=3/4")
        chernoff, hoeffding = (enclosed("game.p-value", *words, f"method={m}").high for m in ("chernoff", "hoeffding"))
        assert chernoff <= hoeffding


@pytest.mark.parametrize("confidence", ["1/2", "9/10", "99/100"])
def test_hoeffdings_deviation_is_exceeded_as_seldom_as_it_says(confidence: str) -> None:
    for n in (1, 4, 10, 40):
        eps = enclosed("hoeffding.deviation", f"n={n}", f"confidence={confidence}", "width=2").high
        exceeded = sum(comb(n, k) for k in range(n + 1) if Fraction(2 * k - n, n) >= eps)
        assert Fraction(exceeded, 2**n) <= 1 - Fraction(confidence)
        azuma = enclosed("azuma.deviation", f"n={n}", f"confidence={confidence}", "q=1", "iq=0").high
        assert Fraction(sum(comb(n, k) for k in range(n + 1) if Fraction(2 * k - n, n) >= azuma), 2**n) <= 1 - Fraction(
            confidence
        )


@pytest.mark.parametrize("ones", range(9))
def test_serflings_deviation_is_exceeded_as_seldom_as_it_says(ones: int) -> None:
    values = [1] * ones + [0] * (8 - ones)
    for n in range(1, 9):
        for confidence in ("1/2", "9/10"):
            eps = enclosed("serfling.deviation", f"n={n}", "total=8", f"confidence={confidence}", "width=1").high
            samples = list(combinations(values, n))
            exceeded = sum(Fraction(sum(sample), n) - Fraction(ones, 8) >= eps for sample in samples)
            assert Fraction(exceeded, len(samples)) <= 1 - Fraction(confidence)


def test_serfling_is_at_most_hoeffding_and_small_for_the_whole() -> None:
    words = ("confidence=99/100", "width=1")
    hoeffding = enclosed("hoeffding.deviation", "n=50", *words)
    assert enclosed("serfling.deviation", "n=50", "total=60", *words).high < hoeffding.low
    assert enclosed("serfling.deviation", "n=60", "total=60", *words).high < hoeffding.low / 5


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("game.p-value", "n=0", "wins=0", "win=1/2"), Malformed),
        (("game.p-value", "n=3", "wins=4", "win=1/2"), Limit),
        (("game.p-value", "n=3", "wins=-1", "win=1/2"), Malformed),
        (("game.p-value", "n=3", "wins=1", "win=1"), Malformed),
        (("game.p-value", "n=9999", "wins=9000", "win=3/4"), Limit),
        (("game.p-value", "n=3", "wins=1", "win=1/2", "method=magic"), Usage),
        (("hoeffding.deviation", "n=3", "confidence=1", "width=1"), Malformed),
        (("hoeffding.deviation", "n=3", "confidence=1/2", "width=0"), Malformed),
        (("serfling.deviation", "n=9", "total=8", "confidence=1/2", "width=1"), Malformed),
        (("serfling.deviation", "n=1/2", "total=8", "confidence=1/2", "width=1"), Malformed),
    ],
)
def test_what_is_outside_of_the_domain_is_refused(words: tuple[str, ...], kind: type[CommandFailure]) -> None:
    with pytest.raises(kind):
        enclosed(*words)
