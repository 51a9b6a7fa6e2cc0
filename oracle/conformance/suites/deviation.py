"""How far an estimate from n rounds may exceed the mean of the rounds."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from oracle.bounds.deviation import azuma_scale, deviation_expression
from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.properties import SLACK, BugType, Suite
from oracle.conformance.truth import formula
from oracle.numbers import Real, square_root

SUITE = Suite("deviation", "deviation of the CHSH estimate over n rounds with memory")
AZUMA = SUITE.call(
    "deviation.azuma",
    {
        "n": "rounds, at least 1", "delta": "failure probability in (0, 1)",
        "q": "smallest declared probability of a setting pair, in (0, 1]",
        "set": "`quantum` or `no-signalling`",
    },
    "upper bound on (1/q + Iq) sqrt(2 ln(1/delta) / n), the deviation of this inequality; Iq = 2 sqrt 2 or 4",
)  # fmt: skip
_SOURCE = "pironio2010, equations (10) and (11): Azuma-Hoeffding with increments below 1/q + Iq"
_SETS: dict[str, Real] = {"quantum": square_root(Fraction(8)), "no-signalling": Fraction(4)}

Case = tuple[int, Fraction, Fraction]
_ROUNDS = st.one_of(
    st.integers(1, 10**4), st.integers(0, 18).map(lambda k: 10**k),
    st.tuples(st.sampled_from([15, 16, 24, 31, 32, 53, 59]), st.integers(-1, 1)).map(lambda d: int(2 ** d[0]) + d[1]),
)  # fmt: skip
_DELTA = st.one_of(
    st.integers(1, 99).map(lambda k: Fraction(k, 100)),
    st.integers(1, 200).map(lambda k: Fraction(1, 2**k)),
    st.integers(1, 50).map(lambda k: 1 - Fraction(1, 2**k)),
    st.integers(1, 298).map(lambda k: Fraction(1, 10**k)),
)
_Q = st.one_of(
    st.sampled_from([Fraction(1, 4), Fraction(1, 10), Fraction(1, 3), Fraction(1, 10**6), Fraction(1)]),
    st.tuples(st.sampled_from([4, 6, 9]), st.integers(2, 40)).map(
        lambda d: Fraction(1, d[0]) - Fraction(1, 2 ** d[1] * 9)
    ),
    st.integers(1, 999).map(lambda k: Fraction(k, 1000)),
)
_CASES = st.tuples(_ROUNDS, _DELTA, _Q)
_QUARTER = Fraction(1, 4)
_EDGES: list[Case] = [
    (3016, Fraction(1, 100), _QUARTER), (1, Fraction(1, 2), _QUARTER), (10**18, Fraction(1, 2), _QUARTER),
    (1, Fraction(1, 2**200), Fraction(1, 10**6)), (100, 1 - Fraction(1, 2**50), _QUARTER),
    (2**31, Fraction(1, 10**298), _QUARTER), (10**6, Fraction(1, 10**60), Fraction(249, 1000)),
    (1000, Fraction(1, 3), Fraction(1, 4) - Fraction(1, 10**4)),
]  # fmt: skip


def _judge(ask: Ask, case: Case, behaviours: str) -> Judgement:
    n, delta, q = case
    truth = formula(deviation_expression(n, delta, azuma_scale(q, _SETS[behaviours])), "the deviation (11)")
    size = max(Fraction(1), truth.enclose(64)[1])
    return ask(AZUMA, {"n": n, "delta": delta, "q": q, "set": behaviours}).upper(truth, size * SLACK)


@SUITE.property(
    AZUMA, cases=_CASES, edges=_EDGES, source=_SOURCE, safe="high", convention="Iq = 2 sqrt 2",
    bugs=[BugType.WRONG_SIDE_ROUNDING, BugType.FORMULA, BugType.DOMAIN_EDGE],
)  # fmt: skip
def azuma_quantum(ask: Ask, case: Case) -> Judgement:
    """Under quantum theory the answer is at least (1/q + 2 sqrt 2) sqrt(2 ln(1/delta) / n)."""
    return _judge(ask, case, "quantum")


@SUITE.property(
    AZUMA, cases=_CASES, edges=_EDGES, source=_SOURCE, safe="high", convention="Iq = 4", bugs=[BugType.FORMULA],
)  # fmt: skip
def azuma_no_signalling(ask: Ask, case: Case) -> Judgement:
    """A claim about no-signalling devices needs the larger range: at least (1/q + 4) sqrt(2 ln(1/delta) / n)."""
    return _judge(ask, case, "no-signalling")


_OUTSIDE: list[tuple[int, Fraction, Fraction]] = [
    (0, Fraction(1, 2), _QUARTER), (-3, Fraction(1, 2), _QUARTER), (10, Fraction(0), _QUARTER),
    (10, Fraction(1), _QUARTER), (10, Fraction(-1, 2), _QUARTER), (10, Fraction(3, 2), _QUARTER),
    (10, Fraction(1, 2), Fraction(0)), (10, Fraction(1, 2), Fraction(-1)), (10, Fraction(1, 2), Fraction(2)),
    (10, Fraction(1, 2), 1 + Fraction(1, 10**12)), (10, 1 + Fraction(1, 10**12), _QUARTER),
    (10, Fraction(-1, 10**12), _QUARTER), (10, Fraction(1, 2), Fraction(-1, 10**12)),
]  # fmt: skip


@SUITE.property(
    AZUMA, cases=st.sampled_from(_OUTSIDE), edges=_OUTSIDE, source=_SOURCE, safe="high", bugs=[BugType.DOMAIN_EDGE],
    most=len(_OUTSIDE),
)  # fmt: skip
def refuses_outside(ask: Ask, case: Case) -> Judgement:
    """No rounds, a failure probability outside (0, 1), or settings that never occur, leave nothing to bound."""
    n, delta, q = case
    return ask(AZUMA, {"n": n, "delta": delta, "q": q, "set": "quantum"}).refused("an argument is outside its domain")
