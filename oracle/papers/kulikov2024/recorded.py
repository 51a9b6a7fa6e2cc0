"""Amplification by the experiment: two biased sources, the measure-dependent CHSH score, a two-source extractor.

Box I with theorems 5 and 6: a run is accepted if its score S_mu reaches the declared one, and its output is made of all
outcomes and of as many further source bits. The length is the low end of `amplification.length`, in the reading that
follows from the cited theorems (`composed`), with a certificate of the arithmetic. The rate, its loss over n rounds and
the extractor's security are theorems that the paper cites; they are named as such, and nothing here proves them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from oracle.bounds.entries import Formula
from oracle.bounds.output_length import LENGTH
from oracle.data.chsh_table import SETTINGS
from oracle.enclosures import Enclosure, enclose
from oracle.failures import Bug, Malformed
from oracle.papers.kulikov2024.bounds import GAINS, LOSSES
from oracle.papers.kulikov2024.source import coefficients
from oracle.protocols import chsh
from oracle.protocols.devices import Device
from oracle.protocols.shape import MOST_ROUNDS, Counts, Digests, Parameter, Parties, Plan, Protocol, Values, Vouch
from oracle.proved import Proved, proved

WIDTH = Fraction(1, 1 << 20)


class Amplification(Protocol):
    """Accept if the score reaches the declared one; extract from all outcomes and as many further source bits."""

    name: ClassVar[str] = "amplification"
    title: ClassVar[str] = "amplification of two biased sources by a measure-dependent CHSH inequality"
    source: ClassVar[str] = "kulikov2024, box I with theorems 5 and 6; the length in the reading of the cited theorems"
    estimates: ClassVar[str] = "S_mu, joint frequencies with the inputs, for the declared bias"
    vouched: ClassVar[tuple[Vouch, ...]] = (
        Vouch(
            "sources", "each source bit is 0 with a probability within the bias of 1/2, given all earlier bits, the"
            " devices and what the adversary knows", "who runs the sources",
        ),
        Vouch(
            "sources-independent", "given inputs and the adversary's information, the further source bits are"
            " independent of the outcomes: equations (9) and (10), which no run can test", "who runs the sources",
        ),
        Vouch("shielding", "nothing leaves the devices but the recorded outcomes", "who runs the laboratory"),
        Vouch("all-rounds", "no round was thrown away before it was recorded", "who runs the recorder"),
    )  # fmt: skip
    cited: ClassVar[tuple[Vouch, ...]] = (
        Vouch(
            "rate", "a round has at least the rate g(S_mu) of entropy, for sources of this bias",
            "kulikov2024, theorem 1, after Kessler and Arnon-Friedman; reconstructed, since the paper only cites it",
        ),
        Vouch(
            "accumulation", "n rounds lose at most (2/sqrt n)(log2 d + g' mu_max) sqrt(1 - 2 log2(eps-s eps-ea))",
            "kulikov2024, theorem 1; d is reconstructed, and theorem 6 applies it to slices of accepted runs",
        ),
        Vouch(
            "extractor", "the two-source extractor is strong in its second source and secure against quantum side"
            " information of the stated model", "kulikov2024, theorems 2 to 4",
        ),
    )  # fmt: skip
    leaves: ClassVar[str] = (
        "the certificate is about the length rule alone: an enclosure of its formula at the declared numbers. It names"
        " no file, and that accepted runs have so many almost uniform bits is what the cited theorems say"
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("rounds", "number of trials", Fraction(1), Fraction(MOST_ROUNDS), whole=True),
        Parameter("bias", "mu, of each source bit", Fraction(0), Fraction(1, 2)),
        Parameter("score", "least S_mu that is accepted", Fraction(0), Fraction(1, 16)),
        Parameter("error", "distance of the output from uniform", Fraction(0), Fraction(1), "1e-12"),
        Parameter("dimension", "d of the accumulation theorem", Fraction(2), Fraction(999), "9", whole=True),
        Parameter("visibility", "of the simulated honest device", Fraction(0), Fraction(1), "49/50"),
    )

    def parties(self, values: Values) -> Parties:
        return chsh.PARTIES

    def plan(self, values: Values, choice: Mapping[str, Any]) -> Plan:
        n = int(values["rounds"])
        found = _length(values)
        output = int(found.low) if found.low >= 1 else 0
        if output < 1:
            raise Malformed("out-of-range", f"{n} trials with the score {values['score']} give no bit with this error")
        return Plan(
            n, dict.fromkeys(SETTINGS, Fraction(1, 4)), values["score"], values["error"], output,
            made="two-source-right", seed=2 * n, bias=values["bias"], details={"length": found, "bias": values["bias"]},
        )  # fmt: skip

    def possible(self, plan: Plan, counts: Counts) -> str:
        """A source may lean as far as the bias: more than quantum theory allows is judged by the score alone."""
        low, high = coefficients(plan.bias)
        score = self.estimate(plan, counts)
        # P(00|00) - P(01|01) - P(10|10) - P(00|11) is at most (sqrt 2 - 1)/2 under quantum theory
        excess = score - low * high * Fraction(207107, 10**6)
        if excess > 0 and 2 * plan.rounds * excess**2 >= 14 * (low + high) ** 2:
            return f"the score {score} has a probability below 1e-6 under quantum theory"
        return ""

    def estimate(self, plan: Plan, counts: Counts) -> Fraction:
        low, high = coefficients(plan.details["bias"])
        return (low * counts[GAINS] - high * sum(counts[cell] for cell in LOSSES)) / plan.rounds

    def conclude(self, plan: Plan, counts: Counts, digests: Digests) -> Proved:
        length: Enclosure = plan.details["length"]
        found = proved(length.certificate)
        if Fraction(found.statement["low"]) < plan.output or found.text != length.statement:
            raise Bug("not-proved", "the enclosure of the length does not reach the declared output")
        return found

    def devices(self, values: Values) -> Mapping[str, Device]:
        return chsh.devices(values["visibility"], int(values["rounds"]))


def _length(values: Values) -> Enclosure:
    """The enclosure of `amplification.length`, reading `composed`, at the declared numbers."""
    if LENGTH.choose is None:
        raise Bug("not-proved", "amplification.length has no options")
    bound = LENGTH.choose({"d": str(values["dimension"]), "reading": "composed"})
    arguments = {
        "n": values["rounds"], "s-mu": values["score"], "mu": values["bias"], "eps": values["error"],
    }  # fmt: skip
    found = bound.evaluate(arguments)
    if not isinstance(found, Formula):
        raise Bug("not-proved", "amplification.length is no formula")
    return enclose(found.expression, WIDTH)


PROTOCOL = Amplification()
