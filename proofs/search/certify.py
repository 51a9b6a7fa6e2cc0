"""Certified maxima of functionals: problem -> solver -> rounding -> a checked certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from proofs.kernel.check import check_bytes
from proofs.search.algebra import Functional, ProblemError, Scenario
from proofs.search.moments import Level, Moments, level_words, moments
from proofs.search.rounding import Gram, round_gram, suffix_closed
from proofs.search.sdp import Block, Options, Program, Reals, Solution, SolverError, solve
from proofs.search.write import Json, certificate_bytes, rational

MOST_BITS = 60  # beyond the digits of a float nothing is gained
_MULTIPLIER_BITS = 40


class CertificateError(RuntimeError):
    """The kernel does not accept what the search found; the message quotes it."""


@dataclass(frozen=True)
class Mean:
    """A hypothesis about the state: <polynomial> >= 0, or = 0."""

    name: str
    polynomial: Functional
    sense: str = ">=0"


@dataclass(frozen=True)
class Certified:
    """A certificate the kernel has said PROVED about.

    Attributes:
        data: its bytes.
        bound: the bound it proves.
        claimed: what the solver takes for the optimum of the level; not proved.
        multipliers: exact weight of each hypothesis on means.
        statement, witness: what the bytes are made of, for use as a premise of a chain.
    """

    data: bytes
    bound: Fraction
    claimed: float
    multipliers: tuple[Fraction, ...]
    statement: dict[str, Json]
    witness: dict[str, Json]

    @property
    def loss(self) -> float:
        """Distance from the bound to the solver's value (not proved), in units of the functional.

        Rounding moves the bound outwards, so a negative loss means that the solver claimed too much.
        """
        sign = 1 if self.statement["sense"] == "<=" else -1
        return sign * float(self.bound - Fraction(self.claimed))


def proved(data: bytes) -> bytes:
    """The bytes, after the kernel has said PROVED.

    Raises:
        CertificateError: any other verdict.
    """
    verdict = check_bytes(data)
    if verdict.verdict != "PROVED":
        raise CertificateError(f"{verdict.verdict} {verdict.code} at {verdict.pointer}: {verdict.problem}")
    return data


def maximum_certificate(
    scenario: Scenario,
    functional: Functional,
    level: Level,
    *,
    sense: str = "<=",
    means: Sequence[Mean] = (),
    loss: float = 1e-9,
    bits: int | None = None,
    solver: str = "picos",
    options: Options | None = None,
) -> Certified:
    """A proved bound on a functional over all quantum behaviours, from a level of the hierarchy.

    Args:
        scenario: the operators.
        functional: what is bounded; words of any length are allowed.
        level: "1+AB" and so on, or a list of words.
        sense: "<=" bounds the maximum from above, ">=" the minimum from below.
        means: hypotheses on means, such as known expectations; the statement then says
            that no feasible point was shown.
        loss: how much worse than the best rounding the bound may be, in units of the
            functional; the smallest K that keeps it is chosen.
        bits: a fixed K instead.
        solver: see `sdp.solve`.
        options: see `sdp.solve`.

    Returns:
        the certificate; `bound` is on the safe side of the functional's range.

    Raises:
        ProblemError: the level lacks words, or the functional is not self-adjoint.
        SolverError: nothing usable from the solver.
        CertificateError: the kernel refuses, which is a defect of the search.
    """
    sign = {"<=": 1, ">=": -1}[sense]
    found = moments(scenario, suffix_closed(scenario, level_words(scenario, level)))
    wanted = {k: sign * c for k, c in found.vector(scenario.hermitian(functional)).items()}
    rows = [found.vector(scenario.hermitian(mean.polynomial)) for mean in means]
    solution = solve(_program(found, wanted, means, rows), solver, options)
    multipliers = _multipliers(means, solution)
    target = dict(wanted)
    for row, multiplier in zip(rows, multipliers, strict=True):
        for k, c in row.items():
            target[k] = target.get(k, Fraction(0)) + multiplier * c
    gram = smallest(found, solution.matrices[0], {k: -c for k, c in target.items()}, loss, bits)
    bound = sign * (gram.constant + target.get(found.identity, Fraction(0)))
    hypotheses: list[Json] = [
        {"name": m.name, "kind": "mean", "sense": m.sense, "polynomial": scenario.terms(m.polynomial)} for m in means
    ]
    statement: dict[str, Json] = {
        "kind": "bound", "set": "quantum-commuting", "scenario": scenario.json(),
        "functional": scenario.terms(functional), "sense": sense, "bound": rational(bound),
        **({"hypotheses": hypotheses, "vacuity": "unchecked"} if means else {}),
    }  # fmt: skip
    used: list[Json] = [
        {"hypothesis": m.name, "weight": rational(w)} for m, w in zip(means, multipliers, strict=True) if w
    ]
    witness: dict[str, Json] = {"grams": [gram.json()], **({"means": used} if used else {})}
    provenance = {"level": level if isinstance(level, str) else "listed words", **solution.provenance}
    data = proved(certificate_bytes("sos", statement, witness, provenance))
    return Certified(data, bound, sign * solution.claimed, multipliers, statement, witness)


def _program(
    found: Moments, wanted: Mapping[int, Fraction], means: Sequence[Mean], rows: Sequence[Mapping[int, Fraction]]
) -> Program:
    normal = ({found.identity: Fraction(1)}, Fraction(1))
    zero = Fraction(0)
    return Program(
        len(found.representatives),
        wanted,
        (Block.of_moments(found),),
        (normal, *((row, zero) for m, row in zip(means, rows, strict=True) if m.sense == "=0")),
        tuple((row, zero) for m, row in zip(means, rows, strict=True) if m.sense == ">=0"),
    )


def _multipliers(means: Sequence[Mean], solution: Solution) -> tuple[Fraction, ...]:
    """Exact weights: nonnegative for inequalities, of any sign for equations."""
    equal = iter(solution.equalities[1:])
    unequal = iter(solution.inequalities)
    # an equation a.y = 0 has -l as its weight in  bound - F - sum w q >= 0
    weights = [-next(equal) if m.sense == "=0" else max(0.0, next(unequal)) for m in means]
    return tuple(Fraction(round(w * 2**_MULTIPLIER_BITS), 2**_MULTIPLIER_BITS) for w in weights)


def smallest(found: Moments, dual: Reals, target: Mapping[int, Fraction], loss: float, bits: int | None = None) -> Gram:
    """The Gram matrix with the least K whose constant is within `loss` of the best rounding.

    Raises:
        ProblemError: the loss is not positive.
        SolverError: the dual has the wrong shape.
    """
    if dual.shape != (found.size, found.size):
        raise SolverError(f"a dual matrix of {found.size} rows is needed, not of shape {dual.shape}")
    if bits is not None:
        return round_gram(found, dual, target, bits)
    if not loss > 0:
        raise ProblemError("the loss is a positive number")
    best = round_gram(found, dual, target, MOST_BITS, factor=False).constant
    # an entry is off by half a unit, so the constant by about n^2 / 2 units
    guess = int(np.ceil(np.log2(found.size**2 / loss))) - 1
    for k in range(max(2, min(guess, MOST_BITS) - 3), MOST_BITS + 1):
        gram = round_gram(found, dual, target, k)
        if gram.constant - best <= loss:
            return gram
    return round_gram(found, dual, target, MOST_BITS)
