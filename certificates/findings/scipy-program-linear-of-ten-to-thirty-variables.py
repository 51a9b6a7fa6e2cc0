# Needs only: scipy==1.17.1 numpy==2.4.6
# Expected: program.linear: the bound is 1027.1 below the optimum, 64000000896000003136/21
"""scipy.optimize.linprog with HiGHS: the optimum as it is reported."""

from fractions import Fraction

from scipy.optimize import linprog


class Refused(Exception):
    pass


def linear(objective, rows, bounds):
    c = [-float(Fraction(t)) for t in objective]
    A, b = [[float(Fraction(t)) for t in row] for row in rows], [float(Fraction(t)) for t in bounds]
    found = linprog(c, A_ub=A or None, b_ub=b or None, method="highs")
    if found.status != 0:
        raise Refused({2: "infeasible", 3: "unbounded"}.get(found.status, "failed"))
    return float(-found.fun)


CALLS = {"program.linear": linear}

try:
    print('program.linear', CALLS['program.linear'](**{'objective': ['-18000000126/7', '-18000000126/7', '-22000000154/7', '10000000070/7', '-4000000028/7', '0', '-29000000203/7', '15000000105/7', '-9000000063/7', '-12000000084/7', '20000000140/7', '-6000000042/7', '-23000000161/7', '29000000203/7', '8000000056/7', '0'], 'rows': [['2', '0', '-4', '0', '1', '0', '0', '5', '0', '-4', '0', '0', '-4', '-4', '0', '5'], ['-3', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '-5', '0'], ['0', '-4', '0', '5', '0', '0', '-2', '0', '-4', '0', '0', '0', '-5', '-3', '4', '0'], ['-1', '0', '0', '0', '0', '0', '-4', '3', '-1', '0', '1', '-2', '0', '5', '0', '0'], ['-4', '-4', '0', '0', '0', '0', '0', '4', '-3', '4', '0', '0', '0', '3', '0', '5'], ['0', '-2', '-2', '0', '0', '0', '0', '0', '0', '-1', '4', '0', '0', '2', '0', '0'], ['4', '0', '0', '0', '0', '0', '0', '0', '-3', '0', '0', '0', '5', '0', '-2', '0'], ['0', '0', '-5', '-5', '0', '0', '0', '4', '0', '0', '0', '0', '0', '0', '0', '0'], ['-2', '0', '-3', '0', '0', '0', '0', '0', '1', '-1', '0', '1', '-2', '0', '0', '0'], ['0', '0', '0', '0', '-5', '0', '0', '0', '2', '-5', '0', '0', '2', '0', '-4', '0']], 'bounds': ['-3000000021', '-23000000161/3', '5000000035/3', '14000000098/3', '0', '-4000000028/3', '-5000000035', '-9000000063', '1000000007/3', '-5000000035']}))
except Refused as refusal:
    print('refused:', refusal)
