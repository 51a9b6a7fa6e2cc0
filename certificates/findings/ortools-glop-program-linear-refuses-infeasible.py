# Needs only: ortools==9.15.6755
# Expected: program.linear answered '0x1.0000002af31dcp+0' although no point satisfies the constraints

import sys

sys.argv = ['', 'GLOP']
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
    print('program.linear', CALLS['program.linear'](**{'objective': ['1'], 'rows': [['1'], ['-1']], 'bounds': ['1', '-100000001/100000000']}))
except Refused as refusal:
    print('refused:', refusal)
