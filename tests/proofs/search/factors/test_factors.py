"""Factors are found, are factors, and yield bits on rounds they were not chosen from."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from oracle.data.chsh_table import SETTINGS, read_table
from oracle.data.counted import Run
from oracle.data.estimation import certified_by, factors_bytes, read_factors
from oracle.failures import Malformed, Undecided
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes
from proofs.search.factors.behaviours import (
    CELLS,
    MODELS,
    UNIFORM,
    Table,
    extreme_behaviours,
    extreme_laws,
    most_likely,
)
from proofs.search.factors.bits import estimated_bits, estimated_bits_certificate
from proofs.search.factors.lines import basis, pieces
from proofs.search.factors.train import train
from proofs.search.language.failure import Failure
from tests.oracle.runner import refused, run
from tests.schema.schemas import complaints

pytest.importorskip("scipy", reason="scipy is optional and not installed")
TABLE = certificates_dir() / "pironio2010" / "table1.csv"
DELTA = Fraction(1, 100)


@pytest.fixture(scope="module")
def ions() -> Table:
    return read_table(TABLE.read_bytes()).counts


def sample(behaviour: Any, rounds: int, seed: int) -> Table:
    draws = np.random.default_rng(seed).multinomial(rounds, np.asarray(behaviour) / 4)
    return dict(zip(CELLS, map(int, draws), strict=True))


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"quantum": False},
        *({"law": None, "model": model, "bias": Fraction(1, 100)} for model in MODELS),
        {"law": (Fraction(1, 2), Fraction(1, 6), Fraction(1, 6), Fraction(1, 6))},
        {"power": Fraction(1, 30)},
    ],
    ids=str,
)
def test_the_kernel_proves_what_is_found(how: dict[str, Any], ions: Table) -> None:
    found = train(ions, 3016, DELTA, **({"power": Fraction(1, 40)} | how))
    verdict = check_bytes(estimated_bits_certificate(found, ions, DELTA, "data"))
    assert verdict.verdict == "PROVED", verdict
    assert verdict.statement.startswith("in-sample: ")


def test_a_factor_raised_a_little_is_refused(ions: Table) -> None:
    for how in ({}, {"quantum": False}):
        found = train(ions, 3016, DELTA, power=Fraction(1, 40), **how)  # type: ignore[arg-type]
        document = json.loads(estimated_bits_certificate(found, ions, DELTA, "declared"))
        for entry in document["statement"]["blocks"][0]["factor"]:
            entry[0] = str(Fraction(entry[0]) * Fraction(1001, 1000))
        assert check_bytes(json.dumps(document).encode()).verdict == "REJECTED"


def test_bits_are_rounded_down_and_no_more_are_claimed(ions: Table) -> None:
    found = train(ions, 3016, DELTA, quantum=False, power=Fraction(1, 21))
    document = json.loads(estimated_bits_certificate(found, ions, DELTA, "declared"))
    document["statement"]["bits"] = str(estimated_bits(found, ions, DELTA) + Fraction(1, 1 << 19))
    assert check_bytes(json.dumps(document).encode()).code == "bits"


def test_trained_on_other_rounds_they_beat_a_declared_functional(ions: Table) -> None:
    """Simulated ions, a third for training: some hundred bits are left at 99 %, as the facts say."""
    truth = most_likely(ions, True)
    bits = []
    for seed in range(4):
        first, rest = sample(truth, 1005, 2 * seed), sample(truth, 2011, 2 * seed + 1)
        found = train(first, 2011, DELTA)
        bits.append(float(estimated_bits(found, rest, DELTA)))
    assert 250 < sum(bits) / len(bits) < 700


def test_extreme_behaviours_are_behaviours_of_their_set() -> None:
    for quantum, number in ((False, 24), (True, 80)):
        points = extreme_behaviours(quantum)
        assert len(points) == number
        assert np.allclose(points.reshape(-1, 4, 4).sum(axis=2), 1)
        signs = np.array([1 if (a + b + x * y) % 2 == 0 else -1 for x, y, a, b in CELLS])
        assert (points @ signs).max() <= (2 * 2**0.5 + 1e-12 if quantum else 4)


def test_extreme_laws_are_those_of_the_format() -> None:
    numbers = {"product": 4, "two-sided": 6, "sequential": 8, "box": 12}
    for model in MODELS:
        laws = extreme_laws(model, Fraction(1, 10))
        assert len(laws) == numbers[model]
        assert all(sum(law) == 1 and min(law) >= 0 for law in laws)
    with pytest.raises(Failure):
        extreme_laws("product", Fraction(1, 2))


def test_the_nine_functions_have_the_means_that_are_said() -> None:
    law = (Fraction(1, 2), Fraction(1, 4), Fraction(1, 8), Fraction(1, 8))
    for point in extreme_behaviours(False):
        cells = [law[k // 4] * Fraction(point[k]) for k in range(16)]
        means = [sum((f * p for f, p in zip(row, cells, strict=True)), Fraction(0)) for row in basis(law)]
        chsh = sum(
            (1 if (a + b + x * y) % 2 == 0 else -1) * Fraction(p) for (x, y, a, b), p in zip(CELLS, point, strict=True)
        )
        assert means == [1, chsh, 0, 0, 0, 0, 0, 0, 0]


def test_pieces_cover_the_range_once() -> None:
    cut = pieces()
    assert list(cut.ends) == sorted(set(cut.ends))
    assert cut.ends[0] == -cut.ends[-1]
    assert len(cut.lines) == len(cut.ends) - 1


@pytest.mark.unjudged
def test_files_are_read_as_written_and_nothing_else_is(ions: Table, tmp_path: Path) -> None:
    found = train(ions, 3016, DELTA, quantum=False, power=Fraction(1, 21))
    data = factors_bytes(found, "0" * 64, ions, 3016, DELTA)
    again = read_factors(data, "f.json")
    assert (again.trained.factor, again.trained.power, again.trained.law) == (found.factor, found.power, UNIFORM)
    run_of_ions = Run(read_table(TABLE.read_bytes()), dict.fromkeys(SETTINGS, Fraction(1, 4)), DELTA, ("signalling",))
    certificate, bits = certified_by(again, run_of_ions)
    assert "tag: signalling = allowed" in certificate.text
    assert bits == estimated_bits(found, ions, DELTA)
    assert "calibration " + "0" * 64 in certificate.text
    document = json.loads(data)
    for key, value in (
        ("factor", []),
        ("power", "x"),
        ("set", "local"),
        ("format", "2"),
        ("settings", {}),
        ("proof", 1),
    ):
        with pytest.raises(Malformed):
            read_factors(json.dumps(document | {key: value}).encode(), "f.json")
    for wrong in (b"", b"[]", b"\xff", b"{" * 5000):
        with pytest.raises(Malformed):
            read_factors(wrong, "f.json")
    raised = [[str(2 * Fraction(f)), cell] for f, cell in document["factor"]]
    with pytest.raises(Undecided, match="not proved to be one"):
        certified_by(read_factors(json.dumps(document | {"factor": raised}).encode(), "f.json"), run_of_ions)


def test_the_verb(tmp_path: Path) -> None:
    out = tmp_path / "f.json"
    words = ("factors", str(TABLE), "--set", "no-signalling", "--power", "1/21", "-o", str(out))
    document = json.loads(run(*words, "--json").stdout)
    assert document["power"] == "1/21"
    assert read_factors(out.read_bytes(), "f").trained.power == Fraction(1, 21)
    assert run(*words).exit_code == 0
    empty = tmp_path / "empty.csv"
    rows = "".join(f"{x},{y},{a},{b},{int(x == 0)}\n" for x, y, a, b in product((0, 1), repeat=4))
    empty.write_text("x,y,a,b,count\n" + rows)
    assert "no round with some settings" in refused(3, "factors", str(empty), "-o", str(tmp_path / "g.json"))
    for wrong in (("--setting-bias", "1/2"), ("--confidence", "1"), ("--power", "2"), ("--power", "0")):
        refused(3, *words[:2], *wrong, "-o", str(tmp_path / "g.json"))
    assert not (tmp_path / "g.json").exists()


def table_of(counts: Table) -> str:
    return "x,y,a,b,count\n" + "".join(f"{','.join(map(str, cell))},{n}\n" for cell, n in counts.items())


def test_from_earlier_rounds_to_a_certificate_of_later_ones(ions: Table, tmp_path: Path) -> None:
    truth = most_likely(ions, True)
    first, later = tmp_path / "first.csv", tmp_path / "later.csv"
    first.write_text(table_of(sample(truth, 100_000, 1)))
    later.write_text(table_of(sample(truth, 200_000, 2)))
    factors, out = tmp_path / "f.json", tmp_path / "c.cert.json"
    trained = ("factors", str(first), "--rounds", "200000", "--power", "1/250", "-o", str(factors))
    assert run(*trained).exit_code == 0
    counts = ("counts", str(later), "--confidence", "99/100", "--factors", str(factors))
    document = json.loads(run(*counts, "-o", str(out), "--json").stdout)
    assert complaints("counts", document) == []
    assert Fraction(document["bits"]["factors"]["low"]) > 40_000
    assert check_bytes(out.read_bytes()).verdict == "PROVED"
    assert document["factors"]["calibration"] in check_bytes(out.read_bytes()).statement
    assert "Bits of min-entropy, proved by the factors" in run(*counts).stdout
    # never from the rounds they were chosen from, nor beside another functional, nor for other inputs
    assert "these very counts" in refused(3, "counts", str(first), *counts[2:])
    lines = first.read_text().splitlines()
    turned = tmp_path / "turned.csv"
    turned.write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n")
    assert "these very counts" in refused(3, "counts", str(turned), *counts[2:])
    assert "does not go with" in refused(2, *counts, "--level", "2")
    assert "another distribution" in refused(3, *counts, "--inputs", "0.3,0.2,0.25,0.25", "--allow-biased-inputs")
    assert "holds no factors" in refused(3, *counts[:-1], str(out))


def test_a_bias_allows_for_settings_that_are_off(tmp_path: Path) -> None:
    rows = {cell: 250_000 * (1 if cell[:2] != (0, 0) else 0) for cell in CELLS}
    chsh = {cell: (427 if (sum(cell[2:]) + cell[0] * cell[1]) % 2 == 0 else 73) for cell in CELLS}
    counts = {cell: chsh[cell] * (1010 if cell[:2] == (0, 0) else 1000) for cell in rows}
    table, earlier = tmp_path / "t.csv", tmp_path / "e.csv"
    table.write_text(table_of(counts))
    earlier.write_text(table_of({cell: n // 10 for cell, n in counts.items()}))
    for bias, code in (("1/100", 0), ("1/10000", 3)):
        factors = tmp_path / "f.json"
        words = ("factors", str(earlier), "--rounds", "4000000", "--power", "1/300", "--setting-bias", bias)
        assert run(*words, "-o", str(factors)).exit_code == 0
        done = run("counts", str(table), "--confidence", "99/100", "--factors", str(factors))
        assert done.exit_code == code, done.output
