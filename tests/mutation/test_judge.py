"""A mutant is judged by tests that really import it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation import judge
from tests.mutation.judge import DEAR, VECTOR, Baseline, attempts
from tests.mutation.operators import Mutant
from tests.policy.sizes import KERNEL
from tests.policy.text import ROOT

# In a process of its own: forking a test run with threads in it is not safe.
PROGRAM = """
import sys
from tests.mutation.judge import judge
from tests.mutation.operators import Mutant
mutant = Mutant("key", "errors.py", "", 1, 1, 1, "", "", sys.argv[1])
tests = [frozenset(names.split()) for names in sys.argv[2:]]
print(*(" ".join((verdict, test)).strip() for _, verdict, test in judge([(mutant, tests)], 2, 20)))
"""
SAMPLE = "tests/mutation/sample.py::test_some_code_is_explained"
NOTHING = "tests/mutation/sample.py::test_nothing"


def verdict(text: str, *tests: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, text, *tests]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Budget = {'x': 'y'}", "survived"),
        ("Budget = {}", f"killed {SAMPLE}"),
        ("no python", "killed " + SAMPLE),
        ("import sys\nsys.exit(0)", "killed " + SAMPLE),
        ("import os\nos.abort()", "killed " + SAMPLE),
        ("while True: pass", "timeout " + SAMPLE),
    ],
)
def test_the_mutated_module_is_the_one_tested(text: str, expected: str) -> None:
    assert verdict(text, SAMPLE).stdout == expected + "\n"


def test_a_line_no_test_runs_survives() -> None:
    assert verdict("Budget = {}", "").stdout == "survived\n"


@pytest.mark.parametrize("sets", [(SAMPLE, f"{SAMPLE} {NOTHING}"), (NOTHING, f"{SAMPLE} {NOTHING}")])
def test_further_tests_are_tried_only_while_none_fails(sets: tuple[str, ...]) -> None:
    assert verdict("Budget = {}", *sets).stdout == f"killed {SAMPLE}\n"
    assert verdict("Budget = {'x': 'y'}", *sets).stdout == "survived\n"


def test_the_test_that_killed_before_comes_first_then_vectors_then_the_file_of_the_module() -> None:
    mutant = Mutant("", "rules/read.py", "", 1, 1, 1, "", "", "")
    near, far, vector = "tests/test_read.py::a", "tests/test_check.py::a", f"{VECTOR}[sos/valid/chsh.json]"
    dear = f"{VECTOR}[{min(DEAR)}]"
    everything = frozenset((near, far, vector, dear))
    assert attempts(mutant, everything) == [{vector}, {near}, {far, dear}]
    assert attempts(mutant, everything, far) == [{far}, {vector}, {near}, {dear}]
    assert attempts(mutant, everything, "a test that is gone") == [{vector}, {near}, {far, dear}]
    assert attempts(mutant, frozenset((near,)), near) == [{near}]
    assert attempts(mutant, frozenset()) == [frozenset()]


def test_what_was_measured_is_measured_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    baseline = Baseline({"read.py": {1: {"", "a"}, 20: {"b"}}}, frozenset("ab"))
    found = [baseline]
    monkeypatch.setattr(judge, "measure", lambda folder: found.pop())
    monkeypatch.setattr(judge, "_warm_up", lambda: None)
    assert judge.measured(tmp_path, "state") == judge.measured(tmp_path, "state") == baseline
    with pytest.raises(IndexError):
        judge.measured(tmp_path, "another state")


CHSH = f"{VECTOR}[sos/valid/chsh.json]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ((KERNEL / "errors.py").read_text(encoding="utf-8"), "survived"),
        ("", f"killed {CHSH}"),
        ("while True: pass", f"timeout {CHSH}"),
    ],
)
def test_vectors_judge_without_pytest(text: str, expected: str) -> None:
    assert verdict(text, CHSH).stdout == expected + "\n"


def test_a_run_that_tests_nothing_is_no_verdict() -> None:
    assert "judges nothing" in verdict("Budget = {}", "tests/mutation/sample.py::test_there_is_none").stderr


def test_lines_that_run_at_import_are_judged_by_every_test() -> None:
    touching: dict[str, dict[int, set[str]]] = {"read.py": {1: {"", "a"}, 2: {"a"}, 3: {"b"}}}
    baseline = Baseline(touching, frozenset("abc"))

    def chosen(first: int, last: int) -> frozenset[str]:
        return baseline.tests_for(Mutant("", "read.py", "", last, first, last, "", "", ""))

    assert chosen(1, 1) == frozenset("abc")
    assert chosen(2, 3) == frozenset("ab")
    assert chosen(4, 4) == frozenset()


def test_a_module_that_tests_import_themselves_is_judged_by_every_test() -> None:
    baseline = Baseline({"__main__.py": {1: {"a"}, 2: {"a", "b"}}}, frozenset("abc"))
    assert baseline.tests_for(Mutant("", "__main__.py", "", 1, 1, 1, "", "", "")) == frozenset("abc")
    assert baseline.tests_for(Mutant("", "never.py", "", 1, 1, 1, "", "", "")) == frozenset()
