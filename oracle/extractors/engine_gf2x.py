"""Products over GF(2) by libgf2x, when the library is there; the one module that loads it."""

from __future__ import annotations

import ctypes
import ctypes.util
from ctypes import c_int, c_ulong, c_void_p
from functools import cache
from typing import Any

import numpy as np

from oracle.extractors.bitstrings import Bytes, Words, from_words, to_words

NAMES = ("libgf2x.so.3", "libgf2x.so.1", "libgf2x.dylib")
LARGEST = 1 << 27
WORD = np.uint64(64)


@cache
def _library() -> Any:
    if ctypes.sizeof(c_ulong) != 8:  # words of this library are unsigned longs
        return None
    for name in (*NAMES, ctypes.util.find_library("gf2x")):
        if name is None:
            continue
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        # int gf2x_mul(unsigned long *c, const unsigned long *a, unsigned long an, const unsigned long *b, ... bn)
        library.gf2x_mul.argtypes = [c_void_p, c_void_p, c_ulong, c_void_p, c_ulong]
        library.gf2x_mul.restype = c_int
        return library
    return None


def multiply(library: Any, a: Words, b: Words) -> Words:
    """The product of two polynomials over GF(2) given as words, bit 0 lowest; len(a) + len(b) words.

    Raises:
        MemoryError: the library says that it failed.
    """
    product = np.zeros(len(a) + len(b), np.uint64)
    if library.gf2x_mul(product.ctypes.data, a.ctypes.data, len(a), b.ctypes.data, len(b)):
        raise MemoryError
    return product


def bits_from(words: Words, start: int, count: int) -> Words:
    """Words that begin at bit `start` of the given ones, `count` bits, higher bits undefined."""
    first, shift = start // 64, np.uint64(start % 64)
    needed = -(-count // 64)
    result = words[first : first + needed].copy()
    if shift:
        result >>= shift
        higher = words[first + 1 : first + 1 + needed]
        result[: len(higher)] |= higher << (WORD - shift)
    return result


class Gf2x:
    """Exact: carry-less products of whole blocks."""

    name = "gf2x"

    def __init__(self, library: Any) -> None:
        self.library = library

    @classmethod
    def load(cls) -> Gf2x | None:
        """The engine, or None where the library is not installed."""
        library = _library()
        return None if library is None else cls(library)

    def plan(self, n: int, m: int) -> tuple[int, int]:
        """Whole strings up to a size; beyond it, a block as long as the chunk, so that no product is lopsided."""
        chunk = min(m + -m % 8, LARGEST)
        return (n, chunk) if n <= LARGEST else (max(chunk, LARGEST // 8), chunk)

    def start(self, block: int, chunk: int, blocks: int) -> _Sum:
        """An exact sum."""
        return _Sum(self.library, chunk)


class _Sum:
    def __init__(self, library: Any, count: int) -> None:
        self.library = library
        self.count = count
        self.words: Words = np.zeros(-(-count // 64), np.uint64)

    def add(self, x: Bytes, s: Bytes) -> None:
        first, second = to_words(x), to_words(s)
        self.words ^= bits_from(multiply(self.library, first, second), len(x) - 1, self.count)

    def finish(self) -> Bytes:
        return from_words(self.words, self.count)
