"""Factors at random behaviours of the set and random laws of the model."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from tests.proofs.kernel.soundness.physics import (
    Mean,
    Random,
    atoms,
    average,
    draw_box,
    draw_local,
    draw_measurements,
    worst_state,
)

Json = Any
Cell = tuple[tuple[str, ...], str]  # inputs, word


def cells(statement: Json) -> list[Cell]:
    words = [word for _, word in statement["blocks"][0]["factor"]]
    return [(tuple(party + label for party, label, _ in atoms(word)), word) for word in words]


def draw_law(settings: Json, tuples: list[tuple[str, ...]], random: Random) -> dict[tuple[str, ...], float]:
    """A random law of the model, drawn as the model says and not as the kernel lists it."""
    if "distribution" in settings:
        return {z: float(Fraction(p)) for z, (p, _) in zip(tuples, settings["distribution"], strict=True)}
    if "points" in settings:
        weights = random.dirichlet(np.ones(len(settings["points"])))
        rows = np.array([[float(Fraction(p)) for p, _ in law] for law in settings["points"]])
        return dict(zip(tuples, weights @ rows, strict=True))
    bias, parties = float(Fraction(settings["bias"])), len(tuples[0])
    words = list(product((0, 1), repeat=parties))
    while True:
        ends = random.choice([-1.0, 1.0], size=2**parties) * (1 if random.random() < 0.7 else random.random())
        if settings["model"] == "product":
            law = [np.prod([0.5 + (1 - 2 * bit) * bias * ends[k] for k, bit in enumerate(word)]) for word in words]
        elif settings["model"] == "sequential":
            law = []
            for word in words:
                # the place of the prefix in a tree is the number of its condition
                numbers = [2**k + int("".join(map(str, word[:k])) or "0", 2) for k in range(parties)]
                steps = zip(word, numbers, strict=True)
                law.append(np.prod([0.5 + (1 - 2 * bit) * bias * ends[number - 1] for bit, number in steps]))
        else:
            # near the edge of a small set: a random direction, taken back until it belongs to the model
            law = list(2.0**-parties + random.normal(size=len(words)) * bias / 2**parties)
            law = list(np.array(law) / sum(law))
            if not belongs(settings["model"], law, bias, parties):
                continue
        return dict(zip(tuples, map(float, law), strict=True))


def belongs(model: str, law: list[float], bias: float, parties: int) -> bool:
    if model == "box":
        return all((0.5 - bias) ** parties <= p <= (0.5 + bias) ** parties for p in law)
    table = np.array(law).reshape(2, 2)
    given = np.concatenate([(table / table.sum(axis=0)).ravel(), (table / table.sum(axis=1, keepdims=True)).ravel()])
    return bool(np.abs(given - 0.5).max() <= bias)


def behaviours(statement: Json, factor: dict[str, float], law: Any, random: Random) -> Iterator[Mean]:
    """Random members: extreme ones, mixtures of two, and quantum ones whose state favours the factor."""
    if statement["set"] == "no-signalling":
        drawn: list[Mean] = [
            (draw_local if random.random() < 0.4 else draw_box)(statement["scenario"], random).mean for _ in "ab"
        ]
    else:
        drawn = []
        for _ in "ab":
            world = draw_measurements(statement["scenario"], random)
            wanted = [(law[z] * factor[word] * float(random.exponential()), word) for z, word in cells(statement)]
            worst_state(world, wanted)
            drawn.append(world.mean)
        drawn.append(draw_local(statement["scenario"], random).mean)
        if len({word for _, word in cells(statement)}) == 16 and len(cells(statement)[0][0]) == 2:
            drawn.insert(0, draw_tsirelson(random))
    yield from drawn
    weight = float(random.random())
    yield average([(weight, drawn[0]), (1 - weight, drawn[-1])])


def draw_tsirelson(random: Random) -> Mean:
    """Two parties who win one of the eight games as often as quantum theory allows."""
    k = random.integers(0, 2, size=3)

    def mean(word: str) -> float:
        (_, x, a), (_, y, b) = atoms(word)
        lost = ((a or 0) + (b or 0) + int(x) * int(y) + k[0] * int(x) + k[1] * int(y) + k[2]) % 2
        return float((1 - 2 * lost) / 32**0.5 + 0.25)

    return mean


def check_estimate(statement: Json, witness: Json, seed: int, count: int = 2) -> int:
    """Fail if a block's factor exceeds 1 at a random law and behaviour; returns how many were tried."""
    random = np.random.default_rng(seed)
    power = float(Fraction(statement["power"]))
    named = cells(statement)
    tuples = list(dict.fromkeys(z for z, _ in named))
    tried = 0
    for block in statement["blocks"]:
        factor = {word: float(Fraction(value)) for value, word in block["factor"]}
        for _ in range(count):
            law = draw_law(statement["settings"], tuples, random)
            for mean in behaviours(statement, factor, law, random):
                total = sum(law[z] * factor[word] * max(mean(word), 0.0) ** (1 + power) for z, word in named)
                assert total <= 1 + 1e-9, (statement["power"], total)
                tried += 1
    return tried
