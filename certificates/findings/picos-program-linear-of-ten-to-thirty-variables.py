# Needs only: picos==2.6.2 cvxopt==1.3.3
# Expected: program.linear: the bound is 4.8e-10 below the optimum, 47/7
"""PICOS with CVXOPT: the value as it is reported."""

from fractions import Fraction

import picos


class Refused(Exception):
    pass


def linear(objective, rows, bounds):
    problem = picos.Problem()
    x = picos.RealVariable("x", len(objective), lower=0)
    problem.set_objective("max", picos.Constant([float(Fraction(t)) for t in objective]) | x)
    for row, bound in zip(rows, bounds):
        problem.add_constraint((picos.Constant([float(Fraction(t)) for t in row]) | x) <= float(Fraction(bound)))
    try:
        found = problem.solve(solver="cvxopt")
    except picos.SolutionFailure as failure:
        raise Refused("failed" if "nfeasible" not in str(failure) else "infeasible") from None
    status = found.problemStatus
    if status != "feasible":
        raise Refused(status)
    return float(problem.value)


CALLS = {"program.linear": linear}

try:
    print('program.linear', CALLS['program.linear'](**{'objective': ['3/7', '-2/7', '-20/7', '-16/7', '9/7', '29/7', '3/7', '-6/7', '20/7', '2/7'], 'rows': [['0', '0', '0', '0', '0', '4', '3', '-1', '0', '0'], ['4', '-1', '0', '0', '3', '0', '0', '5', '0', '0'], ['-1', '3', '0', '0', '0', '0', '0', '0', '0', '-4'], ['4', '-2', '0', '-4', '0', '2', '0', '0', '0', '0'], ['0', '0', '0', '0', '0', '4', '-1', '-2', '0', '0'], ['2', '0', '-3', '-5', '0', '0', '0', '3', '0', '0'], ['0', '0', '0', '0', '0', '0', '0', '0', '-2', '-1'], ['0', '0', '1', '-4', '-2', '0', '0', '5', '-5', '5'], ['0', '0', '0', '-4', '4', '-2', '0', '0', '0', '0'], ['0', '0', '-4', '0', '0', '1', '0', '2', '4', '1']], 'bounds': ['20/3', '0', '1', '-2', '20/3', '-22/3', '-8/3', '-34/3', '-26/3', '17/3']}))
except Refused as refusal:
    print('refused:', refusal)
