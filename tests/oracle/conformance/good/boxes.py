"""Two parties, two settings, two outcomes: values, estimates, bounds and guesses."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from scipy.optimize import minimize_scalar

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good.base import GOOD, Ends, enclosure

Table = Any
CELLS = list(product((0, 1), repeat=4))


def numbers(table: Table) -> dict[tuple[int, ...], Fraction]:
    return {(x, y, a, b): Fraction(table[x][y][a][b]) for x, y, a, b in CELLS}


def behaviour_of(table: Table) -> dict[tuple[int, ...], Fraction]:
    found = numbers(table)
    if min(found.values()) < 0:
        raise Refused("out-of-range", "a probability is negative")
    if any(sum(p for cell, p in found.items() if cell[:2] == xy) != 1 for xy in product((0, 1), repeat=2)):
        raise Refused("out-of-range", "probabilities do not sum to one")
    return found


def sign(x: int, y: int, minus: str) -> int:
    return -1 if f"{x}{y}" == minus else 1


def chsh_value(behaviour: Table, minus: str = "11") -> Fraction:
    return sum(
        (sign(x, y, minus) * (-1) ** (a + b) * p for (x, y, a, b), p in behaviour_of(behaviour).items()), Fraction(0)
    )


@GOOD.answers("chsh.value")
def value(behaviour: Table) -> Ends:
    return enclosure(float(chsh_value(behaviour)))


@GOOD.answers("chsh.estimate")
def estimate(counts: Table, inputs: Sequence[Sequence[str]]) -> Ends:
    found = numbers(counts)
    rounds = sum(found.values())
    weights = [Fraction(q) for row in inputs for q in row]
    if not rounds or any(n < 0 or n.denominator > 1 for n in found.values()):
        raise Refused("out-of-range", "no rounds")
    if min(weights) <= 0 or sum(weights) != 1:
        raise Refused("out-of-range", "the declared probabilities are no distribution")
    terms = (sign(x, y, "11") * (-1) ** (a + b) * n / Fraction(inputs[x][y]) for (x, y, a, b), n in found.items())
    return enclosure(float(sum(terms) / rounds))


def strategies() -> list[Any]:
    return [lambda x, y, a, b, s=s: int(s[x] == a and s[2 + y] == b) for s in product((0, 1), repeat=4)]


def boxes() -> list[Any]:
    return [
        lambda x, y, a, b, i=i, j=j, k=k: Fraction(int(a ^ b == ((x ^ i) & (y ^ j)) ^ k), 2)
        for i, j, k in product((0, 1), repeat=3)
    ]


def largest(functional: Table, points: Sequence[Any]) -> Fraction:
    found = numbers(functional)
    return max(sum((c * point(*cell) for cell, c in found.items()), Fraction(0)) for point in points)


@GOOD.answers("functional.local")
def local(functional: Table) -> Fraction:
    return largest(functional, strategies())


@GOOD.answers("functional.no-signalling")
def no_signalling(functional: Table) -> Fraction:
    return largest(functional, [*strategies(), *boxes()])


@GOOD.answers("functional.quantum")
def quantum(functional: Table) -> float | Fraction:
    """The tilted bound when all correlators weigh the same and one marginal is there, else that of the correlators."""
    found = numbers(functional)
    pairs = list(product((0, 1), repeat=2))
    correlators = [sum((-1) ** (c[2] + c[3]) * s for c, s in found.items() if c[:2] == xy) / 4 for xy in pairs]
    alice = [sum((-1) ** c[2] * s for c, s in found.items() if c[0] == x) / 4 for x in (0, 1)]
    bob = [sum((-1) ** c[3] * s for c, s in found.items() if c[1] == y) / 4 for y in (0, 1)]
    constant = sum(found.values()) / 4
    marginals = [abs(m) for m in (*alice, *bob) if m]
    size = abs(correlators[0])
    beta = (marginals or [Fraction(0)])[0] / size if size else Fraction(3)
    if {abs(c) for c in correlators} != {size} or math.prod(correlators) >= 0 or len(marginals) > 1 or beta > 2:
        found_here = float(constant + sum(marginals)) + largest_correlation(correlators)
        return min(no_signalling(functional), Fraction(found_here + 1e-9 * (1 + abs(found_here))))
    return float(constant) + float(size) * math.sqrt(8 + 2 * beta * beta) * (1 + 1e-9)


def largest_correlation(c: Sequence[Fraction]) -> float:
    """Unit vectors with the inner product t for Alice, and the best ones for Bob: a concave function of t."""
    pairs = [(float(c[0]), float(c[2])), (float(c[1]), float(c[3]))]

    def at(t: float) -> float:
        return sum(math.sqrt(max(0.0, p * p + q * q + 2 * p * q * t)) for p, q in pairs)

    found = minimize_scalar(lambda t: -at(t), bounds=(-1, 1), method="bounded", options={"xatol": 1e-13})
    return max(-float(found.fun), at(-1.0), at(1.0))


def signals(found: dict[tuple[int, ...], Fraction]) -> bool:
    alice = {(x, y, a): found[x, y, a, 0] + found[x, y, a, 1] for x, y, a, _ in CELLS}
    bob = {(x, y, b): found[x, y, 0, b] + found[x, y, 1, b] for x, y, _, b in CELLS}
    return any(alice[x, 0, a] != alice[x, 1, a] for x, _, a, _ in CELLS) or any(
        bob[0, y, b] != bob[1, y, b] for _, y, _, b in CELLS
    )


@GOOD.answers("guessing.no-signalling.one")
def guess(behaviour: Table) -> Fraction:
    """A behaviour is at least a share (I - 2)/2 of some Popescu-Rohrlich box, whose outcomes are fair coins."""
    if signals(behaviour_of(behaviour)):
        raise Refused("out-of-range", "the behaviour signals")
    best = max(abs(chsh_value(behaviour, minus)) for minus in ("11", "10", "01", "00"))
    return 1 - max(Fraction(0), best - 2) / 4


@GOOD.answers("guessing.no-signalling.pair")
def guess_pair(behaviour: Table) -> Fraction:
    return guess(behaviour)


@GOOD.answers("guessing.quantum.one")
def guess_quantum(behaviour: Table) -> float:
    """From the CHSH value alone, which is enough for the outcome of one party."""
    found = behaviour_of(behaviour)
    if signals(found):
        raise Refused("out-of-range", "the behaviour signals")
    best = max(abs(chsh_value(behaviour, minus)) for minus in ("11", "10", "01", "00"))
    inside = 2 - max(Fraction(2), best) ** 2 / 4
    if inside < 0:
        raise Refused("out-of-range", "the behaviour is not quantum")
    return (1 + math.sqrt(inside)) / 2 + 1e-7
