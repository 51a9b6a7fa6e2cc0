"""JUnit XML, for continuous integration: failures are verdicts, errors are crashes and timeouts."""

from __future__ import annotations

import re
from typing import Any

from oracle.conformance import PROTOCOL, SUITE_VERSION
from oracle.conformance.answers import Verdict
from oracle.conformance.outcome import UNJUDGED, Outcome
from oracle.conformance.reports.text import calls, explanation, title
from oracle.conformance.runner import Result

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(outcome: Outcome) -> bytes:
    """The report as bytes of XML."""
    from junitparser import JUnitXml, TestSuite

    report = outcome.report
    suite: Any = TestSuite(_clean(title(outcome)))
    for name, value in {
        "suite-version": SUITE_VERSION, "protocol": PROTOCOL, "seed": str(report.seed),
        "max-examples": str(report.max_examples), "strict": str(outcome.strict).lower(),
    }.items():  # fmt: skip
        suite.add_property(name, value)
    suite.add_testcases([_case(outcome, result) for result in outcome.told])
    if outcome.stale:
        suite.add_testcases([_stale(outcome)])
    document: Any = JUnitXml("bellcert conform")
    document.add_testsuite(suite)
    document.update_statistics()
    text: bytes = document.tostring()
    return text


def _clean(text: str) -> str:
    return _NOT_XML.sub("?", text)


def _case(outcome: Outcome, result: Result) -> Any:
    from junitparser import Error, Failure, Skipped, TestCase

    what = result.what
    suite, _, name = what.name.partition("/")
    case = TestCase(name, suite, result.seconds)
    message = _clean(f"{result.verdict}: {result.judgement.says}")
    if result.verdict is Verdict.NOT_OFFERED or outcome.reason(result):
        case.result = [Skipped(_clean(f"{message}; {outcome.reason(result)}"), result.verdict.value)]
    elif outcome.fails(result):
        kind = Error if result.verdict in UNJUDGED else Failure
        found = kind(message, result.verdict.value)
        found.text = _clean("\n".join([*explanation(outcome, result), *calls(result)]))
        case.result = [found]
    return case


def _stale(outcome: Outcome) -> Any:
    from junitparser import Failure, TestCase

    case = TestCase("expected-failures", "xfails")
    case.result = [
        Failure(_clean(f"line {line.expected.line}: {line.expected.property}: {line.says}"), "stale")
        for line in outcome.stale
    ]
    return case
