"""Protocol A, the corrected four-party protocol: randomness amplification with devices that are used once.

A round is a device of four boxes, asked with three source bits. It fails if the parity of its outcomes counts against
the inequality; a run with more than m failures is aborted, and its one bit of output is the parity of the majorities of
the first three outcomes of all devices. Source: the theorem of docs/amplification.md, in place of proposition 3 of
ramanathan2013; rule `amplification`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any, ClassVar

import numpy as np

from oracle.failures import Bug, Malformed
from oracle.papers.ramanathan2013.anchors import best, certificate
from oracle.papers.ramanathan2013.definitions import SETTINGS, indicator
from oracle.papers.ramanathan2013.demands import Demand, fewest
from oracle.papers.ramanathan2013.device import SOURCE_BITS, setting
from oracle.protocols.devices import Device, of_law, of_memory
from oracle.protocols.shape import Counts, Digests, Parameter, Parties, Plan, Protocol, Values, Vouch
from oracle.proved import Proved, proved, require_about

ASKED = [setting(string) for string in product((0, 1), repeat=SOURCE_BITS)]


class FourParties(Protocol):
    """Accept if at most m devices fail; put out the parity of the majorities."""

    name: ClassVar[str] = "four-party-amplification"
    title: ClassVar[str] = "amplification of a biased source by the four-party inequality, one bit"
    source: ClassVar[str] = "docs/amplification.md, in place of proposition 3 of ramanathan2013"
    estimates: ClassVar[str] = "minus the number of devices that failed"
    vouched: ClassVar[tuple[Vouch, ...]] = (
        Vouch("source", "each source bit has the declared bias, given all the adversary knows", "who runs the source"),
        Vouch("shielding", "no box signals to another one or to the adversary", "who runs the laboratory"),
        Vouch("used-once", "no box is used twice", "who runs the laboratory"),
        Vouch("all-devices", "no device was left out after its outcomes were seen", "who runs the recorder"),
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("bias", "of the source", Fraction(0), Fraction(1, 2)),
        Parameter("error", "of the bit, times the probability of acceptance", Fraction(0), Fraction(1, 2), "1/1000"),
        Parameter("noise", "probability with which a device fails, at most", Fraction(-1), Fraction(1), "0"),
        Parameter("refusal", "with which honest devices may be refused", Fraction(0), Fraction(1), "1/100"),
    )

    def parties(self, values: Values) -> Parties:
        return dict.fromkeys("ABCD", (2, 2))

    def plan(self, values: Values, choice: Mapping[str, Any]) -> Plan:
        if values["noise"] < 0:
            raise Malformed("out-of-range", f"noise = {values['noise']} is no probability")
        mixture = best(values["bias"])
        found = fewest(Demand(mixture.gain, values["error"], values["noise"], values["refusal"]))
        return Plan(
            found.devices, dict.fromkeys(ASKED, Fraction(1, len(ASKED))), Fraction(-found.failures), values["error"], 1,
            made="parity-of-majorities", bias=values["bias"], details={"mixture": mixture, "failures": found.failures},
        )  # fmt: skip

    def estimate(self, plan: Plan, counts: Counts) -> Fraction:
        return -Fraction(sum(n for cell, n in counts.items() if n and indicator(cell[4:], cell[:4])))

    def conclude(self, plan: Plan, counts: Counts, digests: Digests) -> Proved:
        found = proved(certificate(plan.details["mixture"], plan.rounds, plan.details["failures"], plan.error))
        require_about(
            found, kind="amplification", devices=str(plan.rounds), failures=str(plan.details["failures"]), bits="1",
            error=str(plan.error), bias=str(plan.details["mixture"].bias),
        )  # fmt: skip
        if plan.details["mixture"].bias < plan.bias:
            raise Bug("not-proved", "the proposed certificate is about a source with a smaller bias")
        return found

    def devices(self, values: Values) -> Mapping[str, Device]:
        passing = {u: [0.0 if indicator(x, u) else 1.0 for x in SETTINGS] for u in ASKED}
        passing = {u: [p / sum(law) for p in law] for u, law in passing.items()}
        return {
            "honest": of_law("uniform on the outcomes that pass", (2, 2, 2, 2), passing),
            "noisy": of_law(
                "one device in five gives outcomes without correlation", (2, 2, 2, 2),
                {u: [0.8 * p + 0.2 / 16 for p in law] for u, law in passing.items()},
            ),
            "local": of_memory("fixed outcomes, which fail at some inputs", lambda now, earlier: [
                np.zeros_like(column) for column in now]),
            "selection-attack": of_memory(
                "the boxes that pass where uses are selected, failing at 0001 and 1110 only: here nothing is selected",
                lambda now, earlier: [*(np.zeros_like(column) for column in now[:3]), 1 - now[3]]),
        }  # fmt: skip


PROTOCOL = FourParties()
