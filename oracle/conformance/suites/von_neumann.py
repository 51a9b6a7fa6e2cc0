"""Von Neumann entropies of CHSH outcomes, key rates, and the smooth min-entropy of many rounds by a theorem."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import ceil

from hypothesis import strategies as st

from oracle.bounds.entropies import curve
from oracle.bounds.keys import binary_entropy
from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.cases import ULP, between, lattice
from oracle.conformance.properties import SLACK, BugType, Suite
from oracle.conformance.suites.min_entropy import JUST_BELOW, TWO
from oracle.conformance.truth import Truth, exactly, formula
from oracle.conformance.truth import between as sides
from oracle.numbers import Expression
from proofs.search.entropies.uncertainty_line import Tangent

SUITE = Suite("entropy", "von Neumann entropies of CHSH outcomes against quantum side information, in bits")
_SCORE = {"score": "CHSH value, at most 2 sqrt 2, may be negative"}
LOCAL = SUITE.call(
    "entropy.local", _SCORE,
    "lower bound on H(A|X=x, E): 1 - h(1/2 + sqrt(score^2/4 - 1)/2), or 0 up to 2",
)  # fmt: skip
GLOBAL = SUITE.call("entropy.global", _SCORE, "lower bound on H(AB|X=0, Y=0, E); 0 up to 2")
RATE = SUITE.call(
    "entropy.key-rate", {**_SCORE, "qber": "probability that the key outcomes differ, 0 to 1"},
    "lower bound on the asymptotic one-way key rate, entropy.local - h(qber) or 0",
)  # fmt: skip
ACCUMULATED = SUITE.call(
    "entropy.accumulated",
    {
        "n": "rounds with uniform inputs, all tested", "constant": "of a line below entropy.local",
        "slope": "of the line, at least 0", "threshold": "of the estimated score, declared before",
        "smoothing": "eps, in (0, 1)", "acceptance": "p, in (0, 1)",
    },
    "lower bound on H_min^eps of accepted runs by the original theorem (arXiv:1607.01796): n (constant + slope "
    "threshold) - 2 (log2 9 + ceil(8 slope)) sqrt(n (1 - 2 log2(eps p))), or 0",
)  # fmt: skip
_CURVE = "Pironio et al., New J. Phys. 11, 045021 (2009); rule uncertainty"
_SIDES = "H(AB|E) >= H(A|E) from below; mixtures of ideal and deterministic devices from above"
_CONVENTION = "bits; E is quantum and knows the inputs; the score is exact and of one round"
_EDGES = [TWO, TWO + ULP, Fraction(5, 2), Fraction(27, 10), JUST_BELOW]


@SUITE.property(
    LOCAL, cases=between(TWO, JUST_BELOW), source=_CURVE, safe="low", convention=_CONVENTION,
    edges=[*_EDGES, *lattice(TWO, JUST_BELOW)],
    bugs=[BugType.WRONG_SIDE_ROUNDING, BugType.FORMULA, BugType.TOLERANCE_AS_BOUND],
)  # fmt: skip
def local(ask: Ask, score: Fraction) -> Judgement:
    """For scores from 2 to 2 sqrt 2 the answer is at most the curve, which is attained."""
    truth = formula(curve(str(score * score)), "the curve") if score > 2 else exactly(0, "the curve")
    return ask(LOCAL, {"score": score}).lower(truth, SLACK)


@SUITE.property(
    LOCAL, cases=between(-3, 2), source=_CURVE, safe="low", convention=_CONVENTION,
    edges=[TWO, TWO - ULP / 2, Fraction(0), -TWO, Fraction(-14, 5), *lattice(-3, 2, 24)],
    bugs=[BugType.DOMAIN_EDGE, BugType.SIGN_OR_DUAL_CONVENTION],
)  # fmt: skip
def local_below_two(ask: Ask, score: Fraction) -> Judgement:
    """A score of at most 2 certifies nothing: deterministic outcomes reach it, whatever its sign."""
    return ask(LOCAL, {"score": score}).lower(exactly(0, "what a score of at most 2 certifies"), SLACK)


@SUITE.property(
    LOCAL, cases=between(JUST_BELOW + ULP, 4), source="2 sqrt 2 is the quantum maximum", safe="low",
    convention=_CONVENTION, edges=[JUST_BELOW + ULP, Fraction(3), Fraction(4)], bugs=[BugType.DOMAIN_EDGE],
)  # fmt: skip
def local_refuses_above(ask: Ask, score: Fraction) -> Judgement:
    """Nothing is certified by a score that no quantum behaviour has."""
    return ask(LOCAL, {"score": score}).refused("no quantum behaviour has this score")


def _pair(score: Fraction) -> Truth:
    """Between the entropy of one outcome and a mixture of ideal devices, 1 + h(cos^2(pi/8)) bits, with local ones."""
    below = formula(curve(str(score * score)), "")
    ideal: Expression = {"add": ["1", binary_entropy({"div": [{"add": ["1", {"sqrt": ["1/2"]}]}, "2"]})]}
    share: Expression = {"div": [str(score - 2), {"sub": [{"sqrt": ["8"]}, "2"]}]}
    above = formula({"mul": [share, ideal]}, "")
    says = "between the entropy of one outcome and a mixture of ideal and local devices"
    return sides(below.enclose(128)[0], above.enclose(128)[1], says)


@SUITE.property(
    GLOBAL, cases=between(TWO + ULP, JUST_BELOW), source=_SIDES, safe="low", convention=_CONVENTION,
    edges=[*_EDGES[1:], *lattice(TWO, JUST_BELOW, 24)], bugs=[BugType.FORMULA, BugType.PRIMAL_FOR_DUAL],
)  # fmt: skip
def pair(ask: Ask, score: Fraction) -> Judgement:
    """The answer is at most what a mixture of ideal and deterministic devices leaves unknown."""
    return ask(GLOBAL, {"score": score}).lower(_pair(score), SLACK)


@SUITE.property(
    GLOBAL, cases=between(-3, 2), source=_SIDES, safe="low", convention=_CONVENTION, edges=[TWO, Fraction(0), -TWO],
    bugs=[BugType.DOMAIN_EDGE],
)  # fmt: skip
def pair_below_two(ask: Ask, score: Fraction) -> Judgement:
    """A score of at most 2 certifies nothing of the pair either."""
    return ask(GLOBAL, {"score": score}).lower(exactly(0, "what a score of at most 2 certifies"), SLACK)


_ERRORS = st.one_of(
    st.integers(1, 120).map(lambda k: Fraction(k, 1000)), st.integers(1, 60).map(lambda k: Fraction(1, 2**k))
)
_KEYS = st.tuples(between(Fraction(5, 2), JUST_BELOW), _ERRORS)


@SUITE.property(
    RATE, cases=_KEYS, source=_CURVE, safe="low", convention=_CONVENTION, bugs=[BugType.FORMULA, BugType.DOMAIN_EDGE],
    edges=[(Fraction(2677, 1000), Fraction(9, 625)), (Fraction(14, 5), Fraction(0)), (Fraction(27, 10), Fraction(1)),
           (Fraction(5, 2), Fraction(1, 10)), (Fraction(2424021, 10**6), Fraction(7149, 10**5))],
)  # fmt: skip
def key_rate(ask: Ask, case: tuple[Fraction, Fraction]) -> Judgement:
    """The key is at most what the adversary lacks minus h(qber), and none where that is below 0."""
    score, qber = case
    sent = binary_entropy(str(qber)) if 0 < qber < 1 else "0"
    truth = formula({"max": ["0", {"sub": [curve(str(score * score)), sent]}]}, "the key rate")
    return ask(RATE, {"score": score, "qber": qber}).lower(truth, SLACK)


@SUITE.property(
    RATE, cases=st.tuples(between(0, 2), _ERRORS), source=_CURVE, safe="low", convention=_CONVENTION,
    edges=[(TWO, Fraction(0)), (Fraction(-14, 5), Fraction(0)), (TWO, Fraction(1, 2))], bugs=[BugType.DOMAIN_EDGE],
)  # fmt: skip
def no_key(ask: Ask, case: tuple[Fraction, Fraction]) -> Judgement:
    """There is no key from local devices, and never a negative length."""
    score, qber = case
    return ask(RATE, {"score": score, "qber": qber}).lower(exactly(0, "what local devices are worth"), SLACK)


@cache
def _line(step: int) -> tuple[Fraction, Fraction, Fraction]:
    """A score, and constant and slope of the tangent there."""
    at = 2 + Fraction(step, 75)
    line = Tangent.at(at)
    return at, line.constant, line.slope


Rounds = tuple[int, int, Fraction, Fraction]
_ROUNDS = st.tuples(
    st.one_of(st.integers(1, 10**6), st.integers(3, 12).map(lambda k: 10**k)), st.integers(1, 60),
    st.integers(1, 100).map(lambda k: Fraction(1, 2**k)), st.integers(1, 30).map(lambda k: Fraction(1, 10**k)),
)  # fmt: skip


@SUITE.property(
    ACCUMULATED, cases=_ROUNDS, safe="low", convention=_CONVENTION,
    source="arXiv:1607.01796, corollary 4.10 as commonly stated, with four outcomes; kind accumulated-bits",
    edges=[(10**6, 30, Fraction(1, 10**10), Fraction(1, 10**10)), (1, 1, Fraction(1, 2), Fraction(1, 10)),
           (10**12, 59, Fraction(1, 2**64), Fraction(1, 10**6))],
    bugs=[BugType.FORMULA, BugType.WRONG_SIDE_ROUNDING, BugType.DOMAIN_EDGE],
)  # fmt: skip
def accumulated(ask: Ask, case: Rounds) -> Judgement:
    """The loss is that of the theorem with the whole spread of the tradeoff function, 8 slope, rounded up."""
    n, step, smoothing, acceptance = case
    threshold, constant, slope = _line(step)
    first: Expression = str(n * (constant + slope * threshold))
    steps: Expression = {"add": [{"log2": ["9"]}, str(ceil(8 * slope))]}
    inside: Expression = {"sub": ["1", {"mul": ["2", {"log2": [str(smoothing * acceptance)]}]}]}
    loss: Expression = {"mul": ["2", {"mul": [steps, {"sqrt": [{"mul": [str(n), inside]}]}]}]}
    truth = formula({"max": ["0", {"sub": [first, loss]}]}, "n (constant + slope threshold) less the theorem's loss")
    arguments = {
        "n": n, "constant": constant, "slope": slope, "threshold": threshold, "smoothing": smoothing,
        "acceptance": acceptance,
    }  # fmt: skip
    return ask(ACCUMULATED, arguments).lower(truth, SLACK)
