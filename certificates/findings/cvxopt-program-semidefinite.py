# Needs only: cvxopt==1.3.3
# Expected: program.semidefinite: the bound is 2.7e-7 below the optimum, 3/7
"""CVXOPT: solvers.lp and solvers.sdp with their defaults, the objective as it is reported."""

from fractions import Fraction

from cvxopt import matrix, solvers
from moments import relaxation


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


def maximum(C, matrices, values):
    # the program is the dual of min -b x over sum x_i A_i + S = -C, S >= 0
    columns = matrix([[t for row in A for t in row] for A in matrices])
    found = solvers.sdp(matrix([-b for b in values]), Gs=[columns], hs=[matrix([[-t for t in row] for row in C])])
    if found["status"] != "optimal":
        raise Refused("infeasible" if found["status"] == "dual infeasible" else "failed")
    return float(found["primal objective"])


def semidefinite(objective, matrices, values):
    numbers = [[[float(Fraction(t)) for t in row] for row in rows] for rows in (objective, *matrices)]
    return maximum(numbers[0], numbers[1:], [float(Fraction(t)) for t in values])


def quantum(functional):
    *program, constant = relaxation(functional)
    return constant + maximum(*program)


CALLS = {"program.linear": linear, "program.semidefinite": semidefinite, "functional.quantum": quantum}

try:
    print('program.semidefinite', CALLS['program.semidefinite'](**{'objective': [['-17/7', '0', '0'], ['0', '1/7', '0'], ['0', '0', '1/7']], 'matrices': [[['1', '0', '0'], ['0', '1', '0'], ['0', '0', '1']]], 'values': ['3']}))
except Refused as refusal:
    print('refused:', refusal)
