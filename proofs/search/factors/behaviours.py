"""Cells, extreme behaviours, extreme laws of inputs, and the behaviour of a set that makes counts most likely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import numpy as np

from proofs.search.language.failure import Failure, Kind

Cell = tuple[int, int, int, int]
Law = tuple[Fraction, ...]
Table = Mapping[Cell, int]

CELLS: tuple[Cell, ...] = tuple((x, y, a, b) for x, y, a, b in product((0, 1), repeat=4))
"""Inputs x, y and outcomes a, b, the outcomes changing fastest."""
UNIFORM: Law = (Fraction(1, 4),) * 4
MODELS = ("product", "two-sided", "sequential", "box")
SQRT2 = 2**0.5


def settings_json(law: Law | None, model: str, bias: Fraction) -> dict[str, Any]:
    """The laws of inputs as a statement names them: one declared law, or a model with a bias."""
    if law is not None:
        return {"model": "declared", "distribution": [[str(p), f"{k // 2} {k % 2}"] for k, p in enumerate(law)]}
    return {"model": model, "bias": str(bias)}


def extreme_laws(model: str, bias: Fraction) -> list[Law]:
    """The extreme laws of a model of biased inputs, in the order of the certificate format.

    Args:
        model: of `MODELS`.
        bias: b with 0 < b < 1/2: a probability lies between 1/2 - b and 1/2 + b, given what the model says.

    Raises:
        Failure: VALUE, another model or bias.

    >>> len(extreme_laws("product", Fraction(1, 10))), len(extreme_laws("box", Fraction(1, 10)))
    (4, 12)
    """
    if model not in MODELS or not 0 < bias < Fraction(1, 2):
        raise Failure(Kind.VALUE, "settings", "a bias is above 0 and below 1/2; models are {models}", models=MODELS)
    low, high = Fraction(1, 2) - bias, Fraction(1, 2) + bias
    ends = ((low, high), (high, low))
    if model == "sequential":
        return [(p * r[0], p * r[1], (1 - p) * s[0], (1 - p) * s[1]) for p, _ in ends for r in ends for s in ends]
    if model == "box":
        return _box(low * low, high * high)
    laws: list[Law] = [(p[0] * q[0], p[0] * q[1], p[1] * q[0], p[1] * q[1]) for p in ends for q in ends]
    if model == "two-sided":
        u, v = low / 2, high / 2
        laws += [(u, v, v, u), (v, u, u, v)]
    return laws


def _box(low: Fraction, high: Fraction) -> list[Law]:
    full, left = divmod(1 - 4 * low, high - low)
    found = []
    for chosen in combinations(range(4), int(full)):
        for middle in range(4):
            if middle not in chosen:
                found.append(tuple(high if i in chosen else low + left if i == middle else low for i in range(4)))
    return found


def extreme_behaviours(quantum: bool) -> Any:
    """Rows of P(ab|xy): the 24 no-signalling vertices, or the 80 of that polytope cut by |CHSH| <= 2 sqrt 2."""
    local = [[float((a, b) == (f[x], f[2 + y])) for x, y, a, b in CELLS] for f in product((0, 1), repeat=4)]
    rows = list(local)
    for k in product((0, 1), repeat=3):
        wins = [(a + b + x * y + k[0] * x + k[1] * y + k[2]) % 2 == 0 for x, y, a, b in CELLS]
        box = np.array(wins) / 2
        if not quantum:
            rows.append(list(box))
            continue
        t = SQRT2 - 1
        for point in map(np.array, local):
            if sum(point[i] for i in range(16) if not wins[i]) == 1:
                rows.append(list(t * box + (1 - t) * point))
    return np.array(rows)


def counts_of(table: Table) -> Any:
    """Counts in the order of the cells.

    Raises:
        Failure: VALUE, a setting without any round: nothing is learnt of it.
    """
    counts = np.array([table[cell] for cell in CELLS], dtype=float)
    if any(not sum(counts[4 * z : 4 * z + 4]) for z in range(4)):
        raise Failure(Kind.VALUE, "calibration", "the calibration has no round with some settings")
    return counts


def most_likely(table: Table, quantum: bool, rounds: int = 20_000) -> Any:
    """P(ab|xy) of the mixture of extreme behaviours under which the counts are most likely, by iteration.

    Args:
        table: counts of all cells.
        quantum: which extreme behaviours.
        rounds: iterations at most.
    """
    counts, points = counts_of(table), extreme_behaviours(quantum)
    weights = np.full(len(points), 1 / len(points))
    total = counts.sum()
    for _ in range(rounds):
        behaviour = weights @ points
        gain = points @ np.divide(counts, behaviour, out=np.zeros(16), where=counts > 0) / total
        weights = weights * gain
        if gain.max() - 1 < 1e-9:
            break
    return weights @ points


def expected_cells(behaviour: Any, law: Sequence[Fraction]) -> Any:
    """How often each cell occurs, with these inputs; never quite zero, so that no factor ruins a run."""
    weights = np.array([float(law[k // 4]) * behaviour[k] for k in range(16)])
    weights = np.maximum(weights, 1e-13)
    return weights / weights.sum()
