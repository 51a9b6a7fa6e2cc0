"""Where data come from: the name of a file, the bytes themselves, or values; nothing is taken through a float."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isfinite
from pathlib import Path

from oracle.failures import Malformed, Undecided

MAX_TABLE = 1 << 23  # bytes of a file that a problem names

Source = str | os.PathLike[str] | bytes
"""A text is the name of a file, "-" standard input."""


def read(source: Source, limit: int) -> bytes:
    """The bytes of a file, at most limit + 1 of them.

    Raises:
        Undecided: `unreadable`.
    """
    if isinstance(source, bytes):
        return source[: limit + 1]
    try:
        if source == "-":
            return sys.stdin.buffer.read(limit + 1)
        with Path(source).open("rb") as file:
            return file.read(limit + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) else str(error)
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in os.fspath(source))
        raise Undecided("unreadable", f"{shown} cannot be read: {reason}", shown) from None


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: a neighbour, then a rename.

    Raises:
        OSError: the place cannot be written.
    """
    from proofs.search.language.write import write_file

    write_file(path, data)


def is_certificate(document: object) -> bool:
    """Whether a JSON value calls itself a certificate of the format."""
    from proofs.kernel.check import FORMAT

    return isinstance(document, dict) and document.get("format") == FORMAT


def name_of(source: Source, otherwise: str) -> str:
    """What sentences call the source."""
    return otherwise if isinstance(source, bytes) else os.fspath(source)


def plain(value: object, where: str) -> object:
    """Values of a user's own as a problem file has them: fractions become texts, tuples lists.

    Raises:
        Malformed: `wrong-value`, a float or an array, with what to write instead.

    >>> plain({"A0 B0": Fraction(1, 2), "level": ("A0",)}, "problem")
    {'A0 B0': '1/2', 'level': ['A0']}
    """
    if isinstance(value, bool | str | int):
        return value
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item, f"{where}: {key}") for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain(item, where) for item in value]
    raise Malformed("wrong-value", f"{where}: {inexact(value)}")


def inexact(value: object) -> str:
    """What is wrong with a value that is not exact, and what to write instead.

    >>> inexact(0.1)
    "0.1 is not exact; write '1/10' or Fraction(1, 10)"
    """
    if isinstance(value, float) and isfinite(value):
        near = Fraction(repr(value))
        return f"{value!r} is not exact; write '{near}' or Fraction({near.numerator}, {near.denominator})"
    kind = type(value).__name__
    return f"a value of type {kind} is not exact; oracle.nearest_behaviour rounds a table of probabilities"
