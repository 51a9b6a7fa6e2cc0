"""Bounds on von Neumann entropies against random devices, and against devices that are nearly the worst."""

import json
from typing import Any

import numpy as np
import pytest

from proofs.kernel.check import check_bytes
from tests.certificates.valid_entropy import QUADRATURE, UNCERTAINTY, line
from tests.proofs.kernel.build import encode
from tests.proofs.kernel.effort import sample
from tests.proofs.kernel.soundness.entropies import Devices, check_entropy, outcome_words
from tests.proofs.kernel.soundness.physics import Numbers

SHIPPED = {**QUADRATURE, **UNCERTAINTY}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_bound_holds_for_random_devices(name: str) -> None:
    found = SHIPPED[name]
    tried = sum(check_entropy(found["statement"], {}, seed, 4) for seed in range(sample(3)))
    assert tried or name == "known"  # few random devices have 5/2


def worst(statement: Any, seed: int) -> float:
    """The least gap between entropy and line that a walk from random devices finds."""
    random = np.random.default_rng(seed)
    numbers = Numbers(statement)
    terms, events = numbers.polynomial(statement["functional"]), outcome_words(statement)
    least = 9.0
    for _ in range(3):
        devices, step, own = Devices(statement["scenario"], random), 0.5, 9.0
        angles = random.uniform(0, np.pi, size=4)
        root = devices.root
        for _ in range(160):
            new_angles = angles + step * random.normal(size=4)
            new_root = root + step * random.normal(size=root.shape) / 4
            new_root /= np.linalg.norm(new_root)
            for place, name in enumerate(("A0", "A1", "B0", "B1")):
                c, s = np.cos(new_angles[place]), np.sin(new_angles[place])
                for outcome, vector in enumerate(([c, s], [-s, c])):
                    devices.events[f"{name}={outcome}"] = devices._whole(place // 2, np.outer(vector, vector))
            devices.root = new_root
            gap = devices.entropy(events) - sum(k * devices.mean(word) for k, word in terms)
            if gap < own:
                own, angles, root = gap, new_angles, new_root
            else:
                step = max(step * 0.97, 1e-3)
        least = min(least, own)
    return least


@pytest.mark.parametrize("name", ["chsh", "tangent"])
def test_devices_that_are_nearly_the_worst_do_not_break_the_line(name: str) -> None:
    gap = worst(SHIPPED[name]["statement"], 3)
    assert -1e-9 <= gap < 0.25  # the walk comes near enough to mean something


def test_a_false_line_is_broken_by_the_same_walk_and_refused() -> None:
    false = line("-2", "292432804381/250000000000", "3/4", ["A0"])
    assert worst(false["statement"], 3) < 0
    assert check_bytes(encode(false)).verdict == "REJECTED"
    assert json.loads(encode(false))["rule"] == "uncertainty"
