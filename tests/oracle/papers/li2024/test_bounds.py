"""Named bounds about steering: closed forms at both ends, edges, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from math import log, log2, sqrt
from typing import Any

import pytest

from oracle.bounds.evaluate import evaluate, width_for
from oracle.enclosures import Enclosure
from oracle.failures import Malformed, Usage
from oracle.papers.li2024.bounds import BOUNDS

NAMED = {bound.name: bound for bound in BOUNDS}
ROUND: dict[str, Any] = {
    "n": Fraction(10000), "score": Fraction(16, 5), "low": Fraction(-4), "high": Fraction(4),
    "error": Fraction(1, 1000), "constant": Fraction(3, 2), "slope": Fraction(1, 4), "tolerance": Fraction(0),
}  # fmt: skip


def found(name: str, options: dict[str, str] | None = None, **arguments: Any) -> Enclosure:
    bound = NAMED[name]
    chosen = bound.choose(options) if options and bound.choose else bound
    return evaluate(chosen.evaluate(arguments), width_for(None))


@pytest.mark.parametrize(
    ("kind", "mu", "value"),
    [
        ("joint", "1/2", 1.0), ("joint", "3/5", 0.9), ("joint", "9/10", (7 - 4.5 + 3 * sqrt(0.37)) / 8),
        ("joint", "1", 0.25), ("separate", "7/10", 1.0), ("separate", "4/5", 0.9), ("separate", "1", 0.5),
        ("global", "1/2", 1.0), ("global", "4/5", (2.6 + sqrt(0.68)) / 4),
    ],
)  # fmt: skip
def test_both_ends_are_the_closed_form(kind: str, mu: str, value: float) -> None:
    interval = found(f"steering.ghz.{kind}", mu=Fraction(mu))
    assert float(interval.low) - 1e-9 <= value <= float(interval.high) + 1e-12
    assert interval.high - interval.low < Fraction(1, 500)


def test_two_settings_and_a_level() -> None:
    interval = found("steering.ghz.joint", {"settings": "xy", "set": "Q1"}, mu=Fraction(3, 5))
    assert float(interval.low) == 0.85
    assert 0.85 < interval.high < 0.9


def test_bits_of_rounds_are_those_of_azuma() -> None:
    interval = found("steering.rounds.bits", **ROUND)
    expected = -10000 * log2(1.5 - (3.2 - 8 * sqrt(log(1000) / 20000)) / 4)
    assert abs(float(interval.low) - expected) < 1e-6
    worse = found("steering.rounds.bits", **{**ROUND, "tolerance": Fraction(1, 100)})
    assert worse.high < interval.low
    assert found("steering.rounds.bits", **{**ROUND, "score": Fraction(1)}).high < Fraction(1, 10**9)


def test_a_local_score_says_nothing_against_models() -> None:
    given = {name: ROUND[name] for name in ("n", "low", "high")}
    assert found("steering.local-hidden-state.p-value", **given, score=Fraction(2), local=Fraction(2)).low == 1
    small = found("steering.local-hidden-state.p-value", **given, score=Fraction(5, 2), local=Fraction(2))
    assert small.high < Fraction(1, 10**9)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("steering.ghz.joint", {"mu": Fraction(11, 10)}), ("steering.ghz.joint", {"mu": Fraction(-1)}),
        ("steering.rounds.bits", {**ROUND, "score": Fraction(5)}),
        ("steering.rounds.bits", {**ROUND, "error": Fraction(0)}),
        ("steering.rounds.bits", {**ROUND, "n": Fraction(1, 2)}),
        ("steering.rounds.bits", {**ROUND, "slope": Fraction(1)}),
    ],
)  # fmt: skip
def test_what_is_out_of_range_is_refused(name: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        found(name, **arguments)


@pytest.mark.parametrize("options", [{"settings": "zz"}, {"set": "Q7"}])
def test_an_unknown_word_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(Usage):
        found("steering.ghz.joint", options, mu=Fraction(1, 2))
