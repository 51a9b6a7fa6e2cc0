"""Section Bounds, eqs. (19) and (20): the shipped statements are about the printed operators; the circle."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from oracle.ledger.registry import check
from oracle.ledger.status import Finding
from oracle.resources import certificates_dir

Root2 = tuple[Fraction | int, Fraction | int]  # a + b sqrt 2
Terms = Mapping[str, Root2]
POINTS = [(Fraction(3, 5), Fraction(4, 5)), (Fraction(-5, 13), Fraction(12, 13)), (Fraction(0), Fraction(-1))]
"""Some (c, s) of the circle, of every combination of signs that matters."""


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


@check
def eq_20_equivalent() -> Finding:
    """In the plane of S_+ and S_- the protocol's points lie on the circle of radius 2 around 0.

    S_+ + S_- = 2 (A_0 + A_1) B_0 and S_1 = (A_0 + A_1) B_0 + (A_0 - A_1) B_1, where the second part is sqrt 2 on the
    boundary; so S_+ = S_1 + S_2 - 2 sqrt 2 and S_- = S_1 - S_2, a rotation by pi/4 of the plane around the centre and a
    scaling by sqrt 2. The values of the certificate `disc` obey both equations, at three points that decide.
    """
    listed = [entry["value"] for entry in statement("disc")["values"]]
    holds = True
    for u, v in ((Fraction(3, 5), Fraction(4, 5)), (Fraction(5, 13), Fraction(-12, 13)), (Fraction(1), Fraction(0))):
        at = {"u": u, "v": v, "r": Fraction(1)}
        sc, s1, s2, plus, minus = (number(value, at) for value in listed)
        # all are multiples of sqrt 2
        holds = holds and sc == (0, 2) and plus[1] == s1[1] + s2[1] - 2 and minus[1] == s1[1] - s2[1]
        holds = holds and not plus[0] and not minus[0] and 2 * (plus[1] ** 2 + minus[1] ** 2) == 4
    return Finding("proof", holds, "the two planes at three points of the protocol")
