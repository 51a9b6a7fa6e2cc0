"""Certified maxima of functionals: problem -> solver -> rounding -> a checked certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, log2

from proofs.kernel.check import check_bytes
from proofs.search.algebra import Functional, ProblemError, Scenario
from proofs.search.moments import Level, Moments, level_words, moments
from proofs.search.rounding import Gram, round_gram, suffix_closed
from proofs.search.sdp import Block, Options, Program, Reals, Solution, SolverError, Vector, solve
from proofs.search.write import Json, certificate_bytes, rational

MOST_BITS = 60  # beyond the digits of a float nothing is gained


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
        grams: the Gram matrix of each branch.
        statement: what is proved, for use as a premise of a chain.
    """

    data: bytes
    bound: Fraction
    claimed: float
    multipliers: tuple[Fraction, ...]
    grams: tuple[Gram, ...]
    statement: dict[str, Json]

    @property
    def loss(self) -> float:
        """Distance from the bound to the solver's value (not proved), in units of the functional.

        Rounding moves the bound outwards, so a negative loss means that the solver claimed too much.
        """
        sign = -1 if self.statement.get("sense") == ">=" else 1
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
    known = [found.vector(scenario.hermitian(mean.polynomial)) for mean in means]
    solution = solve(branches_program(found, [wanted], means, known), solver, options)
    multipliers = mean_multipliers(means, solution, bits or entry_bits(found, loss))
    target = slack_target(wanted, known, multipliers)
    gram = smallest(found, solution.matrices[0], target, loss, bits)
    bound = sign * (gram.constant - target.get(found.identity, Fraction(0)))
    statement: dict[str, Json] = {
        "kind": "bound", "set": "quantum-commuting", "scenario": scenario.json(),
        "functional": scenario.terms(functional), "sense": sense, "bound": rational(bound),
        **means_json(scenario, means),
    }  # fmt: skip
    witness: dict[str, Json] = {"grams": [gram.json()], **used_json(means, multipliers)}
    provenance = {"level": level if isinstance(level, str) else "listed words", **solution.provenance}
    data = proved(certificate_bytes("sos", statement, witness, provenance))
    return Certified(data, bound, sign * solution.claimed, multipliers, (gram,), statement)


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


def entry_bits(found: Moments, loss: float) -> int:
    """About the K at which rounding n^2 entries by half a unit costs as much as the loss.

    Raises:
        ProblemError: the loss is not positive.
    """
    if not loss > 0:
        raise ProblemError("the loss is a positive number")
    return min(MOST_BITS, max(2, ceil(log2(found.size**2 / loss))))


def smallest(found: Moments, dual: Reals, target: Vector, loss: float, bits: int | None = None) -> Gram:
    """The Gram matrix with the least K whose constant is within `loss` of the best rounding.

    Raises:
        SolverError: the dual has the wrong shape.
    """
    if dual.shape != (found.size, found.size):
        raise SolverError(f"a dual matrix of {found.size} rows is needed, not of shape {dual.shape}")
    if bits is not None:
        return round_gram(found, dual, target, bits)
    best = round_gram(found, dual, target, MOST_BITS, factor=False).constant
    for k in range(max(2, entry_bits(found, loss) - 4), MOST_BITS + 1):
        gram = round_gram(found, dual, target, k)
        if gram.constant - best <= loss:
            return gram
    return round_gram(found, dual, target, MOST_BITS)
