"""That the gain 1/18 at bias 1/4 is exact, and what local devices reach: explicit behaviours of boxes and adversary."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np

from lp.coordinates import Scenario, integers
from lp.exact_vertices import optimum
from lp.gains import Library
from lp.highs import Program
from oracle.papers.ramanathan2013 import curves
from oracle.papers.ramanathan2013.anchors import HALF
from oracle.papers.ramanathan2013.attacks import answers
from oracle.papers.ramanathan2013.curves import NAMES, U0
from oracle.papers.ramanathan2013.device import SOURCE_BITS, device, setting
from proofs.search.language.write import Json, certificate_bytes, rational

STRINGS = tuple(product((0, 1), repeat=SOURCE_BITS))
BIAS = Fraction(1, 4)


def attained() -> bytes:
    """Four boxes and an adversary whose input is the source string: for each string she has the bias J of the bit.

    The law of independent bits, each 1 with probability 1/4, has the gain 1/18 here: sum nu (1 - J).
    """
    found = device()
    law = [(HALF + BIAS) ** (SOURCE_BITS - sum(r)) * (HALF - BIAS) ** sum(r) for r in STRINGS]
    behaviour = Library(found).behaviour(law)
    scenario = Scenario.of([[2, 2]] * 4 + [[2] * len(STRINGS)])
    names = found.scenario.events()
    rows: list[Json] = []
    values: list[Json] = []
    for string in range(len(STRINGS)):
        part, bias = _part(string, behaviour)
        rows += [
            [rational(p), f"{name} E{string}={z}"]
            for name, whole, zero in zip(names, behaviour, part, strict=True)
            for z, p in enumerate((zero, whole - zero))
            if p
        ]
        functional = {
            f"{names[event]} E{string}={z}": Fraction(sign * (1 - 2 * z))
            for mark, sign in (("0", 1), ("1", -1))
            for event in found.events(string, mark)
            for z in (0, 1)
        }
        values.append({"functional": scenario.terms(functional), "value": rational(bias)})
    statement: dict[str, Json] = {"kind": "value", "set": "no-signalling", "scenario": scenario.json, "values": values}
    return certificate_bytes("point", statement, {"behaviour": rows})


def _part(string: int, behaviour: list[Fraction]) -> tuple[list[Fraction], Fraction]:
    """The part Q of P with the largest 2 b.Q - b.P, by events, and that value."""
    found = device()
    numerators, common = integers(behaviour)
    zero = np.zeros((len(numerators), 1), dtype=np.int64)
    rows = np.vstack([
        np.hstack([zero, found.rows]),
        np.hstack([np.array(numerators, dtype=np.int64)[:, np.newaxis], -found.rows]),
    ])  # fmt: skip
    objective = np.concatenate([[0], 2 * found.differences[string]])
    pair = optimum(Program(rows, np.zeros(len(rows), dtype=np.bool_), objective))
    part = [sum((int(c) * x for c, x in zip(row, pair.point[1:], strict=True)), Fraction(0)) for row in found.rows]
    return [p / common for p in part], pair.value / common  # b.P vanishes: exchanging outcomes changes its sign


def local() -> bytes:
    """The deterministic boxes of `attacks` fail at 0001 and 1110 and at no other setting."""
    scenario = Scenario.uniform(4, 2, 2)
    values: list[Json] = []
    for string in STRINGS:
        u = setting(string)
        word = " ".join(f"{name}{x}" for name, x in zip(NAMES, u, strict=True))
        fails = {"": HALF, word: HALF if u in U0 else -HALF}
        parity = sum(answers(u)) % 2
        values.append({"functional": scenario.terms(fails), "value": str(int((parity == 0) == (u in U0)))})
    signs = {f"{name}{x}": "-1" if answers((x,) * 4)["ABCD".index(name)] else "1" for name in NAMES for x in (0, 1)}
    operators: Json = {name: [[sign]] for name, sign in signs.items()}
    model: Json = {"weight": "1", "dimensions": ["1", "1", "1", "1"], "state": ["1"], "operators": operators}
    statement: dict[str, Json] = {"kind": "value", "set": "local", "scenario": scenario.json, "values": values}
    return certificate_bytes("point", statement, {"models": [model]})


def forward() -> bytes:
    """One device that never fails, with the same bias 1/2 of the majority at all eight settings.

    Devices that learn the parity of the majorities before them take this one or the one with all outcomes exchanged, so
    that the parity stays biased by 1/2 however many there are: signals from device to device have to be excluded.
    """
    scenario = curves.SCENARIO
    bias = [Fraction(0)] * scenario.dimension
    for u in (*curves.U0, *curves.U1):
        bias = [a + b for a, b in zip(bias, scenario.vector(curves.majority(u)), strict=True)]
    events, bell = scenario.event_matrix(), integers(scenario.vector(curves.bell()))[0]
    rows = np.vstack([events, np.array([bell], dtype=np.int64)])
    vanishing = np.array([False] * len(events) + [True])
    pair = optimum(Program(rows, vanishing, np.array(integers(bias)[0], dtype=np.int64)))
    table = [sum((int(c) * x for c, x in zip(row, pair.point, strict=True)), Fraction(0)) for row in events]
    behaviour: list[Json] = [[rational(p), name] for p, name in zip(table, scenario.events(), strict=True) if p]
    values: list[Json] = [{"functional": scenario.terms(curves.bell()), "value": "0"}]
    values += [{"functional": scenario.terms(curves.majority(u)), "value": "1/2"} for u in (*curves.U0, *curves.U1)]
    statement: dict[str, Json] = {"kind": "value", "set": "no-signalling", "scenario": scenario.json, "values": values}
    return certificate_bytes("point", statement, {"behaviour": behaviour})
