"""Lengths for weak seeds, and for adversaries with classical information alone."""

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
    HASHING_SOURCE,
    ONE,
    PRIMES,
    SUITE,
    ZERO,
    convention,
    doubled,
    entropy,
    in_distance,
)
from oracle.conformance.truth import exactly
from oracle.extractors.conventions import Convention
from oracle.extractors.lengths import CLASSICAL, dodis_length, toeplitz_length, two_source_length

_EPS = "error, (0, 1) in half distance"
WEAK = SUITE.call(
    "extractor.toeplitz.weak-seed.length",
    {"n": "bits of the source, at least 1", "k": "its min-entropy, 0 to n bits",
     "lacking": "bits by which the seed's min-entropy is below its length, not negative, in either unit", "eps": _EPS},
    "floor(k - lacking + 2 + 2 log2(eps)), in 0 to n; source and seed independent",
)  # fmt: skip
_PAIR = {"n": "bits of each source", "k1": "min-entropy, 0 to n bits", "k2": "the other one", "eps": _EPS}
SEEDED = SUITE.call(
    "extractor.toeplitz.classical.length",
    {"n": "bits of the source", "k": "its min-entropy, 0 to n bits", "eps": _EPS},
    "floor(k + 2 + 2 log2(eps)), in 0 to n; the adversary holds classical information",
)  # fmt: skip
SHIFTS = SUITE.call(
    "extractor.two-source.classical.length", _PAIR,
    "floor((k1 + k2 - n) / 2 + log2(eps)), in 0 to n; sources independent given the adversary's classical information",
)  # fmt: skip
CYCLIC = SUITE.call(
    "extractor.dodis.classical.length", _PAIR,
    "floor(k1 + k2 - n + 1 + 2 log2(eps)), in 0 to n - 1; the same, n a prime with primitive root 2",
)  # fmt: skip
_WEAK = Convention(seed="weak")
_TWO = "kulikov2024, theorem 2; Dodis, Elbaz, Oliveira and Raz 2004; oracle/extractors/lengths.py"
_LHL = "leftover hashing: Impagliazzo, Levin and Luby 1989; oracle/extractors/lengths.py, hashing_form"

Weak = tuple[int, Fraction, Fraction, Fraction]
"""n, k, what the seed lacks, eps."""


def _weak(ask: Ask, case: Weak) -> Judgement:
    n, bits, lacking, eps = case
    k, how = entropy(ask.conventions, bits), convention(ask.conventions, _WEAK)
    found = toeplitz_length(n, k, eps, ZERO, lacking, how).length
    truth = exactly(found, "the length that leftover hashing gives")
    return ask(WEAK, {"n": n, "k": k, "lacking": lacking, "eps": eps}).lower(truth, ZERO)


@SUITE.property(
    WEAK, source=HASHING_SOURCE, safe="low", convention=CONVENTION, most=60,
    cases=st.tuples(LENGTHS, SHARES, st.integers(0, 60), ERRORS).map(
        lambda d: (d[0], d[0] * d[1], Fraction(d[2], 4), d[3])
    ),
    bugs=[BugType.FORMULA],
    edges=[
        (1000, Fraction(1000), Fraction(30), Fraction(1, 2**20)), (1000, Fraction(500), ZERO, Fraction(1, 3**9)),
        (10, Fraction(10), Fraction(20), HALF), (2**32, Fraction(2**32), Fraction(1, 2), Fraction(1, 2**32)),
    ],
)  # fmt: skip
def weak_seed(ask: Ask, case: Weak) -> Judgement:
    """Every bit of min-entropy that the seed lacks is a bit that the output lacks."""
    return _weak(ask, case)


Near = tuple[int, int, int, int]
_NEAR = st.tuples(st.integers(100, 5000), st.integers(0, 50), st.integers(0, 300), st.integers(20, 300))


@SUITE.property(
    WEAK, source=HASHING_SOURCE, safe="low", convention=CONVENTION, cases=_NEAR, most=60,
    edges=[(100, 3, 14, 60), (1000, 0, 30, 53), (5000, 7, 200, 300)],
    bugs=[BugType.OFF_BY_ONE_LENGTH, BugType.WRONG_SIDE_ROUNDING],
)  # fmt: skip
def weak_seed_near_ties(ask: Ask, case: Near) -> Judgement:
    """A hair below a whole number the length is one less, with a weak seed as well."""
    n, lacking, less, bits = case
    found = tied(ONE, 2, -less - 2, 1, bits + less)
    if found is None or n < lacking + less:
        return PASSED
    eps = doubled(ask, found[0])
    return _weak(ask, (n, Fraction(n), Fraction(lacking), eps)) if eps < 1 else PASSED


def _classical(ask: Ask, call: str, n: int, entropies: tuple[Fraction, ...], eps: Fraction) -> Judgement:
    found = tuple(entropy(ask.conventions, bits) for bits in entropies)
    how = convention(ask.conventions, CLASSICAL)
    if call == SEEDED:
        length = toeplitz_length(n, found[0], eps, convention=how)
    elif call == SHIFTS:
        length = two_source_length(n, found[0], found[1], eps, method="no-side-information", convention=how)
    else:
        length = dodis_length(n, found[0], found[1], eps, side="none", convention=how)
    names = ("k",) if call == SEEDED else ("k1", "k2")
    arguments = {"n": n, **dict(zip(names, found, strict=True)), "eps": eps}
    return ask(call, arguments).lower(exactly(length.length, "the length that the theorem gives"), ZERO)


Two = tuple[int, Fraction, Fraction, Fraction]
_PAIRS = st.tuples(LENGTHS, SHARES, SHARES, ERRORS)


@SUITE.property(
    SEEDED, source=_LHL, safe="low", convention=CONVENTION, cases=st.tuples(LENGTHS, SHARES, ERRORS), most=60,
    bugs=[BugType.TRACE_DISTANCE_HALF, BugType.OFF_BY_ONE_LENGTH],
    edges=[(1000, ONE, Fraction(1, 2**20)), (2**53 + 1, ONE, Fraction(1, 3**5)), (5, ZERO, HALF),
           (100, ONE, Fraction(2**60 - 1, 2**68))],
)  # fmt: skip
def classical_toeplitz(ask: Ask, case: tuple[int, Fraction, Fraction]) -> Judgement:
    """Against classical information leftover hashing gives the same length."""
    n, share, eps = case
    return _classical(ask, SEEDED, n, (share * n,), eps)


@SUITE.property(
    SHIFTS, source=_TWO, safe="low", convention=CONVENTION, cases=_PAIRS, most=60, bugs=[BugType.FORMULA],
    edges=[(1000, ONE, ONE, Fraction(1, 2**20)), (1000, ONE, Fraction(999, 1000), Fraction(1, 2**20)),
           (2**53 + 1, ONE, ONE, Fraction(1, 3**5)), (5, ZERO, ONE, HALF),
           (1000, ONE, ONE, Fraction(2**60 - 1, 2**80))],
)  # fmt: skip
def classical_two_source(ask: Ask, case: Two) -> Judgement:
    """Shifts of two sources have half of the bits that are left, and one for each bit of the error."""
    n, share1, share2, eps = case
    return _classical(ask, SHIFTS, n, (share1 * n, share2 * n), eps)


@SUITE.property(
    CYCLIC, source=_TWO, safe="low", convention=CONVENTION, most=60, bugs=[BugType.FORMULA],
    cases=st.tuples(st.sampled_from(PRIMES), SHARES, SHARES, ERRORS),
    edges=[(PRIMES[-1], ONE, ONE, Fraction(1, 2**20)), (1_000_003, ONE, Fraction(1, 2), Fraction(1, 10**9)),
           (PRIMES[40], ONE, ONE, Fraction(2**60 - 1, 2**80)), (11, ONE, ONE, Fraction(1, 4))],
)  # fmt: skip
def classical_dodis(ask: Ask, case: Two) -> Judgement:
    """Without quantum information the cyclic extractor has all bits but two for each bit of the error."""
    n, share1, share2, eps = case
    return _classical(ask, CYCLIC, n, (share1 * n, share2 * n), eps)


_OUTSIDE: list[dict[str, Fraction | int]] = [
    {"n": 100, "k": 50, "lacking": lacking, "eps": eps}
    for lacking, eps in [(Fraction(-1), HALF), (Fraction(-1, 10**12), HALF), (ZERO, ZERO), (ZERO, ONE), (ONE, -HALF)]
]
_OUTSIDE.append({"n": 100, "k": 101, "lacking": 1, "eps": HALF})
_OUTSIDE.append({"n": 0, "k": 0, "lacking": 0, "eps": HALF})


@SUITE.property(
    WEAK, cases=st.sampled_from(_OUTSIDE), edges=_OUTSIDE, source=HASHING_SOURCE, safe="low", convention=CONVENTION,
    bugs=[BugType.DOMAIN_EDGE], most=len(_OUTSIDE),
)  # fmt: skip
def weak_seed_refuses_outside(ask: Ask, case: Mapping[str, Fraction | int]) -> Judgement:
    """A seed has no more min-entropy than bits."""
    return ask(WEAK, in_distance(ask, case)).refused("an argument is outside its domain")
