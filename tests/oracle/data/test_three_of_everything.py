"""Three parties, three inputs, three outcomes: from an event file to a certificate in the three commands of README."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from proofs.kernel.check import check_bytes
from tests.oracle.runner import run

ROUNDS = 20_000


def events(path: Path, seed: int) -> None:
    """Rounds of three qutrits in a GHZ state with a little noise, measured in Fourier bases of three phases."""
    source = np.random.default_rng(seed)
    phases = (0.0, np.pi / 4.5, -np.pi / 4.5)
    inputs = source.integers(0, 3, (ROUNDS, 3))
    lines = ["x1,x2,x3,a1,a2,a3"]
    for setting in product(range(3), repeat=3):
        total = sum(phases[x] for x in setting)
        amplitude = [
            abs(sum(np.exp(1j * j * (2 * np.pi * sum(outcome) / 3 + total)) for j in range(3))) ** 2
            for outcome in product(range(3), repeat=3)
        ]
        law = 0.95 * np.array(amplitude) / sum(amplitude) + 0.05 / 27
        for drawn in source.choice(27, int((inputs == setting).all(axis=1).sum()), p=law):
            lines.append(",".join(map(str, (*setting, drawn // 9, drawn // 3 % 3, drawn % 3))))
    path.write_text("\n".join([*lines, ""]))


@pytest.mark.unjudged
def test_a_test_of_local_realism_in_three_commands(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("earlier", "later")]
    for seed, file in enumerate(files):
        events(file.with_suffix(".events.csv"), seed)
        done = run("tally", str(file.with_suffix(".events.csv")), "-o", str(file.with_suffix(".csv")))
        assert done.exit_code == 0, done.output
    earlier, later = (str(file.with_suffix(".csv")) for file in files)
    ratios, out = tmp_path / "ratios.json", tmp_path / "p.cert.json"
    assert run("factors", earlier, "--set", "local", "-o", str(ratios)).exit_code == 0
    done = run("bound", "local-model.p-value", f"factors={ratios}", f"counts={later}", "-o", str(out), "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert 0 < Fraction(found["low"]) <= Fraction(found["high"]) < Fraction(1, 10**6)
    roles = [entry["role"] for entry in found["further"]]
    # a certificate for each of the 27 strategies of the first party, and for the parts of the logarithm
    assert sum("mean of the factor" in role for role in roles) == 27
    assert any(role.startswith("part 1 of ln F") for role in roles)
    assert check_bytes(out.read_bytes()).verdict == "PROVED"
