"""Rounds in blocks, each with factors that were fixed before it: one statement, one error, the largest power."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from oracle.data.chsh_table import read_table
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes
from proofs.search.factors.behaviours import CELLS, most_likely
from tests.oracle.runner import refused, run

pytest.importorskip("cvxopt")
IONS = certificates_dir() / "pironio2010" / "table1.csv"


def tables(folder: Path, sizes: tuple[int, ...]) -> list[Path]:
    truth = most_likely(read_table(IONS.read_bytes()).counts, True) / 4
    source, found = np.random.default_rng(3), []
    for k, size in enumerate(sizes):
        lines = [f"{','.join(map(str, c))},{n}" for c, n in zip(CELLS, source.multinomial(size, truth), strict=True)]
        found.append(folder / f"block{k}.csv")
        found[-1].write_text("\n".join(["x,y,a,b,count", *lines, ""]))
    return found


def test_blocks_with_factors_from_the_blocks_before(tmp_path: Path) -> None:
    first, second, third = tables(tmp_path, (20_000, 20_000, 40_000))
    files = [tmp_path / f"f{k}.json" for k in (1, 2)]
    for earlier, file, power in ((first, files[0], "1/120"), (second, files[1], "1/150")):
        assert run("factors", str(earlier), "--power", power, "-o", str(file)).exit_code == 0
    out = tmp_path / "bits.cert.json"
    words = ("counts", str(second), "--confidence", "99/100", "--factors", str(files[0]))
    both = (*words, "--then", str(third), str(files[1]))
    document = json.loads(run(*both, "-o", str(out), "--json").stdout)
    statement = json.loads(out.read_text())["statement"]
    assert check_bytes(out.read_bytes()).verdict == "PROVED"
    assert "block 2 of 2: n = 40000" in document["statement"]
    assert statement["power"] == "1/120"
    assert document["estimates"]["rounds"] == 60_000
    bits = Fraction(document["bits"]["factors"]["low"])
    alone = Fraction(json.loads(run(*words, "--json").stdout)["bits"]["factors"]["low"])
    assert bits > 2 * alone > 0
    # the second factor must not have been chosen from the block that it is used on, nor be about other inputs
    assert "these very counts" in refused(3, *words, "--then", str(second), str(files[1]))
    biased = tmp_path / "b.json"
    run("factors", str(first), "--power", "1/120", "--setting-bias", "1/100", "-o", str(biased))
    assert "different sets or laws" in refused(3, *words, "--then", str(third), str(biased))
    assert "later blocks go with factors" in refused(2, "counts", str(second), "--confidence", "99/100", *both[-3:])


def test_independent_rounds_are_told_what_n_of_them_are_worth() -> None:
    pytest.importorskip("picos")
    file = certificates_dir() / "examples" / "guessing-counts.toml"
    done = run("certify", str(file))
    assert done.exit_code == 0, done.output
    assert "at least n times" in " ".join(done.stdout.split())
    assert "Nothing is said of devices with memory" in " ".join(done.stdout.split())
