"""Rule `farkas`: no behaviour of the set satisfies the hypotheses.

The witness is that of `lp-dual` or `sos` for the slack -1: were there a behaviour, the
means of both sides would say that -1 is nonnegative.
"""

from __future__ import annotations

from ..read import Node
from ..statement import Empty
from . import lp_dual, sos


def prove(claim: Empty, statement: Node, witness: Node) -> None:
    """Raise `Refused` unless the witness proves that nothing exists."""
    rule = sos if claim.setting.operators else lp_dual
    rule.prove(claim, statement, witness)
