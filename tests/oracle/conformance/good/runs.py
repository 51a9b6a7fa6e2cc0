"""An engine of CHSH expansion that takes rounds in blocks."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good.base import GOOD

Blocks = list[list[list[str]]]


def rounds(n: str, blocks: Blocks, exact: bool = True, known: bool = True) -> list[tuple[int, ...]]:
    found = [tuple(map(int, each)) for each in chain.from_iterable(blocks)]
    if known and any(value not in (0, 1) for each in found for value in each):
        raise Refused("out-of-range", "inputs and outcomes are 0 or 1")
    if exact and len(found) != int(n):
        raise Refused("out-of-range", "as many rounds as declared are needed")
    return found


def mean(found: list[tuple[int, ...]]) -> Fraction:
    return sum((Fraction(4 * (1 if (a ^ b) == x & y else -1), len(found)) for x, y, a, b in found), Fraction(0))


@GOOD.answers("run.estimate")
def estimate(n: str, blocks: Blocks) -> Fraction:
    return mean(rounds(n, blocks))


@GOOD.answers("run.accepted")
def accepted(n: str, blocks: Blocks, score: str) -> int:
    return int(estimate(n, blocks) >= Fraction(score))


@GOOD.answers("run.length")
def length(bits: str, delta: str, error: str) -> int:
    square, m = (2 * (Fraction(error) - Fraction(delta))) ** 2, int(bits)
    while m > 0 and Fraction(2) ** (m - int(bits)) > square:
        m -= 1
    return m
