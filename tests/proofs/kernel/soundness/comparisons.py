"""Comparisons of polynomials at random real points, evaluated by Python's own parser and not by the kernel's."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.proofs.kernel.soundness.physics import Numbers, Random

Json = Any
Array = NDArray[Any]
SENSES = {"=": operator.eq, ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
SLACK = 1e-7


def value(text: str, names: dict[str, Any]) -> Any:
    """What an expression is worth: its grammar is a part of Python's but for the sign of a power."""
    return eval(text.replace("^", "**"), {"__builtins__": {}}, names)  # noqa: S307 - the tests' own files


def gap(comparison: list[str], names: dict[str, Any]) -> float:
    """How far the sides are on the right side of each other; minus the distance for an equality."""
    left, sense, right = comparison
    difference = value(left, names) - value(right, names)
    return float(-abs(difference) if sense == "=" else difference if ">" in sense else -difference)


def size(text: str, names: dict[str, float]) -> float:
    """How large what is added up in an expression can be: rounding errors are relative to it, not to the sum."""
    return float(value(text.replace("-", "+"), {name: abs(x) for name, x in names.items()}))


def project(statement: Json, names: dict[str, float], alpha: float) -> dict[str, float]:
    """Move a point to the relations by Gauss and Newton with numerical derivatives."""
    keys = list(names)

    def residual(x: Array) -> Array:
        at = dict(zip(keys, x, strict=True)) | {"alpha": alpha}
        return np.array([value(left, at) - value(right, at) for left, _, right in statement["relations"]])

    x = np.array([names[key] for key in keys])
    for _ in range(40):
        rest = residual(x)
        if not np.all(np.isfinite(rest)) or np.abs(rest).max() < 1e-13:
            break
        steps = 1e-7 * np.eye(len(keys))
        slope = np.array([(residual(x + step) - residual(x - step)) / 2e-7 for step in steps]).T
        x = x - np.linalg.lstsq(slope, rest, rcond=1e-10)[0]
    return {key: float(at) for key, at in zip(keys, x, strict=True)}


def points(statement: Json, witness: Json, random: Random, count: int) -> list[dict[str, float]]:
    """Random real points that satisfy relations and conditions: some far away, some near the point of the witness."""
    numbers = Numbers(statement)
    centre = {name: numbers.value(x) for name, x in witness.get("point", {}).items()}
    found = []
    for _ in range(count):
        scale = float(random.choice([0.01, 0.3, 1.0, 5.0]))
        at = {name: centre.get(name, 0.0) + scale * float(random.normal()) for name in statement["symbols"]}
        if "relations" in statement and at:
            at = project(statement, at, numbers.alpha)
        names = at | {"alpha": numbers.alpha}
        near = all(gap(relation, names) > -1e-11 for relation in statement.get("relations", []))
        if near and all(gap(condition, names) > 1e-4 for condition in statement.get("conditions", [])):
            found.append(names)
    return found


def check_comparison(statement: Json, witness: Json, seed: int, count: int = 2) -> int:
    """Fail if a claim does not hold at a random admissible point; returns how many points were tried."""
    random = np.random.default_rng(seed)
    tried = points(statement, witness, random, 10 * count)
    for names in tried:
        for claim in statement["claims"]:
            scale = 1 + size(claim[0], names) + size(claim[2], names)
            assert gap(claim, names) >= -SLACK * scale, (claim, names)
    return len(tried)
