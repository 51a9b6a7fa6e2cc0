# Needs only: cvxopt==1.3.3
# Expected: program.linear: the bound is 1.4e-7 below the optimum, 24/7
"""CVXOPT: solvers.lp with its defaults, the primal objective as it is reported."""

from fractions import Fraction

from cvxopt import matrix, solvers


class Refused(Exception):
    pass

solvers.options["show_progress"] = False


def linear(objective, rows, bounds):
    n = len(objective)
    every = [[float(Fraction(t)) for t in row] for row in rows] + [[-float(i == j) for j in range(n)] for i in range(n)]
    limits = [float(Fraction(t)) for t in bounds] + [0.0] * n
    columns = [[row[j] for row in every] for j in range(n)]
    found = solvers.lp(matrix([-float(Fraction(t)) for t in objective]), matrix(columns), matrix(limits))
    if found["status"] != "optimal":
        names = {"primal infeasible": "infeasible", "dual infeasible": "unbounded"}
        raise Refused(names.get(found["status"], "failed"))
    return float(-found["primal objective"])


CALLS = {"program.linear": linear}

try:
    print('program.linear', CALLS['program.linear'](**{'objective': ['18/7'], 'rows': [['1'], ['-5'], ['3'], ['1'], ['2']], 'bounds': ['4/3', '-17/3', '4', '4/3', '8/3']}))
except Refused as refusal:
    print('refused:', refusal)
