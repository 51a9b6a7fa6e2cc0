"""Time-ordered behaviours: some parties may signal to later ones.

A party may stand for one use of a device whose earlier uses are other parties, or for the
receiving side of one-way signalling.  The marginal of the parties to which nobody outside
them may signal is still independent of the others' inputs.  Coordinates are words in which
an earlier party whose outcome is summed over is kept as the bare input ("mark") that later
factors depend on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from lp.coordinates import Integers, Party, Scenario
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import Json

Factor = tuple[str, str, int]  # party, input, outcome; -1 for a mark
MARK = -1


@dataclass(frozen=True)
class OrderedScenario(Scenario):
    """A scenario with pairs (sender, later receiver); the relation has to be transitive.

    >>> one_way = OrderedScenario(Scenario.uniform(2, 2, 2).parties, (("A", "B"),))
    >>> one_way.dimension, one_way.set_name
    (11, 'time-ordered')
    """

    signalling: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a relation that is not one of time.

        Raises:
            ValueError: a pair that does not go from a party to a later one, or a missing consequence.
        """
        names = [party.name for party in self.parties]
        if any(a not in names or b not in names or a >= b for a, b in self.signalling):
            raise Failure(Kind.SCENARIO, "scenario", "signalling goes from a party to a later one")
        if any((a, d) not in self.signalling for a, b in self.signalling for c, d in self.signalling if b == c):
            raise Failure(Kind.SCENARIO, "scenario", "the signalling relation is not transitive")

    @property
    def set_name(self) -> str:
        """The set of behaviours that the rows of `event_matrix` describe."""
        return "time-ordered" if self.signalling else "no-signalling"

    @cached_property
    def json(self) -> dict[str, Json]:
        """The scenario as a certificate declares it."""
        result = Scenario(self.parties).json
        if self.signalling:
            result = {**result, "signalling": [list(pair) for pair in sorted(self.signalling)]}
        return result

    def _reduced(self, factors: tuple[Factor, ...]) -> tuple[Factor, ...]:
        """Without the marks on which no later factor depends."""
        kept: tuple[Factor, ...] = ()
        for factor in reversed(factors):
            receivers = {b for a, b in self.signalling if a == factor[0]}
            if factor[2] != MARK or any(later[0] in receivers for later in kept):
                kept = (factor, *kept)
        return kept

    @cached_property
    def _columns(self) -> dict[tuple[Factor, ...], int]:
        columns: dict[tuple[Factor, ...], int] = {(): 0}
        for inputs in product(*(party.inputs for party in self.parties)):
            choices = [
                [(party.name, label, o) for o in range(MARK, d - 1)]
                for party, (label, d) in zip(self.parties, inputs, strict=True)
            ]
            for factors in product(*choices):
                columns.setdefault(self._reduced(factors), len(columns))
        return columns

    @cached_property
    def dimension(self) -> int:
        return len(self._columns)

    def expand(self, word: str) -> dict[int, int]:
        """The coordinates of a word, as column -> coefficient.

        Raises:
            ValueError: an unknown operator, two of one party, or no input of a party that may
                signal to one that is named.
        """
        atoms = word.split()
        named = {atom[0] for atom in atoms}
        if any(b in named and a not in named for a, b in self.signalling):
            raise Failure(
                Kind.WORD,
                "",
                "the word {word!r} needs an input of every party that may signal to one it names",
                word=word,
            )
        Scenario(self.parties).expand(word)  # refuses what is not a word
        total: dict[tuple[Factor, ...], int] = {(): 1}
        for party in self.parties:
            for atom in atoms:
                if atom in party.atoms:
                    total = {
                        (*factors, factor): c * d
                        for factors, c in total.items()
                        for factor, d in self._factors(atom).items()
                    }
        result: dict[int, int] = {}
        for factors, c in total.items():
            column = self._columns[self._reduced(factors)]
            result[column] = result.get(column, 0) + c
        return {column: c for column, c in result.items() if c}

    def _factors(self, atom: str) -> dict[Factor, int]:
        """An operator of one party in projectors and the mark of its input, which stands for 1."""
        name, _, outcome = atom.partition("=")
        party, label = name[0], name[1:]
        count = next(dict(p.inputs)[label] for p in self.parties if p.name == party)
        mark = (party, label, MARK)
        if not outcome:
            return {mark: -1, (party, label, 0): 2}
        if int(outcome) < count - 1:
            return {(party, label, int(outcome)): 1}
        return {mark: 1, **{(party, label, o): -1 for o in range(count - 1)}}

    def event_matrix(self) -> Integers:
        """Every event of all parties as a row of coordinates."""
        events = self.events()
        result = np.zeros((len(events), self.dimension), dtype=np.int64)
        for row, event in enumerate(events):
            for column, c in self.expand(event).items():
                result[row, column] = c
        return result


def sequence(inputs: int, outcomes: int, uses: int) -> OrderedScenario:
    """One device used several times: every use may depend on the inputs of earlier ones."""
    parties = Scenario.uniform(uses, inputs, outcomes).parties
    names = [party.name for party in parties]
    return OrderedScenario(parties, tuple((a, b) for k, a in enumerate(names) for b in names[k + 1 :]))


def scenario_of(node: Any) -> Scenario:
    """The scenario of a statement.

    >>> scenario_of(Scenario.uniform(2, 2, 2).json) == Scenario.uniform(2, 2, 2)
    True
    """
    parties = tuple(Party(p["name"], tuple((x, int(d)) for x, d in p["inputs"])) for p in node["parties"])
    if "signalling" in node:
        return OrderedScenario(parties, tuple((a, b) for a, b in node["signalling"]))
    return Scenario(parties)
