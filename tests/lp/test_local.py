"""Local programs against brute force; membership and faces against constructed behaviours."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lp import local
from lp.behaviour import behaviour_vector, coordinate_words, mean
from lp.coordinates import Scenario
from lp.membership import membership
from lp.optima import maximum as widest
from proofs.kernel.check import check_bytes
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from tests.lp.strategies import SCENARIOS, functionals, problems, strategies, strategy_value

Problem = tuple[Scenario, dict[str, Fraction], dict[str, Fraction]]
SMALL = settings(max_examples=15)
TWO = Scenario.uniform(2, 2, 2)
CHSH = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}


def mixed(scenario: Scenario, mixture: dict[local.Strategy, Fraction], functional: dict[str, Fraction]) -> Fraction:
    names = [party.name + label for party in scenario.parties for label, _ in party.inputs]
    return sum(
        (w * strategy_value(functional, dict(zip(names, s, strict=True))) for s, w in mixture.items()), Fraction(0)
    )


@SMALL
@given(problems())
def test_values_are_those_of_the_strategies(problem: Problem) -> None:
    scenario, functional, _ = problem
    brute = [strategy_value(functional, strategy) for strategy in strategies(scenario)]
    assert local.maximum(scenario, functional).value == max(brute)
    assert local.minimum(scenario, functional).value == min(brute)


@SMALL
@given(problems())
def test_constrained_optima_meet_or_nothing_exists(problem: Problem) -> None:
    scenario, functional, other = problem
    for sense in (">=0", "=0"):
        hypothesis = Mean("limit", other, sense)
        try:
            found = local.maximum(scenario, functional, [hypothesis])
        except Failure:
            # one mean: nothing exists exactly if no strategy, or no pair of strategies, fits
            brute = [strategy_value(other, strategy) for strategy in strategies(scenario)]
            assert max(brute) < 0 or (sense == "=0" and min(brute) > 0)
            assert check_bytes(local.emptiness(scenario, [hypothesis])).verdict == "PROVED"
            continue
        assert mixed(scenario, found.mixture, functional) == found.value
        assert found.value <= widest(scenario, functional, [hypothesis]).value


def test_columns_are_generated_where_strategies_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = Mean("limit", {"A0 B0 C0": Fraction(1), "A1 B1 C1": Fraction(1), "": Fraction(-1, 3)}, "=0")
    functional = {"A0": Fraction(1), "B1 C0": Fraction(-2), "A1 B0 C1": Fraction(1, 2), "A1 B1 C0": Fraction(3)}
    scenario = Scenario.uniform(3, 2, 2)
    whole = local.maximum(scenario, functional, [limit])
    monkeypatch.setattr(local, "START", 2)
    monkeypatch.setattr(local, "STEP", 1)
    few = local.maximum(scenario, functional, [limit])
    assert few.value == whole.value


def test_contradictions_are_refused_where_something_exists() -> None:
    with pytest.raises(Failure, match="some local behaviour"):
        local.emptiness(TWO, [Mean("score", {"": Fraction(-2), **CHSH})])


def test_too_many_strategies_are_refused() -> None:
    with pytest.raises(Failure, match="strategies"):
        local.maximum(Scenario.uniform(2, 10, 2), {"A0": Fraction(1)})


def table(scenario: Scenario, mixture: dict[int, Fraction]) -> dict[str, Fraction]:
    every = strategies(scenario)
    found: dict[str, Fraction] = {}
    for event in scenario.events():
        p = sum((w * strategy_value({event: Fraction(1)}, every[i]) for i, w in mixture.items()), Fraction(0))
        if p:
            found[event] = p
    return found


@SMALL
@given(SCENARIOS, st.data())
def test_mixtures_are_local(scenario: Scenario, data: Any) -> None:
    indices = st.integers(0, len(strategies(scenario)) - 1)
    chosen = data.draw(st.dictionaries(indices, st.integers(1, 9), min_size=1, max_size=4))
    total = sum(chosen.values())
    given_table = table(scenario, {i: Fraction(c, total) for i, c in chosen.items()})
    found = membership(scenario, given_table)
    assert found.violation == 0
    for event in scenario.events():
        assert mixed(scenario, found.mixture, {event: Fraction(1)}) == given_table.get(event, 0)


@SMALL
@given(st.lists(st.integers(1, 5), min_size=4, max_size=4), st.lists(st.sampled_from([1, -1]), min_size=3, max_size=3))
def test_boxes_beyond_the_local_bound_are_separated(sizes: list[int], signs: list[int]) -> None:
    # an odd number of minus signs: no strategy reaches the sum of the sizes, a PR box does
    last = -signs[0] * signs[1] * signs[2]
    functional = {w: Fraction(c * s) for w, c, s in zip(CHSH, sizes, (*signs, last), strict=True)}
    best = widest(TWO, functional)
    assert best.value == sum(sizes) > local.maximum(TWO, functional).value
    found = membership(TWO, best.behaviour)
    assert found.violation == mean(TWO, found.inequality, best.behaviour) > 0
    assert all(strategy_value(found.inequality, strategy) <= 0 for strategy in strategies(TWO))


def test_the_edge_of_the_local_set_is_local() -> None:
    box = widest(TWO, CHSH).behaviour
    noise = {event: Fraction(1, 4) for event in TWO.events()}
    half = {event: (box.get(event, Fraction(0)) + noise[event]) / 2 for event in TWO.events()}
    assert membership(TWO, half).violation == 0
    tiny = Fraction(1, 10**9)
    beyond = {event: p + tiny * (box.get(event, Fraction(0)) - noise[event]) for event, p in half.items()}
    found = membership(TWO, beyond)
    assert found.violation > 0
    assert json.loads(found.certificates["bound"])["statement"]["set"] == "local"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"A0=0 B0=0": "1/2", "A0=0 B1=0": "1/3"}, "for A0 B0 sum to 5/4, which differs from 1 by 1/4$"),
        (
            {"A0=0 B0=0": "3/8", "A0=1 B0=1": "1/8"},
            "is 3/8 with .* and 5/8 with|is 1/2 with .* and 5/8 with .* signals",
        ),
        ({"A0=0 B0=0": "-1/4", "A0=1 B0=1": "3/4"}, "the probability of A0=0 B0=0 is -1/4$"),
    ],
)
def test_tables_that_are_no_behaviour_show_the_worst_equation(changes: dict[str, str], problem: str) -> None:
    cells = {event: Fraction(1, 4) for event in TWO.events()} | {e: Fraction(p) for e, p in changes.items()}
    with pytest.raises(Failure, match=problem):
        behaviour_vector(TWO, cells)


def test_the_worst_of_several_signalling_equations_is_shown() -> None:
    cells = {event: Fraction(1, 4) for event in TWO.events()}
    # B's outcome of input 1 moves by 1/8 in all with A0, and by 1/4 with A1
    cells |= {"A0=0 B1=0": Fraction(3, 8), "A0=0 B1=1": Fraction(1, 8)}
    cells |= {"A1=0 B1=0": Fraction(0), "A1=0 B1=1": Fraction(1, 2)}
    with pytest.raises(Failure, match=r"the probability of B1=. is .* with A. and .* with A., so"):
        behaviour_vector(TWO, cells)


def test_a_negative_probability_alone_is_found() -> None:
    one = Scenario.uniform(1, 1, 2)
    with pytest.raises(Failure, match="the probability of A0=1 is -1/2"):
        behaviour_vector(one, {"A0=0": Fraction(3, 2), "A0=1": Fraction(-1, 2)})


def test_words_that_are_no_event_are_refused() -> None:
    with pytest.raises(Failure, match="'A0=2 B0=0' is no event"):
        membership(TWO, {"A0=2 B0=0": Fraction(1)})


@SMALL
@given(SCENARIOS, st.data())
def test_behaviour_vector_has_the_means_of_the_coordinates(scenario: Scenario, data: Any) -> None:
    behaviour = widest(scenario, data.draw(functionals(scenario))).behaviour
    vector = behaviour_vector(scenario, behaviour)
    words = coordinate_words(scenario)
    assert vector == [mean(scenario, {word: Fraction(1)}, behaviour) for word in words]
