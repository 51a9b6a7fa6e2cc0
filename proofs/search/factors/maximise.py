"""The factor with the largest expected logarithm under linear conditions: a concave maximisation, left to scipy."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from proofs.search.language.failure import Failure, Kind

MANY = 24
LOOPS = 20
TOLERANCE = 1e-12


def largest_log(weights: Any, basis: Any, rows: Any, limits: Any, start: Any) -> Any:
    """The v with rows v <= limits for which sum of weights log(basis v) is largest.

    Args:
        weights: of the cells, positive, sum 1.
        basis: cells x variables; the factor is basis v.
        rows: of the conditions.
        limits: of the conditions.
        start: strictly inside of them, with basis v > 0.

    Raises:
        Failure: SOLVER, scipy is not installed.
    """
    try:
        optimize = import_module("scipy.optimize")
    except ImportError:
        raise Failure(Kind.SOLVER, "", "factors are searched with scipy: pip install 'bellcert[events]'") from None

    def value(v: Any) -> Any:
        return -weights @ np.log(np.maximum(basis @ v, 1e-300))

    def slope(v: Any) -> Any:
        return -basis.T @ (weights / np.maximum(basis @ v, 1e-300))

    # few conditions bind in the end: begin with those nearest to the start, add what the solution breaks
    used = np.argsort(limits - rows @ start)[:MANY]
    v = start
    for _ in range(LOOPS):
        part, ends = rows[used], limits[used]
        conditions = {"type": "ineq", "fun": lambda v: ends - part @ v, "jac": lambda v: -part}  # noqa: B023
        with np.errstate(all="ignore"):
            v = optimize.minimize(
                value,
                start,
                jac=slope,
                constraints=[conditions],
                method="SLSQP",
                options={"maxiter": 200, "ftol": 1e-14},
            ).x
        excess = rows @ v - limits
        broken = np.flatnonzero(excess > TOLERANCE)
        if not len(broken):
            break
        worst = broken[np.argsort(-excess[broken])[:MANY]]
        used = np.union1d(used, worst)
    return _inside(v, rows, limits, start) if value(v) < value(start) else start


def _inside(v: Any, rows: Any, limits: Any, start: Any) -> Any:
    """The nearest point towards the start that keeps all conditions: the solver's tolerance is not ours."""
    excess = (rows @ v - limits).max()
    if excess <= 0:
        return v
    share = excess / (excess + (limits - rows @ start).min())
    return (1 - share) * v + share * start
