"""The device of protocol A: four boxes, three source bits a run, and what passes with which bit.

The fourth setting bit is 1 plus the sum of the three source bits modulo 2, so that every run has one of the eight
settings of (4) and none is void.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from oracle.functionals import majority_sign
from oracle.papers.ramanathan2013.definitions import SETTINGS, Tuple4, indicator

if TYPE_CHECKING:
    from lp.gains import Device

SOURCE_BITS = 3


def setting(string: tuple[int, ...]) -> Tuple4:
    """The inputs of a run with these three source bits.

    >>> setting((0, 1, 1)), setting((0, 0, 0))
    ((0, 1, 1, 1), (0, 0, 0, 1))
    """
    return (*string, (1 + sum(string)) % 2)


def marks(inputs: Tuple4) -> str:
    """For every outcome tuple "-" if it counts against the inequality, else the majority of the first three.

    >>> marks((0, 0, 0, 1))
    '-00-0--10--1-11-'
    """
    return "".join("-" if indicator(x, inputs) else "01"[majority_sign(x) < 0] for x in SETTINGS)


@lru_cache(maxsize=1)
def device() -> Device:
    """As `lp.gains` takes it; exchanging all outcomes keeps the parity and exchanges the majority."""
    from lp.coordinates import Scenario
    from lp.gains import Device

    strings = tuple((setting(string), marks(setting(string))) for string in product((0, 1), repeat=SOURCE_BITS))
    return Device(Scenario.uniform(4, 2, 2), strings, (0, 1, 2, 3))
