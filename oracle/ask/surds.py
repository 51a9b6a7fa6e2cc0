"""Sums of rational multiples of square roots: what an expression of a problem file is worth, exactly.

>>> (Surds.of(2) * Surds.root(Fraction(2)) - Surds.of(Fraction(1, 2))).text
'-1/2 + 2*sqrt(2)'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from oracle.failures import Limit
from oracle.numbers import Surd, parse_real, square_root
from proofs.search.language import angles
from proofs.search.language.angles import Interval

MAX_ROOTS = 8  # different square roots in a number
GRID = 50  # an irrational number is replaced by an interval with ends in units of 2^-GRID

_TERM = re.compile(r"[+-]?(?:(?<=[0-9.])[eE][+-]|[^+-])+|[+-]")
_AROUND = re.compile(r" *([+-]) *")  # a space elsewhere may be a forgotten sign


@dataclass(frozen=True)
class Surds:
    """The sum of c sqrt(n) over the terms {n: c}, n = 1 for the rational part; no c is zero.

    The integers n are free of small squares only, so that one number may have two spellings; its value has none.
    """

    terms: Mapping[int, Fraction]

    @classmethod
    def of(cls, value: Fraction | int) -> Surds:
        """A rational."""
        return cls({1: Fraction(value)} if value else {})

    @classmethod
    def root(cls, value: Fraction) -> Surds:
        """The square root of a rational.

        Raises:
            Malformed: `out-of-range`, a negative one.
        """
        found = square_root(value)
        return cls({found.radicand: found.coefficient}) if isinstance(found, Surd) else cls.of(found)

    @property
    def rational(self) -> Fraction | None:
        """The value, if it is rational; None for an irrational one."""
        return self.terms.get(1, Fraction(0)) if set(self.terms) <= {1} else None

    def __add__(self, other: Surds) -> Surds:
        found = dict(self.terms)
        for n, c in other.terms.items():
            found[n] = found.get(n, Fraction(0)) + c
        return _few({n: c for n, c in found.items() if c})

    def __neg__(self) -> Surds:
        return Surds({n: -c for n, c in self.terms.items()})

    def __sub__(self, other: Surds) -> Surds:
        return self + -other

    def __mul__(self, other: Surds) -> Surds:
        total = Surds({})
        for n, c in self.terms.items():
            for m, d in other.terms.items():
                root = Surds.root(Fraction(n * m))
                total += Surds({k: c * d * x for k, x in root.terms.items()})
        return total

    def inverse(self) -> Surds | None:
        """1 divided by the number, or None where that is not a rational multiple of one root."""
        if len(self.terms) != 1:
            return None
        ((n, c),) = self.terms.items()
        return Surds({n: 1 / (c * n)})

    @property
    def interval(self) -> Interval:
        """The value, or ends around an irrational one, in units of 2^-GRID."""
        if self.rational is not None:
            return self.rational, self.rational
        low = high = Fraction(0)
        for n, c in self.terms.items():
            ends = angles.product(angles.square_root(Fraction(n)), (c, c))
            low, high = low + ends[0], high + ends[1]
        return angles.widened((low, high), GRID)

    @property
    def text(self) -> str:
        """A spelling that `surds` reads back."""
        found = ""
        for n, c in sorted(self.terms.items()):
            size = str(abs(c)) if n == 1 else f"{abs(c)}*sqrt({n})"
            sign = "-" if c < 0 else "+"
            found += f" {sign} {size}" if found else ("-" if c < 0 else "") + size
        return found or "0"


def _few(terms: dict[int, Fraction]) -> Surds:
    if len(terms) > MAX_ROOTS:
        raise Limit("size", f"a number is the sum of more than {MAX_ROOTS} different square roots")
    return Surds(terms)


def surds(text: str) -> Surds:
    """The number in a text: a sum of rationals and rational multiples of square roots.

    Raises:
        Malformed, Limit: as `oracle.numbers.parse_real`.

    >>> surds("1 - sqrt(1/2)").text, surds("2e-1").rational
    ('1 - 1/2*sqrt(2)', Fraction(1, 5))
    """
    if "sqrt" not in text:
        found = parse_real(text)
        return Surds({found.radicand: found.coefficient}) if isinstance(found, Surd) else Surds.of(found)
    total = Surds({})
    for term in _TERM.findall(_AROUND.sub(r"\1", text)):
        found = parse_real(term)
        total += Surds({found.radicand: found.coefficient}) if isinstance(found, Surd) else Surds.of(found)
    return total
