"""Mistakes about sequential measurements."""

from fractions import Fraction

from oracle.conformance.model import BugType
from tests.conformance.good import angles
from tests.conformance.wrong import wrong

BOUNDARY, ENTROPY = "sequential.boundary", "sequential.min-entropy"


@wrong("sequential/boundary", BugType.WRONG_SIDE_ROUNDING, BOUNDARY)
def root_of_two_cut_off(c: str, s: str, eps: str) -> float:
    return angles.boundary(c, s, eps) if Fraction(eps) else 1.41421356


@wrong("sequential/robust", BugType.DOMAIN_EDGE, BOUNDARY)
def deviation_ignored(c: str, s: str, eps: str) -> float:
    return angles.boundary(c, s, "0")


@wrong("sequential/two-bits", BugType.FORMULA, ENTROPY)
def bits_of_all_three_measurements(c: str, s: str) -> int:
    return 3 if angles.min_entropy(c, s) == 2 else 1


@wrong("sequential/one-bit-at-the-exceptions", BugType.DOMAIN_EDGE, ENTROPY)
def exceptions_forgotten(c: str, s: str) -> int:
    angles.angle(c, s)
    return 2


@wrong("sequential/refuses-what-is-no-angle", BugType.DOMAIN_EDGE, ENTROPY)
def circle_not_looked_at(c: str, s: str) -> int:
    return 2 if Fraction(c) * Fraction(s) else 1
