"""The report in words: a table for the terminal, and Markdown."""

from __future__ import annotations

import json
from collections.abc import Sequence

from oracle.conformance import PROTOCOL, SUITE_VERSION
from oracle.conformance.answers import MEANING, Exchange, Judgement, Verdict, size_text
from oracle.conformance.outcome import Outcome, worst_first
from oracle.conformance.runner import Result

SHOWN = 400


def title(outcome: Outcome) -> str:
    """Who was tried, with what."""
    found = outcome.report.description
    who = outcome.report.target if found is None else f"{found.name} {found.version} ({found.language})"
    return f"{who}: suite {SUITE_VERSION}, protocol {PROTOCOL}, seed {outcome.report.seed}"


def not_started(judgement: Judgement) -> str:
    """The one line about a program that did not start."""
    return f"{judgement.verdict}: {judgement.says} [{judgement.code}]"


def calls(result: Result) -> list[str]:
    """A small case about as wrong as the worst, and the simplest of all; one line a call, long arguments cut."""
    lines = _lines(result.exchanges)
    if result.simplest is not None:
        judgement = result.simplest.judgement
        lines += [f"simplest: {judgement.says} [{judgement.code}]", *_lines(result.simplest.exchanges)]
    return lines


def _lines(exchanges: Sequence[Exchange]) -> list[str]:
    lines = []
    for made in exchanges:
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
    ordered = worst_first(outcome.report.results, lambda result: result.judgement)
    return [[mark(outcome, r), r.what.name, share(r), f"{r.seconds:.2f}"] for r in ordered]


def share(result: Result) -> str:
    """How many cases there were, and how many of them were not right."""
    return f"{result.failing} of {result.cases}" if result.failing else str(result.cases)


def notable(outcome: Outcome) -> list[Result]:
    """Results with something to explain, worst first."""
    found = [r for r in outcome.report.results if r.verdict not in (Verdict.PASS, Verdict.NOT_OFFERED)]
    return worst_first(found, lambda result: result.judgement)


def explanation(outcome: Outcome, result: Result) -> list[str]:
    """Lines about one result that did not pass."""
    what = result.what
    lines = [f"{result.judgement.says} [{result.judgement.code}]", *extent(result)]
    lines += [f"property: {what.says}", f"source: {what.source}"]
    lines += [f"safe side: {what.safe}"] if what.safe != "exact" else []
    lines += [f"convention: {what.convention}"] if what.convention else []
    lines += [f"expected: {outcome.reason(result)}"] if outcome.reason(result) else []
    return lines


def extent(result: Result) -> list[str]:
    """How much of what was asked is not right, and by how much at most."""
    seen = [f"{number} {verdict}" for verdict, number in result.seen.items() if verdict is not Verdict.PASS]
    if not seen:
        return []
    most = f", by at most {size_text(result.violation)}" if result.violation is not None else ""
    return [f"extent: {' and '.join(seen)} of {result.cases} questions{most}"]


def markdown(outcome: Outcome) -> str:
    """The whole report as Markdown, for a summary page."""
    lines = [f"# {_escaped(title(outcome))}", "", outcome.summary(), ""]
    if outcome.report.not_started is not None:
        return "\n".join([*lines, f"- {_escaped(not_started(outcome.report.not_started))}", ""])
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
