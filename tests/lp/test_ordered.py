"""Time-ordered behaviours against deterministic strategies that use earlier inputs."""

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lp import optima
from lp.behaviour import behaviour_vector, mean
from lp.coordinates import Scenario
from lp.optima import emptiness
from lp.ordered import OrderedScenario, sequence
from lp.parametric import curve
from lp.supporting_lines import Tradeoff, difference
from proofs.kernel.check import check_bytes
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from tests.lp.strategies import COEFFICIENTS

ONE_WAY = OrderedScenario(Scenario.uniform(2, 2, 2).parties, (("A", "B"),))
CHSH = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}
SCENARIOS = st.sampled_from(
    [
        ONE_WAY,
        OrderedScenario(Scenario.of([[2], [2, 3]]).parties, (("A", "B"),)),
        OrderedScenario(Scenario.of([[2, 2], [2, 2], [2]]).parties, (("A", "B"),)),
        OrderedScenario(Scenario.of([[2], [2, 2], [2, 2]]).parties, (("B", "C"),)),
        OrderedScenario(Scenario.of([[2, 2], [2], [2]]).parties, (("A", "C"), ("B", "C"))),
        sequence(2, 2, 2),
        OrderedScenario(Scenario.of([[2, 2], [2], [2]]).parties, (("A", "B"), ("A", "C"), ("B", "C"))),
    ]
)


def tables(scenario: OrderedScenario) -> list[dict[str, Fraction]]:
    """Deterministic behaviours: an outcome depends on the own input and those of the senders."""
    responses = []
    for party in scenario.parties:
        seen = [q for q in scenario.parties if q is party or (q.name, party.name) in scenario.signalling]
        asked = list(product(*(q.inputs for q in seen)))
        own = seen.index(party)
        answers = product(*(range(inputs[own][1]) for inputs in asked))
        keys = [tuple(q.name + label for q, (label, _) in zip(seen, inputs, strict=True)) for inputs in asked]
        responses.append([dict(zip(keys, answer, strict=True)) for answer in answers])
    found = []
    for chosen in product(*responses):
        table = {}
        for inputs in product(*(party.inputs for party in scenario.parties)):
            names = {party.name + label for party, (label, _) in zip(scenario.parties, inputs, strict=True)}
            cells = []
            for party, (label, _), response in zip(scenario.parties, inputs, chosen, strict=True):
                key = next(k for k in response if set(k) <= names)
                cells.append(f"{party.name}{label}={response[key]}")
            table[" ".join(cells)] = Fraction(1)
        found.append(table)
    return found


@st.composite
def functionals(draw: st.DrawFn, scenario: OrderedScenario) -> dict[str, Fraction]:
    words = [""]
    for atoms in product(*(["", *party.atoms] for party in scenario.parties)):
        named = {atom[0] for atom in atoms if atom}
        if named and not any(b in named and a not in named for a, b in scenario.signalling):
            words.append(" ".join(atom for atom in atoms if atom))
    chosen = draw(st.lists(st.sampled_from(words), min_size=1, max_size=6, unique=True))
    found = {word: draw(COEFFICIENTS) for word in chosen}
    return found if any(found.values()) else {chosen[0]: Fraction(1)}


@settings(max_examples=7)
@given(SCENARIOS)
def test_coordinates_are_as_many_as_independent_behaviours(scenario: OrderedScenario) -> None:
    events = scenario.events()
    matrix = [[int(event in table) for event in events] for table in tables(scenario)]
    assert np.linalg.matrix_rank(np.array(matrix)) == scenario.dimension
    assert np.linalg.matrix_rank(scenario.event_matrix()) == scenario.dimension


@settings(max_examples=15)
@given(SCENARIOS, st.data())
def test_optima_meet_and_no_strategy_is_beyond(scenario: OrderedScenario, data: Any) -> None:
    functional = data.draw(functionals(scenario))
    found = optima.maximum(scenario, functional)
    assert max(mean(scenario, functional, table) for table in tables(scenario)) <= found.value
    assert mean(scenario, functional, found.behaviour) == found.value
    statement = check_bytes(found.bound).statement
    assert statement.startswith("set: time-ordered")
    assert "signalling allowed: " in statement


def test_one_way_signalling_wins_chsh_and_still_has_limits() -> None:
    assert optima.maximum(ONE_WAY, CHSH).value == 4
    beyond = Mean("score", {**CHSH, "": Fraction(-5)})
    with pytest.raises(Failure):
        optima.maximum(ONE_WAY, CHSH, [beyond])
    assert "no behaviour" in check_bytes(emptiness(ONE_WAY, [beyond])).statement


def test_curves_work_over_time_ordered_behaviours() -> None:
    scenario = OrderedScenario(Scenario.uniform(3, 2, 2).parties, (("A", "B"),))
    wrong = difference({word.replace("B", "C"): c / 2 for word, c in CHSH.items()}, Fraction(2))
    pieces = curve(Tradeoff(scenario, {"C0=0": Fraction(1)}, wrong)).pieces
    assert pieces[0].constant == pieces[0].slope == Fraction(1, 2)
    # what is guessed before the other measures is as unpredictable as without signalling
    assert pieces[-1].low == 1


@pytest.mark.parametrize(
    ("pairs", "problem"),
    [((("B", "A"),), "later"), ((("A", "D"),), "later"), ((("A", "B"), ("B", "C")), "transitive")],
)
def test_relations_that_are_no_time_order_are_refused(pairs: tuple[tuple[str, str], ...], problem: str) -> None:
    with pytest.raises(Failure, match=problem):
        OrderedScenario(Scenario.uniform(3, 2, 2).parties, pairs)


@pytest.mark.parametrize(("word", "problem"), [("B0", "needs an input"), ("A0 B7", "no operator"), ("A0 A1", "two op")])
def test_words_without_a_mean_are_refused(word: str, problem: str) -> None:
    with pytest.raises(Failure, match=problem):
        ONE_WAY.expand(word)


def test_tools_for_no_signalling_scenarios_refuse_a_time_order() -> None:
    with pytest.raises(Failure, match="only no-signalling"):
        behaviour_vector(ONE_WAY, {"A0=0 B0=0": Fraction(1)})
