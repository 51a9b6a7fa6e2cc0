"""A factor by extreme points: sum of nu F P^(1+beta) at most 1 at every extreme behaviour and law."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from mpmath import mp

from proofs.search.factors.behaviours import CELLS, Law, extreme_behaviours
from proofs.search.factors.maximise import largest_log
from proofs.search.language.write import Json

DIGITS = 50
PLACES = 12


def points_factor(weights: Any, laws: Sequence[Law], power: float, quantum: bool) -> Any:
    """The values of F, not yet rational, with the largest expected logarithm."""
    points = extreme_behaviours(quantum) ** (1 + power)
    rows = np.vstack([points * np.repeat([float(p) for p in law], 4) for law in laws])
    return largest_log(weights, np.eye(16), rows, np.ones(len(rows)), np.full(16, 0.99))


def rational_points_factor(values: Any, laws: Sequence[Law], power: Fraction, quantum: bool) -> list[Fraction]:
    """Rationals next to the values, scaled so that in many digits they are a factor.

    The extreme behaviours are evaluated in 50 digits; what is left of the error is far below the margin.
    """
    unit = 10**PLACES
    near = [Fraction(max(0, round(float(v) * unit)), unit) for v in values]
    with mp.workdps(DIGITS):
        t = mp.sqrt(2) - 1
        worst = mp.mpf(0)
        for point in extreme_behaviours(quantum):
            exact = [exact_entry(float(entry), t) for entry in point]
            terms = [
                _real(f) * (entry ** (1 + _real(power)) if entry else 0) for f, entry in zip(near, exact, strict=True)
            ]
            sums = [mp.fsum(terms[4 * z : 4 * z + 4]) for z in range(4)]
            worst = max(worst, *(mp.fsum(_real(p) * s for p, s in zip(law, sums, strict=True)) for law in laws))
        scale = Fraction(int(mp.floor(mp.mpf(unit) / worst * (1 - mp.mpf(10) ** -30))), unit)
    scale = min(scale, Fraction(1)) - Fraction(1, unit * 1000) if worst > 1 else Fraction(1)
    return [Fraction(f.numerator * scale.numerator * unit // (f.denominator * scale.denominator), unit) for f in near]


def _real(value: Fraction) -> Any:
    return mp.mpf(value.numerator) / value.denominator


def exact_entry(entry: float, t: Any) -> Any:
    """The exact probability behind a float: 0, 1, 1/2, or one of those of the 64 cut points."""
    return min((mp.mpf(0), mp.mpf(1), mp.mpf(1) / 2, 1 - t / 2, 1 - t, t / 2), key=lambda exact: abs(exact - entry))


def points_proof(quantum: bool) -> dict[str, Json]:
    """The witness of one block."""
    return {"points": "80" if quantum else "24"}


__all__ = ["CELLS", "points_factor", "points_proof", "rational_points_factor"]
