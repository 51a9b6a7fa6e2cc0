"""Fisher's exact test: does a frequency depend on something, or is it chance?

Given the margins of a table of two rows the number k of successes in the first row is hypergeometric if the
probability of success is the same in both; the two-sided p-value is the probability of all k' that are at most as
likely as the observed one.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from oracle.numbers import dyadic

EXACT_ROUNDS = 5000  # up to here all binomials are written out
PRECISION = 256  # bits of the relative weights beyond
ENOUGH = 1 << 64  # relative weight 2^-192
MAX_TERMS = 400_000
THRESHOLD = Fraction(1, 10**6)
"""Probability of refusing data that satisfy an assumption, over all tests of it together (Bonferroni)."""

HOEFFDING = 16  # 2 exp(-16) < 2.3e-7 < THRESHOLD / 4


def fisher(k1: int, n1: int, k2: int, n2: int) -> tuple[Fraction, Fraction]:
    """Two-sided p-value of Fisher's exact test for k1 of n1 against k2 of n2.

    Returns:
        Rationals around the p-value, equal when n1 + n2 is at most `EXACT_ROUNDS`.

    >>> fisher(3, 4, 1, 4)[0]
    Fraction(17, 35)
    """
    successes, total = k1 + k2, n1 + n2
    if total <= EXACT_ROUNDS:
        support = range(max(0, successes - n2), min(successes, n1) + 1)
        weights = {k: comb(n1, k) * comb(n2, successes - k) for k in support}
        p = Fraction(sum(w for w in weights.values() if w <= weights[k1]), sum(weights.values()))
        return p, p
    # the variance is at most min(successes, total - successes, n1, n2); 2^-256 is reached within 20 deviations
    if 1600 * min(successes, total - successes, n1, n2) > MAX_TERMS**2:
        return _hoeffding(k1, n1, k2, n2)
    return _weighted(k1, n1, successes, total)


def _hoeffding(k1: int, n1: int, k2: int, n2: int) -> tuple[Fraction, Fraction]:
    """P(|k/n - K/N| >= t) <= 2 exp(-2 n t^2) also without replacement, for either row."""
    mean = Fraction(k1 + k2, n1 + n2)
    exponent = max(2 * n * (Fraction(k, n) - mean) ** 2 for k, n in ((k1, n1), (k2, n2)))
    return Fraction(0), (THRESHOLD / 4) * Fraction(99, 100) if exponent >= HOEFFDING else Fraction(1)


def _weighted(k1: int, n1: int, successes: int, total: int) -> tuple[Fraction, Fraction]:
    """Weights relative to the mode as integers over 2^PRECISION, one rounded down and one up.

    w(k+1)/w(k) = (n1-k)(K-k) / ((k+1)(n2-K+k+1)), and weights only fall on the way out from the mode.
    The walk ends at relative weight 2^-192 (further on, rounding up would stall); each of the at most
    `total` terms left out is below the last one, and their sum is added to every upper sum.
    """
    n2 = total - n1
    first, last = max(0, successes - n2), min(successes, n1)
    mode = min(max((successes + 1) * (n1 + 1) // (total + 2), first), last)
    one = 1 << PRECISION
    weights: dict[int, tuple[int, int]] = {mode: (one, one)}
    left_out = 0
    for step in (1, -1):
        k, (low, high) = mode, weights[mode]
        while high > ENOUGH and first <= k + step <= last:
            up, down = (n1 - k) * (successes - k), (k + 1) * (n2 - successes + k + 1)
            if step < 0:
                up, down = k * (n2 - successes + k), (n1 - k + 1) * (successes - k + 1)
            low, high = low * up // down, -(-high * up // down)
            k += step
            weights[k] = low, high
        if first < k < last:
            left_out += high * total  # at most `total` further terms, none above the last one
    observed = weights.get(k1, (0, ENOUGH))
    all_low, all_high = sum(w[0] for w in weights.values()), sum(w[1] for w in weights.values()) + left_out
    # certainly at most as likely as the observed number, and possibly so
    tail_low = sum(low for k, (low, high) in weights.items() if k == k1 or high <= observed[0])
    tail_high = sum(high for low, high in weights.values() if low <= observed[1]) + left_out
    p_low, p_high = Fraction(tail_low, all_high), min(Fraction(1), Fraction(tail_high, all_low))
    return dyadic(p_low, 128, up=False), dyadic(p_high, 128, up=True)
