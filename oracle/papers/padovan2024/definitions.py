"""The functionals of the paper, from their definitions, and the coefficients of a certificate's statement as numbers.

S_1, S_2 are the CHSH values of Alice with Bob's pairs (B0, B1) and (B00, B01), S_c that of (B00, B1); certificates
are compared with these, which no generator of them uses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from oracle.resources import certificates_dir

Root2 = tuple[Fraction | int, Fraction | int]  # a + b sqrt 2
Terms = Mapping[str, Root2]


def statement(name: str) -> Any:
    """The statement of a shipped certificate; that the certificate is proved is evidence of its own."""
    return json.loads((certificates_dir() / "padovan2024" / f"{name}.cert.json").read_text("utf-8"))["statement"]


def number(coefficient: Any, at: Mapping[str, Fraction]) -> Root2:
    """The value a + b sqrt 2 of a coefficient at a point of the symbols."""
    if isinstance(coefficient, str):
        return Fraction(coefficient), Fraction(0)
    if isinstance(coefficient, list):
        return Fraction(coefficient[0]), Fraction(coefficient[1])
    total = (Fraction(0), Fraction(0))
    for c, monomial in coefficient["poly"]:
        factor = Fraction(1)
        for part in monomial.split():
            name, _, power = part.partition("^")
            factor *= at[name] ** int(power or 1)
        a, b = number(c, at)
        total = (total[0] + factor * a, total[1] + factor * b)
    return total


def terms(listed: Any, at: Mapping[str, Fraction]) -> dict[str, Root2]:
    """The terms at a point, zeros left out."""
    found = {word: number(c, at) for c, word in listed}
    return {word: c for word, c in found.items() if any(c)}


def chsh(near: str, far: str) -> dict[str, Root2]:
    """(A_0 + A_1) near + (A_0 - A_1) far."""
    one, zero = Fraction(1), Fraction(0)
    return {f"A0 {near}": (one, zero), f"A1 {near}": (one, zero), f"A0 {far}": (one, zero), f"A1 {far}": (-one, zero)}


S1, S2, SC = chsh("B0", "B1"), chsh("B00", "B01"), chsh("B00", "B1")


def combined(*parts: tuple[Fraction, Terms]) -> dict[str, Root2]:
    """A sum of multiples, zeros left out."""
    total: dict[str, Root2] = {}
    for factor, words in parts:
        for word, (a, b) in words.items():
            x, y = total.get(word, (Fraction(0), Fraction(0)))
            total[word] = (x + factor * a, y + factor * b)
    return {word: c for word, c in total.items() if any(c)}


def s_theta(c: Fraction, s: Fraction) -> dict[str, Root2]:
    """Equation (8): c (S_1 - sqrt 2) + s (S_2 - sqrt 2)."""
    shift: Terms = {"": (Fraction(0), Fraction(-1))}
    return combined((c, S1), (c, shift), (s, S2), (s, shift))


def s_turned(cosine: Fraction, sine: Fraction) -> dict[str, Root2]:
    """Equation (19): cos alpha S_+ + sin alpha S_-."""
    one = Fraction(1)
    z = {"A0 B0": (one, Fraction(0)), "A1 B0": (one, Fraction(0))}
    x = {"A0 B01": (one, Fraction(0)), "A1 B01": (-one, Fraction(0))}
    plus, minus = combined((one, z), (one, x)), combined((one, z), (-one, x))
    return combined((cosine, plus), (sine, minus))
