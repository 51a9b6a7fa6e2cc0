# Needs only: cvxpy==1.9.3 clarabel==0.11.1 scs==3.3.1 ecos==2.0.14 osqp==1.1.3
# Expected: program.linear: the bound is 3.2e16 below the optimum, -60047995031606620/7

import sys

sys.argv = ['', 'SCS']
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
    print('program.linear', CALLS['program.linear'](**{'objective': ['-5/7', '0', '-20/7', '-6/7', '-6/7', '-19/7', '16/7', '18/7', '1', '17/7'], 'rows': [['0', '0', '0', '0', '-3', '0', '-3', '0', '0', '-1'], ['1', '0', '0', '-3', '0', '1', '0', '0', '0', '0'], ['0', '0', '5', '0', '0', '0', '0', '0', '0', '0'], ['0', '-2', '0', '0', '0', '0', '1', '0', '3', '4'], ['0', '0', '0', '0', '0', '0', '1', '-2', '0', '0'], ['-1', '0', '0', '0', '0', '0', '5', '4', '2', '4'], ['0', '4', '0', '0', '0', '-2', '0', '-4', '-3', '0'], ['0', '0', '0', '0', '0', '-5', '-1', '0', '0', '0'], ['0', '0', '-5', '0', '0', '0', '0', '0', '0', '0'], ['0', '0', '0', '0', '0', '0', '0', '0', '0', '0'], ['0', '0', '0', '-4', '0', '0', '-1', '0', '0', '0']], 'bounds': ['0', '0', '27021597764222979', '-15011998757901655', '0', '0', '36028797018963972', '0', '-15011998757901655', '0', '6004799503160662']}))
except Refused as refusal:
    print('refused:', refusal)
