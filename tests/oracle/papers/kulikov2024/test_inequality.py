"""Negative controls of the checks of equation (4) of kulikov2024: for every check a fault that makes it fail."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from oracle.ask.source import independent
from oracle.ledger import audit
from oracle.ledger.arithmetic import identical
from oracle.papers.kulikov2024.checks import inequality
from tests.oracle.ledger.printed import as_printed

Patch = pytest.MonkeyPatch


def a_negative_term_less(patch: Patch) -> None:
    patch.setattr(inequality, "NEGATIVE", inequality.NEGATIVE[:2])


def another_term(patch: Patch) -> None:
    patch.setattr(inequality, "NEGATIVE", (*inequality.NEGATIVE[:2], ((1, 1), (1, 1))))


def identities_off_by_one(patch: Patch) -> None:
    def shifted(left: Callable[..., Fraction], right: Callable[..., Fraction], degree: int, variables: int) -> bool:
        return identical(left, lambda *values: right(*values) + 1, degree, variables)

    patch.setattr(inequality, "identical", shifted)


def unbiased_source(patch: Patch) -> None:
    patch.setattr(inequality, "independent", lambda bits, bias: independent(bits, Fraction(0)))


FAULTS: dict[Callable[[Patch], None], str] = {
    a_negative_term_less: "eq_4 eq_4_perfect_source",
    another_term: "eq_4 eq_4_perfect_source",
    identities_off_by_one: "eq_4",
    unbiased_source: "eq_4_limits",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_fault_makes_its_checks_fail(fault: Callable[[Patch], None], monkeypatch: Patch) -> None:
    fault(monkeypatch)
    assert [name for name in FAULTS[fault].split() if as_printed("kulikov2024", name).holds] == []


def test_every_check_has_a_fault_and_the_claims_come_out() -> None:
    offered = {name for name in vars(inequality) if name.startswith("eq_4")}
    assert {name for names in FAULTS.values() for name in names.split()} == offered
    found = {entry.id: (entry.status, entry.ok) for entry in audit(["kulikov2024"]) if entry.id.startswith("eq-4")}
    proved = dict.fromkeys(("eq-4", "eq-4-limits", "eq-4-harder"), ("proved", True))
    assert found == {**proved, "eq-4-perfect-source": ("checked", True)}
