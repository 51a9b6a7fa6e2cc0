"""The worst violation is reported, not the first: nothing small hides anything large, nor does an expectation."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from oracle.conformance.answers import ROUNDING, Answer, Judgement, Verdict, worst
from oracle.conformance.implementation import Implementation, Refused
from oracle.conformance.inprocess import InProcessDriver
from oracle.conformance.registry import select
from oracle.conformance.runner import Result, run
from oracle.conformance.truth import exactly
from oracle.conformance.wire import Value, spacing
from tests.oracle.conformance.good.floats import GOOD
from tests.oracle.conformance.planted.rounds import drift_after_a_thousand_calls, gross_behind_rounding
from tests.oracle.runner import run as bellcert

CALL, NAME = "chsh.min-entropy.local", "chsh.min-entropy/local"
LENGTH = "extractor.toeplitz.length"
GROSS = GOOD.variant("gross", functions={CALL: gross_behind_rounding})


def judged(name: str, implementation: Implementation, examples: int = 100) -> Result:
    (result,) = run(select([name]), InProcessDriver(implementation), "x", max_examples=examples, seed=1).results
    return result


def test_a_gross_violation_is_not_hidden_by_rounding() -> None:
    result = judged(NAME, GROSS)
    assert (result.verdict, result.judgement.code) == (Verdict.UNSAFE, "unsafe")
    assert result.violation is not None
    assert Fraction(29, 100) < result.violation < Fraction(31, 100)
    score = Fraction(result.exchanges[0].arguments["score"])
    assert Fraction(26, 10) < score < Fraction(28, 10)
    assert 0 < result.failing <= result.cases
    # the simplest failing question is another one, and says how small its violation is
    assert result.simplest is not None
    assert result.simplest.judgement.excess is not None
    assert result.simplest.judgement.excess < Fraction(1, 10**6)


@pytest.mark.parametrize(
    ("prefix", "code"), [("unsafe: ", 1), ("unsafe<1e-12: ", 1), ("unsafe<0.29: ", 1), ("unsafe<1/2: ", 0), ("", 1)]
)
def test_an_expectation_holds_up_to_its_ceiling(tmp_path: Path, prefix: str, code: int) -> None:
    file = tmp_path / "known.txt"
    file.write_text(f"{prefix}{NAME}  # rounds to nearest\n")
    words = (
        "--module",
        "tests.oracle.conformance.test_worst:GROSS",
        "--suite",
        NAME,
        "--seed",
        "1",
        "--xfails",
        str(file),
    )
    found = bellcert("conform", *words, "--json")
    assert found.exit_code == code
    document = json.loads(found.stdout)
    assert bool(document["stale"]) is (code == 1)
    if prefix == "unsafe<1e-12: ":
        assert "by up to 0.3" in document["stale"][0]["says"]


@pytest.mark.parametrize("line", ["unsafe<0: a/b # x", "unsafe<x: a/b # x", "unsafe<-1: a/b # x"])
def test_a_ceiling_that_is_none(line: str) -> None:
    found = bellcert(
        "conform", "--module", "tests.oracle.conformance.test_worst:GROSS", "--xfails", "-", stdin=line.encode()
    )
    assert found.exit_code == 3


def test_an_expected_rounding_does_not_hide_a_refusal() -> None:
    def answer(score: str) -> float:
        if Fraction(score) == Fraction(5, 2):
            raise Refused("no-idea")
        found: float = (gross_behind_rounding if Fraction(score) < Fraction(5, 2) else GOOD.functions[CALL])(score)
        return found

    result = judged(NAME, GOOD.variant("x", functions={CALL: answer}))
    # either order is possible by size, but both are told
    assert {Verdict.UNSAFE, Verdict.REFUSED} <= set(result.seen)


def test_the_order_of_what_is_wrong() -> None:
    small, large = (
        Judgement(Verdict.UNSAFE, "unsafe", "", Fraction(1, 9)),
        Judgement(Verdict.UNSAFE, "unsafe", "", Fraction(3)),
    )
    rounding = Judgement(Verdict.UNSAFE, ROUNDING, "", Fraction(1, 10**17))
    wrong, crashed = Judgement(Verdict.WRONG, "not-refused"), Judgement(Verdict.CRASHED, "died")
    assert worst([small, rounding, large, wrong]) is large
    assert worst([rounding, wrong]) is wrong
    assert worst([crashed, rounding]) is rounding


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("0x1.5555555555555p+1", ROUNDING),  # the nearest double of 8/3
        ("2.66666667", ROUNDING),
        ("2.67", "another-value"),
        ("-8/3", "sign"),
        ("-2.6666666666666665", "sign"),
        ("8/5", "another-value"),
    ],
)
def test_a_last_digit_is_not_a_sign(value: str, code: str) -> None:
    found = Answer("x", Value(value)).value(exactly(Fraction(8, 3)), Fraction(0))
    assert (found.verdict, found.code) == (Verdict.WRONG, code)


@pytest.mark.parametrize(
    ("claim", "truth", "code"),
    [
        (float.hex(-1000000007 / 21), Fraction(-1000000007, 21), ROUNDING),  # the nearest double, and below it
        ("-1.5e-31", Fraction(0), "unsafe"),  # small, but no rounding of 0
        ("0.99", Fraction(1), "unsafe"),
        ("0.9999999999", Fraction(1), ROUNDING),
        ("2", Fraction(7, 3), "unsafe"),
    ],
)
def test_rounding_is_relative_to_the_answers_own_precision(claim: str, truth: Fraction, code: str) -> None:
    answer = Answer("x", Value(claim))
    found = answer.upper(exactly(truth), Fraction(1))
    if found.verdict is Verdict.PASS:  # the nearest double may lie on the safe side
        found = answer.lower(exactly(truth), Fraction(1))
    assert (found.verdict, found.code) == (Verdict.UNSAFE, code)


def test_the_spacing_of_numbers() -> None:
    assert spacing("0") == 0
    assert spacing("1e300") == spacing("0x1p+996") * 1 or spacing("1e300") > 0
    assert spacing("123456.5") == Fraction(1, 10)


def test_state_over_thousands_of_calls_is_seen_with_one_call() -> None:
    drifting = Implementation("drifting", "1")
    drifting.answers(CALL)(drift_after_a_thousand_calls())
    result = judged(NAME, drifting)
    assert result.verdict is Verdict.UNSAFE
    assert "after" in result.judgement.says
    assert "more calls the same question has another answer" in result.judgement.says


def test_another_answer_that_is_right_is_no_fault() -> None:
    calls = [0]

    def answer(score: str) -> float:
        calls[0] += 1
        return GOOD.functions[CALL](score) - 1e-9 * (calls[0] % 7)  # type: ignore[no-any-return]

    assert judged(NAME, GOOD.variant("moody", functions={CALL: answer})).verdict is Verdict.PASS


def declining(*options: str, conventions: dict[str, Any] | None = None) -> Implementation:
    """Lengths without smoothing, as two published libraries have them."""

    def length(n: str, k: str, eps: str, eps_s: str = "0") -> Any:
        if Fraction(eps_s):
            raise Refused("unsupported")
        return GOOD.functions[LENGTH](n, k, eps, "0")

    mine = Implementation("mine", "1", conventions)
    mine.answers(LENGTH, declines=options)(length)
    return mine


def test_what_is_declined_is_not_asked() -> None:
    assert judged("length/toeplitz-smooth", declining()).verdict is Verdict.REFUSED
    result = judged("length/toeplitz-smooth", declining("eps-s"))
    assert (result.verdict, result.judgement.code) == (Verdict.NOT_OFFERED, "declined")
    assert judged("length/toeplitz", declining("eps-s")).verdict is Verdict.PASS


def test_a_call_may_have_conventions_of_its_own() -> None:
    def halved(n: str, k: str, eps: str, eps_s: str) -> Any:
        return GOOD.functions[LENGTH](n, k, str(Fraction(eps) / 2), eps_s)

    functions = {LENGTH: halved}
    full = GOOD.variant("full", functions=functions, conventions={LENGTH: {"distance": "full"}})
    for name in ("length/toeplitz", "length/dodis", "length/toeplitz-error"):
        assert judged(name, full, 25).verdict is Verdict.PASS
    assert judged("length/toeplitz", GOOD.variant("half", functions=functions), 25).verdict is Verdict.LOOSE


def test_a_program_that_does_not_start_is_one_line(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    found = bellcert("conform", "--command", "no-such-program", "--markdown", str(report))
    assert found.exit_code == 5
    assert len((found.stdout + found.stderr).strip().splitlines()) == 1
    assert "does not start" in found.stdout + found.stderr
    assert report.read_text().count("does not start") == 1


def test_a_run_says_how_to_repeat_it(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("conform", "--module", "tests.oracle.conformance.test_worst:GROSS", "--suite", NAME, "--max-examples", "5")
    monkeypatch.delenv("CI", raising=False)
    first, second = (json.loads(bellcert(*words, "--json").stdout) for _ in range(2))
    assert first["seed"] != second["seed"]
    assert f"--seed {first['seed']}" in first["reproduce"]
    assert "to repeat this run: bellcert conform" in bellcert(*words).stdout
    monkeypatch.setenv("CI", "true")
    assert json.loads(bellcert(*words, "--json").stdout)["seed"] == 0
