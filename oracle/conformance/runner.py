"""Runs properties: their edges first, then cases that Hypothesis generates and shrinks."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis.errors import Flaky

from oracle.conformance.answers import PASSED, Ask, Exchange, Judgement, Verdict
from oracle.conformance.driver import Crashed, Driver, TimedOut
from oracle.conformance.model import Property
from oracle.conformance.wire import Description
from oracle.problems import Bug, Problem

DEFAULT_EXAMPLES = 100
MAX_CRASHES = 20
"""Of one property: every crash costs a new start, also while the example is made smaller."""

FAILING = frozenset({Verdict.UNSAFE, Verdict.WRONG, Verdict.REFUSED, Verdict.CRASHED})


@dataclass(frozen=True)
class Result:
    """What a run says about one property.

    Attributes:
        what: the property.
        judgement: the worst found.
        exchanges: the calls of the smallest case that has it, in order; empty for PASS and NOT-OFFERED.
        cases: how many were judged.
        seconds: how long it took.
    """

    what: Property
    judgement: Judgement
    exchanges: tuple[Exchange, ...]
    cases: int
    seconds: float

    @property
    def verdict(self) -> Verdict:
        return self.judgement.verdict


@dataclass(frozen=True)
class Report:
    """A run.

    Attributes:
        description: of the implementation, or None when it never said anything.
        target: the command or module as given.
        seed: repeats the run.
        max_examples: as asked for.
        results: in the order of the properties.
    """

    description: Description | None
    target: str
    seed: int
    max_examples: int
    results: tuple[Result, ...]


class _Found(Exception):  # noqa: N818 - a case that was looked for
    """Tells Hypothesis that a case fails; one class a verdict, so that each is made smaller by itself."""


_FOUND = {verdict: type(f"_Found{verdict.name.title()}", (_Found,), {}) for verdict in Verdict}


class _Enough(BaseException):
    """Ends the search at once; Hypothesis lets everything pass that is no Exception."""


@dataclass(frozen=True)
class Finding:
    """A case that did not pass."""

    judgement: Judgement
    exchanges: tuple[Exchange, ...]

    @property
    def order(self) -> tuple[int, int, str]:
        """Smallest first among findings of the worst verdict."""
        text = json.dumps([exchange.arguments for exchange in self.exchanges])
        return -self.judgement.verdict.rank, len(text), text


class _Trial:
    """One property and one implementation."""

    def __init__(self, what: Property, driver: Driver, description: Description) -> None:
        self.what = what
        self.driver = driver
        self.description = description
        self.cases = 0
        self.crashes = 0
        self.findings: list[Finding] = []

    def judge(self, case: Any) -> Finding:
        """Judge one case; a failure of the implementation is a judgement too."""
        ask = Ask(self.driver, self.description.conventions)
        self.cases += 1
        try:
            judgement = self.what.judge(ask, case)
        except Problem as problem:
            raise Bug(problem.code, f"{self.what.name}: {problem.sentence}") from problem
        except Crashed as failure:
            judgement = Judgement(Verdict.CRASHED, failure.code, failure.says)
            self.crashes += 1
        except TimedOut as failure:
            judgement = Judgement(Verdict.TIMEOUT, "timeout", str(failure))
        finding = Finding(judgement, tuple(ask.exchanges))
        if judgement != PASSED:
            self.findings.append(finding)
        # waiting again and again would tell nothing new
        if judgement.verdict is Verdict.TIMEOUT or self.crashes >= MAX_CRASHES:
            raise _Enough
        return finding

    def search(self, failing: frozenset[Verdict], examples: int, seed: int) -> None:
        """Look for cases with these verdicts, and make them smaller; all that is met is remembered."""

        def examine(case: Any) -> None:
            finding = self.judge(case)
            if finding.judgement.verdict in failing:
                raise _FOUND[finding.judgement.verdict](finding.judgement.says)

        given: Callable[[], None] = hypothesis.given(self.what.cases)(examine)
        settings = hypothesis.settings(
            max_examples=min(examples, self.what.most), deadline=None, database=None,
            suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
            verbosity=hypothesis.Verbosity.quiet, print_blob=False,
        )  # fmt: skip
        try:
            hypothesis.seed(seed)(settings(given))()
        except (_Found, Flaky):  # flaky: it answers the same question in different ways; what was seen counts
            pass
        except BaseExceptionGroup as group:
            others = group.subgroup(lambda error: not isinstance(error, _Found | BaseExceptionGroup))
            if others is not None:
                raise others from None

    def run(self, examples: int, seed: int) -> Finding:
        """The smallest case of the worst verdict, by the length of what was asked."""
        try:
            for edge in self.what.edges:
                self.judge(edge)
            self.search(FAILING, examples, seed)
            seen = {finding.judgement.verdict for finding in self.findings}
            if Verdict.LOOSE in seen and not seen & FAILING:
                self.search(frozenset({Verdict.LOOSE}), examples, seed)
        except _Enough:
            pass
        return min(self.findings, key=lambda finding: finding.order, default=Finding(PASSED, ()))


def derived_seed(seed: int, name: str) -> int:
    """A property's own seed, so that selecting others does not change its cases."""
    return zlib.crc32(f"{seed} {name}".encode())


def run_property(what: Property, driver: Driver, max_examples: int, seed: int) -> Result:
    """Judge an implementation by one property.

    Args:
        what: the property.
        driver: of the implementation; it is started if need be.
        max_examples: generated cases at most, beside the property's edges.
        seed: of the run.
    """
    start = time.monotonic()
    try:
        description = driver.describe()
    except (Crashed, TimedOut) as failure:
        return Result(what, failed_start(failure), (), 0, 0.0)
    if not set(what.calls) <= description.capabilities:
        missing = ", ".join(name for name in what.calls if name not in description.capabilities)
        judgement = Judgement(Verdict.NOT_OFFERED, "not-offered", f"{missing} is not among its capabilities")
        return Result(what, judgement, (), 0, 0.0)
    trial = _Trial(what, driver, description)
    found = trial.run(max_examples, derived_seed(seed, what.name))
    return Result(what, found.judgement, found.exchanges, trial.cases, time.monotonic() - start)


def failed_start(failure: Crashed | TimedOut) -> Judgement:
    """The judgement of every property when the implementation cannot be started."""
    if isinstance(failure, TimedOut):
        return Judgement(Verdict.TIMEOUT, "timeout", f"at the start: {failure}")
    return Judgement(Verdict.CRASHED, failure.code, f"at the start: {failure.says}")


def run(
    properties: Sequence[Property], driver: Driver, target: str, *, max_examples: int = DEFAULT_EXAMPLES,
    seed: int = 0, progress: Callable[[], None] = lambda: None,
) -> Report:  # fmt: skip
    """Judge an implementation by several properties; it is ended afterwards.

    Args:
        properties: which, in order.
        driver: of the implementation.
        target: how the user named it.
        max_examples: for each property.
        seed: same seed, suite and implementation: same cases.
        progress: called after each property.
    """
    results: list[Result] = []
    try:
        try:
            description = driver.describe()
        except (Crashed, TimedOut) as failure:
            judgement = failed_start(failure)
            failed = tuple(Result(what, judgement, (), 0, 0.0) for what in properties)
            return Report(None, target, seed, max_examples, failed)
        for what in properties:
            results.append(run_property(what, driver, max_examples, seed))
            progress()
    finally:
        driver.close()
    return Report(description, target, seed, max_examples, tuple(results))
