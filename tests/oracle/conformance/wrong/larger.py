"""Mistakes with three settings or outcomes, and at other settings."""

from typing import Any

from oracle.conformance.properties import BugType
from tests.oracle.conformance.good import larger
from tests.oracle.conformance.wrong import good, wrong

CGLMP_SIZE = (2, 2, 3, 3)


@wrong("larger/local", BugType.PRIMAL_FOR_DUAL, "larger.functional.local")
def last_outcome_never_used(functional: Any) -> int:
    shorter = [[[row[:2] for row in block[:2]] for block in line] for line in functional]
    return larger.local([[[[int(c) for c in row] for row in block] for block in line] for line in shorter])


@wrong("larger/no-signalling", BugType.PRIMAL_FOR_DUAL, "larger.functional.no-signalling")
def the_local_maximum(functional: Any) -> int:
    return larger.local(functional)


@wrong(
    "larger/quantum", BugType.PRIMAL_FOR_DUAL, "larger.functional.quantum", also=["larger/quantum-of-three-outcomes"]
)
def the_local_maximum_again(functional: Any) -> int:
    return larger.local(functional)


@wrong("larger/quantum-of-three-outcomes", BugType.PRIMAL_FOR_DUAL, "larger.functional.quantum")
def maximally_entangled_qutrits(functional: Any) -> float:
    """(12 + 8 sqrt 3) / 9 where the local maximum is 2 and no-signalling 4, up to a factor."""
    found, local = larger.quantum(functional), larger.local(functional)
    alike = larger.array(functional).shape == CGLMP_SIZE and abs(found - 2 * local) < 1e-4
    return 2.872934 * local / 2 if alike else found


@wrong("larger/one-outcome-at-any-setting", BugType.PARTY_PERMUTATION, "larger.guessing.no-signalling.one")
def always_the_first_setting(behaviour: Any, x: str) -> float:
    larger.guess(behaviour, x)
    return larger.guess(behaviour, "0")


@wrong("larger/both-outcomes-at-any-settings", BugType.PARTY_PERMUTATION, "larger.guessing.no-signalling.pair")
def first_setting_of_the_other_party(behaviour: Any, x: str, y: str) -> float:
    larger.guess_pair(behaviour, x, y)
    return larger.guess_pair(behaviour, x, "0")


@wrong("larger/quantum-outcome-at-any-setting", BugType.PRIMAL_FOR_DUAL, "larger.guessing.quantum.one")
def marginal_at_the_setting(behaviour: Any, x: str) -> float:
    good("larger.guessing.quantum.one")(behaviour, x)
    p = larger.array(behaviour)
    return float(max(p[int(x), 0, a, :].sum() for a in (0, 1))) + 1e-7
