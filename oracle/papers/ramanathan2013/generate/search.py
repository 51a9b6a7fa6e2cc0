"""The searches behind the shipped certificates of protocol A: points for every tree of each anchor."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache, partial

from lp.gains import Claim, Library, Point, certificate
from oracle.papers.ramanathan2013.anchors import ANCHORS, Anchor, shapes
from oracle.papers.ramanathan2013.device import device
from oracle.papers.ramanathan2013.generate.attained import attained
from oracle.tails import binomial_tail

DEVICES = {"tenth": 59, "sixth": 66, "quarter": 109, "limit": 688}  # with an error of at most 1/1000 and no failure


@lru_cache(maxsize=1)
def library() -> Library:
    """One library for all anchors: a functional serves every law."""
    return Library(device())


@lru_cache(maxsize=8)
def points(anchor: Anchor) -> list[Point]:
    """A point for every tree, in the order of `shapes`."""
    return [library().point([anchor.masses[j] for j in shape], anchor.gain) for shape in shapes()]


def _search(anchor: Anchor) -> bytes:
    claim = Claim(anchor.bias, DEVICES[anchor.name], 0, Fraction(1, 1000))
    if binomial_tail(claim.devices, anchor.gain, 0)[1] > 2 * claim.error:
        raise ValueError(f"{claim.devices} devices are too few for {anchor.name}")
    return certificate(device(), library(), points(anchor), claim)


def searches() -> dict[str, Callable[[], bytes]]:
    """File name -> the search that finds it."""
    found: dict[str, Callable[[], bytes]] = {
        f"amplification-{anchor.name}.cert.json": partial(_search, anchor) for anchor in ANCHORS
    }
    return found | {"amplification-attained.cert.json": attained}
