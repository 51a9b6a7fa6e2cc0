# Needs only: pulp==3.3.2
# Expected: program.linear: the bound is 6.5e16 below the optimum, 90071993177913877831869510/7
"""PuLP with its own CBC: the objective as it is reported."""

from fractions import Fraction

import pulp


class Refused(Exception):
    pass


def linear(objective, rows, bounds):
    problem = pulp.LpProblem("x", pulp.LpMaximize)
    x = [pulp.LpVariable(f"x{j}", lowBound=0) for j in range(len(objective))]
    problem += pulp.lpSum(float(Fraction(t)) * v for t, v in zip(objective, x))
    for row, bound in zip(rows, bounds):
        problem += pulp.lpSum(float(Fraction(t)) * v for t, v in zip(row, x)) <= float(Fraction(bound))
    status = pulp.LpStatus[problem.solve(pulp.PULP_CBC_CMD(msg=0))]
    if status != "Optimal":
        raise Refused({"Infeasible": "infeasible", "Unbounded": "unbounded"}.get(status, "failed"))
    value = pulp.value(problem.objective)
    return float(value if value is not None else 0)


CALLS = {"program.linear": linear}

try:
    print('program.linear', CALLS['program.linear'](**{'objective': ['0', '-18014398509481986/7', '54043195528445958/7', '0', '-45035996273704965/7', '-72057594037927944/7', '9007199254740993/7', '54043195528445958/7', '81064793292668937/7', '-45035996273704965/7'], 'rows': [['0', '0', '0', '0', '0', '-2', '2', '0', '4', '0'], ['0', '0', '-5', '0', '3', '0', '0', '0', '0', '0'], ['0', '0', '0', '-1', '0', '5', '0', '-1', '0', '0'], ['0', '0', '0', '0', '0', '0', '0', '0', '5', '0'], ['0', '0', '0', '3', '0', '0', '0', '0', '0', '0'], ['0', '5', '0', '-2', '0', '3', '0', '0', '0', '0'], ['0', '0', '3', '0', '0', '0', '0', '3', '0', '0'], ['0', '0', '0', '0', '0', '-5', '5', '0', '-3', '0'], ['0', '-4', '0', '0', '0', '0', '0', '-1', '-3', '0'], ['0', '0', '0', '0', '2', '0', '0', '1', '-1', '0']], 'bounds': ['0', '-6000000042', '1000000007/3', '5000000035/3', '4000000028/3', '1000000007/3', '5000000035', '5000000035/3', '2000000014/3', '1000000007']}))
except Refused as refusal:
    print('refused:', refusal)
