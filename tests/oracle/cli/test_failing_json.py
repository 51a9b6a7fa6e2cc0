"""With --json standard output is one JSON value, also where a command fails; every verb, every kind of failure."""

import json
from pathlib import Path

import click
import pytest

from oracle.cli.app import VERBS, app, run
from oracle.failures import Bug
from tests.oracle.runner import TABLE, refused
from tests.schema.schemas import complaints

FAILING: dict[str, tuple[int, list[str]]] = {
    "check": (2, ["--jobs", "none"]),
    "audit": (2, ["nobody"]),
    "bound": (2, ["chsh.min-entropy.local", "scor=2"]),
    "certify": (5, ["nowhere.toml"]),
    "conform": (2, []),
    "sweep": (2, ["nowhere.toml"]),
    "tally": (2, []),
    "factors": (5, ["nowhere.csv", "-o", "factors.json"]),
    "report": (2, [TABLE, "-o", "page.html"]),
    "counts": (3, [TABLE, "--confidence", "2"]),
    "declare": (5, ["nowhere.toml", "-o", "d.json"]),
    "simulate": (5, ["nowhere.toml", "-o", "run"]),
    "transcript": (5, ["nowhere"]),
    "extract": (2, ["nothing"]),
    "export": (2, ["--to", "nothing", "x"]),
    "explain": (2, ["no-such-thing"]),
    "vectors": (2, ["nothing"]),
    "examples": (2, ["nothing"]),
    "schema": (2, ["nothing"]),
    "doctor": (2, ["--nothing"]),
    "completion": (2, ["nothing"]),
}


def test_every_verb_is_asked() -> None:
    assert set(FAILING) == set(VERBS)


@pytest.mark.parametrize("verb", FAILING)
def test_a_verb_that_fails_says_so_as_json(verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, words = FAILING[verb]
    assert verb in refused(code, verb, *words, "--json")


def test_the_place_is_told_apart_from_the_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    problem = tmp_path / "p.toml"
    problem.write_text('kind = "maximum"\nset = "local"\n[scenario.parties]\nA = [2]\n[functional]\n"A0" = 0.5\n')
    assert run(["certify", str(problem), "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert complaints("failure", found) == []
    assert (found["verdict"], found["code"], found["place"]) == (
        "MALFORMED",
        "wrong-value",
        f"{problem}: functional.A0",
    )
    assert found["problem"].startswith(found["place"])
    assert run(["certify", "nowhere.toml", "--json"]) == 5
    assert json.loads(capsys.readouterr().out)["place"] == "nowhere.toml"


def test_an_unknown_verb_and_no_verb(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["cerify", "--json"], ["--json"]):
        assert run(words) == 2
        assert complaints("failure", json.loads(capsys.readouterr().out)) == []


def test_a_document_is_printed_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A check of nothing prints its empty list, and nothing beside it."""
    assert run(["check", str(tmp_path), "--json"]) == 5
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("error", "code", "verdict"),
    [(KeyboardInterrupt(), 130, "INTERRUPTED"), (ValueError("x"), 70, "BUG"), (Bug("not-proved", "x"), 70, "BUG"),
     (MemoryError(), 4, "LIMIT")],
    ids=["interrupt", "exception", "bug", "memory"],
)  # fmt: skip
def test_what_nobody_expected(
    error: BaseException, code: int, verdict: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def failing(context: click.Context) -> None:
        raise error

    monkeypatch.setattr(app, "invoke", failing)
    assert run(["doctor", "--json"]) == code
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert complaints("failure", found) == []
    assert found["verdict"] == verdict
    assert found["problem"] in printed.err


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt, 130), (click.Abort, 130), (BrokenPipeError, 141)])
def test_every_verb_ends_alike_when_it_is_ended_from_outside(
    verb: str, error: type[BaseException], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """130 for an interrupt and 141 for a reader that went away, whatever the verb is doing."""

    def ended(**_: object) -> None:
        raise error

    command = app.get_command(click.Context(app), verb)
    assert command is not None
    monkeypatch.setattr(command, "callback", ended)
    monkeypatch.setattr("oracle.cli.app._close_quietly", lambda: None)
    needed = {
        "bound": ["x"], "export": ["--to", "vipr", "x"], "explain": ["x"], "completion": ["bash"], "certify": ["x"],
        "sweep": ["x", "--over", "a=1", "-o", "x"], "tally": ["x", "-o", "x"], "factors": ["x", "-o", "x"],
        "report": ["x", "-o", "x"],
        "counts": ["x", "--confidence", ".9"], "declare": ["x", "-o", "x"], "simulate": ["x", "-o", "x"],
        "transcript": ["x"], "extract": ["toeplitz", "x", "y", "-n", "8", "-m", "1", "-o", "z"],
    }  # fmt: skip
    assert run([verb, *needed.get(verb, [])]) == code
