"""The derivation of a status: each rule, and the nearest case in which it does not apply."""

import itertools

import pytest

from oracle.ledger.status import KINDS, ROLES, Finding, Kind, Role, Status, Weighed, by_whom, derive


def weighed(role: Role, kind: Kind, holds: bool = True) -> Weighed:
    return Weighed(role, Finding(kind, holds, ""))


SUPPORT = weighed("supports", "proof")
CERTIFIED = Weighed("supports", Finding("proof", True, "", certified=True))
PART = Weighed("part", Finding("gap", True, "", certified=True))
DOUBT = weighed("questions", "doubt")
ENCLOSURE = weighed("supports", "enclosure")
NUMERICS = weighed("supports", "numerics")
GAP = weighed("supports", "gap")
REFUTATION = weighed("refutes", "refutation")
CORRECTION = weighed("corrects", "correction")


@pytest.mark.parametrize(
    ("evidence", "status"),
    [
        ([SUPPORT], "checked"),
        ([SUPPORT, SUPPORT], "checked"),
        ([CERTIFIED], "proved"),
        ([CERTIFIED, SUPPORT], "proved"),
        ([CERTIFIED, ENCLOSURE], "enclosed"),
        ([CERTIFIED, PART], "weaker"),
        ([PART], "weaker"),
        ([DOUBT], "unsupported"),
        ([DOUBT, CORRECTION], "unsupported"),
        ([DOUBT, SUPPORT], "open"),
        ([DOUBT, REFUTATION], "open"),
        ([PART, REFUTATION], "open"),
        ([ENCLOSURE], "enclosed"),
        ([SUPPORT, ENCLOSURE], "enclosed"),
        ([NUMERICS], "reproduced"),
        ([SUPPORT, ENCLOSURE, NUMERICS], "reproduced"),
        ([GAP], "weaker"),
        ([SUPPORT, ENCLOSURE, NUMERICS, GAP], "weaker"),
        ([REFUTATION], "refuted"),
        ([REFUTATION, REFUTATION], "refuted"),
        ([REFUTATION, CORRECTION], "discrepant"),
        ([REFUTATION, CORRECTION, CORRECTION], "discrepant"),
        ([], "open"),
        ([CORRECTION], "open"),
        ([SUPPORT, REFUTATION], "open"),
        ([SUPPORT, CORRECTION], "open"),
        ([SUPPORT, REFUTATION, CORRECTION], "open"),
    ],
)
def test_status_of_evidence_that_holds(evidence: list[Weighed], status: Status) -> None:
    for order in itertools.permutations(evidence):
        assert derive(order) == status


@pytest.mark.parametrize(
    "evidence",
    [
        [SUPPORT],
        [ENCLOSURE],
        [NUMERICS],
        [GAP],
        [REFUTATION],
        [SUPPORT, ENCLOSURE],
        [REFUTATION, CORRECTION],
        [SUPPORT, GAP],
    ],
)
def test_one_finding_that_does_not_hold_leaves_the_claim_open(evidence: list[Weighed]) -> None:
    for place, item in enumerate(evidence):
        failed = Weighed(item.role, Finding(item.finding.kind, False, ""))
        assert derive(evidence) != "open"
        assert derive([*evidence[:place], failed, *evidence[place + 1 :]]) == "open"


@pytest.mark.parametrize(("role", "kind"), list(itertools.product(ROLES, KINDS)))
def test_a_kind_counts_in_one_role_only(role: Role, kind: Kind) -> None:
    proper: dict[Kind, Role] = {"refutation": "refutes", "correction": "corrects", "doubt": "questions"}
    in_part = (role, kind) == ("part", "gap")
    assert weighed(role, kind).counts == (in_part or proper.get(kind, "supports") == role)


@pytest.mark.parametrize(
    ("evidence", "role", "found"),
    [
        ([REFUTATION, CORRECTION], "refutes", "checked"),
        ([REFUTATION, Weighed("corrects", Finding("correction", True, "", certified=True))], "corrects", "proved"),
        ([REFUTATION, Weighed("corrects", Finding("correction", False, "", certified=True))], "corrects", ""),
        ([CERTIFIED], "refutes", ""),
    ],
)
def test_who_vouches_for_a_side(evidence: list[Weighed], role: Role, found: str) -> None:
    assert by_whom(evidence, role) == found


def test_evidence_in_a_foreign_role_leaves_the_claim_open() -> None:
    assert derive([weighed("supports", "refutation")]) == "open"
    assert derive([weighed("refutes", "proof"), CORRECTION]) == "open"
    assert derive([REFUTATION, weighed("corrects", "proof")]) == "open"
