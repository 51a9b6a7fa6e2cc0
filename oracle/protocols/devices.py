"""Devices that are simulated: what they answer to many rounds of inputs at once, with memory of the round before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.uint8]
Random = np.random.Generator
Law = Mapping[tuple[int, ...], Sequence[float]]
"""Probabilities of the tuples of outcomes, in lexicographic order, by tuple of inputs."""


@dataclass(frozen=True)
class Device:
    """A device.

    Attributes:
        says: what it is.
        answer: from inputs (one column a party) of consecutive rounds, the inputs of the round before the first one,
            and a generator, to outcomes (one column a party).
    """

    says: str
    answer: Callable[[Sequence[Column], Sequence[int], Random], list[Column]]


def of_law(says: str, sizes: Sequence[int], law: Law) -> Device:
    """A device without memory: the outcomes of every round have the law of its inputs.

    Args:
        says: what it is.
        sizes: number of outcomes of each party.
        law: for every tuple of inputs.
    """
    shape = tuple(max(inputs[k] for inputs in law) + 1 for k in range(len(sizes)))
    sums = np.ones((*shape, int(np.prod(sizes)) - 1), np.float64)
    for inputs, probabilities in law.items():
        sums[inputs] = np.cumsum(np.asarray(probabilities, np.float64))[:-1]

    def answer(inputs: Sequence[Column], before: Sequence[int], random: Random) -> list[Column]:
        drawn = random.random(len(inputs[0]))
        found = np.zeros(len(drawn), np.uint16)
        for edge in np.moveaxis(sums[tuple(inputs)], -1, 0):
            found += drawn >= edge
        return [column.astype(np.uint8) for column in np.unravel_index(found, tuple(sizes))]

    return Device(says, answer)


def of_memory(says: str, strategy: Callable[[list[Any], list[Any]], list[Any]]) -> Device:
    """A device with outcomes that are functions of its own inputs and of all inputs of the round before.

    Args:
        says: what it is.
        strategy: from columns of inputs and of the inputs one round earlier to columns of outcomes.
    """

    def answer(inputs: Sequence[Column], before: Sequence[int], random: Random) -> list[Column]:
        earlier = [
            np.concatenate(([last], column[:-1])).astype(np.uint8) for last, column in zip(before, inputs, strict=True)
        ]
        return [np.asarray(column, np.uint8) for column in strategy(list(inputs), earlier)]

    return Device(says, answer)


def of_drift(says: str, sizes: Sequence[int], first: Law, last: Law, rounds: int) -> Device:
    """A device whose law goes from one to another while the rounds pass; it counts them.

    Args:
        says: what it is.
        sizes: number of outcomes of each party.
        first: its law at the beginning; in between each round has one of the two, with weights that change linearly.
        last: its law at the end.
        rounds: how many it is made for.
    """
    ends = [of_law(says, sizes, law) for law in (first, last)]
    played = 0

    def answer(inputs: Sequence[Column], before: Sequence[int], random: Random) -> list[Column]:
        nonlocal played
        place = (played + np.arange(len(inputs[0]))) / rounds
        played += len(place)
        late = random.random(len(place)) < place
        answers = [end.answer(inputs, before, random) for end in ends]
        return [np.where(late, b, a) for a, b in zip(*answers, strict=True)]

    return Device(says, answer)


def of_mixture(
    says: str, honest: Device, known: Callable[[Sequence[Column], Random], list[Column]], share: float
) -> Device:
    """A device that gives outcomes of the adversary's list in a share of the rounds, and is honest in the others."""

    def answer(inputs: Sequence[Column], before: Sequence[int], random: Random) -> list[Column]:
        mine = random.random(len(inputs[0])) < share
        answers = honest.answer(inputs, before, random), known(inputs, random)
        return [np.where(mine, b, a) for a, b in zip(*answers, strict=True)]

    return Device(says, answer)
