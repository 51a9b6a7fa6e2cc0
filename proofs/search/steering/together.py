"""Parties that measure together, as one party: its inputs are their choices, its outcomes the tuples of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

from proofs.search.assembled.asked import Datum, Steered
from proofs.search.assembled.system import System
from proofs.search.assembled.untrusted import Event, States, Untrusted, of_cells
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.scenario import Scenario

MAX_OUTCOMES = 16


@dataclass(frozen=True)
class Together:
    """A scenario in which some parties are one, which is called by the first of their names.

    >>> joined = Together(Untrusted(Scenario.bell({"B": [2, 2], "C": [2, 3]})), ("B", "C"))
    >>> joined.merged.scenario.inputs[3], joined.guess(("B1", "C1"))
    (('B', '11', 6), ('B11',))
    """

    apart: Untrusted
    names: tuple[str, ...]

    @cached_property
    def _inputs(self) -> list[tuple[str, str, int, tuple[int, ...]]]:
        """The inputs of the merged scenario with those they consist of."""
        scenario = self.apart.scenario
        groups = [
            choice for choice, name in zip(self.apart.choices, scenario.parties, strict=True) if name in self.names
        ]
        found = []
        for inputs in product(*groups):
            label = "".join(scenario.inputs[i][1] for i in inputs)
            found.append((self.names[0], label, prod(scenario.inputs[i][2] for i in inputs), inputs))
        others = [(p, x, d, (i,)) for i, (p, x, d) in enumerate(scenario.inputs) if p not in self.names]
        return sorted([*found, *others], key=lambda item: item[0])

    @cached_property
    def merged(self) -> Untrusted:
        """The scenario of the parties together.

        Raises:
            Failure: SCENARIO, they are not parties of the scenario; SIZE.
        """
        if len(self.names) < 2 or not set(self.names) <= set(self.apart.scenario.parties):
            raise Failure(Kind.SCENARIO, "together", "two parties of the scenario or more measure together")
        inputs = tuple((p, x, d) for p, x, d, _ in self._inputs)
        if any(d > MAX_OUTCOMES or len(x) > 4 for _, x, d in inputs):
            raise Failure(Kind.SIZE, "together", "an input of parties together has at most {most} outcomes", most=16)
        return Untrusted(Scenario(inputs))

    def event(self, cell: Event) -> Event:
        """The event of the parties apart."""
        found = []
        for i, outcome in cell:
            inputs, rest = self._inputs[i][3], outcome
            for k in reversed(inputs):
                rest, o = divmod(rest, self.apart.scenario.inputs[k][2])
                found.append((k, o))
        return tuple(sorted(found))

    @cached_property
    def _cells(self) -> dict[Event, Event]:
        return {self.event(cell): cell for cell in self.merged.cells}

    def guess(self, guessed: Sequence[str]) -> tuple[str, ...]:
        """The merged inputs of guessed inputs.

        Raises:
            Failure: GUESSED, the outcome of some of the parties only.
        """
        names = {name[0] for name in guessed} & set(self.names)
        if names and names != set(self.names):
            raise Failure(Kind.GUESSED, "guessed", "parties that measure together are guessed together")
        label = "".join(name[1:] for name in guessed if name[0] in self.names)
        rest = [name for name in guessed if name[0] not in self.names]
        return tuple(sorted([*rest, *([self.names[0] + label] if names else [])]))

    def functional(self, functional: States, system: System) -> dict[tuple[int, ...], tuple[Fraction, ...]]:
        """A functional of the parties apart in words of the merged scenario."""
        found: dict[tuple[int, ...], tuple[Fraction, ...]] = {}
        for word, operator in functional.items():
            for cell in self.apart.outcomes(self.apart.setting_of(word)):
                value = self.apart.value(word, dict(cell))
                for other, c in self.merged.operator(self._cells[tuple(sorted(cell))]).items():
                    found[other] = system.plus(found.get(other, system.zero), operator, value * c)
        return {word: a for word, a in found.items() if any(a)}

    def steered(self, steered: Steered) -> Steered:
        """What is known, said about the merged scenario."""
        known = steered.known
        if known is not None:
            cells = {cell: known.state(self.event(cell)) for cell in self.merged.cells}
            known = of_cells(steered.system, self.merged, cells)
        data = tuple(
            Datum(self.functional(datum.functional, steered.system), datum.low, datum.high) for datum in steered.data
        )
        error = steered.error * len(self.apart.words)
        return Steered(steered.system, known=known, error=error, data=data)
