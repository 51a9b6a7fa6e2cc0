# Needs only: ortools==9.15.6755
# Expected: program.linear: the bound is 12924.6 below the optimum, 249199179381167473000/7

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
    print('program.linear', CALLS['program.linear'](**{'objective': ['-36028797018963972/7', '-117093590311632909/7', '-18014398509481986/7', '36028797018963972/7', '0', '36028797018963972/7', '-9007199254740993/7', '18014398509481986/7', '225179981368524825/7', '-45035996273704965/7', '-27021597764222979'], 'rows': [['0', '0', '0', '0', '0', '2', '0', '0', '5', '0', '-5'], ['0', '0', '-2', '0', '0', '1', '1', '0', '0', '0', '0'], ['0', '0', '5', '0', '0', '0', '-4', '0', '3', '-2', '0'], ['-4', '0', '0', '0', '0', '-4', '0', '0', '-3', '0', '0'], ['0', '0', '4', '0', '0', '0', '0', '0', '-4', '3', '0'], ['4', '0', '0', '0', '0', '0', '-1', '0', '0', '0', '0'], ['0', '0', '0', '-2', '0', '-4', '0', '0', '0', '0', '5'], ['4', '0', '0', '1', '0', '2', '0', '5', '0', '0', '4'], ['-4', '-4', '0', '4', '0', '-4', '0', '0', '0', '0', '0'], ['0', '0', '0', '0', '0', '0', '-2', '0', '0', '0', '-2']], 'bounds': ['25000/3', '7000/3', '16000/3', '-18000', '-6000', '8000', '-2000', '38000/3', '-40000/3', '-1000/3']}))
except Refused as refusal:
    print('refused:', refusal)
