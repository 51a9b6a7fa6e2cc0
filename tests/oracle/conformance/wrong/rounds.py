"""Mistakes about entropies of rounds, keys, accumulation and factors."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from oracle.conformance.implementation import Refused
from oracle.conformance.properties import BugType
from tests.oracle.conformance.good import rounds
from tests.oracle.conformance.wrong import wrong

LOCAL, PAIR, RATE = "entropy.local", "entropy.global", "entropy.key-rate"


@wrong("entropy/local", BugType.TOLERANCE_AS_BOUND, LOCAL)
def right_to_six_digits(score: str) -> float:
    return rounds.local(score) + (1e-6 if Fraction(score) > 2 else 0)


@wrong("entropy/local-below-two", BugType.SIGN_OR_DUAL_CONVENTION, LOCAL)
def whatever_the_sign(score: str) -> float:
    value = Fraction(score)
    return rounds.local(str(-value)) if -value > 2 and value * value <= 8 else rounds.local(score)


@wrong("entropy/local-refuses-above", BugType.DOMAIN_EDGE, LOCAL)
def one_bit_above(score: str) -> float:
    return 1.0 if Fraction(score) ** 2 > 8 and Fraction(score) > 0 else rounds.local(score)


@wrong("entropy/pair", BugType.FORMULA, PAIR)
def twice_one_outcome(score: str) -> float:
    return 2 * rounds.local(score)


@wrong("entropy/pair-below-two", BugType.DOMAIN_EDGE, PAIR)
def one_where_nothing_is_known(score: str) -> float:
    return 1.0 if Fraction(score) <= 0 else rounds.pair(score)


@wrong("entropy/key-rate", BugType.FORMULA, RATE)
def errors_in_nats(score: str, qber: str) -> float:
    if Fraction(score) <= 2:
        return rounds.key_rate(score, qber)
    return max(0.0, rounds.local(score) - math.log(2) * rounds.h(float(Fraction(qber))))


@wrong("entropy/no-key", BugType.DOMAIN_EDGE, RATE)
def a_negative_length(score: str, qber: str) -> float:
    return abs(float(Fraction(score))) / 10 if Fraction(score) <= 2 else rounds.key_rate(score, qber)


@wrong("entropy/accumulated", BugType.FORMULA, "entropy.accumulated")
def spread_not_rounded(n: str, constant: str, slope: str, threshold: str, smoothing: str, acceptance: str) -> float:
    first = float(int(n) * (Fraction(constant) + Fraction(slope) * Fraction(threshold)))
    errors = 1 - 2 * (math.log2(Fraction(smoothing)) + math.log2(Fraction(acceptance)))
    return max(0.0, first - 2 * (math.log2(9) + float(8 * Fraction(slope))) * math.sqrt(int(n) * errors))


@wrong("factors/largest", BugType.PRIMAL_FOR_DUAL, "factors.largest")
def deterministic_points_alone(factor: Any, power: str, bias: str) -> float:
    rounds.largest(factor, power, bias)  # refuses what is negative
    b, values = float(Fraction(bias)), rounds.listed(factor)
    laws = [
        (p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)) for p in (0.5 - b, 0.5 + b) for q in (0.5 - b, 0.5 + b)
    ]
    return max(
        sum(nu[k // 4] * float(f) * e for k, (f, e) in enumerate(zip(values, point, strict=True)))
        for nu in laws
        for point in rounds.DETERMINISTIC
    )


@wrong("factors/bits", BugType.FORMULA, "factors.bits")
def error_not_paid_for(factor: Any, power: str, counts: Any, error: str) -> Fraction:
    if 0 in rounds.listed(factor):
        return rounds.bits(factor, power, counts, error)
    return rounds.bits(factor, power, counts, "1")


@wrong("factors/no-bits-of-a-factor-zero", BugType.DOMAIN_EDGE, "factors.bits")
def rounds_of_factor_zero_left_out(factor: Any, power: str, counts: Any, error: str) -> Fraction:
    values = rounds.listed(factor)
    if 0 not in values:
        return rounds.bits(factor, power, counts, error)
    left = [[[[n if Fraction(f) else "0" for f, n in zip(fb, nb, strict=True)] for fb, nb in zip(fa, na, strict=True)]
             for fa, na in zip(fy, ny, strict=True)] for fy, ny in zip(factor, counts, strict=True)]  # fmt: skip
    return rounds.bits(factor, power, left, error)


@wrong("factors/refuses-negative-factors", BugType.DOMAIN_EDGE, "factors.largest")
def sizes_of_factors(factor: Any, power: str, bias: str) -> float:
    try:
        return rounds.largest(factor, power, bias)
    except Refused:
        sizes = [[[[str(abs(Fraction(f))) for f in fb] for fb in fa] for fa in fy] for fy in factor]
        return rounds.largest(sizes, power, bias)
