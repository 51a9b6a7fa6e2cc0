"""More shapes, for the rules about devices: factors, amplification, hashing, entropies, accumulation, assemblages.

Each starts from a valid certificate and makes one thing large: numbers, blocks, points, devices, nodes, parties.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from fractions import Fraction

from tests.certificates.edits import Document
from tests.certificates.valid import scenario
from tests.certificates.valid_amplification import amplification, claim, point
from tests.certificates.valid_assemblage import mermin_guessing, steering_bound
from tests.certificates.valid_entropy import ENTROPY_CHSH, line
from tests.certificates.valid_factors import BOUNDS, COUNTS, PIECES, block, estimate, law
from tests.certificates.valid_hashing import hashed
from tests.certificates.valid_quantum_rounds import accumulated, quantum, symmetric


def near(value: str, digits: int, k: int = 0) -> str:
    """A fraction near another one, with so many digits and its denominator another for each k."""
    denominator = 10**digits + 6 * k + 1
    return str(Fraction(int(Fraction(value) * denominator), denominator))


def factors(blocks: int, digits: int, power: int, model: int, precision: int) -> Document:
    """Factors at extreme points: many blocks, long entries, large powers, laws of inputs with many points."""
    bias = near("1/100", digits)
    settings: list[Document] = [
        {"model": "declared", "distribution": law(*["1/4"] * 4)},
        *({"model": name, "bias": bias} for name in ("product", "two-sided", "sequential", "box")),
        {"model": "hull", "points": [law("1/4", "1/4", f, str(Fraction(1, 2) - Fraction(f))) for f in (
            near("1/4", digits, k) for k in range(blocks))]},
    ]  # fmt: skip
    listed = [block(near("1291/1250", digits, k), near("1127/1250", digits, k)) for k in range(blocks)]
    document = estimate(
        "quantum-commuting", str(Fraction(1, power)), listed, "0", [{"points": "80"}] * blocks, settings[model]
    )
    document["witness"]["precision"] = str(precision)
    return document


def majorised(blocks: int, digits: int, pieces: int, lines: int) -> Document:
    """Factors below many pieces of many lines, with long ends."""
    bounds = deepcopy(BOUNDS)
    bounds["lines"] *= lines
    ends = ["-4", *(near(str(Fraction(-4) + Fraction(8 * k, pieces)), digits, k) for k in range(1, pieces)), "4"]
    proof = {"affine": [[near(x, digits) for x in PIECES["affine"][0]]],
             "ends": ends, "lines": [str(k % lines) for k in range(pieces)]}  # fmt: skip
    listed = [block("1", near("9/10", digits, k)) for k in range(blocks)]
    return estimate("no-signalling", "1/10", listed, "0", [proof] * blocks, bounds=bounds)


def counted(digits: int, power: int, precision: int, blocks: int) -> Document:
    """Factors with counts of many digits, whose logarithms are taken."""
    counts = tuple(n * 10**digits + k for k, n in enumerate(COUNTS))
    listed = [block("1291/1250", "1127/1250", counts)] * blocks
    document = estimate("quantum-commuting", str(Fraction(1, power)), listed, "762", [{"points": "80"}] * blocks)
    document["witness"]["precision"] = str(precision)
    return document


def amplified(devices: int, failures: int, points: int, digits: int, precision: int) -> Document:
    """Tails of binomial laws of many devices, at many points with long weights."""
    statement = claim("1/4", devices, failures, "1/2")
    document = amplification(statement, [point(near("1/16", digits, k)) for k in range(points)])
    document["witness"]["precision"] = str(precision)
    return document


def hashes(digits: int, output: int, blocks: int) -> Document:
    """A length from factors, with a long error and threshold."""
    run = estimate("quantum-commuting", "1/46", [block("1291/1250", "1127/1250")] * blocks, "762",
                   [{"points": "80"}] * blocks)  # fmt: skip
    return hashed(run, near("700", digits), str(output), near("1/50", digits))


def nodes(count: int, digits: int, precision: int) -> Document:
    """Entropies with many nodes, long weights and a precise test of the function."""
    document = deepcopy(ENTROPY_CHSH)
    witness = document["witness"]
    first = witness["nodes"][0]
    witness["nodes"] = [
        {**first, "node": near(str(Fraction(k + 1, count + 1)), digits, k), "weight": near("1/100", digits, k)}
        for k in range(count)
    ]
    witness["intervals"] = [
        [near(str(Fraction(2 * k + i, 2 * count)), digits, k) for i in (1, 2)] for k in range(count)
    ]
    witness["precision"] = str(precision)
    return document


def tangents(digits: int, precision: int) -> Document:
    """The entropic line of CHSH with long numbers."""
    found = line(near("-25/8", digits), near("7/5", digits), near("7/8", digits), ["A0"])
    found["witness"]["precision"] = str(precision)
    return found


def against_quantum(digits: int, cells: int, blocks: int) -> Document:
    """Factors against a quantum adversary, with many cells of the test and long entries."""
    winning, losing = symmetric(Fraction(1, 20), Fraction(3, 5))
    listed = [block(near(winning, digits, k), near(losing, digits, k)) for k in range(blocks)]
    return quantum("1/20", listed, "-1000", "0", [{"points": "80", "cells": str(cells)}] * blocks)


def accumulations(digits: int, rounds: int, precision: int) -> Document:
    """Accumulation over many rounds with long thresholds and errors."""
    document = accumulated(
        "improved", "0", beta="1/500", rounds=str(10**rounds), smoothing=near("1/10000000000", digits)
    )
    document["witness"]["precision"] = str(precision)
    return document


def steered(parties: int, copies: int, digits: int) -> Document:
    """Guesses of many untrusted parties at once, each block many times."""
    document = mermin_guessing(parties, (0,) * parties, Fraction(2))
    for branch in document["witness"]["branches"]:
        branch["blocks"] = [
            [[near(x, digits, k) for x in vector], word] for vector, word in branch["blocks"] for k in range(copies)
        ]
    return document


def dense(dimension: int, digits: int, copies: int) -> Document:
    """Blocks of a trusted party of many dimensions."""
    matrix: Document = [
        [near("3", digits, i) if i == j else near(f"1/{dimension}", digits, i + j) for j in range(dimension)]
        for i in range(dimension)
    ]
    parties = scenario(B="2")
    found = steering_bound([[matrix, "B0=0"]], parties, "100", {"blocks": [[matrix, "B0=0"]] * copies})
    found["statement"]["trusted"] = {"dimension": str(dimension)}
    return found


def deep(levels: int, cells: int) -> Document:
    """A premise in a premise in a premise, each a run that is hashed."""
    run: Document = estimate("no-signalling", "1/20", [block("1", "1")], "0", [{"points": str(cells)}])
    for _ in range(levels):
        run = hashed(run, "1", "1", "1/2")
    return run


_DIGITS = (12, 900)
_PRECISION = (8, 4096)
ROUNDS: Mapping[str, tuple[Callable[..., Document], Mapping[str, tuple[int, int]]]] = {
    "factors": (
        factors,
        {"blocks": (1, 30), "digits": _DIGITS, "power": (1, 5000), "model": (0, 5), "precision": _PRECISION},
    ),
    "majorised": (majorised, {"blocks": (1, 20), "digits": _DIGITS, "pieces": (1, 60), "lines": (1, 6)}),
    "counted": (counted, {"digits": (0, 600), "power": (1, 5000), "precision": _PRECISION, "blocks": (1, 20)}),
    "amplified": (
        amplified,
        {"devices": (2, 10**9), "failures": (0, 10**6), "points": (1, 60), "digits": _DIGITS, "precision": _PRECISION},
    ),
    "hashes": (hashes, {"digits": _DIGITS, "output": (1, 10**6), "blocks": (1, 10)}),
    "nodes": (nodes, {"count": (1, 40), "digits": (12, 200), "precision": _PRECISION}),
    "tangents": (tangents, {"digits": _DIGITS, "precision": _PRECISION}),
    "against-quantum": (
        against_quantum, {"digits": (12, 400), "cells": (2, 10**6), "blocks": (1, 10)},
    ),
    "accumulations": (accumulations, {"digits": _DIGITS, "rounds": (3, 300), "precision": _PRECISION}),
    "steered": (steered, {"parties": (1, 4), "copies": (1, 20), "digits": (12, 200)}),
    "dense": (dense, {"dimension": (3, 40), "digits": _DIGITS, "copies": (1, 10)}),
    "deep": (deep, {"levels": (0, 40), "cells": (1, 10**6)}),
}  # fmt: skip
