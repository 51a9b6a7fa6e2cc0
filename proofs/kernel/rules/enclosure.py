"""Rule `enclosure`: an expression of sqrt, ln, log2, exp lies in a rational interval.

The only witness is the precision of the outward-rounded evaluation.
"""

from __future__ import annotations

from ..interval import MAX_PRECISION, OutsideDomain
from ..read import Node
from ..statement import Enclosure


def prove(claim: Enclosure, statement: Node, witness: Node) -> None:
    """Raise `Refused` unless interval evaluation proves low <= value <= high."""
    precision = witness.fields(("precision",))["precision"].integer(8, MAX_PRECISION)
    try:
        low, high = claim.expression.evaluate(precision, claim.budget)
    except OutsideDomain as problem:
        raise statement.rejected("domain", str(problem)) from None
    if not claim.low <= low or not high <= claim.high:
        raise statement.rejected("enclosure", "the value is not proved to lie in the interval at this precision")
