"""Extreme rays of a cone by double description over Z[sqrt 2], numbers as pairs (p, q) = p + q sqrt 2 of integers."""

from __future__ import annotations

from fractions import Fraction as Q
from math import gcd, lcm
from typing import Any

Number = tuple[Any, Any]  # integers or fractions
Row = list[Number]


def times(x: Number, y: Number) -> Number:
    return x[0] * y[0] + 2 * x[1] * y[1], x[0] * y[1] + x[1] * y[0]


def inverse(x: Number) -> Number:
    norm = Q(x[0] * x[0] - 2 * x[1] * x[1])
    return x[0] / norm, -x[1] / norm


def sign(x: Number) -> int:
    p, q = x
    if (p >= 0) == (q >= 0) or not p or not q:
        return int(p + q > 0) - int(p + q < 0)
    larger = p * p > 2 * q * q  # never equal, as sqrt 2 is irrational
    return (1 if p > 0 else -1) * (1 if larger else -1)


def combine(a: Number, r: Row, b: Number, s: Row) -> Row:
    """a r + b s."""
    pairs = ((times(a, x), times(b, y)) for x, y in zip(r, s, strict=True))
    return [(x[0] + y[0], x[1] + y[1]) for x, y in pairs]


def dot(h: Row, r: Row) -> Number:
    products = [times(x, y) for x, y in zip(h, r, strict=True)]
    return sum(p for p, _ in products), sum(q for _, q in products)


def primitive(r: Row) -> Row:
    """The same ray in integers without a common factor."""
    scale = lcm(*(Q(x).denominator for pair in r for x in pair))
    integers = [(int(p * scale), int(q * scale)) for p, q in r]
    common = gcd(*(x for pair in integers for x in pair))
    return [(p // common, q // common) for p, q in integers]


def independent(rows: list[Row]) -> list[int]:
    """The numbers of the first rows that span everything."""
    reduced: list[tuple[int, Row]] = []
    chosen = []
    for number, row in enumerate(rows):
        rest = list(row)
        for place, pivot in reduced:
            rest = combine((1, 0), rest, (-rest[place][0], -rest[place][1]), pivot)
        places = [i for i, x in enumerate(rest) if any(x)]
        if places:
            scale = inverse(rest[places[0]])
            reduced.append((places[0], [times(scale, x) for x in rest]))
            chosen.append(number)
    return chosen


def inverse_columns(rows: list[Row]) -> list[Row]:
    """The columns of the inverse of a square matrix, by Gauss and Jordan."""
    n = len(rows)
    m = [[(Q(p), Q(q)) for p, q in row] + [(Q(i == j), Q(0)) for j in range(n)] for i, row in enumerate(rows)]
    for c in range(n):
        pivot = next(r for r in range(c, n) if any(m[r][c]))
        m[c], m[pivot] = m[pivot], m[c]
        scale = inverse(m[c][c])
        m[c] = [times(scale, x) for x in m[c]]
        for r in range(n):
            if r != c:
                m[r] = combine((1, 0), m[r], (-m[r][c][0], -m[r][c][1]), m[c])
    return [[m[i][n + j] for i in range(n)] for j in range(n)]


def extreme_rays(rows: list[Row]) -> list[Row]:
    """All extreme rays of the pointed full-dimensional cone {r : h r >= 0 for every row h}."""
    d, basis = len(rows[0]), independent(rows)
    start = inverse_columns([rows[i] for i in basis])
    # with each ray the set of rows that vanish on it, as bits
    rays = [(primitive(r), sum(1 << i for k, i in enumerate(basis) if k != j)) for j, r in enumerate(start)]
    for i, row in enumerate(rows):
        if i in basis:
            continue
        values = [(r, tight, dot(row, r)) for r, tight in rays]
        above = [(r, t, v) for r, t, v in values if sign(v) > 0]
        below = [(r, t, v) for r, t, v in values if sign(v) < 0]
        level = [(r, t | 1 << i) for r, t, v in values if sign(v) == 0]
        masks = [t for _, t, _ in above + below] + [t for _, t in level]
        new = []
        for r, t, v in above:
            for s, u, w in below:
                common = t & u
                # adjacent if no third ray vanishes on the same rows
                if common.bit_count() >= d - 2 and sum(mask & common == common for mask in masks) == 2:
                    new.append((primitive(combine((-w[0], -w[1]), r, v, s)), common | 1 << i))
        rays = [(r, t) for r, t, _ in above] + level + new
    return [r for r, _ in rays]
