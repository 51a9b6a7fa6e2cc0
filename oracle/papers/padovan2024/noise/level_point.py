"""Points of a level of the hierarchy, exactly: how much a level gives at least to the adversary.

A moment matrix is not a quantum state; it shows that no certificate of this level proves more.
The solver's moments are averaged with moments well inside of the cone that have the same known
means, rounded, and judged exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.guessed import guessed_events
from proofs.search.language.scenario import Scenario
from proofs.search.semidefinite.moments import Moments, level_words, moments
from proofs.search.semidefinite.sdp import Block, Program, Vector, solve
from proofs.search.sequences.devices import Symmetric
from proofs.search.sequences.sequence import level

BITS = 52


@dataclass(frozen=True)
class LevelPoint:
    """Moments of the adversary's first branch, normalised; the other branches are its images.

    Attributes:
        values: mean of every word of the level's moment matrix, the identity excepted.
        probability: exact guessing probability of the strategy.
    """

    values: Mapping[str, Fraction]
    probability: Fraction


@lru_cache(maxsize=16)
def _found(scenario: Scenario, name: str) -> Moments:
    return moments(scenario, level_words(scenario, level(scenario, name)))


@lru_cache(maxsize=16)
def _numbers(scenario: Scenario, name: str) -> dict[str, int]:
    """The number of every moment but that of the identity."""
    return {scenario.text(word): k for k, word in enumerate(_found(scenario, name).representatives) if word}


@lru_cache(maxsize=256)
def _vector(
    scenario: Scenario, name: str, functional: tuple[tuple[str, Fraction | int], ...]
) -> list[tuple[int, Fraction]]:
    """The mean of a functional in terms of moments."""
    return list(_found(scenario, name).vector(scenario.polynomial(dict(functional))).items())


def level_point(noisy: Symmetric, guessed: tuple[str, ...], name: str, inwards: float = 1e-6) -> LevelPoint:
    """A strategy within a level that reproduces what is known of a protocol.

    Args:
        noisy: the protocol.
        guessed: inputs whose outcomes form one orbit of the protocol's symmetries.
        name: of the level.
        inwards: weight of the moments well inside.

    Raises:
        Failure: the rounded moments are not admissible.
    """
    found = _found(noisy.scenario, name)
    scenario = noisy.scenario
    known = [(found.vector(scenario.polynomial(item.functional)), (item.low + item.high) / 2) for item in noisy.known()]
    wanted = found.vector(scenario.polynomial({guessed_events(scenario, guessed)[0]: 1}))
    best = _solution(found, known, wanted)
    centre = _solution(found, known, None)
    mixed = (1 - inwards) * best + inwards * centre
    values = {k: Fraction(round(Fraction(float(x)) * 2**BITS), 2**BITS) for k, x in enumerate(mixed)}
    values[found.identity] = Fraction(1)
    for row, value in known:  # the first word of each sum takes what rounding left
        first = next(iter(row))
        rest = sum((c * values[k] for k, c in row.items() if k != first), Fraction(0))
        values[first] = (value - rest) / row[first]
    texts = {scenario.text(word): values[k] for k, word in enumerate(found.representatives) if word}
    return LevelPoint(texts, judged(noisy, guessed, name, texts))


def _solution(
    found: Moments, known: list[tuple[dict[int, Fraction], Fraction]], wanted: Vector | None
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Best moments for an objective, or for none those with the largest least eigenvalue."""
    m = len(found.representatives)
    block = Block.of_moments(found)
    equations = [({found.identity: Fraction(1)}, Fraction(1)), *known]
    if wanted is None:
        diagonal = [i * (i + 3) // 2 for i in range(found.size)]
        block = Block(
            found.size,
            np.concatenate((block.positions, np.array(diagonal))),
            np.concatenate((block.variables, np.full(found.size, m))),
            np.concatenate((block.coefficients, -np.ones(found.size))),
        )
        program = Program(m + 1, {m: Fraction(1)}, (block,), tuple(equations))
    else:
        program = Program(m, wanted, (block,), tuple(equations))
    return solve(program, "clarabel").moments[:m]


def judged(noisy: Symmetric, guessed: tuple[str, ...], name: str, values: Mapping[str, Fraction]) -> Fraction:
    """The guessing probability of moments, all conditions checked exactly.

    The relabellings of the protocol map the events of `guessed` onto each other, each equally often. The images
    of the moments with equal weights are admissible branches whose average has the known means, up to the width of
    their intervals. To have them exactly, moments that the guess does not contain move by at most that width, and the
    eigenvalues of the matrix by at most that width times its rows: so much is kept in hand.

    Raises:
        Failure: a moment is missing, a known mean is missed or is not free to move, the events are not one orbit,
            or the matrix is not positive semidefinite, with that margin.
    """
    scenario, found = noisy.scenario, _found(noisy.scenario, name)
    numbers = _numbers(scenario, name)
    if values.keys() != numbers.keys():
        raise Failure(Kind.NO_ANSWER, "", "not every moment has one value")
    by_class = {found.identity: Fraction(1)} | {numbers[text]: value for text, value in values.items()}

    def mean(functional: Mapping[str, Fraction | int]) -> Fraction:
        vector = _vector(scenario, name, tuple(functional.items()))
        return sum((c * by_class[k] for k, c in vector), Fraction(0))

    events = guessed_events(scenario, guessed)
    images = Counter(move.atoms(scenario, events[0])[1] for move in noisy.symmetries)
    if set(images) != set(events) or len(set(images.values())) != 1:
        raise Failure(Kind.NO_ANSWER, "", "the outcomes are not one orbit of the symmetries")
    taken = {k for k, _ in _vector(scenario, name, ((events[0], 1),))}
    for item in noisy.known():
        moved = {k for k, _ in _vector(scenario, name, tuple(item.functional.items()))}
        if taken & moved:
            raise Failure(
                Kind.NO_ANSWER, "", "the known mean {name} has a moment of another one or of the guess", name=item.name
            )
        taken |= moved
        average = [mean(move.functional(scenario, item.functional)) for move in noisy.symmetries]
        if not item.low <= sum(average, Fraction(0)) / len(average) <= item.high:
            raise Failure(Kind.NO_ANSWER, "", "the known mean {name} is missed", name=item.name)
    width = max((item.high - item.low for item in noisy.known()), default=Fraction(0))
    if not _semidefinite(found, by_class | {found.identity: 1 - found.size * width}):
        raise Failure(Kind.NO_ANSWER, "", "the moment matrix is not positive semidefinite")
    return mean({events[0]: 1})


def _semidefinite(found: Moments, by_class: Mapping[int, Fraction]) -> bool:
    """Exact elimination over one common denominator, without fractions: all pivots are positive."""
    unit = 1
    for value in by_class.values():
        unit = max(unit, value.denominator)
    if any(unit % value.denominator for value in by_class.values()):
        return False
    n = found.size
    entries = iter(found.classes.tolist())
    rows = [[int(by_class[next(entries)] * unit) for _ in range(i + 1)] for i in range(n)]
    full = [[rows[max(i, j)][min(i, j)] for j in range(n)] for i in range(n)]
    previous = 1
    for k in range(n):
        pivot = full[k][k]
        if pivot <= 0:
            return False
        for i in range(k + 1, n):
            for j in range(i, n):
                full[i][j] = full[j][i] = (full[i][j] * pivot - full[i][k] * full[k][j]) // previous
        previous = pivot
    return True
