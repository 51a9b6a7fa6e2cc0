"""Output lengths and errors of randomness extractors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import Any

from hypothesis import strategies as st

from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.model import SLACK, BugType, Option, Suite
from oracle.conformance.truth import between, exactly
from oracle.extractors.conventions import Convention
from oracle.extractors.flat import seeded_error, strings
from oracle.extractors.lengths import (
    HASHING,
    MARKOV,
    circulant_length,
    dodis_length,
    toeplitz_length,
    two_source_length,
)
from oracle.extractors.primes import has_primitive_root_two
from oracle.extractors.reference import toeplitz as toeplitz_output

SUITE = Suite("length", "output lengths and errors of extractors")
_ERRORS = {"eps": "error, (0, 1) in half distance", "eps-s": "smoothing parameter, not negative"}
_SEEDED = {"n": "bits of the source, at least 1", "k": "its min-entropy, 0 to n bits", **_ERRORS}
_TWO = {"n": "bits of each source", "k1": "min-entropy, 0 to n bits", "k2": "the other one", **_ERRORS}
_SMOOTHING = Option("eps-s", "eps-s is not 0", lambda arguments: bool(arguments["eps-s"]))
TOEPLITZ = SUITE.call(
    "extractor.toeplitz.length", _SEEDED, "floor(k + 2 + 2 log2(D)), D = eps - 2 eps-s > 0 in half distance, in 0 to n",
    _SMOOTHING,
)  # fmt: skip
CIRCULANT = SUITE.call(
    "extractor.circulant.length", _SEEDED, "the same; n + 1 is a prime with primitive root 2", _SMOOTHING
)
TWO_SOURCE = SUITE.call(
    "extractor.two-source.length", _TWO,
    "floor((k1 + k2 - n + 12 - 10 log2(5) - 4 log2(3) + 10 log2(D)) / 6), D = eps - 6 eps-s > 0, in 0 to n",
    _SMOOTHING,
)  # fmt: skip
DODIS = SUITE.call(
    "extractor.dodis.length", {name: says for name, says in _TWO.items() if name != "eps-s"},
    "floor((k1 + k2 - n + 9 - 4 log2(3) + 8 log2(eps)) / 5), in 0 to n - 1; n is a prime with primitive root 2",
)  # fmt: skip
ERROR = SUITE.call(
    "extractor.toeplitz.error", {"n": "bits of the source", "k": "its min-entropy", "m": "output bits"},
    "upper bound on the error of output and seed together, (1/2) 2^((m - k)/2) in half distance or better",
)  # fmt: skip
_HASHING = "leftover hashing; Renner 2005, Tomamichel, Schaffner, Smith and Renner 2011; oracle/extractors/lengths.py"
_MARKOV = "kulikov2024, supplement VI, theorems 2 to 4, sources independent given the adversary (Markov model)"
_CONVENTION = "errors in the declared distance, entropies in the declared unit, lengths in bits; joint with the seed"
_PRIMES = [n for n in range(3, 1500) if has_primitive_root_two(n)]


def _how(conventions: Mapping[str, str], base: Convention) -> Convention:
    distance: Any = conventions["distance"]
    logarithm: Any = conventions["logarithm"]
    return replace(base, distance=distance, logarithm=logarithm)


def _entropy(conventions: Mapping[str, str], n: int, share: Fraction) -> Fraction:
    """A share of the n bits, in the declared unit; 693/1000 is below ln 2."""
    return share * n if conventions["logarithm"] == "bits" else share * n * Fraction(693, 1000)


def _in_distance(ask: Ask, case: Mapping[str, Fraction | int]) -> Mapping[str, Fraction | int]:
    """Arguments in half distance, in the declared one."""
    return case if ask.conventions["distance"] == "half" else {**case, "eps": 2 * case["eps"]}


_SIZE = st.one_of(st.integers(1, 200), st.integers(1, 10**6), st.just(2_684_354_560))
_SHARE = st.one_of(st.integers(0, 20).map(lambda k: Fraction(k, 20)), st.just(Fraction(1)), st.just(Fraction(0)))
_ODD = st.tuples(st.integers(1, 40), st.integers(0, 10**6)).map(
    lambda d: Fraction(1 + d[1] % (3 ** d[0] - 1), 3 ** d[0])
)
"""Errors whose logarithm is irrational."""
_POWER = st.integers(1, 200).map(lambda j: Fraction(1, 2**j))
_ERROR = st.one_of(_ODD, _POWER)

Seeded = tuple[int, Fraction, Fraction, Fraction]


def _judge_seeded(ask: Ask, call: str, case: Seeded) -> Judgement:
    n, share, eps, eps_s = case
    k = _entropy(ask.conventions, n, share)
    length = circulant_length if call == CIRCULANT else toeplitz_length
    found = length(n, k, eps, eps_s, convention=_how(ask.conventions, HASHING)).length
    truth = exactly(found, "the length that leftover hashing gives")
    return ask(call, {"n": n, "k": k, "eps": eps, "eps-s": eps_s}).lower(truth, Fraction(0))


_HALF, _ZERO, _ONE = Fraction(1, 2), Fraction(0), Fraction(1)


@SUITE.property(
    TOEPLITZ, cases=st.tuples(_SIZE, _SHARE, _ODD, st.just(_ZERO)), source=_HASHING, safe="low", convention=_CONVENTION,
    bugs=[BugType.TRACE_DISTANCE_HALF, BugType.WRONG_SIDE_ROUNDING, BugType.FORMULA],
    edges=[(10**6, _HALF, Fraction(1, 3**20), _ZERO), (5, _ONE, Fraction(2, 3), _ZERO)],
)  # fmt: skip
def toeplitz(ask: Ask, case: Seeded) -> Judgement:
    """The length is at most the floor of k + 2 + 2 log2(eps), for errors that are no powers of two."""
    return _judge_seeded(ask, TOEPLITZ, case)


@SUITE.property(
    TOEPLITZ, cases=st.tuples(_SIZE, st.sampled_from([_ZERO, _ONE]), _POWER, st.just(_ZERO)), source=_HASHING,
    safe="low", convention=f"{_CONVENTION}; an error equal to eps is admitted", bugs=[BugType.OFF_BY_ONE_LENGTH],
    edges=[(1000, _ONE, Fraction(1, 2**32), _ZERO), (10, _ONE, _HALF, _ZERO), (4, _ONE, Fraction(1, 2**200), _ZERO)],
)  # fmt: skip
def toeplitz_ties(ask: Ask, case: Seeded) -> Judgement:
    """Where the formula is a whole number that number is the length, and one more is not."""
    return _judge_seeded(ask, TOEPLITZ, case)


def _smooth(case: tuple[int, Fraction, Fraction, int]) -> Seeded:
    """An eps-s above 0 that leaves a power of two in either distance."""
    n, share, left, times = case
    return n, share, left / 4 + times * left / 64, times * left / 128


@SUITE.property(
    TOEPLITZ, cases=st.tuples(_SIZE, _SHARE, _POWER, st.integers(1, 15)).map(_smooth), source=_HASHING, safe="low",
    convention=f"{_CONVENTION}; smoothing is paid twice, for the state and for its marginal",
    bugs=[BugType.FORMULA, BugType.TRACE_DISTANCE_HALF], edges=[_smooth((1000, _ONE, Fraction(1, 2**30), 15))],
)  # fmt: skip
def toeplitz_smooth(ask: Ask, case: Seeded) -> Judgement:
    """What smoothing takes from the error is lost: the length is that of eps - 2 eps-s."""
    n, share, eps, eps_s = case
    factor = 1 if ask.conventions["distance"] == "half" else 2
    return _judge_seeded(ask, TOEPLITZ, (n, share, factor * eps, eps_s))


_OUTSIDE = [
    {"n": 100, "k": 50, "eps": _ZERO, "eps-s": 0}, {"n": 100, "k": 50, "eps": _ONE, "eps-s": 0},
    {"n": 100, "k": 50, "eps": -_HALF, "eps-s": 0}, {"n": 100, "k": 50, "eps": Fraction(3, 2), "eps-s": 0},
    {"n": 100, "k": -1, "eps": _HALF, "eps-s": 0}, {"n": 100, "k": 101, "eps": _HALF, "eps-s": 0},
    {"n": 100, "k": 50, "eps": Fraction(1, 8), "eps-s": Fraction(1, 16)},
    {"n": 100, "k": 50, "eps": Fraction(1, 8), "eps-s": Fraction(-1, 16)}, {"n": 0, "k": 0, "eps": _HALF, "eps-s": 0},
]  # fmt: skip


@SUITE.property(
    TOEPLITZ, cases=st.sampled_from(_OUTSIDE), edges=_OUTSIDE, source=_HASHING, safe="low", convention=_CONVENTION,
    bugs=[BugType.DOMAIN_EDGE], most=len(_OUTSIDE),
)  # fmt: skip
def toeplitz_refuses_outside(ask: Ask, case: Mapping[str, Fraction | int]) -> Judgement:
    """An error outside (0, 1), an entropy outside 0 to n bits, or smoothing that leaves nothing, has no length."""
    return ask(TOEPLITZ, _in_distance(ask, case)).refused("an argument is outside its domain")


@SUITE.property(
    CIRCULANT, cases=st.tuples(st.sampled_from([p - 1 for p in _PRIMES]), _SHARE, _ERROR, st.just(_ZERO)),
    source=_HASHING, safe="low", convention=_CONVENTION, bugs=[BugType.TRACE_DISTANCE_HALF],
    edges=[(_PRIMES[-1] - 1, _ONE, Fraction(1, 2**32), _ZERO), (2, _ONE, _HALF, _ZERO)],
)  # fmt: skip
def circulant(ask: Ask, case: Seeded) -> Judgement:
    """The length is that of leftover hashing: the distance's factor 1/2 is worth two bits."""
    return _judge_seeded(ask, CIRCULANT, case)


@SUITE.property(
    CIRCULANT, cases=st.sampled_from([n for n in range(2, 600) if not has_primitive_root_two(n + 1)]), safe="low",
    source="at n + 1 = 7 the family is not two-universal; oracle/extractors/lengths.py, circulant_length",
    bugs=[BugType.DOMAIN_EDGE], edges=[6, 7, 30],
)  # fmt: skip
def circulant_refuses_other_sizes(ask: Ask, n: int) -> Judgement:
    """For other sizes circulant matrices are not two-universal, so that hashing promises nothing."""
    arguments = {"n": n, "k": _entropy(ask.conventions, n, _ONE), "eps": Fraction(1, 4), "eps-s": 0}
    return ask(CIRCULANT, arguments).refused("n + 1 is not a prime with primitive root 2")


Sources = tuple[int, Fraction, Fraction, Fraction, Fraction]


@SUITE.property(
    TWO_SOURCE, source=_MARKOV, safe="low", convention=_CONVENTION, bugs=[BugType.FORMULA, BugType.TRACE_DISTANCE_HALF],
    cases=st.tuples(_SIZE, _SHARE, _SHARE, _ERROR, st.sampled_from([_ZERO, Fraction(1, 7), Fraction(1, 100)])),
    edges=[
        (2_684_354_560, Fraction(9, 10), Fraction(19, 20), Fraction(1, 10**6), Fraction(1, 7)),
        (1, _ONE, _ONE, Fraction(2, 3), _ZERO), (1000, _ZERO, _ZERO, _HALF, _ZERO),
    ],
)  # fmt: skip
def two_source(ask: Ask, case: Sources) -> Judgement:
    """The length is at most what theorems 2, 3 and 4 give with the best split of the error."""
    n, share1, share2, eps, part = case
    k1, k2 = (_entropy(ask.conventions, n, share) for share in (share1, share2))
    eps_s = eps / 6 * part / (1 if ask.conventions["distance"] == "half" else 2)
    how = _how(ask.conventions, MARKOV)
    methods = ["best-split", "sharp"] if eps_s else ["best-split", "sharp", "unsmoothed"]
    lengths = [two_source_length(n, k1, k2, eps, eps_s, method, how).length for method in methods]
    truth = between(Fraction(lengths[0]), Fraction(max(lengths)), "the length that the theorems give")
    return ask(TWO_SOURCE, {"n": n, "k1": k1, "k2": k2, "eps": eps, "eps-s": eps_s}).lower(truth, Fraction(0))


_PAIR: dict[str, Fraction | int] = {"n": 100, "k1": 50, "k2": 50, "eps": _HALF, "eps-s": _ZERO}
_CHANGES: list[dict[str, Fraction | int]] = [
    {"eps": _ZERO}, {"eps": _ONE}, {"k1": 101}, {"k2": -1}, {"n": 0, "k1": 0, "k2": 0}, {"eps-s": Fraction(1, 12)},
]  # fmt: skip
_OUTSIDE_TWO = [_PAIR | change for change in _CHANGES]


@SUITE.property(
    TWO_SOURCE, cases=st.sampled_from(_OUTSIDE_TWO), edges=_OUTSIDE_TWO, source=_MARKOV, safe="low",
    convention=_CONVENTION, bugs=[BugType.DOMAIN_EDGE], most=len(_OUTSIDE_TWO),
)  # fmt: skip
def two_source_refuses_outside(ask: Ask, case: Mapping[str, Fraction | int]) -> Judgement:
    """An error outside (0, 1), an entropy outside 0 to n bits, or six times eps-s above the error, has no length."""
    return ask(TWO_SOURCE, _in_distance(ask, case)).refused("an argument is outside its domain")


@SUITE.property(
    DODIS, cases=st.tuples(st.sampled_from(_PRIMES), _SHARE, _SHARE, _ERROR),
    source="Dodis, Elbaz, Oliveira and Raz 2004; kulikov2024, theorem 3; oracle/extractors/lengths.py, dodis_length",
    safe="low", convention=_CONVENTION, bugs=[BugType.FORMULA], edges=[(_PRIMES[-1], _ONE, _ONE, Fraction(1, 2**32))],
)  # fmt: skip
def dodis(ask: Ask, case: tuple[int, Fraction, Fraction, Fraction]) -> Judgement:
    """Against quantum information about both sources the cyclic extractor has a fifth of the bits, not all."""
    n, share1, share2, eps = case
    k1, k2 = (_entropy(ask.conventions, n, share) for share in (share1, share2))
    found = dodis_length(n, k1, k2, eps, convention=_how(ask.conventions, MARKOV)).length
    truth = exactly(found, "the length that theorem 3 gives")
    return ask(DODIS, {"n": n, "k1": k1, "k2": k2, "eps": eps}).lower(truth, Fraction(0))


@lru_cache(maxsize=256)
def _worst_error(n: int, k: int, m: int) -> Fraction:
    """The largest error over all sources of n bits with k bits of min-entropy, by looking at all flat ones."""
    rows = [
        [sum(bit << i for i, bit in enumerate(toeplitz_output(x, seed, m))) for x in strings(n)]
        for seed in strings(n + m - 1)
    ]
    return seeded_error(rows, m, k)


_SMALL = st.integers(1, 3).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(1, n)))


@SUITE.property(
    ERROR, cases=_SMALL, edges=[(1, 0, 1), (3, 1, 1), (3, 3, 3)], safe="high", convention=_CONVENTION,
    source="the exact worst error over all flat sources, oracle/extractors/flat.py", bugs=[BugType.TRACE_DISTANCE_HALF],
)  # fmt: skip
def toeplitz_error(ask: Ask, case: tuple[int, int, int]) -> Judgement:
    """The error is at least the exact worst one over all sources, for strings of up to three bits."""
    n, k, m = case
    factor = 1 if ask.conventions["distance"] == "half" else 2
    low = _worst_error(n, k, m) * factor
    # a root of 2^(m - k), rounded up
    high = max(low, Fraction(isqrt(4**60 * 2**m // 2**k) + 1, 2 * 2**60) * factor)
    entropy = k if ask.conventions["logarithm"] == "bits" else k * Fraction(693147, 10**6)
    truth = between(low, high, "the worst error")
    return ask(ERROR, {"n": n, "k": entropy, "m": m}).upper(truth, 10 * SLACK)
