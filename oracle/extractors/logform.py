"""Floors of a + b log2(e) + sum c_i log2(r_i), decided exactly for rational a, b, c_i and positive rational r_i.

Whether such a number is rational is decided by algebra, so that the refinement of intervals that follows
meets irrational numbers only, and ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from oracle.failures import Limit
from oracle.numbers import Expression
from proofs.kernel import interval

MAX_PRECISION = 1 << 15
"""Bits of the finest intervals; numbers of a few thousand digits stay far below."""


def _odd_part(n: int) -> tuple[int, int]:
    """(k, m) with n = 2^k m and m odd, for n > 0."""
    k = (n & -n).bit_length() - 1
    return k, n >> k


def coprime_basis(numbers: Iterable[int]) -> list[int]:
    """Pairwise coprime integers above 1 of which every given positive integer is a product of powers.

    Each round replaces two elements with a common divisor by quotients and the divisor, which makes the product of
    all elements smaller, so the rounds end.

    >>> sorted(coprime_basis([12, 18]))
    [2, 3]
    """
    basis: list[int] = []
    waiting = [n for n in numbers if n > 1]
    while waiting:
        n = waiting.pop()
        for i, b in enumerate(basis):
            common = gcd(n, b)
            if common > 1:
                basis.pop(i)
                waiting += [m for m in (common, n // common, b // common) if m > 1]
                break
        else:
            basis.append(n)
    return basis


def _exponent(n: int, b: int) -> int:
    power = 0
    while n % b == 0:
        n //= b
        power += 1
    return power


@dataclass(frozen=True)
class LogForm:
    """The real number constant + nats * log2(e) + sum of coefficient * log2(base).

    Attributes:
        constant: the rational part.
        terms: pairs (coefficient, base) with base > 0.
        nats: the coefficient of log2(e), for entropies that are measured with the natural logarithm.
    """

    constant: Fraction
    terms: tuple[tuple[Fraction, Fraction], ...] = ()
    nats: Fraction = Fraction(0)

    def __add__(self, other: LogForm) -> LogForm:
        return LogForm(self.constant + other.constant, self.terms + other.terms, self.nats + other.nats)

    def scaled(self, factor: Fraction) -> LogForm:
        """The number times a rational."""
        terms = tuple((coefficient * factor, base) for coefficient, base in self.terms)
        return LogForm(self.constant * factor, terms, self.nats * factor)

    def reduced(self) -> LogForm:
        """The same number over pairwise coprime odd bases with coefficients other than 0.

        >>> LogForm(Fraction(0), ((Fraction(1), Fraction(12)), (Fraction(-1), Fraction(3)))).reduced()
        LogForm(constant=Fraction(2, 1), terms=(), nats=Fraction(0, 1))
        """
        constant = self.constant
        odd: list[tuple[Fraction, int]] = []
        for coefficient, base in self.terms:
            for sign, part in ((1, base.numerator), (-1, base.denominator)):
                twos, rest = _odd_part(part)
                constant += sign * coefficient * twos
                odd.append((sign * coefficient, rest))
        found = {b: sum((c * _exponent(n, b) for c, n in odd), Fraction(0)) for b in coprime_basis(n for _, n in odd)}
        return LogForm(constant, tuple((c, Fraction(b)) for b, c in sorted(found.items()) if c), self.nats)

    def rational(self) -> Fraction | None:
        """The value if it is rational, else None.

        Lemma: over coprime odd bases b_j > 1 the sum e_j log2(b_j) is rational only if every e_j = 0. With the common
        denominator L, prod b_j^(L e_j) = 2^(L t); a prime that divides b_j is odd and divides no other base, so its
        exponent L e_j times a positive integer is 0. With log2(e): b + ln(algebraic) = 0 for a rational b other than
        0 would make e^b algebraic, against Lindemann's theorem.
        """
        form = self.reduced()
        return None if form.terms or form.nats else form.constant

    def enclosure(self, precision: int) -> interval.Interval:
        """Rationals low <= value <= high from logarithms with this many significant bits."""
        low = high = self.constant
        for coefficient, base in self.terms:
            ends = interval.log2((base, base), precision)
            low += min(coefficient * end for end in ends)
            high += max(coefficient * end for end in ends)
        if self.nats:
            two = interval.ln((Fraction(2), Fraction(2)), precision)
            low += min(self.nats / end for end in two)
            high += max(self.nats / end for end in two)
        return low, high

    def floor(self) -> Decision:
        """The greatest integer that is at most the value.

        Raises:
            Limit: `work`, an irrational value is closer to an integer than intervals of `MAX_PRECISION` bits tell.

        >>> LogForm(Fraction(3), ((Fraction(2), Fraction(1, 8)),)).floor()
        Decision(floor=-3, exact=Fraction(-3, 1), precision=0, high=Fraction(-3, 1))
        """
        form = self.reduced()
        if not form.terms and not form.nats:
            return Decision(form.constant.__floor__(), form.constant, 0, form.constant)
        precision = 64
        while precision <= MAX_PRECISION:
            low, high = form.enclosure(precision)
            if high < low.__floor__() + 1:
                return Decision(low.__floor__(), None, precision, high)
            precision *= 2
        raise Limit("work", f"the value is closer to an integer than intervals of {MAX_PRECISION} bits tell")

    def expression(self) -> Expression:
        """The number in the certificate format, over the bases as given, the constant first."""
        parts: list[Expression] = [str(self.constant)] if self.constant or not (self.terms or self.nats) else []
        for coefficient, base in self.terms:
            logarithm: Expression = {"log2": [str(base)]}
            parts.append(logarithm if coefficient == 1 else {"mul": [str(coefficient), logarithm]})
        if self.nats:
            parts.append({"div": [str(self.nats), {"ln": ["2"]}]})
        total = parts[0]
        for part in parts[1:]:
            total = {"add": [total, part]}
        return total


@dataclass(frozen=True)
class Decision:
    """How a floor was decided.

    Attributes:
        floor: the integer.
        exact: the value itself when it is rational, found by exact arithmetic; None when it is irrational.
        precision: significant bits of the interval that decided; 0 when exact.
        high: at least the value and below floor + 1.
    """

    floor: int
    exact: Fraction | None
    precision: int
    high: Fraction

    @property
    def tie(self) -> bool:
        """Whether the value is an integer, so that `<=` and `<` differ."""
        return self.exact is not None and self.exact == self.floor

    @property
    def below(self) -> int:
        """The greatest integer strictly below the value."""
        return self.floor - 1 if self.tie else self.floor
