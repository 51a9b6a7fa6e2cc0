"""A factor by majorisation where the law of the inputs is not one point: an affine bound for each extreme law.

For an extreme law nu the mean of F is not an affine function of the CHSH value <I>, but it lies below one: alpha +
kappa <I> minus it is a sum of cells with weights of at least 0. Every cell is a projector, so that is a sum of squares.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np
from mpmath import mp

from proofs.search.chsh import identities
from proofs.search.factors.behaviours import CELLS, Law, extreme_behaviours
from proofs.search.factors.lines import DIGITS, PLACES, piece_ends, pieces, real
from proofs.search.factors.maximise import largest_log
from proofs.search.language.write import Json, rational

SIGNS = tuple(1 if identities.wins((a, b, x, y)) else -1 for x, y, a, b in CELLS)
MARGIN = 10**6  # of the unit of a factor: the weights of cells are finer

Affine = tuple[Fraction, Fraction, list[Fraction]]  # alpha, kappa, weights of the cells


def biased_factor(weights: Any, laws: Sequence[Law], power: float) -> tuple[Any, Any]:
    """The values of F and kappa of each law, not yet rational, with the largest expected logarithm.

    Variables are the sixteen values of F, its least value, and alpha and kappa of each law.
    """
    points = extreme_behaviours(False)
    values, count = points @ np.array(SIGNS, dtype=float), len(laws)
    size = 17 + 2 * count
    rows, limits = [], []
    for k, law in enumerate(laws):
        block = np.zeros((len(points), size))
        block[:, :16] = points * np.repeat([float(p) for p in law], 4)
        block[:, 17 + 2 * k], block[:, 18 + 2 * k] = -1, -values
        rows.append(block)
        limits.append(np.zeros(len(points)))
        ends = piece_ends(power, float)
        block = np.zeros((len(ends), size))
        for row, (j, phi, root) in zip(block, ends, strict=True):
            row[16], row[17 + 2 * k], row[18 + 2 * k] = phi - root, root, root * j
        rows.append(block)
        limits.append(np.ones(len(ends)))
    last = np.zeros((len(piece_ends(power, float)) + 17, size))
    last[:-17, 16] = [phi for _, phi, _ in piece_ends(power, float)]
    last[-17:-1, :16], last[-17:-1, 16], last[-1, 16] = -np.eye(16), 1, -1
    rows.append(last)
    limits.append(np.concatenate([np.ones(len(last) - 17), np.zeros(17)]))
    start = np.concatenate([np.full(16, 0.9), [0.5], [0.95, 0.0] * count])
    basis = np.hstack([np.eye(16), np.zeros((16, size - 16))])
    found = largest_log(weights, basis, np.vstack(rows), np.concatenate(limits), start)
    return found[:16], found[18::2]


def rational_biased_factor(
    values: Any, slopes: Any, laws: Sequence[Law], power: Fraction
) -> tuple[list[Fraction], list[Affine]]:
    """Rationals next to the values, scaled until in many digits they are a factor, and the bound under each law."""
    unit = 10**PLACES
    factor = [Fraction(max(0, round(float(v) * unit)), unit) for v in values]
    near = [Fraction(round(float(v) * unit), unit) for v in slopes]
    affine = [_affine(factor, law, kappa) for law, kappa in zip(laws, near, strict=True)]
    with mp.workdps(DIGITS):
        low = real(min(factor))
        ends = piece_ends(real(power), real)
        worst = max(
            low * phi + root * max(mp.mpf(0), real(alpha) + real(kappa) * j - low)
            for alpha, kappa, _ in affine
            for j, phi, root in ends
        )
        scale = Fraction(int(mp.floor(unit * MARGIN / worst)) - 1, unit * MARGIN) if worst > 1 - 1e-20 else Fraction(1)
    scaled = [(scale * alpha, scale * kappa, [scale * w for w in cells]) for alpha, kappa, cells in affine]
    return [scale * f for f in factor], scaled


def _affine(factor: Sequence[Fraction], law: Law, kappa: Fraction) -> Affine:
    """The least alpha, but for rounding, with sum nu F P <= alpha + kappa <I>, and the cells that make up the rest."""
    gain = [law[k // 4] * factor[k] - kappa * SIGNS[k] for k in range(16)]
    alpha, weights = _dual(np.array([float(g) for g in gain]))
    unit = 10**PLACES * MARGIN
    exact = [Fraction(max(0, round(float(w) * unit)), unit) for w in weights]
    top = Fraction(round(alpha * unit), unit)
    # what is left of the identity is small; it is a sum of cells, too, made positive by the same weight on all of them
    left = _as_cells([-g - w for g, w in zip(gain, exact, strict=True)], top)
    more = max(Fraction(0), -min(w + r for w, r in zip(exact, left, strict=True)))
    return top + 4 * more, kappa, [w + r + more for w, r in zip(exact, left, strict=True)]


def _dual(gain: Any) -> tuple[float, Any]:
    """alpha and weights with gain + weights = alpha where nothing signals: a linear program, then least squares."""
    words = _words()
    target = np.zeros(9)
    target[0] = 1
    optimize = import_module("scipy.optimize")
    # words @ (gain + w) = alpha * (1, 0, ..., 0)
    equations = np.hstack([words, -target[:, None]])
    found = optimize.linprog(
        np.concatenate([np.zeros(16), [1.0]]),
        A_eq=equations,
        b_eq=-words @ gain,
        bounds=[(0, None)] * 16 + [(None, None)],
    )
    used = np.append(np.flatnonzero(found.x[:16] > 1e-9), 16)
    solved = np.linalg.lstsq(equations[:, used], -words @ gain, rcond=None)[0]
    weights = np.zeros(17)
    weights[used] = solved
    return float(weights[16]), np.maximum(weights[:16], 0)


def _words() -> Any:
    """Coordinates of the sixteen cells in the words 1, A0, A1, B0, B1, A0 B0, ..., A1 B1."""
    rows = np.zeros((9, 16))
    for k, (x, y, a, b) in enumerate(CELLS):
        rows[0, k] = 0.25
        rows[1 + x, k], rows[3 + y, k], rows[5 + 2 * x + y, k] = (
            0.25 * (1 - 2 * a), 0.25 * (1 - 2 * b), 0.25 * (1 - 2 * a) * (1 - 2 * b),
        )  # fmt: skip
    return rows


def _as_cells(coefficients: Sequence[Fraction], constant: Fraction) -> list[Fraction]:
    """The operator constant + sum of coefficients times cells as another sum of cells, about as large."""
    quarter = Fraction(1, 4)
    words = [
        sum((c * Fraction(float(w)) for c, w in zip(coefficients, row, strict=True)), Fraction(0)) for row in _words()
    ]
    found = []
    for x, y, a, b in CELLS:
        # a word of one party is shared out over the inputs of the other, the constant over the four pairs of inputs
        value = (words[0] + constant) * quarter + (1 - 2 * a) * words[1 + x] / 2 + (1 - 2 * b) * words[3 + y] / 2
        found.append(value + (1 - 2 * a) * (1 - 2 * b) * words[5 + 2 * x + y])
    return found


def biased_proof(affine: Sequence[Affine], factor: Sequence[Fraction], laws: Sequence[Law]) -> dict[str, Json]:
    """The witness of one block: a premise for each law."""
    cut = pieces()
    entries: list[Json] = [
        [rational(alpha), rational(kappa), _premise(alpha, kappa, weights, factor, law)]
        for (alpha, kappa, weights), law in zip(affine, laws, strict=True)
    ]
    return {"affine": entries, "ends": [rational(end) for end in cut.ends], "lines": [str(k) for k in cut.lines]}


def _premise(
    alpha: Fraction, kappa: Fraction, weights: Sequence[Fraction], factor: Sequence[Fraction], law: Law
) -> dict[str, Json]:
    """sum nu F P - kappa <I> <= alpha for every quantum behaviour."""
    events = [identities.event((a, b, x, y)) for x, y, a, b in CELLS]
    functional: dict[str, Fraction] = {e: law[k // 4] * factor[k] for k, e in enumerate(events)}
    functional |= {word: -kappa * c for word, c in identities.CHSH.items()}
    squares: list[Json] = [
        {"weight": rational(w), "polynomial": [["1", event]]} for w, event in zip(weights, events, strict=True) if w
    ]
    statement: dict[str, Json] = {
        "kind": "bound", "set": "quantum-commuting", "scenario": identities.SCENARIO,
        "functional": identities.words(functional), "sense": "<=", "bound": rational(alpha),
    }  # fmt: skip
    return {"rule": "sos", "statement": statement, "witness": {"squares": squares}}
