"""The error of Toeplitz hashing at a given length."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import isqrt

from hypothesis import strategies as st

from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.properties import SLACK, BugType
from oracle.conformance.suites.length.common import CONVENTION, SUITE, entropy
from oracle.conformance.truth import between
from oracle.extractors.flat import rank_error, seeded_error, strings
from oracle.extractors.reference import toeplitz as toeplitz_output

ERROR = SUITE.call(
    "extractor.toeplitz.error", {"n": "bits of the source", "k": "its min-entropy", "m": "output bits"},
    "upper bound on the error of output and seed together, (1/2) 2^((m - k)/2) in half distance or better",
)  # fmt: skip


@lru_cache(maxsize=256)
def _worst_error(n: int, k: int, m: int) -> Fraction:
    """The largest error over all sources of n bits with k bits of min-entropy, by looking at all flat ones."""
    rows = [
        [sum(bit << i for i, bit in enumerate(toeplitz_output(x, seed, m))) for x in strings(n)]
        for seed in strings(n + m - 1)
    ]
    return seeded_error(rows, m, k)


def _judge(ask: Ask, case: tuple[int, int, int], low: Fraction) -> Judgement:
    n, k, m = case
    factor = 1 if ask.conventions["distance"] == "half" else 2
    # a root of 2^(m - k), rounded up; no error in half distance is above 1
    high = max(low, Fraction(isqrt(Fraction(4 ** (60 + k) * 2**m, 2**k).__floor__()) + 1, 2 * 2 ** (60 + k)))
    truth = between(low * factor, high * factor, "the worst error")
    return ask(ERROR, {"n": n, "k": entropy(ask.conventions, Fraction(k)), "m": m}).upper(truth, 10 * SLACK)


_SMALL = st.integers(1, 3).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(1, n)))


@SUITE.property(
    ERROR, cases=_SMALL, edges=[(1, 0, 1), (3, 1, 1), (3, 3, 3)], safe="high", convention=CONVENTION,
    source="the exact worst error over all flat sources, oracle/extractors/flat.py", bugs=[BugType.TRACE_DISTANCE_HALF],
)  # fmt: skip
def toeplitz_error(ask: Ask, case: tuple[int, int, int]) -> Judgement:
    """The error is at least the exact worst one over all sources, for strings of up to three bits."""
    return _judge(ask, case, _worst_error(*case))


def _long(case: tuple[int, int, int]) -> tuple[int, int, int]:
    n, k, shift = case
    return n, min(k, n), max(1, min(n, k + shift))


_LONG = st.tuples(
    st.one_of(st.integers(4, 80), st.sampled_from([127, 128, 129, 255, 256, 257, 1000])), st.integers(1, 500),
    st.integers(-12, 12),
).map(_long)  # fmt: skip


@SUITE.property(
    ERROR, cases=_LONG, edges=[(4, 4, 4), (8, 4, 5), (64, 64, 64), (65, 32, 33), (1000, 300, 300), (40, 30, 20)],
    safe="high", convention=CONVENTION,
    source="the exact error for a source with k free bits: ranks of random Toeplitz matrices (Daykin 1960), "
    "oracle/extractors/flat.py",
    bugs=[BugType.FORMULA, BugType.TRACE_DISTANCE_HALF],
)  # fmt: skip
def toeplitz_error_of_free_bits(ask: Ask, case: tuple[int, int, int]) -> Judgement:
    """The error is at least that for a source of k uniform bits and n - k bits that are known."""
    _, k, m = case
    return _judge(ask, case, rank_error(k, m))
