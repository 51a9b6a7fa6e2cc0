"""Every extractor here as one product: out_i = sum_j x_j s_(i + n - 1 - j), a Toeplitz matrix times a vector.

That is coefficients n - 1 to n + m - 2 of x(z) s(z) over GF(2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from oracle.extractors.bitstrings import Packed, View
from oracle.extractors.reference import require_lengths


@dataclass(frozen=True)
class Product:
    """Strings whose middle product is an extractor's output.

    Attributes:
        x: n bits.
        s: n + m - 1 bits.
        m: number of output bits.
    """

    x: View
    s: View
    m: int

    @property
    def n(self) -> int:
        """Length of x."""
        return self.x.length


def right(x: Packed, y: Packed, m: int) -> Product:
    """`reference.right`: s_k = y_(n-1-k), then m - 1 zeros."""
    require_lengths(x.length, y.length, m, x.length, x.length)
    return Product(x.view(), y.view().backwards().resized(x.length + m - 1), m)


def left(x: Packed, y: Packed, m: int) -> Product:
    """`reference.left`: the right one with the strings exchanged."""
    require_lengths(x.length, y.length, m, x.length, x.length)
    return right(y, x, m)


def toeplitz(x: Packed, seed: Packed, m: int) -> Product:
    """`reference.toeplitz` in the order `diagonal`."""
    require_lengths(x.length, seed.length, m, x.length + m - 1, x.length)
    return Product(x.view(), seed.view(), m)


def toeplitz_cyclic(x: Packed, seed: Packed, m: int) -> Product:
    """`reference.toeplitz` in the order `cyclic`: the seed begins n - 1 places before its first bit."""
    require_lengths(x.length, seed.length, m, x.length + m - 1, x.length)
    return Product(x.view(), seed.view().resized(seed.length, periodic=True, offset=1 - x.length), m)


def cyclic(x: Packed, y: Packed, m: int) -> Product:
    """`reference.cyclic`: x backwards, and y repeated."""
    require_lengths(x.length, y.length, m, x.length, x.length)
    return Product(x.view().backwards(), y.view().resized(x.length + m - 1, periodic=True), m)


def circulant(x: Packed, seed: Packed, m: int) -> Product:
    """`reference.circulant`: the cyclic one of length n + 1, x continued with a zero."""
    require_lengths(x.length, seed.length, m, x.length + 1, x.length)
    longer = x.view().resized(seed.length)
    return Product(longer.backwards(), seed.view().resized(seed.length + m - 1, periodic=True), m)


EXTRACTORS: Mapping[str, Callable[[Packed, Packed, int], Product]] = {
    "right": right,
    "left": left,
    "toeplitz": toeplitz,
    "toeplitz-cyclic": toeplitz_cyclic,
    "circulant": circulant,
    "cyclic": cyclic,
}
"""Names of extractors with the product that computes them."""
