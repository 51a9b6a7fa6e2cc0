"""An implementation judged by property-based tests: a function of this process, a program, or a module's object."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from oracle.api.results import Result, Steps
from oracle.api.sources import Source, read
from oracle.failures import Undecided, Usage

if TYPE_CHECKING:
    from oracle.conformance.driver import Driver
    from oracle.conformance.outcome import Outcome
    from oracle.pages.drawing import Plot

DEFAULT_EXAMPLES = 100
MAX_XFAILS = 1 << 20
REPORTS = ("JUnit report", "SARIF report", "Markdown report", "JSON report")


@dataclass(frozen=True)
class Judged:
    """What became of one property.

    Attributes:
        property: its name.
        verdict: PASS, UNSAFE, LOOSE, WRONG, REFUSED, CRASHED, TIMEOUT or NOT-OFFERED.
        says: what is wrong with the worst case, or "".
        cases: how many were asked.
        failing: how many of them were not right.
        fails: whether this counts against the implementation.
        expected: why it was expected, or "".
        example: the calls of a small case about as wrong as the worst, or None.
    """

    property: str
    verdict: str
    says: str
    cases: int
    failing: int
    fails: bool
    expected: str
    example: Sequence[Mapping[str, object]] | None


@dataclass(frozen=True, repr=False)
class Report(Result):
    """An implementation, judged.

    Attributes:
        implementation: name, version, language and calls, as it says of itself.
        results: one for each property.
        exit_code: 0 conforming, 1 unsafe or wrong or refusing valid input, 5 not judged.
        seed: with which the run can be repeated.
        document: everything, as JSON values.
    """

    implementation: Mapping[str, object]
    results: tuple[Judged, ...]
    exit_code: int
    seed: int
    document: Mapping[str, object] = field(compare=False)
    outcome: Outcome = field(compare=False)

    @property
    def conforms(self) -> bool:
        """Whether something was judged and nothing counts against the implementation."""
        return self.exit_code == 0

    @property
    def certificate(self) -> bytes:
        """Nothing: passing tests is no proof."""
        return b""

    def to_dict(self) -> dict[str, object]:
        return dict(self.document)

    def headline(self) -> str:
        word = {0: "conforms as far as it was tested", 1: "does NOT conform", 5: "could not be judged"}[self.exit_code]
        return f"{self.implementation.get('name', self.implementation.get('target'))} {word}: {self.outcome.summary()}"

    def rows(self) -> list[tuple[str, str]]:
        judged = [each for each in self.results if each.verdict != "NOT-OFFERED"]
        return [(each.property, f"{each.verdict}{': ' if each.says else ''}{each.says}") for each in judged]

    def plot(self) -> Plot | None:
        from collections import Counter
        from fractions import Fraction

        from oracle.pages.drawing import Bars

        found = Counter(each.verdict for each in self.results)
        return Bars([(verdict, Fraction(count)) for verdict, count in found.items()], "properties by verdict", places=0)

    @property
    def reproduce(self) -> str:
        """The command that repeats the run."""
        return self.outcome.report.reproduce

    def summary(self) -> str:
        """How often each verdict was given."""
        return self.outcome.summary()

    def require_started(self) -> None:
        """Refuse a program that did not start.

        Raises:
            Undecided: `not-started`.
        """
        from oracle.conformance.reports import text

        if self.outcome.report.not_started is not None:
            raise Undecided("not-started", text.not_started(self.outcome.report.not_started))

    def title(self) -> str:
        """Who was tried, with what."""
        from oracle.conformance.reports import text

        return text.title(self.outcome)

    def table(self) -> list[list[str]]:
        """Verdict, property, cases and seconds, worst first."""
        from oracle.conformance.reports import text

        return text.rows(self.outcome)

    def notable(self) -> list[tuple[str, list[str], list[str]]]:
        """What did not pass, worst first: a heading, an explanation, and calls."""
        from oracle.conformance.reports import text

        return [
            (f"{text.mark(self.outcome, result)}: {result.what.name}", text.explanation(self.outcome, result),
             text.calls(result))
            for result in text.notable(self.outcome)
        ]  # fmt: skip

    def stale(self) -> list[str]:
        """Expected failures that did not come true, one line each."""
        return [f"stale expectation, line {old.expected.line}: {old.expected.property}: {old.says}"
                for old in self.outcome.stale]  # fmt: skip

    def written(self, kind: str) -> bytes:
        """The report as a file.

        Args:
            kind: of `REPORTS`.
        """
        if kind == "JUnit report":
            from oracle.conformance.reports.junit import junit

            return junit(self.outcome)
        if kind == "SARIF report":
            from oracle.conformance.reports.sarif import sarif

            return sarif(self.outcome)
        if kind == "Markdown report":
            from oracle.conformance.reports.text import markdown

            return markdown(self.outcome).encode()
        return (json.dumps(self.document, indent=2) + "\n").encode()


def conform(
    implementation: Callable[[dict[str, Any]], Any] | str | None = None,
    *,
    command: str | None = None,
    suites: Sequence[str] = (),
    strict: bool = False,
    max_examples: int | None = None,
    seed: int | None = None,
    timeout: float | None = None,
    start_timeout: float | None = None,
    xfails: Source | None = None,
    progress: Steps | None = None,
    reproduce: str = "",
) -> Report:
    """Judge an implementation of an entropy bound, an extractor or a protocol step by property-based tests.

    Args:
        implementation: a function that takes the protocol's messages, a dictionary each, and returns their answers;
            or its name `pkg.mod:obj`, or an entry point of the group `bellcert.implementations`.
        command: a program that speaks the protocol, instead.
        suites: names of suites or properties; none means all.
        strict: whether LOOSE counts against it.
        max_examples: generated cases of each property, 100 by default.
        seed: repeats a run; by default a new one, and 0 where CI=true.
        timeout: seconds for each answer.
        start_timeout: seconds for the start.
        xfails: a file of expected failures with reasons.
        progress: called with what is done and how much there is.
        reproduce: the command that repeats the run, for reports.

    Returns:
        The report. Numbers are compared exactly; UNSAFE is a bound on the wrong side of the truth.

    Raises:
        Usage: no implementation or two, an unknown suite.
        Malformed, Limit: a file of expected failures is not one.
        Undecided: `solver`, hypothesis is not installed: pip install 'bellcert[conform]'.

    Source: oracle/PROTOCOL.md, the whole contract.

    >>> import oracle
    >>> def mine(message):
    ...     if message["do"] == "start":
    ...         return {"protocol": "1", "name": "mine", "version": "1", "language": "Python",
    ...                 "capabilities": ["chsh.min-entropy.local"]}
    ...     return {"id": message["id"], "value": "0"}
    >>> report = oracle.conform(mine, suites=["chsh.min-entropy/local"], max_examples=5, seed=1)
    >>> report.conforms, report.results[0].verdict
    (True, 'LOOSE')
    """
    if find_spec("hypothesis") is None:
        raise Undecided("solver", "conformance tests need hypothesis: pip install 'bellcert[conform]'")
    if (implementation is None) == (command is None):
        raise Usage("missing-argument", "either --command or --module says what to judge")
    from oracle.conformance import xfails as expectations
    from oracle.conformance.outcome import Outcome
    from oracle.conformance.registry import select
    from oracle.conformance.reports.document import document
    from oracle.conformance.runner import run

    chosen, known = select(tuple(suites)), {what.name for what in select(())}
    expected = expectations.read(read(xfails, expectations.MAX_BYTES)) if xfails is not None else []
    driver = _driver(implementation, command, timeout, start_timeout)
    target = command or (implementation if isinstance(implementation, str) else getattr(implementation, "__name__", ""))
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(chosen))

    with _nothing_left_behind():
        report = run(
            chosen, driver, target or "", max_examples=DEFAULT_EXAMPLES if max_examples is None else max_examples,
            seed=seed_of(seed), progress=step, reproduce=reproduce,
        )  # fmt: skip
    results = {result.what.name: result for result in report.results}
    lines = {line.property: line for line in expected}
    return _report(Outcome(report, strict, lines, tuple(expectations.stale(expected, results, known))), document)


def _report(outcome: Outcome, document: Callable[[Outcome], dict[str, object]]) -> Report:
    found = document(outcome)
    results = tuple(
        Judged(
            each["property"], each["verdict"], each["says"], each["cases"], each["failing_cases"], each["failing"],
            each["expected"], each["example"],
        )
        for each in cast(list[dict[str, Any]], found["results"])
    )  # fmt: skip
    implementation = cast(dict[str, object], found["implementation"])
    return Report(implementation, results, outcome.exit_code, outcome.report.seed, found, outcome)


def seed_of(seed: int | None, derandomize: bool = False) -> int:
    """As asked for; in continuous integration the same in every run, so that a verdict changes with the code alone."""
    if seed is not None:
        return seed
    return 0 if derandomize or os.environ.get("CI", "").lower() in ("true", "1") else secrets.randbits(32)


def _driver(
    implementation: Callable[[dict[str, Any]], Any] | str | None, command: str | None, timeout: float | None,
    start_timeout: float | None,
) -> Driver:  # fmt: skip
    from oracle.conformance.inprocess import InProcessDriver, load
    from oracle.conformance.process import START_TIMEOUT, TIMEOUT, ProcessDriver

    seconds = TIMEOUT if timeout is None else timeout, START_TIMEOUT if start_timeout is None else start_timeout
    try:
        if command is not None:
            return ProcessDriver(command, *seconds)
        answering = load(implementation) if isinstance(implementation, str) else implementation
        if answering is None or not callable(answering):
            raise ValueError("the implementation is nothing that can be called with a message")
        return InProcessDriver(answering, *seconds)
    except ValueError as error:
        raise Usage("unknown-name", str(error)) from None


@contextmanager
def _nothing_left_behind() -> Iterator[None]:
    """Hypothesis keeps tables in its home folder, which is one that goes away."""
    from hypothesis import configuration

    with TemporaryDirectory(prefix="bellcert-") as folder:
        configuration.set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            configuration.set_hypothesis_home_dir(None)


def sources_of(program: str | None, module: str | None) -> list[str]:
    """Files that make up what is judged, as far as its command or name shows."""
    if program is not None:
        with contextlib.suppress(ValueError):
            return [word for word in shlex.split(program) if Path(word).is_file()]
        return []
    names = (module or "").partition(":")[0].split(".")
    path = Path(*names)
    return [str(file) for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()]


def names_of(properties: bool) -> list[str]:
    """Names of the suites, or of their properties.

    >>> "chsh.min-entropy" in names_of(False)
    True
    """
    from oracle.conformance.registry import select, suites

    return [what.name for what in select(())] if properties else [suite.name for suite in suites()]


def listing(names: Sequence[str] = ()) -> dict[str, Any]:
    """The properties of some suites, and all calls, as JSON values; nothing is run.

    >>> listing(["chsh.min-entropy"])["protocol"]
    '1'
    """
    from oracle.conformance import PROTOCOL, SUITE_VERSION
    from oracle.conformance.registry import calls, select

    return {
        "protocol": PROTOCOL,
        "suite_version": SUITE_VERSION,
        "calls": [
            {
                "call": call.name, "arguments": dict(call.arguments), "answer": call.answer,
                "options": {option.name: option.says for option in call.options},
            }
            for call in calls()
        ],
        "properties": [
            {
                "property": what.name, "sentence": what.says, "calls": list(what.calls), "source": what.source,
                "safe": what.safe, "convention": what.convention, "bugs": [bug.name for bug in what.bugs],
            }
            for what in select(tuple(names))
        ],
    }  # fmt: skip
