# Needs only: scipy==1.17.1 numpy==2.4.6
# Expected: program.linear refused a valid question: 'infeasible'
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
    print('program.linear', CALLS['program.linear'](**{'objective': ['0'], 'rows': [['1'], ['5'], ['-2'], ['4'], ['-5']], 'bounds': ['1000000007/3', '5000000035/3', '1000000007', '5000000035/3', '-5000000035/3']}))
except Refused as refusal:
    print('refused:', refusal)
