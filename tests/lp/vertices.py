"""Vertices of no-signalling polytopes by double description with integers, adjacency by bit masks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import gcd, prod
from typing import Any

import numpy as np

Parties = Sequence[Sequence[int]]  # outcomes of each input, by party
MOST = 1 << 62
"""Entries stay below it, or nothing is returned."""


def coordinates(parties: Parties) -> list[tuple[tuple[int, int] | None, ...]]:
    """What describes a behaviour: for each party an input and an outcome but the last, or nothing."""
    own = [[None, *((x, a) for x, size in enumerate(sizes) for a in range(size - 1))] for sizes in parties]
    return list(product(*own))


def cells(parties: Parties) -> list[tuple[tuple[int, int], ...]]:
    """An input with an outcome of each party."""
    return list(product(*([(x, a) for x, size in enumerate(sizes) for a in range(size)] for sizes in parties)))


def row(cell: tuple[tuple[int, int], ...], parties: Parties) -> list[int]:
    """The probability of a cell as a sum of coordinates: that of a last outcome is 1 minus those of the others."""
    factors: list[dict[tuple[int, int] | None, int]] = []
    for (x, a), sizes in zip(cell, parties, strict=True):
        last = a == sizes[x] - 1
        factors.append({None: 1, **{(x, b): -1 for b in range(a)}} if last else {(x, a): 1})
    return [prod(f.get(part, 0) for f, part in zip(factors, place, strict=True)) for place in coordinates(parties)]


def behaviours(parties: Parties) -> list[list[tuple[int, int]]]:
    """The vertices: numerator and denominator of the probability of every cell."""
    rows = np.array([row(cell, parties) for cell in cells(parties)], dtype=np.int64)
    return [[(int(n), int(ray[0])) for n in rows @ ray] for ray in extreme_rays(rows)]


def extreme_rays(rows: Any) -> Any:
    """All extreme rays of the pointed full-dimensional cone {r : h r >= 0 for every row h}, in primitive integers.

    At most 63 rows.
    """
    d = rows.shape[1]
    basis = _independent(rows)
    rays = np.array([_primitive(ray) for ray in _inverse_columns([list(map(int, rows[i])) for i in basis])])
    tight = np.array([sum(1 << i for k, i in enumerate(basis) if k != j) for j in range(d)], dtype=np.uint64)
    for i, h in enumerate(rows):
        if i in basis:
            continue
        values = rays @ h
        above, below, level = (np.flatnonzero(where) for where in (values > 0, values < 0, values == 0))
        common = tight[above][:, None] & tight[below][None, :]
        new, masks = [], []
        for p, q in zip(*np.nonzero(np.bitwise_count(common) >= d - 2), strict=True):
            both = common[p, q]
            if np.count_nonzero(tight & both == both) == 2:  # no third ray vanishes on the same rows: they are adjacent
                r, s = above[p], below[q]
                if max(abs(int(values[r])), abs(int(values[s]))) * int(np.abs(rays[[r, s]]).max()) * 2 > MOST:
                    raise OverflowError("entries grow beyond 62 bits")
                new.append(_primitive(-values[s] * rays[r] + values[r] * rays[s]))
                masks.append(both | np.uint64(1 << i))
        tight[level] |= np.uint64(1 << i)
        kept = np.concatenate((above, level))
        rays = np.concatenate((rays[kept], np.array(new, dtype=np.int64).reshape(-1, d)))
        tight = np.concatenate((tight[kept], np.array(masks, dtype=np.uint64)))
    return rays


def _primitive(ray: Any) -> Any:
    return np.array(ray, dtype=np.int64) // np.gcd.reduce(np.array(ray, dtype=np.int64))


def _independent(rows: Any) -> list[int]:
    """The numbers of the first rows that span everything, by elimination with integers."""
    reduced: list[tuple[int, list[int]]] = []
    chosen = []
    for number, first in enumerate(rows):
        rest = list(map(int, first))
        for place, pivot in reduced:
            if rest[place]:
                rest = [pivot[place] * x - rest[place] * y for x, y in zip(rest, pivot, strict=True)]
        common = gcd(*rest)
        if common:
            rest = [x // common for x in rest]
            reduced.append((next(k for k, x in enumerate(rest) if x), rest))
            chosen.append(number)
    return chosen


def _inverse_columns(rows: list[list[int]]) -> list[list[int]]:
    """Positive multiples of the columns of the inverse, in integers, by Gauss and Jordan."""
    n = len(rows)
    m = [[*line, *(int(i == j) for j in range(n))] for i, line in enumerate(rows)]
    for c in range(n):
        pivot = next(r for r in range(c, n) if m[r][c])
        m[c], m[pivot] = m[pivot], m[c]
        if m[c][c] < 0:
            m[c] = [-x for x in m[c]]
        for r in range(n):
            if r != c and m[r][c]:
                factor, scale = m[r][c], m[c][c]
                m[r] = [scale * x - factor * y for x, y in zip(m[r], m[c], strict=True)]
                common = gcd(*m[r])
                m[r] = [x // common for x in m[r]]
    whole = prod(m[i][i] for i in range(n))
    columns = [[whole // m[i][i] * m[i][n + j] for i in range(n)] for j in range(n)]
    return [[x // gcd(*column) for x in column] for column in columns]
