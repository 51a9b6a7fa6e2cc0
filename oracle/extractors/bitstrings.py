"""Bit strings packed into bytes, and views of them: moved, backwards, repeated, continued with zeros.

A view never copies the string; it unpacks windows of it, so that a file that is mapped into memory is read in pieces.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from oracle.failures import Malformed, Undecided

BitOrder = Literal["big", "little"]
Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
REVERSED_BYTES: Bytes = np.packbits(np.unpackbits(np.arange(256, dtype=np.uint8)), bitorder="little")


@dataclass(frozen=True)
class Packed:
    """A string of `length` bits in bytes.

    Attributes:
        data: at least ceil(length / 8) bytes; bits beyond the length are ignored.
        length: number of bits.
        order: `big`, bit 0 is the highest bit of the first byte; `little`, it is the lowest.
    """

    data: Bytes
    length: int
    order: BitOrder = "big"

    def window(self, start: int, stop: int) -> Bytes:
        """Bits start to stop - 1 as zeros and ones, 0 <= start <= stop <= length."""
        piece = self.data[start // 8 : -(-stop // 8)]
        return np.unpackbits(np.asarray(piece), bitorder=self.order)[start % 8 : start % 8 + stop - start]

    def view(self) -> View:
        """The string itself."""
        return View(self, 0, 1, self.length)


@dataclass(frozen=True)
class View:
    """A string whose bit k is the base's bit start + step * k.

    Attributes:
        base: the packed string.
        start: where bit 0 is.
        step: 1 or -1.
        length: number of bits.
        periodic: whether positions are taken modulo the base's length; otherwise bits outside the base are 0.
    """

    base: Packed
    start: int
    step: int
    length: int
    periodic: bool = False

    def backwards(self) -> View:
        """The same bits, the last one first.

        >>> View(pack([1, 1, 0]), 0, 1, 3).backwards().window(0, 3).tolist()
        [0, 1, 1]
        """
        return View(self.base, self.start + self.step * (self.length - 1), -self.step, self.length, self.periodic)

    def resized(self, length: int, periodic: bool = False, offset: int = 0) -> View:
        """The bits from `offset` on, of any length: zeros or repetitions fill what the base does not have."""
        return View(self.base, self.start + self.step * offset, self.step, length, periodic)

    def window(self, start: int, stop: int) -> Bytes:
        """Bits start to stop - 1 as zeros and ones."""
        count = stop - start
        low = self.start + self.step * (start if self.step > 0 else stop - 1)
        found = self._ascending(low, count)
        return found if self.step > 0 else found[::-1]

    def _ascending(self, low: int, count: int) -> Bytes:
        size = self.base.length
        if not self.periodic and low >= 0 and low + count <= size:
            return self.base.window(low, low + count)
        result = np.zeros(count, np.uint8)
        done = 0
        while done < count:
            place = (low + done) % size if self.periodic else low + done
            if place < 0:
                done += min(count - done, -place)
            elif place >= size:
                break
            else:
                part = min(count - done, size - place)
                result[done : done + part] = self.base.window(place, place + part)
                done += part
        return result


def pack(bits: list[int] | Bytes, order: BitOrder = "big") -> Packed:
    """A packed string from zeros and ones.

    >>> pack([1, 0, 1, 1, 0, 0, 1, 0, 1]).data.tolist()
    [178, 128]
    """
    array = np.asarray(bits, dtype=np.uint8)
    return Packed(np.packbits(array, bitorder=order), len(array), order)


def to_words(bits: Bytes) -> Words:
    """Zeros and ones as 64-bit words, bit 0 lowest.

    >>> to_words(np.array([1, 0, 1], np.uint8)).tolist()
    [5]
    """
    packed = np.packbits(bits, bitorder="little")
    words = np.zeros(-(-len(bits) // 64), np.dtype("<u8"))
    words.view(np.uint8)[: len(packed)] = packed
    return words


def from_words(words: Words, count: int) -> Bytes:
    """The first bits of words, bit 0 lowest, as zeros and ones."""
    return np.unpackbits(words.view(np.uint8), bitorder="little", count=count)


def open_bits(path: str | Path, length: int | None = None, order: BitOrder = "big") -> Packed:
    """A file of packed bits, mapped into memory.

    Args:
        path: the file.
        length: number of bits, by default all of the file.
        order: of the bits in a byte.

    Raises:
        Malformed: `out-of-range`, no bits, or the file is shorter than announced. Undecided: `unreadable`.
    """
    try:
        size = Path(path).stat().st_size
        if length is not None and length < 1:
            raise Malformed("out-of-range", f"{length} bits are announced")
        if not size or (length is not None and size < -(-length // 8)):
            wanted = "no bits" if length is None else f"fewer than the {length} bits announced"
            raise Malformed("out-of-range", f"the file has {8 * size} bits, {wanted}: {Path(path).name!a}")
        data = np.asarray(np.memmap(path, np.uint8, "r"))  # a plain array: slices of a memmap are slow
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Undecided("unreadable", f"{str(path)!a} cannot be read: {reason}", str(path)) from None
    return Packed(data, 8 * size if length is None else length, order)
