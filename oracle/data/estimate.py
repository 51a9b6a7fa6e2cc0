"""Two estimators of the CHSH value; only the first one may enter certified bits."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from oracle.data.chsh_table import SETTINGS, CountTable, Setting


def chsh_declared(table: CountTable, inputs: Mapping[Setting, Fraction]) -> Fraction:
    """The estimator (2), (9) with the declared input distribution.

    Each round contributes (-1)^(xy) (+1 for equal outcomes, -1 otherwise) / P(xy), whose mean given
    the past is the CHSH value of that round: increments of a martingale, so it may feed a deviation
    bound that tolerates memory.

    Args:
        table: the counts.
        inputs: probability of each setting pair, positive, sum one.

    Returns:
        The exact value; it may lie outside [-4, 4] because settings are not counted but declared.

    Source: pironio2010, equations (2) and (9).
    """
    total = sum((_sign(x, y) * table.correlation(x, y) / inputs[x, y] for x, y in SETTINGS), Fraction(0))
    return total / table.rounds


def chsh_observed(table: CountTable) -> Fraction | None:
    """The CHSH value (1) with conditional frequencies, an estimate for i.i.d. rounds only.

    Returns:
        The exact value in [-4, 4], or None when a setting pair never occurred.

    Source: pironio2010, equation (1) and the caption of Table 1.
    """
    if not all(table.at(x, y) for x, y in SETTINGS):
        return None
    return sum((Fraction(_sign(x, y) * table.correlation(x, y), table.at(x, y)) for x, y in SETTINGS), Fraction(0))


def wins(table: CountTable) -> int:
    """Rounds that win the CHSH game: a + b = xy modulo 2."""
    return sum(count for (x, y, a, b), count in table.counts.items() if a ^ b == x * y)


def _sign(x: int, y: int) -> int:
    return -1 if x * y else 1
