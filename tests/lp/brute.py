"""Linear programs over all no-signalling behaviours of one or two devices, written without `lp.gains`.

A device is boxes with two inputs and two outcomes; exchanging all outcomes of a device exchanges its bits 0 and 1. What
the adversary gains, the sum over choices i of w_i max over P = P1 + P2 of |b_i.P1| + |b_i.P2|, is the same for P and
for P with the outcomes of a device exchanged, and concave: so P may be taken to be invariant under each exchange, and
P1 - P2 = D_i odd under each. What is left is to maximise sum w_i b_i.D_i subject to P + D_i >= 0, event by event.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import linprog

Floats = npt.NDArray[Any]
# of one party: 1, A0, A1 as columns; its four events as rows
PARTY = np.array([[1, 1, 0], [1, -1, 0], [1, 0, 1], [1, 0, -1]]) / 2
EVENTS = list(product((0, 1), repeat=2))  # input, outcome


@dataclass(frozen=True)
class Boxes:
    """A device.

    Attributes:
        parties: number of boxes.
        runs: for each source string the inputs, and "0", "1" or "-" for each outcome tuple in lexicographic order.
    """

    parties: int
    runs: tuple[tuple[tuple[int, ...], str], ...]

    @cached_property
    def rows(self) -> Floats:
        """(4^n, 3^n): every event in products of observables."""
        return reduce(np.kron, [PARTY] * self.parties)

    @cached_property
    def odd(self) -> npt.NDArray[np.bool_]:
        """Which products change sign when all outcomes are exchanged."""
        return np.array([sum(map(bool, word)) % 2 == 1 for word in product(range(3), repeat=self.parties)])

    def bias(self, string: int, failing: bool) -> Floats:
        """Over the events: bit 0 minus bit 1 of the outcomes that pass; of those that fail, by the first outcome."""
        inputs, marks = self.runs[string]
        result = np.zeros(4**self.parties)
        for outcome, mark in zip(product((0, 1), repeat=self.parties), marks, strict=True):
            place = 0
            for x, a in zip(inputs, outcome, strict=True):
                place = 4 * place + EVENTS.index((x, a))
            if failing == (mark == "-"):
                result[place] = (-1) ** (outcome[0] if failing else int(mark))
        return result


def largest(devices: list[Boxes], weighted: list[tuple[float, Floats]], fixed: Floats | None = None) -> float:
    """The most an adversary gains, over all behaviours or for one (in products of observables)."""
    even = reduce(np.kron, [~device.odd for device in devices]).astype(bool)
    odd = reduce(np.kron, [device.odd for device in devices]).astype(bool)
    rows = sparse.csr_matrix(reduce(sparse.kron, [sparse.csr_matrix(device.rows) for device in devices]))
    if len(devices) == 2:  # exchanging all outcomes of both changes neither P nor D: half of the events will do
        rows = rows[(np.arange(rows.shape[0]) // (rows.shape[0] // 4)) % 2 == 0]
    full = reduce(sparse.kron, [sparse.csr_matrix(device.rows) for device in devices])
    first, second = rows[:, np.flatnonzero(even)], rows[:, np.flatnonzero(odd)]
    n = len(weighted)
    values = np.concatenate([weight * (full.T @ b)[odd] for weight, b in weighted])
    differences = sparse.block_diag([-second] * n)
    if fixed is not None:
        room = np.tile(first @ fixed[even], n)
        found = linprog(-values, A_ub=differences, b_ub=room, bounds=(None, None), method="highs")
    else:
        matrix = sparse.hstack([sparse.vstack([-first] * n), differences]).tocsr()
        cost = np.concatenate([np.zeros(first.shape[1]), -values])
        total = sparse.csr_matrix(([1.0], ([0], [0])), shape=(1, len(cost)))
        found = linprog(
            cost, A_ub=matrix, b_ub=np.zeros(matrix.shape[0]), A_eq=total, b_eq=[1.0], bounds=(None, None),
            method="highs-ipm",
        )  # fmt: skip
    assert found.status == 0, found.message
    return float(-found.fun)


def random_behaviour(devices: list[Boxes], random: np.random.Generator) -> Floats:
    """A vertex of the no-signalling polytope in a random direction, mixed with its images under exchanges."""
    rows = sparse.csr_matrix(reduce(sparse.kron, [sparse.csr_matrix(device.rows) for device in devices]))
    size = rows.shape[1]
    total = sparse.csr_matrix(([1.0], ([0], [0])), shape=(1, size))
    found = linprog(
        random.normal(size=size), A_ub=-rows, b_ub=np.zeros(rows.shape[0]), A_eq=total, b_eq=[1.0],
        bounds=(None, None), method="highs",
    )  # fmt: skip
    even = reduce(np.kron, [~device.odd for device in devices]).astype(bool)
    result: Floats = np.where(even, found.x, 0.0)
    return result
