"""Counts against a quantum adversary: bits of a run that reaches a threshold which was declared before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from oracle.data.chsh_table import CELLS, SETTINGS, CountTable, Setting
from oracle.data.estimate import chsh_declared
from oracle.data.estimation import Factors
from oracle.failures import Malformed, failed
from oracle.numbers import compare, parse_real, square_root
from oracle.proved import Proved, proved, require_about
from proofs.search.entropies.accumulate import THEOREMS, UNIFORM, Run, accumulated, estimated
from proofs.search.language.failure import Failure


@dataclass(frozen=True)
class Declared:
    """What was fixed before the run.

    Attributes:
        score: threshold of the estimated CHSH value.
        smoothing: eps, of the min-entropy and of the hash.
        acceptance: p, below which probability of acceptance nothing is claimed.
        theorem: of accumulation.
    """

    score: Fraction
    smoothing: Fraction
    acceptance: Fraction
    theorem: str


@dataclass(frozen=True)
class QuantumBits:
    """Bits of an accepted run by method; none where the run is not accepted.

    Attributes:
        estimate: the CHSH value with the declared inputs.
        accepted: whether it reaches the threshold.
        by_method: the theorem's name, and "factors" for uniform inputs, to bits and certificate.
    """

    estimate: Fraction
    accepted: bool
    by_method: Mapping[str, tuple[int, Proved]]


def read_declared(score: str | None, smoothing: str | None, acceptance: Fraction, theorem: str | None) -> Declared:
    """What was declared, from the options of a command.

    Raises:
        Malformed: `missing-argument`, a threshold is not declared; `out-of-range`.
    """
    missing = [
        name for name, text in (("threshold", score), ("smoothing", smoothing), ("theorem", theorem)) if text is None
    ]
    if missing or score is None or smoothing is None or theorem is None:
        named = ", ".join(f"--{name}" for name in missing)
        raise Malformed(
            "missing-argument", f"against a quantum adversary {named} is declared before the run, and is needed"
        )
    if theorem not in THEOREMS:
        raise Malformed("out-of-range", f"theorem {theorem[:40]!a} is none of {', '.join(THEOREMS)}")
    threshold, eps = parse_real(score), parse_real(smoothing)
    if not isinstance(threshold, Fraction) or compare(threshold, square_root(Fraction(8))) > 0:
        raise Malformed(
            "out-of-range", "the threshold is a rational CHSH value at most 2*sqrt(2): no devices reach more"
        )
    if not isinstance(eps, Fraction) or not 0 < eps < 1:
        raise Malformed("out-of-range", "the smoothing lies strictly between 0 and 1")
    return Declared(threshold, eps, acceptance, theorem)


@dataclass(frozen=True)
class ByFactors:
    """Bits of an accepted run by factors that were fixed before it.

    Attributes:
        reached: sum over the rounds of log2 of the factor, about.
        shrunk: what the factors of the file were multiplied with, to hold against a quantum adversary.
        length: bits that hashing makes; 0 where the run is not accepted.
        proof: the certificate, or None where the run is not accepted.
    """

    reached: float
    shrunk: Fraction
    length: int
    proof: Proved | None


def read_threshold(threshold: str | None, error: str | None) -> tuple[Fraction, Fraction]:
    """Threshold of the score and error of the output, from the options of a command.

    Raises:
        Malformed: `missing-argument`, `out-of-range`.
    """
    if threshold is None or error is None:
        name = "--threshold" if threshold is None else "--smoothing"
        raise Malformed(
            "missing-argument", f"against a quantum adversary {name} is declared before the run, and is needed"
        )
    wanted, eps = parse_real(threshold), parse_real(error)
    if not isinstance(wanted, Fraction):
        raise Malformed("out-of-range", "the threshold of a sum of log2 F is rational")
    if not isinstance(eps, Fraction) or not 0 < eps < 1:
        raise Malformed("out-of-range", "the smoothing lies strictly between 0 and 1")
    return wanted, eps


def by_factors(factors: Factors, table: CountTable, threshold: Fraction, error: Fraction) -> ByFactors:
    """Bits of a run whose sum of log2 F reaches the threshold, F the file's factor made small enough.

    Raises:
        Undecided, Limit, Bug: the kernel proves no certificate.
    """
    from proofs.search.factors.shrunk import quantum_score

    chosen = f"calibration {factors.calibration}"
    try:
        found = quantum_score(factors.trained, table.counts, threshold, error, chosen)
    except Failure as failure:
        raise failed(failure) from None
    if not found.data:
        return ByFactors(found.reached, found.shrunk, 0, None)
    proof = proved(found.data)
    require_about(proof, kind="quantum-bits", chosen=chosen, threshold=str(threshold))
    return ByFactors(found.reached, found.shrunk, found.length, proof)


def quantum_bits(table: CountTable, inputs: Mapping[Setting, Fraction], declared: Declared) -> QuantumBits:
    """Smooth min-entropy by the theorem, and the length that factors give where inputs are uniform.

    Raises:
        Undecided, Limit, Bug: the kernel proves no certificate.
    """
    law = tuple(inputs[setting] for setting in SETTINGS)
    counts = tuple(table.counts[cell] for cell in CELLS)
    estimate = chsh_declared(table, inputs)
    if estimate < declared.score:
        return QuantumBits(estimate, False, {})
    run = Run(table.rounds, declared.score, law, declared.smoothing, declared.acceptance, counts)
    try:
        found = {declared.theorem: accumulated(run, declared.theorem, declared.smoothing)}
        if law == UNIFORM:
            found["factors"] = estimated(run, declared.smoothing)
    except Failure as failure:
        raise failed(failure) from None
    return QuantumBits(estimate, True, {name: (lifted.bits, proved(lifted.data)) for name, lifted in found.items()})
