"""Calculations that share nothing with the suite: many digits, fractions, explicit qubits, another solver."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import numpy as np
from mpmath import mp
from scipy.optimize import minimize

from oracle.conformance.implementation import Refused
from proofs.search.hierarchy import multiprecision
from tests.oracle.conformance.good.programs import _contradict, linear

Functional = Sequence[Sequence[Sequence[Sequence[str]]]]
CELLS = list(product((0, 1), repeat=4))


def number(text: str) -> Fraction:
    """An answer as a fraction."""
    return Fraction(float.fromhex(text)) if "x" in text else Fraction(text)


def real(value: Fraction) -> Any:
    return mp.mpf(value.numerator) / value.denominator


def entropy(arguments: Mapping[str, str], call: str) -> Any:
    """The closed form at the present number of digits, 0 up to a score of two."""
    score = real(Fraction(arguments["score"]))
    if score <= 2:
        return mp.mpf(0)
    if call.endswith("local"):
        return 1 - mp.log(1 + mp.sqrt(2 - score**2 / 4), 2)
    return -mp.log(mp.mpf(3) / 2 - score / 4, 2)


def length(call: str, arguments: Mapping[str, str], full: bool) -> int:
    """The floor of a length's formula at 700 digits; a power of two is met exactly."""
    n, eps = int(arguments["n"]), Fraction(arguments["eps"]) / (2 if full else 1)
    eps -= 2 * Fraction(arguments.get("eps-s", "0"))
    with mp.workdps(700):
        error = mp.log(real(eps), 2)
        two = [Fraction(arguments[name]) for name in ("k1", "k2") if name in arguments]
        if call == "extractor.two-source.classical.length":
            value = real(sum(two, Fraction(-n))) / 2 + error
        elif call == "extractor.dodis.classical.length":
            value = real(sum(two, Fraction(1 - n))) + 2 * error
        else:
            value = real(Fraction(arguments["k"]) - Fraction(arguments.get("lacking", "0"))) + 2 + 2 * error
        found = int(mp.floor(value + mp.mpf(10) ** -650))
    return max(0, min(n - ("dodis" in call), found))


def program(arguments: Mapping[str, Any]) -> Fraction | str:
    """A linear program's optimum, or why there is none, by a simplex method in fractions."""
    try:
        return linear(arguments["objective"], arguments["rows"], arguments["bounds"])
    except Refused as refusal:
        return refusal.code


def local(functional: Functional) -> Fraction:
    """All sixteen strategies."""
    return max(
        sum((Fraction(functional[x][y][s[x]][s[2 + y]]) for x, y in product((0, 1), repeat=2)), Fraction(0))
        for s in product((0, 1), repeat=4)
    )


def no_signalling(functional: Functional) -> Fraction:
    """The strategies, and the eight boxes of Popescu and Rohrlich."""

    def box(i: int, j: int, k: int) -> Fraction:
        chosen = ((x, y, a, b) for x, y, a, b in CELLS if (a + b) % 2 == (x + i) * (y + j) % 2 ^ k)
        return sum((Fraction(functional[x][y][a][b]) for x, y, a, b in chosen), Fraction(0)) / 2

    return max(local(functional), *(box(*bits) for bits in product((0, 1), repeat=3)))


def qubits(functional: Functional) -> Any:
    """A value that explicit qubits attain, at the present number of digits; where to look is decided in doubles.

    State cos t |00> + sin t |11>, all observables in the plane of Z and X.
    """
    size = max(1.0, *(abs(float(Fraction(functional[x][y][a][b]))) for x, y, a, b in CELLS))

    def value(angles: Sequence[Any], m: Any, scale: Any) -> Any:
        t, alice, bob = angles[0], angles[1:3], angles[3:5]
        c, s, total = m.cos(2 * t), m.sin(2 * t), 0
        for x, y, a, b in CELLS:
            i, j = (-1) ** a, (-1) ** b
            joint = m.cos(alice[x]) * m.cos(bob[y]) + s * m.sin(alice[x]) * m.sin(bob[y])
            chance = (1 + i * c * m.cos(alice[x]) + j * c * m.cos(bob[y]) + i * j * joint) / 4
            total += scale(Fraction(functional[x][y][a][b])) * chance
        return total

    best, source = None, Random(1)
    for _ in range(25):
        start = [source.uniform(0, 2 * np.pi) for _ in range(5)]
        found = minimize(lambda v: -float(value(v, np, lambda f: float(f) / size)), start, method="BFGS", tol=1e-14)
        if best is None or found.fun < best.fun:
            best = found
    assert best is not None
    return max(real(local(functional)), value([mp.mpf(float(v)) for v in best.x], mp, real))


def semidefinite(arguments: Mapping[str, Any]) -> tuple[Fraction, Fraction] | str:
    """Both objectives of a semidefinite program at forty digits, or why there is none."""
    matrices, values = arguments["matrices"], arguments["values"]
    if Fraction(values[0]) < 0 or _contradict(matrices, values):
        return "infeasible"
    n, digits = len(arguments["objective"]), 40
    lines = [str(len(values)), "1", str(n), " ".join(_decimal(value) for value in values)]
    for index, matrix in enumerate([arguments["objective"], *matrices]):
        lines += [
            f"{index} 1 {i + 1} {j + 1} {_decimal(matrix[i][j])}"
            for i in range(n)
            for j in range(i, n)
            if Fraction(matrix[i][j])
        ]
    text = multiprecision._result("\n".join(lines) + "\n", digits, 120.0)
    found = {name: Fraction(value) for name, value in re.findall(r"objVal(\w+)\s*=\s*(\S+)", text)}
    return found["Dual"], found["Primal"]


def _decimal(text: str) -> str:
    with mp.workdps(60):
        return str(mp.nstr(real(Fraction(text)), 55, min_fixed=-1000, max_fixed=1000))
