"""From counts of earlier rounds to a factor and its power, fixed before the rounds that it is used on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log2
from typing import Any

import numpy as np

from proofs.search.factors.behaviours import UNIFORM, Law, Table, expected_cells, extreme_laws, most_likely
from proofs.search.factors.biased import biased_factor, biased_proof, rational_biased_factor
from proofs.search.factors.lines import basis, lines_factor, lines_proof, rational_lines_factor
from proofs.search.factors.points import points_factor, points_proof, rational_points_factor
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import Json

MOST_ROOT = 1 << 24  # 1/beta at most


@dataclass(frozen=True)
class Trained:
    """A factor, how it is proved, and what it promises.

    Attributes:
        factor: F at the cells, exact.
        power: beta, exact.
        quantum: whether it is one for quantum behaviours, or for all that do not signal.
        law: the declared law of the inputs, or None.
        model, bias: else the model of biased inputs.
        proof: the witness of a block with this factor.
        by_lines: whether the proof needs the premises of `lines.bounds_json`.
        expected: bits expected of the given number of rounds; a float, a promise of nothing.
    """

    factor: tuple[Fraction, ...]
    power: Fraction
    quantum: bool
    law: Law | None
    model: str
    bias: Fraction
    proof: dict[str, Json]
    by_lines: bool
    expected: float


def train(
    table: Table,
    rounds: int,
    delta: Fraction,
    *,
    quantum: bool = True,
    law: Law | None = UNIFORM,
    model: str = "two-sided",
    bias: Fraction = Fraction(0),
    power: Fraction | None = None,
) -> Trained:
    """The factor with most expected bits, if later rounds are like the earlier ones.

    Args:
        table: counts of the earlier rounds, all sixteen cells.
        rounds: how many later rounds are expected; more rounds want a smaller power.
        delta: the error of the later certificate.
        quantum: the set of behaviours.
        law: the declared law of the inputs; None where a model with a bias stands for it.
        model: of biased inputs.
        bias: of that model.
        power: beta; by default 1/k with the k that is best.

    Raises:
        Failure: VALUE, an argument outside of its domain; SOLVER.
    """
    if rounds < 1 or not 0 < delta < 1 or (power is not None and not 0 < power <= 1):
        raise Failure(Kind.VALUE, "", "rounds are positive, an error is between 0 and 1, a power above 0 and at most 1")
    laws: Sequence[Law] = [law] if law is not None else extreme_laws(model, bias)
    middle: Law = law if law is not None else UNIFORM
    cells, earlier = expected_cells(most_likely(table, quantum), middle), sum(table.values())

    columns = np.array([[float(v) for v in row] for row in basis(middle)])

    def found(root: int | Fraction, errors: int = 0) -> tuple[float, Any]:
        # the values, and bits expected if the mean of log2 F is so many standard errors above that of earlier rounds
        beta = 1 / float(root)
        if quantum and law is not None:
            values = lines_factor(cells, middle, beta)
            mean = _mean(cells, values @ columns, errors, earlier)
        elif quantum:
            values = biased_factor(cells, laws, beta)
            mean = _mean(cells, values[0], errors, earlier)
        else:
            values = points_factor(cells, laws, beta, quantum)
            mean = _mean(cells, values, errors, earlier)
        return (rounds * mean + log2(delta)) / beta, values

    root = 1 / power if power is not None else Fraction(_best_root(lambda k: found(k)[0]))
    if power is None and found(root)[0] <= 0:  # by bad luck, perhaps: then by the best that the earlier rounds allow
        root = Fraction(_best_root(lambda k: found(k, 2)[0]))
    beta = 1 / Fraction(root)
    expected, values = found(root)
    if quantum and law is not None:
        factor, affine = rational_lines_factor(values, middle, beta)
        proof = lines_proof(affine)
    elif quantum:
        factor, bounds = rational_biased_factor(values[0], values[1], laws, beta)
        proof = biased_proof(bounds, factor, laws)
    else:
        factor, proof = rational_points_factor(values, laws, beta, quantum), points_proof(quantum)
    return Trained(tuple(factor), beta, quantum, law, model, bias, proof, quantum, max(0.0, expected))


def _mean(cells: Any, values: Any, errors: int, rounds: int) -> float:
    logs = np.log2(np.maximum(values, 1e-300))
    mean = cells @ logs
    return float(mean + errors * np.sqrt(cells @ (logs - mean) ** 2 / rounds))


def _best_root(bits: Callable[[int], float]) -> int:
    """The integer 1/beta with most bits: doubled until they fall, then a search by thirds."""
    seen: dict[int, float] = {}

    def value(k: int) -> float:
        if k not in seen:
            seen[k] = bits(k)
        return seen[k]

    high = 2
    while high < MOST_ROOT and value(2 * high) >= value(high):
        high *= 2
    low, high = max(1, high // 2), 2 * high
    while high - low > max(2, low // 16):
        first, second = low + (high - low) // 3, high - (high - low) // 3
        low, high = (low, second) if value(first) >= value(second) else (first, high)
    return max(range(low, high + 1, max(1, (high - low) // 2)), key=value)
