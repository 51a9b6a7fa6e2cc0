"""Probabilities that a level does not know to be nonnegative: rows of a program, and squares of a certificate.

The probability of outcomes of operators that commute is the mean of a projector E = E* E.  A level that has the
letters of E but not their products as words does not imply that it is nonnegative: at level 1 a mean of outcomes can
exceed what even no-signalling allows.  So its moments get one inequality for each such E, whose multiplier m stands
in the certificate as the square m E* E.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product

from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Json, rational
from proofs.search.semidefinite.moments import Moments
from proofs.search.semidefinite.rounding import Gram
from proofs.search.semidefinite.sdp import Reals

_NEGATIVE = 1e-6  # beyond what a solver misses by

Square = tuple[Fraction, str]  # weight, and the event that is squared


def unimplied_events(found: Moments) -> list[str]:
    """The events whose moments a level has, but not whose sign; of events that imply each other's the finest.

    >>> from proofs.search.semidefinite.moments import level_words, moments
    >>> chsh = Scenario.bell({"A": [2, 2], "B": [2, 2]})
    >>> [len(unimplied_events(moments(chsh, level_words(chsh, level)))) for level in ("1", "1+AB")]
    [16, 0]
    """
    words = set(found.words)
    chosen: list[frozenset[int]] = []
    events: list[str] = []
    for inputs in _together(found.scenario):
        if any(set(inputs) <= larger for larger in chosen):
            continue
        letters = [[x for x, (i, _) in enumerate(found.scenario.letters) if i == k] for k in inputs]
        products = [found.scenario.word(word) for word in product(*letters)]
        if all(word in words for word in products) or not _expressible(found, letters):
            continue
        chosen.append(frozenset(inputs))
        events += _events(found.scenario, inputs)
    return events


def _together(scenario: Scenario) -> Iterator[tuple[int, ...]]:
    """Inputs of different parties, two at least, the longer lists first."""
    mine = [[i for i, item in enumerate(scenario.inputs) if item[0] == party] for party in scenario.parties]
    for size in range(len(mine), 1, -1):
        for parties in combinations(mine, size):
            yield from product(*parties)


def _expressible(found: Moments, letters: list[list[int]]) -> bool:
    """Whether the moments have all products of at most one letter of each list."""
    choices: list[list[int | None]] = [[None, *listed] for listed in letters]
    for chosen in product(*choices):
        word = found.scenario.word(x for x in chosen if x is not None)
        if word is None or found.class_of(word) is None:
            return False
    return True


def _events(scenario: Scenario, inputs: tuple[int, ...]) -> list[str]:
    names = ["".join(scenario.inputs[i][:2]) for i in inputs]
    cells = product(*(range(scenario.inputs[i][2]) for i in inputs))
    return [" ".join(f"{name}={o}" for name, o in zip(names, cell, strict=True)) for cell in cells]


def negative_events(found: Moments, values: Reals, blocks: int, *, everything: bool = False) -> list[str]:
    """Events of `unimplied_events` to which a solver's moments give a negative probability.

    Args:
        found: the moments of every block.
        values: of the moments, block after block.
        blocks: their number.
        everything: all events if one of them is negative, so that a symmetry keeps their set.
    """
    events = unimplied_events(found)
    m = len(found.representatives)
    negative = []
    for event in events:
        row = found.vector(found.scenario.polynomial({event: 1}))
        means = [sum(float(c) * values[k + m * block] for k, c in row.items()) for block in range(blocks)]
        if min(means) < -_NEGATIVE:
            negative.append(event)
    return events if everything and negative else negative


def squares_of(events: Sequence[str], multipliers: Sequence[Fraction]) -> tuple[Square, ...]:
    """The squares with a positive multiplier; missing multipliers are 0."""
    return tuple((weight, event) for event, weight in zip(events, multipliers, strict=False) if weight)


def sum_json(grams: Sequence[Gram], squares: Sequence[Square]) -> dict[str, Json]:
    """The part of a witness that lists a sum of squares."""
    listed: list[Json] = [{"weight": rational(weight), "polynomial": [["1", event]]} for weight, event in squares]
    return {"grams": [gram.json() for gram in grams], **({"squares": listed} if listed else {})}
