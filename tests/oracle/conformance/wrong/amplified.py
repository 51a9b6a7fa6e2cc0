"""Mistakes about protocol A."""

from __future__ import annotations

from fractions import Fraction

from oracle.conformance.implementation import Refused
from oracle.conformance.properties import BugType
from tests.oracle.conformance.good import amplified
from tests.oracle.conformance.wrong import wrong

ERROR = "amplification.error"


@wrong("amplification/error", BugType.FORMULA, ERROR)
def gain_of_the_local_attack(eps: str, k: str, m: str) -> Fraction:
    right = amplified.error(eps, k, m)
    return right if int(m) else amplified.up((1 - (Fraction(1, 2) - Fraction(eps)) ** 2) ** int(k) / 2)


@wrong("amplification/error-with-failures", BugType.DOMAIN_EDGE, ERROR)
def exactly_m_failures(eps: str, k: str, m: str) -> Fraction:
    right = amplified.error(eps, k, m)
    return right - amplified.error(eps, k, str(int(m) - 1)) if int(m) else right


@wrong("amplification/devices", BugType.WRONG_SIDE_ROUNDING, "amplification.devices")
def rounded_down(eps: str, error: str) -> int:
    return amplified.devices(eps, error) - 1


@wrong("amplification/acceptance", BugType.DOMAIN_EDGE, "amplification.acceptance")
def one_failure_more(noise: str, k: str, m: str) -> Fraction:
    return amplified.acceptance(noise, k, str(int(m) + 1))


@wrong("amplification/refuses-no-source", BugType.DOMAIN_EDGE, ERROR)
def nothing_is_known_of_a_constant_source(eps: str, k: str, m: str) -> Fraction:
    return Fraction(1, 2) if not 0 <= Fraction(eps) < Fraction(1, 2) else amplified.error(eps, k, m)


@wrong("amplification/refuses-all-failures", BugType.DOMAIN_EDGE, ERROR)
def half_where_all_may_fail(eps: str, k: str, m: str) -> Fraction:
    try:
        return amplified.error(eps, k, m)
    except Refused:
        if 0 <= Fraction(eps) < Fraction(1, 2):
            return Fraction(1, 2)
        raise
