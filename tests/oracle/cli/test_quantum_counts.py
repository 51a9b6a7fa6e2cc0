"""`bellcert counts --against quantum`: thresholds that are declared, runs that are accepted or not."""

import json
from fractions import Fraction as Q
from pathlib import Path

import pytest

from proofs.kernel.check import check_bytes
from tests.oracle.runner import run

WON, LOST = 105_000, 20_000


def table(folder: Path, won: int = WON, lost: int = LOST) -> str:
    lines = ["x,y,a,b,count"]
    for x in (0, 1):
        for y in (0, 1):
            for a in (0, 1):
                for b in (0, 1):
                    lines.append(f"{x},{y},{a},{b},{won if (a ^ b) == (x & y) else lost}")
    path = folder / "table.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


QUANTUM = ["--confidence", "9999999999/10000000000", "--against", "quantum"]
DECLARED = ["--theorem", "improved", "--threshold", "2.7", "--smoothing", "1e-10"]


def test_an_accepted_run_has_bits_by_the_theorem_and_by_factors(tmp_path: Path) -> None:
    out = tmp_path / "run.cert.json"
    found = run("counts", table(tmp_path), *QUANTUM, *DECLARED, "-o", str(out), "--json")
    assert found.exit_code == 0
    document = json.loads(found.stdout)
    assert document["accepted"]
    assert int(document["bits"]["improved"]["low"]) >= 570_000
    assert int(document["bits"]["factors"]["low"]) >= 740_000
    assert run("check", str(out)).exit_code == 0
    text = run("counts", table(tmp_path), *QUANTUM, *DECLARED).stdout
    assert "assumption: theorem: improved" in text
    assert "adversary = quantum" in text


def test_a_run_below_the_threshold_has_none(tmp_path: Path) -> None:
    found = run("counts", table(tmp_path, 100_000, 25_000), *QUANTUM, *DECLARED)
    assert found.exit_code == 0
    assert "not accepted" in found.stdout


@pytest.mark.parametrize(("options", "code"), [
    (["--theorem", "improved", "--smoothing", "1e-10"], 3),
    (["--theorem", "sharper", "--threshold", "2.7", "--smoothing", "1e-10"], 3),
    (["--theorem", "improved", "--threshold", "2.9", "--smoothing", "1e-10"], 3),
    (["--theorem", "improved", "--threshold", "2.7", "--smoothing", "1"], 3),
    (["--theorem", "improved", "--threshold", "2.7", "--smoothing", "1e-10", "--method", "analytic"], 2),
])  # fmt: skip
def test_what_is_not_declared_or_impossible_is_refused(tmp_path: Path, options: list[str], code: int) -> None:
    found = run("counts", table(tmp_path), *QUANTUM, *options)
    assert found.exit_code == code
    assert "Traceback" not in found.stderr


def test_a_threshold_without_a_quantum_adversary_is_usage(tmp_path: Path) -> None:
    assert run("counts", table(tmp_path), "--confidence", "99/100", "--threshold", "2.7").exit_code == 2


def factors(folder: Path) -> str:
    """Factors from the counts of a calibration, smaller and noisier than the run."""
    pytest.importorskip("scipy", reason="scipy is optional and not installed")
    (folder / "earlier").mkdir()
    file = folder / "factors.json"
    made = run(
        "factors", table(folder / "earlier", 1010, 200), "--rounds", "1000000", "--power", "1/300", "-o", str(file)
    )
    assert made.exit_code == 0, made.output
    return str(file)


def test_factors_of_a_file_with_a_threshold_of_their_own(tmp_path: Path) -> None:
    out, chosen, later = tmp_path / "run.cert.json", factors(tmp_path), table(tmp_path)
    words = ("counts", later, *QUANTUM, "--factors", chosen, "--smoothing", "1e-10", "--threshold")
    document = json.loads(run(*words, "1000", "-o", str(out), "--json").stdout)
    assert document["accepted"]
    assert 200_000 < int(document["bits"]["factors"]["low"]) < 300_000
    assert Q(9, 10) < Q(document["factors"]["multiplied-with"]) <= 1
    verdict = check_bytes(out.read_bytes())
    assert verdict.verdict == "PROVED"
    assert f"calibration {document['factors']['calibration']}" in verdict.statement
    # the score is above 1000, and a threshold above it accepts nothing
    beyond = run(*words, str(int(float(document["factors"]["score"])) + 1))
    assert (beyond.exit_code, "not accepted" in beyond.stdout, "proved" in beyond.stdout) == (0, True, False)
    assert "extracted by hashing, proved" in run(*words, "1000").stdout


@pytest.mark.parametrize(("options", "code"), [
    (["--smoothing", "1e-10"], 3), (["--threshold", "10"], 3), (["--threshold", "10", "--smoothing", "2"], 3),
    (["--threshold", "sqrt(2)", "--smoothing", "1e-10"], 3),
    (["--threshold", "10", "--smoothing", "1e-10", "--theorem", "improved"], 2),
    (["--threshold", "10", "--smoothing", "1e-10", "--inputs", "0.3,0.2,0.25,0.25"], 3),
])  # fmt: skip
def test_factors_of_a_file_need_what_was_declared(tmp_path: Path, options: list[str], code: int) -> None:
    found = run("counts", table(tmp_path), *QUANTUM, "--factors", factors(tmp_path), *options)
    assert found.exit_code == code, found.output
    assert "Traceback" not in found.stderr


def test_factors_are_not_used_on_the_rounds_they_come_from(tmp_path: Path) -> None:
    chosen = factors(tmp_path)
    words = ("--factors", chosen, "--threshold", "1", "--smoothing", "1e-10")
    found = run("counts", table(tmp_path / "earlier", 1010, 200), *QUANTUM, *words)
    assert found.exit_code == 3
    assert "these very counts" in found.stderr
