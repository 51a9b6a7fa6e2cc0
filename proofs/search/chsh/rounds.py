"""From counts of a CHSH experiment to a certificate of min-entropy over all rounds.

Deviation, tangent and bits are proposed here in high precision, each rounded to the
safe side; the kernel recomputes estimate, deviation and bits from the integers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import product
from math import ceil, isqrt

from mpmath import mp

from proofs.search.chsh import identities
from proofs.search.language.write import Json, certificate, certificate_bytes, rational

Counts = Mapping[tuple[int, int, int, int], int]  # (x, y, a, b) -> number of rounds
Inputs = Mapping[tuple[int, int], Fraction]  # (x, y) -> declared probability

METHODS = ("analytic", "no-signalling")
DEVIATIONS = {"azuma": "azuma", "width8": "width"}
UNIFORM: Inputs = {(x, y): Fraction(1, 4) for x, y in product((0, 1), repeat=2)}

_BITS = 60  # of every rounded rational
_ASSUMPTIONS: list[Json] = ["model", "free-inputs", "inputs-known", "no-later-inputs", "all-rounds", "rounds-declared"]


def quantum_maximum(bits: int = _BITS) -> Fraction:
    """The least multiple of 2^-bits above 2 sqrt 2."""
    return Fraction(isqrt(8 << (2 * bits)) + 1, 1 << bits)


def deviation(rounds: int, delta: Fraction, method: str, scale: Fraction) -> Fraction:
    """A rational just above the deviation eps with failure probability delta.

    Args:
        rounds: how many.
        delta: failure probability, in (0, 1).
        method: "azuma", c sqrt(2 ln(1/delta)/n), equation (11) of pironio2010 with c = 1/q + max|I|; or "width8",
            w sqrt(ln(1/delta)/(2 n)) with the width w = 2/q of the estimator's range (8 for uniform inputs).
        scale: c or w.
    """
    # the logarithm of a delta next to 1 loses as many bits as delta has
    with mp.workprec(300 + 2 * delta.denominator.bit_length()):
        log = -mp.log(mp.mpf(delta.numerator) / delta.denominator)
        value = mp.sqrt(2 * log / rounds if method == "azuma" else log / (2 * rounds))
        value *= mp.mpf(scale.numerator) / scale.denominator
        # relative rounding: a tiny eps for very many rounds keeps its digits
        shift = _BITS + max(0, -int(mp.floor(mp.log(value, 2))))
        return Fraction(int(mp.ceil(value * mp.mpf(2) ** shift)) + 1, 2**shift)


@dataclass(frozen=True)
class Estimated:
    """What the rounds estimate: a functional I of behaviours, with a proved range.

    Attributes:
        terms: I as a statement writes it.
        values: coefficient of P(ab|xy) in I, for all 16 cells.
        low, high: of <I> in the set.
        premises: certificates of <I> <= high and <I> >= low.
        quantum: whether the set is that of quantum or of no-signalling behaviours.
        origin: the value of the tag functional.
    """

    terms: list[Json]
    values: Mapping[tuple[int, int, int, int], Fraction]
    low: Fraction
    high: Fraction
    premises: list[Json]
    quantum: bool = True
    origin: str = "declared"

    def estimate(self, counts: Counts, inputs: Inputs) -> Fraction:
        """The estimator: the mean over the rounds of coefficient / P(xy), with the declared distribution."""
        total = sum((n * self.values[cell] / inputs[cell[:2]] for cell, n in counts.items()), start=Fraction(0))
        return total / sum(counts.values())

    def scale(self, inputs: Inputs, method: str) -> Fraction:
        """What the deviation is proportional to: largest increment, or width of the estimator's range."""
        single = [value / inputs[cell[:2]] for cell, value in self.values.items()]
        if method == "azuma":
            return max(map(abs, single)) + max(abs(self.low), abs(self.high))
        return max(single) - min(single)


def chsh_value(quantum: bool = True, digits: int = _BITS) -> Estimated:
    """The CHSH value; `digits` are bits of the rational that stands for 2 sqrt 2, a steep tangent needs more."""
    most = quantum_maximum(digits) if quantum else Fraction(4)
    bound = identities.quantum_bound if quantum else identities.nosignalling_bound
    values = {
        (x, y, a, b): Fraction(1 if identities.wins((a, b, x, y)) else -1) for x, y, a, b in product((0, 1), repeat=4)
    }
    return Estimated(
        identities.words(identities.CHSH),
        values,
        -most,
        most,
        [certificate(*bound(1)), certificate(*bound(-1))],
        quantum,
    )


@dataclass(frozen=True)
class Tangent:
    """P(outcomes | inputs) <= constant - slope * <I>, with the certificates that prove it."""

    constant: Fraction
    slope: Fraction
    premises: list[Json]


def tangent(method: str, score: Fraction) -> Tangent:
    """The guessing bound that is best at the score, up to about 1e-18 bit a round."""
    corners = list(product((0, 1), repeat=2))
    if method == "no-signalling":
        premises: list[Json] = [certificate(*identities.nosignalling_marginal(a, x)) for a, x in corners]
        return Tangent(Fraction(3, 2), Fraction(1, 4), premises)
    beta, r = identities.rational_point(_best_parameter(score))
    premises = [certificate(*identities.tilted_rational(a, x, beta, r)) for a, x in corners]
    return Tangent(Fraction(1, 2) + r / (2 * beta), 1 / (2 * beta), premises)


def _best_parameter(score: Fraction) -> Fraction:
    """The k whose rational point is close to beta = 2 sqrt(8/I^2 - 1), the tangent at I."""
    # below 2 the bound is trivial; near 2 sqrt 2 the best beta tends to 0 and the tangent degenerates
    inside = min(max(score, Fraction(2) + Fraction(1, 2**40)), Fraction(2828427, 10**6))
    with mp.workprec(200):
        i = mp.mpf(inside.numerator) / inside.denominator
        beta = 2 * mp.sqrt(8 / i**2 - 1)
        r = mp.sqrt(8 + 2 * beta**2)
        # the point (beta, r) lies on the line r = 4 + k (beta - 2)
        k = (r - 4) / (beta - 2) if abs(beta - 2) > mp.mpf(2) ** -40 else mp.mpf(1)
        return Fraction(int(mp.nint(k * 2**34)), 2**34)


def bits_at(rounds: int, constant: Fraction, slope: Fraction, score: Fraction, places: int = 44) -> Fraction:
    """A multiple of 2^-places just below rounds * min(2, -log2(constant - slope * score)), at least 0."""
    guessing = constant - slope * score
    if guessing >= 1:
        return Fraction(0)
    with mp.workprec(300 + places):
        rate = -mp.log(mp.mpf(guessing.numerator) / guessing.denominator, 2)
        return Fraction(max(0, int(mp.floor(rounds * min(mp.mpf(2), rate) * 2**places)) - 1), 2**places)


def certified_bits_certificate(
    counts: Counts, inputs: Inputs, delta: Fraction, method: str = "analytic", deviation_method: str = "azuma"
) -> bytes:
    """The certificate from integer counts to bits, possibly 0 bits.

    Args:
        counts: rounds for each (x, y, a, b), all 16 cells.
        inputs: declared distribution of (x, y), positive, sum 1.
        delta: probability of the bad event, in (0, 1).
        method: "analytic" (quantum, bound (6)) or "no-signalling" (bound (14)).
        deviation_method: "azuma" (as printed, equation (11)) or "width8" (Hoeffding with the estimator's width).

    Returns:
        bytes for the kernel; its verdict is the caller's to ask for.
    """
    estimated = chsh_value(method == "analytic")
    return bits_certificate(counts, inputs, delta, partial(tangent, method), estimated, deviation_method)


def bits_certificate(
    counts: Counts,
    inputs: Inputs,
    delta: Fraction,
    guessing: Callable[[Fraction], Tangent],
    estimated: Estimated | None = None,
    deviation_method: str = "azuma",
) -> bytes:
    """The certificate from integer counts to bits, from any guessing bound that is affine in the score.

    Args:
        counts: rounds for each (x, y, a, b), all 16 cells.
        inputs: declared distribution of (x, y), positive, sum 1.
        delta: probability of the bad event, in (0, 1).
        guessing: the bound to use at a score; any tangent is sound, the best one gives most bits.
        estimated: the functional; by default the CHSH value of quantum behaviours.
        deviation_method: "azuma" or "width8".

    Returns:
        bytes for the kernel; its verdict is the caller's to ask for.
    """
    what = estimated or chsh_value()
    rounds = sum(counts.values())
    observed = what.estimate(counts, inputs)
    eps = deviation(rounds, delta, deviation_method, what.scale(inputs, deviation_method))
    score = min(observed - eps, what.high)
    bound = guessing(score)
    statement: dict[str, Json] = {
        "kind": "certified-bits",
        "set": "quantum-commuting" if what.quantum else "no-signalling",
        "scenario": identities.SCENARIO,
        "functional": what.terms,
        "guessing": {"constant": rational(bound.constant), "slope": rational(bound.slope)},
        "range": [rational(what.low), rational(what.high)],
        "inputs": [[rational(inputs[x, y]), f"{x} {y}"] for x, y in product((0, 1), repeat=2)],
        "counts": [
            [str(counts[x, y, a, b]), identities.event((a, b, x, y))] for x, y, a, b in product((0, 1), repeat=4)
        ],
        "estimate": rational(observed),
        "deviation": {"method": DEVIATIONS[deviation_method], "value": rational(eps)},
        "errors": [{"name": "delta", "type": "bad-event", "value": rational(delta)}],
        "bits": rational(bits_at(rounds, bound.constant, bound.slope, score)),
        "tags": {"adversary": "classical", "memory": "any", "conditioning": "none", "functional": what.origin},
        "assumptions": _ASSUMPTIONS,
    }
    witness: dict[str, Json] = {
        "guessing": bound.premises,
        "range": what.premises,
        # guard bits for the number of rounds and for a small failure probability
        "precision": str(128 + 2 * ceil(rounds).bit_length() + delta.denominator.bit_length()),
    }
    return certificate_bytes("chain", statement, witness)


def min_entropy_certificate(score: Fraction, method: str = "analytic", adversary: str = "classical") -> bytes:
    """One round: CHSH >= score implies H_min(AB|xy, adversary) >= bits, for every input."""
    return one_round_certificate(score, tangent(method, score), method == "analytic", adversary)


def one_round_certificate(
    score: Fraction, bound: Tangent, quantum: bool = True, adversary: str = "classical", places: int = 44
) -> bytes:
    """One round: bits of a CHSH score at least `score`, from any guessing bound that is affine in the score.

    Args:
        score: CHSH value of the round, at most the maximum of the set.
        bound: a tangent, best at the score.
        quantum: whether its premises are about quantum or no-signalling behaviours.
        adversary: "classical", or for quantum behaviours "quantum".
        places: the bits are rounded down to a multiple of 2^-places.
    """
    statement: dict[str, Json] = {
        "kind": "min-entropy",
        "set": "quantum-commuting" if quantum else "no-signalling",
        "scenario": identities.SCENARIO,
        "functional": identities.words(identities.CHSH),
        "guessing": {"constant": rational(bound.constant), "slope": rational(bound.slope)},
        "score": rational(score),
        "bits": rational(bits_at(1, bound.constant, bound.slope, score, places)),
        "tags": {"adversary": adversary, "memory": "none", "conditioning": "none", "functional": "declared"},
        "assumptions": ["model", "independent-inputs", "inputs-known"],
    }
    attained = identities.quantum_attained() if quantum else identities.nosignalling_extreme()
    witness: dict[str, Json] = {
        "guessing": bound.premises,
        "attained": certificate(*attained),
        "precision": str(84 + places),
    }
    return certificate_bytes("chain", statement, witness)
