"""Mistakes about steering."""

import math
from fractions import Fraction

from oracle.conformance.properties import BugType
from tests.oracle.conformance.good import steering
from tests.oracle.conformance.good.steering import Vector
from tests.oracle.conformance.wrong import wrong


@wrong("steering/functional", BugType.FORMULA, "steering.functional")
def transposed(states: list[list[Vector]], operators: list[list[Vector]]) -> str:
    conjugate = [[[t, x, str(-Fraction(y)), z] for t, x, y, z in row] for row in operators]
    return steering.functional(states, conjugate)


@wrong("steering/visibility", BugType.FORMULA, "steering.visibility")
def sharp_inputs_taken_for_unit_vectors(first: Vector, second: Vector) -> float:
    squares = sum(Fraction(x) ** 2 for x in (*first, *second))
    return 1 / math.sqrt(squares)


@wrong("steering/joint", BugType.PRIMAL_FOR_DUAL, "steering.guessing.joint")
def affine_between_the_model_and_the_pure_state(mu: str) -> float:
    m = steering.weight(mu)
    return min(1.0, 1 - (m - 0.5) * 1.5)


@wrong("steering/separate", BugType.FORMULA, "steering.guessing.separate")
def threshold_of_both_taken_for_one(mu: str) -> float:
    return steering.separate(mu) if steering.weight(mu) > 0.71 else steering.joint(mu)


@wrong("steering/refuses-what-is-no-visibility", BugType.DOMAIN_EDGE, "steering.guessing.joint")
def visibility_cut_off(mu: str) -> float:
    return steering.joint(str(min(Fraction(1), max(Fraction(0), Fraction(mu)))))
