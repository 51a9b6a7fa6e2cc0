"""The states of the trusted system for every word of the untrusted parties, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

from proofs.search.assembled.system import Coordinates, System
from proofs.search.language.scenario import Polynomial, Scenario, Word

States = Mapping[Word, Coordinates]
Event = tuple[tuple[int, int], ...]  # (input, outcome) of some parties in order


@dataclass(frozen=True)
class Untrusted:
    """Events, words and deterministic strategies of parties that are asked once.

    >>> two = Untrusted(Scenario.bell({"B": [2, 2], "C": [3]}))
    >>> len(two.words), len(two.cells), two.strategies
    (9, 12, 12)
    """

    scenario: Scenario

    @cached_property
    def choices(self) -> tuple[tuple[int, ...], ...]:
        """The inputs of each party."""
        inputs = self.scenario.inputs
        return tuple(tuple(i for i, (p, _, _) in enumerate(inputs) if p == name) for name in self.scenario.parties)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Words with at most one letter of each party, shorter ones first."""
        letters = self.scenario.letters
        mine = [[k for k, (i, _) in enumerate(letters) if i in choice] for choice in self.choices]
        found = [tuple(x for x in pick if x >= 0) for pick in product(*([-1, *own] for own in mine))]
        return tuple(sorted(found, key=lambda word: (len(word), word)))

    @cached_property
    def settings(self) -> tuple[tuple[int, ...], ...]:
        """Every choice of one input of each party."""
        return tuple(product(*self.choices))

    @cached_property
    def cells(self) -> tuple[Event, ...]:
        """Every outcome of every setting."""
        return tuple(cell for setting in self.settings for cell in self.outcomes(setting))

    def outcomes(self, inputs: tuple[int, ...]) -> Iterator[Event]:
        """The events of some inputs."""
        for outcome in product(*(range(self.scenario.inputs[i][2]) for i in inputs)):
            yield tuple(zip(inputs, outcome, strict=True))

    @property
    def strategies(self) -> int:
        return prod(d for _, _, d in self.scenario.inputs)

    def deterministic(self) -> Iterator[tuple[int, ...]]:
        """Every choice of an outcome for each input."""
        return product(*(range(d) for _, _, d in self.scenario.inputs))

    def name(self, event: Event) -> str:
        """The event as the format writes it."""
        return " ".join("".join(self.scenario.inputs[i][:2]) + f"={o}" for i, o in event)

    @cached_property
    def _operators(self) -> dict[Event, Polynomial]:
        return {}

    def operator(self, event: Event) -> Polynomial:
        """The event as a polynomial of letters."""
        if event not in self._operators:
            self._operators[event] = self.scenario.parse(self.name(event))
        return self._operators[event]

    def value(self, word: Word, outcomes: Mapping[int, int]) -> int:
        """The value of a word of letters where input i has the outcome outcomes[i]."""
        result = 1
        for i, o in (self.scenario.letters[x] for x in word):
            result *= 1 - 2 * outcomes[i] if o is None else int(outcomes[i] == o)
        return result

    def dual_value(self, word: Word, outcomes: Mapping[int, int]) -> int:
        """The values of the functions of strategies that are dual to words, in the mean over all strategies."""
        result = 1
        for names in self.choices:
            own = [x for x in word if self.scenario.letters[x][0] in names]
            result *= self._dual_letter(own[0], outcomes) if own else self._dual_one(names, outcomes)
        return result

    def _dual_letter(self, letter: int, outcomes: Mapping[int, int]) -> int:
        i, o = self.scenario.letters[letter]
        if o is None:
            return 1 - 2 * outcomes[i]
        d = self.scenario.inputs[i][2]
        return d * (int(outcomes[i] == o) - int(outcomes[i] == d - 1))

    def _dual_one(self, names: tuple[int, ...], outcomes: Mapping[int, int]) -> int:
        # 1 minus the mean of each projector times its dual: sum over o < d - 1 of (1/d) d ([b = o] - [b = d - 1])
        result = 1
        for i in names:
            d = self.scenario.inputs[i][2]
            if d > 2:
                result -= 1 - d * int(outcomes[i] == d - 1)
        return result

    def setting_of(self, word: Word) -> tuple[int, ...]:
        """The first setting in which a word has a value."""
        used = [self.scenario.letters[x][0] for x in word]
        return next(setting for setting in self.settings if all(i in setting for i in used))


@dataclass(frozen=True)
class Assemblage:
    """sigma(word) for every word of the untrusted parties; what is left out is 0."""

    system: System
    untrusted: Untrusted
    states: States

    def state(self, event: Event) -> Coordinates:
        """sigma(event), unnormalised."""
        total = self.system.zero
        for word, c in self.untrusted.operator(event).items():
            if word in self.states:
                total = self.system.plus(total, self.states[word], c)
        return total

    def mean(self, functional: States) -> Fraction:
        """<F> = sum of tr(F_word sigma(word)), for words of letters."""
        known = ((a, self.states[word]) for word, a in functional.items() if word in self.states)
        return sum((self.system.pair(a, b) for a, b in known), Fraction(0))

    def mixed(self, other: Assemblage, weight: Fraction) -> Assemblage:
        """weight of this one, the rest of the other."""
        words = {*self.states, *other.states}
        zero, system = self.system.zero, self.system
        return Assemblage(system, self.untrusted, {
            w: system.plus(system.scaled(self.states.get(w, zero), weight), other.states.get(w, zero), 1 - weight)
            for w in words
        })  # fmt: skip


def noise(system: System, untrusted: Untrusted) -> Assemblage:
    """The maximally mixed state whatever the outcomes, which are uniform."""
    states = {}
    for word in untrusted.words:
        share = Fraction(1, system.dimension)
        for i, o in (untrusted.scenario.letters[x] for x in word):
            share *= 0 if o is None else Fraction(1, untrusted.scenario.inputs[i][2])
        if share:
            states[word] = system.scaled(system.one, share)
    return Assemblage(system, untrusted, states)


def of_cells(system: System, untrusted: Untrusted, cells: Mapping[Event, Coordinates]) -> Assemblage:
    """The assemblage with these states, which do not signal."""
    states: dict[Word, Coordinates] = {}
    for word in untrusted.words:
        total = system.zero
        for event in untrusted.outcomes(untrusted.setting_of(word)):
            total = system.plus(total, cells[event], untrusted.value(word, dict(event)))
        states[word] = total
    return Assemblage(system, untrusted, states)
