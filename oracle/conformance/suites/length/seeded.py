"""Lengths of seeded extractors: Toeplitz and circulant hashing."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st

from oracle.conformance.answers import PASSED, Ask, Judgement
from oracle.conformance.cases import ERRORS, LENGTHS, ODD_ERRORS, POWER_ERRORS, SHARES, tied
from oracle.conformance.properties import BugType
from oracle.conformance.suites.length.common import (
    CONVENTION,
    HALF,
    HASHING_SOURCE,
    ONE,
    PRIMES,
    SEEDED,
    SMOOTHING,
    SUITE,
    ZERO,
    convention,
    doubled,
    entropy,
    in_distance,
)
from oracle.conformance.truth import exactly
from oracle.extractors.lengths import HASHING, circulant_length, toeplitz_length
from oracle.extractors.primes import has_primitive_root_two

TOEPLITZ = SUITE.call(
    "extractor.toeplitz.length", SEEDED, "floor(k + 2 + 2 log2(D)), D = eps - 2 eps-s > 0 in half distance, in 0 to n",
    SMOOTHING,
)  # fmt: skip
CIRCULANT = SUITE.call(
    "extractor.circulant.length", SEEDED, "the same; n + 1 is a prime with primitive root 2", SMOOTHING
)

Seeded = tuple[int, Fraction, Fraction, Fraction]
"""n, k in bits, eps, eps-s."""


def _judge(ask: Ask, call: str, case: Seeded) -> Judgement:
    n, bits, eps, eps_s = case
    k = entropy(ask.conventions, bits)
    length = circulant_length if call == CIRCULANT else toeplitz_length
    found = length(n, k, eps, eps_s, convention=convention(ask.conventions, HASHING)).length
    truth = exactly(found, "the length that leftover hashing gives")
    return ask(call, {"n": n, "k": k, "eps": eps, "eps-s": eps_s}).lower(truth, ZERO)


def _entropy(case: tuple[int, Fraction, int, Fraction]) -> Fraction:
    """A share of the bits, some bits less than all, or a number next to a whole one."""
    n, share, kind, part = case
    whole = Fraction(int(share * n))
    return [share * n, max(ZERO, n - share * 200), min(whole + part, Fraction(n)), whole][kind]


_PARTS = st.sampled_from(
    [Fraction(1, 2), Fraction(1, 3), Fraction(1999, 2000), Fraction(1, 2000), 1 - Fraction(1, 10**9)]
)
_SIZED = st.tuples(LENGTHS, SHARES, st.integers(0, 3), _PARTS).map(lambda d: (d[0], _entropy(d)))


def _with(errors: st.SearchStrategy[Fraction]) -> st.SearchStrategy[Seeded]:
    return st.tuples(_SIZED, errors).map(lambda d: (*d[0], d[1], ZERO))


@SUITE.property(
    TOEPLITZ, cases=_with(st.one_of(ODD_ERRORS, ERRORS)), source=HASHING_SOURCE, safe="low", convention=CONVENTION,
    bugs=[BugType.TRACE_DISTANCE_HALF, BugType.WRONG_SIDE_ROUNDING, BugType.FORMULA],
    edges=[
        (10**6, Fraction(10**6, 2), Fraction(1, 3**20), ZERO), (5, Fraction(5), Fraction(2, 3), ZERO),
        (2**31, Fraction(2**31 - 1), Fraction(1, 3**9), ZERO), (2**32, Fraction(2**32), Fraction(2, 3**70), ZERO),
        (2**53 + 1, Fraction(2**53 + 1), Fraction(1, 3**5), ZERO),
        (2**59, Fraction(2**59 - 3), Fraction(1, 3**3), ZERO),
        (2000, Fraction(2000), Fraction(1, 10**298), ZERO), (10**6, Fraction(8388607, 16), Fraction(1, 3), ZERO),
    ],
)  # fmt: skip
def toeplitz(ask: Ask, case: Seeded) -> Judgement:
    """The length is at most the floor of k + 2 + 2 log2(eps)."""
    return _judge(ask, TOEPLITZ, case)


def _at_ties(errors: st.SearchStrategy[Fraction]) -> st.SearchStrategy[Seeded]:
    return st.tuples(LENGTHS, st.integers(0, 400), errors).map(
        lambda d: (d[0], Fraction(max(0, d[0] - d[1])), d[2], ZERO)
    )


@SUITE.property(
    TOEPLITZ, cases=_at_ties(POWER_ERRORS), source=HASHING_SOURCE,
    safe="low", convention=f"{CONVENTION}; an error equal to eps is admitted", bugs=[BugType.OFF_BY_ONE_LENGTH],
    edges=[
        (1000, Fraction(1000), Fraction(1, 2**32), ZERO), (10, Fraction(10), HALF, ZERO),
        (4, Fraction(4), Fraction(1, 2**200), ZERO), (3000, Fraction(3000), Fraction(1, 2**900), ZERO),
    ],
)  # fmt: skip
def toeplitz_ties(ask: Ask, case: Seeded) -> Judgement:
    """Where the formula is a whole number that number is the length, and one more is not."""
    return _judge(ask, TOEPLITZ, case)


Near = tuple[int, int, int, int, bool]
"""n, how many bits k is below n in quarters, the length below k, the hair's exponent, and whether it is above."""
_NEAR = st.tuples(
    st.one_of(st.integers(100, 5000), LENGTHS.filter(lambda n: n > 40)), st.integers(0, 60), st.integers(0, 600),
    st.one_of(st.integers(12, 60), st.integers(60, 900)), st.sampled_from([False, False, False, True]),
)  # fmt: skip
_HAIRS: list[Near] = [
    (100, 0, 14, 60, False), (100, 1, 14, 40, False), (5000, 3, 700, 900, False), (2**32, 2, 64, 100, False),
    (1000, 0, 30, 50, True), (100, 0, 20, 218, False), (2**20, 5, 500, 300, False), (10**6, 7, 20, 52, True),
]  # fmt: skip


def _near_tie(ask: Ask, call: str, case: Near) -> Judgement:
    """A length next to a whole number: k and eps such that k + 2 + 2 log2(eps) is 2^-bits beside it."""
    n, quarters, less, bits, above = case
    k = max(ZERO, n - Fraction(quarters, 4))
    whole = int(k) - less
    # 4 k is whole: (error^8) = 2^(4 (whole - 2 - k)) takes the place of a root of two
    found = tied(Fraction(1), 8, 4 * whole - int(4 * (k + 2)), 1, bits + max(0, less) // 2 + 1)
    if whole < 0 or found is None:
        return PASSED
    eps = doubled(ask, found[1] if above else found[0])
    return _judge(ask, call, (n, k, eps, ZERO)) if eps < 1 and eps.denominator < 10**299 else PASSED


@SUITE.property(
    TOEPLITZ, cases=_NEAR, edges=_HAIRS, source=HASHING_SOURCE, safe="low", convention=CONVENTION,
    bugs=[BugType.OFF_BY_ONE_LENGTH, BugType.WRONG_SIDE_ROUNDING],
)  # fmt: skip
def toeplitz_near_ties(ask: Ask, case: Near) -> Judgement:
    """A hair below a whole number the length is one less: the floor of a rounded number is no length."""
    return _near_tie(ask, TOEPLITZ, case)


def _smooth(case: tuple[tuple[int, Fraction], Fraction, int]) -> Seeded:
    """An eps-s above 0 that leaves a power of two in either distance."""
    (n, bits), left, times = case
    return n, bits, left / 4 + times * left / 64, times * left / 128


def _slightly(case: tuple[int, int, int, int]) -> Seeded:
    """A power of two, and an eps-s that takes a hair from it."""
    n, less, power, hair = case
    eps = Fraction(1, 2**power)
    return n, Fraction(max(0, n - less)), eps, eps / 2**hair


_SMOOTH = st.one_of(
    st.tuples(_SIZED, POWER_ERRORS, st.integers(1, 15)).map(_smooth),
    st.tuples(LENGTHS, st.integers(0, 50), st.integers(2, 300), st.integers(3, 400)).map(_slightly),
)


@SUITE.property(
    TOEPLITZ, cases=_SMOOTH, source=HASHING_SOURCE, safe="low",
    convention=f"{CONVENTION}; smoothing is paid twice, for the state and for its marginal",
    bugs=[BugType.FORMULA, BugType.TRACE_DISTANCE_HALF],
    edges=[_smooth(((1000, Fraction(1000)), Fraction(1, 2**30), 15)), _slightly((1000, 0, 20, 12)),
           _slightly((500, 7, 64, 100))],
)  # fmt: skip
def toeplitz_smooth(ask: Ask, case: Seeded) -> Judgement:
    """What smoothing takes from the error is lost, however little it is: the length is that of eps - 2 eps-s."""
    n, bits, eps, eps_s = case
    return _judge(ask, TOEPLITZ, (n, bits, doubled(ask, eps), eps_s))


_OUTSIDE: list[dict[str, Fraction | int]] = [
    {"n": 100, "k": 50, "eps": ZERO, "eps-s": 0}, {"n": 100, "k": 50, "eps": ONE, "eps-s": 0},
    {"n": 100, "k": 50, "eps": -HALF, "eps-s": 0}, {"n": 100, "k": 50, "eps": Fraction(3, 2), "eps-s": 0},
    {"n": 100, "k": -1, "eps": HALF, "eps-s": 0}, {"n": 100, "k": 101, "eps": HALF, "eps-s": 0},
    {"n": 100, "k": 50, "eps": Fraction(1, 8), "eps-s": Fraction(1, 16)},
    {"n": 100, "k": 50, "eps": Fraction(1, 8), "eps-s": Fraction(-1, 16)}, {"n": 0, "k": 0, "eps": HALF, "eps-s": 0},
]  # fmt: skip
_HAIR = Fraction(1, 10**12)
_BARELY: list[dict[str, Fraction | int]] = [
    {"n": 100, "k": 50, "eps": 1 + _HAIR, "eps-s": 0}, {"n": 100, "k": 50, "eps": -_HAIR, "eps-s": 0},
    {"n": 100, "k": 100 + _HAIR, "eps": HALF, "eps-s": 0}, {"n": 100, "k": -_HAIR, "eps": HALF, "eps-s": 0},
    {"n": 100, "k": 50, "eps": Fraction(1, 8), "eps-s": -_HAIR},
    {"n": 100, "k": 50, "eps": Fraction(1, 8), "eps-s": Fraction(1, 16) + _HAIR},
]  # fmt: skip


@SUITE.property(
    TOEPLITZ, cases=st.sampled_from([*_OUTSIDE, *_BARELY]), edges=[*_OUTSIDE, *_BARELY], source=HASHING_SOURCE,
    safe="low", convention=CONVENTION, bugs=[BugType.DOMAIN_EDGE], most=len(_OUTSIDE) + len(_BARELY),
)  # fmt: skip
def toeplitz_refuses_outside(ask: Ask, case: Mapping[str, Fraction | int]) -> Judgement:
    """An error outside (0, 1), an entropy outside 0 to n bits, or smoothing that leaves nothing, has no length."""
    if ask.conventions["logarithm"] == "nats" and case["k"] == 100 + _HAIR:
        return PASSED  # 100 nats are more than 100 bits, by far
    return ask(TOEPLITZ, in_distance(ask, case)).refused("an argument is outside its domain")


@SUITE.property(
    CIRCULANT, cases=st.tuples(st.sampled_from([p - 1 for p in PRIMES]), SHARES, ERRORS).map(
        lambda d: (d[0], d[0] * d[1], d[2], ZERO)
    ),
    source=HASHING_SOURCE, safe="low", convention=CONVENTION, bugs=[BugType.TRACE_DISTANCE_HALF],
    edges=[(PRIMES[-1] - 1, Fraction(PRIMES[-1] - 1), Fraction(1, 2**32), ZERO), (2, Fraction(2), HALF, ZERO)],
)  # fmt: skip
def circulant(ask: Ask, case: Seeded) -> Judgement:
    """The length is that of leftover hashing: the distance's factor 1/2 is worth two bits."""
    return _judge(ask, CIRCULANT, case)


@SUITE.property(
    CIRCULANT, source=HASHING_SOURCE, safe="low", convention=CONVENTION,
    cases=st.tuples(
        st.sampled_from([p - 1 for p in PRIMES if p > 100]), *[st.integers(0, 60)] * 2, st.integers(12, 400),
        st.sampled_from([False, False, True]),
    ),
    edges=[(PRIMES[-1] - 1, 0, 14, 60, False), (PRIMES[-1] - 1, 1, 14, 40, False), (PRIMES[60] - 1, 2, 30, 34, False)],
    bugs=[BugType.OFF_BY_ONE_LENGTH, BugType.WRONG_SIDE_ROUNDING],
)  # fmt: skip
def circulant_near_ties(ask: Ask, case: Near) -> Judgement:
    """A hair below a whole number the length is one less."""
    return _near_tie(ask, CIRCULANT, case)


@SUITE.property(
    CIRCULANT, cases=st.sampled_from([n for n in range(2, 600) if not has_primitive_root_two(n + 1)]), safe="low",
    source="the call's domain; at n + 1 = 7 the family is not two-universal, oracle/extractors/lengths.py",
    bugs=[BugType.DOMAIN_EDGE], edges=[6, 7, 30, 42, 112, 340, 560],
)  # fmt: skip
def circulant_refuses_other_sizes(ask: Ask, n: int) -> Judgement:
    """Where n + 1 is no prime with primitive root 2, two-universality is not proved: a length above 0 is no answer."""
    arguments = {"n": n, "k": entropy(ask.conventions, Fraction(n)), "eps": Fraction(1, 4), "eps-s": 0}
    answer = ask(CIRCULANT, arguments)
    # no bits are never too many, whatever the family
    if answer.is_number(0):
        return PASSED
    return answer.refused(f"n + 1 = {n + 1} is not a prime with primitive root 2, outside of the domain of the call")
