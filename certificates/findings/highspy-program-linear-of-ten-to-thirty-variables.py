# Needs only: highspy==1.15.1 numpy==2.4.6
# Expected: program.linear: the bound is 1027.1 below the optimum, 64000000896000003136/21
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
    print('program.linear', CALLS['program.linear'](**{'objective': ['-18000000126/7', '-18000000126/7', '-22000000154/7', '10000000070/7', '-4000000028/7', '0', '-29000000203/7', '15000000105/7', '-9000000063/7', '-12000000084/7', '20000000140/7', '-6000000042/7', '-23000000161/7', '29000000203/7', '8000000056/7', '0'], 'rows': [['2', '0', '-4', '0', '1', '0', '0', '5', '0', '-4', '0', '0', '-4', '-4', '0', '5'], ['-3', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '-5', '0'], ['0', '-4', '0', '5', '0', '0', '-2', '0', '-4', '0', '0', '0', '-5', '-3', '4', '0'], ['-1', '0', '0', '0', '0', '0', '-4', '3', '-1', '0', '1', '-2', '0', '5', '0', '0'], ['-4', '-4', '0', '0', '0', '0', '0', '4', '-3', '4', '0', '0', '0', '3', '0', '5'], ['0', '-2', '-2', '0', '0', '0', '0', '0', '0', '-1', '4', '0', '0', '2', '0', '0'], ['4', '0', '0', '0', '0', '0', '0', '0', '-3', '0', '0', '0', '5', '0', '-2', '0'], ['0', '0', '-5', '-5', '0', '0', '0', '4', '0', '0', '0', '0', '0', '0', '0', '0'], ['-2', '0', '-3', '0', '0', '0', '0', '0', '1', '-1', '0', '1', '-2', '0', '0', '0'], ['0', '0', '0', '0', '-5', '0', '0', '0', '2', '-5', '0', '0', '2', '0', '-4', '0']], 'bounds': ['-3000000021', '-23000000161/3', '5000000035/3', '14000000098/3', '0', '-4000000028/3', '-5000000035', '-9000000063', '1000000007/3', '-5000000035']}))
except Refused as refusal:
    print('refused:', refusal)
