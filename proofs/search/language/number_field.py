"""Real number fields for the search: exact elements of Q(alpha), and their spelling in the format.

Written independently of the checker's; where the two disagreed a certificate would be refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from proofs.search.language.write import Json, rational


@dataclass(frozen=True)
class NumberField:
    """Q(alpha) for the only root alpha of a polynomial between two rationals.

    Attributes:
        polynomial: integer coefficients, the constant first, the last one 1; irreducible.
        low, high: ends of the interval.

    >>> root = NumberField.square_root(2)
    >>> (1 + root.alpha) * (1 - root.alpha), 1 / root.alpha == root.alpha / 2
    (-1, True)
    """

    polynomial: tuple[int, ...]
    low: Fraction
    high: Fraction

    @classmethod
    def square_root(cls, n: int) -> NumberField:
        """Q(sqrt n) for n > 1 that is not a square."""
        low = next(k for k in range(n) if (k + 1) ** 2 > n)
        return cls((-n, 0, 1), Fraction(low), Fraction(low + 1))

    @property
    def degree(self) -> int:
        return len(self.polynomial) - 1

    @property
    def alpha(self) -> Element:
        return Element(self, (Fraction(0), Fraction(1), *[Fraction(0)] * (self.degree - 2)))

    @cached_property
    def near(self) -> Fraction:
        """A rational within 2^-80 of alpha."""
        low, high = self.low, self.high
        rising = self._value(high) > 0
        while high - low > Fraction(1, 2**80):
            middle = (low + high) / 2
            low, high = (low, middle) if (self._value(middle) > 0) == rising else (middle, high)
        return low

    def _value(self, x: Fraction) -> Fraction:
        total = Fraction(0)
        for c in reversed(self.polynomial):
            total = total * x + c
        return total

    def json(self) -> Json:
        """The field as a statement declares it."""
        return {
            "minimal-polynomial": [str(c) for c in self.polynomial],
            "root": [rational(self.low), rational(self.high)],
        }

    def product(self, a: tuple[Fraction, ...], b: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        """Coefficients of a product, reduced by the polynomial."""
        full = [Fraction(0)] * (2 * self.degree - 1)
        for i, x in enumerate(a):
            for j, y in enumerate(b) if x else ():
                full[i + j] += x * y
        for top in range(len(full) - 1, self.degree - 1, -1):
            for i, c in enumerate(self.polynomial[:-1]):
                full[top - self.degree + i] -= full[top] * c
        return tuple(full[: self.degree])


@dataclass(frozen=True)
class Element:
    """sum coefficients[i] alpha^i; calculates with rationals and elements of its field."""

    field: NumberField
    coefficients: tuple[Fraction, ...]

    def _lift(self, other: Fraction | int | Element) -> tuple[Fraction, ...]:
        if isinstance(other, Element):
            return other.coefficients
        return (Fraction(other), *[Fraction(0)] * (self.field.degree - 1))

    def __bool__(self) -> bool:
        return any(self.coefficients)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Element | Fraction | int) and self.coefficients == self._lift(other)

    def __hash__(self) -> int:
        return hash(self.coefficients)

    def __repr__(self) -> str:
        return " + ".join(f"{c}*alpha^{i}" if i else f"{c}" for i, c in enumerate(self.coefficients) if c) or "0"

    def __neg__(self) -> Element:
        return Element(self.field, tuple(-c for c in self.coefficients))

    def __add__(self, other: Fraction | int | Element) -> Element:
        pairs = zip(self.coefficients, self._lift(other), strict=True)
        return Element(self.field, tuple(a + b for a, b in pairs))

    __radd__ = __add__

    def __sub__(self, other: Fraction | int | Element) -> Element:
        return self + -other

    def __rsub__(self, other: Fraction | int) -> Element:
        return -self + other

    def __mul__(self, other: Fraction | int | Element) -> Element:
        if not isinstance(other, Element):
            return Element(self.field, tuple(c * other for c in self.coefficients))
        return Element(self.field, self.field.product(self.coefficients, other.coefficients))

    __rmul__ = __mul__

    def inverse(self) -> Element:
        """The x with self * x = 1, from the linear equations for its coefficients.

        Raises:
            ZeroDivisionError: self is zero, or the polynomial is reducible.
        """
        n = self.field.degree
        power = Element(self.field, self._lift(1))
        columns = []
        for _ in range(n):
            columns.append((self * power).coefficients)
            power = power * self.field.alpha
        rows = [[column[i] for column in columns] + [Fraction(i == 0)] for i in range(n)]
        for k in range(n):
            pivot = next((i for i in range(k, n) if rows[i][k]), None)
            if pivot is None:
                raise ZeroDivisionError("this element of a number field has no inverse")
            rows[k], rows[pivot] = rows[pivot], rows[k]
            rows[k] = [x / rows[k][k] for x in rows[k]]
            for i in range(n):
                if i != k and rows[i][k]:
                    rows[i] = [x - rows[i][k] * y for x, y in zip(rows[i], rows[k], strict=True)]
        return Element(self.field, tuple(row[-1] for row in rows))

    def __truediv__(self, other: Fraction | int | Element) -> Element:
        return self * (other.inverse() if isinstance(other, Element) else Fraction(1) / other)

    def __rtruediv__(self, other: Fraction | int) -> Element:
        return self.inverse() * other

    def near(self) -> Fraction:
        """A rational close to the value: exact arithmetic with an approximate alpha."""
        total = Fraction(0)
        for c in reversed(self.coefficients):
            total = total * self.field.near + c
        return total

    def __float__(self) -> float:
        return float(self.near())


Number = Fraction | Element


def parts(value: Number) -> tuple[Fraction, ...]:
    """The rationals that a number is made of."""
    return value.coefficients if isinstance(value, Element) else (value,)


def number(value: Number) -> Json:
    """The spelling of a number: a rational, or the coefficients of an irrational element.

    >>> number(NumberField.square_root(2).alpha * 2), number(NumberField.square_root(2).alpha * 0 + 1)
    (['0', '2'], '1')
    """
    if not isinstance(value, Element):
        return rational(value)
    listed = list(value.coefficients)
    while len(listed) > 1 and not listed[-1]:
        listed.pop()
    return rational(listed[0]) if len(listed) == 1 else [rational(c) for c in listed]
