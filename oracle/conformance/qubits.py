"""Two certified sides of quantum maxima of two parties with two outcomes; from above for two settings.

From below: behaviours of explicit real qubits, evaluated in rationals. From above: for correlators a tangent of a
concave function, which by Tsirelson's theorem is above every quantum value; marginals add at most their size. Where
to look is decided in floating point; what is found is computed again exactly.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import isqrt
from typing import Any

from oracle.conformance.boxes import CELLS, Table, at

_DIGITS = 90
"""Bits of square roots."""
_FINE = 2**24
"""Denominator of the tangents of half angles."""


Real = Any
"""A fraction where a value is stated, a float where one is looked for."""
Point = tuple[Real, Real]


@dataclass(frozen=True)
class Correlators:
    """A functional as constant + sum of a_x <A_x> + b_y <B_y> + c_xy <A_x B_y>."""

    constant: Real
    alice: tuple[Real, ...]
    bob: tuple[Real, ...]
    joint: tuple[tuple[Real, ...], ...]


def correlators(functional: Table) -> Correlators:
    """The means that a table of coefficients of probabilities weighs.

    >>> from oracle.conformance.boxes import chsh
    >>> correlators(chsh()).joint[1]
    (Fraction(1, 1), Fraction(-1, 1))
    """

    def mean(sign: Callable[[int, int, int, int], int]) -> Fraction:
        return sum((Fraction(at(functional, cell)) * sign(*cell) for cell in CELLS), Fraction(0)) / 4

    def joint(i: int, j: int) -> Fraction:
        return mean(lambda x, y, a, b: (-1) ** (a + b) if (x, y) == (i, j) else 0)

    return Correlators(
        mean(lambda x, y, a, b: 1),
        (mean(lambda x, y, a, b: (-1) ** a if x == 0 else 0), mean(lambda x, y, a, b: (-1) ** a if x == 1 else 0)),
        (mean(lambda x, y, a, b: (-1) ** b if y == 0 else 0), mean(lambda x, y, a, b: (-1) ** b if y == 1 else 0)),
        ((joint(0, 0), joint(0, 1)), (joint(1, 0), joint(1, 1))),
    )


def root_below(x: Fraction) -> Fraction:
    """A rational at most the square root, near it."""
    return Fraction(isqrt((x.numerator << 2 * _DIGITS) // x.denominator), 1 << _DIGITS)


def root_above(x: Fraction) -> Fraction:
    """A rational at least the square root, near it."""
    return root_below(x) + Fraction(1, 1 << _DIGITS)


def _circle(tangent: float) -> tuple[Fraction, Fraction]:
    """The rational point of the circle with a tangent of half its angle near this number."""
    t = Fraction(round(tangent * _FINE), _FINE)
    return (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)


def _value(f: Correlators, state: Point, measured: Sequence[Point], root: Callable[[Real], Real]) -> Real:
    """The best value for a state cos |00> + sin |11> and Alice's measurements cos Z + sin X, over Bob's.

    Bob's observable cos Z + sin X has <B> = C cos, <A B> = cos cos' + S sin sin', with C and S of twice the state's
    angle; the best one is parallel to the vector (p, q) of its coefficients, or it is 1 or -1.
    """
    (big_c, big_s), total = state, f.constant
    for weight, (c, _) in zip(f.alice, measured, strict=True):
        total = total + weight * big_c * c
    for y, weight in enumerate(f.bob):
        along = sum(row[y] * cosine for row, (cosine, _) in zip(f.joint, measured, strict=True))
        p = weight * big_c + along
        q = sum(row[y] * sine for row, (_, sine) in zip(f.joint, measured, strict=True)) * big_s
        fixed = weight + big_c * along
        total = total + max(root(p * p + q * q), abs(fixed))
    return total


def _floats(f: Correlators) -> Correlators:
    return Correlators(
        float(f.constant),
        tuple(map(float, f.alice)),
        tuple(map(float, f.bob)),
        tuple(tuple(map(float, row)) for row in f.joint),
    )


_GRIDS = {2: (7, 12), 3: (4, 8)}
"""For each number of settings: how many states and how many angles of a measurement are looked at first."""


def _angle(angle: float) -> Point:
    return math.cos(angle), math.sin(angle)


def _best_angles(f: Correlators) -> tuple[float, ...]:
    """Angles of the state and of Alice's measurements near the best, by a grid and by smaller and smaller steps."""
    g, settings = _floats(f), len(f.alice)

    def value(angles: tuple[float, ...]) -> float:
        return float(_value(g, _angle(angles[0]), [_angle(angle) for angle in angles[1:]], math.sqrt))

    states, angles = _GRIDS[settings]
    best = max(
        product(
            [math.pi / 2 * k / (states - 1) for k in range(states)],
            *[[2 * math.pi * k / angles for k in range(angles)]] * settings,
        ),
        key=value,
    )
    steps = [step for step in product((-1, 0, 1), repeat=settings + 1) if any(step)]
    at_best, size = value(best), 0.25
    while size > 1e-7:
        moved = [tuple(b + i * size for b, i in zip(best, step, strict=True)) for step in steps]
        highest = max(moved, key=value)
        if value(highest) > at_best:
            best, at_best = highest, value(highest)
        else:
            size /= 2.5
    return best


def attained(functional: Table) -> Fraction:
    """A value that explicit qubits attain, rational and rounded down; the local maximum is among them.

    >>> from oracle.conformance.boxes import chsh
    >>> 0 < 8 - attained(chsh()) ** 2 < Fraction(1, 10**10)
    True
    """
    return attained_means(correlators(functional))


def attained_means(f: Correlators) -> Fraction:
    """The same for a functional of means, with two or three settings of each party."""
    sizes = len(f.alice), len(f.bob)
    local = max(_deterministic(f, signs) for signs in product((1, -1), repeat=sum(sizes)))
    state, *measured = _best_angles(f)
    points = [_circle(math.tan(angle / 2)) for angle in (state, *measured)]
    found = _value(f, points[0], points[1:], lambda x: root_below(Fraction(x)))
    return max(local, Fraction(found))


def _deterministic(f: Correlators, signs: tuple[int, ...]) -> Fraction:
    a, b = signs[: len(f.alice)], signs[len(f.alice) :]
    total = f.constant + sum(w * s for w, s in zip((*f.alice, *f.bob), (*a, *b), strict=True))
    return Fraction(total + sum(w * a[x] * b[y] for x, row in enumerate(f.joint) for y, w in enumerate(row)))


def above(functional: Table) -> Fraction:
    """A rational that no quantum value exceeds: exact for correlators, up to the size of marginals otherwise.

    Quantum correlators are inner products of unit vectors (Tsirelson 1980), so that with t = <u_0, u_1> the maximum
    is that of f(t) = sum over y of sqrt(c_0y^2 + c_1y^2 + 2 c_0y c_1y t), a concave function on [-1, 1], which a
    tangent anywhere bounds.

    >>> from oracle.conformance.boxes import chsh
    >>> 0 < above(chsh()) ** 2 - 8 < Fraction(1, 10**6)
    True
    """
    f = correlators(functional)
    pairs = [(f.joint[0][y], f.joint[1][y]) for y in (0, 1)]
    rest = f.constant + sum(map(abs, (*f.alice, *f.bob)))
    low, high = -1.0, 1.0
    for _ in range(60):  # the derivative falls
        middle = (low + high) / 2
        slope = sum(
            float(a * b) / math.sqrt(max(1e-300, float(a * a + b * b) + 2 * float(a * b) * middle)) for a, b in pairs
        )
        low, high = (middle, high) if slope > 0 else (low, middle)
    t = Fraction(round(low * _FINE), _FINE)
    best = min(_tangent(pairs, t), sum((abs(a) + abs(b) for a, b in pairs), Fraction(0)))
    return Fraction(rest + best)


def _tangent(pairs: list[tuple[Fraction, Fraction]], t: Fraction) -> Fraction:
    """max over [-1, 1] of the tangent at t, rounded up."""
    total, slopes = Fraction(0), (Fraction(0), Fraction(0))
    for a, b in pairs:
        inside = a * a + b * b + 2 * a * b * t
        total += root_above(inside) if inside else 0
        if a * b:
            if not inside:
                return sum((abs(a) + abs(b) for a, b in pairs), Fraction(0))
            ends = sorted((a * b / root_above(inside), a * b / max(root_below(inside), Fraction(1, 1 << _DIGITS))))
            slopes = slopes[0] + ends[0], slopes[1] + ends[1]
    return total + max(Fraction(0), slopes[1] * (1 - t), -slopes[0] * (1 + t))


@lru_cache(maxsize=1024)
def sides(text: str) -> tuple[Fraction, Fraction]:
    """Both sides of the quantum maximum of a functional in JSON."""
    functional = json.loads(text)
    return attained(functional), above(functional)
