"""Whatever a program does, its property gets a verdict of its own, the program is ended and the run goes on."""

import os
import shlex
import sys
import time
from pathlib import Path

import pytest

from oracle.conformance import process
from oracle.conformance.answers import Verdict
from oracle.conformance.driver import TimedOut
from oracle.conformance.pipes import Running
from oracle.conformance.process import ProcessDriver
from oracle.conformance.registry import select
from oracle.conformance.runner import run
from oracle.conformance.threads import Threaded

SCRIPT = Path(__file__).with_name("misbehave.py")
PROPERTIES = select(["chsh.min-entropy/local-below-two"])

FAULTS = {
    "garbage": (Verdict.CRASHED, "garbage"),
    "not utf-8": (Verdict.CRASHED, "garbage"),
    "flood": (Verdict.CRASHED, "flood"),
    "many answers": (Verdict.CRASHED, "out-of-order"),
    "drips": (Verdict.TIMEOUT, "timeout"),
    "closes its output": (Verdict.CRASHED, "died"),
    "hangs": (Verdict.TIMEOUT, "timeout"),
    "dies": (Verdict.CRASHED, "died"),
    "dies mid-answer": (Verdict.CRASHED, "died"),
    "killed": (Verdict.CRASHED, "died"),
    "out of order": (Verdict.CRASHED, "out-of-order"),
    "twice a key": (Verdict.CRASHED, "garbage"),
    "value and refusal": (Verdict.CRASHED, "garbage"),
    "a number as an answer": (Verdict.CRASHED, "garbage"),
    "bare NaN": (Verdict.WRONG, "not-a-number"),
    "bare number": (Verdict.WRONG, "not-a-number"),
    "NaN": (Verdict.WRONG, "not-a-number"),
    "infinity": (Verdict.WRONG, "not-a-number"),
    "word": (Verdict.WRONG, "not-a-number"),
    "too long": (Verdict.WRONG, "too-long"),
    "exponent": (Verdict.WRONG, "too-long"),
    "exchanged ends": (Verdict.WRONG, "not-an-enclosure"),
    "three ends": (Verdict.WRONG, "not-an-enclosure"),
    "another protocol": (Verdict.CRASHED, "protocol-version"),
    "no name": (Verdict.CRASHED, "handshake"),
    "unknown convention": (Verdict.CRASHED, "convention"),
    "silent start": (Verdict.TIMEOUT, "timeout"),
}


def command(mode: str, *more: str) -> str:
    return shlex.join([sys.executable, "-I", str(SCRIPT), mode, *more])


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    # a zombie that nobody has waited for is dead
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def gone(pid: int) -> bool:
    """Whether a process disappears within a second."""
    for _ in range(100):
        if not alive(pid):
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("mode", FAULTS)
def test_a_fault_has_its_own_verdict(mode: str) -> None:
    seconds = 0.5 if FAULTS[mode][0] is Verdict.TIMEOUT else 5.0
    driver = ProcessDriver(command(mode), timeout=seconds, start_timeout=0.5 if mode == "silent start" else 30)
    (result,) = run(PROPERTIES, driver, "misbehave", max_examples=2).results
    assert (result.verdict, result.judgement.code) == FAULTS[mode]
    assert driver._running is None


@pytest.mark.parametrize(
    "mode",
    ["garbage", "flood", "hangs", "dies mid-answer", "closes its output", "out of order", "silent start", "word"],
)
def test_threads_tell_the_same(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pipes cannot be polled each is read by a thread."""
    monkeypatch.setattr(process, "_way", lambda: Threaded)
    test_a_fault_has_its_own_verdict(mode)


def test_a_command_that_does_not_start() -> None:
    report = run(PROPERTIES, ProcessDriver("no-such-program --really"), "none", max_examples=2)
    assert [(r.verdict, r.judgement.code) for r in report.results] == [(Verdict.CRASHED, "no-start")]


@pytest.mark.parametrize("words", ["", "  ", "'unfinished"])
def test_no_command(words: str) -> None:
    with pytest.raises(ValueError, match=r"command|quotation"):
        ProcessDriver(words)


@pytest.mark.parametrize("mode", ["leaves a child", "hangs with a child"])
def test_children_are_ended_too(mode: str, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    (result,) = run(PROPERTIES, ProcessDriver(command(mode, str(note)), timeout=0.7), "x", max_examples=1).results
    assert result.verdict in (Verdict.CRASHED, Verdict.TIMEOUT)
    assert gone(int(note.read_text()))


def test_a_program_that_never_stops_is_ended() -> None:
    driver = ProcessDriver(command("never stops"))
    driver.describe()
    running = driver._running
    assert running is not None
    driver.close()
    assert gone(running.process.pid)


def test_a_crash_is_made_smaller_and_the_run_goes_on() -> None:
    what = select(["chsh.min-entropy/local", "chsh.min-entropy/local-below-two"])
    crashed, passed = run(what, ProcessDriver(command("dies above two")), "x", max_examples=20).results
    assert (crashed.verdict, passed.verdict) == (Verdict.CRASHED, Verdict.CRASHED)
    assert "out of memory" in crashed.judgement.says
    assert len(crashed.exchanges) == 1


def test_a_program_that_does_not_read_is_ended() -> None:
    driver = ProcessDriver(f"{shlex.quote(sys.executable)} -I -c 'import time; time.sleep(3600)'", timeout=0.5)
    driver._running = Running(driver.words, 0.5)
    running = driver._running
    with pytest.raises(TimedOut):
        driver._exchange({"do": "call", "padding": "x" * (1 << 20)}, lambda found: found)
    assert gone(running.process.pid)


def test_two_thousand_cheap_calls_are_no_burden() -> None:
    driver = ProcessDriver(command("well-behaved"))
    for _ in range(2000):
        driver.call("chsh.min-entropy.local", {"score": "2"})
    driver.close()
