"""The outcome tuples of inputs that are guessed together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.scenario import Scenario


def guessed_events(scenario: Scenario, guessed: Sequence[str]) -> list[str]:
    """The events of all outcome tuples of these inputs.

    Raises:
        Failure: an input is not declared, or two of them are neither of two parties nor commute.
    """
    outcomes = {"".join(item[:2]): item[2] for item in scenario.inputs}
    places = {name: i for i, name in enumerate(outcomes)}
    if not guessed or any(name not in outcomes for name in guessed):
        raise Failure(Kind.GUESSED, "guessed", "guessed are inputs of the scenario, one at least")
    if list(guessed) != sorted(set(guessed), key=places.__getitem__):
        raise Failure(Kind.GUESSED, "guessed", "guessed inputs stand in the order of the scenario, each once")
    together = {frozenset(pair) for pair in scenario.commuting}
    for a, b in combinations(guessed, 2):
        if a[0] == b[0] and frozenset((a, b)) not in together:
            raise Failure(
                Kind.GUESSED,
                "guessed",
                "{a} and {b} are not declared to commute, so their outcomes cannot be guessed together",
                a=a,
                b=b,
            )
    cells = product(*(range(outcomes[name]) for name in guessed))
    return [" ".join(f"{name}={o}" for name, o in zip(guessed, cell, strict=True)) for cell in cells]
