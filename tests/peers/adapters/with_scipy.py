"""scipy.optimize.linprog with HiGHS: the optimum as it is reported."""

from fractions import Fraction

from scipy.optimize import linprog
from speak import Refused, serve


def linear(objective, rows, bounds):
    c = [-float(Fraction(t)) for t in objective]
    A, b = [[float(Fraction(t)) for t in row] for row in rows], [float(Fraction(t)) for t in bounds]
    found = linprog(c, A_ub=A or None, b_ub=b or None, method="highs")
    if found.status != 0:
        raise Refused({2: "infeasible", 3: "unbounded"}.get(found.status, "failed"))
    return float(-found.fun)


CALLS = {"program.linear": linear}

if __name__ == "__main__":
    serve("scipy linprog (HiGHS)", "1.17.1", CALLS)
