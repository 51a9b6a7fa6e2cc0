"""Programs in moment form, and how hypotheses on means enter them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Json
from proofs.search.points.models import feasible_witness
from proofs.search.semidefinite.moments import Moments
from proofs.search.semidefinite.sdp import Block, Program, Solution, Vector

Feasible = Json | None  # a witness of the format, "search", or None for a statement that may be vacuous


def branches_program(
    found: Moments,
    objectives: Sequence[Vector],
    means: Sequence[Mean],
    known: Sequence[Vector],
    positive: Sequence[Vector] = (),
) -> Program:
    """Moments y^e of one matrix for each objective f_e: maximise sum f_e.y^e, hypotheses about the sum of all.

    What is positive has a nonnegative mean in each part; its inequalities follow those of the hypotheses, part by part.
    """
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
        (
            *((everywhere(row), zero) for mean, row in zip(means, known, strict=True) if mean.sense == ">=0"),
            *(({k + offset: c for k, c in row.items()}, zero) for offset in offsets for row in positive),
        ),
    )


def means_by_class(found: Moments, means: Sequence[Mean]) -> list[Vector]:
    """The polynomials of hypotheses by class.

    Raises:
        Failure: one is not self-adjoint, or the moments lack its words; the sentence names it.
    """
    rows: list[Vector] = []
    for mean in means:
        try:
            rows.append(found.vector(found.scenario.hermitian(mean.functional)))
        except Failure as failure:
            place = "level" if failure.kind is Kind.LEVEL else "hypothesis"
            raise failure.within(place, "the hypothesis {name}: {inner}", name=mean.name) from None
    return rows


def mean_multipliers(means: Sequence[Mean], solution: Solution, bits: int) -> tuple[Fraction, ...]:
    """Exact weights in units of 2^-bits: nonnegative for inequalities, of any sign for equations.

    Behind those of the hypotheses stand those of further inequalities, if the program has them.
    """
    equal = iter(solution.equalities[1:])
    unequal = iter(solution.inequalities)
    # an equation a.y = 0 has -l as its weight in  bound - F - sum w q >= 0
    weights = [-next(equal) if mean.sense == "=0" else max(0.0, next(unequal)) for mean in means]
    weights += [max(0.0, weight) for weight in unequal]
    return tuple(Fraction(round(Fraction(w) * 2**bits), 2**bits) for w in weights)


def slack_target(wanted: Vector, known: Sequence[Vector], multipliers: Sequence[Fraction]) -> dict[int, Fraction]:
    """Class totals of -(F + sum w q)."""
    target = {k: -c for k, c in wanted.items()}
    for row, multiplier in zip(known, multipliers, strict=True):
        for k, c in row.items():
            target[k] = target.get(k, Fraction(0)) - multiplier * c
    return target


def feasible_json(scenario: Scenario, means: Sequence[Mean], feasible: Feasible) -> dict[str, Json]:
    """The part of a witness that shows that the hypotheses can hold together, if it can be had."""
    if not means or feasible is None:
        return {}
    found = feasible_witness(scenario, means) if feasible == "search" else feasible
    return {"feasible": found} if found is not None else {}
