"""How well three outcomes of the noisy protocol of three sequential parties are guessed."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from oracle.papers.padovan2024.noise.tangents import touching
from proofs.search.language.angles import Direction
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.sequences.devices import State
from proofs.search.sequences.tetrahedron import ThirdParty

GUESSED = ("B0", "B01", "B011")
_BOBS = (
    "", "B0", "B1", "B2", "B00", "B01", "B010", "B011", "B0 B01", "B0 B011", "B01 B011", "B0 B01 B011",
)  # fmt: skip
WORDS = [" ".join(filter(None, pair)) for pair in product(("", "A0", "A1", "A2", "A3"), _BOBS)]
"""A level with 60 words, a part of 1+AB:sequences."""


NEAR = ThirdParty(State(Fraction(1, 5000)), Direction(Fraction(2), Fraction(1)), Direction(Fraction(5), Fraction(2)))
"""Where the shipped certificate is good: p = 1/5000, the angles with the tangents 1/2 and 2/5."""


def outcome_certificate(noisy: ThirdParty = NEAR, loss: float = 1e-5) -> bytes:
    """A proved bound on the probability of the outcomes 0 0 0 plus a sum of what is known, good near a protocol.

    The relabellings of `ThirdParty.symmetries` map all outcomes to each other and keep what is known. So the bound
    holds for the probability of any outcomes instead, and for the guessing probability, as in the rule `guessing`.

    Args:
        noisy: where the bound is to be good; it holds for all means.
        loss: how much worse than the best rounding the bound may be there.

    Raises:
        Failure: as `guessing_certificate`.
    """
    scenario, found = noisy.scenario, touching(noisy, GUESSED, WORDS, "full", loss)
    functional: dict[str, Fraction] = {found.event: Fraction(1)}
    for item, weight in found.weighted:
        for word, c in item.functional.items():
            functional[word] = functional.get(word, Fraction(0)) + weight * Fraction(c)
    statement: dict[str, Json] = {
        "kind": "bound", "set": "quantum-commuting", "scenario": scenario.json(), "bound": rational(found.constant),
        "functional": scenario.terms(functional), "sense": "<=",
    }  # fmt: skip
    witness: dict[str, Json] = {"grams": [found.grams[0].json()]}
    return certificate_bytes("sos", statement, witness, {"level": "listed words", **found.provenance})
