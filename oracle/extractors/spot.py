"""Single bits of somebody else's output, computed from the inputs without computing the rest."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from random import Random, SystemRandom

import numpy as np

from oracle.extractors.bitstrings import BitOrder, Bytes, Packed, View, Words
from oracle.extractors.product import Product
from oracle.failures import Malformed

PIECE = 1 << 17
"""Bytes of a piece; a few of them stay in the processor's cache."""


@dataclass(frozen=True)
class SpotCheck:
    """What single bits show.

    Attributes:
        places: which output bits were computed, in increasing order.
        wrong: those that differ from the claimed output.
        length: m.
    """

    places: tuple[int, ...]
    wrong: tuple[int, ...]
    length: int

    def missed(self, errors: int) -> Fraction:
        """How likely places drawn independently and uniformly all miss this many wrong bits: (1 - errors/m)^places.

        Distinct places drawn without replacement miss them less often, so this is a bound for them, too.

        >>> SpotCheck((0, 1, 2), (), 8).missed(4)
        Fraction(1, 8)
        """
        return (1 - Fraction(errors, self.length)) ** len(self.places)


def random_places(m: int, count: int, source: Random | None = None) -> tuple[int, ...]:
    """Distinct output places drawn uniformly, in increasing order; all of them when m is not above the count.

    Args:
        m: output length.
        count: at least 1.
        source: of randomness, by default the operating system's: an author must not foresee the places.

    Raises:
        Malformed: `out-of-range`.
    """
    if count < 1:
        raise Malformed("out-of-range", f"{count} places are asked for")
    return tuple(sorted((source or SystemRandom()).sample(range(m), min(count, m))))


def output_bits(product: Product, places: Sequence[int], threads: int = 2) -> list[int]:
    """The output bits at these places, each the parity of n products.

    With u = x backwards, out_i = sum_c u_c s_(c+i). Strings are walked in pieces of bytes; for each of the eight
    positions of i within a byte u is moved once, so that s is read as it lies in memory.

    Args:
        product: from one of the functions in `product`.
        places: each from 0 to m - 1.
        threads: how many pieces are worked on at once.

    Raises:
        Malformed: `out-of-range`, a place outside the output.

    >>> from oracle.extractors.bitstrings import pack
    >>> from oracle.extractors.product import right
    >>> output_bits(right(pack([0, 1, 0, 0, 0, 0, 0, 0]), pack([1, 0, 0, 0, 0, 0, 0, 0]), 3), [0, 1])
    [0, 1]
    """
    if any(not 0 <= i < product.m for i in places):
        raise Malformed("out-of-range", f"a place is not between 0 and {product.m - 1}")
    # the string that is read in place runs forwards: both may be turned around
    if product.s.step > 0:
        u, s, offsets = product.x.backwards(), product.s, list(places)
    else:
        u, s, offsets = product.x, product.s.backwards(), [product.m - 1 - i for i in places]
    pieces = range(0, product.n, 8 * PIECE)
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda start: _piece(u, s, offsets, start), pieces))
    return [int(bit) for bit in np.bitwise_xor.reduce(np.array(parts, np.uint8), axis=0)]


def _piece(u: View, s: View, offsets: Sequence[int], start: int) -> list[int]:
    """Parities of sum u_c s_(c+i) over the piece of u that begins at `start`."""
    size = min(8 * PIECE, u.length - start)
    count = 64 * -(-(size + 7) // 64)  # bits compared: the piece, moved by up to seven places, in whole words
    order = s.base.order
    room = np.zeros(count, np.uint8)
    room[:size] = u.window(start, start + size)
    words = np.packbits(room, bitorder=order).view(">u8" if order == "big" else "<u8").astype(np.uint64)
    moved: dict[int, Bytes] = {}
    parities = []
    for i in offsets:
        place = s.start + start + i
        if s.periodic:
            place %= s.base.length
        late = place % 8
        if late not in moved:
            moved[late] = _moved(words, late, order)
        first = place // 8
        if place - late >= 0 and 8 * first + count <= s.base.length:
            data = s.base.data[first : first + count // 8]
        else:
            data = np.packbits(s.window(start + i - late, start + i - late + count), bitorder=order)
        both = np.bitwise_and(moved[late], data).view(np.uint64)  # bytes: the file's are not aligned to words
        parities.append(int(np.bitwise_xor.reduce(both)).bit_count() & 1)
    return parities


def _moved(words: Words, late: int, order: BitOrder) -> Bytes:
    """The string of these words, moved to a place this much later, as bytes; the last bits must be zeros."""
    if not late:
        result = words.copy()
    elif order == "big":
        result = words >> np.uint64(late)
        result[1:] |= words[:-1] << np.uint64(64 - late)
    else:
        result = words << np.uint64(late)
        result[1:] |= words[:-1] >> np.uint64(64 - late)
    return result.astype(">u8" if order == "big" else "<u8").view(np.uint8)


def spot_check(product: Product, claimed: Packed, places: Sequence[int], threads: int = 2) -> SpotCheck:
    """Compare chosen bits of a claimed output with the definition.

    Args:
        product: from one of the functions in `product`.
        claimed: m bits.
        places: which ones; `random_places` draws them.
        threads: how many pieces are worked on at once.

    Raises:
        Malformed: `out-of-range`, the claimed output has another length or a place is outside it.

    >>> from oracle.extractors.bitstrings import pack
    >>> from oracle.extractors.product import right
    >>> spot_check(right(pack([1, 1]), pack([1, 0]), 2), pack([1, 0]), [0, 1]).wrong
    (1,)
    """
    if claimed.length != product.m:
        raise Malformed("out-of-range", f"the claimed output has {claimed.length} bits and not {product.m}")
    wanted = tuple(sorted(set(places)))
    found = output_bits(product, wanted, threads)
    wrong = tuple(i for i, bit in zip(wanted, found, strict=True) if int(claimed.window(i, i + 1)[0]) != bit)
    return SpotCheck(wanted, wrong, product.m)
