"""Certified maxima of functionals: problem -> solver -> rounding -> a checked certificate."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from math import ceil, isfinite, log2, nan
from typing import TYPE_CHECKING, Protocol

from proofs.search.algebra import Functional, Polynomial, Scenario
from proofs.search.hypotheses import Mean, means_json, used_json
from proofs.search.known import Known, searched, spread
from proofs.search.language.failure import Failure, Kind
from proofs.search.moments import Level, Moments, level_words, moments
from proofs.search.positivity import Square, negative_events, squares_of, sum_json
from proofs.search.problem import (
    Feasible,
    branches_program,
    feasible_json,
    mean_multipliers,
    means_by_class,
    slack_target,
)
from proofs.search.rounding import Dual, Gram, round_gram, suffix_closed
from proofs.search.sdp import Options, Program, Vector, solve
from proofs.search.symmetry import Relabelling
from proofs.search.write import Json, certificate_bytes, rational

if TYPE_CHECKING:
    from proofs.search.reduction import Symmetry

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
    scenario: Scenario,
    functional: Functional,
    level: Level,
    *,
    sense: str = "<=",
    means: Sequence[Mean] = (),
    loss: float = 1e-9,
    bits: int | None = None,
    feasible: Feasible = "search",
    solver: str = "picos",
    options: Options | None = None,
    symmetry: Symmetry = (),
) -> Certified:
    """A proved bound on a functional over all quantum behaviours, from a level of the hierarchy.

    Args:
        scenario: the operators.
        functional: what is bounded; words of any length are allowed.
        level: "1+AB" and so on, or a list of words.
        sense: "<=" bounds the maximum from above, ">=" the minimum from below.
        means: hypotheses on means, such as known expectations.
        loss: how much worse than the best rounding the bound may be, in units of the
            functional; the smallest K that keeps it is chosen.
        bits: a fixed K instead.
        feasible: a witness that the hypotheses can hold together; without one (None, or none found
            by the search) the statement says that it may be vacuous.
        solver: see `sdp.solve`.
        options: see `sdp.solve`.
        symmetry: relabellings that leave functional and hypotheses as they are, or "found" to look for all of
            them; the solver's program becomes smaller, the certificate is one as any other.

    Returns:
        the certificate; `bound` is on the safe side of the functional's range.

    Raises:
        Failure: the level lacks words, or the functional is not self-adjoint.
        Failure: nothing usable from the solver.
    """
    problem = Maximum(scenario, functional, level, sense, tuple(means))
    return certified(problem, loss, bits, feasible, solver, options, symmetry)


@dataclass(frozen=True)
class Rounding:
    """How a dual solution becomes a certificate.

    Attributes:
        claimed: what the author of the solution takes for the optimum.
        loss, bits, feasible: see `maximum_certificate`.
        provenance: where the solution comes from; recorded, not proved.
        declared: keys of the statement that declare the numbers of a feasible point.
    """

    claimed: float = nan
    loss: float = 1e-9
    bits: int | None = None
    feasible: Feasible = "search"
    provenance: Mapping[str, str] | None = None
    declared: Mapping[str, Json] = field(default_factory=dict)


DEFAULT = Rounding()


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
        self, duals: Sequence[Dual], multipliers: Sequence[Fraction] = (), how: Rounding = DEFAULT
    ) -> Certified: ...


def certified(
    problem: Relaxation,
    loss: float = 1e-9,
    bits: int | None = None,
    feasible: Feasible = "search",
    solver: str = "picos",
    options: Options | None = None,
    symmetry: Symmetry = (),
    known: Sequence[Mean | Known] | None = None,
    declared: Mapping[str, Json] | None = None,
) -> Certified:
    """The answer to a moment problem; arguments and errors are those of `maximum_certificate`.

    Where `known` is given, the problem's hypotheses are what the statement says of it; the solver sees the rest.
    """
    posed = problem if known is None else problem.under(searched(known))
    while True:
        if symmetry:
            from proofs.search.reduction import symmetric_solution

            found = symmetric_solution(posed.moments, posed.program, posed.blocks_under, symmetry, solver, options)
        else:
            found = solve(posed.program, solver, options)
        events = negative_events(posed.moments, found.moments, len(posed.program.blocks), everything=bool(symmetry))
        larger = posed.knowing(list(dict.fromkeys([*posed.events, *events])))
        if larger.events == posed.events:
            break
        posed = larger
    problem = problem.knowing(posed.events)
    multipliers = mean_multipliers(posed.means, found, bits or entry_bits(problem.moments, loss))
    how = Rounding(problem.sign * found.claimed, loss, bits, feasible, found.provenance, declared or {})
    return problem.certificate(found.matrices, multipliers if known is None else spread(known, multipliers), how)


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
        return [self.scenario.polynomial(f) for f in (self.functional, *(mean.polynomial for mean in self.means))]

    def blocks_under(self, relabelling: Relabelling) -> tuple[int, ...] | None:
        """The only block stays, unless the relabelling changes functional or hypotheses."""
        return (0,) if relabelling.keeps(self.scenario, self._kept) else None

    def certificate(
        self, duals: Sequence[Dual], multipliers: Sequence[Fraction] = (), how: Rounding = DEFAULT
    ) -> Certified:
        """An exact bound from anyone's dual matrix, one row a word of `moments`.

        Args:
            duals: one symmetric matrix; the nearer to optimal and feasible, the better the bound.
            multipliers: exact weight of each hypothesis, nonnegative for inequalities, then of each of `events`.
            how: what may be lost, and what is recorded.
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
        making = origin(self.level, how.provenance, how.claimed)
        data = certificate_bytes("sos", statement, witness, making)
        return Certified(data, bound, how.claimed, weights, (gram,), statement, (squares,))


def origin(level: Level, provenance: Mapping[str, str] | None, claimed: float = nan) -> dict[str, str]:
    """What a certificate says about its making, of which nothing is proved.

    Args:
        level: of the hierarchy.
        provenance: of the solution.
        claimed: the solver's value, beside which the proved bound shows what exactness costs.
    """
    value = {"value": repr(claimed)} if isfinite(claimed) else {}
    return {"level": level if isinstance(level, str) else "listed words", **(provenance or {}), **value}


def entry_bits(found: Moments, loss: float) -> int:
    """About the K at which rounding n^2 entries by half a unit costs as much as the loss.

    Raises:
        Failure: the loss is not positive.
    """
    if not loss > 0:
        raise Failure(Kind.VALUE, "", "the loss is a positive number")
    return max(2, ceil(log2(found.size**2) - log2(loss)))


def smallest(found: Moments, dual: Dual, target: Vector, loss: float, bits: int | None = None) -> Gram:
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
