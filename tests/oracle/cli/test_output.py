"""Tables on terminals of any width, and a standard output that libraries cannot write into."""

import json
import subprocess
import sys
from io import StringIO

import pytest

from oracle.cli.output import Progress, Waiting, terminal_table, time_left

HEADER = ["method", "bits >=", "formula <=", "eps <=", "from"]
ROWS = [
    ["width8:no-signalling", "10551.086662", "10551.086663", "0.2210457467", "equation (14), Hoeffding with the range"],
    ["sdp:1+AB", "42.461000", "42.461001", "0.3773486932", "moment matrices of level 1+AB"],
]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 120, 200])
def test_no_number_and_no_word_is_broken(width: int) -> None:
    text = terminal_table(HEADER, ROWS, width)
    for row in ROWS:
        for cell in row:
            assert all(word in text for word in cell.split()), (width, cell)
    longest = max(len(word) for row in ROWS for cell in row for word in cell.split())
    assert max(map(len, text.split("\n"))) <= max(width, longest + 16)


def test_a_wide_terminal_gets_a_table_and_a_narrow_one_lists() -> None:
    assert len(terminal_table(HEADER, ROWS, 200).split("\n")) == 4
    narrow = terminal_table(HEADER, ROWS, 80).split("\n")
    assert narrow[0] == "width8:no-signalling"
    assert "    bits >=: 10551.086662" in narrow


NOISY = """
import os, sys
sys.argv = ["bellcert", "bound", "chsh.min-entropy.local", "score=5/2", "--json"]
import oracle.cli.app
quiet = oracle.cli.app.run
def noisy(words):
    os.write(1, b"Running a solver\\n")  # as a library in compiled code does
    return quiet(words)
oracle.cli.app.run = noisy
from oracle.cli import main
sys.exit(main())
"""


def test_json_is_json_whatever_libraries_print() -> None:
    done = subprocess.run([sys.executable, "-c", NOISY], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["name"] == "chsh.min-entropy.local"
    assert "Running a solver" in done.stderr


def test_progress_says_what_is_left_after_two_seconds() -> None:
    assert time_left(5, 10, 1.9) == ""
    assert time_left(0, 10, 60) == ""
    assert time_left(5, 10, 30) == ", about 30 s left"
    assert time_left(1, 100, 30) == ", about 50 min left"


def test_progress_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    clock = iter(float(second) for second in range(0, 100, 3))
    monkeypatch.setattr("oracle.cli.output.time.monotonic", lambda: next(clock))
    for stream, shown in ((Terminal(), True), (StringIO(), False)):
        monkeypatch.setattr("sys.stderr", stream)
        with Progress("points") as progress:
            progress.at(1, 4)
            progress.step()
        assert ("points 2/4, about" in stream.getvalue()) == shown
        assert bool(stream.getvalue()) == shown


def test_waiting_says_what_is_left_of_a_solvers_run() -> None:
    waiting = Waiting("solving")
    begun = waiting.begun
    assert waiting.told(begun + 1) == ""
    assert waiting.told(begun + 5) == " 5 s"
    waiting.run = begun, begun + 4, 0.5
    assert waiting.told(begun + 6) == " 6 s, the solver is done with 50 %, about 2 s left of its run"
    assert waiting.told(begun + 60).endswith("about 0 s left of its run")
    waiting.at(1, 1000)  # another run
    assert waiting.run[0] > begun
    waiting.at(1000, 1000)
    assert waiting.told(begun + 60) == " 60 s"
