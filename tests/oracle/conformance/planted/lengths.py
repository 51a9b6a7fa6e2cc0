"""Lengths and errors of extractors."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
from mpmath import mp

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good import extractors
from tests.oracle.conformance.planted import good, planted

TOEPLITZ, TWO = "extractor.toeplitz.length", "extractor.two-source.length"
CIRCULANT, DODIS, ERROR = "extractor.circulant.length", "extractor.dodis.length", "extractor.toeplitz.error"


@planted(TOEPLITZ)
def floor_of_a_float(n: str, k: str, eps: str, eps_s: str) -> int:
    """The floor of a double: one bit too long just below a whole number."""
    size, left, (e,) = extractors.read(n, eps, eps_s, 2, k)
    return max(0, min(size, math.floor(float(e) + 2 + 2 * math.log2(left))))


@planted(TOEPLITZ)
def entropy_through_single_precision(n: str, k: str, eps: str, eps_s: str) -> Any:
    """k passes through float32."""
    exact = Fraction(k)
    near = Fraction(float(np.float32(float(exact))))
    return good(TOEPLITZ)(n, str(near if 0 <= exact <= int(n) and near <= int(n) else exact), eps, eps_s)


@planted(ERROR)
def error_squared_above_three_bits(n: str, k: str, m: str) -> Any:
    """The square of the error for n > 3."""
    found = good(ERROR)(n, k, m)
    return found if int(n) <= 3 else found * found


@planted(TWO)
def two_source_floor_of_a_float(n: str, k1: str, k2: str, eps: str, eps_s: str) -> int:
    """The floor of a double."""
    size, left, found = extractors.read(n, eps, eps_s, 6, k1, k2)
    total = float(sum(found, Fraction(12 - size))) - 10 * math.log2(5) - 4 * math.log2(3)
    return max(0, min(size, math.floor((total + 10 * (math.log2(left.numerator) - math.log2(left.denominator))) / 6)))


@planted(DODIS)
def dodis_floor_of_a_float(n: str, k1: str, k2: str, eps: str) -> int:
    """The floor of a double."""
    extractors.require_good(int(n))
    size, left, found = extractors.read(n, eps, "0", 0, k1, k2)
    logarithm = math.log2(left.numerator) - math.log2(left.denominator)
    total = float(sum(found, Fraction(9 - size))) - 4 * math.log2(3) + 8 * logarithm
    return max(0, min(size - 1, math.floor(0.2 * total)))


@planted(CIRCULANT)
def circulant_floor_with_a_tolerance(n: str, k: str, eps: str, eps_s: str) -> int:
    """Values within 1e-9 of the next whole number count as that number."""
    extractors.require_good(int(n) + 1)
    size, left, (e,) = extractors.read(n, eps, eps_s, 2, k)
    value = extractors.real(e) + 2 + 2 * mp.log(mp.mpf(left.numerator) / left.denominator, 2)
    return max(0, min(size, int(mp.floor(value + 1e-9))))


@planted(TOEPLITZ)
def doubles_above_two_to_the_53(n: str, k: str, eps: str, eps_s: str) -> Any:
    """Sources longer than 2^53 bits are computed in doubles."""
    if int(n) <= 2**53:
        return good(TOEPLITZ)(n, k, eps, eps_s)
    size, left, (e,) = extractors.read(n, eps, eps_s, 2, k)
    logarithm = math.log2(left.numerator) - math.log2(left.denominator)
    return max(0, min(size, math.floor(float(e) + 2 + 2 * logarithm)))


@planted(TOEPLITZ)
def error_not_below_two_to_the_minus_256(n: str, k: str, eps: str, eps_s: str) -> Any:
    """Errors below 2^-256 count as 2^-256."""
    if 0 < Fraction(eps) < Fraction(1, 2**256) and not Fraction(eps_s):
        return good(TOEPLITZ)(n, k, str(Fraction(1, 2**256)), "0")
    return good(TOEPLITZ)(n, k, eps, eps_s)


@planted(DODIS)
def error_not_below_single_precision(n: str, k1: str, k2: str, eps: str) -> Any:
    """Errors below 1e-38 count as 1e-38."""
    small = 0 < Fraction(eps) < Fraction(1, 10**38)
    return good(DODIS)(n, k1, k2, str(Fraction(1, 10**38)) if small else eps)


@planted(TOEPLITZ)
def small_smoothing_forgotten(n: str, k: str, eps: str, eps_s: str) -> Any:
    """A smoothing parameter below a thousandth of the error is taken for 0."""
    found = good(TOEPLITZ)(n, k, eps, eps_s)
    return good(TOEPLITZ)(n, k, eps, "0") if 1000 * Fraction(eps_s) < Fraction(eps) else found


@planted(TWO)
def smoothing_paid_twice_in_place_of_six_times(n: str, k1: str, k2: str, eps: str, eps_s: str) -> Any:
    """Leftover hashing's smoothing in the formula for two sources."""
    good(TWO)(n, k1, k2, eps, eps_s)
    return good(TWO)(n, k1, k2, str(Fraction(eps) - 2 * Fraction(eps_s)), "0")


@planted(TOEPLITZ)
def entropy_rounded_up_when_it_is_near_a_whole_number(n: str, k: str, eps: str, eps_s: str) -> Any:
    """k with a fractional part above 0.999 is rounded up."""
    exact = Fraction(k)
    near = Fraction(math.ceil(exact))
    return good(TOEPLITZ)(n, str(near) if 0 < near - exact < Fraction(1, 1000) else k, eps, eps_s)


@planted(TWO)
def larger_entropy_taken_twice(n: str, k1: str, k2: str, eps: str, eps_s: str) -> Any:
    """The larger of the two entropies is used for both sources."""
    good(TWO)(n, k1, k2, eps, eps_s)
    larger = str(max(Fraction(k1), Fraction(k2)))
    return good(TWO)(n, larger, larger, eps, eps_s)


@planted(CIRCULANT)
def nonresidue_taken_for_primitive_root(n: str, k: str, eps: str, eps_s: str) -> Any:
    """Euler's criterion alone decides whether 2 generates everything."""
    p = int(n) + 1
    prime = p > 2 and all(p % q for q in range(2, math.isqrt(p) + 1))
    if not prime or pow(2, (p - 1) // 2, p) == 1:
        raise Refused("out-of-range")
    return good(TOEPLITZ)(n, k, eps, eps_s)


@planted(CIRCULANT)
def prime_by_fermats_test(n: str, k: str, eps: str, eps_s: str) -> Any:
    """Pseudoprimes to base 2 pass, and so do primes of a small order of 2."""
    p = int(n) + 1
    if p < 3 or pow(2, p - 1, p) != 1:
        raise Refused("out-of-range")
    return good(TOEPLITZ)(n, k, eps, eps_s)


@planted(ERROR)
def error_halved_for_long_outputs(n: str, k: str, m: str) -> Any:
    """Half the error where the output is longer than half of the source."""
    found = good(ERROR)(n, k, m)
    return found / 4 if 2 * int(m) > int(n) > 3 else found


@planted(ERROR)
def error_with_an_integer_exponent(n: str, k: str, m: str) -> float:
    """(m - k)/2 is rounded down."""
    return float(Fraction(2) ** ((int(m) - Fraction(k)) // 2)) / 2


@planted(TWO)
def size_through_32_bits(n: str, k1: str, k2: str, eps: str, eps_s: str) -> Any:
    """n wraps at 2^32 inside the formula."""
    found = good(TWO)(n, k1, k2, eps, eps_s)
    size, left, entropies = extractors.read(n, eps, eps_s, 6, k1, k2)
    if size < 2**32:
        return found
    total = extractors.real(sum(entropies, Fraction(12 - size % 2**32))) - 10 * mp.log(5, 2) - 4 * mp.log(3, 2)
    return extractors.floor((total + 10 * extractors.log2(left)) / 6, size)


@planted(TOEPLITZ)
def logarithm_from_the_bit_length_of_the_denominator(n: str, k: str, eps: str, eps_s: str) -> Any:
    """Errors below 2^-500 have their logarithm taken as a difference of bit lengths."""
    size, left, (e,) = extractors.read(n, eps, eps_s, 2, k)
    if left >= Fraction(1, 2**500):
        return good(TOEPLITZ)(n, k, eps, eps_s)
    return max(0, min(size, math.floor(e + 2 + 2 * (left.numerator.bit_length() - left.denominator.bit_length() + 1))))


@planted(DODIS)
def dodis_forgets_the_length_of_the_source(n: str, k1: str, k2: str, eps: str) -> Any:
    """For n above 1000 the formula has n - 8 in place of n."""
    found = good(DODIS)(n, k1, k2, eps)
    if int(n) <= 1000:
        return found
    size, left, entropies = extractors.read(n, eps, "0", 0, k1, k2)
    total = extractors.real(sum(entropies, Fraction(17 - size))) - 4 * mp.log(3, 2) + 8 * extractors.log2(left)
    return extractors.floor(total / 5, size - 1)
