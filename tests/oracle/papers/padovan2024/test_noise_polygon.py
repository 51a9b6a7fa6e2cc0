"""Points of a level around the circle of strengths."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from oracle.papers.padovan2024.noise.level_point import level_point
from oracle.papers.padovan2024.noise.polygon import Corner, First, Polygon
from proofs.search.language.failure import Failure
from proofs.search.semidefinite.moments import level_words, moments
from proofs.search.sequences.devices import State
from proofs.search.sequences.sequence import THREE_PARTIES, level

NOISE = State(Fraction(1, 50))
TOUCHING = tuple(map(Fraction, ("0", "1/9", "1/3", "5/11", "2/3", "1")))


def test_edges_touch_the_circle_and_corners_are_outside() -> None:
    corners = Polygon(NOISE, TOUCHING).corners
    first, *rest = corners
    assert isinstance(first, First)
    points = [(Fraction(1), first.s), *((v.c, v.s) for v in rest if isinstance(v, Corner))]
    assert len(points) == len(TOUCHING) - 1
    assert points[-1][1] == 1
    for ((a, b), (c, d)), t in zip(pairwise(points), TOUCHING[1:], strict=False):
        assert (a * d - b * c) ** 2 == (a - c) ** 2 + (b - d) ** 2  # at distance 1 from 0
        x, y = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
        assert a * x + b * y == c * x + d * y == 1
    assert all(x * x + y * y > 1 for x, y in points)


@pytest.mark.parametrize("touching", [(0, Fraction(1, 2)), (Fraction(1, 9), 1), (0, Fraction(1, 2), Fraction(1, 2), 1)])
def test_polygons_go_around_the_quarter(touching: tuple[Fraction, ...]) -> None:
    with pytest.raises(Failure, match="grow from 0 to pi/2"):
        Polygon(NOISE, touching)


def test_a_strategy_without_b00_is_one_with_it() -> None:
    """B_0 in place of B_00: the moment matrix of the level is positive, its means are those of c = 1."""
    corner = First(NOISE, Fraction(1, 12))
    small = level_point(corner, ("B0", "B01"), "1+AB:sequences", 1e-4)
    found = moments(THREE_PARTIES, level_words(THREE_PARTIES, level(THREE_PARTIES, "1+AB:sequences")))
    names = {"A0": 0, "A1": 1, "B0": 2, "B1": 3, "B00": 2, "B01": 4}

    def moved(text: str) -> float:
        word = corner.scenario.word([names[x] for x in text.split()])
        assert word is not None
        adjoint = corner.scenario.adjoint(word)
        both = [corner.scenario.text(w) for w in (word, adjoint)]
        return 1.0 if not word else float(next(small.values[t] for t in both if t in small.values))

    values = [moved(THREE_PARTIES.text(word)) for word in found.representatives]
    full = np.zeros((found.size, found.size))
    full[np.tril_indices(found.size)] = [values[k] for k in found.classes]
    full = full + np.tril(full, -1).T
    assert np.linalg.eigvalsh(full)[0] > -1e-12
    group = Corner(NOISE, Fraction(1), corner.s).symmetries
    for item in Corner(NOISE, Fraction(1), corner.s).known():
        images = [move.functional(THREE_PARTIES, item.functional) for move in group]
        mean = sum(float(c) * moved(text) for image in images for text, c in image.items()) / len(images)
        assert mean == pytest.approx(float(item.low), abs=1e-9)


def test_guessing_grows_inwards() -> None:
    """The lemma: the same strategy with outcomes exchanged now and then."""
    guessed, name = ("B0", "B01"), "1+AB:operators"
    outer = level_point(Corner(NOISE, Fraction(3, 5), Fraction(4, 5)), guessed, name, 1e-4).probability
    for c, s in (("3/5", "3/5"), ("1/5", "4/5"), ("2/5", "1/2")):
        inner = level_point(Corner(NOISE, Fraction(c), Fraction(s)), guessed, name, 1e-4).probability
        assert inner > outer - Fraction(1, 10**3)
