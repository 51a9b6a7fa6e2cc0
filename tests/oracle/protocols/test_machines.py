"""A stateful test of every specification: rounds are recorded block by block, and one fault may be made.

A model says what follows. It counts round by round, in plain Python and with the definition of each estimate, and it
knows the name and the place of the fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from math import log2
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from oracle.protocols.outputs import Collector
from oracle.protocols.recording import columns_of
from oracle.protocols.registry import protocols
from oracle.protocols.scan import scan
from oracle.protocols.shape import Plan, Protocol
from oracle.protocols.violations import Broken

pytest.importorskip("pyarrow", reason="pyarrow is optional and not installed")

Cell = tuple[int, ...]
GIVEN: dict[str, tuple[dict[str, str], dict[str, Any] | None]] = {
    "amplification": ({"rounds": "2000000", "bias": "1/1000", "score": "1/100", "error": "1e-6"}, None),
    "chsh-expansion": ({"rounds": "100000", "score": "13/5"}, None),
    "four-party-amplification": ({"bias": "1/4"}, None),
    "sequential-generation": (
        {"rounds": "1000000", "score": "15/2"}, {"constant": "21/10", "slope": "1/5", "most": "8"},
    ),
    "spot-checking": ({"rounds": "100000"}, None),
    "steering-generation": ({"rounds": "200000", "score": "19/5"}, None),
}  # fmt: skip


@lru_cache(maxsize=8)
def planned(name: str) -> tuple[Protocol, Plan, dict[str, Fraction]]:
    found = protocols()[name]
    given, choice = GIVEN[name]
    values = found.read(given)
    return found, found.plan(values, found.choose(values) if choice is None else choice), values


def power(k: int) -> int:
    """-1 to the power of k."""
    return 1 - 2 * (k % 2)


def chsh(cell: Cell) -> Fraction:
    x, y, a, b = cell
    return Fraction(4 * power(a + b + x * y))


def hardy(cell: Cell) -> Fraction:
    low, high = Fraction(499, 1000) ** 2, Fraction(501, 1000) ** 2
    return low if cell == (0, 0, 0, 0) else -high if cell in ((0, 1, 0, 1), (1, 0, 1, 0), (1, 1, 0, 0)) else Fraction(0)


def steered(cell: Cell) -> Fraction:
    sign = 1 if cell[:3] == (0, 0, 0) else -1
    return Fraction(4 * sign * power(sum(cell[3:])))


def sequence(cell: Cell) -> Fraction:
    """w S_c + c S_1 + s S_2 for tan theta = 2/5 and w = 3/2."""
    x, y, a, b = cell
    c, s, w = Fraction(21, 29), Fraction(20, 29), Fraction(3, 2)
    sign = -1 if x else 1
    if y == 2:
        return 6 * power(a + b) * sign * (w + c)
    first, second = power(a + b // 2), power(a + b % 2)
    return 6 * (c * first / 2 + (s * second * sign if y else (s + w) * second))


MEANS: dict[str, Callable[[Cell], Fraction]] = {
    "chsh-expansion": chsh, "amplification": hardy, "steering-generation": steered, "sequential-generation": sequence,
}  # fmt: skip


def fails(cell: Cell) -> bool:
    """A four-party device with the wrong parity: the outcomes' sum is odd where all or two inputs are 0, else even."""
    from oracle.papers.ramanathan2013.definitions import indicator

    return bool(indicator(cell[4:], cell[:4]))


class Run(RuleBasedStateMachine):
    """One run of one protocol."""

    name = ""

    @initialize()
    def begin(self) -> None:
        self.protocol, plan, self.values = planned(self.name)
        self.plan = plan
        self.parties = self.protocol.parties(self.values)
        self.rows: list[list[int]] = []  # number, inputs, outcomes, valid
        self.fault: tuple[str, str] | None = None
        self.declared = 0

    @rule(size=st.integers(1, 40), seed=st.integers(0, 2**20))
    @precondition(lambda self: self.fault is None)
    def record(self, size: int, seed: int) -> None:
        drawn = Random(seed)
        for _ in range(size):
            inputs = drawn.choice(sorted(self.plan.law))
            outcomes = [drawn.randrange(self.parties[p][x]) for p, x in zip(self.parties, inputs, strict=True)]
            self.rows.append([len(self.rows), *inputs, *outcomes, 1])
        self.declared = len(self.rows)

    @rule(
        kind=st.sampled_from(["drop", "repeat", "swap", "input", "outcome", "discard", "cut", "more"]),
        seed=st.integers(0, 2**20),
    )
    @precondition(lambda self: self.fault is None and len(self.rows) > 3)
    def fail(self, kind: str, seed: int) -> None:
        width, k = len(self.parties), Random(seed).randrange(1, len(self.rows) - 1)
        party = Random(seed + 1).randrange(width)
        names = {
            "drop": "round-dropped", "repeat": "round-repeated", "swap": "rounds-reordered", "input": "input-unknown",
            "outcome": "outcome-unknown", "discard": "round-discarded", "cut": "rounds-missing", "more": "rounds-added",
        }  # fmt: skip
        place = f"round {k}"
        if kind == "drop":
            del self.rows[k]
        elif kind == "repeat":
            self.rows.insert(k + 1, list(self.rows[k]))
            place = f"round {k + 1}"
        elif kind == "swap":
            self.rows[k], self.rows[k + 1] = self.rows[k + 1], self.rows[k]
        elif kind == "input":
            self.rows[k][1 + party] = 7
        elif kind == "outcome":
            self.rows[k][1 + width + party] = 9
        elif kind == "discard":
            self.rows[k][-1] = 0
        elif kind == "cut":
            del self.rows[-k:]
            place = f"round {len(self.rows)}"
        else:
            self.rows.append([len(self.rows), *self.rows[0][1:]])
            place = "events"
        self.fault = names[kind], place

    @rule()
    def look(self) -> None:
        """What is recorded so far is a run of its own."""
        if not self.rows:
            return
        import pyarrow
        from pyarrow import parquet

        names = ["round", *columns_of(self.parties), "valid"]
        plan = replace(self.plan, rounds=self.declared)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "events.parquet"
            parquet.write_table(pyarrow.table({n: [row[k] for row in self.rows] for k, n in enumerate(names)}), path)
            if self.fault is None:
                self.conforms(plan, scan(path, self.parties, plan, None))
                return
            with pytest.raises(Broken) as broken:
                scan(path, self.parties, plan, None)
        assert (broken.value.violation.name, broken.value.violation.place) == self.fault

    def teardown(self) -> None:
        if hasattr(self, "rows"):
            self.look()

    def conforms(self, plan: Plan, found: Any) -> None:
        """Counts, estimate and string of outcomes are those of the model."""
        cells = [tuple(row[1:-1]) for row in self.rows]
        assert {cell: n for cell, n in found.counts.items() if n} == Counter(cells)
        estimate = self.protocol.estimate(plan, found.counts)
        if self.name in MEANS:
            assert estimate == sum(map(MEANS[self.name], cells)) / Fraction(len(cells))
        elif self.name == "spot-checking":
            factor = dict(zip(_cells(), plan.details["factor"].factor, strict=True))
            beta, delta = plan.details["factor"].power, plan.details["delta"]
            bits = (sum(log2(factor[cell]) for cell in cells) + log2(delta)) / float(beta)
            assert abs(float(estimate) - max(0.0, bits)) < 1e-6 * max(1.0, abs(bits))
        else:
            assert estimate == -sum(map(fails, cells))
        width = len(self.parties)
        if isinstance(found.collected, Collector):
            assert found.collected.length == len(cells) * sum(
                (max(sizes) - 1).bit_length() for sizes in self.parties.values()
            )
        else:
            majorities = [sum(cell[width : width + 3]) >= 2 for cell in cells]
            assert found.collected.value == sum(majorities) % 2


def _cells() -> list[Cell]:
    from oracle.data.chsh_table import CELLS

    return list(CELLS)


def test_every_protocol_has_a_machine() -> None:
    assert set(GIVEN) == set(protocols())


@pytest.mark.parametrize("name", GIVEN)
def test_runs_of_every_protocol(name: str) -> None:
    machine = type(f"Run{name.title().replace('-', '')}", (Run,), {"name": name})
    run_state_machine_as_test(machine, settings=settings(max_examples=25, stateful_step_count=8, deadline=None))
