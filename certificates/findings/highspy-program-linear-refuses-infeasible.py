# Needs only: highspy==1.15.1 numpy==2.4.6
# Expected: program.linear answered '0x1.0000000000000p+0' although no point satisfies the constraints
"""highspy: HiGHS with its own interface, the objective as it is reported."""

from fractions import Fraction

import highspy
import numpy as np


class Refused(Exception):
    pass


def linear(objective, rows, bounds):
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for t in objective:
        solver.addVar(0, highspy.kHighsInf)
    for j, t in enumerate(objective):
        solver.changeColCost(j, float(Fraction(t)))
    for row, bound in zip(rows, bounds):
        places = [j for j, t in enumerate(row) if Fraction(t)]
        values = [float(Fraction(row[j])) for j in places]
        solver.addRow(-highspy.kHighsInf, float(Fraction(bound)), len(places), np.array(places, np.int32), np.array(values))
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise Refused("infeasible" if "nfeasible" in str(status) else "unbounded" if "nbounded" in str(status) else "failed")
    return float(solver.getInfo().objective_function_value)


CALLS = {"program.linear": linear}

try:
    print('program.linear', CALLS['program.linear'](**{'objective': ['1'], 'rows': [['1'], ['-1']], 'bounds': ['1', '-100000001/100000000']}))
except Refused as refusal:
    print('refused:', refusal)
