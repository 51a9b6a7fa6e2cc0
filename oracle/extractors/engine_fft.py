"""Products by floating-point transforms, with a bound on the rounding before the run and a guard during it.

x enters as 0 and 1, s as -1/2 and 1/2: the product is then c - (weight of x)/2 for the wanted count c, and of the
size of sqrt(n) for typical strings. With 0 and 1 on both sides the large mean hides the rounding error.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from oracle.extractors.bitstrings import Bytes
from oracle.failures import Bug, Limit

LARGEST = 1 << 25
LARGEST_LOPSIDED = 1 << 26
WIDEST = 0.125
"""Largest admitted distance of a computed count from a whole number; the bound is kept below it, the guard at it."""


def rounding_bound(length: int, block: int, blocks: int) -> float:
    """Largest error of a count for a radix-2 transform of this length with correctly rounded roots of unity.

    Brent, Percival and Zimmermann (2007), theorem 5.1: a cyclic convolution of length 2^k in floating point with unit
    u = 2^-53 has errors of at most |x| |s| ((1+u)^(3k) (1+u sqrt 5)^(3k+1) (1+b)^(3k) - 1), b the error of the roots;
    with b <= u the bracket is below (13 k + 3) u. Here |x| <= sqrt(block), |s| <= sqrt(length)/2. Sums over blocks add
    their errors and at most u each for the addition. NumPy's transform mixes radices and rounds less often; the guard
    of the run looks at the actual distances.

    >>> rounding_bound(1 << 26, 46_000_000, 58) < 1e-4
    True
    """
    k = (length - 1).bit_length()
    norms = (isqrt(block) + 1) * (isqrt(length) + 1) / 2
    return blocks * norms * (13 * k + 3 + blocks) * 2.0**-53


class Fft:
    """Exact as long as the bound holds; the guard refuses the result when a count is far from a whole number.

    Args:
        largest: length of the longest transform, a power of two from 64 on; 0 lets `plan` choose.
        threads: 2 to transform x and s at the same time, for two more arrays of the length.
    """

    name = "fft"

    def __init__(self, largest: int = 0, threads: int = 1) -> None:
        self.largest = largest
        self.threads = threads

    def plan(self, n: int, m: int) -> tuple[int, int]:
        """Transform length and shares: square products are halved, lopsided ones give the chunk what it needs."""
        lopsided = 4 * m < LARGEST_LOPSIDED * 3 and n > 8 * m
        longest = self.largest or (LARGEST_LOPSIDED if lopsided else LARGEST)
        length = 64
        while length < min(n + m, longest):
            length *= 2
        chunk = min(m + -m % 8, length - length // 8 if lopsided else length // 2)
        return max(1, min(n, length - chunk)), chunk

    def start(self, block: int, chunk: int, blocks: int) -> _Sum:
        """A sum in the transformed domain; raises `Limit` when the bound on the rounding is too large."""
        length = 1 << (block + chunk - 2).bit_length() if block + chunk > 2 else 2
        bound = rounding_bound(length, block, blocks)
        if bound > WIDEST:
            raise Limit("size", f"the rounding of transforms of length {length} is only bounded by {bound:.2g}")
        return _Sum(length, chunk, self.threads)


class _Sum:
    def __init__(self, length: int, count: int, threads: int) -> None:
        self.length = length
        self.count = count
        self.threads = threads
        self.real = [np.zeros(length) for _ in range(2 if threads > 1 else 1)]
        self.first: NDArray[np.complex128] = np.empty(length // 2 + 1, np.complex128)
        self.second = np.empty_like(self.first)
        self.total = np.zeros_like(self.first)
        self.weight = 0
        self.start = 0

    def add(self, x: Bytes, s: Bytes) -> None:
        # a shorter last block is moved to the end, so that the wanted coefficients stay where they are
        self.start = max(self.start, len(x) - 1)
        late = self.start - (len(x) - 1)

        def transform_x() -> None:
            self._fill(self.real[0], x, late, 0.0, self.first)

        def transform_s() -> None:
            self._fill(self.real[-1], s, 0, -0.5, self.second)

        if self.threads > 1:
            with ThreadPoolExecutor(2) as pool:
                for job in (pool.submit(transform_x), pool.submit(transform_s)):
                    job.result()
        else:
            transform_x()
            transform_s()
        self.first *= self.second
        self.total += self.first
        self.weight += int(np.count_nonzero(x))

    def _fill(
        self, real: NDArray[np.float64], bits: Bytes, start: int, mean: float, out: NDArray[np.complex128]
    ) -> None:
        stop = start + len(bits)
        real[:start] = 0.0
        real[start:stop] = bits
        real[start:stop] += mean
        real[stop:] = 0.0
        np.fft.rfft(real, out=out)

    def finish(self) -> Bytes:
        np.fft.irfft(self.total, self.length, out=self.real[0])
        values = self.real[0][self.start : self.start + self.count]
        values += self.weight / 2
        whole = np.rint(values)
        values -= whole
        distance = float(max(values.max(), -values.min()))
        if not distance <= WIDEST:
            raise Bug("out-of-range", f"a transform of length {self.length} rounded by {distance:.3g}")
        return (whole.astype(np.int64) & 1).astype(np.uint8)
