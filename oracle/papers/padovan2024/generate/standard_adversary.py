"""An explicit adversary of the standard CHSH protocol with white noise, for whole intervals of p.

She shares, knowing which: two partially entangled states cos phi |00> + sin phi |11> and sin phi |00> + cos phi |11>,
of which Z is guessed with cos^2 phi, and fixed answers with A_0 = A_1 = B_0, or with A_0 = -A_1 = B_1. Weights that
give all correlators the size (1 - p)/sqrt 2 exist at `NODES`, and between two nodes the mixture of the two is affine
in p.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from oracle.papers.padovan2024.boundary.chsh_operators import SIGMA_X, SIGMA_Z, protocol_operators
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Certificate, Json, rational
from proofs.search.sequences.devices import TWO_PARTIES
from proofs.search.sequences.operators import Symbols

EVE = Scenario((*TWO_PARTIES.inputs, ("E", "0", 2)))
ALICE = (Fraction(20, 29), Fraction(21, 29))
"""Alice's observables are these multiples of Z and of +-X."""
NODES = ((Fraction(0), None), (Fraction(1, 50), Fraction(7, 9)), (Fraction(17, 200), Fraction(4, 7)))
"""p, and tan phi of the states there; without noise nothing but the Bell pair has the correlators."""

_SYMBOLS = Symbols(["p"])
Part = tuple[Any, Any, list[dict[str, Json]]]  # weight, guessing probability, models without their weights


def guessed_between(k: int) -> Certificate:
    """The adversary for p between two consecutive nodes, and with what probability she guesses B_0.

    Args:
        k: number of the first node.
    """
    p, (low, high) = _SYMBOLS["p"], (NODES[k][0], NODES[k + 1][0])
    shares = ((high - p) / (high - low), (p - low) / (high - low))
    models: list[Json] = []
    guessed = 0
    for share, node in zip(shares, NODES[k : k + 2], strict=True):
        for weight, probability, parts in _parts(*node):
            guessed = guessed + share * weight * probability
            models += [{"weight": _SYMBOLS.spell(share * weight / len(parts) / _norm(part)), **part} for part in parts]
    e = (1 - p) * _SYMBOLS.root2 / 2
    values: list[Json] = [{"functional": [["1", word]], "value": "0"} for word in ("A0", "A1", "B0", "B1")]
    for word, value in (("A0 B0", e), ("A0 B1", e), ("A1 B0", e), ("A1 B1", -e)):
        values.append({"functional": [["1", word]], "value": _SYMBOLS.spell(value)})
    right: Json = [["1", "B0=0 E0=0"], ["1", "B0=1 E0=1"]]
    values.append({"functional": right, "value": _SYMBOLS.spell(guessed)})
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "scenario": EVE.json(), "values": values, **_SYMBOLS.declaration(),
        "symbols": [{"name": "p", "low": rational(low), "high": rational(high)}],
    }  # fmt: skip
    return "point", statement, {"models": models, "symbols": {"p": rational(high)}}


def _norm(part: dict[str, Json]) -> Fraction:
    state = part["state"]
    return sum((Fraction(str(x)) ** 2 for x in state), Fraction(0)) if isinstance(state, list) else Fraction(1)


def _parts(p: Fraction, t: Fraction | None) -> list[Part]:
    """What is mixed at a node."""
    half = _SYMBOLS.number(Fraction(1, 2))
    if t is None:
        bell = protocol_operators()
        return [(_SYMBOLS.number(1), half, [_model(["1", "0", "0", "1"], bell["A0"], bell["A1"], 1)])]
    cosine, sine = ALICE
    z, x = cosine, sine * 2 * t / (1 + t * t)  # correlators of the states
    e = (1 - p) * _SYMBOLS.root2 / 2
    # weights: main z + first = e, main x + second = e, all together 1
    main = (1 - 2 * e) / (1 - z - x)
    a0, a1 = (_observable(cosine, y) for y in (sine, -sine))
    tilted = [_model(["1", "0", "0", rational(t)], a0, a1, 1), _model([rational(t), "0", "0", "1"], a0, a1, -1)]
    signs = list(product((1, -1), repeat=2))
    return [
        (main, 1 / (1 + t * t), tilted),
        (e - main * z, 1, [_answers(a, a, a, b) for a, b in signs]),
        (e - main * x, 1, [_answers(b, -b, a, b) for a, b in signs]),
    ]


def _observable(z: Fraction, x: Fraction) -> Json:
    return [[rational(z), rational(x)], [rational(x), rational(-z)]]


def _model(state: list[Json], a0: Json, a1: Json, guess: int) -> dict[str, Json]:
    operators: dict[str, Json] = {"A0": a0, "A1": a1, "B0": SIGMA_Z, "B1": SIGMA_X, "E0": [[str(guess)]]}
    return {"dimensions": ["2", "2", "1"], "state": state, "operators": operators}


def _answers(a0: int, a1: int, b0: int, b1: int) -> dict[str, Json]:
    """Fixed answers; Eve knows that of B_0."""
    named = (("A0", a0), ("A1", a1), ("B0", b0), ("B1", b1), ("E0", b0))
    operators: dict[str, Json] = {name: [[str(x)]] for name, x in named}
    return {"dimensions": ["1", "1", "1"], "state": ["1"], "operators": operators}
