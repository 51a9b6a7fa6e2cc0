"""The steering protocol: certificates at the end, and devices that yield nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from oracle.api.report import report
from oracle.protocols.judge import judge
from oracle.protocols.play import play
from oracle.resources import certificates_dir
from tests.oracle.protocols.runs import asked

pytest.importorskip("pyarrow", reason="pyarrow is optional and not installed")

EXAMPLE = (certificates_dir() / "examples" / "protocols" / "steering-generation.toml").read_text("utf-8")


def test_every_pair_of_settings_has_its_guessing_bound(tmp_path: Path) -> None:
    play(asked(EXAMPLE), tmp_path, seed=1)
    found = judge(tmp_path)
    assert (found.conforms, found.accepted) == (True, True)
    assert found.output > 160_000
    guessed = [each.statement["guessed"] for _, each in found.further]
    assert guessed == [["B0", "C0"], ["B0", "C1"], ["B1", "C0"], ["B1", "C1"]]
    assert all("3/2 - 1/4*<F>" in each.text for _, each in found.further)
    assert [each.name for each in found.cited] == ["many-rounds", "leftover-hashing"]
    assert b"cited, not proved here: many-rounds" in report(str(tmp_path)).html


@pytest.mark.parametrize(
    ("device", "source", "violation"),
    [
        ("noisy", "declared", None), ("drifting", "declared", None), ("local", "declared", None),
        ("signalling", "declared", "outcomes-signal"), ("honest", "biased", "inputs-off-source"),
        ("honest", "remembering", "inputs-follow-inputs"),
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
