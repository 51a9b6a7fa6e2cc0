"""Checks of the claims of arXiv:2412.17931, one module for each part of the paper.

Each check's docstring states the lemma that reduces the claim to the exact computations it makes.
"""

from oracle.ledger.checks.kulikov2024 import composition, extractor, figures, inequality, randomness, slices, timing
from oracle.ledger.registry import Check, collect

CHECKS: dict[str, Check] = collect(
    "kulikov2024", inequality, composition, extractor, randomness, slices, figures, timing
)
