"""Exact numbers as arguments: what a user types, never through binary floating point.

A `Real` is a rational or a rational multiple of one square root; angles are rational
multiples of pi, or given by a rational tangent.

>>> parse("0.1"), parse("2*sqrt(2)"), parse("pi/8")
(Fraction(1, 10), Surd(coefficient=Fraction(2, 1), radicand=2), PiMultiple(coefficient=Fraction(1, 8)))
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt

from oracle.failures import Limit, Malformed

MAX_DIGITS = 200
"""Of an integer, of a decimal written out, and therefore of an exponent's size.

Squares of surds, numerator or denominator, then stay below the 2000 digits of the certificate format."""

_UNSIGNED = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_RATIONAL = rf"[0-9]+\s*/\s*[0-9]+|{_UNSIGNED}"
_SURD = re.compile(rf"(?:({_RATIONAL})\s*\*\s*)?sqrt\(\s*({_RATIONAL})\s*\)(?:\s*/\s*([0-9]+))?", re.ASCII)
_PI = re.compile(rf"(?:({_RATIONAL})\s*\*\s*)?pi(?:\s*/\s*([0-9]+))?", re.ASCII)
_PLAIN = re.compile(_RATIONAL, re.ASCII)
_SMALL_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)


@dataclass(frozen=True)
class Surd:
    """coefficient * sqrt(radicand), an irrational number.

    Attributes:
        coefficient: not zero.
        radicand: an integer above 1 that is not a perfect square (small square factors are taken out).
    """

    coefficient: Fraction
    radicand: int


@dataclass(frozen=True)
class PiMultiple:
    """coefficient * pi, an angle in radians."""

    coefficient: Fraction


@dataclass(frozen=True)
class TangentAngle:
    """The angle in (-pi/2, pi/2) with this rational tangent."""

    tangent: Fraction


Real = Fraction | Surd
Exact = Fraction | Surd | PiMultiple | TangentAngle
Json = str | list["Json"] | dict[str, "Json"]
Expression = Json
"""Of the certificate format: a rational as a string, or {function: [arguments]}."""


def _shown(text: str) -> str:
    """Foreign text made safe for one line."""
    quoted = ascii(text)
    return quoted if len(quoted) <= 60 else quoted[:56] + "...'"


def _not_a_number(text: str) -> Malformed:
    return Malformed("not-a-number", f"{_shown(text)} is not an integer, fraction p/q, finite decimal or surd")


def _unsigned_rational(text: str) -> Fraction:
    """The value of a string that matches `_RATIONAL`."""
    top, slash, bottom = (part.strip() for part in text.partition("/"))
    if slash:
        if max(len(top), len(bottom)) > MAX_DIGITS:
            raise Limit("digits", f"a number has more than {MAX_DIGITS} digits")
        if not int(bottom):
            raise Malformed("not-a-number", f"{_shown(text)} divides by zero")
        return Fraction(int(top), int(bottom))
    mantissa, _, exponent_text = text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    sign = -1 if exponent_text.startswith("-") else 1
    exponent_digits = exponent_text.lstrip("+-").lstrip("0") or "0"
    # the length is looked at first: an exponent of many digits is never built
    if len(exponent_digits) > 6 or len(whole) + len(decimals) + int(exponent_digits) > MAX_DIGITS:
        raise Limit("digits", f"a decimal has more than {MAX_DIGITS} digits when written out")
    shift = sign * int(exponent_digits) - len(decimals)
    digits = int(whole + decimals)
    return Fraction(digits * 10**shift) if shift >= 0 else Fraction(digits, 10**-shift)


def square_root(radicand: Fraction, coefficient: Fraction = Fraction(1)) -> Real:
    """The number coefficient * sqrt(radicand), a rational when the root is one.

    >>> square_root(Fraction(9, 4)), square_root(Fraction(8))
    (Fraction(3, 2), Surd(coefficient=Fraction(2, 1), radicand=2))
    """
    if radicand < 0:
        raise Malformed("out-of-range", f"sqrt({radicand}) is not a real number")
    # sqrt(p/q) = sqrt(p*q)/q keeps one integer under the root
    inside = radicand.numerator * radicand.denominator
    coefficient /= radicand.denominator
    for prime in _SMALL_PRIMES:
        while inside and inside % (prime * prime) == 0:
            inside //= prime * prime
            coefficient *= prime
    root = isqrt(inside)
    if root * root == inside or not coefficient:
        return coefficient * root
    return Surd(coefficient, inside)


def parse(text: str) -> Exact:
    """The exact number a user typed.

    Args:
        text: an integer, `p/q`, a finite decimal with optional exponent, `sqrt(8)`, `2*sqrt(2)`,
            `sqrt(2)/2`, `pi/8`, `3*pi/4`, or `tan=p/q`; a sign in front is allowed.

    Returns:
        The value, exactly; decimals are read as decimal fractions.

    Raises:
        Malformed: `not-a-number` (also for nan, inf and a zero denominator), `out-of-range`.
        Limit: `digits`, when the number written out has more than `MAX_DIGITS` digits.

    >>> parse("-2.50e-1")
    Fraction(-1, 4)
    >>> parse("nan")
    Traceback (most recent call last):
    oracle.failures.Malformed: ('not-a-number', "'nan' is not an integer, fraction p/q, finite decimal or surd")
    """
    if len(text) > 4 * MAX_DIGITS:
        raise Limit("digits", f"a number has more than {MAX_DIGITS} digits")
    body = text.strip(" \t")
    if body.startswith("tan="):
        tangent = body[4:].removeprefix("-")
        if not _PLAIN.fullmatch(tangent):
            raise Malformed("not-a-number", f"{_shown(text)} needs a rational after tan=")
        return TangentAngle(_unsigned_rational(tangent) * (-1 if body[4:5] == "-" else 1))
    sign = Fraction(-1 if body.startswith("-") else 1)
    if body[:1] in ("+", "-"):
        body = body[1:]
    if _PLAIN.fullmatch(body):
        return sign * _unsigned_rational(body)
    match = _SURD.fullmatch(body)
    if match is not None:
        factor, inside, divisor = match.groups()
        return square_root(_unsigned_rational(inside), sign * _scale(text, factor, divisor))
    match = _PI.fullmatch(body)
    if match is not None:
        coefficient = sign * _scale(text, *match.groups())
        return PiMultiple(coefficient) if coefficient else Fraction(0)
    raise _not_a_number(text)


def _scale(text: str, factor: str | None, divisor: str | None) -> Fraction:
    below = _unsigned_rational(divisor) if divisor else Fraction(1)
    if not below:
        raise Malformed("not-a-number", f"{_shown(text)} divides by zero")
    return (_unsigned_rational(factor) if factor else Fraction(1)) / below


def parse_real(text: str) -> Real:
    """A rational or a rational multiple of a square root; angles are refused with `wrong-number`."""
    value = parse(text)
    if isinstance(value, PiMultiple | TangentAngle):
        raise Malformed("wrong-number", f"{_shown(text)} is an angle; a rational or a surd is needed here")
    return value


def parse_rational(text: str) -> Fraction:
    """A rational; anything irrational is refused with `wrong-number`."""
    value = parse(text)
    if not isinstance(value, Fraction):
        raise Malformed("wrong-number", f"{_shown(text)} is not rational; a rational is needed here")
    return value


def square(x: Real) -> Fraction:
    """x^2, which is rational.

    >>> square(parse_real("sqrt(8)"))
    Fraction(8, 1)
    """
    return x * x if isinstance(x, Fraction) else x.coefficient * x.coefficient * x.radicand


def compare(x: Real, y: Real) -> int:
    """-1, 0 or 1 as x is below, equal to or above y, decided exactly.

    t -> t*|t| is increasing and sends both numbers to rationals.

    >>> compare(parse_real("2.8284271247461901"), parse_real("sqrt(8)"))
    1
    """
    a, b = (square(t) * (-1 if (t if isinstance(t, Fraction) else t.coefficient) < 0 else 1) for t in (x, y))
    return (a > b) - (a < b)


def number_text(x: Exact) -> str:
    """One spelling for each number; `parse` reads it back.

    >>> number_text(parse("sqrt(8)")), number_text(parse("0.25")), number_text(parse("-sqrt(2)/2"))
    ('2*sqrt(2)', '1/4', '-1/2*sqrt(2)')
    """
    match x:
        case Surd(coefficient, radicand):
            return f"{_factor_text(coefficient)}sqrt({radicand})"
        case PiMultiple(coefficient):
            return f"{_factor_text(coefficient)}pi"
        case TangentAngle(tangent):
            return f"tan={tangent}"
        case _:
            return str(x)


def _factor_text(coefficient: Fraction) -> str:
    if abs(coefficient) == 1:
        return "-" if coefficient < 0 else ""
    return f"{coefficient}*"


def expression(x: Real) -> Expression:
    """The number as an expression of the certificate format.

    >>> expression(parse_real("sqrt(8)"))
    {'mul': ['2', {'sqrt': ['2']}]}
    """
    if isinstance(x, Fraction):
        return str(x)
    root: Expression = {"sqrt": [str(x.radicand)]}
    return root if x.coefficient == 1 else {"mul": [str(x.coefficient), root]}


def decimal_text(x: Fraction, digits: int, up: bool) -> str:
    """The number x as a decimal with `digits` places, rounded towards +infinity (`up`) or -infinity.

    The printed number is a bound on the safe side: at least x when `up`, at most x otherwise.

    >>> decimal_text(Fraction(2, 3), 4, up=True), decimal_text(Fraction(-2, 3), 4, up=True)
    ('0.6667', '-0.6666')
    """
    scaled = x * 10**digits
    rounded = -((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator
    sign, size = "-" if rounded < 0 else "", str(abs(rounded)).rjust(digits + 1, "0")
    return f"{sign}{size[: len(size) - digits]}.{size[len(size) - digits :]}" if digits else f"{sign}{size}"


def dyadic(x: Fraction, bits: int, up: bool) -> Fraction:
    """The number x rounded to a multiple of 2^-bits, up or down: shorter fractions, still on the safe side.

    >>> dyadic(Fraction(1, 3), 4, up=False)
    Fraction(5, 16)
    """
    scaled = x * 2**bits
    number = -((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator
    common = gcd(number, 2**bits)
    return Fraction(number // common, 2**bits // common)
