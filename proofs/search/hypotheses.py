"""Hypotheses on means: what is known of a behaviour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from proofs.search.algebra import Functional, ProblemError, Scenario
from proofs.search.write import Json, rational


@dataclass(frozen=True)
class Mean:
    """A hypothesis about the state: <polynomial> >= 0, or = 0."""

    name: str
    polynomial: Functional
    sense: str = ">=0"


def known_behaviour(expectations: Functional) -> list[Mean]:
    """One equation for each listed expectation, such as {"A0": 0, "A0 B0": Fraction(7, 10)}.

    Raises:
        ProblemError: an expectation is outside [-1, 1], or [0, 1] for an event.
    """
    checked_expectations(expectations)
    return [
        Mean(f"known-{k}", {text: Fraction(1), "": -Fraction(value)}, "=0")
        for k, (text, value) in enumerate(expectations.items(), 1)
    ]


def means_json(scenario: Scenario, means: Sequence[Mean], shown: bool) -> dict[str, Json]:
    """The hypotheses of a statement; unless it is shown, whether they can hold together stays open."""
    hypotheses: list[Json] = [
        {"name": m.name, "kind": "mean", "sense": m.sense, "polynomial": scenario.terms(m.polynomial)} for m in means
    ]
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
        ProblemError: a mean of observables outside [-1, 1], or of a word with events outside its range.
    """
    for text, value in expectations.items():
        low = 0 if text and all("=" in atom for atom in text.split()) else -1
        if not low <= value <= 1:
            raise ProblemError(f"the expectation of {text} is {value}, outside [{low}, 1]")
