"""What runs are worth against a quantum adversary by a factor that is tested at 80 points (kind `quantum-bits`)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from mpmath import mp

from proofs.search.chsh import identities
from proofs.search.language.write import Json, certificate_bytes, rational

STEEP = Fraction(4, 5)
"""Of the line in the test of 80 points, as `cells` prove it."""
CELLS_OF_SLOPE = "100"


def length_of(threshold: Fraction, error: Fraction, power: Fraction) -> int:
    """Bits that hashing makes of runs which reach the threshold: (T + (1 + beta) log2 eps)/beta + 2, or none."""
    with mp.workdps(60):
        room = (_real(threshold) + _real(1 + power) * mp.log(_real(error), 2)) / _real(power) + 2
        return max(0, int(mp.floor(room - mp.mpf(10) ** -20)))


def run_certificate(
    factor: Sequence[Fraction], power: Fraction, settings: Json, counts: Sequence[int], threshold: Fraction,
    error: Fraction, chosen: str,
) -> bytes:  # fmt: skip
    """Bytes for the kernel, about a run that reaches the threshold; its verdict is the caller's to ask for.

    Args:
        factor: by inputs x, y and outcomes a, b, the outcomes changing fastest.
        power: beta.
        settings: the laws of inputs, as a statement names them.
        counts: in the order of the factor.
        threshold: of the sum over the rounds of log2 F.
        error: of the output.
        chosen: how the factor was: "declared" or "calibration SHA256".
    """
    events = [identities.event((a, b, x, y)) for x, y, a, b in product((0, 1), repeat=4)]
    statement: dict[str, Json] = {
        "kind": "quantum-bits", "set": "quantum-tensor", "scenario": identities.SCENARIO, "settings": settings,
        "power": rational(power),
        "blocks": [{
            "factor": [[rational(f), event] for f, event in zip(factor, events, strict=True)],
            "counts": [[str(n), event] for n, event in zip(counts, events, strict=True)],
        }],
        "chosen": chosen, "threshold": rational(threshold), "error": rational(error),
        "length": str(length_of(threshold, error, power)),
    }  # fmt: skip
    witness: dict[str, Json] = {
        "precision": str(128 + 2 * sum(counts).bit_length()),
        "proofs": [{"points": "80", "cells": CELLS_OF_SLOPE}],
    }
    return certificate_bytes("factors", statement, witness)


def _real(value: Fraction) -> mp.mpf:
    return mp.mpf(value.numerator) / value.denominator
