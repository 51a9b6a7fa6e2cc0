"""Randomness extractors on packed bits, and checks of outputs that somebody else made."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oracle.extractors.primes import require_primitive_root_two
from oracle.failures import Limit, Malformed, Usage

if TYPE_CHECKING:
    from oracle.extractors.bitstrings import BitOrder, Packed
    from oracle.extractors.fast import EngineName
    from oracle.extractors.product import Product

EXTRACTORS = ("right", "left", "toeplitz", "toeplitz-cyclic", "circulant", "cyclic")
TWO_SOURCE = ("right", "left", "cyclic")
ENGINES = ("auto", "gf2x", "flint", "fft")
MOST_STANDARD_INPUT = 1 << 30
SPOTS = 64


@dataclass(frozen=True)
class Extraction:
    """An extractor with its inputs, ready to run or to compare.

    Attributes:
        extractor: of `EXTRACTORS`.
        order: of bits in a byte.
        product: the inputs.
    """

    extractor: str
    order: BitOrder
    product: Product

    def run(self, engine: EngineName) -> tuple[bytes, dict[str, object]]:
        """The output, packed, and what is said of it."""
        from oracle.extractors.fast import find_engine, packed

        name = find_engine(engine, self.product.n, self.product.m).name
        data = packed(self.product, engine, self.order)
        return data, self._document() | {"engine": name, "sha256": hashlib.sha256(data).hexdigest()}

    def compare(self, claimed: str, spots: int, whole: bool) -> dict[str, object]:
        """Whether an output in a file agrees, at random bits and as a whole.

        Raises:
            Usage: nothing would be compared.
        """
        from oracle.extractors.spot import random_places, spot_check
        from oracle.extractors.whole import whole_check

        if not spots and not whole:
            raise Usage("missing-argument", "--spots 0 without --whole checks nothing")
        product, output = self.product, _open(claimed, self.product.m, self.order)
        spot = spot_check(product, output, random_places(product.m, spots)) if spots else None
        full = whole_check(product, output) if whole else None
        right = not (spot and spot.wrong) and not (full and not full.agrees)
        document = self._document() | {"agrees": right}
        if spot is not None:
            document["spots"] = {"places": list(spot.places), "wrong": list(spot.wrong)}
        if full is not None:
            modulus = {"agrees": full.agrees, "error_probability": str(full.error_probability)}
            document["whole"] = modulus | {"modulus": hex(full.moduli[0])}
        return document

    def _document(self) -> dict[str, object]:
        return {"extractor": self.extractor, "n": self.product.n, "m": self.product.m}


def extraction(
    extractor: str, first: str, second: str, *, output_length: int, length: int | None = None,
    seed_bits: int | None = None, order: BitOrder = "big",
) -> Extraction:  # fmt: skip
    """An extractor on two files of packed bits.

    Args:
        extractor: of `EXTRACTORS`.
        first: the name of X, "-" for standard input.
        second: the name of Y, the other source or the seed.
        output_length: bits of the output.
        length: bits of X; by default all of the file.
        seed_bits: bits of a seed Y whose last byte is not full.
        order: of the bits in a byte.

    Raises:
        Malformed: `out-of-range`, one file as X and Y, sizes at which a family is not two-universal, a seed that may
            end in padding.
        Limit: `bytes`, of standard input.
    """
    from oracle.extractors.product import EXTRACTORS as PRODUCTS

    if output_length < 1:
        raise Malformed("out-of-range", f"m = {output_length} is not a positive number of bits")
    _require_two_files(first, second)
    x = _open(first, length, order)
    wanted = _second_length(extractor, x.length, output_length)
    y = _open(second, wanted, order)
    _require_family(extractor, x.length)
    if extractor not in TWO_SOURCE:
        _require_seed(y, wanted, seed_bits)
    if length is None and extractor in TWO_SOURCE and 8 * len(y.data) != x.length:
        raise Malformed("out-of-range", f"X has {x.length} bits, Y {8 * len(y.data)}; -n N takes the first N")
    return Extraction(extractor, order, PRODUCTS[extractor](x, y, output_length))


def _require_two_files(first: str, second: str) -> None:
    """Two names of one file are one source: its bits are not independent of themselves."""
    with contextlib.suppress(OSError, ValueError):
        if "-" not in (first, second) and Path(first).samefile(second):
            raise Malformed("out-of-range", f"X and Y are one file, {ascii(first)[1:-1]}: they have to be independent")


def _require_family(extractor: str, n: int) -> None:
    """Refuse sizes at which `bellcert bound` promises nothing, either."""
    if extractor == "circulant":
        require_primitive_root_two(n + 1, "n + 1")
    elif extractor == "cyclic":
        require_primitive_root_two(n, "n")


def _require_seed(seed: Packed, wanted: int, announced: int | None) -> None:
    """Refuse a seed whose last bits may be padding, which is not random."""
    if announced is None and wanted % 8 and len(seed.data) == -(-wanted // 8):
        raise Malformed(
            "out-of-range",
            f"{wanted} bits of seed end inside of the last byte of Y, which may be padding; give --seed-bits",
        )
    if announced is not None and not wanted <= announced <= 8 * len(seed.data):
        raise Malformed(
            "out-of-range",
            f"{wanted} bits of seed are needed, {announced} announced, and Y has room for {8 * len(seed.data)}",
        )


def _second_length(extractor: str, n: int, m: int) -> int:
    if extractor.startswith("toeplitz"):
        return n + m - 1
    return n + 1 if extractor == "circulant" else n


def _open(path: str, length: int | None, order: BitOrder) -> Packed:
    from oracle.extractors.bitstrings import Packed, open_bits

    if path != "-":
        return open_bits(path, length, order)
    import numpy as np

    data = sys.stdin.buffer.read(MOST_STANDARD_INPUT + 1)
    if len(data) > MOST_STANDARD_INPUT:
        raise Limit("bytes", f"at most {MOST_STANDARD_INPUT} bytes are read from standard input")
    found = 8 * len(data) if length is None else length
    if found < 1 or found > 8 * len(data):
        raise Malformed("out-of-range", f"standard input has {8 * len(data)} bits, not the {found} announced")
    return Packed(np.frombuffer(data, np.uint8), found, order)
