"""The levels of the hierarchy: they contain all sequential quantum behaviours, and 1+AB is enough without noise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.resources import certificates_dir
from proofs.search.language.scenario import Word
from proofs.search.semidefinite.moments import level_words, moments
from proofs.search.sequences.sequence import THREE_PARTIES, level

LEVELS = ("1+AB:operators", "1+AB:sequences", "1+BB+AB+ABB")
Matrix = list[list[Fraction]]


def _turned(x: int, y: int, r: int) -> Matrix:
    """The observable (x Z + y X)/r of a qubit."""
    return [[Fraction(x, r), Fraction(y, r)], [Fraction(y, r), Fraction(-x, r)]]


def _blocks(a: Matrix, b: Matrix) -> Matrix:
    zero = [Fraction(0)] * 2
    return [[*row, *zero] for row in a] + [[*zero, *row] for row in b]


def _kron(a: Matrix, b: Matrix) -> Matrix:
    return [[x * y for x in row for y in other] for row in a for other in b]


def model() -> dict[str, Matrix]:
    """Observables of a model in general position: no two commute but those of Alice and a Bob, and B_0 with B_0y."""
    a, b, c, d = _turned(3, 4, 5), _turned(-7, 24, 25), _turned(5, 12, 13), _turned(8, -15, 17)
    one = [[Fraction(int(i == j)) for j in range(2)] for i in range(2)]
    minus = [[-x for x in row] for row in one]
    bobs = {"B0": _blocks(one, minus), "B1": _kron(a, d), "B00": _blocks(b, c), "B01": _blocks(d, a)}
    # Alice's index of the state is the first
    whole = [[Fraction(int(i == j)) for j in range(4)] for i in range(4)]
    return {name: _kron(x, whole) for name, x in (("A0", b), ("A1", c))} | {
        name: _kron(one, x) for name, x in bobs.items()
    }


@check
def sec_randomness_relaxation() -> Finding:
    """Every sequential quantum strategy is a point of every level, so that no strategy guesses more than the optimum.

    Let Eve's outcome e have the operator E >= 0, which commutes with all others, and let y be the vectors w sqrt(E) psi
    for the words w of the level. Their scalar products form a positive matrix with the entries <u* w E>, equal where
    the products u* w are equal; over e they sum to the moments of the behaviour. That is all a level demands, and its
    objective is the probability of the guess. Here it is tried that products which the levels of 15, 21 and 45 words
    take for equal are equal in a model without further relations.
    """
    operators, sizes = model(), []
    for name in LEVELS:
        found = moments(THREE_PARTIES, level_words(THREE_PARTIES, level(THREE_PARTIES, name)))
        vectors = [_applied(operators, word) for word in found.words]
        entries: dict[int, Fraction] = {}
        classes = iter(found.classes.tolist())
        for i, u in enumerate(vectors):
            for v in vectors[: i + 1]:
                product = sum((x * y for x, y in zip(u, v, strict=True)), Fraction(0))
                if entries.setdefault(next(classes), product) != product:
                    return Finding("proof", False, f"{name}: products that differ are taken for equal")
        distinct = len(set(entries.values())) == len(entries)
        if not distinct:
            return Finding("proof", False, f"{name}: the model has relations of its own")
        sizes.append(f"{len(vectors)} words, {len(entries)} moments")
    return Finding("proof", True, "; ".join(sizes))


def _applied(operators: dict[str, Matrix], word: Word) -> list[Fraction]:
    """The word on some vector."""
    vector = [Fraction(x) for x in (1, 2, -3, 5, 7, -11, 13, 17)]
    for letter in reversed(word):
        matrix = operators[THREE_PARTIES.names[letter]]
        vector = [sum((a * x for a, x in zip(row, vector, strict=True) if a), Fraction(0)) for row in matrix]
    return vector


@check
def order_enough() -> Finding:
    """The proof of two bits is one within the level 1+AB, so that the level's optimum is 1/4 without noise.

    A moment matrix G >= 0 in which sum w_k t_k* t_k has the value 0, w_k > 0, has G t_k = 0, and so the values of
    u* t_k vanish for all words u of the level; what is 0 for the sum of Eve's matrices is 0 for each. The certificate
    two-bits derives that four operators t annihilate the state from means and such products, and each event minus
    1/4 is a sum of such products. It is looked up that all t, and all u, consist of words of the level.
    """
    words = set(level_words(THREE_PARTIES, level(THREE_PARTIES, "1+AB:sequences")))
    data = (certificates_dir() / "padovan2024" / "two-bits.cert.json").read_bytes()
    witness = json.loads(data)["witness"]
    seen = set(_words(witness))
    beyond = sorted(THREE_PARTIES.text(word) for word in seen - words)
    none = not any("squares" in branch or "grams" in branch for branch in witness["branches"])
    shown = f"{len(seen)} words, beyond the level {beyond or 'none'}"
    return Finding("proof", none and not beyond, shown)


def _words(witness: Any) -> Iterator[Word]:
    """All words of the operators that annihilate the state, and the adjoints of those that stand before them."""
    parts = [*witness["derivations"], *witness["branches"]]
    squares = [square["polynomial"] for part in parts for square in part.get("squares", ())]
    factors = [use["polynomial"] for part in parts for use in part.get("annihilations", ())]
    for polynomials, adjoint in ((squares, False), (factors, True)):
        for polynomial in polynomials:
            for _, text in polynomial:
                (word,) = THREE_PARTIES.parse(text)
                yield THREE_PARTIES.adjoint(word) if adjoint else word
