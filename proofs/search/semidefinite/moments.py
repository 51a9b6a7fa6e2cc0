"""Moment matrices of the NPA hierarchy: levels, word classes, localising blocks.

The entry (i, j) of the moment matrix of words u_1 ... u_n is the mean of u_i* u_j.  Two
entries with the same normal form, or with adjoint ones, have the same real mean: they
form one class.  Products are computed once for each pair of words of one party and
combined as integer keys, so the cost is that of a few arrays of n^2 integers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain, combinations_with_replacement, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.scenario import Polynomial, Scenario, Word

Integers = NDArray[np.int64]
Level = str | Sequence[str]

MAX_WORDS = 2000


def level_words(scenario: Scenario, level: Level) -> list[Word]:
    """The words of a level, the identity first, shorter words before longer ones.

    Args:
        scenario: the operators.
        level: "2" is all words of at most two letters, "1+AB" adds all products of one
            letter of A and one of B to level 1, "1+AB+AAB+ABB" and so on; or an explicit
            list of words such as ["", "A0", "A0 B1"].

    >>> chsh = Scenario.bell({"A": [2, 2], "B": [2, 2]})
    >>> [len(level_words(chsh, level)) for level in ("1", "1+AB", "2", "3", "1+AB+AAB+ABB")]
    [5, 9, 13, 25, 17]

    Raises:
        Failure: not a level, or more than `MAX_WORDS` words.
    """
    if not isinstance(level, str):
        return _listed(scenario, level)
    found: dict[Word, None] = {(): None}
    grown: list[list[list[Word]]] = [[[()]] for _ in scenario.parties]
    for part in level.split("+"):
        for lengths in _lengths(scenario, part.strip()):
            choices = [_of_length(scenario, grown, party, length) for party, length in enumerate(lengths)]
            if len(found) + prod(map(len, choices)) > MAX_WORDS:
                raise Failure(Kind.LEVEL, "level", "the level has more than {most} words", most=MAX_WORDS)
            # letters of different parties in the order of the parties are in normal form
            found.update(dict.fromkeys(tuple(chain.from_iterable(word)) for word in product(*choices)))
    return sorted(found, key=lambda word: (len(word), word))


def _listed(scenario: Scenario, level: Sequence[str]) -> list[Word]:
    found: dict[Word, None] = {(): None}
    for text in level:
        polynomial = scenario.parse(text)
        if list(polynomial.values()) != [1]:
            raise Failure(Kind.WORD, "level", "{text!r} is not a word of observables and leading projectors", text=text)
        found[next(iter(polynomial))] = None
    return list(found)


def _lengths(scenario: Scenario, part: str) -> Iterator[tuple[int, ...]]:
    """How many letters of each party the words of one part of a level have."""
    if re.fullmatch("[1-9]", part, re.ASCII):
        most = int(part)
        counts = combinations_with_replacement(range(len(scenario.parties) + 1), most)
        # the last symbol stands for no letter
        return (tuple(count.count(party) for party in range(len(scenario.parties))) for count in counts)
    if not part or any(party not in scenario.parties for party in part):
        raise Failure(
            Kind.LEVEL,
            "level",
            "{part!r} is neither a number nor a product of parties; write for example 1+AB",
            part=part,
        )
    return iter([tuple(part.count(party) for party in scenario.parties)])


def _of_length(scenario: Scenario, grown: list[list[list[Word]]], party: int, length: int) -> list[Word]:
    """Words of one party that do not reduce, from those that are one letter shorter."""
    words = grown[party]
    letters = [x for x, owner in enumerate(scenario.party_of) if owner == party]
    while len(words) <= length:
        longer = (scenario.word((*word, x)) for word in words[-1] for x in letters)
        words.append(list(dict.fromkeys(word for word in longer if word is not None and len(word) == len(words))))
        if len(words[-1]) > MAX_WORDS:
            raise Failure(Kind.LEVEL, "level", "the level has more than {most} words", most=MAX_WORDS)
    return words[length]


@dataclass(frozen=True)
class Moments:
    """Word classes of a moment matrix, as its lower triangle row by row.

    Attributes:
        scenario, words: what the rows stand for.
        classes: class of the entry (i, j <= i) at i (i + 1) / 2 + j; -1 where the product is zero.
        representatives: one word of each class; the class of the identity is `identity`.
    """

    scenario: Scenario
    words: tuple[Word, ...]
    classes: Integers
    representatives: tuple[Word, ...]

    @property
    def size(self) -> int:
        return len(self.words)

    @cached_property
    def _index(self) -> dict[Word, int]:
        return dict(zip(self.representatives, range(len(self.representatives)), strict=True))

    def class_of(self, word: Word) -> int | None:
        """The class of a word in normal form, which is that of its adjoint; None if it does not occur."""
        k = self._index.get(word)
        return self._index.get(self.scenario.adjoint(word)) if k is None else k

    @property
    def identity(self) -> int:
        return self._index[()]

    def vector(self, polynomial: Polynomial) -> dict[int, Fraction]:
        """Coefficients by class: a word and its adjoint count together.

        Raises:
            Failure: a word does not occur in the moment matrix.
        """
        result: dict[int, Fraction] = {}
        for word, c in polynomial.items():
            k = self.class_of(word)
            if k is None:
                raise Failure(
                    Kind.LEVEL,
                    "level",
                    "the level has no moment of {word}; choose a higher one",
                    word=self.scenario.text(word),
                )
            result[k] = result.get(k, Fraction(0)) + c
        return result


def moments(scenario: Scenario, words: Sequence[Word]) -> Moments:
    """The moment matrix of a list of words.

    >>> chsh = Scenario.bell({"A": [2, 2], "B": [2, 2]})
    >>> found = moments(chsh, level_words(chsh, "1+AB"))
    >>> found.size, len(found.representatives)
    (9, 17)
    """
    n = len(words)
    rows, columns = np.tril_indices(n)
    key = np.zeros(len(rows), dtype=np.int64)
    adjoint_key = key.copy()
    zero = np.zeros(len(rows), dtype=bool)
    tables: list[tuple[Integers, list[Word]]] = []
    alike: dict[tuple[object, ...], _Party] = {}
    for party in range(len(scenario.parties)):
        mine = [x for x, owner in enumerate(scenario.party_of) if owner == party]
        first, last = mine[0], mine[-1]
        parts: dict[Word, int] = {}
        listed = [parts.setdefault(tuple([x for x in word if first <= x <= last]), len(parts)) for word in words]
        ids = np.array(listed)
        # parties of one kind with the same words have the same products, up to the numbers of their letters
        kind = (scenario.kind(party), tuple([tuple([x - first for x in part]) for part in parts]))
        if kind not in alike:
            alike[kind] = _Party.of(scenario, first, list(parts))
        table, adjoints, products = alike[kind].table, alike[kind].adjoints, alike[kind].numbered(first)
        entries = table[ids[rows], ids[columns]]
        tables.append((entries, products))
        zero |= entries < 0
        key = key * len(products) + entries
        adjoint_key = adjoint_key * len(products) + adjoints[entries]
        if len(products) * max(key.max(), adjoint_key.max()) > 2**40:  # keep the keys of many parties small
            _, both = np.unique(np.concatenate((key, adjoint_key)), return_inverse=True)
            key, adjoint_key = both[: len(key)], both[len(key) :]
    smaller = np.minimum(key, adjoint_key)
    smaller[zero] = -1
    _, example, classes = np.unique(smaller, return_index=True, return_inverse=True)
    shift = int(zero.any())  # the class of zero comes first and is called -1
    examples = example[shift:]
    by_party = [[products[e] for e in entries[examples].tolist()] for entries, products in tables]
    found = tuple(sum(word, ()) for word in zip(*by_party, strict=True))
    return Moments(scenario, tuple(words), classes.astype(np.int64) - shift, found)


@dataclass(frozen=True)
class _Party:
    """Products u* v of words of one party, and the adjoint of each.

    Attributes:
        first: number of the party's first letter, from which the words of `products` are numbered.
        table: number of the product for the words u and v; -1 where it is zero.
    """

    first: int
    table: Integers
    adjoints: Integers
    products: list[Word]

    @classmethod
    def of(cls, scenario: Scenario, first: int, parts: Sequence[Word]) -> _Party:
        products: dict[Word, int] = {}
        rows: list[list[int]] = []
        for u in parts:
            inner = [scenario.inner(u, v) for v in parts]
            rows.append([-1 if word is None else products.setdefault(word, len(products)) for word in inner])
        table = np.array(rows)
        # the adjoint of u* v is v* u, so every adjoint is in the table
        adjoints = np.empty(len(products), dtype=np.int64)
        adjoints[table[table >= 0]] = table.T[table >= 0]
        return cls(first, table, adjoints, list(products))

    def numbered(self, first: int) -> list[Word]:
        """The products with the letters of a party of the same kind."""
        if first == self.first:
            return self.products
        shift = first - self.first
        return [tuple([x + shift for x in word]) for word in self.products]


def localising(scenario: Scenario, inequality: Polynomial, words: Sequence[Word]) -> list[tuple[int, int, Polynomial]]:
    """Entries v_i* p v_j, j <= i, of the localising matrix of an operator inequality p >= 0.

    >>> one = Scenario.bell({"A": [2]})
    >>> [entry for _, _, entry in localising(one, {(): Fraction(1), (0,): Fraction(-1)}, [()])]
    [{(): Fraction(1, 1), (0,): Fraction(-1, 1)}]
    """
    entries = []
    for (i, u), (j, v) in product(enumerate(words), repeat=2):
        if j <= i:
            left = scenario.multiply({scenario.adjoint(u): Fraction(1)}, inequality)
            entries.append((i, j, scenario.multiply(left, {v: Fraction(1)})))
    return entries
