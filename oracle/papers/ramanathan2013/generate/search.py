"""The searches behind the shipped certificates of protocol A: points for every tree of each anchor."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache, partial

from lp.gains import Claim, Law, Library, Point, certificate
from lp.thin import thin
from oracle.papers.ramanathan2013.anchors import ANCHORS, Anchor, shapes
from oracle.papers.ramanathan2013.device import device
from oracle.papers.ramanathan2013.generate.attained import attained
from oracle.tails import binomial_tail

DEVICES = {"tenth": 59, "sixth": 66, "quarter": 109, "limit": 688}  # with an error of at most 1/1000 and no failure


def laws(anchor: Anchor) -> list[Law]:
    """Its masses at every tree, in the order of `shapes`."""
    return [tuple(anchor.masses[j] for j in shape) for shape in shapes()]


@lru_cache(maxsize=1)
def library() -> Library:
    """One library with what every law of every anchor asked for: a functional serves every law."""
    found = Library(device())
    for anchor in ANCHORS:
        for law in laws(anchor):
            found.point(law, anchor.gain)
    return found


@lru_cache(maxsize=4)
def thinned(together: tuple[Anchor, ...]) -> Library:
    """The functionals that are left when few serve these anchors."""
    return thin(library(), [(law, anchor.gain) for anchor in together for law in laws(anchor)])


@lru_cache(maxsize=8)
def points(anchor: Anchor) -> tuple[Library, list[Point]]:
    """A point for every tree, in the order of `laws`, and the library of their functionals.

    Anchors that are mixed share one library, so that mixtures are small; the first one has hardly any in common with
    them.
    """
    together = ANCHORS[:1] if anchor == ANCHORS[0] else ANCHORS[1:]
    found = thinned(together)
    return found, [found.point(law, anchor.gain) for law in laws(anchor)]


def _search(anchor: Anchor) -> bytes:
    claim = Claim(anchor.bias, DEVICES[anchor.name], 0, Fraction(1, 1000))
    if binomial_tail(claim.devices, anchor.gain, 0)[1] > 2 * claim.error:
        raise ValueError(f"{claim.devices} devices are too few for {anchor.name}")
    return certificate(device(), *points(anchor), claim)


def searches() -> dict[str, Callable[[], bytes]]:
    """File name -> the search that finds it."""
    found: dict[str, Callable[[], bytes]] = {
        f"amplification-{anchor.name}.cert.json": partial(_search, anchor) for anchor in ANCHORS
    }
    return found | {"amplification-attained.cert.json": attained}
