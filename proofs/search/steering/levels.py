"""Quantum assemblages: moment matrices whose entries are operators of the trusted system, by levels of the hierarchy.

The entry of the words u_i and u_j is sigma(u_j* u_i), an operator that need not be hermitian; the matrix is >= 0 for
every state. Positive states of all events are demanded besides, which low levels do not imply.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations

import numpy as np

from proofs.search.assembled.untrusted import States, Untrusted
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.scenario import Word
from proofs.search.language.write import Json
from proofs.search.semidefinite.moments import level_words
from proofs.search.steering.assemblages import Completed, Form, NoSignalling
from proofs.search.steering.cones import Block, Reals

MAX_ROWS = 128  # of a moment matrix
BITS = 36
LIFT = Fraction(1, 1 << 38)  # added to what floating point says of an eigenvalue

Complex = tuple[Fraction, Fraction]


def words_of(untrusted: Untrusted, level: str) -> list[Word]:
    """The words of a level: Q1, Q2, 1+AB, or one of the scenario's own letters such as 1+BC.

    >>> from proofs.search.language.scenario import Scenario
    >>> len(words_of(Untrusted(Scenario.bell({"B": [2, 2], "C": [2, 2]})), "1+AB"))
    9
    """
    name = level
    if re.fullmatch("Q[1-9]", level):
        name = level[1:]
    elif level == "1+AB":
        parties = untrusted.scenario.parties
        name = "+".join(["1", *("".join(pair) for pair in combinations(parties, 2))]) if len(parties) > 1 else "1"
    return level_words(untrusted.scenario, name)


@dataclass(frozen=True)
class Level(NoSignalling):
    """No-signalling assemblages with a moment matrix that is >= 0."""

    level: str = "Q1"

    @cached_property
    def rows(self) -> list[Word]:
        found = words_of(self.untrusted, self.level)
        size = len(found) * self.system.dimension
        if size > MAX_ROWS:
            template = "the level has {size} rows of numbers, more than {most}"
            raise Failure(Kind.SIZE, "level", template, size=size, most=MAX_ROWS)
        return found

    def entry(self, i: int, j: int) -> Word | None:
        """The word of the entry: u_j* u_i."""
        scenario = self.untrusted.scenario
        return scenario.word((*scenario.adjoint(self.rows[j]), *self.rows[i]))

    @cached_property
    def _others(self) -> dict[Word, int]:
        """First variable of each word that no behaviour has, one of each pair of adjoints."""
        found: dict[Word, int] = {}
        adjoint = self.untrusted.scenario.adjoint
        behaviours = set(self.untrusted.words)
        place = len(behaviours) * self.system.size
        for i in range(len(self.rows)):
            for j in range(i + 1):
                word = self.entry(i, j)
                if word is None or word in behaviours or word in found or adjoint(word) in found:
                    continue
                found[word] = place
                place += self.system.size * (1 if adjoint(word) == word else 2)
        return found

    @property
    def variables(self) -> int:
        own = len(self.untrusted.words) * self.system.size
        adjoint = self.untrusted.scenario.adjoint
        return own + sum(self.system.size * (1 if adjoint(word) == word else 2) for word in self._others)

    def _entries(self, word: Word) -> list[list[tuple[Form, Form]]]:
        """Real and imaginary part of the entries of sigma(word), as linear forms."""
        adjoint, d = self.untrusted.scenario.adjoint, self.system.dimension
        first = self._index.get(word, self._others.get(word))
        if first is None:  # the adjoint has variables
            other = self._entries(adjoint(word))
            return [[(other[b][a][0], _minus(other[b][a][1])) for b in range(d)] for a in range(d)]
        if adjoint(word) != word:
            return [
                [({first + 2 * (a * d + b): Fraction(1)}, {first + 2 * (a * d + b) + 1: Fraction(1)}) for b in range(d)]
                for a in range(d)
            ]
        units = np.eye(self.system.size, dtype=int)
        basis = [self.system.entries([Fraction(int(x)) for x in row]) for row in units]
        return [
            [
                (
                    {first + k: m[a][b][0] for k, m in enumerate(basis) if m[a][b][0]},
                    {first + k: m[a][b][1] for k, m in enumerate(basis) if m[a][b][1]},
                )
                for b in range(d)
            ]
            for a in range(d)
        ]

    def blocks(self) -> list[Block]:
        return [*super().blocks(), self._moments]

    @cached_property
    def _moments(self) -> Block:
        d, n = self.system.dimension, len(self.rows)
        known: dict[Word, list[list[tuple[Form, Form]]]] = {}
        places = {p: k for k, p in enumerate(_places(n * d))}
        entries: list[tuple[int, int, float]] = []
        for i in range(n):
            for j in range(i + 1):
                word = self.entry(i, j)
                if word is None:
                    continue
                if word not in known:
                    known[word] = self._entries(word)
                for a in range(d):
                    for b in range(d):
                        row, column = i * d + a, j * d + b
                        if column > row:
                            continue
                        re_form, im_form = known[word][a][b]
                        entries += [(places[row, column, 0], k, float(c)) for k, c in re_form.items()]
                        if row != column:
                            entries += [(places[row, column, 1], k, float(c)) for k, c in im_form.items()]
        return Block(n * d, entries)

    @property
    def set(self) -> str:
        return "quantum"

    def proof(self, target: States, duals: Sequence[Reals]) -> tuple[Completed, dict[str, Json]]:
        """Blocks and a Gram matrix that add up to the target plus a shift for each setting.

        What is left at words that no behaviour has is moved into one entry of the matrix each; then the matrix is
        raised until it is positive, and what that adds goes into the blocks, as `NoSignalling.complete` says.
        """
        d, n = self.system.dimension, len(self.rows)
        gram = self._rounded(duals[-1])
        self._cancel(gram)
        numbers = np.array([[complex(float(re), float(im)) for re, im in row] for row in gram])
        lift = max(Fraction(0), Fraction(-float(np.linalg.eigvalsh(numbers)[0]))) + LIFT
        lift = Fraction(-(-lift.numerator * (1 << 44) // lift.denominator), 1 << 44)
        for k in range(n * d):
            gram[k][k] = gram[k][k][0] + lift, Fraction(0)
        left = dict(target)
        for word, rows in self._sums(gram).items():
            if word in self._index:
                state = tuple(self.system.of_entries(rows))
                left[word] = self.system.plus(left.get(word, self.system.zero), state, -1)
        grams: list[Json] = [self._json(gram)]
        return self.complete(left, duals[:-1]), {"grams": grams}

    def _rounded(self, dual: Reals) -> list[list[Complex]]:
        size = len(self.rows) * self.system.dimension
        gram: list[list[Complex]] = [[(Fraction(0), Fraction(0))] * size for _ in range(size)]
        for (i, j, part), x in zip(_places(size), dual, strict=True):
            value = Fraction(round(float(x) * (1 << BITS)), 1 << BITS)
            re_, im = gram[i][j]
            gram[i][j] = (re_, value) if part else (value, im)
        for i in range(size):
            for j in range(i):
                gram[j][i] = gram[i][j][0], -gram[i][j][1]
        return gram

    def _sums(self, gram: list[list[Complex]]) -> dict[Word, list[list[Complex]]]:
        """sum G_ij u_i* u_j by word."""
        d = self.system.dimension
        found: dict[Word, list[list[Complex]]] = {}
        for i in range(len(self.rows)):
            for j in range(len(self.rows)):
                word = self.entry(j, i)
                if word is None:
                    continue
                rows = found.setdefault(word, [[(Fraction(0), Fraction(0))] * d for _ in range(d)])
                for a in range(d):
                    for b in range(d):
                        x, y = gram[i * d + a][j * d + b]
                        rows[a][b] = rows[a][b][0] + x, rows[a][b][1] + y
        return found

    @cached_property
    def _representatives(self) -> dict[Word, tuple[int, int]]:
        """A place of every word that no behaviour has; of two adjoints one."""
        found: dict[Word, tuple[int, int]] = {}
        for i in range(len(self.rows)):
            for j in range(len(self.rows)):
                word = self.entry(j, i)
                if word in self._others and word not in found and i != j:
                    found[word] = i, j
        return found

    def _cancel(self, gram: list[list[Complex]]) -> None:
        """Make the sums at words that no behaviour has vanish."""
        d = self.system.dimension
        adjoint = self.untrusted.scenario.adjoint
        sums = self._sums(gram)
        for word, (i, j) in self._representatives.items():
            share = 2 if adjoint(word) == word else 1
            for a in range(d):
                for b in range(d):
                    x, y = (part / share for part in sums[word][a][b])
                    p, q = i * d + a, j * d + b
                    gram[p][q] = gram[p][q][0] - x, gram[p][q][1] - y
                    gram[q][p] = gram[p][q][0], -gram[p][q][1]

    def _json(self, gram: list[list[Complex]]) -> Json:
        unit = 1 << 45
        size = range(len(gram))
        re_: list[Json] = [[str(int(gram[i][j][0] * unit)) for j in range(i + 1)] for i in size]
        im: list[Json] = [[str(int(gram[i][j][1] * unit)) for j in range(i)] for i in size if i]
        words: list[Json] = [self.untrusted.scenario.text(word) for word in self.rows]
        return {"words": words, "matrix": {"denominator": str(unit), "re": re_, "im": im}}


def _minus(form: Mapping[int, Fraction]) -> Form:
    return {k: -c for k, c in form.items()}


def _places(size: int) -> list[tuple[int, int, int]]:
    return [(i, j, part) for i in range(size) for j in range(i + 1) for part in range(1 + (i != j))]
