"""Mistakes about deviations, the majority bit and programs."""

from fractions import Fraction
from typing import Any

import numpy as np

from oracle.conformance.implementation import Refused
from oracle.conformance.properties import BugType
from tests.oracle.conformance.good import entropies, programs
from tests.oracle.conformance.wrong import good, wrong

AZUMA, MAJORITY = "deviation.azuma", "ns4.majority"
LINEAR, SEMIDEFINITE = "program.linear", "program.semidefinite"


@wrong("deviation/azuma-quantum", BugType.FORMULA, AZUMA)
def local_range(n: str, delta: str, q: str, set: str) -> float:  # noqa: A002 - the argument's name
    return entropies.azuma(n, delta, q, set, 2.0 if set == "quantum" else None)


@wrong("deviation/azuma-no-signalling", BugType.FORMULA, AZUMA)
def quantum_range(n: str, delta: str, q: str, set: str) -> float:  # noqa: A002
    return entropies.azuma(n, delta, q, "quantum")


@wrong("deviation/refuses-outside", BugType.DOMAIN_EDGE, AZUMA)
def no_deviation_outside(n: str, delta: str, q: str, set: str) -> float:  # noqa: A002
    try:
        return entropies.azuma(n, delta, q, set)
    except Refused:
        return 0.0


@wrong("ns4/majority", BugType.PRIMAL_FOR_DUAL, MAJORITY)
def vertex_left_out(delta: str) -> Fraction:
    return entropies.piecewise([entropies.MAJORITY[0], *entropies.MAJORITY[2:]], delta)


@wrong("ns4/joint", BugType.FORMULA, "ns4.joint")
def majority_for_joint(delta: str) -> Fraction:
    return entropies.majority(delta)


@wrong("ns4/joint-refuses-negative", BugType.DOMAIN_EDGE, "ns4.joint")
def joint_of_the_absolute_value(delta: str) -> Fraction:
    return entropies.joint(str(abs(Fraction(delta))))


@wrong("ns4/refuses-negative", BugType.DOMAIN_EDGE, MAJORITY)
def of_the_absolute_value(delta: str) -> Fraction:
    return entropies.majority(str(abs(Fraction(delta))))


@wrong("ns4/certain-beyond-the-last-vertex", BugType.DOMAIN_EDGE, MAJORITY)
def kept_below_one(delta: str) -> Fraction:
    return entropies.majority(delta) - (Fraction(1, 10**12) if Fraction(delta) >= 2 else 0)


@wrong("program/linear", BugType.WRONG_SIDE_ROUNDING, LINEAR, also=["program/linear-of-ten-to-thirty-variables"])
def rounded_to_nearest(objective: Any, rows: Any, bounds: Any) -> float:
    return float(programs.linear(objective, rows, bounds))


@wrong("program/linear-of-ten-to-thirty-variables", BugType.STATUS_IGNORED, LINEAR)
def best_point_after_a_limit(objective: Any, rows: Any, bounds: Any) -> Fraction:
    return programs.linear(objective, rows, bounds) - (1 if len(objective) >= 10 else 0)


@wrong("program/linear-refuses-infeasible", BugType.STATUS_IGNORED, LINEAR)
def zero_for_infeasible(objective: Any, rows: Any, bounds: Any) -> Fraction:
    try:
        return programs.linear(objective, rows, bounds)
    except Refused as refusal:
        if refusal.code == "unbounded":
            raise
        return Fraction(0)


@wrong("program/linear-refuses-unbounded", BugType.STATUS_IGNORED, LINEAR)
def big_number_for_unbounded(objective: Any, rows: Any, bounds: Any) -> Fraction:
    try:
        return programs.linear(objective, rows, bounds)
    except Refused as refusal:
        if refusal.code == "infeasible":
            raise
        return Fraction(10**20)


@wrong("program/semidefinite", BugType.TOLERANCE_AS_BOUND, SEMIDEFINITE)
def residuals_taken_for_zero(objective: Any, matrices: Any, values: Any) -> float:
    return programs.semidefinite(objective, matrices, values) - 1e-6


@wrong("program/semidefinite-refuses-infeasible", BugType.STATUS_IGNORED, SEMIDEFINITE)
def last_iterate(objective: Any, matrices: Any, values: Any) -> float:
    try:
        return float(good(SEMIDEFINITE)(objective, matrices, values))
    except Refused:
        largest = np.linalg.eigvalsh(np.array([[float(Fraction(t)) for t in row] for row in objective]))[-1]
        return float(largest * float(Fraction(values[0])))
