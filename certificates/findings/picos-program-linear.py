# Needs only: picos==2.6.2 cvxopt==1.3.3
# Expected: program.linear: the bound is 2.3e-10 below the optimum, 8/21
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
    print('program.linear', CALLS['program.linear'](**{'objective': ['4/7', '4/7'], 'rows': [['3', '1'], ['1', '3']], 'bounds': ['4/3', '4/3']}))
except Refused as refusal:
    print('refused:', refusal)
