"""Binomial tails as exact intervals, for a million trials as fast as for ten.

Every function returns rationals with low <= value <= high. A term of the distribution is calculated once, from exact
products or from Stirling's series, and the others from it by their quotients, downwards from the largest on.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import exp, inf, lgamma, log, log1p

from proofs.kernel import interval
from proofs.kernel.interval import Interval

BITS = 80  # of a calculated value
GUARD = 40  # bits that logarithms of factorials lose at most, for a million trials
PRODUCTS = 512  # factors of a binomial coefficient up to which it is multiplied out
TINY = -8192  # numbers below 2 to this are between 0 and it
SMALLEST = Fraction(1, 1 << 6000)  # a tail below has this upper end; the format has numbers of 2000 digits


def binomial_tail(trials: int, chance: Fraction, most: int) -> Interval:
    """Pr[Bin(trials, chance) <= most], for 0 < chance < 1.

    >>> low, high = binomial_tail(10, Fraction(1, 16), 1)
    >>> low <= Fraction(15**10 + 10 * 15**9, 16**10) <= high
    True
    """
    if most < 0:
        return Fraction(0), Fraction(0)
    if most >= trials:
        return Fraction(1), Fraction(1)
    if most <= trials * chance:
        return _clipped(_from(trials, chance, most))
    low, high = _from(trials, 1 - chance, trials - most - 1)
    return _clipped((1 - high, 1 - low))


def log_about(trials: int, chance: float, most: int) -> float:
    """Roughly ln Pr[Bin(trials, chance) <= most], most >= 0, in floating point: a place to look, no bound.

    >>> round(log_about(59, 0.1, 0), 5)
    -6.21627
    """
    if most >= trials:
        return 0.0
    if most > trials * chance:
        rest = exp(log_about(trials, 1 - chance, trials - most - 1))
        return log1p(-rest) if rest < 1 else -inf
    logarithm = lgamma(trials + 1) - lgamma(most + 1) - lgamma(trials - most + 1)
    logarithm += most * log(chance) + (trials - most) * log1p(-chance)
    term = total = 1.0
    odds = (1 - chance) / chance
    for j in range(most, 0, -1):
        term *= j * odds / (trials - j + 1)
        total += term
        if term < 1e-12 * total:
            break
    return logarithm + log(total)


def _clipped(value: Interval) -> Interval:
    low, high = max(value[0], Fraction(0)), min(value[1], Fraction(1))
    return (Fraction(0), SMALLEST) if high < SMALLEST else (low, high)


def _from(trials: int, chance: Fraction, most: int) -> Interval:
    """The sum of the terms from `most` <= trials * chance down, which get smaller: in units of the first."""
    unit = 1 << BITS
    low = high = total_low = total_high = unit
    odds = (1 - chance) / chance
    n, d = odds.numerator, odds.denominator
    for j in range(most, 0, -1):
        # the next quotient, below 1 as j < (trials + 1) chance, and falling
        over, under = j * n, (trials - j + 1) * d
        low, high = low * over // under, -(-high * over // under)
        total_low += low
        total_high += high
        if high < unit >> (BITS - 24):
            # the quotients left are at most this one, so the terms left are below a geometric series
            total_high += high * over // (under - over) + 1
            break
    first = binomial_term(trials, chance, most)
    return first[0] * Fraction(total_low, unit), first[1] * Fraction(total_high, unit)


def binomial_term(trials: int, chance: Fraction, j: int) -> Interval:
    """C(trials, j) chance^j (1 - chance)^(trials - j), for 0 < chance < 1.

    >>> low, high = binomial_term(10, Fraction(1, 2), 5)
    >>> low <= Fraction(252, 1024) <= high
    True
    """
    p = BITS + GUARD
    logarithm = interval.add(
        _times(_ln(chance), j, p), interval.add(_times(_ln(1 - chance), trials - j, p), _ln_choose(trials, j), p), p
    )
    return _exp(logarithm)


def _times(x: Interval, factor: int, p: int) -> Interval:
    return interval.multiply(x, (Fraction(factor), Fraction(factor)), p)


@lru_cache(maxsize=256)
def _ln(x: Fraction) -> Interval:
    return interval.ln((x, x), BITS + GUARD)


def _exp(x: Interval) -> Interval:
    """exp(x) = 2^n exp(x - n ln 2), so that the argument is small."""
    p = BITS + GUARD
    n = int(x[0] / _ln(Fraction(2))[0])
    small = interval.exp(interval.subtract(x, _times(_ln(Fraction(2)), n, p), p), BITS)
    if n < TINY:
        return Fraction(0), Fraction(1, 1 << -TINY)
    scale = Fraction(2) ** n
    return small[0] * scale, small[1] * scale


def _ln_choose(trials: int, j: int) -> Interval:
    """ln C(trials, j)."""
    p, few = BITS + GUARD, min(j, trials - j)
    if few <= PRODUCTS:
        numerator, denominator = 1, 1
        for k in range(few):
            numerator, denominator = numerator * (trials - k), denominator * (k + 1)
        choose = Fraction(numerator // denominator)
        return interval.ln((interval.down(choose, p), interval.up(choose, p)), p)
    below = interval.add(_ln_factorial(j), _ln_factorial(trials - j), p)
    return interval.subtract(_ln_factorial(trials), below, p)


# B_(2k) / (2k (2k - 1)), whose series in n^(1 - 2k) is above and below ln n! in turn
_STIRLING = [Fraction(1, 12), Fraction(-1, 360), Fraction(1, 1260), Fraction(-1, 1680), Fraction(1, 1188)]
_STIRLING += [Fraction(-691, 360360), Fraction(1, 156), Fraction(-3617, 122400)]


@lru_cache(maxsize=1024)
def _ln_factorial(n: int) -> Interval:
    """n ln n - n + ln(2 pi n)/2 + Stirling's series, for n above `PRODUCTS`."""
    p = BITS + GUARD
    sums = [sum((c / Fraction(n) ** (2 * k + 1) for k, c in enumerate(_STIRLING[:m])), Fraction(0)) for m in (7, 8)]
    two_pi_n = (2 * n * _pi()[0], 2 * n * _pi()[1])
    half = interval.multiply(interval.ln(two_pi_n, p), (Fraction(1, 2), Fraction(1, 2)), p)
    main = interval.subtract(_times(_ln(Fraction(n)), n, p), (Fraction(n), Fraction(n)), p)
    return interval.add(interval.add(main, half, p), (interval.down(min(sums), p), interval.up(max(sums), p)), p)


@lru_cache(maxsize=1)
def _pi() -> Interval:
    """Machin: 16 arctan(1/5) - 4 arctan(1/239); a series that alternates lies between two of its sums."""

    def arctan(n: int) -> Interval:
        ends = [Fraction(0), Fraction(0)]
        for k in range(120):
            ends = [ends[1], ends[1] + Fraction((-1) ** k, (2 * k + 1) * n ** (2 * k + 1))]
        return min(ends), max(ends)

    (a, b), (c, d) = arctan(5), arctan(239)
    return interval.down(16 * a - 4 * d, BITS + GUARD), interval.up(16 * b - 4 * c, BITS + GUARD)
