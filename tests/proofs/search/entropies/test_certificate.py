"""Entropies that the search certifies: below the truth, and near it."""

from __future__ import annotations

from fractions import Fraction as Q
from math import log2, sqrt
from pathlib import Path

import pytest

from oracle import certify
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes
from proofs.search.entropies.certificate import entropy_certificate
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Scenario

pytest.importorskip("clarabel", reason="clarabel is optional and not installed")
BELL = Scenario(tuple((party, label, 2) for party in "AB" for label in "01"))
CHSH = {"A0 B0": Q(1), "A0 B1": Q(1), "A1 B0": Q(1), "A1 B1": Q(-1)}


def curve(score: float) -> float:
    p = (1 + sqrt(score * score / 4 - 1)) / 2
    return 1 + p * log2(p) + (1 - p) * log2(1 - p)


@pytest.mark.parametrize(("score", "loss"), [("21/10", 2e-5), ("5/2", 1e-5), ("27/10", 5e-5), ("14/5", 5e-6)])
def test_the_curve_of_one_outcome_from_a_score(score: str, loss: float) -> None:
    known = Mean("chsh", {"": -Q(score), **CHSH})
    found = entropy_certificate(BELL, ["A0"], [known], "1+AB+AA")
    assert check_bytes(found.data).verdict == "PROVED"
    bits = float(found.line[""])
    assert curve(float(Q(score))) - loss < bits <= curve(float(Q(score)))


def test_a_score_that_local_devices_reach_is_said_to_certify_nothing(tmp_path: Path) -> None:
    file = tmp_path / "local.toml"
    file.write_text((certificates_dir() / "examples" / "entropy-quantum.toml").read_text().replace('"2.7"', '"2"'))
    found = certify(str(file))
    assert found.bound is not None
    assert -Q(1, 10**5) < found.bound <= 0
    assert found.remark.startswith("nothing is certified")
    assert not certify(str(certificates_dir() / "examples" / "entropy-quantum.toml")).remark.startswith("nothing")
