"""Sets of assemblages as cones: what a solver varies, and how an identity becomes an exact proof.

Each set has variables with blocks that are to be >= 0, and sigma(word) as linear forms of them; `complete` turns
approximate duals into exact positive blocks whose sum differs from a target by a multiple of the identity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from proofs.search.assembled.system import Coordinates, System
from proofs.search.assembled.untrusted import Event, States, Untrusted
from proofs.search.language.scenario import Word
from proofs.search.language.write import Json
from proofs.search.steering.cones import QUBIT, Block, Reals

BITS = 40  # binary digits of rounded entries
Form = dict[int, Fraction]  # variable -> coefficient


@dataclass(frozen=True)
class Completed:
    """A target plus a multiple of the identity, written as positive blocks.

    Attributes:
        shift: of the identity, by setting, or under the empty setting.
        blocks: by event.
    """

    shift: Mapping[tuple[int, ...], Fraction]
    blocks: dict[Event, Coordinates]


class Model(Protocol):
    """A set of assemblages."""

    @property
    def variables(self) -> int: ...

    def form(self, word: Word) -> list[Form]:
        """The coordinates of sigma(word) as linear forms of the variables."""

    def blocks(self) -> list[Block]:
        """What is to be >= 0."""


def rounded(values: Reals | Sequence[float], bits: int = BITS) -> Coordinates:
    """Binary fractions near the values."""
    return tuple(Fraction(round(float(x) * (1 << bits)), 1 << bits) for x in values)


def size_of(system: System) -> int:
    """The size of a block of the system in a program."""
    return QUBIT if system.dimension == 2 else system.dimension


@dataclass(frozen=True)
class NoSignalling:
    """Operators sigma(word), with sigma(event) >= 0 for every outcome of every setting."""

    system: System
    untrusted: Untrusted

    @property
    def variables(self) -> int:
        return len(self.untrusted.words) * self.system.size

    @cached_property
    def _index(self) -> dict[Word, int]:
        return {word: k * self.system.size for k, word in enumerate(self.untrusted.words)}

    def form(self, word: Word) -> list[Form]:
        first = self._index[word]
        return [{first + k: Fraction(1)} for k in range(self.system.size)]

    def blocks(self) -> list[Block]:
        found = []
        for cell in self.untrusted.cells:
            terms = [(self._index[word], float(c)) for word, c in self.untrusted.operator(cell).items()]
            entries = [(k, first + k, c) for first, c in terms for k in range(self.system.size)]
            found.append(Block(size_of(self.system), entries))
        return found

    def complete(self, target: States, duals: Sequence[Reals]) -> Completed:
        """Blocks at events that add up to the target plus a shift for each setting.

        What rounding leaves of the target is spread over the outcomes of one setting for each word; then the blocks
        of a setting are raised by the same multiple of the identity, which adds that multiple of the identity.
        """
        system, untrusted = self.system, self.untrusted
        blocks = {cell: rounded(dual) for cell, dual in zip(untrusted.cells, duals, strict=True)}
        rest = {word: target.get(word, system.zero) for word in untrusted.words}
        for cell, block in blocks.items():
            for word, c in untrusted.operator(cell).items():
                rest[word] = system.plus(rest[word], block, -c)
        for word, operator in rest.items():
            if any(operator):
                for cell in untrusted.outcomes(untrusted.setting_of(word)):
                    blocks[cell] = system.plus(blocks[cell], operator, untrusted.value(word, dict(cell)))
        return Completed(self._shifts(blocks), blocks)

    def proof(self, target: States, duals: Sequence[Reals]) -> tuple[Completed, dict[str, Json]]:
        """`complete`, and what else a witness lists."""
        return self.complete(target, duals), {}

    @property
    def set(self) -> str:
        """What the format calls the set."""
        return "no-signalling"

    def _shifts(self, blocks: Mapping[Event, Coordinates]) -> dict[tuple[int, ...], Fraction]:
        found = {}
        for setting in self.untrusted.settings:
            found[setting] = max(self.system.shortfall(blocks[cell]) for cell in self.untrusted.outcomes(setting))
        return found

    def witness(self, completed: Completed, shift: Mapping[tuple[int, ...], Fraction]) -> list[Json]:
        """The blocks as the format lists them, those of a setting raised by its shift."""
        found: list[Json] = []
        for cell, block in completed.blocks.items():
            raised = self.system.plus(block, self.system.one, shift[tuple(i for i, _ in cell)])
            if any(raised):
                found.append([self.system.json(raised), self.untrusted.name(cell)])
        return found


@dataclass(frozen=True)
class HiddenStates:
    """A state of the trusted system for every deterministic strategy of the untrusted parties."""

    system: System
    untrusted: Untrusted

    @property
    def variables(self) -> int:
        return self.untrusted.strategies * self.system.size

    @cached_property
    def strategies(self) -> list[dict[int, int]]:
        return [dict(enumerate(outcomes)) for outcomes in self.untrusted.deterministic()]

    def form(self, word: Word) -> list[Form]:
        found: list[Form] = [{} for _ in range(self.system.size)]
        for k, strategy in enumerate(self.strategies):
            value = self.untrusted.value(word, strategy)
            if value:
                for c in range(self.system.size):
                    found[c][k * self.system.size + c] = Fraction(value)
        return found

    def blocks(self) -> list[Block]:
        size = self.system.size
        return [
            Block(size_of(self.system), [(k, s * size + k, 1.0) for k in range(size)])
            for s in range(len(self.strategies))
        ]

    def evaluated(self, functional: States) -> list[Coordinates]:
        """The operator of the trusted system that a functional leaves for each strategy."""
        found = []
        for strategy in self.strategies:
            total = self.system.zero
            for word, a in functional.items():
                total = self.system.plus(total, a, self.untrusted.value(word, strategy))
            found.append(total)
        return found

    def least(self, functional: States) -> Fraction:
        """A number b, close to the least, with <F> <= b for all hidden states, from every strategy."""
        return max(
            self.system.shortfall(self.system.scaled(operator, -1)) - self._gap(operator)
            for operator in self.evaluated(functional)
        )

    def _gap(self, operator: Coordinates) -> Fraction:
        """0, or how far below 0 the largest eigenvalue of an operator <= 0 is, roughly."""
        shift = sum((abs(x) for x in operator), Fraction(1)) * 2
        raised = self.system.plus(operator, self.system.one, shift)
        above = self.system.shortfall(self.system.scaled(raised, -1))
        plain = self.system.shortfall(self.system.scaled(operator, -1))
        return Fraction(0) if plain else shift - above

    def weights(self, target: States, x: Reals) -> list[Coordinates]:
        """Hidden states near an approximate solution whose words are exactly the target's."""
        size, count = self.system.size, len(self.strategies)
        found = [rounded(x[s * size : (s + 1) * size]) for s in range(count)]
        rest = {word: target.get(word, self.system.zero) for word in self.untrusted.words}
        for strategy, state in zip(self.strategies, found, strict=True):
            for word in self.untrusted.words:
                rest[word] = self.system.plus(rest[word], state, -self.untrusted.value(word, strategy))
        for s, strategy in enumerate(self.strategies):
            for word, operator in rest.items():
                value = self.untrusted.dual_value(word, strategy)
                if value and any(operator):
                    found[s] = self.system.plus(found[s], operator, Fraction(value, count))
        return found
