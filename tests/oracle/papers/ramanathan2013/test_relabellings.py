"""Relabellings against the definition: events are permuted, values follow."""

from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lp.behaviour import mean
from lp.coordinates import Scenario
from lp.optima import maximum
from lp.ordered import OrderedScenario
from lp.supporting_lines import difference
from oracle.papers.ramanathan2013.relabellings import Relabellings
from proofs.kernel.check import check_bytes
from proofs.search.language.means import Mean
from tests.lp.strategies import SCENARIOS, functionals

TWO = Scenario.uniform(2, 2, 2)
CHSH = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}


def product_of(group: Relabellings, chosen: list[int]) -> tuple[int, ...]:
    result = tuple(range(len(group.atoms)))
    for k in chosen:
        result = tuple(group.generators[k % len(group.generators)][i] for i in result)
    return result


@settings(max_examples=30)
@given(SCENARIOS, st.data())
def test_a_functional_moves_with_the_behaviour(scenario: Scenario, data: Any) -> None:
    group = Relabellings(scenario)
    relabelling = product_of(group, data.draw(st.lists(st.integers(0, 99), max_size=6)))
    functional = data.draw(functionals(scenario))
    behaviour = maximum(scenario, data.draw(functionals(scenario))).behaviour
    moved = {group.word(relabelling, event)[1]: p for event, p in behaviour.items()}
    assert mean(scenario, group.functional(relabelling, functional), moved) == mean(scenario, functional, behaviour)


@pytest.mark.parametrize("outcomes", [[[2]], [[3]], [[2, 2], [2]], [[2, 3], [3, 2]], [[2, 2], [2, 2]], [[2], [2], [3]]])
def test_the_order_is_that_of_the_group_the_generators_generate(outcomes: list[list[int]]) -> None:
    group = Relabellings(Scenario.of(outcomes))
    found = {tuple(range(len(group.atoms)))}
    waiting = list(found)
    while waiting:
        reached = waiting.pop()
        for generator in group.generators:
            image = tuple(generator[i] for i in reached)
            if image not in found:
                found.add(image)
                waiting.append(image)
    assert len(found) == group.order
    # every permutation of events that keeps inputs and parties together is a relabelling
    if len(group.atoms) <= 6:
        named = [atom.partition("=")[0] for atom in group.atoms]
        kept = 0
        for images in permutations(range(len(named))):
            inputs = {(named[i], named[images[i]]) for i in range(len(named))}
            parties = {(a[0], b[0]) for a, b in inputs}
            kept += len(inputs) == len(set(named)) and len(parties) == len({a for a, _ in parties})
        assert kept == group.order


def test_the_stabiliser_of_chsh_has_order_16_and_fixes_it() -> None:
    group = Relabellings(TWO)
    images, generators = group.orbit([CHSH])
    assert group.order == 128
    assert len(images) == 8
    assert all(group.functional(generator, CHSH) == CHSH for generator in generators)
    assert all(dict(key[0]) == group.functional(relabelling, CHSH) for key, relabelling in images.items())


def test_a_carried_certificate_states_the_carried_problem() -> None:
    group = Relabellings(TWO)
    hypothesis = Mean("score", difference({w: -c for w, c in CHSH.items()}, Fraction(-3)))
    found = maximum(TWO, {"A0": Fraction(1)}, [hypothesis])
    swap = next(g for g in group.generators if group.word(g, "A0") == (-1, "A0"))
    for data in (found.bound, found.point):
        text = check_bytes(group.carry(swap, data)).statement
        assert "-3*<1> + -1*<A0 B0> + -1*<A0 B1> + 1*<A1 B0> + -1*<A1 B1> >= 0" in text
        assert "-1*<A0>" in text.splitlines()[-1]


@pytest.mark.unjudged
def test_a_relabelling_is_no_proof() -> None:
    group = Relabellings(TWO)
    data = maximum(TWO, CHSH).bound.replace(b'"4"', b'"7/2"')
    assert check_bytes(group.carry(group.generators[0], data)).verdict == "REJECTED"


def test_models_are_not_carried() -> None:
    group = Relabellings(TWO)
    with pytest.raises(ValueError, match="models"):
        group.carry(group.generators[0], b'{"rule": "point", "statement": {}, "witness": {"models": []}}')


def test_long_orbits_end_with_a_reason() -> None:
    with pytest.raises(ValueError, match="more than 7"):
        Relabellings(TWO).orbit([CHSH], most=7)
    assert len(Relabellings(TWO).orbit([CHSH], most=8)[0]) == 8


def test_parties_in_a_time_order_are_not_relabelled() -> None:
    ordered = OrderedScenario(Scenario.uniform(2, 2, 2).parties, (("A", "B"),))
    with pytest.raises(ValueError, match="without signalling"):
        Relabellings(ordered).orbit([CHSH])
