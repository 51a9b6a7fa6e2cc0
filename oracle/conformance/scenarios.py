"""Tables of two parties with two or three settings and outcomes each: t[x][y][a][b], as the protocol writes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from itertools import permutations, product
from typing import Any

from hypothesis import strategies as st

from lp.coordinates import Scenario
from lp.optima import maximum
from oracle.conformance.boxes import Number, Table
from oracle.conformance.qubits import Correlators, attained_means

Shape = tuple[int, int, int, int]
"""Settings of Alice and Bob, outcomes of Alice and Bob."""
SHAPES: list[Shape] = [shape for shape in product((2, 3), (2, 3), (2, 3), (2, 3)) if 3 in shape]


def shape_of(entries: Table) -> Shape:
    """The sizes of a table.

    >>> shape_of([[[[1, 2, 3]] * 2] * 3] * 3)
    (3, 3, 2, 3)
    """
    return len(entries), len(entries[0]), len(entries[0][0]), len(entries[0][0][0])


def filled(shape: Shape, entry: Callable[[int, int, int, int], Number]) -> Table:
    """The table of a function of x, y, a, b."""
    x_count, y_count, a_count, b_count = shape
    return [
        [[[entry(x, y, a, b) for b in range(b_count)] for a in range(a_count)] for y in range(y_count)]
        for x in range(x_count)
    ]


def cells(shape: Shape) -> list[tuple[int, int, int, int]]:
    """All (x, y, a, b)."""
    x, y, a, b = (range(size) for size in shape)
    return list(product(x, y, a, b))


def scenario(shape: Shape) -> Scenario:
    """The scenario in the terms of `lp`."""
    return Scenario.of([[shape[2]] * shape[0], [shape[3]] * shape[1]])


def events(entries: Table) -> dict[str, Fraction]:
    """The table by events as the exact programs of `lp` name them."""
    return {
        f"A{x}={a} B{y}={b}": Fraction(entries[x][y][a][b])
        for x, y, a, b in cells(shape_of(entries))
        if entries[x][y][a][b]
    }


@lru_cache(maxsize=1024)
def local_maximum(text: str) -> Fraction:
    """The largest value of a functional in JSON over deterministic strategies: Bob answers Alice's in the best way.

    >>> local_maximum("[[[[0, 1], [1, 0]]]]")
    Fraction(1, 1)
    """
    entries: Table = json.loads(text)
    x_count, y_count, a_count, b_count = shape_of(entries)
    best = max(
        sum(
            max(sum(int(entries[x][y][a][b]) for x, a in enumerate(outcomes)) for b in range(b_count))
            for y in range(y_count)
        )
        for outcomes in product(range(a_count), repeat=x_count)
    )
    return Fraction(best)


@lru_cache(maxsize=1024)
def no_signalling_maximum(text: str) -> Fraction:
    """The exact maximum over no-signalling behaviours, from a bound and an attaining one that the kernel proved."""
    entries: Table = json.loads(text)
    return maximum(scenario(shape_of(entries)), events(entries)).value if events(entries) else Fraction(0)


@lru_cache(maxsize=1024)
def quantum_below(text: str) -> Fraction:
    """A value that is attained: by explicit qubits for two outcomes and as many settings on both sides, or locally."""
    entries: Table = json.loads(text)
    x_count, y_count, a_count, b_count = shape_of(entries)
    if (a_count, b_count) != (2, 2) or x_count not in (2, 3):
        return local_maximum(text)

    def mean(sign: Callable[[int, int], int], wanted: Callable[[int, int], bool]) -> Fraction:
        chosen = ((x, y, a, b) for x, y, a, b in cells(shape_of(entries)) if wanted(x, y))
        return Fraction(sum(entries[x][y][a][b] * sign(a, b) for x, y, a, b in chosen)) / 4

    x_all, y_all = range(x_count), range(y_count)
    means = Correlators(
        mean(lambda a, b: 1, lambda x, y: True),
        tuple(mean(lambda a, b: (-1) ** a, lambda x, y, i=i: x == i) for i in x_all),  # type: ignore[misc]
        tuple(mean(lambda a, b: (-1) ** b, lambda x, y, j=j: y == j) for j in y_all),  # type: ignore[misc]
        tuple(
            tuple(mean(lambda a, b: (-1) ** (a + b), lambda x, y, i=i, j=j: (x, y) == (i, j)) for j in y_all)  # type: ignore[misc]
            for i in x_all
        ),
    )
    return max(local_maximum(text), attained_means(means))


def functionals() -> st.SearchStrategy[Table]:
    """Random functionals of every shape with a three in it."""
    kinds = [st.integers(-5, 5), st.integers(-1, 1), st.sampled_from([0, 0, 0, 1, -1, 3]), st.integers(0, 9)]

    def of(case: tuple[Shape, st.SearchStrategy[int]]) -> st.SearchStrategy[Table]:
        shape, kind = case
        places = cells(shape)
        drawn = st.tuples(*[kind] * len(places)).map(lambda values: dict(zip(places, values, strict=True)))
        return drawn.map(lambda found: filled(shape, lambda *cell: found[cell]))

    return st.tuples(st.sampled_from(SHAPES), st.sampled_from(kinds)).flatmap(of)


def deterministic(shape: Shape, alice: tuple[int, ...], bob: tuple[int, ...]) -> Table:
    """The local strategy with these outcomes of each setting."""
    return filled(shape, lambda x, y, a, b: int(alice[x] == a and bob[y] == b))


def fair(
    shape: Shape,
    sums: tuple[tuple[int, ...], ...],
    alice: tuple[int | None, ...] = (),
    bob: tuple[int | None, ...] = (),
) -> Table:
    """Fair outcomes, as many on both sides, whose sum the settings decide; no-signalling, and mostly not local.

    Args:
        shape: of the table.
        sums: of the outcomes for each pair of settings.
        alice: for each of her settings the outcome that it always has, or None; all None by default.
        bob: the same for his.

    >>> fair((1, 1, 2, 2), ((1,),))
    [[[[Fraction(0, 1), Fraction(1, 2)], [Fraction(1, 2), Fraction(0, 1)]]]]
    """
    d = shape[2]
    first, second = alice or (None,) * shape[0], bob or (None,) * shape[1]

    def entry(x: int, y: int, a: int, b: int) -> Fraction:
        if first[x] is None and second[y] is None:
            return Fraction(int((a + b) % d == sums[x][y]), d)
        one = Fraction(1, d) if first[x] is None else Fraction(int(a == first[x]))
        return one * (Fraction(1, d) if second[y] is None else int(b == second[y]))

    return filled(shape, entry)


def mixture(shape: Shape, parts: list[tuple[int, Table]]) -> Table:
    """Tables with integer weights of positive sum."""
    total = sum(weight for weight, _ in parts)
    return filled(shape, lambda x, y, a, b: Fraction(sum(w * part[x][y][a][b] for w, part in parts)) / total)


def _extreme(draw: Any, shape: Shape) -> Table:
    x, y, a, b = shape
    if a == b and draw(st.booleans()):
        row, fixed = st.tuples(*[st.integers(0, a - 1)] * y), st.sampled_from([None, None, *range(a)])
        sides = draw(st.tuples(st.tuples(*[fixed] * x), st.tuples(*[fixed] * y)))
        return fair(shape, draw(st.tuples(*[row] * x)), *sides)
    outcomes = draw(st.tuples(st.tuples(*[st.integers(0, a - 1)] * x), st.tuples(*[st.integers(0, b - 1)] * y)))
    return deterministic(shape, *outcomes)


def behaviours(shapes: list[Shape]) -> st.SearchStrategy[Table]:
    """Random no-signalling behaviours: mixtures of local strategies and of fair outcomes that sum to something."""

    def drawn(draw: Any) -> Table:
        shape = draw(st.sampled_from(shapes))
        count = draw(st.integers(1, 4))
        return mixture(shape, [(draw(st.integers(1, 20)), _extreme(draw, shape)) for _ in range(count)])

    return st.composite(drawn)()


Labels = tuple[bool, tuple[int, ...], tuple[int, ...], tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]


def relabelled(entries: Table, labels: Labels) -> Table:
    """The table after an exchange of the parties and of the settings, and of the outcomes of each setting."""
    swap, xs, ys, outcomes_a, outcomes_b = labels
    shape = shape_of(entries)
    moved = filled(shape, lambda x, y, a, b: entries[xs[x]][ys[y]][outcomes_a[x][a]][outcomes_b[y][b]])
    return filled((shape[1], shape[0], shape[3], shape[2]), lambda x, y, a, b: moved[y][x][b][a]) if swap else moved


def relabellings(shape: Shape) -> st.SearchStrategy[Labels]:
    """Random labels for a shape."""
    x, y, a, b = (st.sampled_from(list(permutations(range(size)))) for size in shape)
    return st.tuples(st.booleans(), x, y, st.tuples(*[a] * shape[0]), st.tuples(*[b] * shape[1]))
