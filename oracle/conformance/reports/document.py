"""The report as JSON: everything the other reports are made from."""

from __future__ import annotations

from collections.abc import Sequence

from oracle.conformance import PROTOCOL, SUITE_VERSION
from oracle.conformance.answers import Exchange, size_text
from oracle.conformance.outcome import Outcome
from oracle.conformance.runner import Finding, Result
from oracle.version import __version__


def document(outcome: Outcome) -> dict[str, object]:
    """What --json prints; its schema is `conform`."""
    report = outcome.report
    implementation: dict[str, object] = {"target": report.target}
    if report.description is not None:
        found = report.description
        implementation |= {
            "name": found.name, "version": found.version, "language": found.language,
            "capabilities": sorted(found.capabilities), "conventions": dict(found.conventions),
        }  # fmt: skip
    return {
        "implementation": implementation,
        "suite_version": SUITE_VERSION,
        "protocol": PROTOCOL,
        "bellcert": __version__,
        "seed": report.seed,
        "max_examples": report.max_examples,
        "strict": outcome.strict,
        "exit_code": outcome.exit_code,
        "reproduce": report.reproduce,
        "not_started": None if report.not_started is None else report.not_started.says,
        "results": [_result(outcome, result) for result in report.results],
        "stale": [
            {"property": line.expected.property, "line": line.expected.line, "says": line.says}
            for line in outcome.stale
        ],
    }


def _result(outcome: Outcome, result: Result) -> dict[str, object]:
    what = result.what
    return {
        "property": what.name,
        "verdict": result.verdict.value,
        "code": result.judgement.code,
        "says": result.judgement.says,
        "example": example(result),
        "simplest": None if result.simplest is None else _simplest(result.simplest),
        "source": what.source,
        "sentence": what.says,
        "safe": what.safe,
        "convention": what.convention,
        "bugs": [bug.name for bug in what.bugs],
        "cases": result.cases,
        "failing_cases": result.failing,
        "seen": {verdict.value: number for verdict, number in sorted(result.seen.items())},
        "violation": None if result.violation is None else size_text(result.violation),
        "failing": outcome.fails(result),
        "expected": outcome.reason(result),
    }


def _simplest(found: Finding) -> dict[str, object]:
    return {"code": found.judgement.code, "says": found.judgement.says, "example": _made(found.exchanges)}


def example(result: Result) -> list[dict[str, object]] | None:
    """A small case that is about as wrong as the worst one, as calls in order, or None."""
    return _made(result.exchanges) if result.exchanges else None


def _made(exchanges: Sequence[Exchange]) -> list[dict[str, object]]:
    return [{"call": made.call, "arguments": dict(made.arguments), "answer": dict(made.answer)} for made in exchanges]
