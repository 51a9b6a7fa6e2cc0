"""The inequality and the bit of ramanathan2013 from their definitions as sums of events.

Written from equations (4), (7) and (27) alone, so that what a certificate says can be
compared with what the paper defines.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import product

from oracle.functionals import majority_sign, means

NAMES = "ABCD"
BITS = (0, 1)
Tuple4 = tuple[int, ...]

SETTINGS: tuple[Tuple4, ...] = tuple(product(BITS, repeat=4))
U0 = ((0, 0, 0, 1), (0, 0, 1, 0), (0, 1, 0, 0), (1, 0, 0, 0))
U1 = ((0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0))
CANONICAL: Tuple4 = (0, 0, 0, 1)


def indicator(outcomes: Tuple4, setting: Tuple4) -> int:
    """B(x, u) of (7): 1 for even parity at a setting of U0 and for odd parity at one of U1.

    >>> indicator((0, 0, 0, 0), (0, 0, 0, 1)), indicator((0, 0, 0, 0), (0, 1, 1, 1))
    (1, 0)
    """
    odd = sum(outcomes) % 2
    return (1 - odd) * (setting in U0) + odd * (setting in U1)


def bell_events() -> dict[tuple[Tuple4, Tuple4], int]:
    """B of (6): 64 of the 256 events, with coefficient 1."""
    return {(x, u): 1 for u in SETTINGS for x in SETTINGS if indicator(x, u)}


def majority_events(setting: Tuple4, sign: int = 1) -> dict[tuple[Tuple4, Tuple4], int]:
    """sign * M of (27) at one setting."""
    return {(x, setting): sign * majority_sign(x) for x in SETTINGS}


def joint_events(setting: Tuple4, sign0: int, sign1: int) -> dict[tuple[Tuple4, Tuple4], int]:
    """sign0 * M0 + sign1 * M1, where M_b has the events of M with B(x, u) = b."""
    return {(x, setting): majority_sign(x) * (sign1 if indicator(x, setting) else sign0) for x in SETTINGS}


@lru_cache(maxsize=1)
def bell() -> Mapping[str, Fraction]:
    """B.P in means of words.

    >>> bell()[""]
    Fraction(4, 1)
    """
    return means(bell_events())


@lru_cache(maxsize=64)
def majority(setting: Tuple4, sign: int = 1) -> Mapping[str, Fraction]:
    """sign * M.P in means of words."""
    return means(majority_events(setting, sign))
