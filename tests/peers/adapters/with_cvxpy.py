"""CVXPY with ECOS, OSQP, CLARABEL or SCS, named as the argument: the value as it is reported, default settings."""

import sys
from fractions import Fraction

import cvxpy
import numpy as np
from speak import Refused, serve

BACKEND = sys.argv[1] if len(sys.argv) > 1 else "CLARABEL"


def linear(objective, rows, bounds):
    x = cvxpy.Variable(len(objective), nonneg=True)
    c = np.array([float(Fraction(t)) for t in objective])
    limits = [np.array([float(Fraction(t)) for t in row]) @ x <= float(Fraction(b)) for row, b in zip(rows, bounds)]
    problem = cvxpy.Problem(cvxpy.Maximize(c @ x), limits)
    problem.solve(solver=BACKEND)
    if problem.status not in ("optimal", "optimal_inaccurate"):
        raise Refused(problem.status.partition("_")[0])
    return float(problem.value)


CALLS = {"program.linear": linear}

if __name__ == "__main__":
    serve(f"CVXPY {BACKEND}", "1.9.3", CALLS)
