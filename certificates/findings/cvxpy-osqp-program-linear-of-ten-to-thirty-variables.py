# Needs only: cvxpy==1.9.3 clarabel==0.11.1 scs==3.3.1 ecos==2.0.14 osqp==1.1.3
# Expected: program.linear: the bound is 5.4e-5 below the optimum, 73/21

import sys

sys.argv = ['', 'OSQP']
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
    print('program.linear', CALLS['program.linear'](**{'objective': ['-4/7', '8/7', '0', '-15/7', '23/7', '1', '-6/7', '-6/7', '-8/7', '-11/7'], 'rows': [['0', '0', '0', '0', '0', '4', '3', '-1', '0', '0'], ['4', '-1', '0', '0', '3', '0', '0', '5', '0', '0'], ['-1', '3', '0', '0', '0', '0', '0', '0', '0', '-4'], ['4', '-2', '0', '-4', '0', '2', '0', '0', '0', '0'], ['0', '0', '0', '0', '0', '4', '-1', '-2', '0', '0'], ['2', '0', '-3', '-5', '0', '0', '0', '3', '0', '0'], ['0', '0', '0', '0', '0', '0', '0', '0', '-2', '-1'], ['0', '0', '1', '-4', '-2', '0', '0', '5', '-5', '5'], ['0', '0', '0', '-4', '4', '-2', '0', '0', '0', '0'], ['0', '0', '-4', '0', '0', '1', '0', '2', '4', '1'], ['0', '0', '0', '5', '0', '-3', '0', '-1', '0', '5']], 'bounds': ['4', '35/3', '2/3', '1/3', '2/3', '-1', '-1/3', '23/3', '2', '-1', '-4/3']}))
except Refused as refusal:
    print('refused:', refusal)
