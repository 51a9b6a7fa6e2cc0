"""Factors found against a classical adversary, made smaller until they hold against a quantum one (theorem V)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from mpmath import mp

from proofs.search.factors.behaviours import CELLS, Law, Table, extreme_behaviours, extreme_laws, settings_json
from proofs.search.factors.hashed import STEEP, length_of, run_certificate
from proofs.search.factors.points import exact_entry
from proofs.search.factors.train import Trained
from proofs.search.language.failure import Failure, Kind

UNIT = 10**15


@dataclass(frozen=True)
class Score:
    """What a run has against a quantum adversary.

    Attributes:
        shrunk: by how much the factors of the file were multiplied, at most 1; 1 where they hold as they are.
        reached: sum over the rounds of log2 of the factor, a little below; minus infinity where a round has factor 0.
        length: that hashing makes of runs which reach the threshold.
        data: bytes for the kernel, or b"" where the run does not reach the threshold: then there is nothing to prove.
    """

    shrunk: Fraction
    reached: float
    length: int
    data: bytes


def shrink(factor: Sequence[Fraction], power: Fraction, laws: Sequence[Law]) -> Fraction:
    """The largest multiple, to 15 digits and at most 1, that passes the test of 80 points for every law.

    At a deterministic point sum nu F P <= 1; at one of the 64 others sum nu F P <= 1 + g m beta/(1 + beta), where m is
    twice the larger, over the parties, of the lesser sum of nu m_z over the other's input, and m_z the least F of an
    input tuple. Both sides grow with F, so the test bounds the multiple from above.
    """
    least = [min(factor[4 * z : 4 * z + 4]) for z in range(4)]
    best = mp.mpf(1)
    with mp.workdps(50):
        t = mp.sqrt(2) - 1
        gain = _real(STEEP) * (mp.sqrt(8) - 2) * _real(power / (1 + power))
        for law in laws:
            parts = [p * m for p, m in zip(law, least, strict=True)]
            mass = 2 * max(min(parts[0] + parts[1], parts[2] + parts[3]), min(parts[0] + parts[2], parts[1] + parts[3]))
            weights = [_real(law[k // 4] * f) for k, f in enumerate(factor)]
            for point in extreme_behaviours(True):
                entries = [exact_entry(float(entry), t) for entry in point]
                value = mp.fsum(w * entry for w, entry in zip(weights, entries, strict=True))
                if any(entry not in (0, 1) for entry in entries):
                    value -= gain * _real(mass)
                if value > 0:
                    best = min(best, 1 / value)
        return Fraction(1) if best == 1 else Fraction(int(mp.floor(best * UNIT)) - 1, UNIT)


def least_power(factor: Sequence[Fraction], laws: Sequence[Law]) -> Fraction | None:
    """The least power 1/k at which the factor passes the test as it stands, or None where it does not with the power 1.

    The test asks less of a larger power; 1/(k+1) fails, or k is 10^6.
    """
    if shrink(factor, Fraction(1), laws) < 1:
        return None
    low, high = 1, 10**6
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if shrink(factor, Fraction(1, middle), laws) == 1 else (low, middle)
    return Fraction(1, low)


def quantum_score(trained: Trained, table: Table, threshold: Fraction, error: Fraction, chosen: str) -> Score:
    """The certificate of a run that reaches the threshold, proposed; the kernel's verdict is the caller's to ask for.

    Args:
        trained: a factor that was fixed before the run.
        table: counts of the run.
        threshold: of the sum over the rounds of log2 F, F the factor after `shrink`, declared before the run.
        error: of the output.
        chosen: how the factor was: "declared" or "calibration SHA256".

    Raises:
        Failure: VALUE, all values of the factor are 0.
    """
    laws = [trained.law] if trained.law is not None else extreme_laws(trained.model, trained.bias)
    shrunk = shrink(trained.factor, trained.power, laws)
    factor = tuple(Fraction(int(f * shrunk * UNIT), UNIT) for f in trained.factor)
    if max(factor) == 0:
        raise Failure(Kind.VALUE, "factors", "a factor that is 0 everywhere certifies nothing")
    counts = [table[cell] for cell in CELLS]
    with mp.workdps(60 + len(str(sum(counts)))):
        lost = any(n and not f for n, f in zip(counts, factor, strict=True))
        terms = [n * mp.log(_real(f), 2) for n, f in zip(counts, factor, strict=True) if n and f]
        reached = -mp.inf if lost else mp.fsum(terms) - mp.mpf(10) ** -20
        if reached < _real(threshold):
            return Score(shrunk, float(reached), 0, b"")
    settings = settings_json(trained.law, trained.model, trained.bias)
    data = run_certificate(factor, trained.power, settings, counts, threshold, error, chosen)
    return Score(shrunk, float(reached), length_of(threshold, error, trained.power), data)


def _real(value: Fraction) -> mp.mpf:
    return mp.mpf(value.numerator) / value.denominator
