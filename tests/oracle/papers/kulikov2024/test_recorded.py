"""The amplification protocol: the length rule, sources, devices, and the timing of Table II in both readings."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from oracle.failures import Malformed
from oracle.papers.kulikov2024.recorded import PROTOCOL
from oracle.protocols.judge import judge
from oracle.protocols.play import play
from oracle.resources import certificates_dir
from tests.oracle.protocols.runs import asked, declared
from tests.oracle.runner import run

pytest.importorskip("pyarrow", reason="pyarrow is optional and not installed")

EXAMPLE = (certificates_dir() / "examples" / "protocols" / "amplification.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with sources that lean as far as they may."""
    folder = tmp_path_factory.mktemp("amplification")
    play(asked(EXAMPLE), folder, seed=1, source="steered")
    return folder


def test_the_length_is_that_of_the_bound() -> None:
    plan = asked(EXAMPLE).protocol.plan(PROTOCOL.read(asked(EXAMPLE).given), {})
    found = run(
        "bound",
        "amplification.length",
        "n=2000000",
        "s-mu=1/100",
        "mu=1/1000",
        "eps=1e-6",
        "reading=composed",
        "--json",
    )
    low = Fraction(json.loads(found.stdout)["low"])
    assert plan.output == int(low) > 90_000
    with pytest.raises(Malformed, match="give no bit"):
        PROTOCOL.plan(PROTOCOL.read({"rounds": "200000", "bias": "1/1000", "score": "1/100"}), {})


def test_sources_that_use_all_of_their_bias_are_admitted(honest: Path) -> None:
    found = judge(honest)
    assert (found.conforms, found.accepted, found.output) == (True, True, 94439)
    assert found.proof is not None
    assert [each.name for each in found.cited] == ["rate", "accumulation", "extractor"]
    assert "names no file" in found.remarks[-1]


@pytest.mark.parametrize(
    ("device", "source", "violation"),
    [
        ("noisy", "declared", None), ("drifting", "declared", None), ("informed", "declared", None),
        ("local", "declared", None), ("box", "declared", "outcomes-impossible"),
        ("signalling", "declared", "outcomes-signal"), ("honest", "biased", "inputs-off-source"),
    ],
)  # fmt: skip
def test_devices_and_sources_that_yield_nothing(
    device: str, source: str, violation: str | None, tmp_path: Path
) -> None:
    play(asked(EXAMPLE), tmp_path, seed=2, device=device, source=source)
    found = judge(tmp_path)
    assert found.proof is None
    assert (found.violation and found.violation.name) == violation
    if violation is None:
        assert found.accepted is False


def test_the_segments_of_table_2_added_as_printed_leave_light_enough_time(honest: Path, tmp_path: Path) -> None:
    from shutil import copytree

    folder = Path(copytree(honest, tmp_path / "run"))
    # generator and latch of one node before, detection and offsets of the other one after: equations (6) to (8)
    printed = {"distance": "32.928", "A": {"start": "-19.1", "end": "91.55"}, "B": {"start": "-24.3", "end": "96.55"}}
    declared(folder, lambda document: document.update(separation=printed))
    found = judge(folder)
    assert found.violation is not None
    assert (found.violation.name, found.violation.place) == ("light-has-time", "A to B")
    assert "115.650 ns" in found.violation.sentence
    assert "109.836 ns" in found.violation.sentence
