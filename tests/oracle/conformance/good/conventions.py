"""The right implementation in every other convention: it declares what it does, and does it."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from mpmath import mp

from oracle.conformance.implementation import Implementation
from tests.oracle.conformance.good import boxes, extractors
from tests.oracle.conformance.good.floats import GOOD

NATS = math.log(2)


LN2_ABOVE = Fraction(int(mp.floor(mp.log(2) * mp.mpf(10) ** 400)) + 1, 10**400)


def _bits(nats: str) -> str:
    """Not more bits than so many nats: 10^-400 of the value is given away."""
    return str(Fraction(nats) / LN2_ABOVE)


def _with_entropies_in_bits(call: str) -> Any:
    def answer(**arguments: str) -> Any:
        return GOOD.functions[call](**{k: _bits(v) if k[0] == "k" else v for k, v in arguments.items()})

    return answer


def _in_nats(call: str) -> Any:
    return lambda **arguments: GOOD.functions[call](**arguments) * math.nextafter(NATS, 0) * (1 - 1e-15)


def _halved(call: str) -> Any:
    """Errors in full distance are twice those in half distance; smoothing parameters are not changed."""

    def answer(**arguments: str) -> Any:
        return GOOD.functions[call](**arguments | {"eps": str(Fraction(arguments["eps"]) / 2)})

    return answer


LENGTHS = [call for call in GOOD.functions if call.startswith("extractor.") and call.endswith(".length")]


def _minus(pair: str) -> Implementation:
    def estimate(counts: Any, inputs: Any) -> Any:
        """Flip outcomes so that the minus sign moves to 11."""
        x0, y0 = 1 - int(pair[0]), 1 - int(pair[1])
        moved = [[counts[x ^ x0][y ^ y0] for y in (0, 1)] for x in (0, 1)]
        weights = [[inputs[x ^ x0][y ^ y0] for y in (0, 1)] for x in (0, 1)]
        return boxes.estimate(moved, weights)

    def value(behaviour: Any) -> Fraction:
        return boxes.chsh_value(behaviour, pair)

    functions = {"chsh.value": value, "chsh.estimate": estimate}
    return GOOD.variant(f"minus at {pair}", conventions={"chsh": pair}, functions=functions)


def _cyclic(x: str, seed: str, m: str) -> str:
    """The seed in diagonal order is the cyclic one turned by n - 1 places."""
    turn = len(seed) - len(x) + 1
    return extractors.toeplitz(x, seed[turn:] + seed[:turn], m)


CONVENTIONS = [
    _minus("10"),
    _minus("01"),
    _minus("00"),
    GOOD.variant(
        "nats",
        conventions={"logarithm": "nats"},
        functions={call: _in_nats(call) for call in GOOD.functions if "min-entropy" in call}
        | {call: _with_entropies_in_bits(call) for call in [*LENGTHS, "extractor.toeplitz.error"]},
    ),
    GOOD.variant(
        "full distance",
        conventions={"distance": "full"},
        functions={call: _halved(call) for call in LENGTHS}
        | {"extractor.toeplitz.error": lambda n, k, m: 2 * extractors.toeplitz_error(n, k, m)},
    ),
    GOOD.variant(
        "left shifts",
        conventions={"shift": "left"},
        functions={"extractor.two-source.output": lambda x, y, m: extractors.two_source(y, x, m)},
    ),
    GOOD.variant("cyclic order", conventions={"toeplitz": "cyclic"}, functions={"extractor.toeplitz.output": _cyclic}),
]
