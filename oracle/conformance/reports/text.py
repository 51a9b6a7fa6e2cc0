"""The report in words: a table for the terminal, and Markdown."""

from __future__ import annotations

import json

from oracle.conformance import PROTOCOL, SUITE_VERSION
from oracle.conformance.answers import MEANING, Verdict
from oracle.conformance.outcome import Outcome
from oracle.conformance.runner import Result

SHOWN = 400


def title(outcome: Outcome) -> str:
    """Who was tried, with what."""
    found = outcome.report.description
    who = outcome.report.target if found is None else f"{found.name} {found.version} ({found.language})"
    return f"{who}: suite {SUITE_VERSION}, protocol {PROTOCOL}, seed {outcome.report.seed}"


def calls(result: Result) -> list[str]:
    """The smallest failing case, one line a call, long arguments cut."""
    lines = []
    for made in result.exchanges:
        asked, answer = json.dumps(dict(made.arguments)), json.dumps(dict(made.answer))
        lines.append(f"{made.call} {_cut(asked)} -> {_cut(answer)}")
    return lines


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}... ({len(text)} characters, whole in the JSON report)"


def mark(outcome: Outcome, result: Result) -> str:
    """The verdict, and whether it was expected."""
    return f"{result.verdict}{' (expected)' if outcome.reason(result) else ''}"


def rows(outcome: Outcome) -> list[list[str]]:
    """Verdict, property, cases and seconds, worst first."""
    ordered = sorted(outcome.report.results, key=lambda r: -r.verdict.rank)
    return [[mark(outcome, r), r.what.name, str(r.cases), f"{r.seconds:.2f}"] for r in ordered]


def notable(outcome: Outcome) -> list[Result]:
    """Results with something to explain, worst first."""
    found = [r for r in outcome.report.results if r.verdict not in (Verdict.PASS, Verdict.NOT_OFFERED)]
    return sorted(found, key=lambda r: -r.verdict.rank)


def explanation(outcome: Outcome, result: Result) -> list[str]:
    """Lines about one result that did not pass."""
    what = result.what
    lines = [f"{result.judgement.says} [{result.judgement.code}]", f"property: {what.says}", f"source: {what.source}"]
    lines += [f"safe side: {what.safe}"] if what.safe != "exact" else []
    lines += [f"convention: {what.convention}"] if what.convention else []
    lines += [f"expected: {outcome.reason(result)}"] if outcome.reason(result) else []
    return lines


def markdown(outcome: Outcome) -> str:
    """The whole report as Markdown, for a summary page."""
    lines = [f"# {_escaped(title(outcome))}", "", outcome.summary(), ""]
    lines += ["| verdict | property | cases |", "|---|---|---|"]
    lines += [f"| {verdict} | {name} | {cases} |" for verdict, name, cases, _ in rows(outcome)]
    for result in notable(outcome):
        lines += ["", f"## {mark(outcome, result)}: {result.what.name}", ""]
        lines += [f"- {_escaped(line)}" for line in explanation(outcome, result)]
        if result.exchanges:
            fence = "`" * (3 + max(line.count("`") for line in calls(result)))
            lines += ["", f"{fence}text", *calls(result), fence]
    lines += [f"- stale, line {s.expected.line}: {s.expected.property}: {s.says}" for s in outcome.stale]
    used = {r.verdict for r in outcome.report.results}
    lines += ["", *(f"{verdict}: {MEANING[verdict]}.  " for verdict in Verdict if verdict in used)]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in text)
