"""Checks of the claims of arXiv:1308.4635 about the four-party inequality, its linear program and the source.

Each check's docstring states the lemma that reduces the claim to the exact computations it makes.
"""

from oracle.ledger.checks.ramanathan2013 import (
    bits,
    inequality,
    joint,
    majority,
    protocol,
    selection,
    source,
    verification,
)
from oracle.ledger.registry import Check, collect

CHECKS: dict[str, Check] = collect(
    "ramanathan2013", bits, inequality, joint, majority, source, selection, verification, protocol
)
