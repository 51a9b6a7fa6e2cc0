# Needs only: ortools==9.15.6755
# Expected: program.linear: the bound is 1.5e30 below the optimum, 250000000000000000000000000000000000000000/7

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
    print('program.linear', CALLS['program.linear'](**{'objective': ['-1200000000000000000/7', '1500000000000000000/7', '200000000000000000/7'], 'rows': [['-2', '0', '5'], ['4', '2', '3'], ['-2', '3', '1']], 'bounds': ['100000000000000000000000', '1100000000000000000000000/3', '500000000000000000000000']}))
except Refused as refusal:
    print('refused:', refusal)
