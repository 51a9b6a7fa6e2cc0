"""Certified maxima of functionals: problem -> solver -> rounding -> a checked certificate."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil, isfinite, log2, nan
from typing import Protocol

from proofs.search.hierarchy.branches import (
    branches_program,
    feasible_json,
    mean_multipliers,
    means_by_class,
    slack_target,
)
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.known import Known
from proofs.search.language.means import Mean, means_json, used_json
from proofs.search.language.relabelling import Relabelling
from proofs.search.language.scenario import Functional, Polynomial, Scenario
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.question import How
from proofs.search.reductions.reduction import Reduction, solved
from proofs.search.reductions.spread import SpreadKnown
from proofs.search.reductions.symmetry import SymmetryReduce
from proofs.search.semidefinite.moments import Level, Moments, level_words, moments
from proofs.search.semidefinite.positivity import Square, negative_events, squares_of, sum_json
from proofs.search.semidefinite.rounding import Dual, Gram, round_gram, suffix_closed
from proofs.search.semidefinite.sdp import Program, Vector

MOST_BITS = 60  # beyond the digits of a float nothing is gained, unless less is to be lost than they carry


@dataclass(frozen=True)
class Certified:
    """A certificate that a search proposes; nobody has judged it.

    Attributes:
        data: its bytes.
        bound: the bound it claims.
        claimed: what the solver takes for the optimum of the level; not proved.
        multipliers: exact weight of each hypothesis on means.
        grams: the Gram matrix of each branch.
        statement: what it states, for use as a premise of a chain.
        squares: of events, that stand beside the Gram matrix of each branch.
    """

    data: bytes
    bound: Fraction
    claimed: float
    multipliers: tuple[Fraction, ...]
    grams: tuple[Gram, ...]
    statement: dict[str, Json]
    squares: tuple[tuple[Square, ...], ...] = ()

    @property
    def loss(self) -> float:
        """Distance from the bound to the solver's value (not proved), in units of the functional.

        Rounding moves the bound outwards, so a negative loss means that the solver claimed too much.
        """
        sign = -1 if self.statement.get("sense") == ">=" else 1
        return sign * float(self.bound - Fraction(self.claimed))

    def shown(self, point: Json, declared: Mapping[str, Json] | None = None) -> Certified:
        """The same bound, with a point that has what is known, and what declares the numbers in that."""
        document = json.loads(self.data)
        kept = {key: value for key, value in self.statement.items() if key != "vacuity"}
        statement, witness = {**kept, **(declared or {})}, {**document["witness"], "feasible": point}
        data = certificate_bytes(document["rule"], statement, witness, document.get("provenance"))
        return replace(self, data=data, statement=statement)


def maximum_certificate(
    scenario: Scenario, functional: Functional, how: How, *, sense: str = "<=", means: Sequence[Mean] = ()
) -> Certified:
    """A bound on a functional over all quantum behaviours, from a level of the hierarchy.

    Args:
        scenario: the operators.
        functional: what is bounded; words of any length are allowed.
        how: the level and how to search at it.
        sense: "<=" bounds the maximum from above, ">=" the minimum from below.
        means: hypotheses on means, such as known expectations.

    Returns:
        the certificate; `bound` is on the safe side of the functional's range.

    Raises:
        Failure: LEVEL, WORD, NOT_HERMITIAN, RELABELLING, VALUE of the question; SOLVER.
    """
    return certified(Maximum(scenario, functional, how.level, sense, tuple(means)), how)


@dataclass(frozen=True)
class Making:
    """What a certificate records of the dual solution it comes from; nothing of it is proved.

    Attributes:
        claimed: what the author of the solution takes for the optimum.
        provenance: where the solution comes from.
    """

    claimed: float = nan
    provenance: Mapping[str, str] | None = None


DEFAULT, UNKNOWN = How(), Making()


class Relaxation(Protocol):
    """A question at a level of the hierarchy: what is maximised over moments, and how a dual becomes a certificate.

    `sign` is -1 for a minimum, which is treated as the maximum of the negative; `title` says what is maximised.
    """

    @property
    def moments(self) -> Moments: ...

    @property
    def means(self) -> tuple[Mean, ...]: ...

    @property
    def program(self) -> Program: ...

    @property
    def sign(self) -> int: ...

    @property
    def title(self) -> str: ...

    @property
    def events(self) -> tuple[str, ...]: ...

    @property
    def positive(self) -> list[Vector]: ...

    def under(self, means: Sequence[Mean]) -> Relaxation:
        """The same question under other hypotheses."""

    def knowing(self, events: Sequence[str]) -> Relaxation:
        """The same question where the probabilities of these events are known to be nonnegative."""

    def blocks_under(self, relabelling: Relabelling) -> tuple[int, ...] | None:
        """The image of each block, or None if the relabelling changes the problem."""

    def certificate(
        self,
        duals: Sequence[Dual],
        multipliers: Sequence[Fraction] = (),
        how: How = DEFAULT,
        making: Making = UNKNOWN,
    ) -> Certified: ...


def certified(problem: Relaxation, how: How = DEFAULT, known: Sequence[Mean | Known] = ()) -> Certified:
    """A bound that answers a relaxation.

    Args:
        problem: with the hypotheses of the statement.
        how: how to search; the level is the relaxation's.
        known: what these hypotheses say, where some of it is known within intervals.

    Raises:
        Failure: as `maximum_certificate`.
    """
    while True:
        reductions: list[Reduction] = [SpreadKnown.of(known)]
        if how.symmetry:
            reductions.append(SymmetryReduce(problem.moments, problem.blocks_under, how.symmetry))
        found = solved(problem.program, how, reductions)
        blocks = problem.program.variables // len(problem.moments.representatives)
        everything = bool(how.symmetry)
        events = negative_events(problem.moments, found.moments, blocks, everything=everything)
        larger = problem.knowing(list(dict.fromkeys([*problem.events, *events])))
        if larger.events == problem.events:
            break
        problem = larger
    multipliers = mean_multipliers(problem.means, found, how.bits or entry_bits(problem.moments, how.loss))
    making = Making(problem.sign * found.claimed, found.provenance)
    return problem.certificate(found.matrices, multipliers, how, making)


@dataclass(frozen=True)
class Maximum:
    """The problem of bounding a functional at a level; the arguments are those of `maximum_certificate`.

    `events` are those whose probabilities are known to be nonnegative though the level does not imply it.
    """

    scenario: Scenario
    functional: Functional
    level: Level
    sense: str = "<="
    means: tuple[Mean, ...] = ()
    events: tuple[str, ...] = ()

    @property
    def sign(self) -> int:
        """1 for a maximum, -1 for a minimum, which is treated as the maximum of -F."""
        if self.sense not in ("<=", ">="):
            raise Failure(Kind.VALUE, "", "the sense of a bound is <= or >=")
        return 1 if self.sense == "<=" else -1

    def under(self, means: Sequence[Mean]) -> Maximum:
        """The same maximum under other hypotheses."""
        return replace(self, means=tuple(means))

    @cached_property
    def moments(self) -> Moments:
        return moments(self.scenario, suffix_closed(self.scenario, level_words(self.scenario, self.level)))

    @cached_property
    def wanted(self) -> Vector:
        """The functional by class, its sign changed for a minimum."""
        vector = self.moments.vector(self.scenario.hermitian(self.functional))
        return {k: self.sign * c for k, c in vector.items()}

    @cached_property
    def known(self) -> list[Vector]:
        """The hypotheses by class."""
        return means_by_class(self.moments, self.means)

    def knowing(self, events: Sequence[str]) -> Maximum:
        """The same maximum where the probabilities of these events are known to be nonnegative."""
        return replace(self, events=tuple(events))

    @cached_property
    def positive(self) -> list[Vector]:
        """These events by class."""
        return [self.moments.vector(self.scenario.polynomial({event: 1})) for event in self.events]

    @cached_property
    def program(self) -> Program:
        return branches_program(self.moments, [self.wanted], self.means, self.known, self.positive)

    @property
    def title(self) -> str:
        """What is maximised, for the comments of an export."""
        terms = " + ".join(f"{c}*{text or '1'}" for text, c in self.functional.items())
        return f"{'' if self.sign > 0 else '-'}({terms})"

    @cached_property
    def _kept(self) -> list[Polynomial]:
        """What a symmetry must leave as it is."""
        return [self.scenario.polynomial(f) for f in (self.functional, *(mean.functional for mean in self.means))]

    def blocks_under(self, relabelling: Relabelling) -> tuple[int, ...] | None:
        """The only block stays, unless the relabelling changes functional or hypotheses."""
        return (0,) if relabelling.keeps(self.scenario, self._kept) else None

    def certificate(
        self,
        duals: Sequence[Dual],
        multipliers: Sequence[Fraction] = (),
        how: How = DEFAULT,
        making: Making = UNKNOWN,
    ) -> Certified:
        """An exact bound from anyone's dual matrix, one row a word of `moments`.

        Args:
            duals: one symmetric matrix; the nearer to optimal and feasible, the better the bound.
            multipliers: exact weight of each hypothesis, nonnegative for inequalities, then of each of `events`.
            how: what may be lost, and a point to be shown.
            making: what is recorded of the dual's origin.
        """
        count = len(self.means)
        weights, squares = tuple(multipliers[:count]), squares_of(self.events, multipliers[count:])
        target = slack_target(self.wanted, [*self.known, *self.positive], [*weights, *multipliers[count:]])
        (dual,) = duals
        gram = smallest(self.moments, dual, target, how.loss, how.bits)
        bound = self.sign * (gram.constant - target.get(self.moments.identity, Fraction(0)))
        shown = feasible_json(self.scenario, self.means, how.feasible)
        statement: dict[str, Json] = {
            "kind": "bound", "set": "quantum-commuting", "scenario": self.scenario.json(),
            "functional": self.scenario.terms(self.functional), "sense": self.sense, "bound": rational(bound),
            **means_json(self.scenario, self.means, bool(shown)), **(how.declared if shown else {}),
        }  # fmt: skip
        witness: dict[str, Json] = {**sum_json([gram], squares), **used_json(self.means, weights), **shown}
        data = certificate_bytes("sos", statement, witness, origin(self.level, making.provenance, making.claimed))
        return Certified(data, bound, making.claimed, weights, (gram,), statement, (squares,))


def origin(level: Level, provenance: Mapping[str, str] | None, claimed: float = nan) -> dict[str, str]:
    """What a certificate says about its making, of which nothing is proved.

    Args:
        level: of the hierarchy.
        provenance: of the solution.
        claimed: the solver's value, beside which the proved bound shows what exactness costs.
    """
    value = {"value": repr(claimed)} if isfinite(claimed) else {}
    return {"level": level if isinstance(level, str) else "listed words", **(provenance or {}), **value}


def entry_bits(found: Moments, loss: float | Fraction) -> int:
    """About the K at which rounding n^2 entries by half a unit costs as much as the loss.

    Raises:
        Failure: the loss is not positive.
    """
    if not loss > 0:
        raise Failure(Kind.VALUE, "", "the loss is a positive number")
    return max(2, ceil(log2(found.size**2) - log2(float(loss))))


def smallest(found: Moments, dual: Dual, target: Vector, loss: float | Fraction, bits: int | None = None) -> Gram:
    """The Gram matrix with the least K whose constant is within `loss` of the best rounding.

    Raises:
        Failure: the dual has the wrong shape or is not finite.
    """
    if len(dual) != found.size or any(len(row) != found.size for row in dual):
        raise Failure(Kind.SOLUTION, "dual", "a dual matrix of {size} rows and columns is needed", size=found.size)
    if not all(isfinite(x) for row in dual for x in row):
        raise Failure(Kind.SOLUTION, "dual", "the entries of a dual matrix are finite numbers")
    if bits is not None:
        return round_gram(found, dual, target, bits)
    enough = entry_bits(found, loss)
    most = max(MOST_BITS, enough + 4)
    best = round_gram(found, dual, target, most, factor=False).constant
    for k in range(max(2, enough - 4), most):
        gram = round_gram(found, dual, target, k)
        if gram.constant - best <= loss:
            return gram
    return round_gram(found, dual, target, most)
