"""Bounds constant - slope * <I> on every outcome of every input, which many rounds need.

What an adversary guesses of given inputs, from means that are known, is in `adversary`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from proofs.search.chsh import identities, rounds
from proofs.search.hierarchy.branches import mean_multipliers
from proofs.search.hierarchy.maximum import Certified, Maximum, maximum_certificate
from proofs.search.language.guessed import guessed_events
from proofs.search.language.means import Mean
from proofs.search.language.relabelling import Relabelling, orbits, symmetries
from proofs.search.language.scenario import Functional, Scenario
from proofs.search.language.write import Json
from proofs.search.question import How
from proofs.search.reductions.reduction import solved
from proofs.search.semidefinite.rounding import Gram


@dataclass(frozen=True)
class AffineGuessing:
    """P(outcomes | inputs) <= constant - slope * <functional> for all inputs and outcomes.

    Attributes:
        premises: one certificate for each cell, as a chain embeds them.
    """

    constant: Fraction
    slope: Fraction
    premises: list[Json]


def all_events(scenario: Scenario) -> list[str]:
    """Every outcome of every choice of one input a party."""
    choices = [["".join(item[:2]) for item in scenario.inputs if item[0] == party] for party in scenario.parties]
    return [event for guessed in product(*choices) for event in guessed_events(scenario, guessed)]


def best_slope(
    scenario: Scenario,
    functional: Functional,
    score: Fraction,
    how: How,
    *,
    events: Sequence[str] | None = None,
    slope_bits: int = 24,
) -> Fraction:
    """The slope of the tangent at a score, for the events that can be guessed best there.

    Args:
        scenario: the operators.
        functional: the score's functional I.
        score: the value of <I> at which the tangent is best.
        how: the level, solver and options.
        events: candidates, one of each orbit is enough (default: all).
        slope_bits: the slope is a multiple of 2^-slope_bits; an error of the slope costs its square.
    """
    mean = Mean("score", {**functional, "": functional.get("", 0) - score})
    best = (0.0, Fraction(0))
    for event in all_events(scenario) if events is None else events:
        solution = solved(Maximum(scenario, {event: 1}, how.level, "<=", (mean,)).program, how)
        best = max(best, (solution.claimed, mean_multipliers([mean], solution, slope_bits)[0]))
    return best[1]


def affine_guessing(
    scenario: Scenario,
    functional: Functional,
    slope: Fraction,
    how: How,
    *,
    group: Sequence[Relabelling] | None = None,
) -> AffineGuessing:
    """Certificates that every event plus slope * <functional> is at most a constant.

    One program is solved for each orbit of events under the symmetries of the functional;
    the other certificates are images, written out in full.

    Args:
        scenario: the operators.
        functional: I; it must keep its form under `group`.
        slope: nonnegative.
        how: the level and how to search at it.
        group: relabellings to use (default: all symmetries of the functional).

    Returns:
        the least common constant, and a premise for each cell.
    """
    events = all_events(scenario)
    tilted = {text: slope * Fraction(c) for text, c in functional.items()}
    solved: dict[str, Certified] = {}
    premises: list[Json] = []
    chosen = symmetries(scenario, functional) if group is None else group
    for event, (base, relabelling) in orbits(scenario, events, chosen).items():
        if base not in solved:
            solved[base] = maximum_certificate(scenario, _with_event(tilted, base), how)
        found = solved[base]
        gram = found.grams[0].carried(scenario, relabelling)
        premises.append(_premise(scenario, _with_event(tilted, event), found, gram))
    return AffineGuessing(max(found.bound for found in solved.values()), slope, premises)


def _with_event(tilted: Functional, event: str) -> Functional:
    """The functional plus the event, which it may contain already."""
    return {**tilted, event: Fraction(tilted.get(event, 0)) + 1}


def _premise(scenario: Scenario, functional: Functional, found: Certified, gram: Gram) -> Json:
    statement: dict[str, Json] = {**found.statement, "functional": scenario.terms(functional)}
    return {"rule": "sos", "statement": statement, "witness": {"grams": [gram.json()]}}


def sdp_bits_certificate(
    counts: rounds.Counts,
    inputs: rounds.Inputs,
    delta: Fraction,
    how: How,
    deviation_method: str = "azuma",
) -> bytes:
    """The certificate from counts of a CHSH experiment to bits, with the guessing bound of a level.

    Args:
        counts: rounds for each (x, y, a, b), all 16 cells.
        inputs: declared distribution of (x, y), positive, sum 1.
        delta: probability of the bad event, in (0, 1).
        how: the level, which needs the words A B, and how to search; the loss is that of one round.
        deviation_method: as `rounds.certified_bits_certificate`.

    Returns:
        the certificate, nobody has judged it; the bits may be 0.

    Raises:
        Failure: as `maximum_certificate`.
    """
    scenario = Scenario.from_json(identities.SCENARIO)

    def guessing(score: Fraction) -> rounds.Tangent:
        # outside of this range the tangent degenerates: no bits below, no interior point above
        inside = min(max(score, Fraction(2001, 1000)), Fraction(282, 100))
        cells = ["A0=0 B0=0", "A0=0 B0=1"]  # a winning and a losing one
        slope = best_slope(scenario, identities.CHSH, inside, how, events=cells)
        found = affine_guessing(scenario, identities.CHSH, slope, how)
        return rounds.Tangent(found.constant, found.slope, found.premises)

    return rounds.bits_certificate(counts, inputs, delta, guessing, None, deviation_method)
