"""Sums of squares behind the tight curve: P(00|00) <= mu - lam * CHSH for all quantum behaviours, at a rational u.

With u = cos(t/2), t the angle between the two settings of a party, the operator
F = mu - (1+A0)(1+B0)/4 - lam CHSH annihilates the optimal state, so it is a form in
vectors that do.  For u up to about 0.8498 five such vectors over the nine words of 1+AB
are enough, with coefficients rational in u; from 0.849 to 0.96 thirteen vectors over
seventeen words are, and the form in them is a table of polynomials in u.  At a rational
u both are Gram matrices of rationals, singular and exact: no solver, no rounding.  That
they are positive and give F is for the kernel to see, at each u.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from math import lcm
from typing import Any

from proofs.search.semidefinite.rounding import Gram

Vector = Mapping[str, Fraction]  # word -> coefficient

NINE = ("", "A0", "A1", "B0", "B1", "A0 B0", "A0 B1", "A1 B0", "A1 B1")
SEVENTEEN = (
    *NINE, "A0 A1 B0", "A0 A1 B1", "A1 A0 B0", "A1 A0 B1", "A0 B0 B1", "A0 B1 B0", "A1 B0 B1", "A1 B1 B0",
)  # fmt: skip
NINE_UP_TO = Fraction(8498, 10_000)
TIGHT_UP_TO = Fraction(24, 25)


@lru_cache(4)  # the outcomes that win all need the same matrix
def winning(u: Fraction) -> Gram:
    """A Gram matrix of F over nine or seventeen words.

    Args:
        u: above 1/sqrt 2; beyond `TIGHT_UP_TO` the matrix is not positive and the kernel refuses it.
    """
    return combined(NINE, *_nine(u)) if u <= NINE_UP_TO else _seventeen(u)


def combined(words: tuple[str, ...], vectors: Sequence[Vector], form: Sequence[Sequence[Fraction | int]]) -> Gram:
    """The Gram matrix of sum_pq form_pq V_p* V_q, for a symmetric form.

    >>> combined(("", "A0"), [{"": Fraction(1), "A0": Fraction(-1)}], [[Fraction(1, 2)]]).rows
    [[1], [-1, 1]]
    """
    n = len(words)
    entries = [[Fraction(0)] * (i + 1) for i in range(n)]
    for vector, row in zip(vectors, form, strict=True):
        mixed: dict[str, Fraction] = {}  # sum_q form_pq V_q
        for c, other in zip(row, vectors, strict=True):
            for word, value in other.items() if c else ():
                mixed[word] = mixed.get(word, Fraction(0)) + c * value
        for i, word in enumerate(words):
            if word in vector:
                for j in range(i + 1):
                    entries[i][j] += vector[word] * mixed.get(words[j], Fraction(0))
    return exact_gram(words, entries)


def exact_gram(words: tuple[str, ...], entries: Sequence[Sequence[Fraction]]) -> Gram:
    """Integers over the least common denominator; singular, so there is no factor."""
    unit = lcm(*(x.denominator for row in entries for x in row))
    return Gram(words, [[int(x * unit) for x in row] for row in entries], unit, None, Fraction(0))


def _nine(u: Fraction) -> tuple[list[Vector], list[list[Fraction | int]]]:
    """Vectors X, Y, Z (symmetric under exchange of the parties) and V, W (antisymmetric), and the form in them.

    The form has two free parameters q1, q2; these make its first block and q2 positive on the whole
    range (1/sqrt 2, 0.849845...), and its second block singular.
    """
    one = Fraction(1)
    a, g, d = u**3 - 2 * u**2 - u + 1, u**2 + u - 1, 2 * u**2 - 1
    h, m, k = 2 * u**3 - 2 * u + 1, 2 * u - 1, 3 * u**3 - u**2 - 2 * u + 1
    s, t = 2 * u**4 - 2 * u + 1, 2 * u**4 - 2 * u**3 + 2 * u - 1

    def symmetric(first: Fraction, second: Fraction) -> dict[str, Fraction]:
        return {"A0": first / (m * d), "B0": first / (m * d), "A1": second / (m * d), "B1": second / (m * d)}

    vectors: list[Vector] = [
        {"A0 B0": one, "": (2 * u**3 - 4 * u**2 + 1) / m, **symmetric((u - 1) * k, (u - 1) * a)},
        {"A1 B1": one, "": h / m, **symmetric(-u * (u - 1) * g, -u * k)},
        {"A0 B1": one, "A1 B0": one, "": -2 * h / m, **symmetric(s, -t)},
        {"A1": one, "B1": -one, "A0": u / (1 - u), "B0": -u / (1 - u)},
        {"A0 B1": one, "A1 B0": -one, "A0": -d / (1 - u), "B0": d / (1 - u)},
    ]
    c = Fraction(32, 15)
    q2 = (1 - u) * g * a / (16 * u**4 * d * (c**2 * d**2 - 2 * c * h + 1))
    q1 = c * d * q2
    q0 = c**2 * d**2 * q2
    p0 = g * (64 * u**5 * q1 - 64 * u**4 * d * q2 + a) / (16 * u**2 * (1 - u) * d * a)
    p2 = (64 * u**5 * q1 + a) / (16 * u**4 * d)
    p3 = -(
        32 * u**3 * t * q1 - 32 * u**2 * d * t * q2
        - 4 * u**6 + 11 * u**5 + u**4 - 15 * u**3 + 4 * u**2 + 5 * u - 2
    ) / (32 * u**2 * (u - 1) * d * a)  # fmt: skip
    p4 = (32 * u**3 * s * q1 + 4 * u**6 - 9 * u**5 - 6 * u**4 + 15 * u**3 - u**2 - 6 * u + 2) / (
        32 * u**3 * (u - 1) * d * g
    )
    return vectors, [[p0, 0, p3, 0, 0], [0, p2, p4, 0, 0], [p3, p4, q2, 0, 0], [0, 0, 0, q0, q1], [0, 0, 0, q1, q2]]


@cache
def _table() -> Any:
    return json.loads(files("proofs.search.chsh").joinpath("seventeen.json").read_text(encoding="utf-8"))


def _seventeen(u: Fraction) -> Gram:
    """The form of the table: polynomials are coefficients from the highest power down; weights share a denominator."""

    def value(coefficients: str) -> Fraction:
        total = Fraction(0)
        for c in coefficients.split():
            total = total * u + int(c)
        return total

    table = _table()
    vectors: list[Vector] = []
    places: list[tuple[int, int, Fraction]] = []
    for block in table["blocks"]:
        start = len(vectors)
        vectors += [{word: value(text) for word, text in row.items()} for row in block["vectors"]]
        places += [(start + i, start + j, value(text)) for i, j, text in block["weights"]]
    form: list[list[Fraction | int]] = [[0] * len(vectors) for _ in vectors]
    denominator = value(table["denominator"])
    for i, j, weight in places:
        form[i][j] = form[j][i] = weight / denominator
    return combined(SEVENTEEN, vectors, form)
