"""Programs in moment form, and how their hypotheses enter statement, witness and identity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from proofs.search.algebra import Functional, ProblemError, Scenario
from proofs.search.moments import Moments
from proofs.search.sdp import Block, Program, Solution, Vector
from proofs.search.write import Json, rational


@dataclass(frozen=True)
class Mean:
    """A hypothesis about the state: <polynomial> >= 0, or = 0."""

    name: str
    polynomial: Functional
    sense: str = ">=0"


def branches_program(
    found: Moments, objectives: Sequence[Vector], means: Sequence[Mean], known: Sequence[Vector]
) -> Program:
    """Moments y^e of one matrix for each objective f_e: maximise sum f_e.y^e, hypotheses about the sum of all."""
    m = len(found.representatives)
    offsets = range(0, m * len(objectives), m)

    def everywhere(row: Vector) -> Vector:
        return {k + offset: c for offset in offsets for k, c in row.items()}

    zero = Fraction(0)
    return Program(
        m * len(objectives),
        {k + offset: c for offset, row in zip(offsets, objectives, strict=True) for k, c in row.items()},
        tuple(Block.of_moments(found, offset) for offset in offsets),
        (
            (everywhere({found.identity: Fraction(1)}), Fraction(1)),
            *((everywhere(row), zero) for mean, row in zip(means, known, strict=True) if mean.sense == "=0"),
        ),
        tuple((everywhere(row), zero) for mean, row in zip(means, known, strict=True) if mean.sense == ">=0"),
    )


def mean_multipliers(means: Sequence[Mean], solution: Solution, bits: int) -> tuple[Fraction, ...]:
    """Exact weights in units of 2^-bits: nonnegative for inequalities, of any sign for equations."""
    equal = iter(solution.equalities[1:])
    unequal = iter(solution.inequalities)
    # an equation a.y = 0 has -l as its weight in  bound - F - sum w q >= 0
    weights = [-next(equal) if mean.sense == "=0" else max(0.0, next(unequal)) for mean in means]
    return tuple(Fraction(round(Fraction(w) * 2**bits), 2**bits) for w in weights)


def slack_target(wanted: Vector, known: Sequence[Vector], multipliers: Sequence[Fraction]) -> dict[int, Fraction]:
    """Class totals of -(F + sum w q)."""
    target = {k: -c for k, c in wanted.items()}
    for row, multiplier in zip(known, multipliers, strict=True):
        for k, c in row.items():
            target[k] = target.get(k, Fraction(0)) - multiplier * c
    return target


def means_json(scenario: Scenario, means: Sequence[Mean]) -> dict[str, Json]:
    """The hypotheses of a statement; that they can hold together is not shown."""
    hypotheses: list[Json] = [
        {"name": m.name, "kind": "mean", "sense": m.sense, "polynomial": scenario.terms(m.polynomial)} for m in means
    ]
    return {"hypotheses": hypotheses, "vacuity": "unchecked"} if means else {}


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
