"""Run the kernel's tests against one mutant, in a forked process that has everything but the kernel imported."""

import importlib.util
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType

import coverage
import hypothesis  # noqa: F401 # imported here once rather than in every process
import pytest

from tests.mutation.operators import Mutant
from tests.policy.sizes import KERNEL
from tests.policy.text import ROOT

TESTS = "tests/kernel/cases"  # the exact cases; oracles and random members would only slow every judgement
MEMORY = 4 << 30  # bytes of address space: a mutant that loops must not take the machine with it
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "-o", "addopts=", "--import-mode=importlib"]
# Hypothesis is imported before the fork, too early for pytest to rewrite its assertions.
OPTIONS += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]


class _Loader(SourceFileLoader):
    """Loads the mutated text in place of the file."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self.text = text

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.text, self.path, "exec", dont_inherit=True)


class _Finder:
    """Answers for the one mutated module."""

    def __init__(self, module: str, text: str) -> None:
        parts = ["proofs", "kernel", *Path(module).with_suffix("").parts]
        self.package = parts[-1] == "__init__"
        self.name = ".".join(parts[:-1] if self.package else parts)
        self.path = KERNEL / module
        self.text = text

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        places = [str(self.path.parent)] if self.package else None
        loader = _Loader(name, str(self.path), self.text)
        return importlib.util.spec_from_file_location(name, self.path, loader=loader, submodule_search_locations=places)


class _Selection:
    """Keeps the chosen tests only."""

    def __init__(self, chosen: frozenset[str]) -> None:
        self.chosen = chosen

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self.chosen]


@dataclass
class Baseline:
    """What the unchanged kernel's run said: which tests touch a line, and how long all of them take."""

    seconds: float
    touching: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    everything: frozenset[str] = frozenset()

    def tests_for(self, mutant: Mutant) -> frozenset[str]:
        """Return the tests that run the mutant's lines; all of them when the lines run at import."""
        lines = self.touching.get(mutant.module, {})
        touched: set[str] = set()
        for number in range(mutant.statement, mutant.last_line + 1):
            touched |= lines.get(number, set())
        return self.everything if "" in touched else frozenset(touched)


def measure(folder: Path) -> Baseline:
    """Run the kernel's tests once, unchanged, with one coverage context a test; they have to pass."""
    data = folder / "coverage"
    environment = {**os.environ, "COVERAGE_FILE": str(data), "HYPOTHESIS_PROFILE": "mutation"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        TESTS,
        *OPTIONS,
        "--cov=proofs.kernel",
        "--cov-context=test",
        "--cov-report=",
    ]
    began = time.monotonic()
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0:
        sys.exit("the kernel's tests fail without any mutation; mend that first")
    baseline = Baseline(time.monotonic() - began)
    found = coverage.CoverageData(str(data))
    found.read()
    tests: set[str] = set()
    for name in found.measured_files():
        lines = {
            number: {_test(context) for context in names} for number, names in found.contexts_by_lineno(name).items()
        }
        baseline.touching[Path(name).relative_to(KERNEL).as_posix()] = lines
        tests.update(*lines.values())
    baseline.everything = frozenset(tests - {""})
    _, status = os.waitpid(start(None, baseline.everything), 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit("the kernel's tests pass in a process of their own but not in a forked one")
    return baseline


def _test(context: str) -> str:
    return context.rpartition("|")[0]


def start(mutant: Mutant | None, tests: frozenset[str]) -> int:
    """Fork a process that runs the tests against the mutant (None: the unchanged kernel); returns its id."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    code = 3
    try:
        os.setsid()
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.environ["HYPOTHESIS_PROFILE"] = "mutation"
        for name in [name for name in sys.modules if name.split(".")[0] == "proofs"]:
            del sys.modules[name]
        if mutant is not None:
            sys.meta_path.insert(0, _Finder(mutant.module, mutant.text))
        files = sorted({test.partition("::")[0] for test in tests})
        code = int(pytest.main([*files, *OPTIONS, "-p", "no:cov"], plugins=[_Selection(tests)]))
    finally:
        os._exit(code)


# 2 is a module that does not even import. Anything else, an error inside pytest say, is no verdict.
VERDICTS = {0: "survived", 1: "killed", 2: "killed"}


def narrow(mutant: Mutant, tests: frozenset[str]) -> frozenset[str]:
    """The tests of the file named after the mutant's module: most mutants die there, quickly."""
    name = f"test_{Path(mutant.module).stem}.py"
    return frozenset(test for test in tests if Path(test.partition("::")[0]).name == name)


def judge(work: Sequence[tuple[Mutant, frozenset[str]]], jobs: int, patience: float) -> Iterator[tuple[Mutant, str]]:
    """Yield (mutant, "killed" | "timeout" | "survived") as processes end, at most ``jobs`` at once.

    Args:
        work: Mutants with the tests to run; none means nothing runs the line, so it survives.
        jobs: Number of processes.
        patience: Seconds after which a process counts as hanging.

    Raises:
        RuntimeError: pytest could not run at all, which judges no mutant.
    """
    waiting = [(mutant, narrow(mutant, tests), tests) for mutant, tests in reversed(work)]
    running: dict[int, tuple[Mutant, float, frozenset[str]]] = {}
    with _ended(running):
        while waiting or running:
            while waiting and len(running) < jobs:
                mutant, first, tests = waiting.pop()
                if not tests:
                    yield mutant, "survived"
                elif first and first != tests:
                    running[start(mutant, first)] = mutant, time.monotonic(), tests
                else:
                    running[start(mutant, tests)] = mutant, time.monotonic(), frozenset()
            time.sleep(0.01)
            for child, (mutant, began, remaining) in list(running.items()):
                ended, status = os.waitpid(child, os.WNOHANG)
                if ended:
                    del running[child]
                    verdict = _verdict(mutant, status)
                    if verdict == "survived" and remaining:
                        waiting.append((mutant, frozenset(), remaining))
                    else:
                        yield mutant, verdict
                elif time.monotonic() - began > patience:
                    os.killpg(child, signal.SIGKILL)
                    os.waitpid(child, 0)
                    del running[child]
                    yield mutant, "timeout"


def _verdict(mutant: Mutant, status: int) -> str:
    if os.WIFSIGNALED(status):
        return "killed"
    code = os.WEXITSTATUS(status)
    if code not in VERDICTS:
        raise RuntimeError(f"pytest ended with exit code {code} for {mutant.place}; this judges nothing")
    return VERDICTS[code]


@contextmanager
def _ended(running: dict[int, tuple[Mutant, float, frozenset[str]]]) -> Iterator[None]:
    try:
        yield
    finally:
        for child in running:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
