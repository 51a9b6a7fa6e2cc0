"""Exact helpers for checks: printed figures as intervals of reals, rigorous enclosures, exact tail probabilities.

Every interval is closed and contains the value; its ends are fractions.
"""

import json
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from math import comb, isqrt
from typing import NamedTuple

from proofs.kernel.check import check_bytes
from proofs.search.formulas.enclose import enclosure_proposals
from proofs.search.language.failure import Failure
from proofs.search.language.write import Json

Expression = Json
WIDTH = Fraction(1, 1 << 44)
_SCALE = 1 << 64


class Interval(NamedTuple):
    """A closed interval of reals."""

    low: Fraction
    high: Fraction

    def within(self, other: "Interval") -> bool:
        """Whether every real of this interval lies in the other."""
        return other.low <= self.low and self.high <= other.high

    def apart(self, other: "Interval") -> bool:
        """Whether the intervals have no real in common."""
        return self.high < other.low or other.high < self.low


def point(value: Fraction | int) -> Interval:
    """Return the interval of one number."""
    return Interval(Fraction(value), Fraction(value))


def rounds_to(figure: str) -> Interval:
    """Return the reals that round to a printed decimal, whichever way halves are rounded.

    Args:
        figure: A decimal as printed; its last digit is the unit of rounding.

    >>> rounds_to("2.414")
    Interval(low=Fraction(4827, 2000), high=Fraction(4829, 2000))
    """
    return Interval(Fraction(figure) - _unit(figure) / 2, Fraction(figure) + _unit(figure) / 2)


def truncates_to(figure: str) -> Interval:
    """Return the reals whose decimals, cut off, are the printed nonnegative figure (its upper end included).

    >>> truncates_to("0.19").high
    Fraction(1, 5)
    """
    return Interval(Fraction(figure), Fraction(figure) + _unit(figure))


def _unit(figure: str) -> Fraction:
    mantissa, _, exponent = figure.lower().partition("e")
    return Fraction(10) ** (int(exponent or "0") - len(mantissa.partition(".")[2]))


def decimal(value: Fraction, digits: int = 8) -> str:
    """Return a fraction cut off after some decimals, for reading only.

    >>> decimal(Fraction(-2, 3), 3)
    '-0.666'
    """
    scaled = abs(value.numerator) * 10**digits // value.denominator
    whole, rest = divmod(scaled, 10**digits)
    return f"{'-' if value < 0 else ''}{whole}.{rest:0{digits}d}"


def op(name: str, *arguments: Expression | Fraction | int) -> Expression:
    """Return an expression of the certificate format.

    >>> op("sqrt", 2)
    {'sqrt': ['2']}
    """
    return {name: [item if isinstance(item, str | dict) else str(item) for item in arguments]}


def enclose(expression: Expression, width: Fraction = WIDTH) -> Interval:
    """Return an interval of the expression that the kernel has proved.

    The search proposes; only a certificate of this very expression that the kernel calls PROVED is used.

    Args:
        expression: Fractions as strings, operations as one-key tables.
        width: An upper bound for the width of the interval.

    Raises:
        ArithmeticError: The kernel did not prove the proposal, or it speaks of something else.

    >>> enclose(op("sqrt", 2)).low ** 2 <= 2
    True
    """
    try:
        for certificate in enclosure_proposals(expression, width):
            verdict = check_bytes(certificate)
            if verdict.code != "enclosure":  # of more digits: the interval was too wide to decide
                break
    except Failure as failure:
        raise ArithmeticError(str(failure)) from None
    statement = json.loads(certificate)["statement"]
    if verdict.verdict != "PROVED" or statement["expression"] != expression:
        raise ArithmeticError(f"no proved enclosure: {verdict.verdict} {verdict.problem}")
    return Interval(Fraction(statement["low"]), Fraction(statement["high"]))


def identical(
    left: Callable[..., Fraction | int], right: Callable[..., Fraction | int], degree: int, variables: int
) -> bool:
    """Return whether two polynomials are the same.

    Lemma: a polynomial of degree at most d in each of k variables that vanishes on a grid of (d+1)^k points is zero
    (one variable at a time, a nonzero polynomial of degree d has at most d roots).

    Args:
        left: Polynomial of degree at most ``degree`` in each variable; so must be the other.
        right: The other.
        degree: A bound on the degree in each variable.
        variables: How many.

    >>> identical(lambda x, y: (x + y) * (x - y), lambda x, y: x * x - y * y, 2, 2)
    True
    """
    grid = [Fraction(value) for value in range(1, degree + 2)]
    return all(left(*where) == right(*where) for where in product(grid, repeat=variables))


def sqrt_interval(value: Interval) -> Interval:
    """Return an interval of the square roots of nonnegative reals, ends rounded outwards to multiples of 2^-64.

    floor(sqrt(floor(v S^2))) / S <= sqrt(v) < (floor(sqrt(floor(v S^2))) + 1) / S for S = 2^64.

    >>> sqrt_interval(point(2)).low ** 2 <= 2 <= sqrt_interval(point(2)).high ** 2
    True
    """
    low = isqrt(value.low.numerator * _SCALE * _SCALE // value.low.denominator)
    high = isqrt(value.high.numerator * _SCALE * _SCALE // value.high.denominator) + 1
    return Interval(Fraction(low, _SCALE), Fraction(high, _SCALE))


def pi_interval() -> Interval:
    """Return an interval of pi by Machin's formula pi = 16 arctan(1/5) - 4 arctan(1/239).

    >>> 22 / Fraction(7) > pi_interval().high
    True
    """
    fifth, small = _arctan_of_inverse(5), _arctan_of_inverse(239)
    return Interval(16 * fifth.low - 4 * small.high, 16 * fifth.high - 4 * small.low)


def _arctan_of_inverse(k: int) -> Interval:
    # Alternating with decreasing terms: neighbouring partial sums lie on either side of the limit.
    total, previous = Fraction(0), Fraction(0)
    for j in range(31):
        previous = total
        total += Fraction((-1) ** j, (2 * j + 1) * k ** (2 * j + 1))
    return Interval(min(total, previous), max(total, previous))


def erfc_of_sqrt(square: Fraction) -> Interval:
    """Return an interval of erfc(sqrt(t)) for a rational t in [0, 8].

    erf(sqrt t) = sqrt(4 t / pi) * sum_k (-t)^k / (k! (2k+1)); from k >= t on the terms decrease and alternate, so the
    limit lies between neighbouring partial sums. The sum is positive, as erf is, which makes the product monotone.

    Raises:
        ValueError: t outside the range.

    >>> erfc_of_sqrt(Fraction(0)) == point(1)
    True
    >>> rounds_to("0.157299").low < erfc_of_sqrt(Fraction(1)).low < rounds_to("0.157299").high
    True
    """
    if not 0 <= square <= 8:
        raise ValueError("erfc is enclosed for squares of arguments between 0 and 8 only")
    if square == 0:
        return point(1)
    total, previous, power = Fraction(0), Fraction(0), Fraction(1)
    for k in range(64):
        previous = total
        total += power / (2 * k + 1)
        power *= -square / (k + 1)
    pi = pi_interval()
    factor = sqrt_interval(Interval(4 * square / pi.high, 4 * square / pi.low))
    low, high = min(total, previous), max(total, previous)
    return Interval(1 - factor.high * high, 1 - factor.low * low)


def binomial_tail(n: int, success: Fraction, at_least: int) -> Fraction:
    """Return P(Bin(n, success) >= at_least) exactly.

    >>> binomial_tail(2, Fraction(3, 4), 2)
    Fraction(9, 16)
    """
    won, lost, whole = success.numerator, success.denominator - success.numerator, success.denominator
    total = 0
    power = won**at_least
    for k in range(at_least, n + 1):
        total += comb(n, k) * power * lost ** (n - k)
        power *= won
    return Fraction(total, whole**n)


def fisher_two_sided(first: Sequence[int], second: Sequence[int]) -> Fraction:
    """Return the p-value of Fisher's exact test of a two by two table, exactly.

    The sum, over the tables with the same margins, of the hypergeometric probabilities that are at most that of the
    observed table; probabilities are compared as integers.

    Args:
        first: The two counts of one row.
        second: The two counts of the other.

    >>> fisher_two_sided((3, 1), (1, 3))
    Fraction(17, 35)
    """
    row, other, column = sum(first), sum(second), first[0] + second[0]
    least, most = max(0, column - other), min(row, column)
    weights = [comb(row, least) * comb(other, column - least)]
    for k in range(least, most):
        # C(row, k+1) C(other, column-k-1) from its predecessor; the division leaves no rest.
        weights.append(weights[-1] * (row - k) * (column - k) // ((k + 1) * (other - column + k + 1)))
    observed = weights[first[0] - least]
    return Fraction(sum(weight for weight in weights if weight <= observed), comb(row + other, column))
