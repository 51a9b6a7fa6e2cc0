# Needs only: cvxopt==1.3.3
# Expected: program.linear: the bound is 2.3e-8 below the optimum, -37/21
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
    print('program.linear', CALLS['program.linear'](**{'objective': ['-2/7', '-5/7', '0', '8/7', '-16/7', '-6/7', '12/7', '4', '20/7', '-29/7', '3'], 'rows': [['0', '0', '0', '0', '0', '-2', '2', '0', '4', '0', '0'], ['0', '-5', '0', '3', '0', '0', '0', '0', '0', '0', '0'], ['0', '-1', '0', '5', '0', '-1', '0', '0', '0', '0', '0'], ['0', '0', '0', '0', '0', '5', '0', '0', '0', '0', '3'], ['0', '0', '0', '0', '0', '0', '0', '5', '0', '-2', '0'], ['3', '0', '0', '0', '0', '0', '0', '3', '0', '0', '0'], ['0', '3', '0', '0', '0', '0', '0', '0', '0', '-5', '5'], ['0', '-3', '0', '0', '-4', '0', '0', '0', '0', '0', '-1'], ['-3', '0', '0', '0', '0', '0', '2', '0', '0', '1', '-1'], ['0', '3', '0', '-5', '0', '-3', '0', '0', '0', '0', '0']], 'bounds': ['6', '-5', '-8/3', '28/3', '-10/3', '0', '-11/3', '-14/3', '4', '-2']}))
except Refused as refusal:
    print('refused:', refusal)
