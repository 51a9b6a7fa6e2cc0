"""The pair of a CHSH value and a value of inequality (4): the check fails for another share of noise."""

from fractions import Fraction

import pytest

from oracle.ledger import audit
from oracle.papers.kulikov2024.checks import figures
from tests.oracle.ledger.printed import as_printed


@pytest.mark.parametrize("share", [Fraction(0), Fraction(1, 10)])
def test_another_share_of_noise_has_another_value(share: Fraction, monkeypatch: pytest.MonkeyPatch) -> None:
    assert as_printed("kulikov2024", "k4").holds
    monkeypatch.setattr(figures, "SHARE", share)
    assert not as_printed("kulikov2024", "k4").holds


def test_the_claims_come_out() -> None:
    entries = {entry.id: entry for entry in audit(["kulikov2024"])}
    wanted = {"K2": "discrepant", "K3": "discrepant", "K4": "enclosed", "K7": "refuted", "K8": "unsupported"}
    wanted |= {"sec-s4-locality": "unsupported", "sec-loopholes-locality": "unsupported", "K3-margin": "proved"}
    assert {name: entries[name].status for name in wanted} == wanted
    assert all(entry.ok for entry in entries.values())
