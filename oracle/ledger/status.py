"""The status of a claim as a pure function of what its evidence shows.

Nothing else enters: neither the status the ledger expects, nor the text of the claim.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Status = Literal["proved", "enclosed", "reproduced", "weaker", "refuted", "discrepant", "open"]
Role = Literal["supports", "refutes", "corrects"]
Kind = Literal["proof", "enclosure", "numerics", "gap", "refutation", "correction"]

STATUSES: tuple[Status, ...] = get_args(Status)
ROLES: tuple[Role, ...] = get_args(Role)
KINDS: tuple[Kind, ...] = get_args(Kind)

_KINDS_OF_ROLE: dict[Role, tuple[Kind, ...]] = {
    "supports": ("proof", "enclosure", "numerics", "gap"),
    "refutes": ("refutation",),
    "corrects": ("correction",),
}
# From the strongest to the weakest: a claim is worth its weakest support.
_STATUS_OF_SUPPORT: tuple[tuple[Kind, Status], ...] = (
    ("gap", "weaker"),
    ("numerics", "reproduced"),
    ("enclosure", "enclosed"),
    ("proof", "proved"),
)


@dataclass(frozen=True)
class Finding:
    """What one piece of evidence shows.

    Args:
        kind: ``proof`` (an exact argument for what is printed), ``enclosure`` (a rigorous interval lies among the reals
            that are printed so), ``numerics`` (untrusted numbers agree within a tolerance named in ``detail``), ``gap``
            (something weaker than printed is proved, ``detail`` says by how much), ``refutation`` (what is printed is
            shown false), ``correction`` (the corrected form is shown right).
        holds: Whether the evidence came out; a finding that does not hold settles nothing.
        detail: The figures, one line.
    """

    kind: Kind
    holds: bool
    detail: str


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
    refuted at once. Refuted with a proved correction is ``discrepant``, without one ``refuted``; a correction of
    something nobody has shown wrong settles nothing. Support counts by its weakest piece.

    Args:
        evidence: Findings with their roles, in any order.

    Returns:
        The status; ``open`` for no evidence, evidence that does not hold, or evidence in conflict.

    >>> proof = Weighed("supports", Finding("proof", True, ""))
    >>> derive([proof])
    'proved'
    >>> derive([proof, Weighed("supports", Finding("enclosure", True, ""))])
    'enclosed'
    >>> derive([proof, Weighed("supports", Finding("proof", False, ""))])
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
    if roles == {"supports"}:
        kinds = {item.finding.kind for item in weighed}
        return next(status for kind, status in _STATUS_OF_SUPPORT if kind in kinds)
    return "open"
