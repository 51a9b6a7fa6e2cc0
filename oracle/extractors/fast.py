"""Outputs at real sizes, in pieces: x in blocks, the output in chunks, each pair a small product of the same form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, Protocol

import numpy as np

from oracle.extractors.bitstrings import BitOrder, Bytes
from oracle.extractors.engine_fft import Fft
from oracle.extractors.engine_flint import Flint
from oracle.extractors.engine_gf2x import Gf2x
from oracle.extractors.product import Product
from oracle.failures import Usage

EngineName = Literal["auto", "gf2x", "flint", "fft"]


class Accumulator(Protocol):
    """Sums products of blocks of x with their parts of s, for one chunk of the output."""

    def add(self, x: Bytes, s: Bytes) -> None:
        """Add coefficients len(x) - 1 to len(s) - 1 of x(z) s(z)."""

    def finish(self) -> Bytes:
        """The sum modulo two."""


class Engine(Protocol):
    """A way to multiply.

    Attributes:
        name: how users call it.
    """

    name: str

    def plan(self, n: int, m: int) -> tuple[int, int]:
        """Sizes of a block of x and of a chunk of the output that keep memory bounded."""

    def start(self, block: int, chunk: int, blocks: int) -> Accumulator:
        """A sum over at most `blocks` blocks."""


def _gf2x() -> Engine | None:

    return Gf2x.load()


def _flint() -> Engine | None:

    return Flint.load()


def _fft(threads: int = 1) -> Engine:

    return Fft(threads=threads)


ENGINES: Mapping[str, Callable[[], Engine | None]] = {"gf2x": _gf2x, "flint": _flint, "fft": _fft}
MOST_GF2X = 1 << 28
"""Bits n + m up to which one product of libgf2x beats transforms in blocks."""


def available() -> list[str]:
    """Names of the engines that can run here; `fft` always can."""
    return [name for name, load in ENGINES.items() if load() is not None]


def find_engine(name: str, n: int, m: int) -> Engine:
    """The engine of this name, or for `auto` the fastest that is here.

    Raises:
        Usage: `unknown-name`, no such engine, or its library is not installed.
    """
    if name == "auto":
        found = _gf2x() if n + m <= MOST_GF2X else None
        return found or _fft(2 if n > 8 * m else 1)
    if name not in ENGINES:
        raise Usage("unknown-name", f"no engine is called {name[:40]!a}; known: auto, {', '.join(ENGINES)}")
    engine = ENGINES[name]()
    if engine is None:
        raise Usage("unknown-name", f"the library of the engine {name} is not installed here; try auto")
    return engine


def chunks(product: Product, engine: Engine) -> Iterator[Bytes]:
    """The output in order, as arrays of zeros and ones.

    Output bit c + i takes from block [j, k) of x the bits s_(c + i + n - 1 - t), so s is needed from c + n - k to
    c + n - 1 - j + (size of the chunk) - 1 only.
    """
    n, m = product.n, product.m
    block, chunk = engine.plan(n, m)
    for c in range(0, m, chunk):
        size = min(chunk, m - c)
        total = engine.start(min(block, n), size, -(-n // block))
        for j in range(0, n, block):
            k = min(n, j + block)
            total.add(product.x.window(j, k), product.s.window(c + n - k, c + n - 1 - j + size))
        yield total.finish()


def evaluate(product: Product, engine: EngineName = "auto") -> Bytes:
    """The output as zeros and ones.

    Args:
        product: from one of the functions in `product`.
        engine: `gf2x` (libgf2x, exact), `flint` (integers, exact), `fft` (floating point with a bound on its rounding
            that is checked before and during the run), or the fastest of them.

    Raises:
        Usage: `unknown-name`.

    >>> from oracle.extractors.bitstrings import pack
    >>> from oracle.extractors.product import right
    >>> evaluate(right(pack([0, 1, 0, 0, 0, 0, 0, 0]), pack([1, 0, 0, 0, 0, 0, 0, 0]), 3)).tolist()
    [0, 1, 0]
    """
    return np.concatenate(list(chunks(product, find_engine(engine, product.n, product.m))))


def packed(product: Product, engine: EngineName = "auto", order: BitOrder = "big") -> bytes:
    """The output as bytes, zero bits at the end of the last one.

    Chunks end at multiples of eight bits, so each is packed by itself.
    """
    found = find_engine(engine, product.n, product.m)
    return b"".join(np.packbits(part, bitorder=order).tobytes() for part in chunks(product, found))
