"""A factor by majorisation: probabilities lie below lines in the CHSH value, and the mean of F is affine in it.

With the declared law nu of the inputs and <I> the CHSH value, the functions F with sum nu F P = alpha + kappa <I> on
every no-signalling behaviour are combinations of nine: the constant, X = sign/nu with mean <I>, and seven of mean 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from mpmath import mp

from proofs.search.chsh import identities, rounds, tight
from proofs.search.factors.behaviours import CELLS, Law
from proofs.search.factors.maximise import largest_log
from proofs.search.language.write import Json, certificate, rational

DIGITS = 50
PLACES = 12
TANGENTS = (Fraction(71, 100), Fraction(29, 40), Fraction(3, 4), Fraction(21, 25))
STEPS = 16  # pieces between 2 and the maximum, beside those that the lines themselves make
CONSTANT = (Fraction(1), Fraction(0))

Line = tuple[Fraction, Fraction]  # constant and slope: P <= constant - slope <I>


@dataclass(frozen=True)
class Pieces:
    """The range of <I>, cut so that on each piece one line serves.

    Attributes:
        ends: from the least value of <I> to the largest.
        lines: of the format's numbering, 0 is the constant 1; one for each piece.
    """

    ends: tuple[Fraction, ...]
    lines: tuple[int, ...]


@cache
def known_lines() -> list[Line]:
    """Line 0, the analytic line through (2, 1), and tangents of the tight curve."""
    curves = [tight.Curve.at(u) for u in TANGENTS]
    return [CONSTANT, (Fraction(3, 2), Fraction(1, 4)), *((at.constant, at.slope) for at in curves)]


def bounds_json() -> dict[str, Json]:
    """The premises: the range of <I>, and the guessing bounds of the lines."""
    value = rounds.chsh_value(quantum=True)
    corners = [(a, x) for a in (0, 1) for x in (0, 1)]
    analytic: list[Json] = [
        certificate(*identities.tilted_rational(a, x, Fraction(2), Fraction(4))) for a, x in corners
    ]
    proofs = [analytic, *map(tight.premises, TANGENTS)]
    lines: list[Json] = [
        {"constant": rational(c), "slope": rational(s), "guessing": proof}
        for (c, s), proof in zip(known_lines()[1:], proofs, strict=True)
    ]
    return {"functional": value.terms, "range": list(reversed(value.premises)), "lines": lines}


@cache
def pieces() -> Pieces:
    """The pieces for the lines above."""
    lines, most = known_lines(), rounds.quantum_maximum()
    breaks = {Fraction(2), most}
    for k, (c, s) in enumerate(lines[1:], 1):
        breaks |= {(c - Fraction(1, m)) / s for m in (2, 3)}
        breaks |= {(c - other[0]) / (s - other[1]) for other in lines[1:k] if other[1] != s}
    breaks |= {2 + Fraction(j, STEPS) * (most - 2) for j in range(STEPS)}
    breaks |= {2 + Fraction(1, 4**j) / 8 for j in range(6)}
    # line 0 holds everywhere, and below 2 nothing better is known
    ends = [-most, *sorted(end.limit_denominator(10**6) for end in breaks if 2 <= end < most), most]
    ends = sorted(set(ends))
    return Pieces(tuple(ends), tuple(_line(lines, low, high) for low, high in pairwise(ends)))


def _line(lines: Sequence[Line], low: Fraction, high: Fraction) -> int:
    """The lowest line in the middle that is at most 1 on the piece and does not cross 1/m there."""

    def serves(line: Line) -> bool:
        top, bottom = (line[0] - line[1] * end for end in (low, high))
        return bottom > 0 and top <= 1 and bottom * (top.denominator // top.numerator + 1) >= 1

    return min(
        (k for k, line in enumerate(lines) if serves(line)), key=lambda k: lines[k][0] - lines[k][1] * (low + high) / 2
    )


@cache
def basis(law: Law) -> list[list[Fraction]]:
    """The nine functions as rows over the cells: the constant, X, and seven of mean 0."""
    nu = {(x, y): law[2 * x + y] for x in (0, 1) for y in (0, 1)}
    rows = [[Fraction(1)] * 16]
    rows.append([Fraction(1 if identities.wins((a, b, x, y)) else -1) / nu[x, y] for x, y, a, b in CELLS])
    for s in (0, 1):
        rows.append([Fraction((1 - 2 * y) * (x == s and a == 0)) / nu[x, y] for x, y, a, b in CELLS])
        rows.append([Fraction((1 - 2 * x) * (y == s and b == 0)) / nu[x, y] for x, y, a, b in CELLS])
    for z in ((0, 1), (1, 0), (1, 1)):
        rows.append([Fraction(((x, y) == z) - ((x, y) == (0, 0))) / nu[x, y] for x, y, a, b in CELLS])
    return rows


def _phi(x: Any, m: int, power: Any) -> Any:
    rest = 1 - m * x
    return m * x ** (1 + power) + (rest ** (1 + power) if rest > 0 else 0)


def piece_ends(power: Any, number: Any) -> list[tuple[Any, Any, Any]]:
    """(J, phi(g(J)), g(J1)^beta) at both ends of each piece, as numbers of the given kind."""
    found, lines = [], known_lines()
    cut = pieces()
    for (low, high), k in zip(pairwise(cut.ends), cut.lines, strict=True):
        c, s = lines[k]
        top = c - s * low
        m = top.denominator // top.numerator
        root = number(top) ** power
        found += [(number(end), _phi(number(c - s * end), m, power), root) for end in (low, high)]
    return found


def lines_factor(weights: Any, law: Law, power: float) -> Any:
    """Coefficients in the basis, not yet rational, of the factor with the largest expected logarithm."""
    ends = piece_ends(power, float)
    columns = np.array([[float(v) for v in row] for row in basis(law)]).T
    rows = [[root, root * j, *[0.0] * 7, phi - root] for j, phi, root in ends]
    rows += [[0.0] * 9 + [phi] for _, phi, _ in ends]
    above = np.hstack([-columns, np.ones((16, 1))])
    conditions = np.vstack([np.array(rows), above, [[0.0] * 9 + [-1.0]]])
    limits = np.concatenate([np.ones(len(rows)), np.zeros(17)])
    start = np.array([0.9] + [0.0] * 8 + [0.5])
    return largest_log(weights, np.hstack([columns, np.zeros((16, 1))]), conditions, limits, start)[:9]


def rational_lines_factor(values: Any, law: Law, power: Fraction) -> tuple[list[Fraction], tuple[Fraction, Fraction]]:
    """Rationals next to the factor with these coefficients, scaled until it is one in many digits.

    Returns:
        F at the cells; alpha and kappa with sum nu F P = alpha + kappa <I>, exactly.
    """
    unit = 10**PLACES
    near = [Fraction(round(float(v) * unit), unit) for v in values]
    factor = [sum((c * row[k] for c, row in zip(near, basis(law), strict=True)), Fraction(0)) for k in range(16)]
    least = min(factor)
    if least < 0:  # nothing is gained by a negative value; the constant alone is a factor
        return [Fraction(1)] * 16, (Fraction(1), Fraction(0))
    with mp.workdps(DIGITS):
        beta, low = real(power), real(least)
        alpha, kappa = real(near[0]), real(near[1])
        totals = [low * phi + root * max(mp.mpf(0), alpha + kappa * j - low) for j, phi, root in piece_ends(beta, real)]
        worst = max(totals)
        scale = Fraction(int(mp.floor(unit / worst)) - 1, unit) if worst > 1 - mp.mpf(10) ** -20 else Fraction(1)
    return [scale * f for f in factor], (scale * near[0], scale * near[1])


def real(value: Fraction) -> Any:
    """The number in the present precision of mpmath."""
    return mp.mpf(value.numerator) / value.denominator


def lines_proof(affine: tuple[Fraction, Fraction]) -> dict[str, Json]:
    """The witness of one block."""
    cut = pieces()
    return {
        "affine": [[rational(affine[0]), rational(affine[1])]],
        "ends": [rational(end) for end in cut.ends],
        "lines": [str(k) for k in cut.lines],
    }
