"""Guessing probabilities: local behaviours are guessed surely, vertices only as they are."""

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lp import optima
from lp.behaviour import mean
from lp.coordinates import Scenario
from lp.guessing import guessing_probability, known
from lp.supporting_lines import difference
from oracle.bounds.families import chained, chained_curve
from proofs.kernel.check import check_bytes
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from tests.lp.strategies import functionals, strategies, strategy_value

TWO = Scenario.uniform(2, 2, 2)
PAIRS = st.sampled_from([[[2, 2], [2]], [[3], [2, 2]], [[2, 2], [2, 2]], [[2, 2]]]).map(Scenario.of)
GUESSED = [["A0"], ["B1"], ["A0", "B0"]]


def outcomes(scenario: Scenario, guessed: list[str]) -> list[str]:
    counts = {party.name + label: d for party in scenario.parties for label, d in party.inputs}
    return [
        " ".join(f"{name}={o}" for name, o in zip(guessed, found, strict=True))
        for found in product(*(range(counts[name]) for name in guessed))
    ]


@settings(max_examples=10)
@given(PAIRS, st.data())
def test_mixtures_of_strategies_are_guessed_surely(scenario: Scenario, data: Any) -> None:
    every = strategies(scenario)
    chosen = data.draw(st.lists(st.integers(0, len(every) - 1), min_size=1, max_size=3))
    table = {
        event: sum((strategy_value({event: Fraction(1)}, every[i]) for i in chosen), Fraction(0)) / len(chosen)
        for event in scenario.events()
    }
    assert guessing_probability(scenario, ["A0"], known(scenario, table)).value == 1


@settings(max_examples=10)
@given(st.data())
def test_a_vertex_has_no_other_decomposition(data: Any) -> None:
    vertex = optima.maximum(TWO, data.draw(functionals(TWO))).behaviour
    guessed = data.draw(st.sampled_from(GUESSED))
    best = max(mean(TWO, {event: Fraction(1)}, vertex) for event in outcomes(TWO, guessed))
    assert guessing_probability(TWO, guessed, known(TWO, vertex)).value == best


@pytest.mark.parametrize("inputs", [2, 3])
@pytest.mark.parametrize("delta", [Fraction(0), Fraction(1, 3), Fraction(1)])
def test_a_concave_curve_is_not_improved_by_mixing(inputs: int, delta: Fraction) -> None:
    limit = Mean("chain", difference(chained(inputs), delta))
    found = guessing_probability(Scenario.uniform(2, inputs, 2), ["A0"], [limit])
    assert found.value == chained_curve(inputs)(delta)
    average = {e: Fraction(0) for e in Scenario.uniform(2, inputs, 2).events()}
    for part in found.parts.values():
        for event, p in part.items():
            average[event] += p
    assert mean(Scenario.uniform(2, inputs, 2), chained(inputs), average) <= delta


def test_both_certificates_state_the_value() -> None:
    limit = Mean("chain", difference(chained(2), Fraction(1, 2)), "=0")
    found = guessing_probability(TWO, ["A0", "B0"], [limit])
    assert found.value == Fraction(3, 4)
    assert check_bytes(found.bound).statement.endswith("guesses the outcomes of A0 B0 with probability <= 3/4")
    lines = check_bytes(found.point).statement.splitlines()
    assert lines[1].endswith("C(0:4) (input:outcomes)")
    assert lines[-1].endswith("1*<A0=1 B0=1 C0=3> = 3/4")


def test_impossible_averages_are_refused() -> None:
    with pytest.raises(Failure):
        guessing_probability(TWO, ["A0"], [Mean("chain", difference(chained(2), Fraction(-1)))])
