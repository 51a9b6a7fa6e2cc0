"""Generation by a sequence of two measurements: the functional w S_c + S_theta, all outcomes of Alice and the Bobs.

A round has an input of Alice and one of three of the Bobs, with probability 1/6 each: 0 is B0 then B00, 1 is B0 then
B01, both with the outcome 2 b1 + b2; 2 is B1 with one outcome. The bounds hold for every quantum behaviour of two
parties with these inputs, which those of sequences are among, since a sequence of measurements is a measurement; that
b1 does not depend on the later input is not used by them, and is looked at in the rounds. The guessing bound is found
when a run is declared and again when it is judged (level 1+AB, a solver is needed); the kernel chains it with the
counts and the output.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any, ClassVar

import numpy as np

from oracle.ask.tables import cells
from oracle.data.any_bits import AnyBits, AnyRun, Functional, certify_any, rate_of
from oracle.data.any_table import AnyTable
from oracle.failures import Bug, Malformed
from oracle.numbers import parse_rational
from oracle.protocols import chsh
from oracle.protocols.devices import Column, Device, Law, of_drift, of_law, of_memory
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
from proofs.search.chsh.rounds import deviation
from proofs.search.formulas.hashing import hashed_certificate, longest

PARTIES: Parties = {"A": (2, 2), "B": (4, 4, 2)}
LAW: dict[Inputs, Fraction] = dict.fromkeys(product((0, 1), (0, 1, 2)), Fraction(1, 6))
LEVEL, DEVIATION, LOGARITHM = "1+AB", "width8", 15
SLACK = Fraction(1, 1 << 20)  # of the declared constant, for a search on another machine


class Sequential(Protocol):
    """Accept if the functional reaches the declared score; hash all outcomes."""

    name: ClassVar[str] = "sequential-generation"
    title: ClassVar[str] = "generation by two measurements in a sequence beside a remote party"
    source: ClassVar[str] = "padovan2024, protocol with (12), for n rounds with memory by rule `chain`"
    estimates: ClassVar[str] = "w S_c + cos 2theta S_1 + sin 2theta S_2, with the declared input distribution"
    vouched: ClassVar[tuple[Vouch, ...]] = (
        *chsh.VOUCHED,
        Vouch(
            "sequence", "what the first Bob records is recorded before the second Bob's input", "who runs Bob's side"
        ),
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("rounds", "number of rounds", Fraction(1), Fraction(MOST_ROUNDS), whole=True),
        Parameter("score", "least value of the functional that is accepted", Fraction(0), Fraction(100)),
        Parameter("tangent", "tan theta, the strength of the first measurement", Fraction(0), Fraction(1), "2/5"),
        Parameter("weight", "w of S_c in the functional", Fraction(0), Fraction(10), "3/2"),
        Parameter("delta", "probability of the bad event", Fraction(0), Fraction(1), "1/1000000"),
        Parameter("error", "distance of the output from uniform, above delta", Fraction(0), Fraction(1), "1/500000"),
        Parameter("visibility", "of the devices that are expected and simulated", Fraction(0), Fraction(1), "199/200"),
    )

    def parties(self, values: Values) -> Parties:
        return PARTIES

    def choose(self, values: Values) -> dict[str, Any]:
        law = _law(values, float(values["visibility"]))
        counts = {
            (*inputs, *outcomes): round(values["rounds"] * LAW[inputs] * Fraction(float(p)))
            for inputs, row in law.items()
            for outcomes, p in zip(product((0, 1), range(PARTIES["B"][inputs[1]])), row, strict=True)
        }  # fmt: skip
        found = _certified(_run(counts, values["delta"]), _functional(values)).proof.statement
        return {
            "constant": str(Fraction(found["guessing"]["constant"]) + SLACK),
            "slope": found["guessing"]["slope"],
            "most": found["range"][1],
        }

    def plan(self, values: Values, choice: Mapping[str, Any]) -> Plan:
        n, delta = int(values["rounds"]), values["delta"]
        if values["error"] <= delta:
            raise Malformed("out-of-range", f"error = {values['error']} is not above delta = {delta}")
        functional, (constant, slope, most) = _functional(values), _read(choice)
        rounds = sorted(6 * c for c in functional.words.values())
        spread = max(rounds[-1], Fraction(0)) - min(rounds[0], Fraction(0))
        eps = deviation(n, delta, DEVIATION, spread)
        bits = int(rate_of(n, constant - slope * min(values["score"] - eps, most), 8))
        output = longest(bits, values["error"], delta) if bits else 0
        if output < 1:
            raise Malformed("out-of-range", f"{n} rounds with the score {values['score']} give no bit with this error")
        return Plan(
            n, LAW, values["score"], values["error"], output, seed=3 * n + output - 1,
            details={"functional": functional, "bits": bits, "delta": delta, "line": (constant, slope)},
        )  # fmt: skip

    def possible(self, plan: Plan, counts: Counts) -> str:
        """The first outcome of a sequence does not depend on the input that comes after it."""
        for x in (0, 1):
            seen = [sum(counts[x, y, a, b] for a, b in product((0, 1), (0, 1))) for y in (0, 1)]
            # a martingale whose differences lie in an interval of length 2
            if 2 * (seen[0] - seen[1]) ** 2 >= LOGARITHM * 4 * plan.rounds:
                return (
                    f"the first outcome of the sequence is 0 in {seen[0]} or {seen[1]} rounds by the input that comes"
                    f" after it (A's input {x}); such a distance has a probability below 1e-6"
                )
        return ""

    def estimate(self, plan: Plan, counts: Counts) -> Fraction:
        words = plan.details["functional"].words
        return (
            sum((6 * words.get(_event(cell), Fraction(0)) * n for cell, n in counts.items()), Fraction(0)) / plan.rounds
        )

    def conclude(self, plan: Plan, counts: Counts, digests: Digests) -> Proved:
        table = _run(counts, plan.details["delta"])
        found = _certified(table, plan.details["functional"], plan.details["line"])
        threshold = int(plan.details["bits"])
        end = proved(hashed_certificate(found.proof.data, threshold, plan.output, plan.error, digests))
        require_about(
            end, kind="extracted-bits", threshold=str(threshold), output=str(plan.output), error=str(plan.error),
            hash="toeplitz", data=dict(digests),
        )  # fmt: skip
        if end.statement["run"]["counts"] != [[str(n), event] for event, n in table.table.counts.items()]:
            raise Bug("not-proved", "the proposed certificate is about other counts than those of the run")
        return end

    def devices(self, values: Values) -> Mapping[str, Device]:
        v, sizes = float(values["visibility"]), (2, 4)
        return {
            "honest": of_law(f"a pair of qubits, visibility {values['visibility']}", sizes, _padded(values, v)),
            "noisy": of_law("a pair of qubits, visibility 9/10", sizes, _padded(values, 0.9)),
            "drifting": of_drift(
                f"a pair of qubits, visibility from {values['visibility']} down to 4/5", sizes, _padded(values, v),
                _padded(values, 0.8), int(values["rounds"]),
            ),
            "local": of_memory(
                "fixed outcomes, turned round after each input 1 of Alice, of which the adversary has a list",
                lambda now, earlier: [earlier[0], np.where(now[1] == 2, earlier[0], 3 * earlier[0])],
            ),
            "foreseeing": of_memory("the first outcome is the input that comes after it", _foreseeing),
        }  # fmt: skip


def _foreseeing(now: Sequence[Column], earlier: Sequence[Column]) -> list[Any]:
    return [0 * now[0], np.where(now[1] == 1, 2, 0)]


def _event(cell: tuple[int, ...]) -> str:
    x, y, a, b = cell
    return f"A{x}={a} B{y}={b}"


def _run(counts: Counts, delta: Fraction) -> AnyRun:
    listed = {event: counts[(*inputs, *outcomes)] for inputs, outcomes, event in cells(PARTIES)}
    return AnyRun(AnyTable(PARTIES, listed, ""), LAW, delta)


def _certified(run: AnyRun, functional: Functional, line: tuple[Fraction, Fraction] | None = None) -> AnyBits:
    return certify_any(run, functional, LEVEL, DEVIATION, line=line)


def _functional(values: Values) -> Functional:
    return Functional(_words(values["tangent"], values["weight"]), "declared", ("A", "B"))


@lru_cache(maxsize=8)
def _words(t: Fraction, weight: Fraction) -> dict[str, Fraction]:
    """Coefficients of the probabilities of all events; S_1 is estimated at both inputs that begin with B0."""
    c, s = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    found = {}
    for inputs, (a, b), event in cells(PARTIES):
        x, y = inputs
        if y == 2:
            total = (weight + c) * (-1) ** b * (1 - 2 * x)
        else:
            first, second = (-1) ** (b // 2), (-1) ** (b % 2)
            total = c * first / 2 + s * second * (1 if y == 0 else 1 - 2 * x) + (weight * second if y == 0 else 0)
        if total:
            found[event] = total * (-1) ** a
    return found


def _read(choice: Mapping[str, Any]) -> tuple[Fraction, Fraction, Fraction]:
    try:
        constant, slope, most = (parse_rational(str(choice[name])) for name in ("constant", "slope", "most"))
    except KeyError:
        raise Malformed("wrong-value", "declaration.json: choice: it is no guessing bound of the protocol") from None
    if constant <= 0 or slope < 0 or len(choice) != 3:
        raise Malformed("out-of-range", "declaration.json: choice: a positive constant and a slope are needed")
    return constant, slope, most


def _law(values: Values, visibility: float) -> dict[tuple[int, ...], list[float]]:
    """Outcomes of (12) on a pair of qubits with white noise, in floats."""
    t = float(values["tangent"])
    kraus = [np.diag([1, t]) / np.sqrt(1 + t * t), np.diag([t, 1]) / np.sqrt(1 + t * t)]
    z, x = np.diag([1.0, -1.0]), np.array([[0.0, 1.0], [1.0, 0.0]])
    pair = np.array([1.0, 0.0, 0.0, 1.0]) / np.sqrt(2)
    state = visibility * np.outer(pair, pair) + (1 - visibility) * np.eye(4) / 4

    def half(operator: Any, outcome: int) -> Any:
        return (np.eye(2) + (-1) ** outcome * operator) / 2

    near = [(z + x) / np.sqrt(2), (z - x) / np.sqrt(2)]
    far = {
        (y, b): kraus[b // 2] @ half((z, x)[y], b % 2) @ kraus[b // 2] for y, b in product((0, 1), range(4))
    } | {(2, b): half(x, b) for b in (0, 1)}  # fmt: skip
    return {
        (p, y): [
            float(np.trace(state @ np.kron(half(near[p], a), far[y, b])))
            for a, b in product((0, 1), range(PARTIES["B"][y]))
        ]
        for p, y in LAW
    }  # fmt: skip


def _padded(values: Values, visibility: float) -> Law:
    """The law with four outcomes of Bob at every input."""
    return {
        inputs: row if len(row) == 8 else [*row[:2], 0.0, 0.0, *row[2:], 0.0, 0.0]
        for inputs, row in _law(values, visibility).items()
    }


PROTOCOL = Sequential()
