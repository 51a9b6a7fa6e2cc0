"""A run of an experiment: the counts, and what was declared about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from oracle.data.chsh_table import CountTable, Setting

OVERRIDES = ("signalling", "biased-inputs")
"""Names of the tags that mark what a user was warned of and allowed."""


@dataclass(frozen=True)
class Run:
    """Counts to be certified.

    Attributes:
        table: the counts.
        inputs: the declared distribution of the settings, positive, sum one.
        delta: failure probability, in (0, 1).
        overrides: of `OVERRIDES`, in that order; the certificate is marked with them.
    """

    table: CountTable
    inputs: Mapping[Setting, Fraction]
    delta: Fraction
    overrides: tuple[str, ...] = ()
