"""Errors of protocol A, the devices it needs, and acceptance of honest ones, by exact sums."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good.base import GOOD


def gain(eps: Fraction) -> Fraction:
    q = Fraction(1, 2) - eps
    return Fraction(1, 10) if eps <= Fraction(1, 10) else q**2 * (1 - 4 * q / 9)


def at_most(k: int, p: Fraction, m: int) -> Fraction:
    return sum((comb(k, j) * p**j * (1 - p) ** (k - j) for j in range(m + 1)), Fraction(0))


def up(value: Fraction) -> Fraction:
    """A short number, at least the value."""
    return Fraction(-(-value.numerator * 2**200 // value.denominator), 2**200)


@GOOD.answers("amplification.error")
def error(eps: str, k: str, m: str) -> Fraction:
    bias, devices, failures = Fraction(eps), int(k), int(m)
    if not 0 <= bias < Fraction(1, 2):
        raise Refused("out-of-range", "a bias is at least 0 and below 1/2")
    if failures >= devices:
        raise Refused("out-of-range", "fewer failures than devices are accepted")
    return up(at_most(devices, gain(bias), failures) / 2)


@GOOD.answers("amplification.devices")
def devices(eps: str, error: str) -> int:
    passing, k, value = 1 - gain(Fraction(eps)), 0, Fraction(1, 2)
    while value > Fraction(error):
        k, value = k + 1, value * passing
    return max(k, 1)


@GOOD.answers("amplification.acceptance")
def acceptance(noise: str, k: str, m: str) -> Fraction:
    return -up(-at_most(int(k), Fraction(noise), int(m)))
