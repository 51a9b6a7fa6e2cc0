"""Checks of the claims of arXiv:0911.3427, one module for each part of the paper.

Each check's docstring states the lemma that reduces the claim to the exact computations it makes.
"""

from oracle.ledger.checks.pironio2010 import (
    battery,
    expansion,
    extraction,
    nosignalling,
    quantum,
    rounds,
    table1,
    tight,
)
from oracle.ledger.registry import Check, collect

CHECKS: dict[str, Check] = collect(
    "pironio2010", battery, expansion, extraction, nosignalling, quantum, rounds, table1, tight
)
