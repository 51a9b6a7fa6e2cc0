"""A mutant is judged by tests that really import it."""

import subprocess
import sys

import pytest

from tests.mutation.judge import Baseline
from tests.mutation.operators import Mutant
from tests.policy.text import ROOT

# In a process of its own: forking a test run with threads in it is not safe.
PROGRAM = """
import sys
from tests.mutation.judge import judge
from tests.mutation.operators import Mutant
mutant = Mutant("key", "errors.py", "", 1, 1, 1, "", "", sys.argv[1])
tests = frozenset(sys.argv[2:])
print(*(verdict for _, verdict in judge([(mutant, tests)], 2, 20)))
"""
SAMPLE = "tests/mutation/sample.py::test_some_code_is_explained"


def verdict(text: str, *tests: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, text, *tests]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CODES = {'x': 'y'}", "survived"),
        ("CODES = {}", "killed"),
        ("no python", "killed"),
        ("import os\nos.abort()", "killed"),
    ],
)
def test_the_mutated_module_is_the_one_tested(text: str, expected: str) -> None:
    assert verdict(text, SAMPLE).stdout == expected + "\n"


def test_a_line_no_test_runs_survives() -> None:
    assert verdict("CODES = {}").stdout == "survived\n"


def test_a_run_that_tests_nothing_is_no_verdict() -> None:
    assert "judges nothing" in verdict("CODES = {}", "tests/mutation/sample.py::test_there_is_none").stderr


def test_lines_that_run_at_import_are_judged_by_every_test() -> None:
    touching: dict[str, dict[int, set[str]]] = {"read.py": {1: {"", "a"}, 2: {"a"}, 3: {"b"}}}
    baseline = Baseline(1.0, touching, frozenset("abc"))

    def chosen(first: int, last: int) -> frozenset[str]:
        return baseline.tests_for(Mutant("", "read.py", "", last, first, last, "", "", ""))

    assert chosen(1, 1) == frozenset("abc")
    assert chosen(2, 3) == frozenset("ab")
    assert chosen(4, 4) == frozenset()
