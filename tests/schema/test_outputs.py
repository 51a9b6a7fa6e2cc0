"""What the command line prints as JSON fits its schema, and the schemas are no empty words."""

import copy
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from oracle.cli.app import run
from tests.schema.schemas import ROOT, complaints

TABLE = ROOT / "pironio2010" / "table1.csv"


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """Exit code and JSON of one command."""
    code = run([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_check(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "text.cert.json").write_text("no certificate")
    (tmp_path / "deep.cert.json").write_text("[" * 1000)
    document = json.loads((ROOT / "pironio2010" / "quantum-bound.cert.json").read_bytes())
    document["statement"]["bound"] = ["0", "1"]
    (tmp_path / "false.cert.json").write_text(json.dumps(document))
    chain = ROOT / "pironio2010" / "table1-analytic.cert.json"
    code, found = printed(capsys, "check", str(chain), str(tmp_path), str(tmp_path / "nowhere"))
    assert code == 1
    assert [item["verdict"] for item in found] == ["PROVED", "LIMIT", "REJECTED", "MALFORMED", "UNREADABLE"]
    assert complaints("check", found) == []


def test_audit(capsys: pytest.CaptureFixture[str]) -> None:
    _, found = printed(capsys, "audit", "pironio2010")
    assert {item["status"] for item in found} >= {"proved", "discrepant", "open"}
    assert complaints("audit", found) == []


@pytest.mark.parametrize(
    "words",
    [
        ("--list",),
        ("chsh.min-entropy.local", "score=5/2"),
        ("chsh.min-entropy.nosignalling", "score=4"),
        ("azuma.deviation", "n=3016", "confidence=99/100", "q=1/4", "iq=2*sqrt(2)"),
    ],
    ids=" ".join,
)
def test_bound(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    code, found = printed(capsys, "bound", *words)
    assert code == 0
    assert complaints("bound", found) == []


def test_counts(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = printed(capsys, "counts", str(TABLE), "--confidence", "99/100")
    assert code == 0
    assert complaints("counts", found) == []


def test_counts_without_one_setting_pair(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [f"{x},{y},{a},{b},{0 if x and y else 3}" for x in (0, 1) for y in (0, 1) for a in (0, 1) for b in (0, 1)]
    table = tmp_path / "small.csv"
    table.write_text("\n".join(["x,y,a,b,count", *rows]) + "\n")
    _, found = printed(capsys, "counts", str(table), "--confidence", "1/2", "--allow-biased-inputs")
    assert found["estimates"]["observed"] is None
    assert complaints("counts", found) == []


PROVED: dict[str, Any] = {
    "path": "x.cert.json", "verdict": "PROVED", "sha256": "0" * 64, "statement": "claim: 1", "assumptions": [],
    "pointer": "", "code": "", "problem": "",
}  # fmt: skip
REFUSED = PROVED | {"verdict": "REJECTED", "statement": "", "code": "identity", "problem": "the two sides differ"}
CLAIM: dict[str, Any] = {
    "bibkey": "some2020", "id": "eq-1", "locator": "eq. (1)", "says": "It holds.", "expected": "proved",
    "status": "proved", "ok": True, "evidence": [], "gap": "", "reason": "",
}  # fmt: skip
EVIDENCE = {
    "kind": "check", "source": "some2020.eq_1", "role": "supports", "shows": "proof", "holds": True, "detail": "1 = 1",
    "side": "checked",
}  # fmt: skip
BOUND: dict[str, Any] = {
    "name": "b", "arguments": {"x": "1"}, "low": "1/2", "high": "1", "unit": "bits", "safe_side": "low",
    "statement": "claim: 1", "source": "somewhere",
}  # fmt: skip
FAULTS: dict[str, tuple[str, Any]] = {
    "check: not a list": ("check", PROVED),
    "check: an unknown verdict": ("check", [PROVED | {"verdict": "TRUE"}]),
    "check: half a digest": ("check", [PROVED | {"sha256": "0" * 32}]),
    "check: proved nothing": ("check", [PROVED | {"statement": ""}]),
    "check: proved with a code": ("check", [PROVED | {"code": "identity"}]),
    "check: refused with a statement": ("check", [REFUSED | {"statement": "claim: 1"}]),
    "check: refused without code": ("check", [REFUSED | {"code": ""}]),
    "check: an unknown key": ("check", [PROVED | {"time": "1"}]),
    "check: a missing key": ("check", [{key: PROVED[key] for key in PROVED if key != "pointer"}]),
    "audit: an unknown status": ("audit", [CLAIM | {"status": "true"}]),
    "audit: ok is no truth value": ("audit", [CLAIM | {"ok": "yes"}]),
    "audit: a support that corrects": ("audit", [CLAIM | {"evidence": [EVIDENCE | {"corrected": "I >= 2"}]}]),
    "audit: a correction without text": ("audit", [CLAIM | {"evidence": [EVIDENCE | {"role": "corrects"}]}]),
    "audit: a finding of no kind": ("audit", [CLAIM | {"evidence": [EVIDENCE | {"shows": "hope"}]}]),
    "audit: a side without a name": ("audit", [CLAIM | {"evidence": [EVIDENCE | {"side": "believed"}]}]),
    "audit: open for no known reason": ("audit", [CLAIM | {"reason": "later"}]),
    "bound: a bare float": ("bound", BOUND | {"low": 0.5}),
    "bound: a decimal": ("bound", BOUND | {"low": "0.5"}),
    "bound: no safe side": ("bound", BOUND | {"safe_side": "both"}),
    "bound: no statement": ("bound", {key: BOUND[key] for key in BOUND if key != "statement"}),
    "bound: a result in the list": ("bound", [BOUND]),
}


def test_the_documents_without_fault_fit() -> None:
    assert complaints("check", [PROVED, REFUSED]) == []
    correction = EVIDENCE | {"role": "corrects", "corrected": "2"}
    assert complaints("audit", [CLAIM | {"evidence": [EVIDENCE, correction]}]) == []
    assert complaints("bound", BOUND) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused(fault: str) -> None:
    name, document = FAULTS[fault]
    assert complaints(name, document) != []


@cache
def _counts() -> Any:
    from contextlib import redirect_stdout
    from io import StringIO

    with redirect_stdout(StringIO()) as output:
        run(["counts", str(TABLE), "--confidence", "99/100", "--json"])
    return json.loads(output.getvalue())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(("bits", "analytic", "low"), 40.5, id="bits as a float"),
        pytest.param(("bits", "guesswork"), {"low": "1", "high": "1"}, id="bits by an unknown method"),
        pytest.param(("estimator",), "observed frequencies", id="another estimator"),
        pytest.param(("certificates", 0, "sha256"), "", id="no digest"),
        pytest.param(("estimates", "rounds"), "3016", id="rounds as text"),
        pytest.param(("estimates", "signalling"), [], id="no tests of the data"),
        pytest.param(("secret",), "x", id="an unknown key"),
    ],
)
def test_a_fault_of_counts_is_refused(path: tuple[str | int, ...], value: Any) -> None:
    document = copy.deepcopy(_counts())
    assert complaints("counts", document) == []
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert complaints("counts", document) != []


CASES = Path(__file__).parents[1] / "oracle" / "ask" / "cases"


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda path: path.stem)
def test_problems_with_everything_that_is_taken_fit_the_schema(path: Path) -> None:
    assert complaints("problem", tomllib.loads(path.read_text())) == []
    if "behaviour" in path.read_text():
        nearest = 'nearest = "local-marginal"\n' + path.read_text()
        assert complaints("problem", tomllib.loads(nearest)) == []
        assert complaints("problem", tomllib.loads(nearest.replace("local-marginal", "local"))) != []
