"""Hypotheses on means: what is known of a behaviour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
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
