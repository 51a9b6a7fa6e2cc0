"""Models at the boundary of the quantum set, where linear programs in floating point see nothing.

An extreme behaviour of qubits is a smooth function of angles and a state, so least squares find the model of known
means to the digits of a float. Models whose angles are a little off lie around it: the known means are a mixture of
them, with a loss in the square of what the angles are off by. A linear program in many digits finds the weights, and
rationals on a fine grid are what it is asked about, so a mixture that it finds is one. Nothing surrounds an extreme
behaviour that is known exactly: `short_numbers` has its models.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice, product
from math import atan2, cos, pi, sin
from random import Random

import numpy as np

from proofs.search.language.known import SHORT, Known
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Polynomial, Scenario
from proofs.search.language.write import Json
from proofs.search.points.qubits import Model, combined, effective, operator, reflection
from proofs.search.points.short_numbers import short_models
from proofs.search.points.simplex import Row, solved
from proofs.search.semidefinite.elimination import reduced
from proofs.search.semidefinite.sdp import Reals

BITS = 44  # of tangents of half angles, and of states
WEIGHT_BITS = 160  # of weights that no equation fixes
STARTS = 24
FEW = 4  # starts after which something close is good enough
STEPS = 60
OFF = tuple(2.0**-k for k in (30, 26, 22, 18, 14))  # how much the angles of neighbours are off
ENOUGH = 2e-16  # of a distance
CLIMBS = 3
CLIMB = 200  # steps of a see-saw
ROUNDS = 8  # of directions that are looked at
FLAT = 1e-4  # a derivative that is none, at a model of which the angles are a little off
LOWEST = 1e-14  # that a model has to exceed others by
STRATEGIES = 64
DIRECTION_BITS = 40
CLOSE = 1e-5  # of the target, where neighbours may surround it
_UNIT = Fraction(1, 1 << 50)  # of the room that inequalities are given


@dataclass(frozen=True)
class Target:
    """What is known of a behaviour: means of polynomials without constants, and the ends between which they lie."""

    scenario: Scenario
    polynomials: tuple[Polynomial, ...]
    lows: tuple[Fraction | None, ...]
    highs: tuple[Fraction | None, ...]

    @classmethod
    def of(cls, scenario: Scenario, known: Sequence[Mean | Known]) -> Target:
        """From hypotheses and intervals."""
        polynomials: list[Polynomial] = []
        lows: list[Fraction | None] = []
        highs: list[Fraction | None] = []
        for item in known:
            polynomial = scenario.hermitian(item.functional)
            constant = polynomial.pop((), Fraction(0))
            polynomials.append(polynomial)
            if isinstance(item, Known):
                lows.append(item.low - constant)
                highs.append(item.high - constant)
            else:
                lows.append(-constant)
                highs.append(-constant if item.sense == "=0" else None)
        return cls(scenario, tuple(polynomials), tuple(lows), tuple(highs))

    def has(self, values: Sequence[Fraction]) -> bool:
        """Whether exact means are what is known."""
        ends = zip(values, self.lows, self.highs, strict=True)
        return all((low is None or low <= x) and (high is None or x <= high) for x, low, high in ends)

    @cached_property
    def metric(self) -> Reals:
        """What distances are measured in: means of words if they are known, whatever they are known from."""
        pairs = zip(self.lows, self.highs, strict=True)
        if not all(low is not None and high is not None and high - low < SHORT for low, high in pairs):
            return np.eye(len(self.polynomials))
        words = {word: k for k, word in enumerate(sorted({word for p in self.polynomials for word in p}))}
        matrix = np.zeros((len(self.polynomials), len(words)))
        for k, polynomial in enumerate(self.polynomials):
            for word, c in polynomial.items():
                matrix[k, words[word]] = float(c)
        return np.asarray(np.linalg.pinv(matrix))

    def rest(self, values: Reals) -> Reals:
        """How far the means of a model are from what is known."""
        low = np.array([-np.inf if x is None else float(x) for x in self.lows])
        high = np.array([np.inf if x is None else float(x) for x in self.highs])
        return np.asarray(values - np.clip(values, low, high))


def close_witness(scenario: Scenario, known: Sequence[Mean | Known], seed: int = 1) -> Json | None:
    """{"models": [...]} that has what is known, by models around one that nearly has it; None if none was found.

    Args:
        scenario: as `of_qubits` wants it.
        known: hypotheses and intervals, too.
        seed: of the starting points.
    """
    target = Target.of(scenario, known)
    near, distance = nearest(target, Random(seed))
    if distance > CLOSE:
        return None
    for model in short_models(scenario, near):
        if target.has([model.mean(p) for p in target.polynomials]):
            return {"models": [model.json(Fraction(1))]}
    for off in OFF:
        points: list[Reals | tuple[int, ...]] = [*_around(near, off), *_strategies(scenario)]
        models = [_exact(scenario, point) for point in points]
        weights = _weights(target, [[model.mean(p) for p in target.polynomials] for model in models])
        if weights is not None:
            return {"models": [model.json(w) for model, w in zip(models, weights, strict=True) if w]}
    return None


def separating(scenario: Scenario, known: Sequence[Mean | Known], seed: int = 1) -> list[Fraction] | None:
    """Weights of what is known whose sum no behaviour may reach; None where a model is too near, or none is near.

    Args:
        scenario: the operators.
        known: hypotheses and intervals.
        seed: of the starting points.

    Returns:
        For a hypothesis q what it is to be multiplied with, for an interval what its equation is.
    """
    if not of_qubits(scenario, known):
        return None
    target, random = Target.of(scenario, known), Random(seed)
    near, distance = nearest(target, random)
    if not 1e-15 < distance < CLOSE:
        return None
    first = _from_nearest(target, near)
    if first is not None and highest(target, first, random)[1] < weighted(target, first, near) + LOWEST:
        return first
    points: list[Reals | tuple[int, ...]] = [*_around(near, OFF[0]), *_strategies(scenario)]
    for _ in range(ROUNDS):
        rows, places = _rows(target, _columns(target, points))
        found = solved(rows)
        if found is None or found.weights is not None:
            return None
        weights = [Fraction(0)] * len(known)
        for (k, sign), weight in zip(places, found.against[1:], strict=True):
            weights[k] += sign * weight
        weights = _rounded(target, [float(w) for w in weights])
        best, value = highest(target, weights, random)
        if value < max(weighted(target, weights, point) for point in points if not isinstance(point, tuple)) + LOWEST:
            return weights
        points += _around(best, OFF[0])
    return None


def _from_nearest(target: Target, near: Reals) -> list[Fraction] | None:
    """The direction from the nearest model, without what the errors of its parameters add to it."""
    rest, slope = target.rest(means(target, near)), jacobian(target, near)
    pairs = zip(target.lows, target.highs, strict=True)
    short = np.array([low is not None and high is not None and high - low < SHORT for low, high in pairs])
    active = short | (rest != 0)
    rest, slope = target.metric @ rest, target.metric @ (slope * active[:, None])
    left, values, _ = np.linalg.svd(slope)
    outer = left[:, int((values > FLAT).sum()) :]
    direction = -(target.metric.T @ (outer @ (outer.T @ rest))) * active
    return _rounded(target, direction.tolist()) if np.abs(direction).max() > 0 else None


def _rounded(target: Target, direction: Sequence[float]) -> list[Fraction]:
    """Exact weights, nonnegative for inequalities, the largest being 1 or -1."""
    unit, size = 1 << DIRECTION_BITS, max(map(abs, direction))
    weights = [Fraction(round(x / size * unit), unit) for x in direction]
    ends = zip(weights, target.lows, target.highs, strict=True)
    return [max(w, Fraction(0)) if high is None else min(w, Fraction(0)) if low is None else w for w, low, high in ends]


def of_qubits(scenario: Scenario, known: Sequence[Mean | Known]) -> bool:
    """Whether qubits may have what is known: two outcomes an input, one operator a party in each word."""
    if not known or scenario.commuting or any(outcome is not None for _, outcome in scenario.letters):
        return False
    words = (word for item in known for word in scenario.hermitian(item.functional))
    return all(len({scenario.party_of[x] for x in word}) == len(word) for word in words)


# -- a model with nearly these means ------------------------------------------------------------------------------


def nearest(target: Target, random: Random) -> tuple[Reals, float]:
    """Angles and a state whose means are as near to what is known as least squares come, and how near."""
    best, distance = np.zeros(0), np.inf
    for start in range(STARTS):
        point, found = _descended(target, _start(target.scenario, random))
        if ENOUGH < found < CLOSE:
            point, found = _climbed(target, point, found)
        if found < distance:
            best, distance = point, found
        if distance < 1e-10 or (start >= FEW and distance < CLOSE):
            break
    return best, distance


def _descended(target: Target, point: Reals) -> tuple[Reals, float]:
    """Gauss and Newton's steps, damped where they would lead away."""
    damping, rest = 1e-2, target.metric @ target.rest(means(target, point))
    value = float(rest @ rest)
    for _ in range(STEPS):
        slope = jacobian(target, point)
        slope[target.rest(means(target, point)) == 0] = 0.0
        slope = target.metric @ slope
        square = slope.T @ slope
        step = np.linalg.solve(square + damping * np.eye(len(square)), slope.T @ rest)
        other = _normalised(target.scenario, point - step)
        changed = target.metric @ target.rest(means(target, other))
        if changed @ changed < value:
            gain = 1 - float(changed @ changed) / value
            point, rest, value, damping = other, changed, float(changed @ changed), max(damping / 10, 1e-15)
            if value < 1e-31 or (gain < 1e-9 and damping < 1e-9):
                break
        elif damping > 1e6:
            break
        else:
            damping *= 8
    return point, float(np.abs(rest).max())


def _climbed(target: Target, point: Reals, distance: float) -> tuple[Reals, float]:
    """A see-saw towards what is known, where least squares crawl; the point as it was if that is nearer."""
    for _ in range(CLIMBS):
        direction = _from_nearest(target, point)
        if direction is None or distance <= ENOUGH:
            break
        other, found = _descended(target, climbed(target.scenario, combined(target.polynomials, direction), point))
        if not found < distance:
            break
        point, distance = other, found
    return point, distance


def highest(target: Target, weights: Sequence[Fraction], random: Random) -> tuple[Reals, float]:
    """The best of some models for a weighted sum, and its value."""
    towards = combined(target.polynomials, weights)
    best, value = np.zeros(0), -np.inf
    for _ in range(FEW):
        point = climbed(target.scenario, towards, _start(target.scenario, random))
        found = weighted(target, weights, point)
        if found > value:
            best, value = point, found
    return best, value


def weighted(target: Target, weights: Sequence[Fraction], point: Reals) -> float:
    """The weighted sum in the model of a point."""
    return float(np.dot([float(w) for w in weights], means(target, point)))


def climbed(scenario: Scenario, towards: Polynomial, point: Reals) -> Reals:
    """Where a see-saw for a polynomial ends."""
    letters = len(scenario.letters)
    operators = [np.array([[cos(x), sin(x)], [sin(x), -cos(x)]]) for x in point[:letters]]
    other, state = point, point[letters:] / np.linalg.norm(point[letters:])
    for _ in range(CLIMB):
        for x in range(letters):
            square = effective(scenario, towards, operators, state, x)
            difference, mixed = square[0, 0] - square[1, 1], 2 * square[0, 1]
            size = float(np.hypot(difference, mixed))
            if size > 1e-9:
                operators[x] = np.array([[difference, mixed], [mixed, -difference]]) / size
        state = np.linalg.eigh(operator(scenario, towards, operators))[1][:, -1]
        angles = [atan2(square[0, 1], square[0, 0]) for square in operators]
        before, other = other, np.array([*angles, *state])
        if np.abs(np.cos(other[:letters] - before[:letters]) - 1).max() < 1e-30:
            break
    return other


def _start(scenario: Scenario, random: Random) -> Reals:
    letters = len(scenario.letters)
    point = np.array([random.gauss(0, 1) for _ in range(letters + (1 << len(scenario.parties)))])
    point[:letters] *= pi
    return point


def _normalised(scenario: Scenario, point: Reals) -> Reals:
    found = point.copy()
    found[len(scenario.letters) :] /= np.linalg.norm(found[len(scenario.letters) :])
    return found


def means(target: Target, point: Reals) -> Reals:
    """The means of all polynomials in the model of a point."""
    scenario, letters = target.scenario, len(target.scenario.letters)
    squares = [np.array([[cos(x), sin(x)], [sin(x), -cos(x)]]) for x in point[:letters]]
    state = point[letters:] / np.linalg.norm(point[letters:])
    tensor = state.reshape((2,) * len(scenario.parties))
    words: dict[tuple[int, ...], float] = {}
    for word in {word for p in target.polynomials for word in p}:
        image = tensor
        for x in word:
            party = scenario.party_of[x]
            image = np.moveaxis(np.tensordot(squares[x], image, axes=(1, party)), 0, party)
        words[word] = float(np.vdot(tensor, image))
    return np.array([sum(float(c) * words[word] for word, c in p.items()) for p in target.polynomials])


def jacobian(target: Target, point: Reals) -> Reals:
    """Their derivatives, one column a parameter, from central differences."""
    columns = []
    for k in range(len(point)):
        step = np.zeros(len(point))
        step[k] = 1e-5
        columns.append((means(target, point + step) - means(target, point - step)) / 2e-5)
    return np.array(columns).T


def _around(point: Reals, off: float) -> Iterator[Reals]:
    """The point and its neighbours on both sides in every parameter."""
    yield point
    for k in range(len(point)):
        for sign in (1, -1):
            other = point.copy()
            other[k] += sign * off
            yield other


def _strategies(scenario: Scenario) -> Iterator[tuple[int, ...]]:
    """Deterministic strategies, which lead away from the boundary: an outcome 1 or -1 for every letter."""
    return islice(product((1, -1), repeat=len(scenario.letters)), STRATEGIES)


def _exact(scenario: Scenario, point: Reals | tuple[int, ...]) -> Model:
    """The rational model near a point, or of a strategy."""
    zero, size = Fraction(0), 1 << len(scenario.parties)
    if isinstance(point, tuple):
        signs = [((Fraction(s), zero), (zero, Fraction(s))) for s in point]
        return Model(scenario, tuple(signs), (Fraction(1), *[zero] * (size - 1)))
    letters = len(scenario.letters)
    state = point[letters:] / np.abs(point[letters:]).max()
    return Model(
        scenario, tuple(reflection(angle, _rational) for angle in point[:letters]), tuple(map(_rational, state))
    )


def _rational(x: float) -> Fraction:
    return Fraction(round(Fraction(float(x)) * (1 << BITS)), 1 << BITS)


# -- exact weights ------------------------------------------------------------------------------------------------


def _columns(target: Target, points: Sequence[Reals | tuple[int, ...]]) -> list[list[Fraction]]:
    models = [_exact(target.scenario, point) for point in points]
    return [[model.mean(p) for p in target.polynomials] for model in models]


def _rows(target: Target, columns: Sequence[Sequence[Fraction]]) -> tuple[list[Row], list[tuple[int, int]]]:
    """That weights sum to 1, then what is known: each of the latter is a polynomial times 1 or -1."""
    rows, places = [Row(tuple(Fraction(1) for _ in columns), Fraction(1), Fraction(0))], []
    for k, (low, high) in enumerate(zip(target.lows, target.highs, strict=True)):
        values = tuple(column[k] for column in columns)
        room = Fraction(0) if low == high else _UNIT if low is None or high is None else high - low
        if low is not None:
            rows.append(Row(values, low, room))
            places.append((k, 1))
        if high is not None and low != high:
            rows.append(Row(tuple(-x for x in values), -high, room))
            places.append((k, -1))
    return rows, places


def _weights(target: Target, columns: Sequence[Sequence[Fraction]]) -> list[Fraction] | None:
    """Exact weights under which the mixture has what is known, with room in the inequalities, or None."""
    rows, _ = _rows(target, columns)
    answer = solved(rows)
    guess = None if answer is None else answer.weights
    if guess is None:
        return None
    used = sorted((k for k, w in enumerate(guess) if w > 0), key=lambda k: -guess[k])
    equations = [[row.values[k] for k in used] + [row.right] for row in rows if not row.room]
    echelon, pivots = reduced(equations)
    if len(used) in pivots:
        return None
    found = [Fraction(round(guess[k] * (1 << WEIGHT_BITS)), 1 << WEIGHT_BITS) for k in used]
    for row, pivot in zip(echelon, pivots, strict=True):
        free = ((row[k], found[k]) for k in range(len(used)) if k not in pivots)
        found[pivot] = row[-1] - sum((c * w for c, w in free if c), Fraction(0))
    weights = dict(zip(used, found, strict=True))
    complete = [weights.get(k, Fraction(0)) for k in range(len(columns))]
    fits = all(
        sum((x * w for x, w in zip(row.values, complete, strict=True) if w), Fraction(0)) >= row.right
        for row in rows if row.room
    )  # fmt: skip
    return complete if min(complete) >= 0 and fits else None
