"""Expansion by spot checks: one pair of inputs almost always, tests now and then, bits by factors fixed before.

A round has the inputs 0 0 with probability 1 - 3 t, each other pair with t. When the run is declared a
probability-estimation factor is found for devices of the declared visibility, and stands in the declaration; whether it
is one, the kernel proves at the end (rule `factors`). The estimate is the bits it proves, and the threshold is what the
declared devices reach but for the declared margin.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from oracle.data.chsh_table import CELLS, SETTINGS
from oracle.failures import Malformed
from oracle.numbers import parse_rational
from oracle.protocols import chsh
from oracle.protocols.devices import Device
from oracle.protocols.shape import MOST_ROUNDS, Counts, Digests, Parameter, Parties, Plan, Protocol, Values, Vouch
from oracle.proved import Proved
from proofs.search.factors.bits import estimated_bits, estimated_bits_certificate
from proofs.search.factors.train import Trained, train
from proofs.search.formulas.hashing import longest

_SIZE = 10**9  # rounds of the table that a declared device is expected to give


class SpotChecking(Protocol):
    """Accept if the factor proves as many bits as declared; hash all outcomes."""

    name: ClassVar[str] = "spot-checking"
    title: ClassVar[str] = "expansion by the CHSH inequality with spot checks, bits by factors fixed before"
    source: ClassVar[str] = "the project's own; factors after rule `factors` of the certificate format"
    estimates: ClassVar[str] = "bits of min-entropy that the declared factor proves"
    vouched: ClassVar[tuple[Vouch, ...]] = chsh.VOUCHED
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("rounds", "number of rounds", Fraction(1), Fraction(MOST_ROUNDS), whole=True),
        Parameter("test", "probability of each of three pairs of inputs", Fraction(0), Fraction(1, 4), "1/20"),
        Parameter("visibility", "of the devices that are expected", Fraction(0), Fraction(1), "49/50"),
        Parameter("margin", "part of the expected bits that may be missing", Fraction(0), Fraction(1), "1/5"),
        Parameter("delta", "probability of the bad event", Fraction(0), Fraction(1), "1/1000000"),
        Parameter("error", "distance of the output from uniform, above delta", Fraction(0), Fraction(1), "1/500000"),
    )

    def parties(self, values: Values) -> Parties:
        return chsh.PARTIES

    def choose(self, values: Values) -> dict[str, Any]:
        law = self._law(values)
        table = _expected(values, law, _SIZE)
        found = train(table, int(values["rounds"]), values["delta"], law=tuple(law[s] for s in SETTINGS))
        return {
            "power": str(found.power),
            "factor": [str(value) for value in found.factor],
            "proof": found.proof,
            "lines": found.by_lines,
        }

    def plan(self, values: Values, choice: Mapping[str, Any]) -> Plan:
        n, law, delta = int(values["rounds"]), self._law(values), values["delta"]
        if values["error"] <= delta:
            raise Malformed("out-of-range", f"error = {values['error']} is not above delta = {delta}")
        factor = _read(choice, tuple(law[s] for s in SETTINGS))
        reached = estimated_bits(factor, _expected(values, law, n), delta)
        bits = int(reached * (1 - values["margin"]))
        output = longest(bits, values["error"], delta)
        if output < 1:
            raise Malformed("out-of-range", f"{n} rounds of devices as declared give no bit with this error")
        return Plan(
            n, law, Fraction(bits), values["error"], output, seed=2 * n + output - 1,
            details={"factor": factor, "bits": bits, "delta": delta},
        )  # fmt: skip

    def possible(self, plan: Plan, counts: Counts) -> str:
        return chsh.possible(plan, counts)

    def estimate(self, plan: Plan, counts: Counts) -> Fraction:
        return estimated_bits(plan.details["factor"], chsh.table_of(counts), plan.details["delta"])

    def conclude(self, plan: Plan, counts: Counts, digests: Digests) -> Proved:
        run = estimated_bits_certificate(
            plan.details["factor"], chsh.table_of(counts), plan.details["delta"], "declared"
        )
        return chsh.conclude(run, plan, counts, digests)

    def devices(self, values: Values) -> Mapping[str, Device]:
        return chsh.devices(values["visibility"], int(values["rounds"]))

    def _law(self, values: Values) -> dict[tuple[int, ...], Fraction]:
        t = values["test"]
        return {(0, 0): 1 - 3 * t, (0, 1): t, (1, 0): t, (1, 1): t}


def _expected(
    values: Values, law: Mapping[tuple[int, ...], Fraction], rounds: int
) -> dict[tuple[int, int, int, int], int]:
    """Whole numbers of rounds near the mean of devices as declared; all rounds are counted."""
    cos = Fraction(707_106_781, 10**9) * values["visibility"]
    found = {
        (x, y, a, b): round(rounds * law[x, y] * (1 + (cos if chsh.wins(x, y, a, b) else -cos)) / 4)
        for x, y, a, b in CELLS
    }
    found[0, 0, 0, 0] += rounds - sum(found.values())
    return found


def _read(choice: Mapping[str, Any], law: tuple[Fraction, ...]) -> Trained:
    try:
        factor = tuple(parse_rational(str(value)) for value in choice["factor"])
        power, proof, lines = parse_rational(str(choice["power"])), dict(choice["proof"]), choice["lines"]
    except (KeyError, TypeError, ValueError):
        raise Malformed("wrong-value", "declaration.json: choice: it is no factor of the protocol") from None
    if len(factor) != len(CELLS) or min(factor) < 0 or not 0 < power <= 1 or not isinstance(lines, bool):
        raise Malformed("out-of-range", "declaration.json: choice: sixteen values of at least 0 and a power are needed")
    return Trained(factor, power, True, law, "declared", Fraction(0), proof, lines, 0.0)


PROTOCOL = SpotChecking()
