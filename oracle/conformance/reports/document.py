"""The report as JSON: everything the other reports are made from."""

from __future__ import annotations

import oracle
from oracle.conformance import PROTOCOL, SUITE_VERSION
from oracle.conformance.outcome import Outcome
from oracle.conformance.runner import Result


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
        "bellcert": oracle.__version__,
        "seed": report.seed,
        "max_examples": report.max_examples,
        "strict": outcome.strict,
        "exit_code": outcome.exit_code,
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
        "source": what.source,
        "sentence": what.says,
        "safe": what.safe,
        "convention": what.convention,
        "bugs": [bug.name for bug in what.bugs],
        "cases": result.cases,
        "failing": outcome.fails(result),
        "expected": outcome.reason(result),
    }


def example(result: Result) -> list[dict[str, object]] | None:
    """The smallest failing case as calls in order, or None."""
    if not result.exchanges:
        return None
    return [
        {"call": made.call, "arguments": dict(made.arguments), "answer": dict(made.answer)} for made in result.exchanges
    ]
