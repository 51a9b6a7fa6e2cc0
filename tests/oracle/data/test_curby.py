"""A round of the beacon on data made in its layout: parameters, threshold, records, entropy; and what is refused."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from math import log2
from pathlib import Path
from typing import Any

import pytest

from oracle.data.chsh_table import read_table
from oracle.data.curby import read_params, threshold
from oracle.failures import Malformed
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes
from proofs.search.factors.behaviours import CELLS, extreme_laws
from proofs.search.factors.shrunk import shrink
from tests.oracle.data.beacon import BIAS, IONS, parameters, raw
from tests.oracle.runner import refused, run

pytest.importorskip("cvxopt")
MAP = certificates_dir() / "examples" / "maps" / "curby.toml"


@pytest.fixture(scope="module")
def params() -> dict[str, Any]:
    return parameters()


def test_a_round_from_its_records_to_certified_bits(params: dict[str, Any], tmp_path: Path) -> None:
    committed, data, table = tmp_path / "params.json", tmp_path / "round.bin", tmp_path / "round.csv"
    factors, out = tmp_path / "factors.json", tmp_path / "bits.cert.json"
    committed.write_text(json.dumps(params))
    records, counts = raw(30_000, 42)
    data.write_bytes(records)
    done = run("factors", str(committed), "--layout", "curby", "-o", str(factors))
    assert done.exit_code == 0, done.output
    assert "820 bits for 512 bits of output, as printed" in done.stdout
    assert "classical side information" in done.stdout
    judged = json.loads(run("factors", str(committed), "--layout", "curby", "-o", str(factors), "--json").stdout)
    # against a quantum adversary the factor holds with a larger power, as the kernel proves, and with none before it
    power = Fraction(judged["quantum"]["power"])
    assert power > Fraction(1, 46)
    laws, values = extreme_laws("product", BIAS), read_params(committed.read_bytes(), "p").factor
    listed = [values[cell] for cell in CELLS]
    assert shrink(listed, power, laws) == 1 > shrink(listed, 1 / (1 / power + 1), laws)
    assert f"as it stands with the power {power} " in re.sub(r"\s+", " ", done.stdout)
    assert judged["threshold"] == {"printed": "820", "recomputed": "820"}
    assert run("tally", str(data), "--map", str(MAP), "-o", str(table)).exit_code == 0
    assert read_table(table.read_bytes()).counts == counts
    words = ("counts", str(table), "--confidence", judged["confidence"], "--factors", str(factors), "-o", str(out))
    found = json.loads(run(*words, "--json").stdout)
    assert check_bytes(out.read_bytes()).verdict == "PROVED"
    assert json.loads(out.read_text())["statement"]["settings"] == {"model": "product", "bias": "1/1000"}
    # the beacon's own formula in floats: (sum of n log2 F - log2(1/eps)) / beta
    factor = read_params(committed.read_bytes(), "p").factor
    score = sum(n * log2(factor[cell]) for cell, n in counts.items() if n)
    entropy = (score + log2(params["errorSmoothness"])) / params["beta"]
    assert abs(float(Fraction(found["bits"]["factors"]["low"])) - entropy) < 1e-4
    assert entropy > params["nBitsThreshold"]
    assert found["factors"]["calibration"] == read_params(committed.read_bytes(), "p").sha256


def test_a_factor_in_another_order_or_of_another_power_is_refused(params: dict[str, Any], tmp_path: Path) -> None:
    file, out = tmp_path / "p.json", tmp_path / "f.json"
    turned = [*params["pefs"][1:], params["pefs"][0]]
    for change in ({"pefs": turned}, {"beta": params["beta"] / 2}, {"epsilonBias": 0.1}):
        file.write_text(json.dumps(params | change))
        sentence = refused(5, "factors", str(file), "--layout", "curby", "-o", str(out))
        assert "at extreme point" in sentence
        assert "above 1 by" in sentence
        assert not out.exists()


def test_thresholds_and_what_is_claimed_of_quantum_information(params: dict[str, Any], tmp_path: Path) -> None:
    error = Fraction("1.0842021724855042e-20")
    assert threshold(512, error, False) == 820
    assert threshold(512, error, True) == 1089
    file, out = tmp_path / "p.json", tmp_path / "f.json"
    file.write_text(json.dumps(params | {"isQuantum": True}))
    stdout = run("factors", str(file), "--layout", "curby", "-o", str(out)).stdout
    assert "1089 bits for 512 bits of output, printed is 820" in stdout
    assert "not certified here" in stdout


@pytest.mark.parametrize(
    "change",
    [
        {"pefs": [[1, 1]]},
        {"pefs": [[1, 1, 1, -1]] * 4},
        {"pefs": [["x", 1, 1, 1]] * 4},
        {"beta": 0},
        {"beta": float("nan")},
        {"epsilonBias": 0.5},
        {"errorSmoothness": 1},
        {"isQuantum": "maybe"},
        {"nBitsOut": 0},
    ],
    ids=str,
)
def test_parameters_that_are_none(params: dict[str, Any], change: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        read_params(json.dumps(params | change).encode(), "p.json")


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b"[" * 9999])
def test_files_that_are_none(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_params(data, "p.json")


def test_the_layout_takes_nothing_else(tmp_path: Path) -> None:
    refused(2, "factors", str(IONS), "--layout", "curby")
    refused(2, "factors", str(IONS), "--layout", "curby", "--rounds", "3", "-o", str(tmp_path / "f.json"))
    refused(3, "factors", str(IONS), "--layout", "curby", "-o", str(tmp_path / "f.json"))
