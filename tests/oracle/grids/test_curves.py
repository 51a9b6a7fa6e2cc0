"""Named quantities swept over their arguments, each point with the certificate of its enclosure."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from oracle.papers.ramanathan2013.demands import Demand, fewest
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes
from tests.oracle.runner import refused, run

CURVES = certificates_dir() / "examples" / "curves"
EPS = (Fraction(1, 4), Fraction(9, 20))


def test_figure_3_as_a_certified_sweep(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    out, figure = tmp_path / "curve", tmp_path / "figure3.svg"
    words = ("sweep", str(CURVES / "expansion.toml"), "--over", "m=4000:8000:3", "-o", str(out), "--jobs", "1")
    done = run(*words, "--figure", str(figure))
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader((out / "sweep.csv").read_text().splitlines()))
    assert [row["verdict"] for row in rows] == ["PROVED"] * 3
    single = json.loads(
        run(
            "bound", "expansion.net", "n=64000000", "score=2.414", "confidence=99/100", "q=11/8000", "--json"
        ).stdout
    )  # fmt: skip
    assert rows[2]["bound"] == single["low"]
    assert Fraction(rows[0]["bound"]) < 0 < Fraction(rows[2]["bound"])  # the gain begins near 3.1e7 rounds
    assert check_bytes((out / rows[0]["file"]).read_bytes()).verdict == "PROVED"
    assert b"safe end" in figure.read_bytes()


def test_expected_bits_against_the_number_of_rounds(tmp_path: Path) -> None:
    pytest.importorskip("cvxopt")
    words = ("sweep", str(CURVES / "factors-expected.toml"), "--over", "n=1000,3016", "-o", str(tmp_path / "c"))
    rows = json.loads(run(*words, "--jobs", "1", "--json").stdout)
    bits = [Fraction(row["bound"]) for row in rows]
    assert 50 < bits[0] < 300
    assert 840 < bits[1] < 880


def test_rounds_for_a_length_at_a_score(tmp_path: Path) -> None:
    words = ("sweep", str(CURVES / "amplification-rounds.toml"), "--over", "s=2.271,2.7", "-o", str(tmp_path / "c"))
    rows = json.loads(run(*words, "--jobs", "1", "--json").stdout)
    wanted = json.loads(
        run("bound", "amplification.rounds", "score=2.271", "mu=3/400", "eps=1e-12", "bits=1000000", "--json").stdout
    )
    assert rows[0]["bound"] == wanted["high"]  # the end that may be claimed
    assert Fraction(rows[1]["bound"]) < Fraction(rows[0]["bound"])


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ('name = "nothing.at-all"\n[arguments]\nn = "= n"', "no bound"),
        ('name = "hoeffding.deviation"\n[arguments]\nn = "= n"', "also needs"),
        ('name = "hoeffding.deviation"\nlevel = "1"\n[arguments]\nn = "= n"', "level"),
        ('[arguments]\nn = "= n"', "name"),
    ],
)
def test_a_point_without_an_answer_says_why(text: str, verdict: str, tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text('kind = "bound"\n' + text + '\n[parameters]\nn = "1"\n')
    done = run("sweep", str(file), "--over", "n=1,2", "-o", str(tmp_path / "out"), "--jobs", "1", "--json")
    assert done.exit_code in (2, 3), done.output
    assert all(verdict in row["problem"] for row in json.loads(done.stdout))
    assert "no parameter" in refused(2, "sweep", str(file), "--over", "k=1", "-o", str(tmp_path / "other"))


def test_devices_and_errors_of_protocol_a_against_bias(tmp_path: Path) -> None:
    words = ("sweep", str(CURVES / "amplification-devices.toml"), "--over", "share=0,1/2", "--over", "eps=1/4,9/20")
    rows = json.loads(run(*words, "-o", str(tmp_path / "a"), "--jobs", "1", "--json").stdout)
    shares = [(share, Fraction(1, 2) - eps) for share in (Fraction(0), Fraction(1, 2)) for eps in EPS]
    demands = [Demand(q * q * (1 - 4 * q / 9), Fraction(1, 1000), share * q * q / 2) for share, q in shares]
    assert [row["bound"] for row in rows] == [str(fewest(demand).devices) for demand in demands]
    assert rows[0]["bound"] == "109"
    words = ("sweep", str(CURVES / "amplification-error.toml"), "--over", "k=108,109", "-o", str(tmp_path / "b"))
    rows = json.loads(run(*words, "--jobs", "1", "--json").stdout)
    assert Fraction(rows[1]["bound"]) < Fraction(1, 1000) < Fraction(rows[0]["bound"])
