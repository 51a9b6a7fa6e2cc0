"""The status of a claim as a pure function of what its evidence shows.

Nothing else enters: neither the status the ledger expects, nor the text of the claim.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Status = Literal[
    "proved", "checked", "enclosed", "reproduced", "weaker", "refuted", "discrepant", "unsupported", "open"
]
Role = Literal["supports", "part", "refutes", "corrects", "questions"]
Kind = Literal["proof", "enclosure", "numerics", "gap", "refutation", "correction", "doubt"]
Reason = Literal["definition", "editorial", "cited theorem", "data not public", "not done"]

STATUSES: tuple[Status, ...] = get_args(Status)
ROLES: tuple[Role, ...] = get_args(Role)
KINDS: tuple[Kind, ...] = get_args(Kind)
REASONS: tuple[Reason, ...] = get_args(Reason)

_KINDS_OF_ROLE: dict[Role, tuple[Kind, ...]] = {
    "supports": ("proof", "enclosure", "numerics", "gap"),
    "part": ("gap",),
    "refutes": ("refutation",),
    "corrects": ("correction",),
    "questions": ("doubt",),
}
# From the weakest to the strongest: a claim is worth its weakest support.
_STATUS_OF_SUPPORT: tuple[tuple[Kind, Status], ...] = (
    ("gap", "weaker"),
    ("numerics", "reproduced"),
    ("enclosure", "enclosed"),
)


@dataclass(frozen=True)
class Finding:
    """What one piece of evidence shows.

    Args:
        kind: ``proof`` (an exact argument for what is printed), ``enclosure`` (a rigorous interval lies among the reals
            that are printed so), ``numerics`` (untrusted numbers agree within a tolerance named in ``detail``), ``gap``
            (something weaker than printed is shown, ``detail`` says by how much), ``refutation`` (what is printed is
            shown false), ``correction`` (the corrected form is shown right), ``doubt`` (what is printed is shown not to
            follow from what it is derived from; it may still be true).
        holds: Whether the evidence came out; a finding that does not hold settles nothing.
        detail: The figures, one line.
        certified: Whether it is the kernel that accepted a certificate of a registered statement.
    """

    kind: Kind
    holds: bool
    detail: str
    certified: bool = False


@dataclass(frozen=True)
class Weighed:
    """A finding with the role the ledger gives it."""

    role: Role
    finding: Finding

    @property
    def counts(self) -> bool:
        """Whether the finding holds and is of a kind that can play its role."""
        return self.finding.holds and self.finding.kind in _KINDS_OF_ROLE[self.role]


def derive(evidence: Iterable[Weighed]) -> Status:
    """Return the status that the evidence gives a claim.

    All evidence must hold and suit its role, otherwise nothing is settled. What is printed cannot be supported and
    refuted at once. Refuted with a correction is ``discrepant``, without one ``refuted``; what does not follow is
    ``unsupported``, with or without what does follow; a correction of something nobody has shown wrong settles nothing.
    Support counts by its weakest piece, and is ``proved`` only with a certificate among its pieces.

    Args:
        evidence: Findings with their roles, in any order.

    Returns:
        The status; ``open`` for no evidence, evidence that does not hold, or evidence in conflict.

    >>> program = Weighed("supports", Finding("proof", True, ""))
    >>> derive([program])
    'checked'
    >>> derive([program, Weighed("supports", Finding("proof", True, "", certified=True))])
    'proved'
    >>> derive([program, Weighed("supports", Finding("proof", False, ""))])
    'open'
    """
    weighed = tuple(evidence)
    if not all(item.counts for item in weighed):
        return "open"
    roles = {item.role for item in weighed}
    if roles == {"refutes", "corrects"}:
        return "discrepant"
    if roles == {"refutes"}:
        return "refuted"
    if roles in ({"questions"}, {"questions", "corrects"}):
        return "unsupported"
    if roles and roles <= {"supports", "part"}:
        kinds = {item.finding.kind for item in weighed}
        return next(
            (status for kind, status in _STATUS_OF_SUPPORT if kind in kinds),
            "proved" if any(item.finding.certified for item in weighed) else "checked",
        )
    return "open"


def by_whom(evidence: Iterable[Weighed], role: Role) -> Literal["proved", "checked", ""]:
    """Return who vouches for one side of a claim: ``proved`` with a certificate, ``checked`` without, "" without it.

    Args:
        evidence: Findings with their roles; those that do not count are passed over.
        role: The side.

    >>> by_whom([Weighed("corrects", Finding("correction", True, "", certified=True))], "corrects")
    'proved'
    """
    found = [item.finding.certified for item in evidence if item.role == role and item.counts]
    return "" if not found else "proved" if any(found) else "checked"
