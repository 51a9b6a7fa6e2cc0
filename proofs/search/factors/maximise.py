"""The factor with the largest expected logarithm under linear conditions: a concave maximisation, left to cvxopt."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from proofs.search.language.failure import Failure, Kind

SCALE = 1e4  # of the objective: gains of optical data are 1e-8 a round
OPTIONS = {"show_progress": False, "abstol": 1e-9, "reltol": 1e-9, "feastol": 1e-12, "maxiters": 200}


def largest_log(weights: Any, basis: Any, rows: Any, limits: Any, start: Any) -> Any:
    """The v with rows v <= limits for which sum of weights log(basis v) is largest.

    Args:
        weights: of the cells, positive, sum 1.
        basis: cells x variables; the factor is basis v.
        rows: of the conditions.
        limits: of the conditions.
        start: strictly inside of them, with basis v > 0.

    Raises:
        Failure: SOLVER, cvxopt is not installed.
    """
    try:
        cvxopt = import_module("cvxopt")
        solve = import_module("cvxopt.solvers").cp
    except ImportError:
        raise Failure(Kind.SOLVER, "", "factors are searched with cvxopt: pip install 'bellcert[events]'") from None

    def concave(x: Any = None, z: Any = None) -> Any:
        """What cvxopt asks for: a start, or value and gradient, or these and the second derivative."""
        if x is None:
            return 0, cvxopt.matrix(start)
        values = basis @ np.array(x).ravel()
        if values.min() <= 0:
            return None
        value = -SCALE * (weights @ np.log(values))
        slope = cvxopt.matrix(-SCALE * (basis.T @ (weights / values)), (1, len(start)))
        if z is None:
            return value, slope
        return value, slope, cvxopt.matrix(z[0] * SCALE * ((basis.T * (weights / values**2)) @ basis))

    try:
        with np.errstate(all="ignore"):
            found = solve(concave, G=cvxopt.matrix(rows), h=cvxopt.matrix(limits), options=OPTIONS)
    except (ArithmeticError, ValueError):  # its matrices became singular
        return start
    v = _inside(np.array(found["x"]).ravel(), rows, limits, start)
    before, after = (weights @ np.log(np.maximum(basis @ point, 1e-300)) for point in (start, v))
    return v if after > before else start


def _inside(v: Any, rows: Any, limits: Any, start: Any) -> Any:
    """The nearest point towards the start that keeps all conditions: the solver's tolerance is not ours."""
    excess = (rows @ v - limits).max()
    if excess <= 0:
        return v
    share = excess / (excess + (limits - rows @ start).min())
    return (1 - share) * v + share * start
