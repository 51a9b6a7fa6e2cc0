"""Weights of models under which a mixture satisfies hypotheses: floating point first, then exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np

from proofs.search.language.means import Mean
from proofs.search.semidefinite.elimination import reduced
from proofs.search.semidefinite.sdp import Reals

Columns = list[list[Fraction]]  # the values of the hypotheses in each model


def _solved(matrix: Reals, cost: list[float], upper: list[float], rows: list[tuple[float, float]]) -> Any:
    """The solver after min cost.x over  low <= matrix x <= high,  0 <= x <= upper."""
    highspy: Any = import_module("highspy")  # as late as most problems never need it
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.array(cost)
    model.col_lower_, model.col_upper_ = np.zeros(len(cost)), np.array(upper)
    model.row_lower_, model.row_upper_ = (np.array(ends) for ends in zip(*rows, strict=True))
    lines, places = np.nonzero(matrix.T)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.searchsorted(lines, np.arange(model.num_col_ + 1))
    model.a_matrix_.index_ = places
    model.a_matrix_.value_ = matrix.T[lines, places]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for tolerance in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        solver.setOptionValue(tolerance, 1e-10)
    solver.passModel(model)
    solver.run()
    return solver


def mixture(means: Sequence[Mean], columns: Columns) -> tuple[float, Reals, Reals]:
    """min sum |rest| over weights w >= 0 of sum 1: value, weights, and the dual direction.

    The value of a hypothesis is w.q = rest + slack, the slack being 0 for an equation.
    """
    size, rows = len(columns), len(means)
    matrix = np.zeros((rows + 1, size + 3 * rows))
    matrix[:rows, :size] = np.array([[float(x) for x in column] for column in columns]).T
    matrix[rows, :size] = 1
    for k, sign in enumerate((1.0, -1.0, -1.0)):
        matrix[:rows, size + k * rows : size + (k + 1) * rows] = sign * np.eye(rows)
    slack = [0.0 if mean.sense == "=0" else np.inf for mean in means]
    cost = [0.0] * size + [1.0] * (2 * rows) + [0.0] * rows
    solver = _solved(matrix, cost, [np.inf] * (size + 2 * rows) + slack, [(0.0, 0.0)] * rows + [(1.0, 1.0)])
    found = solver.getSolution()
    value = float(solver.getInfo().objective_function_value)
    return value, np.array(found.col_value)[:size], np.array(found.row_dual)[:rows]


def roomy(means: Sequence[Mean], columns: Columns) -> Reals:
    """Weights that meet the equations and leave inequalities as much room as there is; zeros if nothing meets them."""
    size, rows = len(columns), len(means)
    matrix = np.zeros((rows + 1, size + 1))
    matrix[:rows, :size] = np.array([[float(x) for x in column] for column in columns]).T
    matrix[:rows, size] = [0.0 if mean.sense == "=0" else -1.0 for mean in means]
    matrix[rows, :size] = 1
    ends = [(0.0, 0.0 if mean.sense == "=0" else np.inf) for mean in means]
    solver = _solved(matrix, [0.0] * size + [-1.0], [1.0] * (size + 1), [*ends, (1.0, 1.0)])
    found = np.array(solver.getSolution().col_value)
    return found[:size] if found.size else np.zeros(size)


def exact_weights(means: Sequence[Mean], columns: list[list[Fraction]], weights: Reals) -> list[Fraction] | None:
    """Exact weights on the columns the float solution uses, or None if these do not meet the hypotheses."""
    used = [k for k, w in enumerate(weights) if w > 1e-12]
    if not used:
        return None
    one = Fraction(1)
    rows = [[columns[k][h] for k in used] + [Fraction(0)] for h, mean in enumerate(means) if mean.sense == "=0"]
    tight = [h for h, mean in enumerate(means) if mean.sense == ">=0"]

    echelon, pivots = reduced([*rows, [one] * len(used) + [one]])
    if len(used) in pivots:
        return None
    # free columns keep rounded weights, so that inequalities with room stay satisfied
    guess = [Fraction(round(float(weights[k]) * 2**30), 2**30) for k in used]
    for row, pivot in zip(echelon, pivots, strict=True):
        guess[pivot] = row[-1] - sum((row[k] * guess[k] for k in range(len(used)) if k not in pivots), Fraction(0))
    fits = all(sum(w * columns[k][h] for w, k in zip(guess, used, strict=True)) >= 0 for h in tight)
    if min(guess) < 0 or not fits:
        return None
    found = dict(zip(used, guess, strict=True))
    return [found.get(k, Fraction(0)) for k in range(len(columns))]
