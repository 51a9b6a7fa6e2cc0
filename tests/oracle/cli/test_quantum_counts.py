"""`bellcert counts --against quantum`: thresholds that are declared, runs that are accepted or not."""

import json
from pathlib import Path

import pytest

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
