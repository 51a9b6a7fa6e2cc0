"""The extreme points and laws the rule factors knows are all there are: double description, and linear programs."""

from fractions import Fraction as Q
from itertools import product
from typing import Any

import numpy as np
import pytest

from proofs.kernel.entropy import cells_of
from proofs.kernel.errors import Budget
from proofs.kernel.rules.extremes import CELLS, points
from proofs.kernel.rules.laws import read_laws
from proofs.kernel.symbols import Ring
from proofs.kernel.words import Scenario
from tests.proofs.kernel.build import node, scenario
from tests.proofs.kernel.oracles.double_description import Row, extreme_rays, inverse, times

# coordinates 1, P(A_x = 0), P(B_y = 0), P(A_x = B_y = 0)


def cell(x: int, y: int, a: int, b: int) -> list[int]:
    v = [0] * 9
    first, second, both = 1 + x, 3 + y, 5 + 2 * x + y
    v[both] = 1 if a == b else -1
    v[first] += a == 0 and b == 1
    v[second] += a == 1 and b == 0
    if a and b:
        v[0], v[first], v[second] = 1, -1, -1
    return v


def chsh(k: tuple[int, ...]) -> list[int]:
    wins = [(a + b + x * y + k[0] * x + k[1] * y + k[2]) % 2 == 0 for x, y, a, b in CELLS]
    rows = [cell(*c) for c in CELLS]
    return [sum(row[i] if win else -row[i] for row, win in zip(rows, wins, strict=True)) for i in range(9)]


def rational(v: list[int]) -> Row:
    return [(c, 0) for c in v]


POSITIVE = [rational(cell(*c)) for c in CELLS]
CUT = [[(-c, 2 if i == 0 else 0) for i, c in enumerate(chsh(k))] for k in product((0, 1), repeat=3)]
LOCAL = [[(2 * (i == 0) - c, 0) for i, c in enumerate(chsh(k))] for k in product((0, 1), repeat=3)]


def table(ray: Row) -> tuple[Any, ...]:
    """Probabilities of the cells as pairs of fractions."""
    scale = inverse(ray[0])
    at = [times(scale, x) for x in ray]
    return tuple(
        tuple(sum(c * part for c, part in zip(cell(*z), parts, strict=True)) for parts in zip(*at, strict=True))
        for z in CELLS
    )


def test_the_cells_are_affine_functions_of_the_coordinates() -> None:
    for x, y in product((0, 1), repeat=2):
        total = [sum(c) for c in zip(*(cell(x, y, a, b) for a, b in product((0, 1), repeat=2)), strict=True)]
        assert total == [1, *[0] * 8]


def test_no_signalling_points() -> None:
    found = {table(ray) for ray in extreme_rays(POSITIVE)}
    known = {tuple((value, Q(0)) for value in point) for point in points(False, 64)}
    assert len(found) == len(known) == 24
    assert found == known


def test_points_cut_by_tsirelsons_bound() -> None:
    found = [table(ray) for ray in extreme_rays(POSITIVE + CUT)]
    known = points(True, 128)
    assert len(found) == len(known) == len(set(map(tuple, known))) == 80
    matched = set()
    for exact in found:
        # the kernel's entries are at least the irrational ones, and hardly more
        for number, point in enumerate(known):
            if all(_barely_above(value, p, q) for value, (p, q) in zip(point, exact, strict=True)):
                matched.add(number)
    assert len(matched) == 80


def _barely_above(value: Q, p: Q, q: Q) -> bool:
    """0 <= value - (p + q sqrt 2) <= 2^-100, decided exactly."""
    return _nonnegative(value - p, -q) and _nonnegative(p + Q(1, 2**100) - value, q)


def _nonnegative(p: Q, q: Q) -> bool:
    """Whether p + q sqrt 2 >= 0."""
    return (p >= 0 and (q >= 0 or p * p >= 2 * q * q)) or (p < 0 < q and 2 * q * q >= p * p)


def test_the_local_set_has_sixteen_points() -> None:
    # a check of the double description itself: Fine's theorem
    assert len(extreme_rays(POSITIVE + LOCAL)) == 16


def test_coarse_precision_only_raises_the_points() -> None:
    for rough, fine in zip(points(True, 8), points(True, 200), strict=True):
        assert all(a >= b for a, b in zip(rough, fine, strict=True))


# -- laws of inputs -------------------------------------------------------------------


def laws(model: str, parties: int, bias: Q) -> list[list[Q]]:
    named = scenario(*["22"] * parties)
    read = Scenario(node(named), Ring({}, Budget(10**6)))
    return read_laws(node({"model": model, "bias": str(bias)}), read, cells_of(read, node(named))[0])[0]


def contexts(model: str, parties: int) -> list[tuple[dict[int, int], int]]:
    """The conditions under which a model bounds an input: inputs of other parties, and a party."""
    result = []
    for party in range(parties):
        others = [i for i in range(parties) if i != party] if model == "two-sided" else list(range(party))
        for values in product((0, 1), repeat=len(others)):
            result.append((dict(zip(others, values, strict=True)), party))
    return result


def constraints(model: str, parties: int, low: Q, high: Q) -> list[list[Q]]:
    """Rows that are nonnegative at the laws of a model, whatever their norm."""
    words = list(product((0, 1), repeat=parties))
    rows: list[list[Q]] = []
    if model == "box":
        for word in words:
            ends = low**parties, high**parties
            rows += [[(w == word) - ends[0] for w in words], [ends[1] - (w == word) for w in words]]
        return rows
    for fixed, party in contexts(model, parties):
        here = [all(w[i] == v for i, v in fixed.items()) for w in words]
        zero = [h and not w[party] for h, w in zip(here, words, strict=True)]
        rows += [[z - low * h for z, h in zip(zero, here, strict=True)]]
        rows += [[high * h - z for z, h in zip(zero, here, strict=True)]]
    return rows


@pytest.mark.parametrize(
    ("model", "parties", "count"),
    [("two-sided", 2, 6), ("sequential", 1, 2), ("sequential", 2, 8), ("sequential", 3, 128), ("box", 1, 2),
     ("box", 2, 12)],
)  # fmt: skip
def test_the_laws_of_a_model_are_the_extreme_ones(model: str, parties: int, count: int) -> None:
    bias = Q(1, 7)
    rays = extreme_rays([[(c, 0) for c in row] for row in constraints(model, parties, Q(1, 2) - bias, Q(1, 2) + bias)])
    found = {tuple(Q(p, sum(q for q, _ in ray)) for p, _ in ray) for ray in rays}
    known = laws(model, parties, bias)
    assert len(known) == count
    assert found == {tuple(law) for law in known}


@pytest.mark.parametrize("parties", [1, 2, 3])
def test_no_product_law_lies_outside_the_hull_of_the_extreme_ones(parties: int) -> None:
    words = list(product((0, 1), repeat=parties))
    extreme = np.array([[float(p) for p in law] for law in laws("product", parties, Q(1, 7))])
    rng = np.random.default_rng(parties)
    for _ in range(200):
        first = rng.uniform(5 / 14, 9 / 14, size=parties)
        law = [np.prod([1 - p if bit else p for p, bit in zip(first, w, strict=True)]) for w in words]
        direction = rng.normal(size=len(words))
        assert np.dot(law, direction) <= (extreme @ direction).max() + 1e-12


def test_the_box_of_three_parties_has_laws_with_one_value_in_between() -> None:
    low, high = Q(5, 14) ** 3, Q(9, 14) ** 3
    found = laws("box", 3, Q(1, 7))
    assert len(set(map(tuple, found))) == len(found)
    for law in found:
        assert sum(law) == 1
        assert sum(p not in (low, high) for p in law) == 1
        assert low <= min(law) <= max(law) <= high
