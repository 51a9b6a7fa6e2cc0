"""Relabellings, and what they do to words, functionals and Gram matrices."""

from fractions import Fraction

import pytest

from proofs.kernel.check import check_bytes
from proofs.search.chsh.slopes import all_events
from proofs.search.language.failure import Failure
from proofs.search.language.relabelling import Relabelling, orbits, relabellings, symmetries
from proofs.search.language.scenario import Functional, Scenario
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.semidefinite.moments import level_words, moments
from proofs.search.semidefinite.rounding import round_gram
from tests.proofs.search.semidefinite.test_rounding import random_dual
from tests.proofs.search.strategies import CHSH, CHSH_FUNCTIONAL

GROUP = symmetries(CHSH, CHSH_FUNCTIONAL)


def test_the_group_of_chsh_moves_every_winning_cell_to_every_other() -> None:
    assert len(GROUP) == 16
    found = orbits(CHSH, all_events(CHSH), GROUP)
    assert len(found) == 16
    assert sorted(base for base, _ in found.values()) == ["A0=0 B0=0"] * 8 + ["A0=0 B0=1"] * 8
    assert found["A1=0 B1=1"][0] == "A0=0 B0=0"
    assert all(relabelling.atoms(CHSH, base)[1] == event for event, (base, relabelling) in found.items())


@pytest.mark.parametrize("relabelling", list(relabellings(CHSH))[::7])
def test_the_image_of_a_certificate_proves_the_image_of_its_statement(relabelling: Relabelling) -> None:
    """For every relabelling, also those that change the functional."""
    functional: Functional = {"A0 B0": 1, "A0 B1": Fraction(1, 2), "A1": Fraction(-1, 3), "B1": 2}
    found = moments(CHSH, level_words(CHSH, "2"))
    target = {k: -c for k, c in found.vector(CHSH.polynomial(functional)).items()}
    gram = round_gram(found, random_dual(found.size, 5), target, 20, factor=True)
    statement: dict[str, Json] = {
        "kind": "bound", "set": "quantum-commuting", "scenario": CHSH.json(),
        "functional": CHSH.terms(relabelling.functional(CHSH, functional)), "sense": "<=",
        "bound": rational(gram.constant),
    }  # fmt: skip
    image = gram.carried(CHSH, relabelling)
    assert check_bytes(certificate_bytes("sos", statement, {"grams": [image.json()]})).verdict == "PROVED"


def test_events_and_polynomials_move_alike() -> None:
    for relabelling in relabellings(CHSH):
        for event in all_events(CHSH):
            sign, image = relabelling.atoms(CHSH, event)
            assert sign == 1
            moved = relabelling.polynomial(CHSH, CHSH.polynomial({event: 1}))
            assert moved == CHSH.polynomial({image: 1})


def test_commuting_pairs_stay_commuting_pairs() -> None:
    scenario = Scenario.bell({"A": [2, 2, 2]}, [("A0", "A1")])
    assert {found.inputs for found in relabellings(scenario)} == {(0, 1, 2), (1, 0, 2)}


def test_inputs_with_different_outcomes_are_not_exchanged() -> None:
    scenario = Scenario.bell({"A": [2, 3], "B": [2, 3]})
    assert {found.inputs for found in relabellings(scenario)} == {(0, 1, 2, 3), (2, 3, 0, 1)}


def test_too_many_relabellings_are_refused() -> None:
    with pytest.raises(Failure, match="declare some"):
        list(relabellings(Scenario.bell({"A": [2] * 6, "B": [2] * 6})))
