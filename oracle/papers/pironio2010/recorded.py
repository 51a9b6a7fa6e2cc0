"""Randomness expansion by the CHSH inequality with uniform inputs, the protocol of the 2010 experiment.

The threshold on the CHSH estimate is declared; its tangent to the tight curve, the bits that accepted runs have, and
the length follow from it. Source: pironio2010, equations (6) to (12) with the claim (12) in the corrected form; the
deviation is Hoeffding's with the range of the estimator, as in rule `chain`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from oracle.data.chsh_table import SETTINGS
from oracle.failures import Malformed
from oracle.protocols import chsh
from oracle.protocols.devices import Device
from oracle.protocols.shape import MOST_ROUNDS, Counts, Digests, Parameter, Parties, Plan, Protocol, Values, Vouch
from oracle.proved import Proved
from proofs.search.chsh import rounds, tight
from proofs.search.formulas.hashing import longest

DEVIATION = "width8"


class ChshExpansion(Protocol):
    """Accept if the CHSH estimate reaches the score; hash all outcomes."""

    name: ClassVar[str] = "chsh-expansion"
    title: ClassVar[str] = "randomness expansion by the CHSH inequality, uniform inputs"
    source: ClassVar[str] = "pironio2010, equations (6)-(12)"
    estimates: ClassVar[str] = "CHSH, with the declared input distribution"
    vouched: ClassVar[tuple[Vouch, ...]] = chsh.VOUCHED
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("rounds", "number of rounds", Fraction(1), Fraction(MOST_ROUNDS), whole=True),
        Parameter("score", "least CHSH estimate that is accepted", Fraction(2), Fraction(4)),
        Parameter("delta", "probability of the bad event", Fraction(0), Fraction(1), "1/1000000"),
        Parameter("error", "distance of the output from uniform, above delta", Fraction(0), Fraction(1), "1/500000"),
        Parameter("visibility", "of the simulated honest device", Fraction(0), Fraction(1), "49/50"),
    )

    def parties(self, values: Values) -> Parties:
        return chsh.PARTIES

    def plan(self, values: Values, choice: Mapping[str, Any]) -> Plan:
        n, delta = int(values["rounds"]), values["delta"]
        if values["error"] <= delta:
            raise Malformed("out-of-range", f"error = {values['error']} is not above delta = {delta}")
        precision = 24 + n.bit_length()
        what = rounds.chsh_value(True, 60 + 2 * precision)
        eps = rounds.deviation(n, delta, DEVIATION, what.scale(rounds.UNIFORM, DEVIATION))
        score = min(values["score"] - eps, what.high)
        tangent = tight.tangent(score, precision)
        bits = int(rounds.bits_at(n, tangent.constant, tangent.slope, score))
        output = longest(bits, values["error"], delta)
        if output < 1:
            raise Malformed("out-of-range", f"{n} rounds with the score {values['score']} give no bit with this error")
        details = {"tangent": tangent, "what": what, "bits": bits, "delta": delta}
        return Plan(
            n, dict.fromkeys(SETTINGS, Fraction(1, 4)), values["score"], values["error"], output,
            seed=2 * n + output - 1, details=details,
        )  # fmt: skip

    def possible(self, plan: Plan, counts: Counts) -> str:
        return chsh.possible(plan, counts)

    def estimate(self, plan: Plan, counts: Counts) -> Fraction:
        return rounds.chsh_value().estimate(chsh.table_of(counts), rounds.UNIFORM)

    def conclude(self, plan: Plan, counts: Counts, digests: Digests) -> Proved:
        run = rounds.bits_certificate(
            chsh.table_of(counts), rounds.UNIFORM, plan.details["delta"], lambda _: plan.details["tangent"],
            plan.details["what"], DEVIATION,
        )  # fmt: skip
        return chsh.conclude(run, plan, counts, digests)

    def devices(self, values: Values) -> Mapping[str, Device]:
        return chsh.devices(values["visibility"], int(values["rounds"]))


PROTOCOL = ChshExpansion()
