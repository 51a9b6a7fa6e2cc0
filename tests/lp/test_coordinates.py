"""Coordinates against the definition: means, events and strategies computed without them."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lp.coordinates import Scenario, integers
from proofs.search.language.failure import Failure
from tests.lp.strategies import SCENARIOS, functionals, strategies, strategy_value


def coordinates(scenario: Scenario, strategy: dict[str, int]) -> list[int]:
    """Coordinates of a strategy, from each party's list of projectors."""
    result = [1]
    for party in scenario.parties:
        mine = [1] + [int(strategy[party.name + x] == o) for x, d in party.inputs for o in range(d - 1)]
        result = [a * b for a in result for b in mine]
    return result


@settings(max_examples=40)
@given(SCENARIOS, st.data())
def test_vector_has_the_value_of_the_functional_at_strategies(scenario: Scenario, data: Any) -> None:
    functional = data.draw(functionals(scenario))
    strategy = data.draw(st.sampled_from(strategies(scenario)))
    vector = scenario.vector(functional)
    at = coordinates(scenario, strategy)
    assert sum((c * x for c, x in zip(vector, at, strict=True)), start=Fraction(0)) == strategy_value(
        functional, strategy
    )


@settings(max_examples=20)
@given(SCENARIOS)
def test_rows_of_the_event_matrix_are_the_events(scenario: Scenario) -> None:
    matrix = scenario.event_matrix()
    events = scenario.events()
    assert matrix.shape == (len(events), scenario.dimension)
    for event, row in zip(events, matrix, strict=True):
        assert scenario.vector({event: Fraction(1)}) == [Fraction(int(c)) for c in row]


@settings(max_examples=15)
@given(SCENARIOS)
def test_coordinates_separate_behaviours(scenario: Scenario) -> None:
    # the affine hull of the strategies is that of the no-signalling behaviours
    matrix = np.array([coordinates(scenario, strategy) for strategy in strategies(scenario)])
    assert np.linalg.matrix_rank(matrix) == scenario.dimension


@pytest.mark.parametrize(
    ("word", "problem"), [("A0 A1", "two operators of party A"), ("A2", "no operator 'A2'"), ("C0", "no operator 'C0'")]
)
def test_words_outside_the_scenario_are_refused(word: str, problem: str) -> None:
    with pytest.raises(Failure, match=problem):
        Scenario.uniform(2, 2, 2).expand(word)


@pytest.mark.parametrize("outcomes", [[], [[]], [[1]], [[2]] * 27])
def test_shapes_that_are_no_scenario_are_refused(outcomes: list[list[int]]) -> None:
    with pytest.raises(Failure, match="1 to 26 parties"):
        Scenario.of(outcomes)


def test_terms_follow_the_declared_order_beyond_ten_inputs() -> None:
    scenario = Scenario.uniform(1, 11, 2)
    functional = {"A10": Fraction(1), "A2": Fraction(1), "A1=0": Fraction(1, 2), "A0": Fraction(0), "": Fraction(3)}
    assert scenario.terms(functional) == [["3", ""], ["1/2", "A1=0"], ["1", "A2"], ["1", "A10"]]


def test_integers_of_nothing() -> None:
    assert integers([]) == ([], 1)
