"""The table of practicality and its picture."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from oracle.papers.ramanathan2013 import practicality


def test_a_row_has_what_is_proved_between_its_two_limits() -> None:
    for bias in practicality.BIASES:
        line = practicality.row(bias, Fraction(1, 1000), Fraction(0))
        assert line.forbidden <= line.protocol.devices < line.printed


@pytest.mark.parametrize(("bias", "least"), [("1/100", 23), ("1/10", 36), ("1/4", 97), ("2/5", 619)])
def test_the_local_attack_forbids_fewer_devices(bias: str, least: int) -> None:
    assert practicality.row(Fraction(bias), Fraction(1, 1000), Fraction(0)).forbidden == least


def test_the_table_is_printed_and_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib")
    assert practicality.main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + 24
    assert "1/4,1/18,1/1000,0,109,0,327,97," in "\n".join(lines)
    assert practicality.main([str(tmp_path / "devices.svg")]) == 0
    assert (tmp_path / "devices.svg").read_text("utf-8").startswith("<?xml")
