"""Randomness amplification: errors of devices that are used once, how many are needed, and whether honest ones pass."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from hypothesis import strategies as st

from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.properties import SLACK, BugType, Suite
from oracle.conformance.truth import between, exactly

SUITE = Suite("amplification", "bits from a Santha-Vazirani source and four-party devices, each used once")
_PROTOCOL = {"k": "devices, at least 1", "m": "failed runs that are accepted, 0 to k - 1"}
_EPS = "bias of the source, at least 0, below 1/2; no question lies between 1/10 and 1/4"
ERROR = SUITE.call(
    "amplification.error", {"eps": _EPS, **_PROTOCOL},
    "upper bound on P(accept) d_c of protocol A (docs/amplification.md), whatever the boxes without signalling are",
)  # fmt: skip
DEVICES = SUITE.call(
    "amplification.devices", {"eps": _EPS, "error": "wanted bound on P(accept) d_c, in (0, 1/2)"},
    "least number of devices with this error if no failed run is accepted",
)  # fmt: skip
ACCEPTANCE = SUITE.call(
    "amplification.acceptance", {"noise": "probability with which an honest run fails, in [0, 1)", **_PROTOCOL},
    "lower bound on the probability that honest devices are accepted, runs failing independently",
)  # fmt: skip
_SOURCE = "certificates/ramanathan2013/amplification-{}.cert.json; docs/amplification.md"
_CONVENTION = "three source bits a run; the fourth input is 1 plus their sum modulo 2; d_c of a constant bit is 1/2"
HALF = Fraction(1, 2)

Case = tuple[Fraction, int, int]


def gain(eps: Fraction) -> Fraction:
    """1/10 up to 1/10, q^2 (1 - 4 q/9) from 1/4 on: both exact.

    >>> gain(Fraction(0)), gain(Fraction(1, 4))
    (Fraction(1, 10), Fraction(1, 18))
    """
    q = HALF - eps
    return Fraction(1, 10) if eps <= Fraction(1, 10) else q * q * (1 - 4 * q / 9)


def tail(k: int, chance: Fraction, m: int) -> Fraction:
    """Pr[Bin(k, chance) <= m], exactly.

    >>> tail(2, Fraction(1, 2), 1)
    Fraction(3, 4)
    """
    n, d = chance.numerator, chance.denominator
    return Fraction(sum(comb(k, j) * n**j * (d - n) ** (k - j) for j in range(m + 1)), d**k)


def fewest(eps: Fraction, error: Fraction) -> int:
    """The least k with (1/2) (1 - g)^k <= error.

    >>> fewest(Fraction(1, 4), Fraction(1, 1000))
    109
    """
    passing, k = 1 - gain(eps), 1
    while passing**k > 2 * error:
        k *= 2
    low, high = k // 2, k
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if passing**middle <= 2 * error else (middle, high)
    return high


_BIASES = st.one_of(
    st.integers(0, 50).map(lambda n: Fraction(n, 500)), st.integers(100, 190).map(lambda n: Fraction(n, 400))
)
_SIZES = st.integers(1, 300)
_CASES = st.tuples(_BIASES, _SIZES, st.integers(1, 20)).map(lambda case: (case[0], case[1] + case[2], case[2]))
_EDGES: list[Case] = [
    (Fraction(1, 4), 162, 6), (Fraction(1, 10), 90, 6), (Fraction(2, 5), 300, 1), (Fraction(0), 2, 1),
    (Fraction(1, 100), 267, 22),
]  # fmt: skip


def _arguments(case: Case) -> dict[str, Fraction | int]:
    eps, k, m = case
    return {"eps": eps, "k": k, "m": m}


@SUITE.property(
    ERROR, cases=st.tuples(_BIASES, _SIZES), source=_SOURCE.format("*"), safe="high", convention=_CONVENTION,
    edges=[(Fraction(1, 4), 109), (Fraction(0), 1), (Fraction(1, 10), 59), (Fraction(2, 5), 300)],
    bugs=[BugType.FORMULA, BugType.TOLERANCE_AS_BOUND],
)  # fmt: skip
def error(ask: Ask, case: tuple[Fraction, int]) -> Judgement:
    """Without accepted failures the error is at least (1/2) (1 - g)^k, which correlated boxes attain, and no more."""
    eps, k = case
    truth = exactly((1 - gain(eps)) ** k / 2, "(1/2) (1 - g)^k")
    return ask(ERROR, _arguments((eps, k, 0))).upper(truth, SLACK)


@SUITE.property(
    ERROR, cases=_CASES, source=_SOURCE.format("*"), safe="high", convention=_CONVENTION, edges=_EDGES,
    bugs=[BugType.DOMAIN_EDGE, BugType.FORMULA],
)  # fmt: skip
def error_with_failures(ask: Ask, case: Case) -> Judgement:
    """With m accepted failures it is at least what local boxes reach, and at most what is proved."""
    eps, k, m = case
    reached, proved = tail(k, (HALF - eps) ** 2, m) / 2, tail(k, gain(eps), m) / 2
    return ask(ERROR, _arguments(case)).upper(
        between(reached, proved, "between the local attack and the theorem"), SLACK
    )


@SUITE.property(
    DEVICES, cases=st.tuples(_BIASES, st.integers(3, 10**6).map(lambda n: Fraction(1, n))), source=_SOURCE.format("*"),
    safe="high", convention=_CONVENTION, bugs=[BugType.WRONG_SIDE_ROUNDING, BugType.FORMULA],
    edges=[(Fraction(1, 4), Fraction(1, 1000)), (Fraction(0), Fraction(1, 1000)), (Fraction(2, 5), Fraction(1, 10)),
           (Fraction(1, 10), Fraction(9, 20)), (Fraction(0), Fraction(81, 200))],
)  # fmt: skip
def devices(ask: Ask, case: tuple[Fraction, Fraction]) -> Judgement:
    """Fewer devices than ln(2 error)/ln(1 - g), rounded up, do not have the error."""
    eps, wanted = case
    truth = exactly(fewest(eps, wanted), "the least k with (1/2) (1 - g)^k <= error")
    return ask(DEVICES, {"eps": eps, "error": wanted}).upper(truth, SLACK)


@SUITE.property(
    ACCEPTANCE, cases=st.tuples(st.integers(0, 60).map(lambda n: Fraction(n, 400)), _CASES), safe="low",
    source="docs/amplification.md: the binomial distribution", convention=_CONVENTION,
    edges=[(Fraction(1, 72), (Fraction(0), 162, 6)), (Fraction(0), (Fraction(0), 5, 1))],
    bugs=[BugType.DOMAIN_EDGE, BugType.FORMULA],
)  # fmt: skip
def acceptance(ask: Ask, case: tuple[Fraction, Case]) -> Judgement:
    """Honest devices are accepted with Pr[Bin(k, noise) <= m], not more."""
    noise, (_, k, m) = case
    truth = exactly(tail(k, noise, m), "Pr[Bin(k, noise) <= m]")
    return ask(ACCEPTANCE, {"noise": noise, "k": k, "m": m}).lower(truth, SLACK)


@SUITE.property(
    ERROR, cases=st.sampled_from([HALF, Fraction(3, 5), Fraction(-1, 10), Fraction(1)]), safe="high",
    source="a source of bias 1/2 may be constant", convention=_CONVENTION, edges=[HALF, Fraction(-1, 100)],
    bugs=[BugType.DOMAIN_EDGE],
)  # fmt: skip
def refuses_no_source(ask: Ask, eps: Fraction) -> Judgement:
    """A bias is at least 0 and below 1/2."""
    return ask(ERROR, _arguments((eps, 10, 1))).refused("no source has this bias")


@SUITE.property(
    ERROR, cases=st.integers(1, 50), safe="high", source="every pattern of failures would be accepted",
    convention=_CONVENTION, edges=[1, 10], bugs=[BugType.DOMAIN_EDGE],
)  # fmt: skip
def refuses_all_failures(ask: Ask, k: int) -> Judgement:
    """Fewer failures are accepted than there are devices."""
    return ask(ERROR, _arguments((Fraction(1, 4), k, k))).refused("as many failures are accepted as there are devices")
