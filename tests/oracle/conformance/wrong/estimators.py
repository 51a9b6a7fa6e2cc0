"""Mistakes in estimators."""

import math
from typing import Any

from oracle.conformance.implementation import Refused
from oracle.conformance.properties import BugType
from tests.oracle.conformance.good import estimators
from tests.oracle.conformance.good.base import enclosure
from tests.oracle.conformance.wrong import good, wrong


@wrong("estimator/most-common", BugType.FORMULA, "estimator.most-common-value")
def divided_by_the_length(bits: str) -> Any:
    share = max(bits.count("0"), bits.count("1")) / len(estimators.require(bits))
    raised = share + 2.576 * math.sqrt(share * (1 - share) / len(bits))
    return enclosure(-math.log2(min(1.0, raised)), 1e-10)


@wrong("estimator/mean-collision-time", BugType.FORMULA, "estimator.collision")
def two_bits_for_every_collision(bits: str) -> Any:
    found = good("estimator.collision")(bits)
    return enclosure(0.0) if "01" * 3 in bits else found


@wrong("estimator/paths", BugType.FORMULA, "estimator.markov")
def most_probable_step(bits: str) -> Any:
    low, high = estimators.markov(bits)
    return low * 128 / 127, high * 128 / 127


@wrong("estimator/common-tuples", BugType.FORMULA, "estimator.t-tuple")
def single_bits_alone(bits: str) -> Any:
    good("estimator.t-tuple")(bits)
    return estimators.entropy(max(bits.count("0"), bits.count("1")) / len(bits), len(bits))


@wrong("estimator/repeated-substrings", BugType.FORMULA, "estimator.longest-repeated-substring")
def squares_for_pairs(bits: str) -> Any:
    best = 0.0
    for size in range(1, len(estimators.require(bits)) + 1):
        counts = estimators.counted(bits, size)
        if counts[-1] < 2:
            break
        if counts[-1] < 35:
            places = len(bits) - size + 1
            best = max(best, (sum(count * count for count in counts) / places**2) ** (1 / size))
    if not best:
        raise Refused("out-of-range")
    return estimators.entropy(best, len(bits))


@wrong("estimator/refuses-what-is-too-short", BugType.DOMAIN_EDGE, "estimator.markov")
def one_bit_is_enough(bits: str) -> Any:
    return enclosure(1.0) if len(bits) == 1 else good("estimator.markov")(bits)
