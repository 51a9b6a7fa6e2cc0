"""Entropy estimators of NIST SP 800-90B (January 2018), sections 6.3.1 to 6.3.3, 6.3.5 and 6.3.6, for bits.

They are statistics of a string, recomputed exactly here. None is a device-independent statement, nor a bound on what
an adversary knows: a deterministic generator passes them. Compression (6.3.4) needs more than 6000 bits, and the
predictors (6.3.7 to 6.3.10) are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import comb, isqrt
from random import Random
from typing import Any

from hypothesis import strategies as st

from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.cases import root
from oracle.conformance.properties import BugType, Suite
from oracle.conformance.truth import Truth
from proofs.kernel import interval
from proofs.kernel.interval import Interval

SUITE = Suite("estimator", "estimators of SP 800-90B on short strings: statistics, no device-independent statement")
_ARGUMENTS = {"bits": "0s and 1s"}
COMMON = SUITE.call("estimator.most-common-value", _ARGUMENTS, "bits per bit, within 10^-9; at least 2 bits")
COLLISION = SUITE.call("estimator.collision", _ARGUMENTS, "the same; at least 2 collisions")
MARKOV = SUITE.call("estimator.markov", _ARGUMENTS, "the same, paths of 128 bits; at least 2 bits")
TUPLE = SUITE.call("estimator.t-tuple", _ARGUMENTS, "the same; some bit at least 35 times")
REPEATED = SUITE.call(
    "estimator.longest-repeated-substring", _ARGUMENTS, "the same; a tuple less common than 35 repeats"
)
Z = Fraction(2576, 1000)
CUTOFF = 35
PATH = 128
NEAR = Fraction(1, 10**9)
"""How far an answer may be from the formula, which the standard evaluates in floating point."""
_ONE = Fraction(1)
_LABEL = "a statistic of the string; it says nothing about what an adversary knows"


def _source(section: str) -> str:
    place = "oracle/conformance/suites/estimator.py"
    return f"NIST SP 800-90B, January 2018, section {section}; recomputed in fractions, {place}"


def square_root(x: Interval, precision: int) -> Interval:
    """Both sides of a square root."""
    low = Fraction(isqrt((x[0].numerator << 2 * precision) // x[0].denominator), 1 << precision)
    return low, Fraction(isqrt((x[1].numerator << 2 * precision) // x[1].denominator) + 1, 1 << precision)


def nth_root(x: Fraction, degree: int, precision: int) -> Interval:
    """Both sides of a root of a number in [0, 1]."""
    if not x:
        return x, x
    low = root(x, degree, precision)
    return low, low + Fraction(1, 1 << precision)


def entropy(p: Interval, precision: int) -> Interval:
    """-log2 of an interval of probabilities, those above 1 taken for 1."""
    low, high = (interval.log2((min(_ONE, end), min(_ONE, end)), precision) for end in p)
    return -high[1], -low[0]


def raised(p: Interval, length: int, precision: int) -> Interval:
    """The upper end of the confidence interval: p + 2.576 sqrt(p (1 - p) / (length - 1))."""
    low, high = p
    spread = [end * (1 - end) / (length - 1) for end in p]
    # p (1 - p) has its maximum at 1/2
    top = max(*spread, Fraction(1, 4) / (length - 1)) if low < Fraction(1, 2) < high else max(spread)
    width = square_root((max(Fraction(0), min(spread)), top), precision)
    return low + Z * width[0], high + Z * width[1]


def most_common_value(bits: str, precision: int) -> Interval:
    """Section 6.3.1.

    >>> low, high = most_common_value("01" * 50, 64)
    >>> 0.66 < low <= high < 0.67
    True
    """
    share = Fraction(max(Counter(bits).values()), len(bits))
    return entropy(raised((share, share), len(bits), precision), precision)


def collisions(bits: str) -> list[int]:
    """The numbers of bits until one value occurs twice, one after another.

    >>> collisions("0010110")
    [2, 3]
    """
    found, place = [], 0
    while place + 2 <= len(bits):
        step = 2 if bits[place] == bits[place + 1] else 3
        if place + step > len(bits):
            break
        found.append(step)
        place += step
    return found


def collision(bits: str, precision: int) -> Interval:
    """Section 6.3.2 for bits: a mean X of 2 + 2 p (1 - p) at its lower end, p = 1/2 + sqrt(5/4 - X/2); 1 above 5/2."""
    times = collisions(bits)
    count, mean = len(times), Fraction(sum(times), len(times))
    variance = sum(((time - mean) ** 2 for time in times), Fraction(0)) / (count - 1)
    width = square_root((variance / count, variance / count), precision)
    ends = []
    for end in (mean - Z * width[1], mean - Z * width[0]):
        inside = max(Fraction(0), Fraction(5, 4) - max(Fraction(2), end) / 2)
        ends.append(square_root((inside, inside), precision))
    return entropy((Fraction(1, 2) + ends[1][0], Fraction(1, 2) + ends[0][1]), precision)


def markov(bits: str, precision: int) -> Interval:
    """Section 6.3.3: the likeliest of six paths of 128 bits."""
    first = {bit: Fraction(bits.count(bit), len(bits)) for bit in "01"}
    pairs = Counter(a + b for a, b in pairwise(bits))

    def step(move: str) -> Fraction:
        total = pairs[move[0] + "0"] + pairs[move[0] + "1"]
        return Fraction(pairs[move], total) if total else Fraction(0)

    paths = [
        first[a] * step(a + a) ** (PATH - 1 if stays else 0) * (_ONE if stays else rest)
        for a, b in ("01", "10")
        for stays, rest in (
            (True, _ONE),
            (False, step(a + b) ** (PATH // 2) * step(b + a) ** (PATH // 2 - 1)),
            (False, step(a + b) * step(b + b) ** (PATH - 2)),
        )
    ]
    best = max(paths)
    if not best:  # no path has been seen: the estimate is capped
        return _ONE, _ONE
    low, high = interval.log2((best, best), precision + 8)
    return min(_ONE, -high / PATH), min(_ONE, -low / PATH)


def tuples(bits: str, size: int) -> Counter[str]:
    """How often each tuple of consecutive bits occurs."""
    return Counter(bits[i : i + size] for i in range(len(bits) - size + 1))


def largest_root(shares: Iterable[tuple[Fraction, int]], precision: int) -> Interval:
    """The largest of share^(1 / size), found by exact comparison of powers."""
    best, degree = Fraction(0), 1
    for share, size in shares:
        if share**degree > best**size:
            best, degree = share, size
    return nth_root(best, degree, precision)


def t_tuple(bits: str, precision: int) -> Interval:
    """Section 6.3.5: the tuples that occur at least 35 times."""
    shares, size = [], 1
    while size <= len(bits) and (most := max(tuples(bits, size).values())) >= CUTOFF:
        shares.append((Fraction(most, len(bits) - size + 1), size))
        size += 1
    return entropy(raised(largest_root(shares, precision), len(bits), precision), precision)


def repeated_sizes(bits: str) -> range:
    """The sizes of section 6.3.6: from the first that no tuple has 35 times to the last that some tuple has twice.

    >>> repeated_sizes("0011" * 20)
    range(2, 77)
    """
    size, first = 1, 0
    while size <= len(bits) and (most := max(tuples(bits, size).values())) >= 2:
        first = first or (size if most < CUTOFF else 0)
        size += 1
    return range(first or size, size)


def longest_repeated_substring(bits: str, precision: int) -> Interval:
    """Section 6.3.6: the probability that two tuples of one size are the same, for each of those sizes."""
    shares = []
    for size in repeated_sizes(bits):
        alike = sum(comb(count, 2) for count in tuples(bits, size).values())
        shares.append((Fraction(alike, comb(len(bits) - size + 1, 2)), size))
    return entropy(raised(largest_root(shares, precision), len(bits), precision), precision)


Estimator = Callable[[str, int], Interval]


@lru_cache(maxsize=4096)
def _evaluated(estimator: Estimator, bits: str, precision: int) -> Interval:
    low, high = estimator(bits, precision)
    return low - NEAR, high + NEAR


def _judge(ask: Ask, call: str, estimator: Estimator, bits: str) -> Judgement:
    truth = Truth(lambda precision: _evaluated(estimator, bits, min(precision, 256)), "the estimator's formula")
    return ask(call, {"bits": bits}).value(truth, 4 * NEAR)


def _string(draw: Any, least: int, most: int) -> str:
    """Fair, biased, sticky or periodic bits."""
    source = Random(draw(st.integers(0, 2**32)))
    size: int = draw(st.integers(least, most))
    kind = draw(st.sampled_from(["fair", "biased", "sticky", "periodic", "constant"]))
    if kind == "periodic":
        period = format(source.getrandbits(7) | 1, "b")
        return (period * size)[:size]
    found = "1" if source.random() < 0.5 else "0"
    share = {"fair": 0.5, "biased": 0.5, "sticky": 0.8, "constant": 1.0}[kind]
    for _ in range(size - 1):
        if kind == "biased":
            found += "1" if source.random() < 0.8 else "0"
        else:
            found += found[-1] if source.random() < share else "10"[int(found[-1])]
    return found


def _strings(least: int, most: int = 400) -> st.SearchStrategy[str]:
    return st.composite(_string)(least, most)


_FAIR = format(Random(1).getrandbits(300), "0300b")
_BIASED = "".join("1" if Random(2 * i).random() < 0.7 else "0" for i in range(250))
_EDGES = [_FAIR, _BIASED, "01" * 50, "0" * 100, "0" * 99 + "1", "0011" * 30]


@SUITE.property(
    COMMON, cases=_strings(2), source=_source("6.3.1"), safe="exact", convention=_LABEL, most=60,
    bugs=[BugType.FORMULA], edges=[*_EDGES, "01", "00", "011"],
)  # fmt: skip
def most_common(ask: Ask, bits: str) -> Judgement:
    """The share of the more common bit, raised by 2.576 standard errors with L - 1 under the root."""
    return _judge(ask, COMMON, most_common_value, bits)


@SUITE.property(
    COLLISION, cases=_strings(12), source=_source("6.3.2"), safe="exact", convention=_LABEL, most=60,
    bugs=[BugType.FORMULA, BugType.DOMAIN_EDGE], edges=[*_EDGES, "0000", "010010", "0101010"],
)  # fmt: skip
def mean_collision_time(ask: Ask, bits: str) -> Judgement:
    """The mean time to a collision, lowered, is solved for the share of the likelier bit."""
    return _judge(ask, COLLISION, collision, bits)


@SUITE.property(
    MARKOV, cases=_strings(2), source=_source("6.3.3"), safe="exact", convention=_LABEL, most=60,
    bugs=[BugType.FORMULA], edges=[*_EDGES, "01", "001", "0111"],
)  # fmt: skip
def paths(ask: Ask, bits: str) -> Judgement:
    """The likeliest path of 128 bits with the observed transitions, a 128th of its bits."""
    return _judge(ask, MARKOV, markov, bits)


@SUITE.property(
    TUPLE, cases=_strings(70), source=_source("6.3.5"), safe="exact", convention=_LABEL, most=40,
    bugs=[BugType.FORMULA, BugType.DOMAIN_EDGE], edges=[*_EDGES, "0" * 35, "0" * 34 + "1" * 35],
)  # fmt: skip
def common_tuples(ask: Ask, bits: str) -> Judgement:
    """Tuples count while the most common one occurs 35 times."""
    return _judge(ask, TUPLE, t_tuple, bits)


@SUITE.property(
    REPEATED, cases=_strings(70).filter(lambda bits: len(repeated_sizes(bits)) > 0), source=_source("6.3.6"),
    safe="exact", convention=_LABEL, most=40, bugs=[BugType.FORMULA, BugType.DOMAIN_EDGE],
    edges=[edge for edge in _EDGES if len(repeated_sizes(edge)) > 0],
)  # fmt: skip
def repeated_substrings(ask: Ask, bits: str) -> Judgement:
    """From the first size that no tuple has 35 times to the longest substring that occurs twice."""
    return _judge(ask, REPEATED, longest_repeated_substring, bits)


_TOO_SHORT = [(COMMON, ""), (COMMON, "0"), (COMMON, "012"), (MARKOV, "1"), (COLLISION, "0"), (COLLISION, "0100"),
              (TUPLE, "01" * 34), (TUPLE, "0 1" * 40), (REPEATED, "01"), (REPEATED, "")]  # fmt: skip


@SUITE.property(
    COMMON, COLLISION, MARKOV, TUPLE, REPEATED, cases=st.sampled_from(_TOO_SHORT), edges=_TOO_SHORT,
    source=_source("6.3"), safe="exact", convention=_LABEL, bugs=[BugType.DOMAIN_EDGE], most=len(_TOO_SHORT),
)  # fmt: skip
def refuses_what_is_too_short(ask: Ask, case: tuple[str, str]) -> Judgement:
    """A string without the occurrences that an estimator counts, or of other characters, has no estimate."""
    call, bits = case
    return ask(call, {"bits": bits}).refused("the string is too short, or not of bits")
