"""Hypotheses on means: what is known of a behaviour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Protocol

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.scenario import Functional, Scenario
from proofs.search.language.write import Json, rational


class Writer(Protocol):
    """What writes functionals as the format does: a scenario, or its coordinates."""

    def terms(self, functional: Functional) -> list[Json]:
        """[[coefficient, word], ...] in order."""


@dataclass(frozen=True)
class Mean:
    """A hypothesis about a behaviour: the mean of the functional is >= 0, or = 0."""

    name: str
    functional: Functional
    sense: str = ">=0"

    def json(self, scenario: Writer) -> Json:
        """The hypothesis as a statement lists it."""
        terms = scenario.terms(self.functional)
        return {"name": self.name, "kind": "mean", "sense": self.sense, "polynomial": terms}


def known_behaviour(expectations: Functional) -> list[Mean]:
    """One equation for each listed expectation, such as {"A0": 0, "A0 B0": Fraction(7, 10)}.

    Raises:
        Failure: an expectation is outside [-1, 1], or [0, 1] for an event.
    """
    checked_expectations(expectations)
    return [
        Mean(f"known-{k}", {text: Fraction(1), "": -Fraction(value)}, "=0")
        for k, (text, value) in enumerate(expectations.items(), 1)
    ]


def means_json(scenario: Scenario, means: Sequence[Mean], shown: bool) -> dict[str, Json]:
    """The hypotheses of a statement; unless it is shown, whether they can hold together stays open."""
    hypotheses: list[Json] = [mean.json(scenario) for mean in means]
    return {"hypotheses": hypotheses, **({} if shown else {"vacuity": "unchecked"})} if means else {}


def used_json(means: Sequence[Mean], multipliers: Sequence[Fraction]) -> dict[str, Json]:
    """The part of a witness that says with which weights the hypotheses are used."""
    used: list[Json] = [
        {"hypothesis": m.name, "weight": rational(w)} for m, w in zip(means, multipliers, strict=True) if w
    ]
    return {"means": used} if used else {}


def checked_expectations(expectations: Functional) -> None:
    """Refuse values that no behaviour can have.

    Raises:
        Failure: a mean of observables outside [-1, 1], or of a word with events outside its range.
    """
    for text, value in expectations.items():
        low = 0 if text and all("=" in atom for atom in text.split()) else -1
        if not low <= value <= 1:
            raise Failure(
                Kind.VALUE,
                "expectations",
                "the expectation of {text} is {value}, outside [{low}, 1]",
                text=text,
                value=value,
                low=low,
            )


def expectations(scenario: Scenario, table: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Means of all words with at most one letter a party, from the probabilities of all cells.

    Args:
        scenario: the operators.
        table: probability of every event "A0=0 B1=1", one outcome of one input of every party; a cell
            that is left out has probability 0.

    Returns:
        exact means by word, what `known_behaviour` and `membership` take.

    Raises:
        Failure: a cell is not one, a probability is negative, the probabilities of some inputs do
            not sum to 1, or one party's input shifts a mean of the others; the exact distance is given.
    """
    choices = [[i for i, item in enumerate(scenario.inputs) if item[0] == party] for party in scenario.parties]
    cells: dict[tuple[int, ...], dict[tuple[int, ...], Fraction]] = {setting: {} for setting in product(*choices)}
    names = {"".join(item[:2]): i for i, item in enumerate(scenario.inputs)}
    for text, probability in table.items():
        parts = [atom.partition("=") for atom in text.split()]
        setting = tuple(names.get(name, -1) for name, _, _ in parts)
        if setting not in cells or not all(o.isdecimal() for _, _, o in parts):
            raise Failure(
                Kind.BEHAVIOUR, "behaviour", "{text!r} is not one outcome of one input of every party", text=text
            )
        outcome = tuple(int(o) for _, _, o in parts)
        if any(o >= scenario.inputs[i][2] for i, o in zip(setting, outcome, strict=True)) or probability < 0:
            raise Failure(
                Kind.BEHAVIOUR,
                "behaviour",
                "{text!r} with probability {probability} is no cell of a behaviour",
                text=text,
                probability=probability,
            )
        cells[setting][outcome] = Fraction(probability)
    for setting, row in cells.items():
        if (total := sum(row.values(), Fraction(0))) != 1:
            label = " ".join("".join(scenario.inputs[i][:2]) for i in setting)
            raise Failure(
                Kind.BEHAVIOUR,
                "behaviour",
                "the probabilities of the inputs {label} sum to 1 + {value}",
                label=label,
                value=total - 1,
            )
    found: dict[str, Fraction] = {}
    for setting, row in cells.items():
        options: list[list[int | None]] = [
            [None, *(x for x, (k, _) in enumerate(scenario.letters) if k == i)] for i in setting
        ]
        for letters in product(*options):
            text = " ".join(scenario.names[x] for x in letters if x is not None)
            value = sum((p * _reading(scenario, letters, outcome) for outcome, p in row.items()), Fraction(0))
            if text and found.setdefault(text, value) != value:
                raise Failure(
                    Kind.BEHAVIOUR,
                    "behaviour",
                    "the data signal: the mean of {text} is shifted by {value}",
                    text=text,
                    value=abs(value - found[text]),
                )
    return found


def _reading(scenario: Scenario, letters: Sequence[int | None], outcomes: Sequence[int]) -> int:
    """The value of a product of letters at given outcomes."""
    value = 1
    for x, seen in zip(letters, outcomes, strict=True):
        if x is not None:
            wanted = scenario.letters[x][1]
            value *= 1 - 2 * seen if wanted is None else int(wanted == seen)
    return value
