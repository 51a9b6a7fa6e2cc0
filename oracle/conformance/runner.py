"""Runs properties: their edges first, then cases that Hypothesis generates and shrinks."""

from __future__ import annotations

import json
import time
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis.errors import Flaky

from oracle.conformance.answers import PASSED, Ask, Declined, Exchange, Judgement, Verdict, answer_of
from oracle.conformance.driver import Crashed, Driver, TimedOut
from oracle.conformance.properties import Property
from oracle.conformance.wire import Description
from oracle.failures import Bug, CommandFailure

DEFAULT_EXAMPLES = 100
MAX_CRASHES = 20
"""Of one property: every crash costs a new start; as many again while the example is made smaller."""
ENDURANCE = 20
"""For each example: how often an implementation must answer its first questions as before; one property a call asks
them, 2000 times at the default size."""
ENDURANCE_SECONDS = 1.0
"""For implementations that need longer: what was asked by then has to do."""

FAILING = frozenset({Verdict.UNSAFE, Verdict.WRONG, Verdict.REFUSED, Verdict.CRASHED})


@dataclass(frozen=True)
class Result:
    """What a run says about one property.

    Attributes:
        what: the property.
        judgement: of the smallest case that is about as wrong as the worst one.
        exchanges: the calls of that case, in order; empty for PASS and NOT-OFFERED.
        cases: how many questions were judged, those of making an example smaller not counted.
        seconds: how long it took.
        failing: how many of the cases were not right.
        violation: the largest distance met, in the unit of the answer; None where nothing can be measured.
        seen: every verdict that was met, with its number among the cases.
        simplest: the smallest case of the same verdict, however small its violation; None if that is the one above.
    """

    what: Property
    judgement: Judgement
    exchanges: tuple[Exchange, ...]
    cases: int
    seconds: float
    failing: int = 0
    violation: Fraction | None = None
    seen: Mapping[Verdict, int] = field(default_factory=dict)
    simplest: Finding | None = None

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
        not_started: why there is no description, or None.
        reproduce: the command that makes this run again.
    """

    description: Description | None
    target: str
    seed: int
    max_examples: int
    results: tuple[Result, ...]
    not_started: Judgement | None = None
    reproduce: str = ""


class _Found(Exception):  # noqa: N818 - a case that was looked for
    """Tells Hypothesis that a case is about as wrong as the worst one."""


class _Enough(BaseException):
    """Ends the search at once; Hypothesis lets everything pass that is no Exception."""


@dataclass(frozen=True)
class Finding:
    """A case that did not pass."""

    judgement: Judgement
    exchanges: tuple[Exchange, ...]

    @property
    def size(self) -> tuple[int, str]:
        """Smaller is easier to read."""
        text = json.dumps([exchange.arguments for exchange in self.exchanges])
        return len(text), text

    def about_as_wrong_as(self, worst: Judgement) -> bool:
        """Whether this shows the same fault: the same kind, and at least a tenth of its size."""
        mine = self.judgement
        if mine.severity[0] != worst.severity[0]:
            return False
        # a case without a size stands for itself: an answer in place of a refusal, or no number at all
        return (mine.excess or 0) * 10 >= (worst.excess or 0)


class _Trial:
    """One property and one implementation: first a survey of all cases, then a small example of the worst."""

    def __init__(self, what: Property, driver: Driver, description: Description) -> None:
        self.what = what
        self.driver = driver
        self.description = description
        self.cases = 0
        self.crashes = 0
        self.findings: list[Finding] = []
        self.seen: Counter[Verdict] = Counter()
        self.declined = ""
        self.note = ""

    def judge(self, case: Any) -> Finding | None:
        """Judge one case; a failure of the implementation is a judgement too, a declined question is none."""
        ask = Ask(self.driver, self.description, self.what.calls[0], self.what.options)
        try:
            judgement = self.what.judge(ask, case)
        except Declined as declined:
            self.declined = str(declined)
            return None
        except CommandFailure as failure:
            raise Bug(failure.code, f"{self.what.name}: {failure.sentence}") from failure
        except Crashed as failure:
            judgement = Judgement(Verdict.CRASHED, failure.code, failure.says)
            self.crashes += 1
        except TimedOut as failure:
            judgement = Judgement(Verdict.TIMEOUT, "timeout", str(failure))
        if self.note and judgement != PASSED:
            judgement = replace(judgement, says=f"{self.note}: {judgement.says}", changed=True)
        finding = Finding(judgement, tuple(ask.exchanges))
        if judgement.verdict is not Verdict.PASS:
            self.findings.append(finding)
        return finding

    def count(self, case: Any) -> Finding | None:
        """Judge a case of the survey."""
        finding = self.judge(case)
        if finding is not None:
            self.cases += 1
            self.seen[finding.judgement.verdict] += 1
            # waiting again and again would tell nothing new
            if finding.judgement.verdict is Verdict.TIMEOUT or self.crashes >= MAX_CRASHES:
                raise _Enough
        return finding

    def survey(self, examples: int, seed: int) -> None:
        """Judge the edges, then generated cases: all of them, whatever is found."""
        edges = [(edge, self.count(edge)) for edge in self.what.edges]

        def examine(case: Any) -> None:
            self.count(case)

        self._hypothesis(examine, (Phase.generate,), examples, seed)
        if self.what.first:
            again = [(edge, found) for edge, found in edges if found and len(found.exchanges) == 1]
            self._endure(again, ENDURANCE * examples)

    def _endure(self, edges: Sequence[tuple[Any, Finding]], calls: int) -> None:
        """Ask the first questions again and again; one that is answered in another way is judged again."""
        end = time.monotonic() + ENDURANCE_SECONDS
        made = 0
        while edges and made < calls and time.monotonic() < end:
            for edge, found in edges:
                (before,) = found.exchanges
                made += 1
                if self._again(before) == before.answer:
                    continue
                self.note = f"after {made} more calls the same question has another answer"
                again = self.count(edge)
                self.note = ""
                if again is not None and again.judgement.verdict is not found.judgement.verdict:
                    return

    def _again(self, before: Exchange) -> Mapping[str, Any]:
        try:
            return answer_of(self.driver.call(before.call, before.arguments))
        except (Crashed, TimedOut):
            return {}

    def smallest(self, worst: Judgement, examples: int, seed: int) -> None:
        """Look for small cases that are about as wrong as the worst one; all that is met is remembered."""
        self.crashes = 0

        def examine(case: Any) -> None:
            finding = self.judge(case)
            if self.crashes >= MAX_CRASHES:
                raise _Enough
            if finding is not None and finding.about_as_wrong_as(worst):
                raise _Found

        self._hypothesis(examine, (Phase.generate, Phase.shrink), examples, seed)

    def _hypothesis(self, examine: Callable[[Any], None], phases: Sequence[Phase], examples: int, seed: int) -> None:
        given: Callable[[], None] = hypothesis.given(self.what.cases)(examine)
        settings = hypothesis.settings(
            max_examples=min(examples, self.what.most), deadline=None, database=None,
            suppress_health_check=list(HealthCheck), phases=phases,
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
        """A small case that is about as wrong as the worst one."""
        with suppress(_Enough):
            self.survey(examples, seed)
        if not self.findings:
            return Finding(PASSED, ())
        worst = self.worst
        # nothing is asked again after a time out, each costs as long as one may take; nor of one that has changed
        if worst.verdict is not Verdict.TIMEOUT and not worst.changed:
            with suppress(_Enough):
                self.smallest(worst, examples, seed)
        alike = [finding for finding in self.findings if finding.about_as_wrong_as(worst)]
        return min(alike, key=lambda finding: finding.size)

    def simplest(self, found: Finding) -> Finding | None:
        """The smallest case with the verdict of another one, if it is not that one."""
        alike = [finding for finding in self.findings if finding.judgement.verdict is found.judgement.verdict]
        best = min(alike, key=lambda finding: finding.size, default=found)
        return None if best.exchanges == found.exchanges else best

    @property
    def worst(self) -> Judgement:
        """The worst judgement of all cases met."""
        return max((finding.judgement for finding in self.findings), key=lambda judgement: judgement.severity)


class _Seen(BaseException):
    """A failure was found, which is all that was asked."""


class _Quick(_Trial):
    """Ends at the first case with one of some verdicts."""

    wanted = FAILING

    def count(self, case: Any) -> Finding | None:
        finding = super().count(case)
        if finding is not None and finding.judgement.verdict in self.wanted:
            raise _Seen
        return finding


def found_in_survey(
    what: Property, driver: Driver, examples: int, seed: int, verdicts: frozenset[Verdict] = FAILING
) -> bool:
    """Whether a property finds a fault at all: the same questions as `run_property` asks, up to the first failure.

    Args:
        what: the property.
        driver: of the implementation.
        examples: generated cases at most.
        seed: of the run.
        verdicts: what counts as a failure.
    """
    trial = _Quick(what, driver, driver.describe())
    trial.wanted = verdicts
    try:
        trial.survey(examples, derived_seed(seed, what.name))
    except _Seen:
        return True
    except _Enough:  # it crashes again and again, or does not answer
        return any(finding.judgement.verdict in verdicts for finding in trial.findings)
    return False


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
    if not trial.cases:
        judgement = Judgement(Verdict.NOT_OFFERED, "declined", trial.declined or "no question could be asked")
        return Result(what, judgement, (), 0, 0.0)
    sizes = [f.judgement.excess for f in trial.findings if f.judgement.severity[0] == found.judgement.severity[0]]
    violation = max((size for size in sizes if size is not None), default=None)
    return Result(
        what, found.judgement, found.exchanges, trial.cases, time.monotonic() - start,
        trial.cases - trial.seen[Verdict.PASS], violation, dict(trial.seen), trial.simplest(found),
    )  # fmt: skip


def failed_start(failure: Crashed | TimedOut) -> Judgement:
    """The judgement of every property when the implementation cannot be started."""
    if isinstance(failure, TimedOut):
        return Judgement(Verdict.TIMEOUT, "timeout", f"at the start: {failure}")
    return Judgement(Verdict.CRASHED, failure.code, f"at the start: {failure.says}")


def run(
    properties: Sequence[Property], driver: Driver, target: str, *, max_examples: int = DEFAULT_EXAMPLES,
    seed: int = 0, progress: Callable[[], None] = lambda: None, reproduce: str = "",
) -> Report:  # fmt: skip
    """Judge an implementation by several properties; it is ended afterwards.

    Args:
        properties: which, in order.
        driver: of the implementation.
        target: how the user named it.
        max_examples: for each property.
        seed: same seed, suite and implementation: same cases.
        progress: called after each property.
        reproduce: the command that makes this run again.
    """
    results: list[Result] = []
    try:
        try:
            description = driver.describe()
        except (Crashed, TimedOut) as failure:
            judgement = failed_start(failure)
            failed = tuple(Result(what, judgement, (), 0, 0.0) for what in properties)
            return Report(None, target, seed, max_examples, failed, judgement, reproduce)
        for what in properties:
            results.append(run_property(what, driver, max_examples, seed))
            progress()
    finally:
        driver.close()
    return Report(description, target, seed, max_examples, tuple(results), None, reproduce)
