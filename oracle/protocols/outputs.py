"""From the outcomes of a run to its output bits, in pieces: one product over all outcomes, or one parity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from oracle.extractors.bitstrings import Packed
from oracle.failures import Malformed
from oracle.protocols.shape import Parties, Plan


class Collector:
    """Takes outcomes round by round and makes the string r of the format's kind `extracted-bits`, packed.

    Args:
        parties: the scenario; an outcome of a party has as many bits as its largest one needs, the highest first.
    """

    def __init__(self, parties: Parties) -> None:
        self._widths = [(max(sizes) - 1).bit_length() for sizes in parties.values()]
        self._left: NDArray[np.uint8] = np.zeros(0, np.uint8)
        self._bytes: list[bytes] = []
        self.length = 0

    def add(self, outcomes: Sequence[NDArray[Any]]) -> None:
        """Outcomes of consecutive rounds, one column a party."""
        columns = [
            (column >> shift) & 1
            for column, width in zip(outcomes, self._widths, strict=True)
            for shift in reversed(range(width))
        ]
        bits = np.stack(columns, axis=1).astype(np.uint8).reshape(-1)
        self.length += len(bits)
        bits = np.concatenate((self._left, bits))
        whole = len(bits) - len(bits) % 8
        self._bytes.append(np.packbits(bits[:whole]).tobytes())
        self._left = bits[whole:]

    def string(self) -> Packed:
        """All of it."""
        data = b"".join([*self._bytes, np.packbits(self._left).tobytes()])
        return Packed(np.frombuffer(data, np.uint8), self.length)


class Parity:
    """The parity of the majorities of the first three outcomes of every round."""

    def __init__(self) -> None:
        self.value = 0

    def add(self, outcomes: Sequence[NDArray[Any]]) -> None:
        """Outcomes of consecutive rounds, one column a party."""
        votes = sum(column.astype(np.uint8) for column in outcomes[:3])
        self.value ^= int(np.count_nonzero(votes >= 2) & 1)


def collector(plan: Plan, parties: Parties) -> Collector | Parity:
    """What takes the outcomes for the declared way to make the output."""
    return Parity() if plan.made == "parity-of-majorities" else Collector(parties)


def _product(string: Packed, seed: Packed, m: int, made: str) -> Any:
    from oracle.extractors.product import right, toeplitz

    return (right if made == "two-source-right" else toeplitz)(string, seed, m)


def hashed(string: Packed, seed: Packed, m: int, made: str = "toeplitz") -> bytes:
    r"""The output w: packed, the highest bit first.

    Args:
        string: the outcomes.
        seed: of N + m - 1 bits for `toeplitz`, of as many bits as the string for `two-source-right`.
        m: bits of output.
        made: as in a plan.

    Raises:
        Malformed: `out-of-range`, more bits than the string has.

    >>> from oracle.extractors.bitstrings import pack
    >>> hashed(pack([1, 0, 0]), pack([0, 1, 1, 0]), 2)
    b'\x80'
    """
    from oracle.extractors.fast import packed

    if m > string.length:
        raise Malformed("out-of-range", f"{m} bits of output are more than the {string.length} bits of the outcomes")
    return packed(_product(string, seed, m, made))


def is_hash(string: Packed, seed: Packed, claimed: Packed, made: str = "toeplitz") -> tuple[bool, str]:
    """Whether the output is that of the declared function, and how that was looked at.

    All bits are combined by one random irreducible polynomial; a wrong output agrees with a probability that is shown.
    """
    from oracle.extractors.whole import whole_check

    found = whole_check(_product(string, seed, claimed.length, made), claimed)
    return found.agrees, f"a wrong output passes with probability at most {found.error_probability}"
