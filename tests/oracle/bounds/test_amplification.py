"""Curves of the Mermin and chained inequalities: values from single programs, definitions at strategies, refusals."""

import json
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lp.coordinates import Scenario
from lp.optima import maximum
from lp.supporting_lines import difference
from oracle.bounds import families
from oracle.bounds.amplification import chained_events, mermin_events
from oracle.bounds.catalogue import find, read_arguments
from oracle.bounds.evaluate import evaluate, width_for
from oracle.failures import Bug, Undecided
from oracle.functionals import Events, means
from proofs.search.language.means import Mean
from tests.oracle.runner import refused, run
from tests.schema.schemas import complaints

HALF = Fraction(1, 2)
QUESTIONS = (
    ["mermin5.majority"],
    ["chained.predictability", "n=3"],
    ["chained.pair-predictability", "n=2"],
)


def value(name: str, *words: str) -> Fraction:
    bound = find(name)
    found = evaluate(bound.evaluate(read_arguments(bound, words)), width_for(None))
    assert found.low == found.high
    return found.low


def least(events: Events, inputs: tuple[int, ...]) -> int:
    """The least value over deterministic strategies, from the events alone."""
    answers = [list(product((0, 1), repeat=count)) for count in inputs]
    return min(
        sum(c for (x, u), c in events.items() if all(s[k] == o for s, k, o in zip(chosen, u, x, strict=True)))
        for chosen in product(*answers)
    )


def test_the_definitions_at_strategies() -> None:
    assert [least(mermin_events(n), (2,) * n) for n in (3, 4)] == [1, 2]
    assert [least(chained_events(n), (n, n)) for n in (2, 3, 4)] == [1, 1, 1]


@pytest.mark.parametrize("n", [2, 3, 5])
def test_both_rings_mean_the_same_chain(n: int) -> None:
    assert means(chained_events(n)) == families.chained(n)
    assert means(mermin_events(n)) == families.mermin(n)


@settings(max_examples=3)
@given(st.fractions(0, 3, max_denominator=10**4))
def test_the_five_party_curve_is_the_optimum_at_delta(delta: Fraction) -> None:
    limit = Mean("bell", difference(families.mermin(5), delta))
    best = maximum(Scenario.uniform(5, 2, 2), families.majority(), [limit]).value
    assert value("mermin5.majority", f"delta={delta}") == best


@settings(max_examples=8)
@given(st.integers(2, 5), st.fractions(0, 2, max_denominator=10**4))
def test_chains_are_predicted_as_in_closed_form(n: int, delta: Fraction) -> None:
    for name in ("chained.predictability", "chained.pair-predictability"):
        assert value(name, f"n={n}", f"delta={delta}") == min(Fraction(1), (1 + delta) / 2)


def test_the_longest_chain() -> None:
    assert value("chained.predictability", "n=16", "delta=1/5") == Fraction(3, 5)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("delta", ["0", "1/9", "6", "1e-30"])
def test_json(question: list[str], delta: str) -> None:
    document = json.loads(run("bound", *question, f"delta={delta}", "--json").stdout)
    assert complaints("bound", document) == []
    assert document["low"] == document["high"] == document["exact"]
    assert [item["role"] for item in document["further"]] == ["attained"]


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize(("delta", "code"), [("-1/1000000", "out-of-range"), ("sqrt(2)", "wrong-number")])
def test_other_deltas_are_refused(question: list[str], delta: str, code: str) -> None:
    assert f"[{code}]" in refused(3, "bound", *question, f"delta={delta}")


@pytest.mark.parametrize(
    ("n", "exit_code", "code"),
    [("1", 3, "out-of-range"), ("5/2", 3, "wrong-number"), ("sqrt(2)", 3, "wrong-number"), ("17", 4, "size")],
)
def test_other_lengths_are_refused(n: str, exit_code: int, code: str) -> None:
    assert f"[{code}]" in refused(exit_code, "bound", "chained.predictability", f"n={n}", "delta=0")


def test_a_curve_of_another_length_or_event_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = families.chained_curve
    monkeypatch.setattr(families, "chained_curve", lambda n, both: genuine(3, both))
    with pytest.raises(Undecided, match="no operator of the scenario"):
        value("chained.predictability", "n=2", "delta=0")
    monkeypatch.setattr(families, "chained_curve", lambda n, both: genuine(n, not both))
    with pytest.raises(Bug, match="another functional"):
        value("chained.predictability", "n=2", "delta=0")


def test_a_curve_under_another_statistic_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    from lp.parametric import curve
    from lp.supporting_lines import Tradeoff

    def heavier(n: int, both: bool) -> Any:
        twice = {word: 2 * c for word, c in families.chained(n).items()}
        return curve(Tradeoff(Scenario.uniform(2, n, 2), {"A0=0": Fraction(1)}, twice, hypothesis="chain"))

    monkeypatch.setattr(families, "chained_curve", heavier)
    with pytest.raises(Undecided, match="does not have the stated value"):
        value("chained.predictability", "n=2", "delta=1/2")
