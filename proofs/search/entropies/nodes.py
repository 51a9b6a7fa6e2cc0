"""A rational function below the logarithm: nodes, weights, and where it touches.

For fixed devices the best function is that of a linear program: with phi(t) the least mean of
(x - 1)/(t (x - 1) + 1), of which a semidefinite program for the one node t knows a lower bound, maximise
sum w phi(t) - c so that sum w (x - 1)/(t (x - 1) + 1) + W (x - 1)/x <= ln x + c for all x > 0. Few nodes of a grid
have a weight then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import mpmath
import numpy as np
from numpy.typing import NDArray

from proofs.search.language.failure import Failure, Kind

Reals = NDArray[np.float64]
UNIT = 1 << 24  # denominators of nodes and weights
DIGITS = 60
LOW, HIGH = 0.02, 0.97  # between which nodes lie
NEAR = 0.03  # of a node, where phi is asked again


@dataclass(frozen=True)
class Below:
    """c, W, the pairs (t, w), and the intervals outside of which f' has no zero."""

    constant: Fraction
    last: Fraction
    points: tuple[tuple[Fraction, Fraction], ...]
    intervals: tuple[tuple[Fraction, Fraction], ...]


def fitted(points: Sequence[tuple[float, float]], last: float) -> Below:
    """The function with these nodes and weights, rounded so that w/t is dyadic; c is found, and W stays positive."""
    pairs = []
    for t, w in points:
        node = Fraction(round(t * UNIT), UNIT)
        pairs.append((node, Fraction(round(w / t * UNIT), UNIT) * node))
    weight = Fraction(max(1, round(last * UNIT)), UNIT)
    with mpmath.workdps(DIGITS):
        numerator = _numerator(weight, pairs)
        roots = mpmath.polyroots(
            [mpmath.mpf(c.numerator) / c.denominator for c in reversed(numerator)], maxsteps=400, extraprec=400
        )
        real = sorted(
            float_root for root in roots if abs(mpmath.im(root)) < 1e-20 and (float_root := mpmath.re(root)) > 0
        )
        grid = mpmath.mpf(2) ** 70
        ends = [
            (Fraction(int(mpmath.floor(x * grid)) - 1, 2**70), Fraction(int(mpmath.ceil(x * grid)) + 1, 2**70))
            for x in real
        ]
        # from the ends of the intervals, as the check does it
        worst = max(
            sum(_mp(w) * (_mp(u) - 1) / (_mp(t) * (_mp(u) - 1) + 1) for t, w in pairs)
            + _mp(weight) * (_mp(u) - 1) / _mp(u)
            - mpmath.log(_mp(low))
            for low, u in ends
        )
        constant = Fraction(int(mpmath.ceil(worst * mpmath.mpf(2) ** 60)) + 1, 2**60)
    return Below(constant, weight, tuple(pairs), _separated(numerator, ends))


def tuned(phi: Callable[[float], float], most: int, samples: int = 8) -> Below:
    """The function with at most so many nodes that is good for devices with this phi.

    Args:
        phi: by a node t, the least mean of (x - 1)/(t (x - 1) + 1); a bound is enough. It is asked `samples` times, and
            three times near each node.
        most: nodes at most.
        samples: values of phi, between which it is interpolated.
    """
    ts = (LOW + HIGH) / 2 + (HIGH - LOW) / 2 * np.cos(np.pi * (np.arange(samples) + 0.5) / samples)
    series = np.polynomial.Chebyshev.fit(ts, [phi(float(t)) for t in ts], samples - 1, domain=[LOW, HIGH])
    grid = np.linspace(LOW, HIGH, 191)
    points, _ = _best(grid, series(grid))
    start = np.array(_clusters(points, most) or [0.5])  # without entropy no node has a weight
    first = np.clip(_moved(start, series, series.deriv()), LOW + NEAR, HIGH - NEAR)
    local = _Local.of(first, phi)
    nodes = _moved(first, local, local.slope, 1.5 * NEAR)
    weights, last = _best(nodes, local(nodes), 4)
    return fitted(weights, last)


@dataclass(frozen=True)
class _Local:
    """phi near some nodes: a quadratic polynomial for each."""

    nodes: Reals
    fits: tuple[Reals, ...]

    @classmethod
    def of(cls, nodes: Reals, phi: Callable[[float], float]) -> _Local:
        steps = np.array([-1.0, 0.0, 1.0]) * NEAR
        return cls(nodes, tuple(np.polyfit(steps, [phi(float(t + step)) for step in steps], 2) for t in nodes))

    def __call__(self, ts: Reals) -> Reals:
        return np.array([np.polyval(c, t - near) for t, near, c in zip(ts, self.nodes, self.fits, strict=True)])

    def slope(self, ts: Reals) -> Reals:
        """phi'."""
        return np.array(
            [np.polyval(np.polyder(c), t - near) for t, near, c in zip(ts, self.nodes, self.fits, strict=True)]
        )


_X = np.concatenate([np.exp(np.linspace(-9, 9, 700)), 1 + np.linspace(-0.98, 1.5, 400)])


def _best(ts: Reals, values: Reals, rounds: int = 1) -> tuple[list[tuple[float, float]], float]:
    """The best weights of these nodes, those of no weight left out, and W."""
    found, _, _ = _solved(ts, values, rounds)
    return [(float(t), float(w)) for t, w in zip(ts, found, strict=False) if w > 1e-6], float(found[-2])


def _solved(ts: Reals, values: Reals, rounds: int = 1) -> tuple[Reals, float, Reals]:
    """The weights, W and c, what they lose, and its slopes in the nodes for fixed values.

    More rounds look closer where the function touches ln.
    """
    from scipy.optimize import linprog

    xs = _X
    for _ in range(rounds):
        y = xs[:, None] - 1
        rows = np.hstack([y / (ts * y + 1), y / xs[:, None], -np.ones_like(y)])
        bounds = [(0, None)] * (len(ts) + 1) + [(None, None)]
        answer = linprog(np.concatenate([-values, [0.0, 1.0]]), A_ub=rows, b_ub=np.log(xs), bounds=bounds)
        if answer.x is None:
            raise Failure(Kind.SOLVER, "solver", "no nodes were found: {status}", status=answer.message)
        touching = answer.ineqlin.marginals  # minus the multipliers of the rows
        slopes = answer.x[: len(ts)] * (touching @ (y / (ts * y + 1)) ** 2)
        slack = np.log(xs) - rows @ answer.x
        inner = np.flatnonzero((slack[1:-1] <= slack[:-2]) & (slack[1:-1] <= slack[2:])) + 1
        closer = [np.linspace(xs[k - 1], xs[k + 1], 40) for k in inner]
        xs = np.unique(np.concatenate([xs, *closer]))
    return np.asarray(answer.x), float(answer.fun), np.asarray(slopes)


def _clusters(points: Sequence[tuple[float, float]], count: int) -> list[float]:
    """The means of neighbours, until so many are left; those are merged that are spread least, by their weights."""
    groups = [(t, w) for t, w in points]

    def spread(first: tuple[float, float], second: tuple[float, float]) -> float:
        (s, v), (t, w) = first, second
        return v * w / (v + w) * (t - s) ** 2

    while len(groups) > count:
        k = int(np.argmin([spread(a, b) for a, b in pairwise(groups)]))
        (s, v), (t, w) = groups[k : k + 2]
        groups[k : k + 2] = [((s * v + t * w) / (v + w), v + w)]
    return [t for t, _ in groups]


def _moved(start: Reals, series: Callable[[Reals], Reals], slope: Callable[[Reals], Reals], far: float = 1.0) -> Reals:
    """Better nodes, at most so far from the given ones, by the slopes that the multipliers of the program give."""
    from scipy.optimize import minimize

    def loss(ts: Reals) -> tuple[float, Reals]:
        found, value, slopes = _solved(ts, series(ts))
        return value, slopes - found[: len(ts)] * slope(ts)

    bounds = [(max(LOW, t - far), min(HIGH, t + far)) for t in start]
    options = {"maxiter": 20 * len(start), "ftol": 1e-13, "gtol": 1e-7}
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return np.asarray(best.x)


def _mp(x: Fraction) -> mpmath.mpf:
    return mpmath.mpf(x.numerator) / x.denominator


def _times(p: Sequence[Fraction], q: Sequence[Fraction]) -> list[Fraction]:
    total = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            total[i + j] += a * b
    return total


def _numerator(last: Fraction, points: Sequence[tuple[Fraction, Fraction]]) -> list[Fraction]:
    """The numerator of f', constant term first."""
    squares = [_times([1 - t, t], [1 - t, t]) for t, _ in points]
    everything = [Fraction(1)]
    for square in squares:
        everything = _times(everything, square)
    total = [Fraction(0), *everything]
    for k, c in enumerate(everything):
        total[k] -= last * c
    for i, (_, w) in enumerate(points):
        others = [Fraction(0), Fraction(0), w]
        for k, square in enumerate(squares):
            others = _times(others, square) if k != i else others
        for k, c in enumerate(others):
            total[k] -= c
    return total


def _has_sign(p: Sequence[Fraction], low: Fraction, high: Fraction | None) -> bool:
    """Whether Descartes' rule shows that p has no zero between these ends."""
    shifted = [Fraction(0)]
    for c in reversed(p):
        shifted = [
            a + b for a, b in zip([*(low * x for x in shifted), Fraction(0)], [Fraction(0), *shifted], strict=True)
        ]
        shifted[0] += c
    if high is not None:
        width = high - low
        scaled = [c * width**k for k, c in enumerate(shifted)][::-1]  # x = low + width/(1 + z), z > 0
        total = [Fraction(0)]
        for c in reversed(scaled):
            total = [a + b for a, b in zip([*total, Fraction(0)], [Fraction(0), *total], strict=True)]
            total[0] += c
        shifted = total
    return min(shifted) >= 0 or max(shifted) <= 0


def _separated(
    p: Sequence[Fraction], ends: Sequence[tuple[Fraction, Fraction]]
) -> tuple[tuple[Fraction, Fraction], ...]:
    """The intervals, and single points between them where Descartes' rule needs a shorter way."""
    found: list[tuple[Fraction, Fraction]] = []
    previous = Fraction(0)
    for low, high in ends:
        found += [(x, x) for x in _splits(p, previous, low, 0)]
        found.append((low, high))
        previous = high
    top = previous
    while not _has_sign(p, top, None):
        more = top * 2
        found += [(x, x) for x in _splits(p, top, more, 0)]
        found.append((more, more))
        top = more
    return tuple(found)


def _splits(p: Sequence[Fraction], low: Fraction, high: Fraction, depth: int) -> list[Fraction]:
    if _has_sign(p, low, high):
        return []
    if depth > 30:
        raise Failure(Kind.NO_ANSWER, "", "the zeros of the derivative could not be kept apart")
    middle = (low + high) / 2
    short = Fraction(round(middle * 2**20), 2**20)
    middle = short if low < short < high else middle
    return [*_splits(p, low, middle, depth + 1), middle, *_splits(p, middle, high, depth + 1)]
