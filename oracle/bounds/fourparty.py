"""The exact curves of the four-party inequality: what a no-signalling adversary knows of the majority bit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from oracle import fourparty as definitions
from oracle.bounds.model import Bound, Optimum
from oracle.fourparty import CANONICAL, NAMES, joint_events, means
from oracle.numbers import Real, number_text
from oracle.problems import Bug, Malformed, Undecided
from oracle.proved import Proved, coefficients, require_about

if TYPE_CHECKING:
    from lp.parametric import Curve

Signs = tuple[int, int]
ALL_SIGNS: tuple[Signs, ...] = ((1, 1), (1, -1), (-1, 1), (-1, -1))
SCENARIO = {"parties": [{"name": name, "inputs": [["0", "2"], ["1", "2"]]} for name in NAMES]}
_ARGUMENTS = {"delta": "Bell value B.P, a rational number of at least 0"}
_SOURCE = "ramanathan2013, section II.A and lemma 4; the exact optimum in place of the printed line"
_ASSUMPTIONS = (
    "no-signalling behaviours of four parties; the adversary holds classical side information and knows the inputs",
    "delta bounds the mean Bell value given what the adversary knows; it is no estimate from data",
)


def _delta(arguments: Mapping[str, Real]) -> Fraction:
    delta = arguments["delta"]
    if not isinstance(delta, Fraction):
        raise Malformed("wrong-number", f"delta = {number_text(delta)} is not rational")
    if delta < 0:
        raise Malformed("out-of-range", f"delta = {delta} is negative; no-signalling behaviours have B.P of at least 0")
    return delta


def _majority(arguments: Mapping[str, Real]) -> Optimum:
    return _optimum(_delta(arguments), [(1, 1)])


def _joint(arguments: Mapping[str, Real]) -> Optimum:
    return _optimum(_delta(arguments), ALL_SIGNS)


def _functional(signs: Signs) -> Mapping[str, Fraction]:
    """sign0 * M0 + sign1 * M1 in means of words; M itself for two signs of +1."""
    return definitions.majority(CANONICAL) if signs == (1, 1) else means(joint_events(CANONICAL, *signs))


def _optimum(delta: Fraction, signs: Sequence[Signs]) -> Optimum:
    """The largest of the curves of sign0 * M0 + sign1 * M1 at delta, with a bound on each of them."""
    from lp import fourparty
    from lp.solve import NoOptimumError

    try:
        curves = {pair: fourparty.joint_curve(CANONICAL, *pair) for pair in signs if pair != (1, 1)}
        if (1, 1) in signs:
            curves[1, 1] = fourparty.majority_curve()
    except NoOptimumError as problem:
        raise Undecided("not-proved", f"no exact optimum was found: {problem}") from None
    best = max(signs, key=lambda pair: curves[pair](delta))
    value = curves[best](delta)
    order = [best, *(pair for pair in signs if pair != best)]

    def require(upper: Sequence[Proved], attained: Proved) -> None:
        largest = max(bound_at(found, _functional(pair), delta) for pair, found in zip(order, upper, strict=True))
        reached = value_within(attained, _functional(best), delta)
        if not largest == reached == value:
            raise Bug("not-proved", "the certificates of the bound and of the behaviour do not meet")

    upper = tuple(curves[pair].piece_at(delta).bound for pair in order)
    return Optimum(value, upper, attaining(curves[best], delta, best), require)


def attaining(curve: Curve, delta: Fraction, signs: Signs) -> bytes:
    """A certificate of a behaviour on the curve: the mixture of the two vertices around delta."""
    from lp import fourparty
    from proofs.search.write import Json, certificate_bytes, rational

    left = max((v for v in curve.vertices if v.parameter <= delta), key=lambda v: v.parameter)
    right = min((v for v in curve.vertices if v.parameter >= delta), key=lambda v: v.parameter, default=left)
    width = right.parameter - left.parameter
    share = (delta - left.parameter) / width if width else Fraction(0)
    behaviour: dict[str, Fraction] = {}
    for weight, vertex in ((1 - share, left), (share, right)):
        for event, p in vertex.behaviour.items():
            behaviour[event] = behaviour.get(event, Fraction(0)) + weight * p
    score = (1 - share) * left.parameter + share * right.parameter
    value = (1 - share) * left.value + share * right.value
    values: list[Json] = [
        {"functional": fourparty.SCENARIO.terms(functional), "value": rational(number)}
        for functional, number in ((fourparty.bell(), score), (_functional(signs), value))
    ]
    statement: dict[str, Json] = {
        "kind": "value", "set": "no-signalling", "scenario": fourparty.SCENARIO.json, "values": values,
    }  # fmt: skip
    cells: list[Json] = [[rational(p), event] for event, p in behaviour.items() if p]
    return certificate_bytes("point", statement, {"behaviour": cells})


def bound_at(found: Proved, functional: Mapping[str, Fraction], delta: Fraction) -> Fraction:
    """What a proved bound says about the functional at Bell value <= delta.

    Raises:
        Bug: the certificate is about something else, or about another range of delta.
    """
    require_about(found, kind="bound", set="no-signalling", scenario=SCENARIO, functional=functional, sense="<=")
    bound = found.statement["bound"]
    if "hypotheses" not in found.statement:
        return Fraction(bound)  # holds for every behaviour
    bell = definitions.bell()
    hypothesis: dict[str, Any] = {word: -c for word, c in bell.items()}
    hypothesis[""] = {"poly": [[str(-bell[""]), ""], ["1", "delta"]]}
    require_about(found, hypotheses={"bell": (">=0", hypothesis)}, field=None, relations=None)
    (symbol,) = found.statement["symbols"]
    low, high = symbol.get("low"), symbol.get("high")
    conditions = found.statement.get("conditions")
    if conditions == [{"polynomial": {"poly": [["1", "delta"]]}, "sense": ">=0"}] and low is high is None:
        low, conditions = "0", None
    outside = (low is not None and delta < Fraction(low)) or (high is not None and delta > Fraction(high))
    if symbol["name"] != "delta" or conditions is not None or outside:
        raise Bug("not-proved", "the proposed certificate is about another range of delta")
    terms = bound["poly"] if isinstance(bound, dict) else [[bound, ""]]
    return sum((Fraction(c) * (delta if monomial == "delta" else 1) for c, monomial in terms), Fraction(0))


def value_within(found: Proved, functional: Mapping[str, Fraction], delta: Fraction) -> Fraction:
    """The value of the functional at a proved behaviour with Bell value <= delta.

    Raises:
        Bug: the certificate is about something else, or the Bell value is above delta.
    """
    require_about(found, kind="value", set="no-signalling", scenario=SCENARIO, hypotheses={}, symbols=None)
    score, value = found.statement["values"]
    named = [coefficients(entry["functional"]) for entry in (score, value)]
    if named != [definitions.bell(), functional] or Fraction(score["value"]) > delta:
        raise Bug("not-proved", "the proposed behaviour has other values than was asked")
    return Fraction(value["value"])


MAJORITY = Bound(
    name="ns4.majority",
    arguments=_ARGUMENTS,
    unit="difference of probabilities",
    safe_side="high",
    formula="max M.P = max P(maj = 0) - P(maj = 1) under B.P <= delta",
    says=(
        "Largest bias v of the majority of the first three outcomes at the setting 0001 over no-signalling behaviours "
        "with Bell value at most delta; the bit is then guessed with probability at most (1 + v)/2. The other seven "
        "settings of the inequality, and the bit 1 in place of 0, have the same value by relabelling."
    ),
    assumptions=_ASSUMPTIONS,
    source=_SOURCE,
    evaluate=_majority,
)

JOINT = Bound(
    name="ns4.joint",
    arguments=_ARGUMENTS,
    unit="difference of probabilities",
    safe_side="high",
    formula="max |M0.P| + |M1.P| under B.P <= delta",
    says=(
        "Largest w of the bit's bias given that the same run counts for (M0) or against (M1) the inequality, weighted "
        "with the probabilities of the two: what is known of a bit whose own run enters the test. It bounds v from "
        "above and reaches 1 at a smaller delta."
    ),
    assumptions=_ASSUMPTIONS,
    source=_SOURCE,
    evaluate=_joint,
)
