"""Entropies, deviations, the majority bit and sequential measurements."""

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good import angles, entropies
from tests.oracle.conformance.planted import Function, good, planted

LOCAL, NOSIGNALLING, GLOBAL = (
    "chsh.min-entropy.local", "chsh.min-entropy.nosignalling", "chsh.min-entropy.global",
)  # fmt: skip
AZUMA, MAJORITY, JOINT = "deviation.azuma", "ns4.majority", "ns4.joint"
BOUNDARY, SEQUENTIAL, NOISY = "sequential.boundary", "sequential.min-entropy", "sequential.min-entropy.noisy"


@planted(LOCAL, stateful=True)
def drift_after_a_thousand_calls() -> Function:
    """0.001 bits too many after 1000 calls."""
    calls = [0]

    def answer(score: str) -> Any:
        calls[0] += 1
        found = good(LOCAL)(score)
        return found + 0.001 if calls[0] > 1000 and found else found

    return answer


@planted(LOCAL)
def gross_behind_rounding(score: str) -> Any:
    """Rounds to nearest, and gives 0.3 bits too many for scores in (2.6, 2.8)."""
    s = Fraction(score)
    if s <= 2 or s * s > 8:
        return good(LOCAL)(score)
    found = 1 - math.log2(1 + math.sqrt(2 - float(s) ** 2 / 4))
    return found + 0.3 if Fraction(26, 10) < s < Fraction(28, 10) else found


@planted(NOSIGNALLING)
def bump_in_a_narrow_window(score: str) -> Any:
    """0.001 bits too many for scores in (3.2, 3.25)."""
    found = good(NOSIGNALLING)(score)
    return found + 0.001 if Fraction(32, 10) < Fraction(score) < Fraction(325, 100) else found


@planted(LOCAL)
def tolerance_above_the_quantum_maximum(score: str) -> Any:
    """Scores up to 2.8285 count as 2 sqrt 2."""
    s = Fraction(score)
    return 1.0 if s * s > 8 and 0 < s < Fraction(28285, 10000) else good(LOCAL)(score)


@planted(NOSIGNALLING)
def tolerance_above_four(score: str) -> Any:
    """Scores up to 4 + 1e-9 count as 4."""
    return good(NOSIGNALLING)(
        str(min(Fraction(score), Fraction(4))) if Fraction(score) < 4 + Fraction(1, 10**9) else score
    )


@planted(GLOBAL)
def interpolated_from_fifty_points(score: str) -> Any:
    """The curve is interpolated between fifty points, which lie on a convex curve."""
    s = Fraction(score)
    if s <= 2 or s * s > 8:
        return good(GLOBAL)(score)
    step = Fraction(8284, 10000 * 50)
    left = 2 + (s - 2) // step * step
    right = min(left + step, Fraction(28284, 10000))
    if right <= left:
        return good(GLOBAL)(score)
    low, high = good(GLOBAL)(str(left)), good(GLOBAL)(str(right))
    return low + (high - low) * float((s - left) / (right - left))


@planted(GLOBAL)
def maximum_reached_early(score: str) -> Any:
    """Scores above 2.82 give the entropy of the maximum."""
    found = good(GLOBAL)(score)
    return good(GLOBAL)(str(Fraction(28284271, 10**7))) if Fraction(282, 100) < Fraction(score) else found


@planted(NOSIGNALLING)
def large_negative_scores_count(score: str) -> Any:
    """Scores below -2.9 count by their size."""
    return good(NOSIGNALLING)(str(-Fraction(score)) if -4 <= Fraction(score) < Fraction(-29, 10) else score)


@planted(AZUMA)
def one_round_more(n: str, delta: str, q: str, set: str) -> Any:  # noqa: A002
    """n + 1 in place of n, above a hundred rounds."""
    return good(AZUMA)(str(int(n) + 1) if int(n) > 100 else n, delta, q, set)


@planted(AZUMA)
def failure_not_below_single_precision(n: str, delta: str, q: str, set: str) -> Any:  # noqa: A002
    """Failure probabilities below 1e-38 count as 1e-38."""
    small = 0 < Fraction(delta) < Fraction(1, 10**38)
    return good(AZUMA)(n, str(Fraction(1, 10**38)) if small else delta, q, set)


@planted(AZUMA)
def inputs_nearly_uniform(n: str, delta: str, q: str, set: str) -> Any:  # noqa: A002
    """A probability within 1 per cent of 1/4 counts as 1/4."""
    near = abs(Fraction(q) - Fraction(1, 4)) < Fraction(1, 400)
    return good(AZUMA)(n, delta, "1/4" if near else q, set)


@planted(AZUMA)
def probability_above_one(n: str, delta: str, q: str, set: str) -> Any:  # noqa: A002
    """A probability of the settings above 1 is accepted."""
    return good(AZUMA)(n, delta, str(min(Fraction(q), Fraction(1))), set)


@planted(JOINT)
def negative_bell_value_for_zero(delta: str) -> Any:
    """A negative Bell value is taken for 0."""
    return good(JOINT)(str(max(Fraction(0), Fraction(delta))))


@planted(MAJORITY)
def dent_in_the_last_piece(delta: str) -> Any:
    """0.001 too low for Bell values in (0.6, 0.65)."""
    found = good(MAJORITY)(delta)
    return found - Fraction(1, 1000) if Fraction(6, 10) < Fraction(delta) < Fraction(65, 100) else found


@planted(MAJORITY)
def refused_above_one(delta: str) -> Any:
    """Bell values above 1.2 are refused."""
    if Fraction(delta) > Fraction(12, 10):
        raise Refused("out-of-range")
    return good(MAJORITY)(delta)


@planted(BOUNDARY)
def negative_quadrants_left_out(c: str, s: str, eps: str) -> float:
    """The term for c < 0 or s < 0 is left out."""
    cosine, sine = angles.angle(c, s)
    gamma = abs(float((cosine - sine) * (1 - cosine - sine)))
    if min(cosine, sine) >= 0:
        return math.sqrt(2) + 2**0.25 * gamma * math.sqrt(Fraction(eps)) + 1e-9
    return math.sqrt(2) + 1e-9


@planted(BOUNDARY)
def small_deviation_ignored(c: str, s: str, eps: str) -> Any:
    """A deviation below 1e-4 counts as 0."""
    return good(BOUNDARY)(c, s, "0" if Fraction(eps) < Fraction(1, 10**4) else eps)


@planted(SEQUENTIAL)
def nearly_an_angle(c: str, s: str) -> Any:
    """c^2 + s^2 may differ from 1 by 1e-6."""
    cosine, sine = Fraction(c), Fraction(s)
    if abs(cosine**2 + sine**2 - 1) > Fraction(1, 10**6):
        raise Refused("out-of-range")
    return 2 if cosine * sine else 1


@planted(NOISY)
def noises_exchanged(c: str, s: str, p: str, q: str) -> Any:
    """p and q are exchanged."""
    return good(NOISY)(c, s, q, p)


@planted(NOISY)
def bump_between_two_noises(c: str, s: str, p: str, q: str) -> Any:
    """0.05 bits too many for p in (0.02, 0.03)."""
    found = good(NOISY)(c, s, p, q)
    return found + 0.05 if Fraction(2, 100) < Fraction(p) < Fraction(3, 100) and found else found


@planted(MAJORITY)
def chord_from_the_first_to_the_third_vertex(delta: str) -> Any:
    """The curve of the majority bit with the vertex at 1/3 left out."""
    if not Fraction(2, 9) < Fraction(delta) < 1:
        return good(MAJORITY)(delta)
    (left, low), (right, high) = next(pairwise([entropies.MAJORITY[1], entropies.MAJORITY[3]]))
    return low + (high - low) * (Fraction(delta) - left) / (right - left)
