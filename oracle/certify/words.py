"""Words of operators in problem files, and functionals of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from oracle.certify.reader import Table, shown
from oracle.problems import Malformed

Functional = dict[str, Fraction]
COUNTED = "counts-"  # names of hypotheses from counts, which a file gives to none of its own
_ATOM = re.compile(r"([A-Z][0-9]{1,4})(?:=([0-9]{1,2}))?", re.ASCII)


def inputs_of(parties: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    """Outcomes of each input by name.

    >>> inputs_of({"A": (2, 3)})
    {'A0': 2, 'A1': 3}
    """
    return {f"{name}{x}": d for name, outcomes in parties.items() for x, d in enumerate(outcomes)}


@dataclass(frozen=True)
class Words:
    """Words of a scenario.

    Attributes:
        operators: several factors of one party are allowed.
        joint: an input of every party is needed, since the word stands for a joint probability with inputs.
    """

    parties: Mapping[str, tuple[int, ...]]
    signalling: tuple[tuple[str, str], ...] = ()
    operators: bool = False
    joint: bool = False

    def functional(self, table: Table) -> Functional:
        """Words with their nonzero coefficients."""
        result = {}
        for word in table.value:
            self.require(table, word)
            result[word] = table.rational(word)
        if not any(result.values()):
            raise table.malformed("", "all coefficients are zero")
        return {word: c for word, c in result.items() if c}

    def require(self, table: Table, word: str) -> None:
        """Refuse what is no product of operators of the scenario in normal form.

        Raises:
            Malformed: `not-a-word`.
        """
        inputs = inputs_of(self.parties)
        names: list[str] = []
        for atom in word.split(" ") if word else []:
            found = _ATOM.fullmatch(atom)
            if found is None or found[1] not in inputs:
                raise self._refused(table, word, f"{shown(atom)} is no operator of the scenario")
            d = inputs[found[1]]
            if (found[2] is None and d > 2) or (found[2] is not None and found[2] not in map(str, range(d))):
                raise self._refused(table, word, f"{shown(atom)} is no operator of an input with {d} outcomes")
            names.append(found[1])
        letters = [name[0] for name in names]
        if letters != sorted(letters):
            raise self._refused(table, word, "the parties stand in alphabetical order")
        if not self.operators and len(set(letters)) != len(letters):
            raise self._refused(table, word, "a word of a behaviour has at most one operator a party")
        if any(a == b for a, b in pairwise(names)):
            raise self._refused(table, word, "neighbours are operators of different inputs")
        if self.joint and word and letters != list(self.parties):
            raise self._refused(table, word, "a joint probability with the inputs names an input of every party")
        missing = [a for a, b in self.signalling if b in letters and a not in letters]
        if missing:
            raise self._refused(table, word, f"{missing[0]} may signal to a party in it, so it names an input of it")

    def _refused(self, table: Table, word: str, sentence: str) -> Malformed:
        return table.malformed(shown(word), sentence, "not-a-word")
