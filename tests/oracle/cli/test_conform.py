"""The verb: options, exit codes, reports, expected failures."""

import json
import shlex
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from oracle.conformance.page import PAGE, text
from tests.oracle.conformance.test_process import command
from tests.oracle.runner import refused, run
from tests.schema.schemas import complaints

GOOD = ("--module", "tests.oracle.conformance.good.floats:GOOD")
WRONG = ("--module", "tests.oracle.conformance.clamps:CLAMPS")
NAMES = ("local", "local-below-two", "local-refuses-above")
SUITES = tuple(word for name in NAMES for word in ("--suite", f"chsh.min-entropy/{name}"))
QUICK = (*SUITES, "--max-examples", "5", "--seed", "7")
CLAMPED = "chsh.min-entropy/local-refuses-above"


def report(*words: str) -> dict[str, object]:
    found = run("conform", *words, "--json")
    document: dict[str, object] = json.loads(found.stdout)
    assert complaints("conform", document) == []
    assert document["exit_code"] == found.exit_code
    return document


def verdicts(document: dict[str, object]) -> dict[str, str]:
    results = document["results"]
    assert isinstance(results, list)
    return {result["property"]: result["verdict"] for result in results}


def test_a_good_implementation_conforms() -> None:
    document = report(*GOOD, *QUICK)
    assert document["exit_code"] == 0
    assert set(verdicts(document).values()) == {"PASS"}


def test_a_process_is_judged_the_same_way() -> None:
    program = shlex.join([sys.executable, "-m", "tests.oracle.conformance.good.floats"])
    assert verdicts(report("--command", program, *QUICK)) == verdicts(report(*GOOD, *QUICK))


def test_a_wrong_one_does_not_and_the_smallest_example_is_shown() -> None:
    document = report(*WRONG, *QUICK)
    assert document["exit_code"] == 1
    assert [name for name, verdict in verdicts(document).items() if verdict != "PASS"] == [CLAMPED]
    printed = run("conform", *WRONG, *QUICK)
    assert printed.exit_code == 1
    assert "WRONG: chsh.min-entropy/local-refuses-above" in printed.stdout
    assert "source: pironio2010" in printed.stdout


def test_the_same_seed_gives_the_same_examples() -> None:
    assert report(*WRONG, *QUICK) == report(*WRONG, *QUICK)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("conform", *WRONG, *QUICK)
    assert list(tmp_path.iterdir()) == []


def test_one_run_gives_all_reports(tmp_path: Path) -> None:
    files = {kind: tmp_path / kind for kind in ("junit", "sarif", "markdown")}
    words = [word for kind, path in files.items() for word in (f"--{kind}", str(path))]
    document = report(*WRONG, *QUICK, *words)
    results = document["results"]
    assert isinstance(results, list)
    root = ElementTree.parse(files["junit"]).getroot()
    (suite,) = root
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == (str(len(results)), "1", "0")
    (failure,) = suite.iter("failure")
    assert failure.get("type") == "WRONG"
    (run_,) = json.loads(files["sarif"].read_text())["runs"]
    (finding,) = run_["results"]
    assert finding["ruleId"] == CLAMPED
    assert {rule["id"] for rule in run_["tool"]["driver"]["rules"]} == {result["property"] for result in results}
    assert f"## WRONG: {CLAMPED}" in files["markdown"].read_text()


def test_the_terminal_report_and_the_json_file_come_from_one_run(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    printed = run("conform", *WRONG, *QUICK, "--json-file", str(file))
    document = json.loads(file.read_text())
    assert (printed.exit_code, document["exit_code"]) == (1, 1)
    assert complaints("conform", document) == []
    assert f"WRONG: {CLAMPED}" in printed.stdout


EXPECTED = f"# known\n{CLAMPED}  # clamps the score, which is no danger\n"


def test_an_expected_failure_is_no_failure(tmp_path: Path) -> None:
    file = tmp_path / "known.txt"
    file.write_text(EXPECTED)
    document = report(*WRONG, *QUICK, "--xfails", str(file))
    assert document["exit_code"] == 0
    assert run("conform", *WRONG, *QUICK, "--xfails", "-", stdin=EXPECTED.encode()).exit_code == 0


@pytest.mark.parametrize(
    ("lines", "stale"),
    [
        pytest.param(EXPECTED + "chsh.min-entropy/local # passes", 1, id="a property that passes"),
        pytest.param(EXPECTED + "chsh.min-entropy/nothing # whatever", 1, id="no property"),
        pytest.param(EXPECTED.replace("chsh.", "unsafe: chsh."), 1, id="not unsafe"),
        pytest.param(EXPECTED + "azuma/azuma # of a suite that is not run", 1, id="no property of another suite"),
    ],
)
def test_a_stale_expectation_is_an_error(tmp_path: Path, lines: str, stale: int) -> None:
    file = tmp_path / "known.txt"
    file.write_text(lines)
    document = report(*WRONG, *QUICK, "--xfails", str(file))
    assert document["exit_code"] == 1
    assert isinstance(document["stale"], list)
    assert len(document["stale"]) == stale


def test_unsafe_is_expected_only_with_the_prefix(tmp_path: Path) -> None:
    name = "chsh.min-entropy/local"
    words = (
        "--module",
        "tests.oracle.conformance.clamps:NEAREST",
        "--suite",
        name,
        "--seed",
        "1",
        "--max-examples",
        "50",
    )
    assert verdicts(report(*words)) == {name: "UNSAFE"}
    file = tmp_path / "known.txt"
    for prefix, code in (("", 1), ("unsafe: ", 0)):
        file.write_text(f"{prefix}{name} # rounds to nearest\n")
        assert report(*words, "--xfails", str(file))["exit_code"] == code


@pytest.mark.parametrize(
    "lines",
    [b"chsh.min-entropy/local\n", b"two words # why\n", b"a/b # x\na/b # y\n", b"unsafe: # x\n", b"\xff # x\n"],
)
def test_a_malformed_file_of_expectations(lines: bytes) -> None:
    assert "line 1" in refused(3, "conform", *GOOD, *QUICK, "--xfails", "-", stdin=lines) or lines[0] in b"a\xff"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (2, ()),
        (2, (*GOOD, "--command", "x")),
        (2, (*GOOD, "--suite", "nothing")),
        (2, (*GOOD, "--seed", "1", "--derandomize")),
        (2, ("--module", "no.such.module:x")),
        (2, ("--module", "json:nothing")),
        (2, ("--module", "no-entry-point")),
        (2, ("--command", "")),
    ],
)
def test_usage(code: int, words: tuple[str, ...]) -> None:
    refused(code, "conform", *words)


@pytest.mark.parametrize(("mode", "code"), [("dies", 5), ("no such mode", 0), ("NaN", 1)])
def test_exit_codes_of_processes(mode: str, code: int) -> None:
    found = run("conform", "--command", command(mode), "--suite", "chsh.min-entropy/local-below-two", *QUICK[6:])
    assert found.exit_code == code


def test_nothing_offered_is_not_conforming() -> None:
    words = ("conform", "--command", command("x"), "--suite", "chsh.min-entropy/nosignalling", *QUICK[6:])
    found = run(*words)
    assert (found.exit_code, "NOT-OFFERED" in found.stdout) == (5, True)


def test_the_list_fits_its_schema() -> None:
    assert complaints("conform", json.loads(run("conform", "--list", "--json").stdout)) == []


def test_the_page_lists_every_call() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert text(page) == page


def test_the_messages_of_the_page_fit_their_schema() -> None:
    block = PAGE.read_text(encoding="utf-8").split("```")[1].removeprefix("text\n")
    messages = block.replace("\n    ", " ").strip().split("\n")
    assert [line[:2] for line in messages] == ["<-", "->", "<-", "->", "<-", "->", "<-"]
    for line in messages:
        assert complaints("protocol", json.loads(line[3:])) == []


@pytest.mark.parametrize(
    "message",
    [
        {"do": "begin"},
        {"id": "1"},
        {"id": "1", "value": "0", "refused": "x"},
        {"id": "1", "value": 0.5},
        {"id": "1", "value": "nan"},
        {"id": "1", "value": ["0"]},
        {"do": "call", "id": "1", "call": "x", "arguments": {"score": 2}},
        {"protocol": "1", "name": "x", "version": "1", "language": "C"},
        {"protocol": "1", "name": "x", "version": "1", "language": "C", "capabilities": [], "conventions": {"x": "y"}},
    ],
)
def test_a_message_that_is_none(message: object) -> None:
    assert complaints("protocol", message) != []
