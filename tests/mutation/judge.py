"""Run the kernel's tests against one mutant, in a forked process that has everything but the kernel imported."""

import contextlib
import gc
import importlib.util
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import BinaryIO

import coverage
import hypothesis  # noqa: F401 # imported here once rather than in every process, as mpmath
import mpmath  # noqa: F401
import pytest

from tests.mutation.operators import Mutant
from tests.policy.sizes import KERNEL
from tests.policy.text import ROOT
from tests.proofs.kernel import vectors

WARM_UP = "tests/mutation/sample.py::test_nothing"
TESTS = "tests/proofs/kernel/cases"  # the exact cases; oracles and random members would only slow every judgement
MEMORY = 4 << 30  # bytes of address space: a mutant that loops must not take the machine with it
VECTOR = f"{TESTS}/test_vectors.py::test_a_vector_is_answered_as_its_index_says"
DEAR = frozenset({"sos/valid/field-of-19200-candidates.json", "sos/invalid/field-of-20480-candidates.json"})
SECONDS = 5  # of processor time for one test; the slowest takes a fraction of one
PATIENCE = 600.0  # seconds after which a process hangs without using the processor
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "-o", "addopts=", "--import-mode=importlib"]
# What only makes a failure pleasant to read costs more than most judgements.
QUICK = ["--assert=plain", "-p", "no:unraisableexception", "-p", "no:threadexception"]


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
    """Keeps the chosen tests only, gives each its time, and notes which one runs."""

    def __init__(self, chosen: frozenset[str], note: BinaryIO) -> None:
        self.chosen = chosen
        self.note = note.fileno()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self.chosen]

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        _limit_time()
        os.ftruncate(self.note, 0)
        os.pwrite(self.note, nodeid.encode(), 0)

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """A module that ends the process when it is imported is no worse noticed than one that cannot be imported."""
        if isinstance(excinfo.value, SystemExit):
            os._exit(int(pytest.ExitCode.INTERRUPTED))


def vector_of(test: str) -> str:
    """Return the path of the vector that a test asks the kernel about, "" for any other test."""
    return test.removeprefix(VECTOR)[1:-1] if test.startswith(VECTOR) else ""


def _limit_time() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + SECONDS, hard))


@dataclass
class Baseline:
    """What the unchanged kernel's run said: which tests touch a line."""

    touching: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    everything: frozenset[str] = frozenset()

    def tests_for(self, mutant: Mutant) -> frozenset[str]:
        """Return the tests that run the mutant's lines; all of them when the lines run at import.

        Lines of a module that the first of several tests imports count as run by that test alone, so for such a
        module it is all tests again.
        """
        lines = self.touching.get(mutant.module, {})
        if lines and not any("" in tests for tests in lines.values()):
            return self.everything
        touched: set[str] = set()
        for number in range(mutant.statement, mutant.last_line + 1):
            touched |= lines.get(number, set())
        return self.everything if "" in touched else frozenset(touched)


def measured(folder: Path, state: str) -> Baseline:
    """Return what `measure` says, or said of the same kernel and tests before an interruption.

    Args:
        folder: Where it is kept.
        state: A name for kernel and tests.
    """
    path = folder / f"baseline-{state}.json"
    if path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
        lines = {name: {int(n): set(tests) for n, tests in found.items()} for name, found in kept["touching"].items()}
        _warm_up()
        return Baseline(lines, frozenset(kept["everything"]))
    found = measure(folder)
    touching = {name: {n: sorted(tests) for n, tests in lines.items()} for name, lines in found.touching.items()}
    path.write_text(json.dumps({"touching": touching, "everything": sorted(found.everything)}), encoding="utf-8")
    return found


def measure(folder: Path) -> Baseline:
    """Run the kernel's tests once, unchanged, with one coverage context a test; they have to pass."""
    data = folder / "coverage"
    environment = {**os.environ, "COVERAGE_FILE": str(data), "HYPOTHESIS_PROFILE": "mutation"}
    command = [sys.executable, "-m", "pytest", TESTS, *OPTIONS]
    covering = [*command, "--cov=proofs.kernel", "--cov-context=test", "--cov-report="]
    if subprocess.run(covering, cwd=ROOT, env=environment, check=False).returncode != 0:
        sys.exit("the kernel's tests fail without any mutation; mend that first")
    # also those that run no line of the kernel and only look at a table
    listing = subprocess.run([*command, "--collect-only"], cwd=ROOT, capture_output=True, text=True, check=True)
    baseline = Baseline(everything=frozenset(line for line in listing.stdout.splitlines() if "::" in line))
    found = coverage.CoverageData(str(data))
    found.read()
    for name in found.measured_files():
        baseline.touching[Path(name).relative_to(KERNEL).as_posix()] = {
            number: {_test(context) for context in names} for number, names in found.contexts_by_lineno(name).items()
        }
    seen = {test for lines in baseline.touching.values() for tests in lines.values() for test in tests}
    if strangers := seen - baseline.everything - {""}:
        sys.exit(f"these tests are run but not listed: {', '.join(sorted(strangers))}")
    _warm_up()
    with tempfile.TemporaryFile() as note:
        _, status = os.waitpid(start(None, baseline.everything, note), 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit("the kernel's tests pass in a process of their own but not in a forked one")
    return baseline


def _warm_up() -> None:
    """Let pytest import here what it imports when it first runs, and read the vectors; every fork then has both."""
    for name in vectors.expected():
        vectors.content(name)
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main([WARM_UP, *OPTIONS, *QUICK, "-p", "no:cov"])
    gc.freeze()


def _test(context: str) -> str:
    return context.rpartition("|")[0]


def start(mutant: Mutant | None, tests: frozenset[str], note: BinaryIO) -> int:
    """Fork a process that runs the tests against the mutant (None: the unchanged kernel).

    Args:
        mutant: What is imported in place of its module.
        tests: Names of the tests to run, until one fails.
        note: An open file that names, when the process has ended, the test it ran last.

    Returns:
        The process's id.
    """
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
        _limit_time()
        for name in [name for name in sys.modules if name.split(".")[0] == "proofs"]:
            del sys.modules[name]
        if mutant is not None:
            sys.meta_path.insert(0, _Finder(mutant.module, mutant.text))
        if all(map(vector_of, tests)):
            code = 1  # what ends in any other way than well is an answer that no vector wants
            code = _ask_about_vectors(mutant, tests, note)
        else:
            code = _run_pytest(tests, note)
    finally:
        os._exit(code)


def _run_pytest(tests: frozenset[str], note: BinaryIO) -> int:
    os.environ |= {"HYPOTHESIS_PROFILE": "mutation", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    files = sorted({test.partition("::")[0] for test in tests})
    # a folder of its own: pytest clears away those of other runs, which may still use them
    options = [*OPTIONS, *QUICK, f"--basetemp={_folder(os.getpid())}"]
    return int(pytest.main([*files, *options], plugins=[_Selection(tests, note)]))


def _ask_about_vectors(mutant: Mutant | None, tests: frozenset[str], note: BinaryIO) -> int:
    """Ask the kernel about vectors without pytest, which costs more than most answers; 1 at the first wrong one.

    First the vectors of the rule that the mutant's module is named after, and short ones before long ones.
    """
    rule = Path(mutant.module).stem.replace("_", "-") if mutant else ""
    names = {vector_of(test): test for test in tests}
    for name in sorted(names, key=lambda name: (not name.startswith(f"{rule}/"), len(vectors.content(name)), name)):
        _limit_time()
        os.ftruncate(note.fileno(), 0)
        os.pwrite(note.fileno(), names[name].encode(), 0)
        if vectors.answered(name) != vectors.expected()[name]:
            return 1
    return 0


def _folder(child: int) -> Path:
    """Where a process keeps its temporary files."""
    return Path(tempfile.gettempdir()) / f"mutant-{child}"


# 2 is a module that does not even import. Anything else, an error inside pytest say, is no verdict.
VERDICTS = {0: "survived", 1: "killed", 2: "killed"}


def attempts(mutant: Mutant, tests: frozenset[str], killer: str = "") -> list[frozenset[str]]:
    """Return the sets of tests to try in turn; a mutant survives when all of them pass, and they are ``tests``.

    First the one test that killed it before, when there is one; then the vectors, where most mutants die and which
    are asked without pytest; then the tests of the file named after its module.
    """
    name = f"test_{Path(mutant.module).stem.strip('_')}.py"
    asked = frozenset(test for test in tests if vector_of(test) and vector_of(test) not in DEAR)
    near = frozenset(test for test in tests if Path(test.partition("::")[0]).name == name)
    sets: list[frozenset[str]] = []
    for chosen in (tests & {killer}, asked, near, tests):
        if left := chosen.difference(*sets):
            sets.append(left)
    return sets or [frozenset()]


@dataclass
class _Run:
    """A process at work, and what to try when its tests pass."""

    mutant: Mutant
    later: list[frozenset[str]]
    note: BinaryIO
    began: float


def judge(
    work: Sequence[tuple[Mutant, list[frozenset[str]]]], jobs: int, patience: float = PATIENCE
) -> Iterator[tuple[Mutant, str, str]]:
    """Yield (mutant, "killed" | "timeout" | "survived", test) as processes end, at most ``jobs`` at once.

    The test is the one that failed or took too long, "" when the module could not be imported.

    Args:
        work: Mutants with their ``attempts``; when the first has no test, nothing runs the line, and it survives.
        jobs: Number of processes.
        patience: Seconds after which a process counts as hanging.

    Raises:
        RuntimeError: pytest could not run at all, which judges no mutant.
    """
    waiting = list(reversed(work))
    running: dict[int, _Run] = {}
    with _ended(running):
        while waiting or running:
            while waiting and len(running) < jobs:
                mutant, sets = waiting.pop()
                if not sets[0]:
                    yield mutant, "survived", ""
                    continue
                note = tempfile.TemporaryFile()  # noqa: SIM115 # closed when the process has ended
                running[start(mutant, sets[0], note)] = _Run(mutant, sets[1:], note, time.monotonic())
            time.sleep(0.005)
            for child, run in list(running.items()):
                ended, status = os.waitpid(child, os.WNOHANG)
                if not ended and time.monotonic() - run.began < patience:
                    continue
                if not ended:
                    os.killpg(child, signal.SIGKILL)
                    os.waitpid(child, 0)
                del running[child]
                shutil.rmtree(_folder(child), ignore_errors=True)
                with run.note:
                    test = os.pread(run.note.fileno(), 1 << 16, 0).decode()
                verdict = _verdict(run.mutant, status) if ended else "timeout"
                if verdict == "survived" and run.later:
                    waiting.append((run.mutant, run.later))
                else:
                    yield run.mutant, verdict, "" if verdict == "survived" else test


def _verdict(mutant: Mutant, status: int) -> str:
    if os.WIFSIGNALED(status):
        return "timeout" if os.WTERMSIG(status) == signal.SIGXCPU else "killed"
    code = os.WEXITSTATUS(status)
    if code not in VERDICTS:
        raise RuntimeError(f"pytest ended with exit code {code} for {mutant.place}; this judges nothing")
    return VERDICTS[code]


@contextlib.contextmanager
def _ended(running: dict[int, _Run]) -> Iterator[None]:
    try:
        yield
    finally:
        for child, run in running.items():
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            run.note.close()
