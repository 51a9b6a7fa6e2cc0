# Needs only: cvxpy==1.9.3 clarabel==0.11.1 scs==3.3.1 ecos==2.0.14 osqp==1.1.3
# Expected: program.linear: the bound is 4.8e10 below the optimum, 2000000000000/21

import sys

sys.argv = ['', 'SCS']
"""CVXPY with a solver named as the argument: the value as it is reported, default settings."""

import sys
from fractions import Fraction

import cvxpy
import numpy as np
from moments import relaxation


class Refused(Exception):
    pass

BACKEND = sys.argv[1] if len(sys.argv) > 1 else "CLARABEL"


def solved(problem):
    try:
        problem.solve(solver=BACKEND)
    except cvxpy.error.SolverError:
        raise Refused("failed") from None
    if problem.status not in ("optimal", "optimal_inaccurate"):
        raise Refused(problem.status.partition("_")[0])
    return float(problem.value)


def linear(objective, rows, bounds):
    x = cvxpy.Variable(len(objective), nonneg=True)
    c = np.array([float(Fraction(t)) for t in objective])
    limits = [np.array([float(Fraction(t)) for t in row]) @ x <= float(Fraction(b)) for row, b in zip(rows, bounds)]
    return solved(cvxpy.Problem(cvxpy.Maximize(c @ x), limits))


def maximum(C, matrices, values):
    X = cvxpy.Variable((len(C), len(C)), PSD=True)
    equal = [cvxpy.trace(np.array(A) @ X) == b for A, b in zip(matrices, values)]
    return solved(cvxpy.Problem(cvxpy.Maximize(cvxpy.trace(np.array(C) @ X)), equal))


def semidefinite(objective, matrices, values):
    numbers = [[[float(Fraction(t)) for t in row] for row in matrix] for matrix in (objective, *matrices)]
    return maximum(numbers[0], numbers[1:], [float(Fraction(t)) for t in values])


def quantum(functional):
    *program, constant = relaxation(functional)
    return constant + maximum(*program)


CALLS = {"program.linear": linear} if BACKEND != "SDPA" else {}
if BACKEND not in ("ECOS", "OSQP"):
    CALLS |= {"program.semidefinite": semidefinite, "functional.quantum": quantum}

try:
    print('program.linear', CALLS['program.linear'](**{'objective': ['1000000000000/7', '1/7'], 'rows': [['1', '0'], ['0', '1']], 'bounds': ['1/3', '1000000000000/3']}))
except Refused as refusal:
    print('refused:', refusal)
