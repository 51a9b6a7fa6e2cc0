"""One pass over the recorded rounds: counts, what the tests need, the string of outcomes, and the first wrong row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from oracle.protocols.inputs import MOST_STRETCHES, Seen
from oracle.protocols.outputs import Collector, Parity, collector
from oracle.protocols.recording import Chain, columns_of, read_rounds
from oracle.protocols.shape import Inputs, Parties, Plan, cells_of
from oracle.protocols.violations import Broken

LEAST_STRETCH = 1024


@dataclass(frozen=True)
class Scan:
    """What one pass found.

    Attributes:
        rounds: how many.
        counts: by inputs and outcomes, every cell.
        seen: what the tests of the source need.
        collected: the string of outcomes, or their parity.
    """

    rounds: int
    counts: Mapping[tuple[int, ...], int]
    seen: Seen
    collected: Collector | Parity


def scan(
    path: Path,
    parties: Parties,
    plan: Plan,
    chained: Sequence[str] | None,
    step: Callable[[int], None] = lambda n: None,
) -> Scan:
    """Read all rounds once.

    Args:
        path: the file of rounds.
        parties: the scenario.
        plan: how many rounds, which inputs occur, how the output is made.
        chained: digests that a recorder made while it recorded, or None.
        step: called with the number of rounds of each piece.

    Raises:
        Broken: the first row, or group of rows, that breaks a rule.
        Malformed: a file that cannot be read as rounds.
    """
    pass_ = _Pass(parties, plan, chained)
    for piece in read_rounds(path, parties):
        pass_.take(piece)
        step(len(next(iter(piece.values()))))
    return pass_.end()


class _Pass:
    def __init__(self, parties: Parties, plan: Plan, chained: Sequence[str] | None) -> None:
        self.plan, self.parties, self.chained = plan, parties, chained
        self.names = columns_of(parties)
        self.cells = cells_of(parties)
        self.width = len(parties)
        self.shape = (*(len(sizes) for sizes in parties.values()), *(max(sizes) for sizes in parties.values()))
        self.total = np.zeros(int(np.prod(self.shape)), np.int64)
        self.inputs = int(np.prod(self.shape[: self.width]))
        self.outcomes = int(np.prod(self.shape[self.width :]))
        self.after_outcomes = np.zeros(self.outcomes * self.inputs, np.int64)
        self.after_inputs = np.zeros(self.inputs * self.inputs, np.int64)
        self.stretch = max(LEAST_STRETCH, -(-plan.rounds // MOST_STRETCHES))
        self.stretches = np.zeros((MOST_STRETCHES + 1, self.inputs), np.int64)
        self.chain = Chain()
        self.rounds = 0
        self.last: dict[str, int] = {}
        self.before: tuple[int, int] | None = None
        self.collected = collector(plan, parties)

    def take(self, piece: Mapping[str, NDArray[Any]]) -> None:
        """One piece: rules in the order in which a reader would check them."""
        self._numbers(piece)
        for k, name in enumerate(self.names):
            kind = "input" if k < self.width else "outcome"
            self._within(piece[name], self.shape[k], f"{kind}-unknown", name)
        columns = [piece[name].astype(np.uint8) for name in self.names]
        self._chained(piece)
        asked = np.ravel_multi_index(tuple(columns[: self.width]), self.shape[: self.width])
        found = np.ravel_multi_index(tuple(columns[self.width :]), self.shape[self.width :])
        self._admissible(asked, found)
        self.total += np.bincount(asked * self.outcomes + found, minlength=len(self.total))
        self._after(asked, found)
        self.collected.add(columns[self.width :])
        self.rounds += len(asked)
        if self.rounds > self.plan.rounds:
            raise Broken("rounds-added", "events", f"more than the declared {self.plan.rounds} rounds are recorded")

    def end(self) -> Scan:
        """What was found, if all rounds are there."""
        if self.rounds < self.plan.rounds:
            sentence = f"{self.rounds} rounds are recorded, {self.plan.rounds} were declared"
            raise Broken("rounds-missing", f"round {self.rounds}", sentence)
        table = self.total.reshape(self.shape)
        counts = {cell: int(table[cell]) for cell in self.cells}
        seen = Seen(
            [self._by_inputs(stretch) for stretch in self.stretches[: -(-self.rounds // self.stretch)]],
            self._pairs(self.after_outcomes, self.shape[self.width :]),
            self._pairs(self.after_inputs, self.shape[: self.width]),
        )
        return Scan(self.rounds, counts, seen, self.collected)

    def _numbers(self, piece: Mapping[str, NDArray[Any]]) -> None:
        if "valid" in piece and not (piece["valid"] == 1).all():
            k = int(np.argmax(piece["valid"] != 1))
            raise Broken("round-discarded", f"round {self.rounds + k}", f"valid is {piece['valid'][k]}, not 1")
        if "round" in piece:
            self._steps(piece["round"].astype(np.int64))
        if "time" in piece:
            times = piece["time"].astype(np.int64)
            steps = np.diff(times, prepend=self.last.get("time", int(times[0]) - 1))
            if (steps <= 0).any():
                k = int(np.argmax(steps <= 0))
                raise Broken("clock-goes-back", f"round {self.rounds + k}", f"the time {times[k]} follows a later one")
            self.last["time"] = int(times[-1])

    def _steps(self, numbers: NDArray[Any]) -> None:
        steps = np.diff(numbers, prepend=self.last.get("round", int(numbers[0]) - 1 if self.rounds else -1))
        if (steps != 1).any():
            k = int(np.argmax(steps != 1))
            name = "round-repeated" if steps[k] == 0 else "rounds-reordered" if steps[k] < 0 else "round-dropped"
            if name == "round-dropped" and (steps[k:] < 0).any():
                name = "rounds-reordered"
            place, previous = f"round {self.rounds + k}", int(numbers[k] - steps[k])
            raise Broken(name, place, f"the row has the number {numbers[k]} after {previous}")
        self.last["round"] = int(numbers[-1])

    def _within(self, column: NDArray[Any], size: int, name: str, where: str) -> None:
        wrong = (column < 0) | (column >= size)
        if wrong.any():
            k = int(np.argmax(wrong))
            raise Broken(name, f"round {self.rounds + k}", f"the column {where} has {column[k]}, not 0 to {size - 1}")

    def _chained(self, piece: Mapping[str, NDArray[Any]]) -> None:
        if self.chained is None:
            return
        number = len(self.chain.digests)
        digest = self.chain.add({name: piece[name] for name in piece if name not in ("valid", "time")})
        if number >= len(self.chained) or digest != self.chained[number]:
            last = self.rounds + len(next(iter(piece.values()))) - 1
            sentence = f"the rounds {self.rounds} to {last} have not the digest that the recorder made"
            raise Broken("rows-changed", f"group {number}", sentence)

    def _admissible(self, asked: NDArray[Any], found: NDArray[Any]) -> None:
        allowed = np.zeros(self.inputs, bool)
        for inputs in self.plan.law:
            allowed[np.ravel_multi_index(inputs, self.shape[: self.width])] = True
        if not allowed[asked].all():
            k = int(np.argmax(~allowed[asked]))
            label = " ".join(map(str, self._tuple(int(asked[k]), self.shape[: self.width])))
            raise Broken("input-not-admissible", f"round {self.rounds + k}", f"the protocol never asks {label}")
        exists = np.zeros(self.inputs * self.outcomes, bool)
        for cell in self.cells:
            exists[np.ravel_multi_index(cell, self.shape)] = True
        both = asked * self.outcomes + found
        if not exists[both].all():
            k = int(np.argmax(~exists[both]))
            raise Broken("outcome-unknown", f"round {self.rounds + k}", "an input has fewer outcomes than that")

    def _after(self, asked: NDArray[Any], found: NDArray[Any]) -> None:
        where = (self.rounds + np.arange(len(asked))) // self.stretch
        where = np.minimum(where, MOST_STRETCHES)  # of rounds too many, which are refused
        counts = np.bincount(where * self.inputs + asked, minlength=self.stretches.size)
        self.stretches += counts.reshape(self.stretches.shape)
        if self.before is not None:
            asked_before, found_before = self.before
            self.after_inputs[asked_before * self.inputs + asked[0]] += 1
            self.after_outcomes[found_before * self.inputs + asked[0]] += 1
        self.after_inputs += np.bincount(asked[:-1] * self.inputs + asked[1:], minlength=len(self.after_inputs))
        self.after_outcomes += np.bincount(found[:-1] * self.inputs + asked[1:], minlength=len(self.after_outcomes))
        self.before = int(asked[-1]), int(found[-1])

    def _by_inputs(self, counts: NDArray[Any]) -> dict[Inputs, int]:
        return {self._tuple(k, self.shape[: self.width]): int(n) for k, n in enumerate(counts)}

    def _pairs(self, counts: NDArray[Any], shape: tuple[int, ...]) -> dict[tuple[Inputs, Inputs], int]:
        table = counts.reshape(-1, self.inputs)
        return {
            (self._tuple(z, self.shape[: self.width]), self._tuple(before, shape)): int(table[before, z])
            for before in range(len(table))
            for z in range(self.inputs)
            if table[before].any()
        }

    @staticmethod
    def _tuple(k: int, shape: tuple[int, ...]) -> Inputs:
        return tuple(int(part) for part in np.unravel_index(k, shape))
