"""Sources of inputs that the hidden variable may influence: vertices of their input distributions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod

from oracle.ask.reader import Table

KINDS = {"box": ("low", "high"), "santha-vazirani": ("bias",), "independent-bits": ("bias",)}
MAX_CHOICES = 10  # of inputs of all parties together, in a box
MAX_VERTICES = 16  # outcomes that an input of a certificate may have

Vertex = tuple[Fraction, ...]  # a probability for every choice of inputs, the last party's varying fastest
Parties = Mapping[str, tuple[int, ...]]


def read_source(table: Table, parties: Parties) -> tuple[Vertex, ...]:
    """The vertices of the polytope of input distributions.

    Raises:
        Malformed: keys, numbers, an empty box, bits for a party that has not two inputs.
        Limit: `size`, more inputs or vertices than can be treated.
    """
    kind = table.choice("kind", tuple(KINDS)) if "kind" in table.value else ""
    table.keys(["kind", *KINDS.get(kind, ())])
    count = prod(len(outcomes) for outcomes in parties.values())
    if kind == "box":
        low, high = table.rational("low"), table.rational("high")
        if not 0 <= low <= high <= 1 or low * count > 1 or high * count < 1:
            raise table.malformed("low", f"no distribution of {count} choices of inputs lies in [{low}, {high}]")
        if count > MAX_CHOICES:
            raise table.limit("kind", f"a box for more than {MAX_CHOICES} choices of inputs")
        found = sorted(set(box(count, low, high)))
    else:
        bias = table.rational("bias")
        if not 0 <= bias <= Fraction(1, 2):
            raise table.malformed("bias", f"the bias {bias} is outside of [0, 1/2]", "out-of-range")
        if any(len(outcomes) != 2 for outcomes in parties.values()):
            raise table.malformed("kind", "one bit a party needs two inputs a party")
        if len(parties) > (2 if kind == "santha-vazirani" else 4):
            raise table.limit("kind", f"more than {MAX_VERTICES} vertices")
        found = sorted(set((biased if kind == "santha-vazirani" else independent)(len(parties), bias)))
    if len(found) > MAX_VERTICES:
        raise table.limit("kind", f"the polytope of input distributions has more than {MAX_VERTICES} vertices")
    return tuple(found if len(found) > 1 else found * 2)  # an outcome has an alternative, if only itself


def box(count: int, low: Fraction, high: Fraction) -> Iterator[Vertex]:
    """Distributions with all probabilities but one at an end of [low, high], and that one inside.

    >>> [[str(p) for p in vertex] for vertex in sorted(set(box(2, Fraction(1, 4), Fraction(1))))]
    [['1/4', '3/4'], ['3/4', '1/4']]
    """
    for free, ends in product(range(count), product((low, high), repeat=count - 1)):
        rest = 1 - sum(ends, Fraction(0))
        if low <= rest <= high:
            yield (*ends[:free], rest, *ends[free:])


def biased(bits: int, bias: Fraction) -> Iterator[Vertex]:
    """A Santha-Vazirani source: every bit is 0 with probability 1/2 - bias or 1/2 + bias given those before it."""
    if bits == 0:
        yield (Fraction(1),)
        return
    for sign, zero, one in product((-1, 1), biased(bits - 1, bias), biased(bits - 1, bias)):
        p = Fraction(1, 2) + sign * bias
        yield (*(p * q for q in zero), *((1 - p) * q for q in one))


def independent(bits: int, bias: Fraction) -> Iterator[Vertex]:
    """Bits that are independent given the hidden variable, each 0 with probability 1/2 - bias or 1/2 + bias."""
    if bits == 0:
        yield (Fraction(1),)
        return
    for sign, rest in product((-1, 1), independent(bits - 1, bias)):
        p = Fraction(1, 2) + sign * bias
        yield (*(p * q for q in rest), *((1 - p) * q for q in rest))
