"""Implementations inside this process: whatever they do is a verdict, and nothing of it leaks out."""

import json
import sys
import time
from typing import Any

import pytest

from oracle.conformance.answers import Verdict
from oracle.conformance.driver import Crashed, TimedOut
from oracle.conformance.implementation import Implementation, Refused
from oracle.conformance.inprocess import InProcessDriver, load
from oracle.conformance.registry import select
from oracle.conformance.runner import run

PROPERTIES = select(["chsh.min-entropy/local-below-two", "chsh.min-entropy/local"])
CALL = "chsh.min-entropy.local"


def fails(how: Any) -> Implementation:
    implementation = Implementation("x", "1")
    implementation.answers(CALL)(how)
    return implementation


def raises(error: BaseException) -> Any:
    def answer(score: str) -> float:
        raise error

    return answer


def endless(score: str) -> float:
    while True:
        pass


@pytest.mark.parametrize(
    ("how", "verdict", "code"),
    [
        (raises(ZeroDivisionError("division by zero")), Verdict.CRASHED, "exception"),
        (raises(RecursionError()), Verdict.CRASHED, "exception"),
        (raises(SystemExit(3)), Verdict.CRASHED, "exception"),
        (raises(Refused("unsupported")), Verdict.REFUSED, "unsupported"),
        (endless, Verdict.TIMEOUT, "timeout"),
        (lambda score: float("nan"), Verdict.WRONG, "not-a-number"),
        (lambda score: float("inf"), Verdict.WRONG, "not-a-number"),
        (lambda score: "", Verdict.WRONG, "not-a-number"),
        (lambda score: {"value": "0"}, Verdict.WRONG, "not-a-number"),
        (lambda score: True, Verdict.CRASHED, "exception"),
        (lambda score: 0, Verdict.LOOSE, "loose"),
        (lambda score: 2, Verdict.UNSAFE, "unsafe"),
    ],
)
def test_a_fault_has_its_own_verdict(how: Any, verdict: Verdict, code: str) -> None:
    report = run(PROPERTIES, InProcessDriver(fails(how), timeout=0.3), "x", max_examples=10)
    assert (verdict, code) in {(r.verdict, r.judgement.code) for r in report.results}


def test_an_interrupt_is_no_failure_of_the_implementation() -> None:
    with pytest.raises(KeyboardInterrupt):
        run(PROPERTIES, InProcessDriver(fails(raises(KeyboardInterrupt()))), "x", max_examples=10)


@pytest.mark.parametrize("answer", [None, [], {}, {"id": "2", "value": "0"}, "0"])
def test_an_answer_that_is_none(answer: object) -> None:
    driver = InProcessDriver(lambda message: answer)
    with pytest.raises(Crashed):
        driver.call(CALL, {"score": "2"})
    with pytest.raises(Crashed):
        driver.describe()


def test_what_it_prints_does_not_mix_with_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    def chatty(score: str) -> int:
        print("here I am")
        return 0

    InProcessDriver(fails(chatty)).call(CALL, {"score": "2"})
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "here I am\n")


def test_a_message_that_is_changed_harms_nobody() -> None:
    def greedy(message: dict[str, Any]) -> dict[str, Any]:
        identifier = message["id"]
        message["arguments"].clear()
        return {"id": identifier, "value": "0"}

    arguments = {"score": "2"}
    InProcessDriver(greedy).call(CALL, arguments)
    assert arguments == {"score": "2"}


def test_a_deadline_is_gone_after_the_answer() -> None:
    driver = InProcessDriver(fails(lambda score: 0), timeout=0.05)
    driver.call(CALL, {"score": "2"})
    time.sleep(0.1)
    with pytest.raises(TimedOut):
        InProcessDriver(fails(endless), timeout=0.05).call(CALL, {"score": "2"})


def test_objects_are_found_by_their_path(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load("json:dumps") is json.dumps
    assert load("tests.oracle.conformance.good.floats:GOOD.__call__")({"do": "stop"}) == {}
    for target in (
        "json",
        "json:nothing",
        "json:__name__",
        "no.such.module:x",
        "tests.oracle.conformance.broken:x",
        ":",
        "",
    ):
        with pytest.raises(ValueError, match=r"cannot be imported|nothing that can be called|neither"):
            load(target)


def test_entry_points_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import metadata

    entry = metadata.EntryPoint("mine", "json:dumps", "bellcert.implementations")
    monkeypatch.setattr(metadata, "entry_points", lambda **wanted: [entry] if wanted["name"] == "mine" else [])
    assert load("mine") is json.dumps
    with pytest.raises(ValueError, match="neither"):
        load("yours")


def test_a_module_that_fails_while_it_is_imported(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "breaking.py").write_text("print('noise')\nraise SystemExit(1)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ValueError, match="cannot be imported"):
        load("breaking:x")
    sys.modules.pop("breaking", None)
