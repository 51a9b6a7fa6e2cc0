"""What an adversary can guess of given inputs, from what is known of the devices.

One branch for each outcome tuple a: in the part of the rounds in which she guesses a the
behaviour is again quantum, and the parts together have the known means.  The same weights
of what is known serve in all branches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil, gcd

from proofs.search.hierarchy.branches import (
    branches_program,
    feasible_json,
    means_by_class,
    slack_target,
)
from proofs.search.hierarchy.maximum import DEFAULT, UNKNOWN, Certified, Making, certified, origin, smallest
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.guessed import guessed_events
from proofs.search.language.known import Known, hypotheses
from proofs.search.language.means import Mean, means_json, used_json
from proofs.search.language.relabelling import Relabelling, orbits
from proofs.search.language.scenario import Polynomial, Scenario
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.question import How
from proofs.search.semidefinite.moments import Level, Moments, level_words, moments
from proofs.search.semidefinite.positivity import Square, squares_of, sum_json
from proofs.search.semidefinite.rounding import Dual, Gram, suffix_closed
from proofs.search.semidefinite.sdp import Program, Vector


def guessing_certificate(
    scenario: Scenario,
    guessed: Sequence[str],
    known: Sequence[Mean | Known],
    how: How,
    *,
    group: Sequence[Relabelling] = (),
) -> Certified:
    """An upper bound on the probability of guessing outcomes of given inputs.

    Args:
        scenario: the operators.
        guessed: inputs whose outcomes are guessed together, such as ["A0", "B1"]; of one party only inputs
            that commute.
        known: equations and inequalities on means of the behaviour, and means that lie in intervals.
        how: the level, for every branch, and how to search at it.
        group: relabellings that leave every hypothesis as it is; one branch of each orbit is searched, the
            others are images, written out in full.

    Returns:
        the certificate; `bound` is an upper bound on the guessing probability.

    Raises:
        Failure: as `maximum_certificate`; GUESSED.
    """
    problem = Guessing(scenario, tuple(guessed), how.level, tuple(hypotheses(known)), tuple(group))
    return certified(problem, how, known)


@dataclass(frozen=True)
class Guessing:
    """The problem of guessing outcomes at a level; the arguments are those of `guessing_certificate`.

    `events` are as in `Maximum`; with a group there are none.
    """

    scenario: Scenario
    guessed: tuple[str, ...]
    level: Level
    means: tuple[Mean, ...] = ()
    group: tuple[Relabelling, ...] = ()
    events: tuple[str, ...] = ()

    @property
    def sign(self) -> int:
        """1: a maximum, as in `Maximum`."""
        return 1

    def under(self, means: Sequence[Mean]) -> Guessing:
        """The same guess under other hypotheses."""
        return replace(self, means=tuple(means))

    @cached_property
    def moments(self) -> Moments:
        return moments(self.scenario, suffix_closed(self.scenario, level_words(self.scenario, self.level)))

    @cached_property
    def outcomes(self) -> list[str]:
        """The events that are guessed."""
        return guessed_events(self.scenario, self.guessed)

    @cached_property
    def orbits(self) -> dict[str, tuple[str, Relabelling | None]]:
        """For each event the event that is searched, and the relabelling that maps that one to it.

        If a group leaves the hypotheses as they are then a strategy and its images have the same means,
        so their average is as good: a block stands for the sum of an orbit.

        Raises:
            Failure: a relabelling changes a hypothesis.
        """
        for mean in self.means if self.group else ():
            polynomial = self.scenario.polynomial(mean.functional)
            if not all(found.keeps(self.scenario, [polynomial]) for found in self.group):
                raise Failure(
                    Kind.RELABELLING, "symmetry", "a relabelling changes the hypothesis {name}", name=mean.name
                )
        if not self.group:
            return {event: (event, None) for event in self.outcomes}
        return dict(orbits(self.scenario, self.outcomes, self.group))

    @cached_property
    def searched(self) -> list[str]:
        """The events with a block of their own."""
        return list(dict.fromkeys(base for base, _ in self.orbits.values()))

    @cached_property
    def objectives(self) -> list[Vector]:
        """The event of each block by class."""
        return [self.moments.vector(self.scenario.polynomial({event: 1})) for event in self.searched]

    @cached_property
    def known(self) -> list[Vector]:
        """The hypotheses by class."""
        return means_by_class(self.moments, self.means)

    @cached_property
    def program(self) -> Program:
        return branches_program(self.moments, self.objectives, self.means, self.known, self.positive)

    def knowing(self, events: Sequence[str]) -> Guessing:
        """The same guess where the probabilities of these events are known to be nonnegative."""
        return replace(self, events=() if self.group else tuple(events))

    @cached_property
    def positive(self) -> list[Vector]:
        """These events by class."""
        return [self.moments.vector(self.scenario.polynomial({event: 1})) for event in self.events]

    @property
    def title(self) -> str:
        """What is maximised, for the comments of an export."""
        return " + ".join(f"P({event})" for event in self.searched) + ", each in its block"

    @cached_property
    def _kept(self) -> list[Polynomial]:
        """What a symmetry must leave as it is."""
        return [self.scenario.polynomial(mean.functional) for mean in self.means]

    def blocks_under(self, relabelling: Relabelling) -> tuple[int, ...] | None:
        """The block of each outcome's image, unless the relabelling changes the hypotheses or what is guessed."""
        images = [relabelling.atoms(self.scenario, event)[1] for event in self.searched]
        if not relabelling.keeps(self.scenario, self._kept) or any(image not in self.searched for image in images):
            return None
        return tuple(map(self.searched.index, images))

    def blocks(
        self, duals: Sequence[Dual], multipliers: Sequence[Fraction], loss: float | Fraction, bits: int | None = None
    ) -> tuple[Fraction, list[Gram], list[tuple[Square, ...]], list[Json]]:
        """An exact upper bound for all outcomes, with the sums of squares behind it.

        Args:
            duals: one matrix for each of `searched`, of any quality.
            multipliers: weights of the hypotheses on means, exact, then of `events` in each of `searched`.
            loss: see `maximum_certificate`.
            bits: see `maximum_certificate`.

        Returns:
            The bound; Gram matrix, squares of events and branch of a witness of each outcome tuple.
        """
        grams: list[Gram] = []
        shifts: list[Fraction] = []
        count, more = len(self.means), len(self.events)
        own = [multipliers[count + k * more :][:more] for k in range(len(self.searched))]
        for objective, dual, weights in zip(self.objectives, duals, own, strict=True):
            target = slack_target(objective, self.known, multipliers[:count])
            target = slack_target({k: -c for k, c in target.items()}, self.positive[: len(weights)], weights)
            grams.append(smallest(self.moments, dual, target, loss, bits))
            shifts.append(target.get(self.moments.identity, Fraction(0)))
        # one bound for all branches: the largest, on a grid that every denominator divides
        grid = gcd(*(gram.denominator for gram in grams))
        worst = max(gram.constant - shift for gram, shift in zip(grams, shifts, strict=True))
        bound = Fraction(ceil(worst * grid), grid)
        grams = [gram.raised(bound + shift) for gram, shift in zip(grams, shifts, strict=True)]
        found = dict(zip(self.searched, grams, strict=True))
        squares = dict(zip(self.searched, (squares_of(self.events, weights) for weights in own), strict=True))
        bases = [self.orbits[event] for event in self.outcomes]
        images = [found[base] if move is None else found[base].carried(self.scenario, move) for base, move in bases]
        # with a group there are no squares, which would have images of their own
        parts = [squares[base] for base, _ in bases]
        branches: list[Json] = [
            {"event": event, **sum_json([gram], part)}
            for event, gram, part in zip(self.outcomes, images, parts, strict=True)
        ]
        return bound, images, parts, branches

    def certificate(
        self,
        duals: Sequence[Dual],
        multipliers: Sequence[Fraction] = (),
        how: How = DEFAULT,
        making: Making = UNKNOWN,
    ) -> Certified:
        """An exact bound from anyone's dual matrices, one for each of `searched`; see `Maximum.certificate`."""
        bound, grams, squares, branches = self.blocks(duals, multipliers, how.loss, how.bits)
        weights = tuple(multipliers[: len(self.means)])
        shown = feasible_json(self.scenario, self.means, how.feasible)
        statement: dict[str, Json] = {
            "kind": "guessing", "set": "quantum-commuting", "scenario": self.scenario.json(),
            "guessed": list(self.guessed), "bound": rational(bound),
            **means_json(self.scenario, self.means, bool(shown)), **(how.declared if shown else {}),
        }  # fmt: skip
        witness: dict[str, Json] = {"branches": branches, **used_json(self.means, weights), **shown}
        data = certificate_bytes("guessing", statement, witness, origin(self.level, making.provenance, making.claimed))
        return Certified(data, bound, making.claimed, weights, tuple(grams), statement, tuple(squares))
