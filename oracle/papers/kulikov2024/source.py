"""The source of inputs, with its bias, and the value of the inequality for isotropic noise."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from oracle.bounds.domains import rational
from oracle.failures import Malformed
from oracle.numbers import Expression, Real, expression

HALF = Fraction(1, 2)


def bias_of(arguments: Mapping[str, Real], name: str = "mu") -> Fraction:
    """A bias: at least 0 and below 1/2."""
    value = rational(arguments, name)
    if not 0 <= value < HALF:
        raise Malformed("out-of-range", f"{name} = {value} is no bias, at least 0 and below 1/2")
    return value


def coefficients(mu: Fraction) -> tuple[Fraction, Fraction]:
    """The least and the largest probability of two bits of a source with this bias."""
    return (HALF - mu) ** 2, (HALF + mu) ** 2


def value_of_score(mu: Fraction, score: Real) -> Expression:
    """S_mu of isotropic noise: (mu_min (1 + S/4) - 3 mu_max (1 - S/4))/16, linear in the score."""
    low, high = coefficients(mu)
    constant, slope = (low - 3 * high) / 16, (low + 3 * high) / 64
    if isinstance(score, Fraction):
        return str(constant + slope * score)
    return {"add": [str(constant), {"mul": [str(slope), expression(score)]}]}
