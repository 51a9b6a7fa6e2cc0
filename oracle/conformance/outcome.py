"""What a run amounts to: which results fail, which were expected to, and the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from oracle.conformance.answers import Judgement, Verdict
from oracle.conformance.runner import Report, Result
from oracle.conformance.xfails import Expected, Stale

NEGATIVE = frozenset({Verdict.UNSAFE, Verdict.WRONG, Verdict.REFUSED})
UNJUDGED = frozenset({Verdict.CRASHED, Verdict.TIMEOUT})


T = TypeVar("T")


def worst_first(items: Iterable[T], judgement: Callable[[T], Judgement]) -> list[T]:
    """Items by how bad they are."""
    return sorted(items, key=lambda item: judgement(item).severity, reverse=True)


@dataclass(frozen=True)
class Outcome:
    """A report, judged.

    Attributes:
        report: the run.
        strict: whether LOOSE fails.
        expected: lines of the file of expected failures, by property.
        stale: those that did not come true.
    """

    report: Report
    strict: bool
    expected: dict[str, Expected]
    stale: tuple[Stale, ...]

    def reason(self, result: Result) -> str:
        """Why this result was expected, or ""."""
        line = self.expected.get(result.what.name)
        return line.reason if line is not None and line.covers(result) else ""

    def fails(self, result: Result) -> bool:
        """Whether this result counts against the implementation."""
        loose = self.strict and result.verdict is Verdict.LOOSE
        return (result.verdict in NEGATIVE | UNJUDGED or loose) and not self.reason(result)

    @property
    def exit_code(self) -> int:
        """1 for what is unsafe, wrong, refused or stale; 5 for what could not be judged, or nothing offered; else 0."""
        if self.report.not_started is not None:
            return 5
        failing = {result.verdict for result in self.report.results if self.fails(result)}
        if self.stale or failing - UNJUDGED:
            return 1
        judged = any(result.verdict is not Verdict.NOT_OFFERED for result in self.report.results)
        return 0 if judged and not failing else 5

    @property
    def told(self) -> Sequence[Result]:
        """The results a report lists: of a program that did not start one says it all."""
        return self.report.results if self.report.not_started is None else self.report.results[:1]

    def summary(self) -> str:
        """How often each verdict was given, the worst first."""
        if self.report.not_started is not None:
            return "it did not start"
        count = Counter(result.verdict for result in self.report.results)
        parts = [f"{count[v]} {v}" for v in worst_first(Verdict, lambda verdict: Judgement(verdict)) if count[v]]
        expected = sum(bool(self.reason(result)) for result in self.report.results)
        parts += [f"{expected} of them expected"] if expected else []
        return ", ".join(parts) + (f"; {len(self.stale)} stale expectations" if self.stale else "")
