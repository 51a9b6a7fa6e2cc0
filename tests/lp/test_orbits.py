"""Programs by orbits have the optimum of the full ones."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lp import optima, orbits
from lp.behaviour import mean
from lp.coordinates import Scenario
from lp.families import majority, mermin
from lp.supporting_lines import difference
from lp.symmetry import Relabellings
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from tests.lp.strategies import SCENARIOS, functionals

THREE = Scenario.uniform(3, 2, 2)


@settings(max_examples=20)
@given(SCENARIOS, st.data())
def test_orbits_are_those_of_the_group(scenario: Scenario, data: Any) -> None:
    group = Relabellings(scenario)
    chosen = data.draw(st.lists(st.sampled_from(group.generators), max_size=3))
    names = scenario.events()
    owner = {i: k for k, orbit in enumerate(orbits.event_orbits(scenario, chosen)) for i in orbit}
    found: dict[str, set[str]] = {name: {name} for name in names}
    for _ in names:  # closure, one generator after the other, until nothing changes
        before = {name: len(reached) for name, reached in found.items()}
        for name in names:
            for generator in chosen:
                found[name] |= {group.word(generator, other)[1] for other in found[name]}
        if before == {name: len(reached) for name, reached in found.items()}:
            break
    for i, name in enumerate(names):
        assert {names[j] for j in owner if owner[j] == owner[i]} == found[name]


@settings(max_examples=15)
@given(st.sampled_from([[[2, 2], [2, 2]], [[3], [2, 2]], [[2, 2], [2], [2]], [[3, 3]]]).map(Scenario.of), st.data())
def test_the_optimum_does_not_change(scenario: Scenario, data: Any) -> None:
    functional = data.draw(functionals(scenario))
    assert orbits.maximum(scenario, functional).value == optima.maximum(scenario, functional).value


@pytest.mark.parametrize("sense", [">=0", "=0"])
def test_hypotheses_are_kept(sense: str) -> None:
    limit = Mean("bell", difference(mermin(3), Fraction(1, 3)), sense)
    functional = {"A0 B0": Fraction(1), "A0 C0": Fraction(1), "B0 C0": Fraction(1)}
    found = orbits.maximum(THREE, functional, [limit])
    assert found.value == optima.maximum(THREE, functional, [limit]).value
    left = mean(THREE, limit.functional, found.behaviour)
    assert left >= 0 if sense == ">=0" else left == 0


def test_impossible_hypotheses_are_refused() -> None:
    with pytest.raises(Failure):
        orbits.maximum(THREE, majority(), [Mean("bell", difference(mermin(3), Fraction(-1)))])


def test_functionals_with_few_symmetries_are_searched_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orbits, "MOST_IMAGES", 2)
    assert orbits.invariance(THREE, [mermin(3)]) == []
    assert orbits.maximum(THREE, mermin(3)).value == 4


def test_the_four_party_program_has_few_orbits() -> None:
    scenario = Scenario.uniform(4, 2, 2)
    found = orbits.event_orbits(scenario, orbits.invariance(scenario, [mermin(4), majority()]))
    assert sum(map(len, found)) == 256
    assert len(found) < 64
