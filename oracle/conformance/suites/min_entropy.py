"""Min-entropy of one round's CHSH outcomes against its CHSH value."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from oracle.bounds.chsh import LOCAL, NO_SIGNALLING
from oracle.bounds.tight import GLOBAL
from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.cases import ULP, between, lattice
from oracle.conformance.expected import entropy, tight_entropy
from oracle.conformance.properties import SLACK, BugType, Suite
from oracle.conformance.truth import exactly

SUITE = Suite("chsh.min-entropy", "min-entropy of one round's outcomes against its CHSH value")
_QUANTUM = {"score": "CHSH value, at most 2 sqrt 2, may be negative"}
LOCAL_CALL = SUITE.call(
    LOCAL.name, _QUANTUM, "lower bound on H_min(a|x, e), quantum: 1 - log2(1 + sqrt(2 - score^2/4)), or 0 up to 2"
)
NOSIGNALLING_CALL = SUITE.call(
    NO_SIGNALLING.name,
    {"score": "CHSH value, at most 4, may be negative"},
    "lower bound on H_min(ab|xy, e), no-signalling: -log2(3/2 - score/4), or 0 up to 2",
)
GLOBAL_CALL = SUITE.call(
    GLOBAL.name, _QUANTUM, "lower bound on H_min(ab|xy, e), quantum: the tight curve, or below it; 0 up to 2"
)

_EQ6 = "pironio2010, equation (6); certificates/pironio2010/tilted-*.cert.json"
_EQ14 = "pironio2010, equation (14); certificates/pironio2010/nosignalling-parametric.cert.json"
_FIG2 = "pironio2010, Fig. 2, curve a; sums of squares from below, qubits from above: oracle/bounds/tight.py"
_UNIT = "bits or nats as declared (logarithm); classical side information e; the score is exact"
TWO = Fraction(2)
JUST_BELOW = Fraction(isqrt(8 * 4**51), 2**51)
"""The last number of binary floating point below 2 sqrt 2."""


@SUITE.property(
    LOCAL_CALL, cases=between(TWO, JUST_BELOW), source=_EQ6, safe="low", convention=_UNIT,
    bugs=[BugType.WRONG_SIDE_ROUNDING, BugType.TOLERANCE_AS_BOUND, BugType.FORMULA],
    edges=[TWO, TWO + ULP, Fraction(5, 2), JUST_BELOW, *lattice(TWO, JUST_BELOW)],
)  # fmt: skip
def local(ask: Ask, score: Fraction) -> Judgement:
    """For scores from 2 to 2 sqrt 2 the answer is at most 1 - log2(1 + sqrt(2 - I^2/4)), which is attained."""
    return ask(LOCAL_CALL, {"score": score}).lower(entropy(LOCAL, score, ask.conventions), SLACK)


@SUITE.property(
    LOCAL_CALL, cases=between(-3, 2), source=_EQ6, safe="low", convention=_UNIT,
    bugs=[BugType.DOMAIN_EDGE, BugType.SIGN_OR_DUAL_CONVENTION],
    edges=[TWO, TWO - ULP / 2, Fraction(0), -TWO, Fraction(-5, 2), *lattice(-3, 2, 24)],
)  # fmt: skip
def local_below_two(ask: Ask, score: Fraction) -> Judgement:
    """A score of at most 2 certifies nothing: deterministic outcomes reach it, whatever its sign."""
    return ask(LOCAL_CALL, {"score": score}).lower(exactly(0, "what a score of at most 2 certifies"), SLACK)


_LOCAL_ABOVE = JUST_BELOW + ULP


@SUITE.property(
    LOCAL_CALL, cases=between(_LOCAL_ABOVE, 5), source=_EQ6, safe="low", convention=_UNIT,
    bugs=[BugType.DOMAIN_EDGE],
    edges=[_LOCAL_ABOVE, JUST_BELOW + Fraction(1, 10**12), Fraction(28285, 10**4), Fraction(2829, 1000), Fraction(4)],
)  # fmt: skip
def local_refuses_above(ask: Ask, score: Fraction) -> Judgement:
    """No quantum behaviour has a score above 2 sqrt 2, so there is nothing to say about its entropy."""
    return ask(LOCAL_CALL, {"score": score}).refused("the score is above 2 sqrt 2")


@SUITE.property(
    NOSIGNALLING_CALL, cases=between(TWO, Fraction(4)), source=_EQ14, safe="low", convention=_UNIT,
    bugs=[BugType.WRONG_SIDE_ROUNDING, BugType.TOLERANCE_AS_BOUND, BugType.FORMULA],
    edges=[TWO, TWO + ULP, Fraction(3), Fraction(4) - ULP, Fraction(4), *lattice(2, 4)],
)  # fmt: skip
def nosignalling(ask: Ask, score: Fraction) -> Judgement:
    """For scores from 2 to 4 the answer is at most -log2(3/2 - I/4), which is attained."""
    return ask(NOSIGNALLING_CALL, {"score": score}).lower(entropy(NO_SIGNALLING, score, ask.conventions), SLACK)


@SUITE.property(
    NOSIGNALLING_CALL, cases=between(-3, 2), source=_EQ14, safe="low", convention=_UNIT,
    bugs=[BugType.DOMAIN_EDGE, BugType.SIGN_OR_DUAL_CONVENTION],
    edges=[TWO, TWO - ULP / 2, Fraction(0), Fraction(-3), *lattice(-4, 2, 24)],
)  # fmt: skip
def nosignalling_below_two(ask: Ask, score: Fraction) -> Judgement:
    """A score of at most 2 certifies nothing, whatever its sign."""
    return ask(NOSIGNALLING_CALL, {"score": score}).lower(exactly(0, "what a score of at most 2 certifies"), SLACK)


@SUITE.property(
    NOSIGNALLING_CALL, cases=between(4 + 2 * ULP, 9), source=_EQ14, safe="low",
    convention=_UNIT, bugs=[BugType.DOMAIN_EDGE],
    edges=[4 + 2 * ULP, 4 + Fraction(1, 10**10), 4 + Fraction(1, 10**6), Fraction(6)],
)  # fmt: skip
def nosignalling_refuses_above(ask: Ask, score: Fraction) -> Judgement:
    """No behaviour has a score above 4."""
    return ask(NOSIGNALLING_CALL, {"score": score}).refused("the score is above 4")


@SUITE.property(
    GLOBAL_CALL, cases=between(TWO, JUST_BELOW), source=_FIG2, safe="low", convention=_UNIT, most=12,
    bugs=[BugType.FORMULA, BugType.WRONG_SIDE_ROUNDING, BugType.TOLERANCE_AS_BOUND],
    edges=[Fraction(5, 2), Fraction(14, 5), Fraction(2824, 1000), JUST_BELOW],
)  # fmt: skip
def global_(ask: Ask, score: Fraction) -> Judgement:
    """For scores from 2 to 2 sqrt 2 the answer is at most the entropy of the pair in some behaviour of qubits."""
    return ask(GLOBAL_CALL, {"score": score}).lower(tight_entropy(score, ask.conventions), SLACK)


@SUITE.property(
    GLOBAL_CALL, cases=between(-3, 2), source=_FIG2, safe="low", convention=_UNIT,
    bugs=[BugType.DOMAIN_EDGE, BugType.SIGN_OR_DUAL_CONVENTION],
    edges=[TWO, TWO - ULP / 2, -TWO, Fraction(-5, 2), *lattice(-3, 2, 24)],
)  # fmt: skip
def global_below_two(ask: Ask, score: Fraction) -> Judgement:
    """A score of at most 2 certifies nothing about the pair either."""
    return ask(GLOBAL_CALL, {"score": score}).lower(exactly(0, "what a score of at most 2 certifies"), SLACK)


@SUITE.property(
    GLOBAL_CALL, cases=between(_LOCAL_ABOVE, 5), source=_FIG2, safe="low", convention=_UNIT,
    bugs=[BugType.DOMAIN_EDGE],
    edges=[_LOCAL_ABOVE, JUST_BELOW + Fraction(1, 10**12), Fraction(28285, 10**4), Fraction(2829, 1000), Fraction(4)],
)  # fmt: skip
def global_refuses_above(ask: Ask, score: Fraction) -> Judgement:
    """No quantum behaviour has a score above 2 sqrt 2."""
    return ask(GLOBAL_CALL, {"score": score}).refused("the score is above 2 sqrt 2")
