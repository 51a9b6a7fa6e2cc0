# Needs only: cvxpy==1.9.3 clarabel==0.11.1 scs==3.3.1 ecos==2.0.14 osqp==1.1.3
# Expected: program.linear: the bound is 27284.9 below the optimum, 1000000007000000/21

import sys

sys.argv = ['', 'ECOS']
"""CVXPY with ECOS, OSQP, CLARABEL or SCS, named as the argument: the value as it is reported, default settings."""

import sys
from fractions import Fraction

import cvxpy
import numpy as np


class Refused(Exception):
    pass

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

try:
    print('program.linear', CALLS['program.linear'](**{'objective': ['1000000007/7'], 'rows': [['1'], ['-5'], ['3']], 'bounds': ['1000000/3', '-1000000', '1000000']}))
except Refused as refusal:
    print('refused:', refusal)
