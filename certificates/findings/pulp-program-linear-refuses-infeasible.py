# Needs only: pulp==3.3.2
# Expected: program.linear answered '0x0.0p+0' although no point satisfies the constraints
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
    print('program.linear', CALLS['program.linear'](**{'objective': ['1'], 'rows': [['0']], 'bounds': ['-1']}))
except Refused as refusal:
    print('refused:', refusal)
