"""Explicit quantum models that satisfy hypotheses on means: so that a bound is not vacuous.

A behaviour inside of the quantum set is a mixture of behaviours of qubits.  Columns are
generated: a linear program says which functional the models at hand cannot reach, and a
see-saw finds qubit observables and a state for it.  Angles and states are rounded to
rationals before anything is computed with them, so the weights come out exactly.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, islice, product
from math import floor, log2, prod
from random import Random

import numpy as np

from proofs.search.language.failure import Failure
from proofs.search.language.known import Known
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Functional, Polynomial, Scenario
from proofs.search.language.write import Json, rational
from proofs.search.points.close import close_witness, of_qubits
from proofs.search.points.mixtures import exact_weights, mixture, roomy
from proofs.search.points.qubits import Model, Square, combined, effective, operator
from proofs.search.question import Question, engine_of
from proofs.search.semidefinite.sdp import Reals

_ANGLE_BITS = 8
_STATE_BITS = 12
_FINE_BITS = 28  # of angles and states, where coarse ones are not enough
_FINE_COLUMNS = 30
_NEAR = 1e-3  # distance from the hypotheses from which fine models may help
_COLUMNS = 60
_RESTARTS = 4
_STEPS = 30
_STRATEGIES = 4096
_SLOW = 8  # models that halve the distance, if coarse ones are to reach what is known
_HOPELESS = 3  # models in a row that show the distance to stay; a see-saw may miss the best one


def feasible_witness(
    scenario: Scenario, means: Sequence[Mean], seed: int = 1, known: Sequence[Mean | Known] = ()
) -> Json | None:
    """{"models": [...]} that satisfies all hypotheses exactly, or None if none was found.

    Where a word has several operators of one party, only mixtures of deterministic strategies are looked for; inputs
    declared to commute are given fixed outcomes.

    Args:
        scenario: the operators.
        means: the hypotheses.
        seed: of the starting points.
        known: the same with intervals in place of their middles, where some of it is known in intervals.
    """
    polynomials = [scenario.hermitian(mean.functional) for mean in means]
    if any(len({scenario.party_of[x] for x in word}) != len(word) for p in polynomials for word in p):
        return _deterministic(scenario, means, polynomials)
    found, distance = _witness(scenario, means, polynomials, Random(seed))
    if found is None:
        found = _local(scenario, means)
    if found is None and distance < _NEAR:  # coarse models do not reach the boundary of the quantum set
        if of_qubits(scenario, known or means):
            return close_witness(scenario, known or means, seed)
        found, _ = _witness(scenario, means, polynomials, Random(seed), fine=True)
    return found


def _deterministic(scenario: Scenario, means: Sequence[Mean], polynomials: Sequence[Polynomial]) -> Json | None:
    """A mixture of deterministic strategies, which satisfy all relations among operators."""
    sizes = [d for _, _, d in scenario.inputs]
    if prod(sizes) > _STRATEGIES:
        return None
    strategies, columns = [], []
    for outcomes in product(*map(range, sizes)):
        values = [
            1 - 2 * outcomes[i] if outcome is None else int(outcomes[i] == outcome) for i, outcome in scenario.letters
        ]
        strategies.append(values)
        columns.append(
            [sum((c * prod(values[x] for x in word) for word, c in p.items()), Fraction(0)) for p in polynomials]
        )
    weights = roomy(means, columns)
    found = exact_weights(means, columns, weights) if mixture(means, columns)[0] < 1e-11 else None
    if found is None:
        return None
    ones: list[Json] = ["1"] * len(scenario.parties)
    models: list[Json] = [
        {
            "weight": rational(weight), "dimensions": ones, "state": ["1"],
            "operators": {name: [[rational(v)]] for name, v in zip(scenario.names, values, strict=True)},
        }
        for weight, values in zip(found, strategies, strict=True) if weight
    ]  # fmt: skip
    return {"models": models}


def _local(scenario: Scenario, means: Sequence[Mean]) -> Json | None:
    """A mixture of deterministic strategies that satisfies the hypotheses, which a linear program finds exactly."""
    if scenario.commuting or prod(d for _, _, d in scenario.inputs) > _STRATEGIES:
        return None
    asked = Question("maximum", "local", scenario, means[0].functional, means=tuple(means))
    try:
        found = engine_of(asked).answer(asked).attained
    except Failure:
        return None
    if found is None:
        return None
    models: Json = json.loads(found.data)["witness"]["models"]
    return {"models": models}


def _witness(
    scenario: Scenario, means: Sequence[Mean], polynomials: Sequence[Polynomial], random: Random, fine: bool = False
) -> tuple[Json | None, float]:
    """A mixture of qubit models that satisfies the hypotheses, or None, and how far the last one is from them."""
    models, most = [_best_model(scenario, combined(polynomials), random, fine)], _FINE_COLUMNS if fine else _COLUMNS
    columns = [[models[0].mean(p) for p in polynomials]]
    if all(value >= 0 if mean.sense == ">=0" else not value for mean, value in zip(means, columns[0], strict=True)):
        return {"models": [models[0].json(Fraction(1))]}, 0.0
    hopeless, distance, distances = 0, 0.0, [np.inf]
    while len(models) <= most and hopeless < _HOPELESS:
        distance, weights, direction = mixture(means, columns)
        distances.append(distance)
        if not fine and distance < _NEAR and distance > distances[-_SLOW:][0] / 2:
            break  # so near that the grid of the angles is what keeps it away
        if distance < 1e-11:
            exact = exact_weights(means, columns, weights) or exact_weights(means, columns, roomy(means, columns))
            if exact is not None:
                return {"models": [m.json(w) for m, w in zip(models, exact, strict=True) if w]}, 0.0
            # at the boundary of what the columns span: look for another one in any direction
            direction = np.array([random.gauss(0, 1) for _ in means])
        models.append(_best_model(scenario, combined(polynomials, direction.tolist()), random, fine))
        columns.append([models[-1].mean(p) for p in polynomials])
        # weights sum to 1, so no more than the gain of the best model can be taken off the distance
        values = np.array([[float(x) for x in column] for column in columns]) @ direction
        hopeless = hopeless + 1 if values[-1] - values[:-1].max() < distance / 2 else 0
    return None, distance


def strategy_witness(
    scenario: Scenario, means: Sequence[Mean], positives: Sequence[Functional] = (), most: int = _STRATEGIES
) -> Json | None:
    """{"models": [...]} with the first deterministic strategy that satisfies all hypotheses, or None.

    Args:
        scenario: the operators.
        means: hypotheses on means.
        positives: operators that must not be negative.
        most: how many strategies are tried.
    """
    tested = [(scenario.hermitian(mean.functional), mean.sense == "=0") for mean in means]
    tested += [(scenario.hermitian(polynomial), False) for polynomial in positives]
    for outcomes in islice(product(*(range(d) for _, _, d in scenario.inputs)), most):
        values = [
            1 - 2 * outcomes[i] if outcome is None else int(outcomes[i] == outcome) for i, outcome in scenario.letters
        ]
        totals = [
            (sum((c * prod(values[x] for x in word) for word, c in polynomial.items()), Fraction(0)), exact)
            for polynomial, exact in tested
        ]
        if all(total == 0 if exact else total >= 0 for total, exact in totals):
            operators: dict[str, Json] = {
                name: [[rational(value)]] for name, value in zip(scenario.names, values, strict=True)
            }
            dimensions: list[Json] = ["1"] * len(scenario.parties)
            return {"models": [{"weight": "1", "dimensions": dimensions, "state": ["1"], "operators": operators}]}
    return None


def _best_model(scenario: Scenario, functional: Polynomial, random: Random, fine: bool = False) -> Model:
    """A good model for a functional of words with at most one operator a party, by see-saw."""
    best: tuple[float, list[Reals], Reals] | None = None
    for _ in range(_RESTARTS):
        operators = _start(scenario, random)
        before = -np.inf
        for _ in range(_STEPS):
            values, vectors = np.linalg.eigh(operator(scenario, functional, operators))
            value, state = float(values[-1]), vectors[:, -1]
            if value - before < 1e-7 * (1 + abs(value)):
                break
            before = value
            for x in _free(scenario):
                operators[x] = _sign(effective(scenario, functional, operators, state, x))
            for letters in _split(scenario):
                _turn(operators, letters, [effective(scenario, functional, operators, state, x) for x in letters])
        if best is None or value > best[0]:
            best = (value, operators, state)
    if best is None:
        raise ArithmeticError("the see-saw was never started")
    if fine:
        from proofs.search.points.polish import polished  # few problems need so many digits

        coarse = _rounded(scenario, best[1], best[2])
        fixed = {x: coarse.operators[x] for letters in _split(scenario) for x in letters}
        return Model(scenario, *polished(scenario, functional, best[1], best[2], _free(scenario), _FINE_BITS, fixed))
    return _rounded(scenario, best[1], best[2])


def _free(scenario: Scenario) -> list[int]:
    """Letters that are observables with nothing to commute with inside of their party."""
    fixed = {name for pair in scenario.commuting for name in pair}
    return [
        x
        for x, (i, outcome) in enumerate(scenario.letters)
        if outcome is None and "".join(scenario.inputs[i][:2]) not in fixed
    ]


def _split(scenario: Scenario) -> list[list[int]]:
    """The letters of each input with more than two outcomes, of which a qubit shows two at a time."""
    fixed = {name for pair in scenario.commuting for name in pair}
    found: dict[int, list[int]] = {}
    for x, (i, outcome) in enumerate(scenario.letters):
        if outcome is not None and "".join(scenario.inputs[i][:2]) not in fixed:
            found.setdefault(i, []).append(x)
    return list(found.values())


def _turn(operators: list[Reals], letters: Sequence[int], effective: Sequence[Reals]) -> None:
    """Replace the projectors of an input by the best ones on two of its outcomes; the last outcome has no letter."""
    gains = [*effective, np.zeros((2, 2))]
    best = (-np.inf, 0, 0, np.eye(2))
    for a, b in combinations(range(len(gains)), 2):
        values, vectors = np.linalg.eigh(gains[a] - gains[b])
        value = float(np.trace(gains[b]) + np.maximum(values, 0).sum())
        if value > best[0] + 1e-12:
            best = value, a, b, vectors @ np.diag((values > 0).astype(float)) @ vectors.T
    _, a, b, projector = best
    for k, x in enumerate(letters):
        operators[x] = projector if k == a else np.eye(2) - projector if k == b else np.zeros((2, 2))


def _start(scenario: Scenario, random: Random) -> list[Reals]:
    """Random reflections for free letters; +-1 or one certain outcome for the others."""
    free = set(_free(scenario))
    chosen = [random.randrange(d) for _, _, d in scenario.inputs]
    operators: list[Reals] = []
    for x, (i, outcome) in enumerate(scenario.letters):
        if x in free:
            angle = random.uniform(0, 2 * np.pi)
            operators.append(np.array([[np.cos(angle), np.sin(angle)], [np.sin(angle), -np.cos(angle)]]))
        elif outcome is None:
            operators.append(np.eye(2) * (1 - 2 * chosen[i]))
        else:
            operators.append(np.eye(2) * float(outcome == chosen[i]))
    for letters in _split(scenario):
        _turn(operators, letters, [_symmetric(random) for _ in letters])
    return operators


def _symmetric(random: Random) -> Reals:
    """A random symmetric matrix without trace."""
    a, b = random.gauss(0, 1), random.gauss(0, 1)
    return np.array([[a, b], [b, -a]])


def _sign(matrix: Reals) -> Reals:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray(vectors @ np.diag(np.where(values >= 0, 1.0, -1.0)) @ vectors.T)


def _rounded(scenario: Scenario, operators: Sequence[Reals], state: Reals) -> Model:
    squares: list[Square] = []
    shown: dict[int, Square] = {}  # input -> the rounded projector on one of its outcomes
    for a, (i, outcome) in zip(operators, scenario.letters, strict=True):
        if outcome is not None and 0.5 < float(np.trace(a)) < 1.5:
            if i not in shown:
                reflection = _reflection(2 * a - np.eye(2))
                shown[i] = _half(reflection)
                squares.append(shown[i])
            else:  # the only other one
                squares.append(((1 - shown[i][0][0], -shown[i][0][1]), (-shown[i][1][0], 1 - shown[i][1][1])))
            continue
        if abs(a[0, 1]) < 1e-9 and abs(a[0, 0] - a[1, 1]) < 1e-9:  # a multiple of 1
            x = Fraction(round(float(a[0, 0])))
            squares.append(((x, Fraction(0)), (Fraction(0), x)))
            continue
        squares.append(_reflection(a))
    unit = 2 ** (_STATE_BITS - floor(log2(float(np.abs(state).max()))))
    return Model(scenario, tuple(squares), tuple(Fraction(round(float(x) * unit)) for x in state))


def _reflection(a: Reals) -> Square:
    """A rational reflection near a given one."""
    half = np.arctan2(a[0, 1], a[0, 0]) / 2
    # the tangent of the half angle, or of its complement, parametrises the rational circle
    flip = abs(np.tan(half)) > 1
    t = Fraction(round(float(np.tan(np.pi / 2 - half) if flip else np.tan(half)) * 2**_ANGLE_BITS), 2**_ANGLE_BITS)
    c, s = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    c = -c if flip else c
    return (c, s), (s, -c)


def _half(reflection: Square) -> Square:
    """(1 + R)/2."""
    (a, b), (_, d) = reflection
    return ((1 + a) / 2, b / 2), (b / 2, (1 + d) / 2)
