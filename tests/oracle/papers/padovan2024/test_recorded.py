"""The sequential protocol: one certificate at the end, an order of events, devices that yield nothing."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from oracle.failures import Malformed, Undecided
from oracle.papers.padovan2024.recorded import PROTOCOL, _words
from oracle.protocols.declaration import read_declaration
from oracle.protocols.judge import judge
from oracle.protocols.play import counted, play
from oracle.resources import certificates_dir
from tests.oracle.protocols.runs import asked, declared

pytest.importorskip("pyarrow", reason="pyarrow is optional and not installed")
pytest.importorskip("clarabel", reason="the solver is optional and not installed")

EXAMPLE = (certificates_dir() / "examples" / "protocols" / "sequential-generation.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sequential")
    play(asked(EXAMPLE), folder, seed=1)
    return folder


def test_an_honest_run_ends_in_one_certificate(honest: Path) -> None:
    found = judge(honest)
    assert (found.conforms, found.accepted) == (True, True)
    assert found.output > 300_000
    assert found.proof is not None
    assert found.proof.statement["kind"] == "extracted-bits"
    assert not found.cited


@pytest.mark.parametrize("device", ["noisy", "drifting", "local", "foreseeing"])
def test_devices_that_yield_nothing(device: str, honest: Path, tmp_path: Path) -> None:
    found = read_declaration((honest / "declaration.json").read_bytes(), "declaration.json")
    assert json.loads((honest / "declaration.json").read_text("utf-8"))["choice"].keys() == {
        "constant",
        "slope",
        "most",
    }
    plan, counts = found.plan(), counted(found, device, seed=3)
    if device == "foreseeing":
        assert "the first outcome of the sequence" in PROTOCOL.possible(plan, counts)
    else:
        assert PROTOCOL.possible(plan, counts) == ""
        assert PROTOCOL.estimate(plan, counts) < plan.threshold


def test_a_better_line_than_is_true_is_not_proved(honest: Path, tmp_path: Path) -> None:
    from shutil import copytree

    folder = Path(copytree(honest, tmp_path / "run"))
    (folder / "run.cert.json").unlink()

    def lower(document: dict[str, dict[str, str]]) -> None:
        choice = document["choice"]
        choice["constant"] = str(Fraction(choice["constant"]) - Fraction(1, 1000))

    declared(folder, lower)
    found = judge(folder)
    # what follows from the declared line is another length; who writes that down as well has no proof of the line
    assert found.violation is not None
    assert found.violation.name == "length-not-by-rule"
    lie = read_declaration((folder / "declaration.json").read_bytes(), "declaration.json")
    with pytest.raises(Undecided, match="was not proved"):
        PROTOCOL.conclude(lie.plan(), counted(lie, "honest"), {})


def test_the_functional_is_that_of_the_paper() -> None:
    words = _words(Fraction(0), Fraction(0))  # theta = 0: S_1 alone
    assert words["A0=0 B0=0"] == words["A0=0 B1=1"] == Fraction(1, 2)
    assert words["A1=0 B2=0"] == -1
    assert _words(Fraction(1), Fraction(0))["A0=0 B0=1"] == -1


@pytest.mark.parametrize("choice", [{}, {"constant": "0", "slope": "1", "most": "8"}])
def test_a_choice_that_is_none(choice: dict[str, str]) -> None:
    with pytest.raises((Malformed, Undecided)):
        PROTOCOL.plan(PROTOCOL.read({"rounds": "1000", "score": "7"}), choice)
