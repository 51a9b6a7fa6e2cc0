"""Scenarios and functionals in Collins-Gisin coordinates: the data of every linear program here.

A no-signalling behaviour is fixed by the means of the words with at most one factor a
party, the factors being the projectors on all outcomes but the last of an input.  In these
coordinates normalisation and the no-signalling equations hold by themselves, every event is
an integer combination, and the coordinates of a scenario are the Kronecker product of those
of its parties.  The kernel uses its own letters; events and values do not depend on either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import lcm, prod

import numpy as np
import numpy.typing as npt

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.scenario import Functional
from proofs.search.language.write import Json, rational

__all__ = ["Functional", "Integers", "Party", "Scenario", "integers", "machine_integers"]

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Party:
    """A party: its letter, and its inputs as (label, number of outcomes)."""

    name: str
    inputs: tuple[tuple[str, int], ...]

    @cached_property
    def atoms(self) -> dict[str, dict[int, int]]:
        """Every operator of the party in its coordinates: 0 is the identity, then projectors."""
        result: dict[str, dict[int, int]] = {}
        first = 1
        for label, outcomes in self.inputs:
            if outcomes == 2:
                result[f"{self.name}{label}"] = {0: -1, first: 2}  # P(0) - P(1)
            for outcome in range(outcomes - 1):
                result[f"{self.name}{label}={outcome}"] = {first + outcome: 1}
            last = {0: 1, **{first + outcome: -1 for outcome in range(outcomes - 1)}}
            result[f"{self.name}{label}={outcomes - 1}"] = last
            first += outcomes - 1
        return result

    @cached_property
    def events(self) -> list[str]:
        """The events of the party, input by input."""
        return [f"{self.name}{label}={o}" for label, d in self.inputs for o in range(d)]

    @property
    def dimension(self) -> int:
        """How many coordinates the party has, the constant one included."""
        return 1 + sum(d - 1 for _, d in self.inputs)

    def matrix(self) -> Integers:
        """Events (rows) in the party's coordinates (columns)."""
        result = np.zeros((len(self.events), self.dimension), dtype=np.int64)
        for row, event in enumerate(self.events):
            for column, c in self.atoms[event].items():
                result[row, column] = c
        return result


@dataclass(frozen=True)
class Scenario:
    """Parties in alphabetical order, each with its own inputs and outcomes.

    >>> Scenario.uniform(2, 2, 2).dimension
    9
    """

    parties: tuple[Party, ...]

    @property
    def set_name(self) -> str:
        """The set of behaviours that the rows of `event_matrix` describe."""
        return "no-signalling"

    @classmethod
    def uniform(cls, parties: int, inputs: int, outcomes: int) -> Scenario:
        """Equal parties A, B, ... with inputs 0, 1, ... of equally many outcomes."""
        return cls.of([[outcomes] * inputs] * parties)

    @classmethod
    def of(cls, outcomes: Sequence[Sequence[int]]) -> Scenario:
        """From the number of outcomes of every input of every party.

        Raises:
            ValueError: no party, more than 26, a party without input, an input with one outcome.
        """
        if not 1 <= len(outcomes) <= 26 or not all(outcomes) or any(d < 2 for row in outcomes for d in row):
            raise Failure(Kind.SCENARIO, "scenario", "1 to 26 parties, each with inputs of at least two outcomes")
        return cls(
            tuple(Party(chr(65 + k), tuple((str(x), d) for x, d in enumerate(row))) for k, row in enumerate(outcomes))
        )

    @cached_property
    def dimension(self) -> int:
        return prod(party.dimension for party in self.parties)

    @cached_property
    def json(self) -> dict[str, Json]:
        """The scenario as a certificate declares it."""
        return {
            "parties": [
                {"name": party.name, "inputs": [[label, str(d)] for label, d in party.inputs]} for party in self.parties
            ]
        }

    @cached_property
    def _order(self) -> dict[str, int]:
        """Operators in the order of the format: by party and input, an observable before its outcomes."""
        return {atom: i for i, atom in enumerate(atom for party in self.parties for atom in party.atoms)}

    def events(self) -> list[str]:
        """Words of the events of all parties, in the order of the rows of `event_matrix`."""
        return [" ".join(word) for word in product(*(party.events for party in self.parties))]

    def event_matrix(self) -> Integers:
        """Every event of all parties as a row of coordinates: behaviours are those with all rows >= 0.

        >>> Scenario.uniform(2, 2, 2).event_matrix().shape
        (16, 9)
        """
        result = np.ones((1, 1), dtype=np.int64)
        for party in self.parties:
            result = np.kron(result, party.matrix())
        return result

    def expand(self, word: str) -> dict[int, int]:
        """The coordinates of a word, as column -> coefficient.

        Raises:
            ValueError: the word names an operator the scenario does not have, or two of one party.
        """
        atoms = word.split()
        result = {0: 1}
        for party in self.parties:
            mine = [atom for atom in atoms if atom in party.atoms]
            if len(mine) > 1:
                raise Failure(
                    Kind.WORD, "", "the word {word!r} has two operators of party {name}", word=word, name=party.name
                )
            factor = party.atoms[mine[0]] if mine else {0: 1}
            size = party.dimension
            result = {i * size + j: c * d for i, c in result.items() for j, d in factor.items()}
            atoms = [atom for atom in atoms if atom not in mine]
        if atoms:
            raise Failure(Kind.WORD, "", "the scenario has no operator {atoms!r}", atoms=atoms[0])
        return result

    def vector(self, functional: Functional) -> list[Fraction]:
        """The coordinates of a functional.

        >>> [int(c) for c in Scenario.uniform(1, 1, 2).vector({"A0": Fraction(1)})]
        [-1, 2]
        """
        result = [Fraction(0)] * self.dimension
        for word, c in functional.items():
            for column, d in self.expand(word).items():
                result[column] += c * d
        return result

    def terms(self, functional: Functional) -> list[Json]:
        """[[coefficient, word], ...] in the order of the format, without zeros."""
        kept = [word for word, c in functional.items() if c]
        return [[rational(functional[word]), word] for word in self.sorted(kept)]

    def sorted(self, words: Sequence[str]) -> list[str]:
        """Words by length, then by operators."""
        order = self._order
        return sorted(words, key=lambda word: (len(word.split()), [order[atom] for atom in word.split()]))


def integers(values: Sequence[Fraction]) -> tuple[list[int], int]:
    """The values over their least common denominator.

    >>> integers([Fraction(1, 2), Fraction(2, 3)])
    ([3, 4], 6)
    """
    common = lcm(*(value.denominator for value in values))
    return [value.numerator * (common // value.denominator) for value in values], common


def machine_integers(values: Sequence[int] | Sequence[Sequence[int]]) -> Integers:
    """The integers as an array for exact arithmetic within 64 bits.

    Raises:
        ValueError: one of them does not fit.
    """
    try:
        return np.array(values, dtype=np.int64)
    except OverflowError:
        raise Failure(Kind.DIGITS, "", "over a common denominator a coefficient needs more than 63 bits") from None
