"""Exact real numbers: rationals, and elements of a real number field Q(alpha).

A field is given by a monic integer polynomial m, irreducible over Q, and a rational
interval that contains exactly one real root alpha of m.  An element is a polynomial
in alpha of degree below deg m.  Because m is irreducible, the powers 1, alpha, ...,
alpha^(deg m - 1) are linearly independent over Q: an element is zero if and only if
all its coefficients are.  So zero is decided algebraically first, and only then is
the sign of a nonzero element found by shrinking the interval, which must end.
Irreducibility is used a second time there: a root of an irreducible polynomial is
simple, so m changes its sign at alpha, and nowhere else in the interval.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import isqrt, lcm, prod
from typing import TypeVar

from .errors import Budget, Limit
from .read import Node

MAX_DEGREE = 8
MAX_COEFFICIENT = 10**6  # of a minimal polynomial
MAX_CANDIDATES = 20_000  # factors tried when irreducibility is decided
MAX_HALVINGS = 4000  # of an isolating interval; signs of sane elements need a few hundred
MAX_COMMON = 4096  # bits of a common denominator; beyond it fractions are cheaper

T = TypeVar("T")
Polynomial = list[Fraction]  # constant term first, no trailing zero


def _trim(poly: Polynomial) -> Polynomial:
    while poly and not poly[-1]:
        poly.pop()
    return poly


def _remainder(a: Polynomial, b: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Quotient and remainder of polynomials over Q; b is not zero."""
    quotient = [Fraction(0)] * len(a)
    rest = list(a)
    while len(rest) >= len(b):
        shift = len(rest) - len(b)
        factor = rest[-1] / b[-1]
        quotient[shift] = factor
        for i, c in enumerate(b):
            rest[shift + i] -= factor * c
        _trim(rest)  # the leading term is exactly zero now
    return _trim(quotient), rest


def _value(poly: Polynomial, x: Fraction) -> Fraction:
    result = Fraction(0)
    for c in reversed(poly):
        result = result * x + c
    return result


def count_roots(poly: Polynomial, low: Fraction, high: Fraction) -> int:
    """Number of distinct real roots in (low, high], by Sturm's theorem.

    The chain p, p', -rem, ... counts sign changes; the theorem holds for the half
    open interval when neither end is a root, which the caller makes sure of.  Inside
    the chain a zero stands between values of opposite signs, so either sign will do.
    """
    chain = [poly, _trim([i * c for i, c in enumerate(poly)][1:])]
    while chain[-1]:
        chain.append([-c for c in _remainder(chain[-2], chain[-1])[1]])
    chain.pop()  # zero; beside a gcd that changes its sign it would count

    def changes(x: Fraction) -> int:
        signs = [_value(p, x) > 0 for p in chain]
        return sum(a != b for a, b in pairwise(signs))

    return changes(low) - changes(high)


def _divisors(n: int) -> list[int]:
    """All divisors of n != 0, both signs."""
    n = abs(n)
    small = [d for d in range(1, isqrt(n) + 1) if n % d == 0]
    return [s * d for d in {*small, *(n // d for d in small)} for s in (1, -1)]


def has_factor(m: list[int], node: Node, budget: Budget) -> bool:
    """Whether the monic integer polynomial m is reducible over Q (Kronecker's method).

    By Gauss's lemma a factor may be taken monic with integer coefficients.  A monic
    factor g of degree k is fixed by its values at k points, and g(x) divides m(x) at
    each integer x; so trying every tuple of divisors finds every factor of degree k,
    and k <= deg m / 2 is enough.
    """
    exact: Polynomial = [Fraction(c) for c in m]
    points: list[Fraction] = []
    choices: list[list[int]] = []
    for k in range(1, (len(m) - 1) // 2 + 1):
        x = Fraction((k // 2) * (1 if k % 2 else -1))  # 0, -1, 1, -2, ...
        value = int(_value(exact, x))
        if not value:
            return True  # x is a rational root
        points.append(x)
        choices.append(_divisors(value))
        candidates = prod(map(len, choices))
        if candidates > MAX_CANDIDATES:
            raise node.limit("size", "irreducibility of this polynomial is beyond the stated limit")
        budget.spend(4000 * candidates)
        # Lagrange: g = (x-x1)...(x-xk) + sum of g(xi) times the product of (x-xj)/(xi-xj) over j other than i
        monic = _with_roots(points)
        others = [(p, _with_roots([q for q in points if q != p])) for p in points]
        bases = [[c / _value(basis, p) for c in basis] + [Fraction(0)] for p, basis in others]
        for values in product(*choices):
            factor = monic
            for v, basis in zip(values, bases, strict=True):
                factor = [a + v * b for a, b in zip(factor, basis, strict=True)]
            if not _remainder(exact, factor)[1]:
                return True
    return False


def _with_roots(roots: list[Fraction]) -> Polynomial:
    """The product of all x - root."""
    poly = [Fraction(1)]
    for root in roots:
        poly = [a - root * b for a, b in zip([Fraction(0), *poly], [*poly, Fraction(0)], strict=True)]
    return poly


class Field:
    """The real number field Q(alpha); `low < alpha < high` is tightened as signs are asked for."""

    def __init__(self, m: list[int], low: Fraction, high: Fraction, budget: Budget) -> None:
        self.budget = budget
        self.degree = len(m) - 1
        self.low = low
        self.high = high
        self._poly: Polynomial = [Fraction(c) for c in m]
        self._low_sign = _value(self._poly, low) > 0
        self._halvings = 0
        self.text = f"alpha is the root of {_polynomial_text(m)} in ({low}, {high})"

    @staticmethod
    def read(node: Node, budget: Budget) -> Field:
        """{"minimal-polynomial": [...], "root": [low, high]}; refuses what does not define one number."""
        found = node.fields(("minimal-polynomial", "root"))
        entries = found["minimal-polynomial"].items(least=3)
        if len(entries) > MAX_DEGREE + 1:
            raise node.limit("size", f"the degree of the field is above {MAX_DEGREE}")
        m = [entry.integer() for entry in entries]
        if any(abs(c) > MAX_COEFFICIENT for c in m):
            raise node.limit("size", f"a coefficient of the polynomial is beyond {MAX_COEFFICIENT}")
        if m[-1] != 1:
            raise entries[-1].malformed("out-of-range", "the minimal polynomial must be monic")
        if has_factor(m, found["minimal-polynomial"], budget):
            raise found["minimal-polynomial"].rejected("reducible", "the polynomial has a factor over the rationals")
        low, high = (end.rational() for end in found["root"].items(2))
        # m is irreducible of degree >= 2, so no rational end can be a root and Sturm applies; ends in the wrong order
        # count negatively
        if count_roots([Fraction(c) for c in m], low, high) != 1:
            raise found["root"].rejected("not-isolating", "the interval must contain exactly one real root")
        return Field(m, low, high, budget)

    def refine(self) -> None:
        """Halve the interval around alpha; the middle is rational, so never the root itself.

        m changes its sign once in the interval, at its simple root alpha: the middle lies below alpha exactly if m
        has the sign there that it has at the lower end.
        """
        words = self.degree * size(self.low) // 64
        self.budget.spend(self.degree * (1 + words * words // 16))
        self._halvings += 1
        if self._halvings > MAX_HALVINGS:
            raise Limit("work", "", f"a sign is not decided by {MAX_HALVINGS} halvings of the interval")
        middle = (self.low + self.high) / 2
        if (_value(self._poly, middle) > 0) == self._low_sign:
            self.low = middle
        else:
            self.high = middle


class Algebraic:
    """An element sum c_i alpha^i of a field; arithmetic with rationals and with its own kind."""

    __slots__ = ("coefficients", "field")

    def __init__(self, field: Field, coefficients: Polynomial) -> None:
        self.field = field
        self.coefficients = coefficients  # trimmed, shorter than or as long as the degree

    @staticmethod
    def _lift(other: object) -> Polynomial | None:
        """The coefficients of a number; None for what only the other side can add or multiply."""
        if isinstance(other, Algebraic):
            return other.coefficients
        if isinstance(other, int | Fraction):
            return [Fraction(other)]
        return None

    def __bool__(self) -> bool:
        return bool(self.coefficients)

    def __neg__(self) -> Algebraic:
        return Algebraic(self.field, [-c for c in self.coefficients])

    def __add__(self, other: Number | int) -> Algebraic:
        a, b = self.coefficients, self._lift(other)
        if b is None:
            return NotImplemented
        if len(a) < len(b):
            a, b = b, a
        return Algebraic(self.field, _trim([c + b[i] if i < len(b) else c for i, c in enumerate(a)]))

    __radd__ = __add__

    def __sub__(self, other: Number | int) -> Algebraic:
        return self + -other

    def __rsub__(self, other: Fraction | int) -> Algebraic:
        return -self + other

    def __mul__(self, other: Number | int) -> Algebraic:
        a, b = self.coefficients, self._lift(other)
        if b is None:
            return NotImplemented
        self.field.budget.spend(30 * len(a) * len(b))
        product = [Fraction(0)] * (len(a) + len(b))
        for i, x in enumerate(a):
            for j, y in enumerate(b):
                product[i + j] += x * y
        return Algebraic(self.field, _remainder(_trim(product), self.field._poly)[1])

    __rmul__ = __mul__

    def inverse(self) -> Algebraic:
        """1/self by the extended Euclidean algorithm; m irreducible makes every nonzero element invertible."""
        words = size(self) // 64
        self.field.budget.spend(100 * self.field.degree**2 * (1 + words * words // 16))
        r0, r1 = self.field._poly, self.coefficients
        t0, t1 = Algebraic(self.field, []), Algebraic(self.field, [Fraction(1)])
        while len(r1) > 1:
            quotient, rest = _remainder(r0, r1)
            step = Algebraic(self.field, _remainder(quotient, self.field._poly)[1])
            r0, r1 = r1, rest
            t0, t1 = t1, t0 - step * t1
        return t1 * (1 / r1[0])

    def __truediv__(self, other: Number) -> Algebraic:
        return self * (1 / other)

    def __rtruediv__(self, other: Fraction | int) -> Algebraic:
        return self.inverse() * other

    def enclosure(self) -> tuple[Fraction, Fraction]:
        """Rational interval containing the value, from the field's present interval."""
        words = (size(self) + self.field.degree * size(self.field.low)) // 64
        self.field.budget.spend(20 * self.field.degree * (1 + words * words // 16))
        low = high = Fraction(0)
        for c in reversed(self.coefficients):  # Horner with interval multiplication
            ends = [a * b for a in (low, high) for b in (self.field.low, self.field.high)]
            low, high = min(ends) + c, max(ends) + c
        return low, high


Number = Fraction | Algebraic


def size(x: int | Number) -> int:
    """Bits of a number, as a measure of what calculating with it costs."""
    if isinstance(x, Algebraic):
        return sum(map(size, x.coefficients)) * len(x.coefficients)
    return x.numerator.bit_length() + x.denominator.bit_length()


def over_common(values: Sequence[object]) -> tuple[list[int], int] | None:
    """Numerators over the least common denominator, for sums of integers in place of fractions.

    None if a value is not rational, or the denominator is beyond MAX_COMMON bits.
    """
    rationals = [value for value in values if isinstance(value, Fraction)]
    common = 1
    for value in rationals:
        if common.bit_length() <= MAX_COMMON:
            common = lcm(common, value.denominator)
    if len(rationals) < len(values) or common.bit_length() > MAX_COMMON:
        return None
    return [value.numerator * (common // value.denominator) for value in rationals], common


def sign(x: int | Number) -> int:
    """-1, 0 or 1, exactly."""
    if not isinstance(x, Algebraic):
        return (x > 0) - (x < 0)
    if not x:
        return 0
    while True:
        low, high = x.enclosure()
        if low > 0:
            return 1
        if high < 0:
            return -1
        x.field.refine()


def read_number(node: Node, field: Field | None) -> Number:
    """A rational string, or a list of rationals: the coefficients of an irrational field element."""
    if not isinstance(node.value, list):
        return node.rational()
    entries = node.items()
    if field is None:
        raise node.malformed("wrong-field", "an algebraic number needs a declared field")
    if len(entries) > field.degree:
        raise node.malformed("wrong-field", f"an element of this field has at most {field.degree} coefficients")
    coefficients = [entry.rational() for entry in entries]
    if len(coefficients) < 2 or not coefficients[-1]:
        raise node.malformed("not-reduced", "a rational is written as a string, and the last coefficient is not zero")
    return Algebraic(field, coefficients)


def number_text(x: Number) -> str:
    """The canonical spelling: 5/8, or a polynomial in alpha such as (1 - 1/2*alpha)."""
    if isinstance(x, Fraction):
        return str(x)
    return f"({_polynomial_text(x.coefficients)})"


def brief(spell: Callable[[T], str], value: T) -> str:
    """A number inside a sentence: cut short, and described when Python refuses to spell it."""
    try:
        return spell(value)[:80]
    except ValueError:  # more digits than int -> str converts
        return "a number with very many digits"


def _polynomial_text(coefficients: Sequence[int | Fraction]) -> str:
    """c0 + c1*alpha + c2*alpha^2, zero terms left out, signs between terms."""
    text = ""
    for power, c in enumerate(coefficients):
        if not c:
            continue
        text += (" - " if c < 0 else " + ") if text else ("-" if c < 0 else "")
        symbol = ("", "alpha")[power] if power < 2 else f"alpha^{power}"
        text += "*".join(part for part in ("" if abs(c) == 1 and power else str(abs(c)), symbol) if part)
    return text


def require_sign(node: Node, x: Number, strict: bool) -> None:
    """Refuse a number that is negative (or zero, when `strict`)."""
    if sign(x) < strict:
        text = brief(number_text, x)
        raise node.rejected("weight-sign", f"{text} is not {'positive' if strict else 'nonnegative'}")
