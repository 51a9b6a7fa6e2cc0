# Needs only: cvxopt==1.3.3
# Expected: program.linear answered '0x1.00000001363c3p+0' although no point satisfies the constraints
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
    print('program.linear', CALLS['program.linear'](**{'objective': ['1'], 'rows': [['1'], ['-1']], 'bounds': ['1', '-100000001/100000000']}))
except Refused as refusal:
    print('refused:', refusal)
