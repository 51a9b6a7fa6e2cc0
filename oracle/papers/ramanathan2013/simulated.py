"""Protocol A played: honest, noisy and local devices, and sources, in the shape of `oracle.protocols.devices`.

The printed protocol is played by `selected`, against devices and a source that attack its selection.

Random numbers are floating point: simulations illustrate, and test the exact probabilities; they prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from oracle.papers.ramanathan2013.attacks import Selection, answers
from oracle.papers.ramanathan2013.definitions import SETTINGS
from oracle.papers.ramanathan2013.device import SOURCE_BITS, marks, setting
from oracle.protocols.devices import Column, Device, Law, Random, of_law, of_memory

PARTIES = dict.fromkeys("ABCD", (2, 2))
Source = Callable[[int, Random], NDArray[np.uint8]]
"""From a number of runs and a generator to their source bits, (runs, 3)."""


def _state() -> NDArray[np.float64]:
    """(2, 2, 2, 2) amplitudes: phi- phi~+ + psi+ psi~-, with phi- = 00 - 11, psi+ = 01 + 10, and so on."""
    first, second = np.array([1, 0, 0, -1]), np.array([0, 1, 1, 0])
    third, fourth = np.array([1, 1, 1, -1]), np.array([1, -1, -1, -1])
    found: NDArray[np.float64] = (np.outer(first, third) + np.outer(second, fourth)).reshape(2, 2, 2, 2) / 4
    return found


def quantum(visibility: float) -> Law:
    """The state (8) mixed with white noise: input 0 measures X, input 1 measures Z."""
    bases = (np.array([[1, 1], [1, -1]]) / np.sqrt(2), np.eye(2))
    law: dict[tuple[int, ...], list[float]] = {}
    for inputs in SETTINGS:
        amplitudes = _state()
        for party, x in enumerate(inputs):
            amplitudes = np.moveaxis(np.tensordot(bases[x], amplitudes, axes=(1, party)), 0, party)
        ideal = (amplitudes**2).ravel()
        law[inputs] = list(visibility * ideal + (1 - visibility) / 16)
    return law


def honest(visibility: float = 1.0) -> Device:
    """Devices of the paper; every run fails with (1 - visibility)/2, whatever the source does."""
    return of_law(f"the state (8) with visibility {visibility:g}", (2, 2, 2, 2), quantum(visibility))


def local() -> Device:
    """The deterministic boxes of `attacks`: the majority is 0, the parity is wrong at 0001 and 1110 only."""

    def strategy(inputs: list[Column], _before: list[Column]) -> list[Column]:
        table = np.array([answers(u) for u in SETTINGS], np.uint8)
        index = sum(column.astype(np.intp) << (3 - k) for k, column in enumerate(inputs))
        return [table[index, k] for k in range(4)]

    return of_memory("deterministic boxes with majority 0", strategy)


def fair(runs: int, random: Random) -> NDArray[np.uint8]:
    """Bits without bias."""
    return random.integers(0, 2, (runs, SOURCE_BITS), dtype=np.uint8)


def against_local(bias: float) -> Source:
    """The strings 000 and 111 as rarely as the bias allows: the first bit is fair, the others differ from it mostly."""

    def source(runs: int, random: Random) -> NDArray[np.uint8]:
        first = random.integers(0, 2, (runs, 1), dtype=np.uint8)
        others = random.random((runs, SOURCE_BITS - 1)) >= 0.5 - bias
        found: NDArray[np.uint8] = np.concatenate([first, first ^ others], axis=1).astype(np.uint8)
        return found

    return source


@dataclass(frozen=True)
class Played:
    """What came out of many plays.

    Attributes:
        accepted: whether the test was passed, by play.
        bits: the output bit, by play; without meaning where the play was refused.
    """

    accepted: NDArray[np.bool_]
    bits: NDArray[np.uint8]


def play(device: Device, source: Source, k: int, m: int, plays: int, random: Random) -> Played:
    """Protocol A with k devices of one kind, m accepted failures, many times.

    >>> found = play(honest(), fair, 20, 0, 50, np.random.default_rng(1))
    >>> bool(found.accepted.all())
    True
    """
    runs = k * plays
    strings = source(runs, random)
    last = (1 + strings.sum(axis=1)) % 2
    inputs = [*strings.T, last.astype(np.uint8)]
    outcomes = device.answer(inputs, (0, 0, 0, 0), random)
    index = sum(column.astype(np.intp) << (3 - position) for position, column in enumerate(outcomes))
    number = sum(strings[:, b].astype(np.intp) << (SOURCE_BITS - 1 - b) for b in range(SOURCE_BITS))
    found = _table()[number, index].reshape(plays, k)
    failures = (found == _FAILED).sum(axis=1)
    majority = (np.sum([column.astype(np.intp) for column in outcomes[:3]], axis=0) >= 2).reshape(plays, k)
    return Played(failures <= m, (majority.sum(axis=1) % 2).astype(np.uint8))


def selected(attack: Selection, bits: int, k: int, threshold: float, plays: int, random: Random) -> Played:
    """The printed protocol against the local boxes of `local` and a source that selects uses which will not fail.

    All settings come first. The first device has one use, each other one 2^bits; with every bit of the selection the
    source prefers, with the largest probability it may have, the half whose selected use will fail less often. Accepted
    is where at most the share `threshold` of the selected uses fails.

    >>> from fractions import Fraction
    >>> found = selected(Selection(Fraction(2, 5)), 5, 20, 2.5e-6, 50, np.random.default_rng(1))
    >>> bool(found.accepted.mean() > 0.9), bool(found.bits.any())
    (True, False)
    """
    fails, likely = float(attack.failure(0)), 0.5 + float(attack.bias)
    used = (random.random((plays * (k - 1), 1 << bits)) < fails).astype(np.float64)
    levels = [used]
    while levels[-1].shape[1] > 1:
        first, second = levels[-1][:, ::2], levels[-1][:, 1::2]
        levels.append(likely * np.minimum(first, second) + (1 - likely) * np.maximum(first, second))
    rows, place = np.arange(len(used)), np.zeros(len(used), np.intp)
    for values in reversed(levels[:-1]):
        better = 2 * place + (values[rows, 2 * place] > values[rows, 2 * place + 1])
        place = np.where(random.random(len(used)) < likely, better, better ^ 1)
    failures = used[rows, place].reshape(plays, k - 1).sum(axis=1) + (random.random(plays) < fails)
    return Played(failures <= threshold * k, np.zeros(plays, np.uint8))


_FAILED = 2


def _table() -> NDArray[np.uint8]:
    """By source string and outcome tuple: the bit of a run that passes, or 2."""
    rows = [marks(setting(string)) for string in product((0, 1), repeat=SOURCE_BITS)]
    return np.array([["01-".index(mark) for mark in row] for row in rows], np.uint8)
