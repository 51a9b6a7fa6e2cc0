"""Mistakes about min-entropies of CHSH outcomes."""

from fractions import Fraction
from math import log2, sqrt

from oracle.conformance.properties import BugType
from tests.oracle.conformance.wrong import good, wrong

LOCAL = "chsh.min-entropy.local"
GLOBAL = "chsh.min-entropy.global"
NOSIGNALLING = "chsh.min-entropy.nosignalling"


@wrong("chsh.min-entropy/local", BugType.WRONG_SIDE_ROUNDING, LOCAL)
def local_rounded_to_nearest(score: str) -> float:
    exact: float = good(LOCAL)(score)
    return 1 - log2(1 + sqrt(2 - Fraction(score) ** 2 / 4)) if exact else 0.0


@wrong("chsh.min-entropy/local-below-two", BugType.SIGN_OR_DUAL_CONVENTION, LOCAL)
def local_of_the_absolute_value(score: str) -> float:
    value = Fraction(score)
    return float(good(LOCAL)(str(abs(value)))) if value > 0 or value * value <= 8 else 0.0


@wrong("chsh.min-entropy/local-refuses-above", BugType.DOMAIN_EDGE, LOCAL)
def local_clamped(score: str) -> float:
    return float(good(LOCAL)(score)) if Fraction(score) <= 0 or Fraction(score) ** 2 <= 8 else 1.0


@wrong("chsh.min-entropy/nosignalling", BugType.TOLERANCE_AS_BOUND, NOSIGNALLING)
def nosignalling_with_a_tolerance(score: str) -> float:
    found: float = good(NOSIGNALLING)(score)
    return found + 1e-5 if found else 0.0


@wrong("chsh.min-entropy/nosignalling-below-two", BugType.DOMAIN_EDGE, NOSIGNALLING)
def nosignalling_of_the_absolute_value(score: str) -> float:
    value = Fraction(score)
    return float(good(NOSIGNALLING)(str(abs(value)))) if value > 0 or value >= -4 else 0.0


@wrong("chsh.min-entropy/nosignalling-refuses-above", BugType.DOMAIN_EDGE, NOSIGNALLING)
def nosignalling_clamped(score: str) -> float:
    return float(good(NOSIGNALLING)(str(min(Fraction(score), Fraction(4)))))


@wrong("chsh.min-entropy/global", BugType.FORMULA, GLOBAL)
def global_as_two_independent_outcomes(score: str) -> float:
    return 2 * float(good(LOCAL)(score))


@wrong("chsh.min-entropy/global-below-two", BugType.SIGN_OR_DUAL_CONVENTION, GLOBAL)
def global_of_the_absolute_value(score: str) -> float:
    value = Fraction(score)
    return float(good(GLOBAL)(str(abs(value)))) if value > 0 or value * value <= 8 else 0.0


@wrong("chsh.min-entropy/global-refuses-above", BugType.DOMAIN_EDGE, GLOBAL)
def global_clamped(score: str) -> float:
    return float(good(GLOBAL)(score)) if Fraction(score) <= 0 or Fraction(score) ** 2 <= 8 else 1.0
