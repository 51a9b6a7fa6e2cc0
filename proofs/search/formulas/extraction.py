"""Certificates of the length of a two-source extractor: theorems 2, 3 and 4 of kulikov2024 as steps of a chain."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from proofs.search.language.write import Certificate, Json, certificate, rational

BEST_SPLIT = (Fraction(1, 20), Fraction(1, 20), Fraction(2, 5))
"""Shares of the error in theorem 4: s1 s2 s^8 is largest under s1 + s2 + s = 1/2 at s1 : s2 : s = 1 : 1 : 8."""

_LEMMA = {"two-source-shift": (2, 2, Fraction(8)), "two-source-cyclic": (1, 2, Fraction(2))}


def formula(
    function: str = "two-source-shift",
    adversary: str = "quantum-proof-smooth",
    split: Sequence[Fraction] = BEST_SPLIT,
    loss: int = 0,
) -> Certificate:
    """A length formula with the steps that prove it: rule, statement, witness.

    Args:
        function: `two-source-shift` or `two-source-cyclic`.
        adversary: `classical-proof`, `quantum-proof` or `quantum-proof-smooth`; each takes one step more.
        split: shares of the error in theorem 4, positive with sum at most 1/2.
        loss: by how many bits the formula stays below what the steps give; 3 is theorem 2 as printed.

    >>> formula(loss=3)[1]["length"]
    ['6', '10', '4096/791015625']
    """
    growth, weight, factor = _LEMMA[function]
    witness: dict[str, Json] = {"lemma": function}
    stated = "classical-proof"
    while stated != adversary:
        premise = certificate("chain", _statement(function, stated, growth, weight, factor), witness)
        if stated == "classical-proof":
            stated, witness = "quantum-proof", {"theorem-3": premise}
            growth, weight, factor = growth + weight + 2, 2 * weight + 4, factor * Fraction(4, 3) ** (weight + 2)
        else:
            stated = "quantum-proof-smooth"
            witness = {"theorem-4": premise, "shares": [rational(share) for share in split]}
            weight, factor = weight + 2, factor * split[0] * split[1] * split[2] ** weight
    return "chain", _statement(function, stated, growth, weight, factor / 2**loss), witness


def _statement(function: str, adversary: str, growth: int, weight: int, factor: Fraction) -> dict[str, Json]:
    length: list[Json] = [str(growth), str(weight), rational(factor)]
    return {"kind": "extractor", "function": function, "adversary": adversary, "length": length}
