"""Rule `point`: an explicit exact object is a member of the set and attains the values.

The object is evaluated without normalisation; with norm N > 0 its functional has the
value v exactly if its unnormalised mean equals v N.
"""

from __future__ import annotations

from fractions import Fraction

from ..model import object_key, read_object, require_hypotheses
from ..read import Node
from ..statement import Value


def prove(value: Value, statement: Node, witness: Node) -> None:
    """Raise `Refused` unless the object is admissible and has all the values."""
    setting = value.setting
    key = object_key(setting)
    found = witness.fields((key,), ("norm", "symbols"))
    setting.ring.read_point(found, witness)
    thing = read_object(found[key], setting)
    norm = setting.ring.read_weight(found["norm"], strict=True) if "norm" in found else Fraction(1)
    if thing.mean({(): Fraction(1)}) - norm:
        raise witness.rejected("not-admissible", "the norm of the object is not the stated one (1 when none is stated)")
    require_hypotheses(witness, thing, setting, [], "not-admissible")
    for terms, operator, expected, node in value.values:
        if thing.mean(operator) - expected * norm:
            text = setting.scenario.terms_text(terms)
            raise node.rejected("not-attained", f"the object does not have the stated value of {text[:120]}")
