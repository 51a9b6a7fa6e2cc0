"""Products by integers of python-flint (Kronecker substitution); the one module that imports it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from oracle.extractors.bitstrings import Bytes

LARGEST = 1 << 22
SLOT = 3
"""Bytes of a coefficient: a sum of at most 2^22 products of bits is below 2^24, so slots never overflow."""


def _integer(bits: Bytes) -> int:
    slots = np.zeros((len(bits), SLOT), np.uint8)
    slots[:, 0] = bits
    return int.from_bytes(slots.tobytes(), "little")


class Flint:
    """Exact: bits in slots of 24 bits, one product of two integers, and the lowest bit of each slot."""

    name = "flint"

    def __init__(self, fmpz: Any) -> None:
        self.fmpz = fmpz

    @classmethod
    def load(cls) -> Flint | None:
        """The engine, or None where python-flint is not installed."""
        try:
            return cls(import_module("flint").fmpz)
        except ImportError:
            return None

    def plan(self, n: int, m: int) -> tuple[int, int]:
        """Blocks below the slots' limit, chunks of the same size."""
        return min(n, LARGEST), min(m + -m % 8, LARGEST)

    def start(self, block: int, chunk: int, blocks: int) -> _Sum:
        """An exact sum."""
        return _Sum(self.fmpz, chunk)


class _Sum:
    def __init__(self, fmpz: Any, count: int) -> None:
        self.fmpz = fmpz
        self.bits: NDArray[np.uint8] = np.zeros(count, np.uint8)

    def add(self, x: Bytes, s: Bytes) -> None:
        product = int(self.fmpz(_integer(x)) * self.fmpz(_integer(s)))
        slots = np.frombuffer(product.to_bytes(SLOT * (len(x) + len(s)), "little"), np.uint8)
        self.bits ^= slots[SLOT * (len(x) - 1) : SLOT * len(s) : SLOT] & 1

    def finish(self) -> Bytes:
        return self.bits
