"""A third sequential party beside Alice's two observables in the plane of Z and X: its outcome may be known.

With A_0, A_1 of padovan2024 and no third direction, all means of the protocol of `third` that contain Bob3's sigma_y,
T, vanish. So T may be a shared coin, of which an adversary has a copy: nothing else that is measured changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from oracle.papers.padovan2024.boundary.chsh_operators import protocol_operators
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Certificate, Json
from proofs.search.sequences.kraus import KrausModel, Matrix, Measurement, projective
from proofs.search.sequences.operators import Symbols
from proofs.search.sequences.sequence import sequences, sequential_scenario
from proofs.search.sequences.tetrahedron import BOBS, written

PLANE = sequential_scenario({"0": 2, "1": 2}, dict.fromkeys(("0", "1", "00", "01", "010", "011"), 2))
EVE = Scenario((*PLANE.inputs, ("E", "0", 2)), PLANE.commuting)
"""Alice, the Bobs, and an adversary with one measurement."""

NAMES = ("u1", "v1", "u2", "v2")
CIRCLES = (NAMES[:2], NAMES[2:])


def protocol() -> KrausModel:
    """Weak Z or X; Z or weak X; X or Y: u = cos theta and v = sin theta of both strengths are left open."""
    ring = Symbols(NAMES, *CIRCLES, gaussian=True)
    u1, v1, u2, v2 = (ring[name] for name in NAMES)
    half, one, i = ring.root2 / 2, ring.number(1), ring.imaginary
    x, y, z = [[0, 1], [1, 0]], [[0, -i], [i, 0]], [[1, 0], [0, -1]]
    weak_z: Measurement = [[[[u1, 0], [0, v1]]], [[[v1, 0], [0, u1]]]]
    both, apart = (u2 + v2) / 2, (u2 - v2) / 2
    weak_x: Measurement = [[[[both, apart], [apart, both]]], [[[both, -apart], [-apart, both]]]]
    remote: list[Matrix] = [[[half, half], [half, -half]], [[half, -half], [-half, -half]]]
    sequence = [
        [weak_z, projective(one, x)], [projective(one, z), weak_x], [projective(one, x), projective(one, y)],
    ]  # fmt: skip
    return KrausModel(ring, [[half, 0], [0, half]], [projective(one, a) for a in remote], sequence)


def means(model: KrausModel, scenario: Scenario) -> Iterator[tuple[str, Any]]:
    """The mean of every product of one observable of Alice's at most, and of some of one run of the sequence."""
    for alice, bobs in product(("", *(name for name in scenario.names if name[0] == "A")), sequences(scenario, "B")):
        names = bobs.split()
        inputs = names[-1][1:] if names else ""
        parties = [model.sequence[k][int(digit)] for k, digit in enumerate(inputs)]
        total: Any = 0
        for a, *outcomes in product((0, 1), repeat=1 + len(parties)):
            counted = [o for k, o in enumerate(outcomes, 1) if "B" + inputs[:k] in names] + [a] * bool(alice)
            kraus = [party[o] for party, o in zip(parties, outcomes, strict=True)]
            total = total + (-1) ** sum(counted) * model.probability(model.remote[int(alice[1:] or 0)][a], kraus)
        if names or alice:
            yield " ".join(filter(None, (alice, bobs))), model.symbols.reduce(total)


def known_outcome() -> Certificate:
    """For all strengths an adversary knows the outcome of B_011 and changes no mean of the protocol."""
    model, symbols = protocol(), Symbols(NAMES, *CIRCLES)
    listed: list[Json] = [
        {"functional": [["1", word]], "value": model.symbols.spell(value)} for word, value in means(model, PLANE)
    ]
    listed.append({"functional": [["1", "B011 E0"]], "value": "1"})
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "scenario": EVE.json(), "values": listed, **symbols.declaration(),
    }  # fmt: skip
    at: Json = {"u1": "3/5", "v1": "4/5", "u2": "3/5", "v2": "4/5"}
    return "point", statement, {"models": [_shared(symbols, sign) for sign in (1, -1)], "symbols": at}


def _shared(symbols: Symbols, sign: int) -> Json:
    """The model for one side of the coin."""
    operators = {name: written(factors) for name, factors in BOBS.items() if name != "B2"}
    operators |= {name: protocol_operators()[name] for name in ("A0", "A1")}
    operators |= {"B011": [[str(sign * (i == j)) for j in range(8)] for i in range(8)], "E0": [[str(sign)]]}
    registers: list[Json] = [symbols.spell(symbols[u] * symbols[v]) for u, v in product(*CIRCLES)]
    nothing: list[Json] = ["0"] * 4
    state: list[Json] = [*registers, *nothing, *nothing, *registers]
    return {"weight": "1/4", "dimensions": ["2", "8", "1"], "state": state, "operators": operators}
