"""HiGHS proposes optimal bases; nothing here is trusted.

A `Program` maximises an integer vector over {x : rows (1, x) >= 0}, some rows with
equality.  HiGHS sees its dual, which has few rows: multipliers w with

    value - objective = sum w_i row_i        (w_i >= 0 for the inequalities).

A basis of the dual names the rows that vanish at the optimal vertex, so one square system
gives the exact x, and its transpose the exact multipliers (see `exact`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from lp.coordinates import Integers
from proofs.search.language.failure import Failure, Kind

Floats = npt.NDArray[np.float64]
LARGE = 300  # columns from which the interior-point method with crossover is faster


@dataclass(frozen=True)
class Program:
    """Maximise objective . (1, x) subject to rows . (1, x) >= 0.

    Attributes:
        rows: (m, n) integers; column 0 is the constant.
        equal: (m,) booleans: rows that vanish.
        objective: (n,) integers.
    """

    rows: Integers
    equal: npt.NDArray[np.bool_]
    objective: Integers


@dataclass(frozen=True)
class Proposal:
    """What a solver says in floating point.

    Attributes:
        basis: indices of rows, with -1 - j for "coordinate j vanishes"; n - 1 of them.
        point: (n,) the vertex, beginning with 1.
        multipliers: (m,) of the rows.
    """

    basis: list[int]
    point: Floats
    multipliers: Floats


def _scales(matrix: Integers) -> Floats:
    """For every row a power of 2 near its largest entry, the constant apart; 1 for small rows."""
    largest = np.abs(matrix[:, 1:]).max(axis=1, initial=1).astype(float)
    scales: Floats = np.where(largest > 64, 2.0 ** np.floor(np.log2(largest)), 1.0)
    return scales


def _model(program: Program, scales: Floats, unit: float) -> Any:
    """The dual in HiGHS form: one column a row of the program, one equation a coordinate.

    Rows are divided by their scales and the objective by `unit`, so that tolerances mean the same for all.
    """
    transposed = program.rows[:, 1:].T / scales
    lines, columns = np.nonzero(transposed)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = transposed.shape
    model.col_cost_ = program.rows[:, 0] / scales
    model.col_lower_ = np.where(program.equal, -highspy.kHighsInf, 0.0)
    model.col_upper_ = np.full(model.num_col_, highspy.kHighsInf)
    model.row_lower_ = model.row_upper_ = -program.objective[1:] / unit
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.searchsorted(lines, np.arange(model.num_row_ + 1)).astype(np.int32)
    model.a_matrix_.index_ = columns.astype(np.int32)
    model.a_matrix_.value_ = transposed[lines, columns]
    return model


def propose(program: Program, method: str = "") -> Proposal:
    """An optimal basis as HiGHS sees it; `method` is "simplex", "ipm" or "" for the usual choice.

    Raises:
        Failure: HiGHS finds no point that satisfies the rows.
        Failure: HiGHS ends in any other state than an optimum.
    """
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    large = program.rows.shape[1] > LARGE
    highs.setOptionValue("solver", method or ("ipm" if large else "simplex"))
    if not large:
        highs.setOptionValue("presolve", "off")
    for tolerance in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        highs.setOptionValue(tolerance, 1e-9)
    scales, unit = _scales(program.rows), float(_scales(program.objective[np.newaxis])[0])
    highs.passModel(_model(program, scales, unit))
    highs.run()
    status = highs.getModelStatus()
    if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        raise Failure(Kind.INFEASIBLE, "", "no point satisfies the rows")  # the dual of a bounded program is feasible
    if status != highspy.HighsModelStatus.kOptimal:
        raise Failure(Kind.NO_ANSWER, "", "HiGHS ends with status {status}", status=highs.modelStatusToString(status))
    solution, basis = highs.getSolution(), highs.getBasis()
    basic = highspy.HighsBasisStatus.kBasic
    active = [i for i, state in enumerate(basis.col_status) if state == basic]
    active += [-1 - (j + 1) for j, state in enumerate(basis.row_status) if state == basic]
    point = np.concatenate([[1.0], -np.array(solution.row_dual)])
    return Proposal(active, point, np.array(solution.col_value) * unit / scales)
