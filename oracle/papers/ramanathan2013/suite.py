"""The majority bit of the four-party inequality of ramanathan2013."""

from __future__ import annotations

from fractions import Fraction

from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.cases import between, lattice
from oracle.conformance.expected import of_bound
from oracle.conformance.properties import SLACK, BugType, Suite
from oracle.conformance.truth import exactly
from oracle.papers.ramanathan2013.bounds import JOINT, MAJORITY

SUITE = Suite("ns4", "predictability of the majority bit under a small Bell value of the four-party inequality")
_DELTA = {"delta": "the Bell value B.P is at most this; not negative; see above"}
MAJORITY_CALL = SUITE.call(
    "ns4.majority", _DELTA, "upper bound on v = max P(maj = 0) - P(maj = 1), no-signalling, B.P <= delta"
)
JOINT_CALL = SUITE.call(
    "ns4.joint",
    _DELTA,
    "upper bound on w = max sum over t of |P(maj = 0, test = t) - P(maj = 1, test = t)|",
)
_SOURCE = "ramanathan2013, lemma 4 as corrected; certificates/ramanathan2013/{}-piece-*.cert.json, -vertex-*.cert.json"
_CONVENTION = "setting 0001; v and w are differences of probabilities, the bit is guessed with (1 + v)/2"
_VERTICES = [Fraction(0), Fraction(2, 9), Fraction(1, 3), Fraction(1, 2), Fraction(1), Fraction(3, 2)]


@SUITE.property(
    MAJORITY_CALL, cases=between(0, Fraction(3, 2)), source=_SOURCE.format("majority"), safe="high",
    convention=_CONVENTION, edges=[*_VERTICES, Fraction(1, 10**12), *lattice(0, Fraction(3, 2))],
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.FORMULA, BugType.TOLERANCE_AS_BOUND],
)  # fmt: skip
def majority(ask: Ask, delta: Fraction) -> Judgement:
    """The answer is at least the concave, piecewise affine optimum v(delta)."""
    return ask(MAJORITY_CALL, {"delta": delta}).upper(of_bound(MAJORITY, {"delta": delta}, "v(delta)"), SLACK)


@SUITE.property(
    JOINT_CALL, cases=between(0, Fraction(1)), source=_SOURCE.format("joint"), safe="high", convention=_CONVENTION,
    edges=[*_VERTICES, Fraction(1, 10**12), *lattice(0, 1)], bugs=[BugType.FORMULA, BugType.TOLERANCE_AS_BOUND],
)  # fmt: skip
def joint(ask: Ask, delta: Fraction) -> Judgement:
    """The answer for a bit whose own run enters the test is at least w(delta), which is larger than v(delta)."""
    return ask(JOINT_CALL, {"delta": delta}).upper(of_bound(JOINT, {"delta": delta}, "w(delta)"), SLACK)


@SUITE.property(
    MAJORITY_CALL, cases=between(-4, Fraction(-1, 10**9)), safe="high", convention=_CONVENTION,
    source="B.P counts wrong parities; certificates/ramanathan2013/nosignalling-minimum.cert.json",
    bugs=[BugType.DOMAIN_EDGE], edges=[Fraction(-1), Fraction(-1, 2**40)],
)  # fmt: skip
def refuses_negative(ask: Ask, delta: Fraction) -> Judgement:
    """The Bell value is never negative, so nothing can be said of a smaller one."""
    return ask(MAJORITY_CALL, {"delta": delta}).refused("no behaviour has a negative Bell value")


@SUITE.property(
    JOINT_CALL, cases=between(-4, Fraction(-1, 10**9)), safe="high", convention=_CONVENTION,
    source="B.P counts wrong parities; certificates/ramanathan2013/nosignalling-minimum.cert.json",
    bugs=[BugType.DOMAIN_EDGE], edges=[Fraction(-1), Fraction(-1, 2**40)],
)  # fmt: skip
def joint_refuses_negative(ask: Ask, delta: Fraction) -> Judgement:
    """The Bell value is never negative, whichever probability is asked for."""
    return ask(JOINT_CALL, {"delta": delta}).refused("no behaviour has a negative Bell value")


@SUITE.property(
    MAJORITY_CALL, cases=between(2, 100), safe="high", convention=_CONVENTION,
    source="certificates/ramanathan2013/majority-piece-4.cert.json, majority-vertex-4.cert.json",
    bugs=[BugType.DOMAIN_EDGE], edges=[Fraction(4), Fraction(10**20)],
)  # fmt: skip
def certain_beyond_the_last_vertex(ask: Ask, delta: Fraction) -> Judgement:
    """A large Bell value allows a deterministic bit: the bound is 1, not more and not less."""
    return ask(MAJORITY_CALL, {"delta": delta}).upper(exactly(1, "v(delta)"), SLACK)
