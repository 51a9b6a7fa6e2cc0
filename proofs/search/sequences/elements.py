"""Polynomials with rational coefficients: what certificates about the boundary calculate with.

A computer algebra system would do; loading one takes longer than all the ledger does with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

Exponents = tuple[int, ...]
Terms = Mapping[Exponents, Fraction]


class Element:
    """A polynomial; +, -, * with polynomials of as many generators and with numbers, / by numbers, whole powers.

    >>> x, y = Element({(1, 0): Fraction(1)}), Element({(0, 1): Fraction(1)})
    >>> (x + y) ** 2 - (x - y) ** 2 == 4 * x * y, bool(x - x), (x / 2 + 1).terms
    (True, False, {(1, 0): Fraction(1, 2), (0, 0): Fraction(1, 1)})
    """

    __slots__ = ("terms", "zero")

    def __init__(self, terms: Terms, zero: Exponents | None = None) -> None:
        self.terms = {exponents: c for exponents, c in terms.items() if c}
        self.zero = zero or (0,) * len(next(iter(terms)))

    def _lift(self, other: Element | Fraction | int) -> Element:
        return other if isinstance(other, Element) else Element({self.zero: Fraction(other)})

    def __add__(self, other: Element | Fraction | int) -> Element:
        if not isinstance(other, Element | Fraction | int):
            return NotImplemented
        terms = dict(self.terms)
        for exponents, c in self._lift(other).terms.items():
            terms[exponents] = terms[exponents] + c if exponents in terms else c
        return Element(terms, self.zero)

    __radd__ = __add__

    def __neg__(self) -> Element:
        return Element({exponents: -c for exponents, c in self.terms.items()}, self.zero)

    def __sub__(self, other: Element | Fraction | int) -> Element:
        return self + -other if isinstance(other, Element | Fraction | int) else NotImplemented

    def __rsub__(self, other: Fraction | int) -> Element:
        return -self + other

    def __mul__(self, other: Element | Fraction | int) -> Element:
        if isinstance(other, Fraction | int):
            return Element({exponents: c * other for exponents, c in self.terms.items()}, self.zero)
        if not isinstance(other, Element):
            return NotImplemented
        terms: dict[Exponents, Fraction] = {}
        for left, c in self.terms.items():
            for right, d in other.terms.items():
                both = tuple(map(sum, zip(left, right, strict=True)))
                terms[both] = terms[both] + c * d if both in terms else c * d
        return Element(terms, self.zero)

    __rmul__ = __mul__

    def __truediv__(self, number: Fraction | int) -> Element:
        return self * (1 / Fraction(number))

    def __pow__(self, power: int) -> Element:
        result = self._lift(1)
        for _ in range(power):
            result = result * self
        return result

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Element | Fraction | int) and self.terms == self._lift(other).terms

    def __hash__(self) -> int:
        return hash(frozenset(self.terms.items()))

    def replaced(self, generator: int, square: Element) -> Element:
        """The polynomial with another one in place of the square of a generator, which that one is free of.

        Args:
            generator: its number.
            square: what stands for its square.

        >>> c, s, one = (Element({e: Fraction(1)}) for e in ((1, 0), (0, 1), (0, 0)))
        >>> s.replaced(1, one - c * c) == s, (s * s * s).replaced(1, one - c * c) == s - c * c * s
        (True, True)
        """
        if all(exponents[generator] < 2 for exponents in self.terms):
            return self
        total = Element({}, self.zero)
        for exponents, c in self.terms.items():
            whole, rest = divmod(exponents[generator], 2)
            moved = (*exponents[:generator], rest, *exponents[generator + 1 :])
            total = total + Element({moved: c}) * square**whole
        return total
