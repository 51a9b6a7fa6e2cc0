"""Mistakes about sequential measurements."""

import math
from fractions import Fraction

from oracle.conformance.properties import BugType
from tests.oracle.conformance.good import angles, noise
from tests.oracle.conformance.wrong import wrong

BOUNDARY, ENTROPY, NOISY = "sequential.boundary", "sequential.min-entropy", "sequential.min-entropy.noisy"


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


@wrong("sequential/noise", BugType.PRIMAL_FOR_DUAL, NOISY)
def adversary_knows_only_whether_it_was_noise(c: str, s: str, p: str, q: str) -> float:
    good = noise.noisy_bits(c, s, p, q)
    lost = Fraction(p) + Fraction(q)
    fair = 2 ** -angles.min_entropy(c, s)
    return -math.log2(lost + (1 - lost) * Fraction(fair)) if good else 0.0


@wrong("sequential/no-bits-from-local-noise", BugType.DOMAIN_EDGE, NOISY)
def distance_from_the_local_bound_without_its_sign(c: str, s: str, p: str, q: str) -> float:
    beyond = 2 - math.sqrt(2) * (2 - 2 * Fraction(p) - Fraction(q))
    return noise.noisy_bits(c, s, p, q) + max(0.0, float(beyond)) / 100


@wrong("sequential/refuses-what-is-no-noise", BugType.DOMAIN_EDGE, NOISY)
def weights_not_looked_at(c: str, s: str, p: str, q: str) -> float:
    outside = min(Fraction(p), Fraction(q)) < 0 or Fraction(p) + Fraction(q) > 1
    return 0.0 if outside else noise.noisy_bits(c, s, p, q)
