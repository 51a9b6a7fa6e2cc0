"""Verdicts are never confused: in the exit code, in JUnit XML, and by the worst of several."""

from xml.etree import ElementTree

import pytest

from oracle.conformance.answers import MEANING, Judgement, Verdict, worst
from oracle.conformance.outcome import Outcome
from oracle.conformance.registry import select
from oracle.conformance.reports.junit import junit
from oracle.conformance.reports.text import markdown
from oracle.conformance.runner import Report, Result
from oracle.conformance.xfails import Expected

(WHAT,) = select(["chsh.min-entropy/local"])
CODES = {
    Verdict.PASS: 0, Verdict.UNSAFE: 1, Verdict.WRONG: 1, Verdict.REFUSED: 1, Verdict.CRASHED: 5, Verdict.TIMEOUT: 5,
    Verdict.LOOSE: 0, Verdict.NOT_OFFERED: 5,
}  # fmt: skip


def outcome(*verdicts: Verdict, strict: bool = False, expected: Expected | None = None) -> Outcome:
    results = tuple(
        Result(WHAT, Judgement(verdict, "code", f"says\x00 {verdict} <&"), (), 1, 0.5) for verdict in verdicts
    )
    return Outcome(Report(None, "x", 1, 1, results), strict, {expected.property: expected} if expected else {}, ())


@pytest.mark.parametrize("verdict", Verdict)
def test_the_exit_code_of_one_verdict(verdict: Verdict) -> None:
    assert outcome(verdict).exit_code == CODES[verdict]
    assert outcome(verdict, Verdict.PASS).exit_code == (0 if verdict is Verdict.NOT_OFFERED else CODES[verdict])
    assert outcome(verdict, strict=True).exit_code == (1 if verdict is Verdict.LOOSE else CODES[verdict])


@pytest.mark.parametrize("verdict", [Verdict.UNSAFE, Verdict.WRONG, Verdict.REFUSED])
def test_negative_is_worse_than_unjudged(verdict: Verdict) -> None:
    assert outcome(Verdict.CRASHED, verdict, Verdict.TIMEOUT).exit_code == 1


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("unsafe", [False, True])
def test_what_is_expected(verdict: Verdict, unsafe: bool) -> None:
    line = Expected(WHAT.name, unsafe, "known", 1)
    covered = (
        verdict is Verdict.UNSAFE if unsafe else verdict not in (Verdict.UNSAFE, Verdict.PASS, Verdict.NOT_OFFERED)
    )
    assert outcome(verdict, expected=line).exit_code == (0 if covered else CODES[verdict])


def test_the_worst_of_several() -> None:
    assert worst([Judgement(verdict) for verdict in Verdict]).verdict is Verdict.UNSAFE
    assert worst([]).verdict is Verdict.PASS
    assert set(MEANING) == set(Verdict)


@pytest.mark.parametrize(
    ("verdict", "tag"),
    [
        (Verdict.PASS, None), (Verdict.UNSAFE, "failure"), (Verdict.WRONG, "failure"), (Verdict.REFUSED, "failure"),
        (Verdict.CRASHED, "error"), (Verdict.TIMEOUT, "error"), (Verdict.LOOSE, None), (Verdict.NOT_OFFERED, "skipped"),
    ],
)  # fmt: skip
def test_junit(verdict: Verdict, tag: str | None) -> None:
    (case,) = ElementTree.fromstring(junit(outcome(verdict))).iter("testcase")
    assert [child.tag for child in case] == ([tag] if tag else [])
    if tag in ("failure", "error"):
        assert case[0].get("type") == verdict.value


def test_foreign_words_do_not_become_markdown() -> None:
    judgement = Judgement(Verdict.WRONG, "code", "<script> | `x` [y](z)")
    report = Report(None, "*x*", 1, 1, (Result(WHAT, judgement, (), 1, 0.5),))
    text = markdown(Outcome(report, False, {}, ()))
    assert "<script>" not in text
    assert "\\*x\\*" in text
    assert "\\[y\\](z)" in text
