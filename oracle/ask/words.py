"""Words of operators in problem files, and functionals of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from oracle.ask.reader import Table, shown
from oracle.failures import Malformed
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.scenario import Scenario

Functional = dict[str, Fraction]
COUNTED = "counts-"  # names of hypotheses from counts, which a file gives to none of its own
_ATOM = re.compile(r"([A-Z][0-9]{1,4})(?:=([0-9]{1,2}))?", re.ASCII)


class Grammar(Protocol):
    """The words that a problem may use."""

    def require(self, table: Table, word: str) -> str:
        """The word as certificates write it.

        Raises:
            Malformed: `not-a-word`.
        """


def functional(words: Grammar, table: Table) -> Functional:
    """Words with their nonzero coefficients.

    Raises:
        Malformed: `not-a-word`, numbers; `wrong-value`, all are zero.
    """
    result: Functional = {}
    for word in table.value:
        name = words.require(table, word) if word else ""
        result[name] = result.get(name, Fraction(0)) + table.rational(word)
    if not any(result.values()):
        raise table.malformed("", "all coefficients are zero")
    return {word: c for word, c in result.items() if c}


def expectations(words: Grammar, table: Table) -> dict[str, tuple[Fraction, Fraction]]:
    """Known means of words: a number, a sum of square roots, or [low, high].

    Raises:
        Malformed: `not-a-word`, numbers; `out-of-range`, no behaviour has such a mean.
    """
    result = {}
    for word, value in table.value.items():
        if not word:
            raise table.malformed(shown(word), "the mean of the empty word is 1 and not listed", "not-a-word")
        name = words.require(table, word)
        if isinstance(value, list):
            if len(value) != 2:
                raise table.malformed(shown(word), "an interval is a list of its two ends")
            low, high = table.ends(word, value[0])[0], table.ends(word, value[1])[1]
            if low > high:
                raise table.malformed(shown(word), f"the interval from {low} to {high} is empty", "out-of-range")
        else:
            low, high = table.ends(word, value)
        least = Fraction(0 if all("=" in atom for atom in word.split()) else -1)  # a product of projectors is one
        step = (high - low) if not isinstance(value, list) else Fraction(0)  # of the interval around a square root
        if low < least - step or high > 1 + step:
            end = low if low < least else high
            raise table.malformed(shown(word), f"the mean {end} is outside of [{least}, 1]", "out-of-range")
        result[name] = max(low, least), min(high, Fraction(1))
    return result


def inputs_of(parties: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    """Outcomes of each input by name.

    >>> inputs_of({"A": (2, 3)})
    {'A0': 2, 'A1': 3}
    """
    return {f"{name}{x}": d for name, outcomes in parties.items() for x, d in enumerate(outcomes)}


@dataclass(frozen=True)
class Words:
    """Words of a scenario of parties.

    Attributes:
        operators: several factors of one party are allowed.
        joint: an input of every party is needed, since the word stands for a joint probability with inputs.
    """

    parties: Mapping[str, tuple[int, ...]]
    signalling: tuple[tuple[str, str], ...] = ()
    operators: bool = False
    joint: bool = False

    def require(self, table: Table, word: str) -> str:
        """Refuse what is not a product of operators of the scenario in normal form.

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
        return word

    def _refused(self, table: Table, word: str, sentence: str) -> Malformed:
        return table.malformed(shown(word), sentence, "not-a-word")


@dataclass(frozen=True)
class RunWords:
    """Words of a remote party and a sequence: products of observables and events that one run measures."""

    scenario: Scenario

    def require(self, table: Table, word: str) -> str:
        """The word with its atoms in the order of the scenario.

        Raises:
            Malformed: `not-a-word`.
        """
        places = {party + label: place for place, (party, label, _) in enumerate(self.scenario.inputs)}
        atoms = word.split()
        inputs = [atom.partition("=")[0] for atom in atoms]
        try:
            self.scenario.parse(word)
            self.scenario.hermitian({word: Fraction(1)})
        except Failure as failure:
            together = failure.kind is not Kind.NOT_HERMITIAN
            sentence = str(failure) if together else "it has measurements that no run makes together"
            raise table.malformed(shown(word), sentence, "not-a-word") from None
        if not atoms or len(set(inputs)) < len(inputs):
            raise table.malformed(shown(word), "a product of different observables and events is needed", "not-a-word")
        return " ".join(sorted(atoms, key=lambda atom: places[atom.partition("=")[0]]))
