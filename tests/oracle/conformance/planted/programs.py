"""Linear and semidefinite programs."""

from fractions import Fraction
from typing import Any

import numpy as np

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.planted import good, planted

LINEAR, SEMIDEFINITE = "program.linear", "program.semidefinite"


def _numbers(values: list[str]) -> list[Fraction]:
    return [Fraction(value) for value in values]


@planted(LINEAR)
def rows_after_the_eighth_hold_one_less(objective: list[str], rows: Any, bounds: list[str]) -> Any:
    """Bounds of the rows after the eighth are one too small."""
    less = [str(b - (1 if i >= 8 else 0)) for i, b in enumerate(_numbers(bounds))]
    return good(LINEAR)(objective, rows, less)


@planted(LINEAR)
def bounds_in_single_precision(objective: list[str], rows: Any, bounds: list[str]) -> Any:
    """Bounds pass through float32."""
    near = [str(Fraction(float(np.float32(float(b))))) for b in _numbers(bounds)]
    return good(LINEAR)(objective, rows, near)


@planted(LINEAR)
def feasible_within_a_tolerance(objective: list[str], rows: Any, bounds: list[str]) -> Any:
    """Where nothing is feasible, every bound may be exceeded by 1e-6."""
    try:
        return good(LINEAR)(objective, rows, bounds)
    except Refused as refusal:
        if refusal.code != "infeasible":
            raise
        return good(LINEAR)(objective, rows, [str(b + Fraction(1, 10**6)) for b in _numbers(bounds)])


@planted(LINEAR)
def degenerate_is_unbounded(objective: list[str], rows: Any, bounds: list[str]) -> Any:
    """Two bounds of 0 beside three variables end in a wrong status."""
    if len(objective) >= 3 and sum(not b for b in _numbers(bounds)) >= 2:
        raise Refused("unbounded")
    return good(LINEAR)(objective, rows, bounds)


@planted(LINEAR)
def small_coefficients_dropped(objective: list[str], rows: Any, bounds: list[str]) -> Any:
    """Coefficients of the objective below 1e-9 of the largest count as 0."""
    found = _numbers(objective)
    largest = max(abs(c) for c in found)
    return good(LINEAR)([str(c if abs(c) * 10**9 >= largest else 0) for c in found], rows, bounds)


@planted(LINEAR)
def unbounded_beyond_a_million(objective: list[str], rows: Any, bounds: list[str]) -> Any:
    """An optimum above 10^6 is called unbounded."""
    found = good(LINEAR)(objective, rows, bounds)
    if found > 10**6:
        raise Refused("unbounded")
    return found


@planted(SEMIDEFINITE)
def corner_of_the_objective_left_out(objective: Any, matrices: Any, values: Any) -> Any:
    """Of objectives with three rows the entries in the corners are taken once and not twice."""
    if len(objective) < 3:
        return good(SEMIDEFINITE)(objective, matrices, values)
    changed = [[str(Fraction(t) / 2) if {i, j} == {0, len(objective) - 1} else t for j, t in enumerate(row)]
               for i, row in enumerate(objective)]  # fmt: skip
    return good(SEMIDEFINITE)(changed, matrices, values)


@planted(SEMIDEFINITE)
def small_trace_refused(objective: Any, matrices: Any, values: Any) -> Any:
    """A trace between 0 and 2 is called infeasible."""
    if 0 < Fraction(values[0]) < 2:
        raise Refused("infeasible")
    return good(SEMIDEFINITE)(objective, matrices, values)


@planted(SEMIDEFINITE)
def dent_where_the_bound_is_negative(objective: Any, matrices: Any, values: Any) -> Any:
    """The bound is 0.001 too low where it is between -5 and -1."""
    found = good(SEMIDEFINITE)(objective, matrices, values)
    return found - 1e-3 if -5 < found < -1 else found


@planted(SEMIDEFINITE)
def infeasible_only_by_equal_matrices(objective: Any, matrices: Any, values: Any) -> Any:
    """A trace of at most -1 is answered with 0 once there are several matrices."""
    if len(values) > 1 and Fraction(values[0]) < 0:
        return 0.0
    return good(SEMIDEFINITE)(objective, matrices, values)
