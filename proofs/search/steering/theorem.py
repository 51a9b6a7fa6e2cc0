"""Theorem Q: a guessing bound from a steering inequality for two inputs a party, without a solver.

If <F> <= beta for local hidden states, P_guess(key) <= 1 - (<F> - beta)/D for no-signalling assemblages, where D is
at least the sum over all choices of inputs of what a wrong guess of the key outcomes among them may change F by. The
blocks are written out: docs/steering.md has the proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from proofs.search.assembled.system import Coordinates, System
from proofs.search.assembled.untrusted import Event, States, Untrusted
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import Json, rational
from proofs.search.steering.assemblages import HiddenStates
from proofs.search.steering.statements import certificate, head, listed


@dataclass(frozen=True)
class Robust:
    """P_guess <= 1 + beta/D - <F>/D, and the certificate of it."""

    beta: Fraction
    change: Fraction
    data: bytes


def guessing_bound(
    system: System, untrusted: Untrusted, functional: States, key: tuple[int, ...], beta: Fraction | None = None
) -> Robust:
    """The guessing certificate that a two-setting steering functional gives.

    Args:
        system: the trusted one.
        untrusted: parties with two inputs each.
        functional: operators by word of letters.
        key: the guessed input of each party.
        beta: a bound over local hidden states; by default a rational above the largest over all strategies.

    Raises:
        Failure: SCENARIO, a party has not exactly two inputs.
    """
    if any(len(choice) != 2 for choice in untrusted.choices):
        raise Failure(Kind.SCENARIO, "scenario", "theorem Q is about two inputs of each untrusted party")
    beta = HiddenStates(system, untrusted).least(functional) if beta is None else beta
    return _Blocks(system, untrusted, functional, key, beta).robust()


@dataclass(frozen=True)
class _Blocks:
    system: System
    untrusted: Untrusted
    functional: States
    key: tuple[int, ...]
    beta: Fraction

    @property
    def other(self) -> tuple[int, ...]:
        """The inputs that are not guessed."""
        pairs = zip(self.untrusted.choices, self.key, strict=True)
        return tuple(next(i for i in choice if i != k) for choice, k in pairs)

    def operators(self) -> dict[Event, Coordinates]:
        """F at every event: the operator of a word is shared by the settings in which it has a value."""
        zero = self.system.zero
        found = dict.fromkeys(self.untrusted.cells, zero)
        for word, operator in self.functional.items():
            for cell in self.untrusted.outcomes(self.untrusted.setting_of(word)):
                found[cell] = self.system.plus(found[cell], operator, self.untrusted.value(word, dict(cell)))
        return found

    def guessed(self, cell: Event, guess: tuple[int, ...]) -> Event:
        """The event with the outcomes of key inputs replaced by the guess."""
        triples = zip(cell, self.key, guess, strict=True)
        return tuple((i, g if i == k else o) for (i, o), k, g in triples)

    def gain(self, found: Mapping[Event, Coordinates], cell: Event, guess: tuple[int, ...]) -> Fraction:
        """A number above what replacing wrong key outcomes by the guess may change F, whatever the other outcomes."""
        settled = [i == k for (i, _), k in zip(cell, self.key, strict=True)]
        ranges = [
            [o] if fixed else range(self.untrusted.scenario.inputs[i][2])
            for (i, o), fixed in zip(cell, settled, strict=True)
        ]
        changes = []
        for outcome in product(*ranges):
            event = tuple((i, o) for (i, _), o in zip(cell, outcome, strict=True))
            target = self.guessed(event, guess)
            if target == event:
                return Fraction(0)
            changes.append(self.system.plus(found[event], found[target], -1))
        # a negative largest eigenvalue may be replaced by 0
        return max(self.system.shortfall(self.system.scaled(change, -1)) for change in changes)

    def robust(self) -> Robust:
        system, untrusted, found = self.system, self.untrusted, self.operators()
        guesses = list(product(*(range(untrusted.scenario.inputs[i][2]) for i in self.key)))
        totals: dict[tuple[tuple[int, ...], tuple[int, ...]], Fraction] = {}
        for guess, outcome in product(guesses, repeat=2):
            if guess != outcome:
                totals[guess, outcome] = sum(
                    (self.gain(found, self._at(setting, outcome), guess) for setting in untrusted.settings), Fraction(0)
                )
        change = max(totals.values())
        branches: list[Json] = []
        for guess in guesses:
            blocks = self._branch(found, guess, {o: t for (g, o), t in totals.items() if g == guess}, change)
            entries: list[Json] = [
                [system.json(system.scaled(block, 1 / change)), untrusted.name(cell)]
                for cell, block in blocks.items()
                if any(block)
            ]
            event = untrusted.name(tuple(zip(self.key, guess, strict=True)))
            branches.append({"event": event, "blocks": entries})
        names: list[Json] = ["".join(untrusted.scenario.inputs[i][:2]) for i in self.key]
        statement = head("steering-guessing", "no-signalling", system, untrusted)
        statement |= {"functional": listed(system, untrusted, self.functional), "guessed": names}
        statement |= {"constant": rational(1 + self.beta / change), "slope": rational(1 / change)}
        return Robust(self.beta, change, certificate(statement, {"branches": branches}, {}))

    def _at(self, setting: tuple[int, ...], outcome: tuple[int, ...]) -> Event:
        """The event of a setting whose key inputs have these outcomes; the others do not matter."""
        triples = zip(setting, self.key, outcome, strict=True)
        return tuple((i, o if i == k else 0) for i, k, o in triples)

    def _branch(
        self,
        found: Mapping[Event, Coordinates],
        guess: tuple[int, ...],
        totals: Mapping[tuple[int, ...], Fraction],
        change: Fraction,
    ) -> dict[Event, Coordinates]:
        system, untrusted = self.system, self.untrusted
        blocks = dict.fromkeys(untrusted.cells, system.zero)
        for cell in untrusted.outcomes(self.other):
            total = system.scaled(system.one, self.beta)
            answers = dict(cell) | dict(zip(self.key, guess, strict=True))
            for setting in untrusted.settings:
                total = system.plus(total, found[tuple((i, answers[i]) for i in setting)], -1)
            blocks[cell] = total
        for cell in untrusted.outcomes(self.key):
            outcome = tuple(o for _, o in cell)
            if outcome != guess:
                blocks[cell] = system.plus(blocks[cell], system.one, change - totals[outcome])
        for cell in untrusted.cells:
            target = self.guessed(cell, guess)
            if target != cell:
                moved = system.plus(found[target], found[cell], -1)
                gained = system.plus(moved, system.one, self.gain(found, cell, guess))
                blocks[cell] = system.plus(blocks[cell], gained)
        return blocks
