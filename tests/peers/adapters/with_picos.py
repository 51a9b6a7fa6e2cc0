"""PICOS with CVXOPT: the value as it is reported."""

from fractions import Fraction

import picos
from speak import Refused, serve


def linear(objective, rows, bounds):
    problem = picos.Problem()
    x = picos.RealVariable("x", len(objective), lower=0)
    problem.set_objective("max", picos.Constant([float(Fraction(t)) for t in objective]) | x)
    for row, bound in zip(rows, bounds):
        problem.add_constraint((picos.Constant([float(Fraction(t)) for t in row]) | x) <= float(Fraction(bound)))
    try:
        found = problem.solve(solver="cvxopt")
    except picos.SolutionFailure as failure:
        raise Refused("failed" if "nfeasible" not in str(failure) else "infeasible") from None
    status = found.problemStatus
    if status != "feasible":
        raise Refused(status)
    return float(problem.value)


CALLS = {"program.linear": linear}

if __name__ == "__main__":
    serve("PICOS", "2.6.2", CALLS)
