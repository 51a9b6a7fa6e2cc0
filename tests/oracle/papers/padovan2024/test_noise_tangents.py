"""Certificates for all parameters of a protocol, and the adversary of the standard one."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from oracle.papers.padovan2024.generate.standard_adversary import NODES, guessed_between
from oracle.papers.padovan2024.noise.tangents import enclosed, family, parameters, tangent_certificate
from proofs.kernel.check import check_bytes
from proofs.search.hierarchy.adversary import guessing_certificate
from proofs.search.language.angles import Angle
from proofs.search.language.write import certificate_bytes
from proofs.search.question import How
from proofs.search.sequences.devices import SequentialChsh, StandardChsh, State
from proofs.search.sequences.sequence import THREE_PARTIES, level

HERE = SequentialChsh(State(Fraction(1, 50), Fraction(1, 100)), Angle(radians=Fraction(2, 5)))
LEVEL = "1+AB:operators"
GUESSED = ("B0", "B01")


def direct(noisy: SequentialChsh, data: str = "full") -> Fraction:
    """The bound of a certificate for one point."""
    found = guessing_certificate(
        noisy.scenario,
        GUESSED,
        noisy.known(data),
        How(level(noisy.scenario, LEVEL), feasible=noisy.feasible(), solver="clarabel"),
        group=noisy.symmetries,
    )
    return found.bound


@pytest.mark.parametrize("data", ["full", "pairs"])
def test_a_tangent_touches_where_it_was_searched_and_is_above_elsewhere(data: str) -> None:
    bound = json.loads(tangent_certificate(HERE, GUESSED, LEVEL, data))["statement"]["bound"]
    assert float(enclosed(bound, parameters(HERE))[1]) == pytest.approx(float(direct(HERE, data)), abs=1e-6)
    for p, c, theta in (("0.03", "0", "0.4"), ("0.02", "0.01", "0.3"), ("0", "0", "0.5")):
        there = SequentialChsh(State(Fraction(p), Fraction(c)), Angle(radians=Fraction(theta)))
        assert enclosed(bound, parameters(there))[1] > direct(there, data) - Fraction(1, 10**6)


def test_the_means_of_a_family_are_those_of_the_protocols() -> None:
    for noisy in (HERE, StandardChsh(State(Fraction(1, 50), Fraction(1, 100)))):
        found = family(noisy)
        for item in noisy.known():
            low, high = enclosed(found.symbols.spell(found.means[item.name]), parameters(noisy))
            assert item.low <= low <= high <= item.high


def test_a_tangent_for_another_mean_is_refused() -> None:
    document = json.loads(tangent_certificate(HERE, GUESSED, LEVEL, "full"))
    document["statement"]["hypotheses"][0]["polynomial"].pop(0)
    assert check_bytes(json.dumps(document).encode()).verdict == "REJECTED"


@pytest.mark.parametrize("k", [0, 1])
def test_the_adversary_has_the_means_of_the_protocol_for_all_p(k: int) -> None:
    rule, statement, witness = guessed_between(k)
    assert check_bytes(certificate_bytes(rule, statement, witness)).verdict == "PROVED"
    wider = json.loads(json.dumps(statement))
    wider["symbols"][0]["high"] = "1/2"  # beyond, a weight is negative
    assert check_bytes(certificate_bytes(rule, wider, witness)).code == "weight-sign"


def test_intervals_of_the_adversary_meet() -> None:
    found = [json.loads(json.dumps(guessed_between(k)[1]["symbols"])) for k in range(len(NODES) - 1)]
    assert [(symbol["low"], symbol["high"]) for (symbol,) in found] == [("0", "1/50"), ("1/50", "17/200")]


def test_all_parties_of_the_sequential_protocol_are_in_the_statement() -> None:
    statement = json.loads(tangent_certificate(HERE, GUESSED, LEVEL, "full"))["statement"]
    assert statement["scenario"] == THREE_PARTIES.json()
    assert [item["name"] for item in statement["hypotheses"]] == [item.name for item in HERE.known()]
