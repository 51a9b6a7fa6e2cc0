# Needs only: ortools==9.15.6755
# Expected: program.linear: the bound is 167.5 below the optimum, -4000000028/3

import sys

sys.argv = ['', 'PDLP']
"""OR-tools: GLOP (default) or PDLP, named as the argument, the objective as it is reported."""

import sys
from fractions import Fraction

from ortools.linear_solver import pywraplp


class Refused(Exception):
    pass

BACKEND = sys.argv[1] if len(sys.argv) > 1 else "GLOP"


def linear(objective, rows, bounds):
    solver = pywraplp.Solver.CreateSolver(BACKEND)
    x = [solver.NumVar(0, solver.infinity(), str(j)) for j in range(len(objective))]
    for row, bound in zip(rows, bounds):
        constraint = solver.Constraint(-solver.infinity(), float(Fraction(bound)))
        for variable, t in zip(x, row):
            constraint.SetCoefficient(variable, float(Fraction(t)))
    for variable, t in zip(x, objective):
        solver.Objective().SetCoefficient(variable, float(Fraction(t)))
    solver.Objective().SetMaximization()
    status = solver.Solve()
    if status != pywraplp.Solver.OPTIMAL:
        names = {pywraplp.Solver.INFEASIBLE: "infeasible", pywraplp.Solver.UNBOUNDED: "unbounded"}
        raise Refused(names.get(status, "failed"))
    return float(solver.Objective().Value())


CALLS = {"program.linear": linear}

try:
    print('program.linear', CALLS['program.linear'](**{'objective': ['20000000140/7', '6000000042/7', '-3000000021/7', '-2000000014', '0', '2000000014/7', '-10000000070/7', '0', '-10000000070/7', '-3000000021/7', '12000000084/7'], 'rows': [['0', '0', '-1', '0', '-2', '0', '0', '-2', '0', '-4', '5'], ['0', '0', '0', '-2', '0', '0', '5', '0', '0', '3', '0'], ['0', '1', '0', '-5', '0', '2', '-5', '0', '1', '0', '-2'], ['-1', '0', '-3', '-2', '0', '0', '0', '0', '0', '0', '0'], ['0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0'], ['5', '0', '-4', '0', '2', '0', '-4', '0', '0', '0', '0'], ['0', '0', '0', '0', '0', '-2', '0', '0', '-4', '0', '0'], ['3', '0', '0', '0', '0', '-4', '0', '-3', '2', '-2', '-1'], ['5', '1', '0', '0', '0', '0', '0', '0', '-2', '0', '5'], ['0', '-4', '0', '0', '5', '0', '0', '4', '0', '0', '0']], 'bounds': ['-5/3', '6', '-5/3', '2/3', '0', '-7/3', '-14/3', '-1', '-1/3', '1']}))
except Refused as refusal:
    print('refused:', refusal)
