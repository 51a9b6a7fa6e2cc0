"""Certificates of rule hashing: an accepted run, and how many almost uniform bits its outcomes are hashed to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction

from proofs.search.language.write import Json, certificate_bytes, rational


def longest(threshold: int, error: Fraction, delta: Fraction) -> int:
    """The most bits m with delta + (1/2) 2^((m - T)/2) <= error; negative where there are none.

    Args:
        threshold: T, bits that accepted runs have.
        error: of the output.
        delta: of the run, below the error.

    >>> longest(700, Fraction(1, 100) + Fraction(1, 2**40), Fraction(1, 100))
    622
    """
    square = (2 * (error - delta)) ** 2  # m <= T + log2 of it
    exponent = square.numerator.bit_length() - square.denominator.bit_length()
    return threshold + (exponent if Fraction(2) ** exponent <= square else exponent - 1)


def hashed_certificate(run: bytes, threshold: int, output: int, error: Fraction, digests: Mapping[str, str]) -> bytes:
    """Bytes for the kernel; its verdict is the caller's to ask for.

    Args:
        run: a certificate of kind certified-bits or estimated-bits.
        threshold: bits that accepted runs have, declared before.
        output: bits.
        error: of the output, above that of the run.
        digests: sha256 of `declaration`, `events`, `seed` and `output`, those that are known.
    """
    document = json.loads(run)
    statement: dict[str, Json] = {
        "kind": "extracted-bits",
        "run": document["statement"],
        "threshold": str(threshold),
        "hash": "toeplitz",
        "output": str(output),
        "error": rational(error),
    }
    if digests:
        statement["data"] = dict(digests)
    premise = {key: document[key] for key in ("rule", "statement", "witness")}
    precision = 64 + 2 * error.denominator.bit_length()
    return certificate_bytes("hashing", statement, {"run": premise, "precision": str(min(precision, 4096))})
