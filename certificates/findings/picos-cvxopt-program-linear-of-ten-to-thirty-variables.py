# Needs only: picos==2.6.2 cvxopt==1.3.3
# Expected: program.linear: the bound is 4.8e-10 below the optimum, 47/7

import sys

sys.argv = ['', 'cvxopt']
"""PICOS with CVXOPT or QICS, named as the argument: the value as it is reported."""

import sys
from fractions import Fraction

import picos
from moments import relaxation


class Refused(Exception):
    pass

BACKEND = sys.argv[1] if len(sys.argv) > 1 else "cvxopt"


def solved(problem):
    try:
        found = problem.solve(solver=BACKEND)
    except picos.SolutionFailure as failure:
        raise Refused("failed" if "nfeasible" not in str(failure) else "infeasible") from None
    if found.problemStatus != "feasible":
        raise Refused(found.problemStatus)
    return float(problem.value)


def linear(objective, rows, bounds):
    problem = picos.Problem()
    x = picos.RealVariable("x", len(objective), lower=0)
    problem.set_objective("max", picos.Constant([float(Fraction(t)) for t in objective]) | x)
    for row, bound in zip(rows, bounds):
        problem.add_constraint((picos.Constant([float(Fraction(t)) for t in row]) | x) <= float(Fraction(bound)))
    return solved(problem)


def maximum(C, matrices, values):
    problem, X = picos.Problem(), picos.SymmetricVariable("X", len(C))
    problem.set_objective("max", picos.Constant(C) | X)
    problem.add_constraint(X >> 0)
    for A, b in zip(matrices, values):
        problem.add_constraint((picos.Constant(A) | X) == b)
    return solved(problem)


def semidefinite(objective, matrices, values):
    numbers = [[[float(Fraction(t)) for t in row] for row in rows] for rows in (objective, *matrices)]
    return maximum(numbers[0], numbers[1:], [float(Fraction(t)) for t in values])


def quantum(functional):
    *program, constant = relaxation(functional)
    return constant + maximum(*program)


CALLS = {"program.semidefinite": semidefinite, "functional.quantum": quantum}
if BACKEND == "cvxopt":
    CALLS["program.linear"] = linear

try:
    print('program.linear', CALLS['program.linear'](**{'objective': ['3/7', '-2/7', '-20/7', '-16/7', '9/7', '29/7', '3/7', '-6/7', '20/7', '2/7'], 'rows': [['0', '0', '0', '0', '0', '4', '3', '-1', '0', '0'], ['4', '-1', '0', '0', '3', '0', '0', '5', '0', '0'], ['-1', '3', '0', '0', '0', '0', '0', '0', '0', '-4'], ['4', '-2', '0', '-4', '0', '2', '0', '0', '0', '0'], ['0', '0', '0', '0', '0', '4', '-1', '-2', '0', '0'], ['2', '0', '-3', '-5', '0', '0', '0', '3', '0', '0'], ['0', '0', '0', '0', '0', '0', '0', '0', '-2', '-1'], ['0', '0', '1', '-4', '-2', '0', '0', '5', '-5', '5'], ['0', '0', '0', '-4', '4', '-2', '0', '0', '0', '0'], ['0', '0', '-4', '0', '0', '1', '0', '2', '4', '1']], 'bounds': ['20/3', '0', '1', '-2', '20/3', '-22/3', '-8/3', '-34/3', '-26/3', '17/3']}))
except Refused as refusal:
    print('refused:', refusal)
