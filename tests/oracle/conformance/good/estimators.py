"""Estimators of SP 800-90B in floating point, as most programs have them."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good.base import GOOD, Ends, enclosure


def entropy(share: float, length: int) -> Ends:
    """Of a share, raised by 2.576 standard errors."""
    return enclosure(-math.log2(min(1.0, share + 2.576 * math.sqrt(share * (1 - share) / (length - 1)))), 1e-10)


def require(bits: str, least: int = 2) -> str:
    if set(bits) - {"0", "1"} or len(bits) < least:
        raise Refused("out-of-range", "too short, or no bits")
    return bits


@GOOD.answers("estimator.most-common-value")
def most_common_value(bits: str) -> Ends:
    return entropy(max(bits.count("0"), bits.count("1")) / len(require(bits)), len(bits))


@GOOD.answers("estimator.collision")
def collision(bits: str) -> Ends:
    times, place = [], 0
    require(bits)
    while place < len(bits) - 1:
        if bits[place] == bits[place + 1]:
            times.append(2)
        elif place + 2 < len(bits):
            times.append(3)
        else:
            break
        place += times[-1]
    if len(times) < 2:
        raise Refused("out-of-range", "fewer than two collisions")
    mean = sum(times) / len(times)
    deviation = math.sqrt(sum((time - mean) ** 2 for time in times) / (len(times) - 1))
    lower = mean - 2.576 * deviation / math.sqrt(len(times))
    share = 0.5 + math.sqrt(max(0.0, 1.25 - 0.5 * max(2.0, lower)))
    return enclosure(-math.log2(share) if share < 1 else 0.0, 1e-10)


@GOOD.answers("estimator.markov")
def markov(bits: str) -> Ends:
    ones = require(bits).count("1") / len(bits)
    counts = Counter(pairwise(bits))

    def log(share: float) -> float:
        return math.log2(share) if share else -math.inf

    def step(a: str, b: str) -> float:
        total = counts[a, "0"] + counts[a, "1"]
        return log(counts[a, b] / total) if total else -math.inf

    first = {"0": log(1 - ones), "1": log(ones)}
    found = []
    for a, b in (("0", "1"), ("1", "0")):
        found.append(first[a] + 127 * step(a, a))
        found.append(first[a] + 64 * step(a, b) + 63 * step(b, a))
        found.append(first[a] + step(a, b) + 126 * step(b, b))
    return enclosure(min(1.0, -max(found) / 128), 1e-10)


def counted(bits: str, size: int) -> list[int]:
    return sorted(Counter(bits[i : i + size] for i in range(len(bits) - size + 1)).values())


@GOOD.answers("estimator.t-tuple")
def t_tuple(bits: str) -> Ends:
    best = 0.0
    for size in range(1, len(require(bits)) + 1):
        most = counted(bits, size)[-1]
        if most < 35:
            break
        best = max(best, (most / (len(bits) - size + 1)) ** (1 / size))
    if not best:
        raise Refused("out-of-range", "no bit occurs 35 times")
    return entropy(best, len(bits))


@GOOD.answers("estimator.longest-repeated-substring")
def longest_repeated_substring(bits: str) -> Ends:
    best = 0.0
    for size in range(1, len(require(bits)) + 1):
        counts = counted(bits, size)
        if counts[-1] < 2:
            break
        if counts[-1] < 35:
            places = len(bits) - size + 1
            alike = sum(count * (count - 1) for count in counts) / (places * (places - 1))
            best = max(best, alike ** (1 / size))
    if not best:
        raise Refused("out-of-range", "nothing is repeated")
    return entropy(best, len(bits))
