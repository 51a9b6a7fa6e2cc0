"""Quantum estimation factors against random devices and operators, and accumulated bits against another calculation."""

from fractions import Fraction as Q
from typing import Any

import mpmath
import numpy as np
import pytest

from tests.certificates.valid_quantum_rounds import ACCUMULATED, QUANTUM_FACTORS
from tests.proofs.kernel.build import proved, put, refusal
from tests.proofs.kernel.effort import sample
from tests.proofs.kernel.soundness.entropies import Devices

Json = Any


def excess(statement: Json, factor: Json, seed: int) -> float:
    """The largest left side minus right side of the definition, over random devices, operators S and input laws."""
    random = np.random.default_rng(seed)
    alpha = 1 + float(Q(statement["power"]))
    largest = -1.0
    for _ in range(6):
        devices = Devices(statement["scenario"], random)
        size = len(devices.root)
        vectors = np.linalg.qr(random.normal(size=(size, size)))[0]
        root = vectors @ np.diag(random.exponential(size=size) ** random.choice([0.2, 1.0, 4.0])) @ vectors.T
        law = [float(Q(p)) for p, _ in statement["settings"]["distribution"]]
        left = 0.0
        for place, (value, word) in enumerate(factor):
            values = np.linalg.eigvalsh(root @ devices.operator(word) @ root)
            left += law[place * len(law) // len(factor)] * float(Q(value)) * float((values.clip(0) ** alpha).sum())
        right = float((np.linalg.eigvalsh(root @ root).clip(0) ** alpha).sum())
        largest = max(largest, left / right - 1)
    return largest


@pytest.mark.parametrize("name", ["quantum", "quantum-half", "quantum-peak"])
def test_a_factor_is_one_for_random_devices_and_operators(name: str) -> None:
    statement = QUANTUM_FACTORS[name]["statement"]
    factor = statement["blocks"][-1]["factor"]
    assert max(excess(statement, factor, seed) for seed in range(sample(8))) < 1e-9


def test_a_classical_factor_is_none() -> None:
    """At Tsirelson's angles and a spectrum near a pure state the definition fails by 0.3 %."""
    statement = put(QUANTUM_FACTORS["quantum"], "/statement/power", "1/10")["statement"]
    values = {True: 1.231953, False: 0.304141}
    angles = {"A0": 0.0, "A1": np.pi / 2, "B0": np.pi / 4, "B1": -np.pi / 4}
    bell = np.array([[1, 0, 0, 1], [0, 1, 1, 0], [1, 0, 0, -1], [0, 1, -1, 0]]).T / np.sqrt(2)
    s = bell @ np.diag([1, 0.02, 0.02, 1e-4]) @ bell.T
    root = bell @ np.diag(np.sqrt([1, 0.02, 0.02, 1e-4])) @ bell.T
    left = 0.0
    for _, word in statement["blocks"][0]["factor"]:
        (a, i), (b, j) = ((atom[:2], int(atom[3])) for atom in word.split())
        pair = []
        for name, outcome in ((a, i), (b, j)):
            angle = angles[name] / 2 + outcome * np.pi / 2
            vector = np.array([np.cos(angle), np.sin(angle)])
            pair.append(np.outer(vector, vector))
        won = (i ^ j) == (int(a[1]) & int(b[1]))
        spectrum = np.linalg.eigvalsh(root @ np.kron(*pair) @ root).clip(0)
        left += values[won] / 4 * float((spectrum**1.1).sum())
    assert left / float((np.linalg.eigvalsh(s).clip(0) ** 1.1).sum()) > 1.002


def formula(statement: Json, reach: Q | None = None) -> float:
    """n h - R in floating point of 40 digits."""
    with mpmath.workdps(40):
        n, h = int(statement["rounds"]), mpmath.mpf(Q(statement["threshold"]).numerator)
        h /= Q(statement["threshold"]).denominator
        values = [Q(value) for value, _ in statement["tradeoff"]]
        spread = max(values) - min(values)
        width, wide = (mpmath.mpf(x.numerator) / x.denominator for x in (spread, reach or spread))
        eps, p = (mpmath.mpf(1) / Q(statement[key]).denominator for key in ("smoothing", "acceptance"))
        if statement["theorem"] == "original":
            return float(n * h - 2 * (mpmath.log(9, 2) + mpmath.ceil(width)) * mpmath.sqrt(
                n * (1 - 2 * mpmath.log(eps * p, 2))))  # fmt: skip
        beta = mpmath.mpf(Q(statement["beta"]).numerator) / Q(statement["beta"]).denominator
        general = statement["theorem"] == "generalised"
        x = (4 if general else 2) + wide
        v = mpmath.log(33, 2) + mpmath.sqrt(2 + width**2 / 4)
        k = 2 ** (beta * x) * mpmath.log(2**x + mpmath.e**2) ** 3 / (6 * (1 - beta) ** 3 * mpmath.log(2))
        cost = 1 - 2 * mpmath.log(eps * p, 2)
        if general:
            cost = (1 + beta) * mpmath.log(2 / eps**2, 2) + (1 + 2 * beta) * mpmath.log(1 / p, 2)
        return float(n * h - n * beta * mpmath.log(2) / 2 * v**2 - cost / beta - n * beta**2 * k)


@pytest.mark.parametrize("name", ["accumulated", "accumulated-original", "accumulated-generalised"])
def test_the_bits_are_those_of_the_formula(name: str) -> None:
    found = ACCUMULATED[name]
    there = formula(found["statement"])
    assert proved(put(found, "/statement/bits", str(int(there))))
    assert refusal(put(found, "/statement/bits", str(int(there) + 1))) == "REJECTED bits /statement/bits"


def test_the_least_mean_of_f_makes_more_bits() -> None:
    found = ACCUMULATED["accumulated-least"]
    slope = Q(292432804381, 250 * 10**9)
    there = formula(found["statement"], slope * 4 + slope * Q(29, 10))
    assert there > formula(found["statement"]) + 1
    assert proved(put(found, "/statement/bits", str(int(there))))
    assert refusal(put(found, "/statement/bits", str(int(there) + 1))) == "REJECTED bits /statement/bits"


def test_a_constant_more_than_the_tradeoff_is_lost_and_no_fault() -> None:
    assert "mean is at most H" in proved(ACCUMULATED["accumulated-spot"])
