"""Trevisan's extractor with weak designs: its output bits, and the lengths that published theorems give."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import strategies as st

from oracle.conformance.answers import PASSED, Ask, Judgement
from oracle.conformance.cases import ERRORS, LENGTHS, SHARES, tied
from oracle.conformance.properties import BugType, Suite
from oracle.conformance.suites.length.common import convention, doubled, entropy, in_distance
from oracle.conformance.truth import between
from oracle.extractors.lengths import HASHING
from oracle.extractors.logform import LogForm
from oracle.extractors.trevisan import LEAST_BLOCKS, Design, output, seed_bits, trevisan_length

SUITE = Suite("trevisan", "Trevisan's extractor: polynomial hashing to one bit, with weak designs")
OUTPUT = SUITE.call(
    "extractor.trevisan.output",
    {
        "x": "n bits", "seed": "q^2 bits for each block", "m": "1 to n", "s": "bits of an element of the field, 1 to n",
        "design": "`polynomial`, or `block` (m at least 6, s at least 3)",
    },
    "m bits: bit j is the parity of beta and p(alpha), alpha beta the first 2 s places of set j; see above",
)  # fmt: skip
LENGTH = SUITE.call(
    "extractor.trevisan.length",
    {"n": "bits of the source", "k": "its min-entropy, 0 to n bits", "eps": "error, (0, 1) in half distance",
     "design": "`polynomial` or `block`"},
    "largest m up to n with r m + 4 log2(m / eps) + 6 <= k, r = 2e or 1; for blocks 0 or at least 6",
)  # fmt: skip
_DEFINITION = (
    "the definition, oracle/extractors/trevisan.py; the sources of its constants stand at the head of that file"
)
_THEOREMS = (
    "De, Portmann, Vidick and Renner 2012; Mauerer, Portmann and Scholz 2012 for 6; Tomamichel, Schaffner, Smith and "
    "Renner 2011 for 1 + 2 log2(3) in its place; oracle/extractors/trevisan.py"
)
_CONVENTION = "the error in the declared distance, the entropy in the declared unit; joint with a uniform seed"

Bits = tuple[str, str, int, int, Design]
"""x, seed, m, s, design."""


def _drawn(draw: Any) -> Bits:
    kind: Design = draw(st.sampled_from(["polynomial", "block"]))
    least = (1, 1) if kind == "polynomial" else (LEAST_BLOCKS, 3)
    n = draw(st.one_of(st.integers(max(least), 40), st.sampled_from([31, 32, 33, 63, 64, 65, 127, 129, 200])))
    s = draw(st.integers(least[1], min(n, 9)))
    m = draw(st.integers(least[0], min(n, 60)))
    source = Random(draw(st.integers(0, 2**32)))
    size = seed_bits(kind, s, m)
    x = draw(st.sampled_from([_word(source, n), _word(source, n), "1" * n, "0" * (n - 1) + "1", "1" + "0" * (n - 1)]))
    return x, _word(source, size), m, s, kind


def _word(source: Random, size: int) -> str:
    return format(source.getrandbits(size), f"0{size}b")


def _edge(n: int, m: int, s: int, kind: Design) -> Bits:
    source = Random(n * m + s)
    return _word(source, n), _word(source, seed_bits(kind, s, m)), m, s, kind


@SUITE.property(
    OUTPUT, cases=st.composite(_drawn)(), source=_DEFINITION, safe="exact", most=60,
    convention="set j has the places z + q p_j(z), the digits of j in base q being p_j's coefficients; moduli with the "
    "fewest terms, and the smallest of those; the first bit is the highest power",
    bugs=[BugType.SHIFT_CONVENTION, BugType.FORMULA],
    edges=[
        ("1", "0000", 1, 1, "polynomial"), ("11", "1111", 2, 1, "polynomial"), _edge(25, 25, 4, "polynomial"),
        _edge(6, 6, 3, "block"), _edge(64, 60, 8, "block"), _edge(65, 5, 12, "polynomial"), _edge(48, 30, 5, "block"),
        _edge(100, 60, 3, "polynomial"), _edge(40, 6, 14, "polynomial"),
    ],
)  # fmt: skip
def bits(ask: Ask, case: Bits) -> Judgement:
    """Each output bit is polynomial hashing of the whole source with its own part of the seed."""
    x, seed, m, s, kind = case
    arguments = {"x": x, "seed": seed, "m": m, "s": s, "design": kind}
    return ask(OUTPUT, arguments).equals(output(x, seed, m, s, kind), "by the definition")


_MISFITS: list[Bits] = [
    ("10", "0110", 3, 1, "polynomial"), ("10", "0110", 0, 1, "polynomial"), ("10", "01101", 2, 1, "polynomial"),
    ("10", "011", 2, 1, "polynomial"), ("12", "0110", 2, 1, "polynomial"), ("10", "0120", 2, 1, "polynomial"),
    ("10", "0110", 2, 0, "polynomial"), ("10", "0" * 49, 2, 3, "polynomial"), ("1" * 9, "0" * 98, 5, 3, "block"),
    ("1" * 9, "0" * 49, 6, 3, "block"), ("1" * 9, "0" * 147, 6, 3, "block"), ("1" * 9, "0" * 8, 6, 1, "block"),
    ("", "0110", 1, 1, "polynomial"),
]  # fmt: skip


@SUITE.property(
    OUTPUT, cases=st.sampled_from(_MISFITS), edges=_MISFITS, source=_DEFINITION, safe="exact",
    bugs=[BugType.DOMAIN_EDGE], most=len(_MISFITS),
)  # fmt: skip
def refuses_misfits(ask: Ask, case: Bits) -> Judgement:
    """A seed that is too short must not be read twice, and too few sets are no block design."""
    x, seed, m, s, kind = case
    return ask(OUTPUT, {"x": x, "seed": seed, "m": m, "s": s, "design": kind}).refused("the seed, m or s does not fit")


Sized = tuple[int, Fraction, Fraction, Design]
"""n, k in bits, eps in half distance, design."""
_KINDS: st.SearchStrategy[Design] = st.sampled_from(["block", "polynomial"])
_SHARP = LogForm(Fraction(1), ((Fraction(2), Fraction(3)),))
"""1 + 2 log2(3), what the other theorem takes for a large field."""


def _judge(ask: Ask, case: Sized) -> Judgement:
    n, share, eps, kind = case
    k, how = entropy(ask.conventions, share), convention(ask.conventions, HASHING)
    least = trevisan_length(n, k, eps, kind, how)
    most = trevisan_length(n, k, eps, kind, how, _SHARP)
    truth = between(Fraction(least), Fraction(max(least, most)), "the length that the theorems give")
    return ask(LENGTH, {"n": n, "k": k, "eps": eps, "design": kind}).lower(truth, Fraction(0))


@SUITE.property(
    LENGTH, source=_THEOREMS, safe="low", convention=_CONVENTION, most=80,
    cases=st.tuples(LENGTHS, SHARES, ERRORS, _KINDS).map(lambda d: (d[0], d[0] * d[1], d[2], d[3])),
    bugs=[BugType.FORMULA, BugType.TRACE_DISTANCE_HALF],
    edges=[
        (10**6, Fraction(10**6, 2), Fraction(1, 2**32), "block"),
        (10**6, Fraction(10**6), Fraction(1, 10**9), "polynomial"),
        (2**32 + 1, Fraction(2**32), Fraction(1, 10**6), "block"),
        (2**53 + 1, Fraction(2**53 + 1), Fraction(1, 9), "polynomial"),
        (100, Fraction(30), Fraction(1, 2), "block"), (100, Fraction(0), Fraction(1, 2), "polynomial"),
        (5000, Fraction(5000), Fraction(1, 10**298), "block"),
    ],
)  # fmt: skip
def length(ask: Ask, case: Sized) -> Judgement:
    """Each output bit has an m-th of the error, and the design's overlap costs r bits for each."""
    return _judge(ask, case)


Near = tuple[int, int, int, bool]
_NEAR = st.tuples(
    st.integers(6, 3000), st.integers(1, 300), st.integers(20, 400), st.sampled_from([False, False, True])
)


@SUITE.property(
    LENGTH, source=_THEOREMS, safe="low", convention=_CONVENTION, cases=_NEAR, most=60,
    edges=[(6, 10, 60, False), (1000, 40, 100, False), (64, 200, 300, True), (2**20, 30, 40, False)],
    bugs=[BugType.OFF_BY_ONE_LENGTH, BugType.WRONG_SIDE_ROUNDING],
)  # fmt: skip
def near_ties(ask: Ask, case: Near) -> Judgement:
    """A hair below a whole number of bits the length is one less, whichever of the theorems is used."""
    m, power, bits, above = case
    # with the theorem that takes fewest bits: k = m + 4 log2(m / eps) + 1 + 2 log2(3), so that eps^4 = 18 m^4 2^(m - k)
    k = m + 4 * power + 4 * m.bit_length()
    found = tied(Fraction(1, 18 * m**4), 4, m - k, 1, bits + 2 * power)
    if found is None:
        return PASSED
    eps = doubled(ask, found[1] if above else found[0])
    return _judge(ask, (k + 10, Fraction(k), eps, "block")) if eps < 1 and eps.denominator < 10**299 else PASSED


_HALF, _HAIR = Fraction(1, 2), Fraction(1, 10**12)
_OUTSIDE: list[dict[str, Any]] = [
    {"n": n, "k": k, "eps": eps, "design": kind}
    for n, k, eps, kind in [
        (100, 50, Fraction(0), "block"), (100, 50, Fraction(1), "block"), (100, 101, _HALF, "block"),
        (100, -1, _HALF, "polynomial"), (0, 0, _HALF, "polynomial"), (100, 50, 1 + _HAIR, "block"),
        (100, 50, -_HAIR, "polynomial"), (100, -_HAIR, _HALF, "block"), (100, 50, _HALF, "standard"),
    ]
]  # fmt: skip


@SUITE.property(
    LENGTH, cases=st.sampled_from(_OUTSIDE), edges=_OUTSIDE, source=_THEOREMS, safe="low", convention=_CONVENTION,
    bugs=[BugType.DOMAIN_EDGE], most=len(_OUTSIDE),
)  # fmt: skip
def refuses_outside(ask: Ask, case: Mapping[str, Any]) -> Judgement:
    """An error outside (0, 1), an entropy outside 0 to n bits, or another design, has no length."""
    return ask(LENGTH, in_distance(ask, case)).refused("an argument is outside its domain")
