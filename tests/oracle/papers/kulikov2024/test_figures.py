"""Printed figures of the amplification experiment: each check comes out, and fails once a figure is changed."""

from fractions import Fraction
from typing import Any

import pytest

from oracle.ledger import audit
from oracle.ledger.exact import Interval
from oracle.ledger.registry import checks_of
from oracle.papers.kulikov2024.checks import figures, timing

FAULTS: list[tuple[Any, str, Any, str]] = [
    (figures, "TRIALS", 1_342_177_281, "sec_experiment_trials sec_summary_input_bits"),
    (figures, "BLOCK", 2**25, "sec_experiment_trials sec_experiment_block sec_s3_block"),
    (figures, "REPETITION", Fraction(22, 10**6), "sec_experiment_rate"),
    (figures, "EARLIER_TRIALS", 10**5, "sec_improvements_trials"),
    (figures, "LOSS", Fraction(21), "sec_improvements_loss"),
    (figures, "REMAINING", Interval(Fraction(12), Fraction(18)), "sec_improvements_loss"),
    (figures, "VALUE", "0.00", "sec_experiment_threshold k4"),
    (figures, "VALUE", "0.00289", "k4"),
    (figures, "SHARE", Fraction(0), "k4"),
    (figures, "SCORE", "2.9", "k4"),
    (timing, "LATCH", {"A": Fraction(0), "B": Fraction(0)}, "k2_corrected"),
    (timing, "TOTALS", {"A": Fraction("115.65"), "B": Fraction("115.85")}, "k2_printed k2_corrected sec_s4_locality"),
    (timing, "LIGHT", 250_000_000, "k2_printed k3_corrected"),
    (timing, "DISTANCE", "32.90", "k3_printed k3_corrected"),
    (timing, "DISTANCE", "31.0", "sec_s4_locality"),
    (timing, "TABLE", "1.68", "k7_printed k7_corrected"),
    (timing, "PERIOD", Fraction(2), "k7_corrected"),
    (timing, "QRNG_DRIFT", Fraction(20), "sec_s2_jitter_free"),
    (timing, "BETWEEN", Fraction(1), "sec_s3_mismatch_limit"),
]


@pytest.mark.parametrize(("module", "name", "value", "checks"), FAULTS, ids=lambda x: x if isinstance(x, str) else "")
def test_another_figure_makes_its_checks_fail(
    module: Any, name: str, value: Any, checks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {check: checks_of("kulikov2024")[f"kulikov2024.{check}"] for check in checks.split()}
    assert all(check().holds for check in found.values())
    monkeypatch.setattr(module, name, value)
    assert [check for check, run in found.items() if run().holds] == []


def test_every_check_of_a_figure_has_a_fault() -> None:
    named = {check for *_, checks in FAULTS for check in checks.split()}
    offered = {name for module in (figures, timing) for name in vars(module)} & {
        name.partition(".")[2] for name in checks_of("kulikov2024")
    }
    assert offered == named


def test_the_claims_come_out() -> None:
    entries = {entry.id: entry for entry in audit(["kulikov2024"])}
    wanted = {"K2": "discrepant", "K3": "discrepant", "K4": "enclosed", "K7": "discrepant", "K8": "open"}
    assert {name: entries[name].status for name in wanted} == wanted
    assert all(entry.ok for entry in entries.values())
