"""Lengths of two-source extractors: shifts, and the cyclic one of Dodis and others."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st

from oracle.conformance.answers import PASSED, Ask, Judgement
from oracle.conformance.cases import ERRORS, LENGTHS, SHARES, tied
from oracle.conformance.properties import BugType
from oracle.conformance.suites.length.common import (
    CONVENTION,
    HALF,
    MARKOV_SOURCE,
    ONE,
    PRIMES,
    SMOOTHING,
    SUITE,
    TWO,
    ZERO,
    convention,
    doubled,
    entropy,
    in_distance,
)
from oracle.conformance.truth import between, exactly
from oracle.extractors.lengths import MARKOV, dodis_length, two_source_length

TWO_SOURCE = SUITE.call(
    "extractor.two-source.length", TWO,
    "floor((k1 + k2 - n + 12 - 10 log2(5) - 4 log2(3) + 10 log2(D)) / 6), D = eps - 6 eps-s > 0, in 0 to n",
    SMOOTHING,
)  # fmt: skip
DODIS = SUITE.call(
    "extractor.dodis.length", {name: says for name, says in TWO.items() if name != "eps-s"},
    "floor((k1 + k2 - n + 9 - 4 log2(3) + 8 log2(eps)) / 5), in 0 to n - 1; n is a prime with primitive root 2",
)  # fmt: skip

Sources = tuple[int, Fraction, Fraction, Fraction, Fraction]
_PART = st.sampled_from([ZERO, Fraction(1, 7), Fraction(1, 100), Fraction(99, 100)])


@SUITE.property(
    TWO_SOURCE, source=MARKOV_SOURCE, safe="low", convention=CONVENTION,
    bugs=[BugType.FORMULA, BugType.TRACE_DISTANCE_HALF],
    cases=st.tuples(LENGTHS, SHARES, SHARES, ERRORS, _PART),
    edges=[
        (2_684_354_560, Fraction(9, 10), Fraction(19, 20), Fraction(1, 10**6), Fraction(1, 7)),
        (1, ONE, ONE, Fraction(2, 3), ZERO), (1000, ZERO, ZERO, HALF, ZERO),
        (2**32 + 1, ONE, Fraction(1, 2), Fraction(1, 10**6), Fraction(1, 7)),
        (2**53 + 1, ONE, ONE, Fraction(1, 10**9), ZERO), (10**4, ONE, ONE, Fraction(1, 10**298), Fraction(1, 7)),
        (10**4, Fraction(1, 2), ONE, Fraction(1, 10**6), Fraction(1, 7)),
        (10**4, ONE, Fraction(3, 4), Fraction(1, 10**6), Fraction(99, 100)),
    ],
)  # fmt: skip
def two_source(ask: Ask, case: Sources) -> Judgement:
    """The length is at most what theorems 2, 3 and 4 give with the best split of the error."""
    n, share1, share2, eps, part = case
    k1, k2 = (entropy(ask.conventions, share * n) for share in (share1, share2))
    eps_s = eps / 6 * part / (1 if ask.conventions["distance"] == "half" else 2)
    return _judge_two(ask, n, k1, k2, eps, eps_s)


def _judge_two(ask: Ask, n: int, k1: Fraction, k2: Fraction, eps: Fraction, eps_s: Fraction) -> Judgement:
    how = convention(ask.conventions, MARKOV)
    methods = ["best-split", "sharp"] if eps_s else ["best-split", "sharp", "unsmoothed"]
    lengths = [two_source_length(n, k1, k2, eps, eps_s, method, how).length for method in methods]
    truth = between(Fraction(lengths[0]), Fraction(max(lengths)), "the length that the theorems give")
    return ask(TWO_SOURCE, {"n": n, "k1": k1, "k2": k2, "eps": eps, "eps-s": eps_s}).lower(truth, ZERO)


Near = tuple[int, int, int, int, bool]
"""n, k1 + k2 below 2 n, the length, the hair's exponent, and whether it is above."""
_NEAR = st.tuples(
    st.one_of(st.integers(2000, 9000), LENGTHS.filter(lambda n: n > 2000)), st.integers(0, 400), st.integers(0, 300),
    st.integers(20, 500), st.sampled_from([False, False, True]),
)  # fmt: skip


@SUITE.property(
    TWO_SOURCE, cases=_NEAR, source=MARKOV_SOURCE, safe="low", convention=CONVENTION,
    edges=[(5000, 0, 100, 60, False), (2**32, 7, 50, 100, False), (4001, 3, 200, 400, True)],
    bugs=[BugType.OFF_BY_ONE_LENGTH, BugType.WRONG_SIDE_ROUNDING],
)  # fmt: skip
def two_source_near_ties(ask: Ask, case: Near) -> Judgement:
    """A hair beside a whole number the length is that of the formula, for each of the theorems' ways to get it."""
    n, missing, less, bits, above = case
    total = n - missing  # k1 + k2 - n
    whole = max(0, total // 6 - less)
    # 5^10 3^4 2^(6 m) = 2^(total + 15) D^10: with the smaller error of theorem 2, which is the longest one
    found = tied(Fraction(2 ** (total % 6 + 15), 5**10 * 3**4), 10, whole - total // 6, 6, bits + less)
    if found is None:
        return PASSED
    left = found[1] if above else found[0]
    eps_s = left / 6 / 2**30
    # what smoothing takes is added, so that it leaves the error next to the tie
    eps = doubled(ask, left + 6 * eps_s)
    if eps >= 1 or eps.denominator > 10**299:
        return PASSED
    k1, k2 = (entropy(ask.conventions, Fraction(k)) for k in (n - missing // 2, n - missing + missing // 2))
    return _judge_two(ask, n, k1, k2, eps, eps_s)


_PAIR: dict[str, Fraction | int] = {"n": 100, "k1": 50, "k2": 50, "eps": HALF, "eps-s": ZERO}
_HAIR = Fraction(1, 10**12)
_CHANGES: list[dict[str, Fraction | int]] = [
    {"eps": ZERO}, {"eps": ONE}, {"k1": 101}, {"k2": -1}, {"n": 0, "k1": 0, "k2": 0}, {"eps-s": Fraction(1, 12)},
    {"eps": -_HAIR}, {"eps": 1 + _HAIR}, {"k2": -_HAIR}, {"eps-s": -_HAIR}, {"eps-s": Fraction(1, 12) + _HAIR},
]  # fmt: skip
_OUTSIDE = [_PAIR | change for change in _CHANGES]


@SUITE.property(
    TWO_SOURCE, cases=st.sampled_from(_OUTSIDE), edges=_OUTSIDE, source=MARKOV_SOURCE, safe="low",
    convention=CONVENTION, bugs=[BugType.DOMAIN_EDGE], most=len(_OUTSIDE),
)  # fmt: skip
def two_source_refuses_outside(ask: Ask, case: Mapping[str, Fraction | int]) -> Judgement:
    """An error outside (0, 1), an entropy outside 0 to n bits, or six times eps-s above the error, has no length."""
    return ask(TWO_SOURCE, in_distance(ask, case)).refused("an argument is outside its domain")


_DODIS = "Dodis, Elbaz, Oliveira and Raz 2004; kulikov2024, theorem 3; oracle/extractors/lengths.py, dodis_length"


def _judge_dodis(ask: Ask, n: int, k1: Fraction, k2: Fraction, eps: Fraction) -> Judgement:
    found = dodis_length(n, k1, k2, eps, convention=convention(ask.conventions, MARKOV)).length
    truth = exactly(found, "the length that theorem 3 gives")
    return ask(DODIS, {"n": n, "k1": k1, "k2": k2, "eps": eps}).lower(truth, ZERO)


@SUITE.property(
    DODIS, cases=st.tuples(st.sampled_from(PRIMES), SHARES, SHARES, ERRORS), source=_DODIS,
    safe="low", convention=CONVENTION, bugs=[BugType.FORMULA],
    edges=[
        (PRIMES[-1], ONE, ONE, Fraction(1, 2**32)), (1_000_003, ONE, ONE, Fraction(1, 10**298)),
        (4_294_967_291, ONE, Fraction(9, 10), Fraction(1, 10**100)),
    ],
)  # fmt: skip
def dodis(ask: Ask, case: tuple[int, Fraction, Fraction, Fraction]) -> Judgement:
    """Against quantum information about both sources the cyclic extractor has a fifth of the bits, not all."""
    n, share1, share2, eps = case
    k1, k2 = (entropy(ask.conventions, share * n) for share in (share1, share2))
    return _judge_dodis(ask, n, k1, k2, eps)


@SUITE.property(
    DODIS, source=_DODIS, safe="low", convention=CONVENTION,
    cases=st.tuples(st.sampled_from([p for p in PRIMES if p > 400]), st.integers(0, 200), st.integers(0, 90),
                    st.integers(20, 500), st.sampled_from([False, False, True])),
    edges=[(PRIMES[-1], 0, 20, 60, False), (PRIMES[-1], 3, 30, 100, False), (PRIMES[-1], 1, 25, 60, True)],
    bugs=[BugType.OFF_BY_ONE_LENGTH, BugType.WRONG_SIDE_ROUNDING],
)  # fmt: skip
def dodis_near_ties(ask: Ask, case: Near) -> Judgement:
    """A hair below a whole number the length is one less, a hair above it is that number."""
    n, missing, less, bits, above = case
    total = n - missing
    whole = max(0, total // 5 - less)
    # 3^4 2^(5 m) = 2^(total + 9) eps^8
    found = tied(Fraction(2 ** (total % 5 + 9), 3**4), 8, whole - total // 5, 5, bits + less)
    if found is None:
        return PASSED
    eps = doubled(ask, found[1] if above else found[0])
    if eps >= 1 or eps.denominator > 10**299:
        return PASSED
    k1, k2 = (entropy(ask.conventions, Fraction(k)) for k in (n - missing // 2, n - missing + missing // 2))
    return _judge_dodis(ask, n, k1, k2, eps)


@SUITE.property(
    DODIS, cases=st.sampled_from([n for n in range(2, 600) if n not in PRIMES]), source=_DODIS, safe="low",
    bugs=[BugType.DOMAIN_EDGE], edges=[2, 4, 7, 9, 15, 31, 43, 127, 561],
)  # fmt: skip
def dodis_refuses_other_sizes(ask: Ask, n: int) -> Judgement:
    """Where n is no prime with primitive root 2 no rank of cyclic shifts is proved: more than 0 bits is no answer."""
    k = entropy(ask.conventions, Fraction(n))
    answer = ask(DODIS, {"n": n, "k1": k, "k2": k, "eps": HALF})
    if answer.is_number(0):
        return PASSED
    return answer.refused(f"n = {n} is not a prime with primitive root 2, outside of the domain of the call")
