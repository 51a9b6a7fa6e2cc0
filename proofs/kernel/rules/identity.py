"""What the rules for bounds share: the identity, hypotheses about means, and vacuity."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol

from ..model import object_key, read_object, require_hypotheses
from ..number import brief, sign
from ..read import Node, listed
from ..statement import Empty, Hypothesis, Setting
from ..symbols import Coefficient, Poly
from ..words import Operator


class Claim(Protocol):
    """A statement about the means of certain operators in the whole set."""

    setting: Setting


def hypothesis_of(bound: Claim, node: Node, kind: str) -> Hypothesis:
    """The hypothesis a witness names; used against its kind it is refused."""
    name = node.text()
    hypothesis = bound.setting.hypotheses.get(name)
    if hypothesis is None:
        raise node.malformed("unknown-name", "the statement has no hypothesis of this name")
    if hypothesis.kind != kind:
        raise node.rejected("hypothesis-use", f"{name} is of kind {hypothesis.kind} and cannot be used as {kind}")
    return hypothesis


def subtract_means(bound: Claim, found: Mapping[str, Node], total: Operator) -> None:
    """total -= sum weight * q: <q> >= 0 takes a nonnegative weight, <q> = 0 any."""
    scenario = bound.setting.scenario
    for entry in listed(found, "means"):
        parts = entry.fields(("hypothesis", "weight"))
        hypothesis = hypothesis_of(bound, parts["hypothesis"], "mean")
        ring = bound.setting.ring
        weight = ring.read(parts["weight"]) if hypothesis.sense == "=0" else ring.read_weight(parts["weight"])
        scenario.add(total, hypothesis.operator, -weight)


def read_multiplier(bound: Claim, found: Mapping[str, Node]) -> Coefficient:
    """What both sides of the identity are multiplied with; an identity times zero would say nothing."""
    ring = bound.setting.ring
    return ring.read_weight(found["multiplier"], strict=True) if "multiplier" in found else Fraction(1)


def require_zero(bound: Claim, node: Node, total: Operator) -> None:
    """Refuse unless both sides of the identity agree in every word class."""
    for word, c in total.items():
        scenario = bound.setting.scenario
        name = " ".join(scenario.factor_text(factor) for factor in word) or "1"
        text = brief(bound.setting.ring.text_of, c)
        raise node.rejected("identity", f"the two sides differ by {text} in the class of {name}")


def exclude_vacuity(bound: Claim, found: Mapping[str, Node], node: Node) -> None:
    """An exact real point of the symbols, and an object that satisfies the hypotheses.

    Lemma.  Relations and conditions that no real number satisfies, or hypotheses that no
    behaviour does, would imply everything.  The point shows that the symbols have values
    at all.  The object shows that the hypotheses hold together: at all values of the
    symbols, its weights, entries and means being polynomials in them that the relations
    and ranges decide; or, where the statement names a point, at that point only, which
    the text says.  So a claim whose text is silent is about something at every value.

    The object of a quantum statement is a finite-dimensional tensor product, which is a
    special case of commuting operators.  A claim that nothing exists needs the point only.
    """
    setting = bound.setting
    if setting.shown_at and "symbols" in found:
        raise found["symbols"].malformed("unknown-key", "the statement names the point")
    named = {"symbols": setting.vacuity} if setting.shown_at and setting.vacuity else found
    point = setting.ring.read_point(named, node)
    at = point if setting.shown_at else []  # else for all values
    if "feasible" not in found:
        if setting.hypotheses and not setting.unchecked and not isinstance(bound, Empty):
            raise node.rejected("vacuous", "a feasible object is required, or the statement says vacuity unchecked")
        return
    feasible = found["feasible"]
    if not setting.hypotheses or setting.unchecked or isinstance(bound, Empty):
        raise feasible.malformed("unknown-key", "there is no claim of feasibility to show")
    key = object_key(setting)
    thing = read_object(feasible.fields((key,))[key], setting)
    norm = thing.mean({(): Fraction(1)})
    varies = isinstance(norm, Poly) and any(map(any, norm.terms))
    if (varies and not at) or sign(setting.ring.evaluate(norm, point)) <= 0:
        raise feasible.rejected("not-admissible", "the norm of the object is not a positive number")
    require_hypotheses(feasible, thing, setting, at, "vacuous")
