"""Vertices of no-signalling polytopes: how many, with which denominators, and that no linear program does better."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from math import lcm, prod

import pytest

import oracle
from tests.lp.vertices import Parties, behaviours, cells

COUNTS: dict[str, tuple[Parties, dict[int, int]]] = {
    "2-2-2": ([[2, 2], [2, 2]], {1: 16, 2: 8}),
    "two and three inputs": ([[2, 2], [2, 2, 2]], {1: 32, 2: 96}),
    "three inputs": ([[2, 2, 2], [2, 2, 2]], {1: 64, 2: 1344}),
    "two and three outcomes": ([[2, 2], [3, 3]], {1: 36, 2: 72}),
    "three outcomes": ([[3, 3], [3, 3]], {1: 81, 2: 648, 3: 432}),
}
"""Scenario -> how many vertices have a common denominator."""


@pytest.mark.parametrize("name", COUNTS)
def test_every_vertex_is_found(name: str) -> None:
    parties, expected = COUNTS[name]
    found = [[Fraction(n, d) for n, d in vertex] for vertex in behaviours(parties)]
    assert len({tuple(vertex) for vertex in found}) == len(found)
    assert Counter(lcm(*(p.denominator for p in vertex)) for vertex in found) == expected
    assert expected[1] == prod(map(prod, parties))  # the deterministic ones
    listed = cells(parties)
    for vertex in found:
        assert min(vertex) == 0
        assert sum(vertex) == prod(map(len, parties))  # normalised at every tuple of inputs
    draw = random.Random(name)
    scenario = oracle.Scenario({"A": parties[0], "B": parties[1]})
    for _ in range(3):  # the vertices suffice: a linear program over all behaviours finds nothing larger
        weights = [draw.randrange(-9, 10) for _ in listed]
        words = {
            f"A{x}={a} B{y}={b}": weight for ((x, a), (y, b)), weight in zip(listed, weights, strict=True) if weight
        }
        best = max(sum(w * p for w, p in zip(weights, vertex, strict=True)) for vertex in found)
        answer = oracle.certify(oracle.Problem("maximum", "no-signalling", scenario, functional=words))
        assert answer.bound == best


def test_three_outcomes_are_bijections_between_supports() -> None:
    """At a vertex each setting has equally many outcomes, paired one to one."""
    vertices = behaviours([[3, 3], [3, 3]])
    supports = Counter(sum(n > 0 for n, _ in vertex) // 4 for vertex in vertices)
    assert supports == {1: 81, 2: 648, 3: 432}
