"""The pass over a run against a definition, round by round, whatever the pieces: a rule-based machine."""

from __future__ import annotations

import tempfile
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from oracle.protocols import recording
from oracle.protocols.judge import judge
from oracle.protocols.outputs import Collector
from oracle.protocols.recording import Chain, Recorder, file_sha256
from oracle.protocols.registry import protocol
from oracle.protocols.scan import Scan, scan
from oracle.protocols.shape import Plan
from oracle.protocols.violations import Broken
from tests.oracle.protocols.runs import copied, reported

pytest.importorskip("pyarrow", reason="pyarrow is optional and not installed")
PARTIES = {"A": (2, 2), "B": (2, 2)}
LAW: dict[tuple[int, ...], Fraction] = {(x, y): Fraction(1, 4) for x in (0, 1) for y in (0, 1)}
Round = tuple[int, int, int, int]
ROUND = st.tuples(*[st.integers(0, 1)] * 4)


class Recording(RuleBasedStateMachine):
    """Rounds are recorded in pieces of any size; what a pass finds is what a definition says of the list."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.rounds: list[Round] = []
        self.pieces: list[int] = []

    @initialize(size=st.integers(1, 9))
    def begin(self, size: int) -> None:
        self.size = size

    @rule(piece=st.lists(ROUND, min_size=1, max_size=12))
    def record(self, piece: list[Round]) -> None:
        self.rounds += piece
        self.pieces.append(len(piece))

    def written(self, change: tuple[int, str, int] | None = None) -> tuple[Path, list[str]]:
        """The file, with one value changed behind the recorder's back, and the recorder's chain."""
        path = Path(self.place.name) / "events.parquet"
        table = np.array(self.rounds, np.uint8)
        chain = Chain()
        columns = dict(zip("xyab", table.T, strict=True))
        for start in range(0, len(table), self.size):
            piece: dict[str, Any] = {name: column[start : start + self.size] for name, column in columns.items()}
            chain.add({**piece, "round": np.arange(start, start + len(piece["x"]), dtype=np.uint64)})
        if change is not None:
            row, name, value = change
            columns[name] = columns[name].copy()
            columns[name][row] = value
        recorder = Recorder(path, PARTIES, "0" * 64)
        start = 0
        for size in self.pieces:
            recorder.add([columns[name][start : start + size] for name in "xyab"])
            start += size
        recorder.close()
        return path, chain.digests

    def scanned(self, change: tuple[int, str, int] | None = None, more: int = 0) -> Scan:
        path, chain = self.written(change)
        before, recording.GROUP = recording.GROUP, self.size
        try:
            plan = Plan(len(self.rounds) + more, LAW, Fraction(2), Fraction(1, 2), 1)
            return scan(path, PARTIES, plan, chain)
        finally:
            recording.GROUP = before

    @invariant()
    def a_pass_finds_what_the_definition_says(self) -> None:
        if not self.rounds:
            return
        found = self.scanned()
        assert found.rounds == len(self.rounds)
        assert {cell: n for cell, n in found.counts.items() if n} == Counter(self.rounds)
        after = Counter((now[:2], before[2:]) for before, now in pairwise(self.rounds))
        assert {key: n for key, n in found.seen.after_outcomes.items() if n} == after
        after = Counter((now[:2], before[:2]) for before, now in pairwise(self.rounds))
        assert {key: n for key, n in found.seen.after_inputs.items() if n} == after
        assert isinstance(found.collected, Collector)
        string = found.collected.string()
        assert string.window(0, string.length).tolist() == [bit for each in self.rounds for bit in each[2:]]
        sums = [(-1) ** (x * y + a + b) for x, y, a, b in self.rounds]
        chsh = protocol("chsh-expansion").estimate(Plan(1, LAW, Fraction(0), Fraction(1, 2), 1), found.counts)
        assert chsh == Fraction(4 * sum(sums), len(sums))

    @precondition(lambda self: self.rounds)
    @rule(data=st.data())
    def a_changed_value_is_found_in_its_group(self, data: st.DataObject) -> None:
        row = data.draw(st.integers(0, len(self.rounds) - 1))
        name = data.draw(st.sampled_from("xyab"))
        value = data.draw(st.integers(0, 3))
        if self.rounds[row]["xyab".index(name)] == value:
            return
        with pytest.raises(Broken) as broken:
            self.scanned((row, name, value))
        kind = ("input" if name in "xy" else "outcome") + "-unknown"
        wanted = ("rows-changed", f"group {row // self.size}") if value < 2 else (kind, f"round {row}")
        assert (broken.value.violation.name, broken.value.violation.place) == wanted

    @precondition(lambda self: self.rounds)
    @rule(more=st.integers(-3, 3).filter(bool))
    def another_number_of_rounds_is_found(self, more: int) -> None:
        if len(self.rounds) + more < 1:
            return
        with pytest.raises(Broken) as broken:
            self.scanned(more=more)
        assert broken.value.violation.name == ("rounds-missing" if more > 0 else "rounds-added")

    def teardown(self) -> None:
        self.place.cleanup()


TestRecording = Recording.TestCase
TestRecording.settings = settings(max_examples=15, stateful_step_count=8, deadline=None)


def test_a_small_file_of_many_rounds_is_refused_before_it_is_read_whole(honest: Path, tmp_path: Path) -> None:
    import resource

    import pyarrow
    from pyarrow import parquet

    folder = copied(honest, tmp_path / "run")
    path, rounds = folder / "events.parquet", 20_000_000
    zeros = pyarrow.array(np.zeros(rounds, np.uint8))
    parquet.write_table(pyarrow.table(dict.fromkeys("xyab", zeros)), path, row_group_size=rounds)
    del zeros
    assert path.stat().st_size < rounds // 80
    reported(folder, events=file_sha256(path), chain=None)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = judge(folder)
    assert found.violation is not None
    assert found.violation.name == "rounds-added"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kilobytes
