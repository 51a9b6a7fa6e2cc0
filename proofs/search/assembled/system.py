"""Hermitian operators of a system of known dimension, as lists of exact real coordinates.

The coordinates are those of the format: of a qubit (t, x, y, z) for t 1 + x X + y Y + z Z; of a larger system the lower
triangle row by row, real part before imaginary part, of the diagonal the real part only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor, isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofs.search.language.write import Json, rational

Coordinates = tuple[Fraction, ...]
Complex = tuple[Fraction, Fraction]
GUARD = Fraction(1, 1 << 40)  # added to what floating point says of an eigenvalue


@dataclass(frozen=True)
class System:
    """A trusted system.

    >>> qubit = System(2)
    >>> qubit.trace(qubit.product(qubit.one, (Fraction(1, 2), Fraction(0), Fraction(0), Fraction(1, 2))))
    Fraction(1, 1)
    """

    dimension: int

    @cached_property
    def places(self) -> tuple[tuple[int, int, int], ...]:
        """(row, column, 0 for the real part) of each coordinate of a larger system than a qubit."""
        d = self.dimension
        return tuple((i, j, part) for i in range(d) for j in range(i + 1) for part in range(1 + (i != j)))

    @property
    def size(self) -> int:
        return self.dimension**2

    @cached_property
    def one(self) -> Coordinates:
        """The identity."""
        if self.dimension == 2:
            return Fraction(1), Fraction(0), Fraction(0), Fraction(0)
        return tuple(Fraction(i == j) for i, j, _ in self.places)

    @cached_property
    def zero(self) -> Coordinates:
        return (Fraction(0),) * self.size

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """How often a product of two coordinates counts in the trace of a product."""
        return (2,) * 4 if self.dimension == 2 else tuple(1 + (i != j) for i, j, _ in self.places)

    def pair(self, a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
        """tr(a b)."""
        return sum((w * x * y for w, x, y in zip(self.weights, a, b, strict=True) if x and y), Fraction(0))

    def trace(self, a: Sequence[Fraction]) -> Fraction:
        """tr a."""
        return self.pair(self.one, a)

    def product(self, a: Coordinates, b: Coordinates) -> Coordinates:
        """The hermitian part (a b + b a)/2 of a product."""
        p, q = self.entries(a), self.entries(b)
        d = self.dimension
        found = [[(Fraction(0), Fraction(0))] * d for _ in range(d)]
        for i in range(d):
            for j in range(d):
                total = (Fraction(0), Fraction(0))
                for k in range(d):
                    for left, right in ((p[i][k], q[k][j]), (q[i][k], p[k][j])):
                        re = left[0] * right[0] - left[1] * right[1]
                        im = left[0] * right[1] + left[1] * right[0]
                        total = total[0] + re / 2, total[1] + im / 2
                found[i][j] = total
        return self.of_entries(found)

    def entries(self, a: Sequence[Fraction]) -> list[list[Complex]]:
        """The matrix, entry by entry."""
        d, zero = self.dimension, Fraction(0)
        if d == 2:
            t, x, y, z = a
            return [[(t + z, zero), (x, -y)], [(x, y), (t - z, zero)]]
        found = [[(zero, zero)] * d for _ in range(d)]
        for (i, j, part), value in zip(self.places, a, strict=True):
            re, im = found[i][j]
            found[i][j] = (re, value) if part else (value, im)
        for i in range(d):
            for j in range(i):
                found[j][i] = found[i][j][0], -found[i][j][1]
        return found

    def of_entries(self, rows: Sequence[Sequence[tuple[Any, Any]]]) -> tuple[Any, ...]:
        """The coordinates of a hermitian matrix, whose upper triangle is not looked at."""
        if self.dimension == 2:
            (a, _), (b, c) = rows[0][0], rows[1][0]
            d = rows[1][1][0]
            half = Fraction(1, 2)
            return (a + d) * half, b, c, (a - d) * half
        return tuple(rows[i][j][part] for i, j, part in self.places)

    def floats(self, a: Sequence[Fraction]) -> NDArray[np.complex128]:
        """The matrix in floating point."""
        return np.array([[complex(float(re), float(im)) for re, im in row] for row in self.entries(a)])

    def shortfall(self, a: Sequence[Fraction], bits: int = 60) -> Fraction:
        """A number d >= 0 such that a + d 1 >= 0: for a qubit the least in units of 2^-bits, else a little more."""
        if self.dimension == 2:
            t, *bloch = a
            square = sum((x * x for x in bloch), Fraction(0))
            if t >= 0 and t * t >= square:
                return Fraction(0)
            scale = 1 << bits
            exact = square * scale * scale
            radius = isqrt(floor(exact))
            radius += radius * radius < exact
            return Fraction(radius - floor(t * scale), scale)
        least = float(np.linalg.eigvalsh(self.floats(a))[0])
        return max(Fraction(0), Fraction(-least).limit_denominator(1 << bits) + GUARD)

    def json(self, a: Sequence[Fraction]) -> Json:
        """The operator as the format writes it."""
        if self.dimension == 2:
            return [rational(x) for x in a]
        return [
            [rational(re) if not im else {"re": rational(re), "im": rational(im)} for re, im in row]
            for row in self.entries(a)
        ]

    def scaled(self, a: Sequence[Fraction], factor: Fraction | int) -> Coordinates:
        return tuple(x * factor for x in a)

    def plus(self, a: Sequence[Fraction], b: Sequence[Fraction], factor: Fraction | int = 1) -> Coordinates:
        """a + factor b."""
        return tuple(x + factor * y for x, y in zip(a, b, strict=True))

    @cached_property
    def embedding(self) -> NDArray[np.float64]:
        """For each coordinate the real symmetric matrix [[Re, -Im], [Im, Re]] of its operator."""
        basis = np.eye(self.size)
        found = []
        for row in basis:
            matrix = self.floats([Fraction(int(x)) for x in row])
            found.append(np.block([[matrix.real, -matrix.imag], [matrix.imag, matrix.real]]))
        return np.array(found)
