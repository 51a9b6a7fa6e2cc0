"""What an adversary can guess of given inputs, from what is known of the devices.

One branch for each outcome tuple a: in the part of the rounds in which she guesses a the
behaviour is again quantum, and the parts together have the known means.  The same weights
of what is known serve in all branches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import ceil, gcd, nan

from proofs.search.algebra import ProblemError, Scenario
from proofs.search.certify import Certified, certified, proved, smallest
from proofs.search.hypotheses import Mean, means_json, used_json
from proofs.search.moments import Level, Moments, level_words, moments
from proofs.search.problem import Feasible, branches_program, feasible_json, slack_target
from proofs.search.rounding import Dual, Gram, suffix_closed
from proofs.search.sdp import Options, Program, Vector
from proofs.search.write import Json, certificate_bytes, rational


def guessing_certificate(
    scenario: Scenario,
    guessed: Sequence[str],
    known: Sequence[Mean],
    level: Level,
    *,
    loss: float = 1e-9,
    bits: int | None = None,
    feasible: Feasible = "search",
    solver: str = "picos",
    options: Options | None = None,
) -> Certified:
    """A proved upper bound on the probability of guessing outcomes of given inputs.

    Args:
        scenario: the operators.
        guessed: inputs whose outcomes are guessed together, one a party, such as ["A0", "B1"].
        known: equations and inequalities on means of the behaviour.
        level: of the hierarchy, for every branch.
        loss: how much worse than the best rounding the probability may be.
        bits: see `maximum_certificate`.
        feasible: see `maximum_certificate`.
        solver: see `sdp.solve`.
        options: see `sdp.solve`.

    Returns:
        the certificate; `bound` is an upper bound on the guessing probability.

    Raises:
        ProblemError, SolverError, CertificateError: as `maximum_certificate`.
    """
    return certified(Guessing(scenario, tuple(guessed), level, tuple(known)), loss, bits, feasible, solver, options)


@dataclass(frozen=True)
class Guessing:
    """The problem of guessing outcomes at a level; the arguments are those of `guessing_certificate`."""

    scenario: Scenario
    guessed: tuple[str, ...]
    level: Level
    means: tuple[Mean, ...] = ()

    @property
    def sign(self) -> int:
        """1: a maximum, as in `Maximum`."""
        return 1

    @cached_property
    def moments(self) -> Moments:
        return moments(self.scenario, suffix_closed(self.scenario, level_words(self.scenario, self.level)))

    @cached_property
    def events(self) -> list[str]:
        return guessed_events(self.scenario, self.guessed)

    @cached_property
    def objectives(self) -> list[Vector]:
        """The event of each branch by class."""
        return [self.moments.vector(self.scenario.polynomial({event: 1})) for event in self.events]

    @cached_property
    def known(self) -> list[Vector]:
        """The hypotheses by class."""
        return [self.moments.vector(self.scenario.hermitian(mean.polynomial)) for mean in self.means]

    @cached_property
    def program(self) -> Program:
        return branches_program(self.moments, self.objectives, self.means, self.known)

    @property
    def title(self) -> str:
        """What is maximised, for the comments of an export."""
        return " + ".join(f"P({event})" for event in self.events) + ", each in its block"

    def certificate(
        self,
        duals: Sequence[Dual],
        multipliers: Sequence[Fraction] = (),
        claimed: float = nan,
        loss: float = 1e-9,
        bits: int | None = None,
        feasible: Feasible = "search",
        provenance: Mapping[str, str] | None = None,
    ) -> Certified:
        """An exact bound from anyone's dual matrices, one a branch; see `Maximum.certificate`."""
        grams: list[Gram] = []
        shifts: list[Fraction] = []
        for objective, dual in zip(self.objectives, duals, strict=True):
            target = slack_target(objective, self.known, multipliers)
            grams.append(smallest(self.moments, dual, target, loss, bits))
            shifts.append(target.get(self.moments.identity, Fraction(0)))
        # one bound for all branches: the largest, on a grid that every denominator divides
        grid = gcd(*(gram.denominator for gram in grams))
        worst = max(gram.constant - shift for gram, shift in zip(grams, shifts, strict=True))
        bound = Fraction(ceil(worst * grid), grid)
        grams = [gram.raised(bound + shift) for gram, shift in zip(grams, shifts, strict=True)]
        branches: list[Json] = [
            {"event": event, "grams": [gram.json()]} for event, gram in zip(self.events, grams, strict=True)
        ]
        shown = feasible_json(self.scenario, self.means, feasible)
        statement: dict[str, Json] = {
            "kind": "guessing", "set": "quantum-commuting", "scenario": self.scenario.json(),
            "guessed": list(self.guessed), "bound": rational(bound),
            **means_json(self.scenario, self.means, bool(shown)),
        }  # fmt: skip
        witness: dict[str, Json] = {"branches": branches, **used_json(self.means, multipliers), **shown}
        origin = {"level": self.level if isinstance(self.level, str) else "listed words", **(provenance or {})}
        data = proved(certificate_bytes("guessing", statement, witness, origin))
        return Certified(data, bound, claimed, tuple(multipliers), tuple(grams), statement)


def guessed_events(scenario: Scenario, guessed: Sequence[str]) -> list[str]:
    """The events of all outcome tuples of these inputs.

    Raises:
        ProblemError: the inputs are not of different parties in order, or not declared.
    """
    outcomes = {"".join(item[:2]): item[2] for item in scenario.inputs}
    if any(name not in outcomes for name in guessed) or list(guessed) != sorted(guessed, key=lambda n: n[0]):
        raise ProblemError("guessed are inputs of the scenario in the order of their parties")
    if not guessed or len({name[0] for name in guessed}) != len(guessed):
        raise ProblemError("guessed is one input of each party that is guessed")
    cells = product(*(range(outcomes[name]) for name in guessed))
    return [" ".join(f"{name}={o}" for name, o in zip(guessed, cell, strict=True)) for cell in cells]
