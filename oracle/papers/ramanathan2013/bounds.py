"""The exact curves of the four-party inequality: what a no-signalling adversary knows of the majority bit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.bounds.curves import Question, read_delta
from oracle.bounds.entries import Bound, Optimum
from oracle.functionals import means
from oracle.numbers import Real
from oracle.papers.ramanathan2013 import definitions as definitions
from oracle.papers.ramanathan2013.any_bound import ANY
from oracle.papers.ramanathan2013.definitions import CANONICAL, joint_events
from oracle.papers.ramanathan2013.protocol_bounds import ACCEPTANCE, DEVICES, ERROR

if TYPE_CHECKING:
    from lp.parametric import Curve

Signs = tuple[int, int]
ALL_SIGNS: tuple[Signs, ...] = ((1, 1), (1, -1), (-1, 1), (-1, -1))
QUESTION = Question((2, 2, 2, 2), definitions.bell(), "bell")
_ARGUMENTS = {"delta": "Bell value B.P, a rational number of at least 0"}
_SOURCE = "ramanathan2013, section II.A and lemma 4; the exact optimum in place of the printed line"
_ASSUMPTIONS = (
    "no-signalling behaviours of four parties; the adversary holds classical side information and knows the inputs",
    "delta bounds the mean Bell value given what the adversary knows; it is no estimate from data",
)


def _majority(arguments: Mapping[str, Real]) -> Optimum:
    from oracle.papers.ramanathan2013 import curves as fourparty

    delta = read_delta(arguments, "B.P")
    return QUESTION.optimum(delta, [definitions.majority(CANONICAL)], lambda: [fourparty.majority_curve()])


def _joint(arguments: Mapping[str, Real]) -> Optimum:
    from oracle.papers.ramanathan2013 import curves as fourparty

    def propose() -> list[Curve]:
        return [
            fourparty.majority_curve() if signs == (1, 1) else fourparty.joint_curve(CANONICAL, *signs)
            for signs in ALL_SIGNS
        ]

    return QUESTION.optimum(read_delta(arguments, "B.P"), [_functional(signs) for signs in ALL_SIGNS], propose)


def _functional(signs: Signs) -> Mapping[str, Fraction]:
    """sign0 * M0 + sign1 * M1 in means of words; M itself for two signs of +1."""
    return definitions.majority(CANONICAL) if signs == (1, 1) else means(joint_events(CANONICAL, *signs))


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

BOUNDS = (MAJORITY, JOINT, ERROR, DEVICES, ACCEPTANCE, ANY)
