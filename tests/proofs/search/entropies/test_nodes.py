"""Functions below the logarithm: below it, near it where it matters, and better than their neighbours."""

from __future__ import annotations

from fractions import Fraction as Q
from math import log

import numpy as np
import pytest

from proofs.search.entropies import nodes
from proofs.search.entropies.nodes import Below, fitted, tuned

pytest.importorskip("scipy", reason="scipy is optional and not installed")
# devices whose adversary sees the ratio x with these probabilities: the mean of 1/x is 1, H ln 2 the mean of ln x
ATOMS = ((0.4 / 0.73, 0.4), (2.0, 0.5), (5.0, 0.1))


def phi(t: float) -> float:
    return sum(p * (x - 1) / (t * (x - 1) + 1) for x, p in ATOMS)


def height(below: Below, x: float) -> float:
    """sum w (x - 1)/(t (x - 1) + 1) + W (x - 1)/x - c."""
    first = sum(float(w) * (x - 1) / (float(t) * (x - 1) + 1) for t, w in below.points)
    return first + float(below.last) * (x - 1) / x - float(below.constant)


def mean(below: Below) -> float:
    return sum(p * height(below, x) for x, p in ATOMS)


@pytest.mark.parametrize("most", [1, 2, 3])
def test_the_function_is_below_the_logarithm(most: int) -> None:
    found = tuned(phi, most)
    assert 1 <= len(found.points) <= most
    for x in np.exp(np.linspace(-12, 12, 4001)):
        assert height(found, float(x)) <= log(x) + 1e-12


def test_more_nodes_lose_less() -> None:
    truth = sum(p * log(x) for x, p in ATOMS)
    losses = [truth - mean(tuned(phi, most)) for most in (1, 2, 3)]
    assert losses == sorted(losses, reverse=True)
    assert 0 < losses[2] < 2e-3


def test_slopes_are_those_of_the_loss() -> None:
    rng = np.random.default_rng(2)
    for _ in range(4):
        ts = np.sort(rng.uniform(0.1, 0.9, 2))
        values = np.array([phi(t) for t in ts])
        found, _, slopes = nodes._solved(ts, values)
        for k, step in enumerate(1e-6 * np.eye(2)):
            # the values stay as they are: only the nodes of the program move
            up, down = (nodes._solved(ts + sign * step, values)[1] for sign in (1, -1))
            assert abs(slopes[k] - (up - down) / 2e-6) < 1e-3 * (1 + abs(found[k]))


def test_clusters_keep_what_has_weight() -> None:
    points = [(0.03, 1e-5), (0.5, 0.5), (0.52, 0.4), (0.9, 0.3)]
    assert nodes._clusters(points, 4) == [t for t, _ in points]
    low, high = nodes._clusters(points, 2)
    assert abs(low - 0.509) < 1e-3
    assert high == 0.9


def test_a_node_next_to_another_is_worse() -> None:
    found = tuned(phi, 2)
    for moved in (0.06, -0.06):
        other = [(float(t) + (moved if k == 0 else 0), float(w)) for k, (t, w) in enumerate(found.points)]
        weights, last = nodes._best(np.array([t for t, _ in other]), np.array([phi(t) for t, _ in other]), 4)
        assert mean(fitted(weights, last)) < mean(found)
    assert all(isinstance(t, Q) for t, _ in found.points)
