"""Generation by steering: a trusted qubit beside two untrusted parties, all with the settings X and Y.

A round has one of four settings, with probability 1/4 each: X with X X or Y Y, Y with X Y or Y X. The estimate is the
mean of XXX - XYY - YXY - YYX; for each pair of untrusted settings a certificate bounds what an adversary guesses by
3/2 - <F>/4, and the bits of n rounds are `steering.rounds.bits` at the declared threshold. The kernel proves the
guessing bounds and the number of bits; that rounds with memory have them (Azuma and Hoeffding, docs/steering.md) and
leftover hashing are theorems with a proof on paper, named as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any, ClassVar

from oracle.bounds.entries import Formula
from oracle.enclosures import Enclosure, enclose
from oracle.failures import Bug, Malformed
from oracle.papers.li2024 import ghz
from oracle.papers.li2024.trusted_rounds import BITS
from oracle.protocols.devices import Device, Law, of_drift, of_law, of_memory
from oracle.protocols.shape import (
    MOST_ROUNDS,
    Counts,
    Digests,
    Inputs,
    Parameter,
    Parties,
    Plan,
    Protocol,
    Values,
    Vouch,
)
from oracle.proved import Proved, proved, require_about
from proofs.search.formulas.hashing import longest

SIGNS: dict[Inputs, int] = {(0, 0, 0): 1, (1, 0, 1): -1, (1, 1, 0): -1, (0, 1, 1): -1}
"""The four settings of A, B, C, 0 for X and 1 for Y, and their signs in the functional."""
CONSTANT, SLOPE = Fraction(3, 2), Fraction(1, 4)
MOST = Fraction(4)  # value of the estimator in a round: a sign over the probability of the setting


class Steering(Protocol):
    """Accept if the functional reaches the declared score; hash all outcomes."""

    name: ClassVar[str] = "steering-generation"
    title: ClassVar[str] = "generation by a trusted qubit and two untrusted parties"
    source: ClassVar[str] = "li2024, with n rounds after docs/steering.md"
    estimates: ClassVar[str] = "XXX - XYY - YXY - YYX, with the declared probabilities of the settings"
    vouched: ClassVar[tuple[Vouch, ...]] = (
        Vouch("trusted-qubit", "A measures a qubit with exactly X and Y in every round", "who runs A's laboratory"),
        Vouch(
            "free-settings", "settings are drawn by the declared law, given all that the adversary knows, and reach no"
            " other device before the round is over", "who runs the source",
        ),
        Vouch("shielding", "nothing leaves the devices but the recorded outcomes", "who runs the laboratory"),
        Vouch("outcomes-secret", "no outcome, a trusted one included, is published", "who runs the laboratory"),
        Vouch("all-rounds", "no round was thrown away; a lost outcome is one of the two", "who runs the recorder"),
        Vouch("seed", "the seed is uniform and independent of all the rest", "who runs the source"),
        Vouch(
            "classical-adversary", "the adversary holds no quantum system that is entangled with the devices",
            "the user",
        ),
    )  # fmt: skip
    cited: ClassVar[tuple[Vouch, ...]] = (
        Vouch(
            "many-rounds", "outside of an event of probability delta the outcomes had probability at most"
            " 2^-bits", "docs/steering.md, many rounds: Azuma and Hoeffding, a proof on paper",
        ),
        Vouch(
            "leftover-hashing", "the error is at most delta + (1/2) 2^((output - bits)/2)",
            "the lemma of rule `hashing`, whose certificates are about untrusted parties only; a proof on paper",
        ),
    )  # fmt: skip
    leaves: ClassVar[str] = (
        "the certificate is about the number of bits at the declared threshold, and those beside it about what is"
        " guessed in one round. None of them names a file: the step from them to this output is in the cited theorems"
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("rounds", "number of rounds", Fraction(1), Fraction(MOST_ROUNDS), whole=True),
        Parameter("score", "least value of the functional that is accepted", Fraction(2), MOST),
        Parameter("delta", "probability of the bad event", Fraction(0), Fraction(1), "1/1000000"),
        Parameter("error", "distance of the output from uniform, above delta", Fraction(0), Fraction(1), "1/500000"),
        Parameter(
            "tolerance", "what wrong trusted measurements may add to the estimate", Fraction(-1), Fraction(1), "0"
        ),
        Parameter("visibility", "of the simulated honest device", Fraction(0), Fraction(1), "49/50"),
    )

    def parties(self, values: Values) -> Parties:
        return {"A": (2, 2), "B": (2, 2), "C": (2, 2)}

    def plan(self, values: Values, choice: Mapping[str, Any]) -> Plan:
        n, delta = int(values["rounds"]), values["delta"]
        if values["error"] <= delta:
            raise Malformed("out-of-range", f"error = {values['error']} is not above delta = {delta}")
        found = _bits(values)
        output = longest(int(found.low), values["error"], delta) if found.low >= 1 else 0
        if output < 1:
            raise Malformed("out-of-range", f"{n} rounds with the score {values['score']} give no bit with this error")
        return Plan(
            n, dict.fromkeys(SIGNS, Fraction(1, 4)), values["score"], values["error"], output,
            seed=3 * n + output - 1, details={"bits": found},
        )  # fmt: skip

    def estimate(self, plan: Plan, counts: Counts) -> Fraction:
        total = sum(SIGNS[cell[:3]] * (n if sum(cell[3:]) % 2 == 0 else -n) for cell, n in counts.items() if n)
        return MOST * total / plan.rounds

    def conclude(self, plan: Plan, counts: Counts, digests: Digests) -> Proved:
        bits: Enclosure = plan.details["bits"]
        found = proved(bits.certificate)
        if found.text != bits.statement or Fraction(found.statement["low"]) < plan.output:
            raise Bug("not-proved", "the enclosure is about another number of bits")
        return found

    def premises(self, plan: Plan) -> tuple[tuple[str, Proved], ...]:
        found = []
        for y, z in product((0, 1), repeat=2):
            guess = proved(ghz.robust(2, Fraction(2), (y, z)))
            require_about(
                guess, kind="steering-guessing", set="no-signalling", guessed=[f"B{y}", f"C{z}"],
                constant=str(CONSTANT),
                slope=str(SLOPE),
            )  # fmt: skip
            found.append((f"what is guessed at the settings {'XY'[y]} and {'XY'[z]} of B and C", guess))
        return tuple(found)

    def devices(self, values: Values) -> Mapping[str, Device]:
        v = values["visibility"]
        return {
            "honest": of_law(f"the GHZ state, visibility {v}", (2, 2, 2), _law(float(v))),
            "noisy": of_law("the GHZ state, visibility 3/5", (2, 2, 2), _law(0.6)),
            "drifting": of_drift(
                f"the GHZ state, visibility from {v} down to 3/5", (2, 2, 2), _law(float(v)), _law(0.6),
                int(values["rounds"]),
            ),
            "local": of_memory(
                "fixed outcomes with the score 2, of which the adversary has a list, turned round after each input Y",
                lambda now, earlier: [0 * now[0] + earlier[1], now[1] ^ earlier[1], now[2]],
            ),
            "signalling": of_memory(
                "B's device hears C's setting", lambda now, earlier: [0 * now[0], now[2], 0 * now[2]]
            ),
        }  # fmt: skip


def _law(visibility: float) -> Law:
    return {
        inputs: [(1 + sign * visibility * (-1) ** sum(outcomes)) / 8 for outcomes in product((0, 1), repeat=3)]
        for inputs, sign in SIGNS.items()
    }


def _bits(values: Values) -> Enclosure:
    """The enclosure of `steering.rounds.bits` at the declared numbers."""
    if values["tolerance"] < 0:
        raise Malformed("out-of-range", f"tolerance = {values['tolerance']} is negative")
    found = BITS.evaluate({
        "n": values["rounds"], "score": values["score"], "low": -MOST, "high": MOST, "error": values["delta"],
        "constant": CONSTANT, "slope": SLOPE, "tolerance": values["tolerance"],
    })  # fmt: skip
    if not isinstance(found, Formula):
        raise Bug("not-proved", "steering.rounds.bits is no formula")
    return enclose(found.expression, Fraction(1, 1 << 20))


PROTOCOL = Steering()
