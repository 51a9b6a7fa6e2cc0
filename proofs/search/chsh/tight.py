"""The tight curve: the largest P(ab|xy) of a quantum behaviour with a given CHSH value, and its tangents.

For 1/sqrt 2 <= u <= 1, with a = u^3 - 2u^2 - u + 1 and h = 2u^3 - 2u + 1, qubits with the
settings A0 = B0 = Z and A1 = B1 = cos t Z + sin t X, u = cos(t/2), reach

    CHSH = I(u) = 2 (4u^6 - 4u^5 - 2u^4 + 2u^3 + 2u - 1)/h    and    P(00|00) = P(u) = a^2/h,

and every quantum behaviour has P(ab|xy) <= mu - lam CHSH with lam = -a/(4u(2u^2 - 1)),
mu = 2 lam (2u^2 + 2u - 1), which is an equality there: a tangent.  The bound is proved for
one outcome of each of two classes, those that win the CHSH game and those that lose it;
the relabellings that keep CHSH move it to the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import isqrt

from proofs.search.chsh import identities, rounds
from proofs.search.chsh.slopes import all_events
from proofs.search.chsh.tight_squares import NINE, TIGHT_UP_TO, Vector, combined, winning
from proofs.search.language.relabelling import Relabelling, orbits, symmetries
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Certificate, Json, certificate, rational
from proofs.search.semidefinite.rounding import Gram

STEEP = Fraction(27, 10)
WINS, LOSES = "A0=0 B0=0", "A0=0 B0=1"  # one event of each class


@dataclass(frozen=True)
class Curve:
    """A point of the curve and its tangent: P <= constant - slope * CHSH.

    >>> at = Curve.at(Fraction(4, 5))
    >>> at.probability == at.constant - at.slope * at.score, at.score
    (True, Fraction(16958, 6625))
    """

    u: Fraction
    score: Fraction
    probability: Fraction
    slope: Fraction
    constant: Fraction

    @classmethod
    def at(cls, u: Fraction) -> Curve:
        a, h = u**3 - 2 * u**2 - u + 1, 2 * u**3 - 2 * u + 1
        slope = -a / (4 * u * (2 * u**2 - 1))
        score = 2 * (4 * u**6 - 4 * u**5 - 2 * u**4 + 2 * u**3 + 2 * u - 1) / h
        return cls(u, score, a**2 / h, slope, 2 * slope * (2 * u**2 + 2 * u - 1))


LAST = Curve.at(TIGHT_UP_TO).score  # below it no exact certificate is known


def parameter(score: Fraction, bits: int) -> Fraction:
    """The largest u in units of 2^-bits, above 1/sqrt 2 and at most 1, with I(u) >= score; the least if there is none.

    I decreases from 2 sqrt 2 to 2, so bisection finds it.

    >>> parameter(Fraction(2), 8), parameter(Fraction(5, 2), 4)
    (Fraction(1, 1), Fraction(13, 16))
    """
    unit = 1 << bits
    low, high = _least(bits), unit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if Curve.at(Fraction(middle, unit)).score >= score else (low, middle - 1)
    return Fraction(low, unit)


def _least(bits: int) -> int:
    """The least numerator over 2^bits above 1/sqrt 2."""
    return isqrt(1 << (2 * bits - 1)) + 1


def tangent(score: Fraction, precision: int = 60) -> rounds.Tangent:
    """A proved bound on all outcomes of all inputs, within about 2^-precision of the tight curve at the score.

    Below `LAST`, where no exact certificate is known, the better of the tangent there and of the bound (6).

    Args:
        score: CHSH value, clipped to where the curve is defined.
        precision: the numbers of the certificates grow with it.
    """
    # a tangent loses with the square of the error of u, but near 2 sqrt 2, where the curve is vertical, with the error
    bits = precision if score > STEEP else precision // 2 + 1
    u = min(parameter(score, bits), TIGHT_UP_TO)
    at = Curve.at(u)
    if u == TIGHT_UP_TO:
        other = rounds.tangent("analytic", score)
        if other.constant - other.slope * score < at.constant - at.slope * score:
            return other
    return rounds.Tangent(at.constant, at.slope, premises(u))


def premises(u: Fraction) -> list[Json]:
    """For each of the sixteen cells a certificate of the tangent at u, for 1/sqrt 2 < u <= 0.96."""
    return [certificate(*tangent_bound(u, event)) for event in _images()]


def tangent_bound(u: Fraction, event: str = WINS) -> Certificate:
    """The certificate of P(event) + lam CHSH <= mu at u, for 1/sqrt 2 < u <= 0.96."""
    scenario, at = Scenario.from_json(identities.SCENARIO), Curve.at(u)
    base, relabelling = _images()[event]
    gram = (winning(u) if base == WINS else losing(at)).carried(scenario, relabelling)
    return "sos", _statement(scenario, event, at.slope, at.constant), {"grams": [gram.json()]}


def _statement(scenario: Scenario, event: str, slope: Fraction, constant: Fraction) -> dict[str, Json]:
    functional = scenario.terms({event: Fraction(1), **{w: slope * c for w, c in identities.CHSH.items()}})
    return {
        "kind": "bound", "set": "quantum-commuting", "scenario": identities.SCENARIO, "functional": functional,
        "sense": "<=", "bound": rational(constant),
    }  # fmt: skip


@cache
def _images() -> dict[str, tuple[str, Relabelling]]:
    """For each event its base and a relabelling that keeps CHSH and maps the base to it."""
    scenario = Scenario.from_json(identities.SCENARIO)
    events = all_events(scenario)
    found = orbits(scenario, [WINS, LOSES, *events], symmetries(scenario, identities.CHSH))
    return {event: found[event] for event in events}


def losing_bound() -> Certificate:
    """The certificate of P(01|00) + (3/4) CHSH <= 5/2: whatever u, a losing outcome is no likelier."""
    scenario, line = Scenario.from_json(identities.SCENARIO), Fraction(3, 4)
    gram = losing(Curve(Fraction(1), Fraction(2), Fraction(1), line, Fraction(5, 2)))
    return "sos", _statement(scenario, LOSES, line, Fraction(5, 2)), {"grams": [gram.json()]}


def losing(at: Curve) -> Gram:
    """A Gram matrix of constant - slope * CHSH - P(01|00) over nine words.

    It mixes three sums of squares, with p, q for the complements of Alice's and Bob's event at inputs 0 and
    r, s for those at inputs 1, with one outcome exchanged:

        5/2 - (3/4) CHSH - P = 3 [r + s - rs - (ps + rq)/2]^2 + (1/3) [p + q + pq - (3/2)(ps + rq)]^2
                               + [pq]^2 + (2/3) [p - q - (3/2)(ps - rq)]^2,
        1 - P = [p]^2 + [(1-p) q]^2,
        1/k + 2k - CHSH = ([A0 - k(B0+B1)]^2 + [A1 - k(B0-B1)]^2)/(2k).

    What the tangent's constant exceeds their sum by is the square of a number.
    """
    half = Fraction(1, 2)
    p, r = {"": half, "A0": -half}, {"": half, "A1": half}
    q, s = {"": half, "B0": half}, {"": half, "B1": -half}
    share = min(Fraction(1), at.slope * Fraction(4, 3))  # of the first, the second takes the rest
    more = at.slope - share * Fraction(3, 4)
    k = Fraction(isqrt(1 << (2 * _root_bits(at.slope) - 1)), 1 << _root_bits(at.slope))
    crossed, difference = [(half, _times(p, s)), (half, _times(r, q))], [(half, _times(p, s)), (-half, _times(r, q))]
    one = Fraction(1)
    squares: list[tuple[Fraction, Vector]] = [
        (3 * share, _sum([(one, r), (one, s), (-one, _times(r, s)), *((-c, v) for c, v in crossed)])),
        (share / 3, _sum([(one, p), (one, q), (one, _times(p, q)), *((-3 * c, v) for c, v in crossed)])),
        (share, _times(p, q)),
        (2 * share / 3, _sum([(one, p), (-one, q), *((-3 * c, v) for c, v in difference)])),
        (1 - share, p),
        (1 - share, _sum([(one, q), (-one, _times(p, q))])),
        (more / (2 * k), {"A0": one, "B0": -k, "B1": -k}),
        (more / (2 * k), {"A1": one, "B0": -k, "B1": k}),
    ]
    used = share * Fraction(5, 2) + (1 - share) + more * (1 / k + 2 * k)
    squares.append((at.constant - used, {"": one}))
    form = [[weight if i == j else 0 for j in range(len(squares))] for i, (weight, _) in enumerate(squares)]
    return combined(NINE, [vector for _, vector in squares], form)


def _root_bits(slope: Fraction) -> int:
    """Bits of 1/sqrt 2 for which the slope times their error squared does not matter."""
    return 12 + int(slope).bit_length()


def _sum(terms: list[tuple[Fraction, Vector]]) -> Vector:
    total: dict[str, Fraction] = {}
    for c, vector in terms:
        for word, value in vector.items():
            total[word] = total.get(word, Fraction(0)) + c * value
    return total


def _times(left: Vector, right: Vector) -> Vector:
    """The product of a polynomial of Alice and one of Bob."""
    return {f"{v} {w}".strip(): c * d for v, c in left.items() for w, d in right.items()}


def attained(score: Fraction, bits: int = 48) -> tuple[Curve, Certificate]:
    """A behaviour of qubits with at least this CHSH value, on the curve and close to the score.

    Args:
        score: below 2 sqrt 2.
        bits: of t with u = (1 - t^2)/(1 + t^2), which makes u and sqrt(1 - u^2) rational.

    Returns:
        its place on the curve, and the certificate of its CHSH value and of P(00|00).
    """
    unit = 1 << bits
    # t = 0 is u = 1, and t^2 = 3 - 2 sqrt 2 is u = 1/sqrt 2
    low, high = 0, isqrt(3 * unit**2 - isqrt(8 * unit**4)) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _of_tangent(middle, unit).score >= score else (middle + 1, high)
    return _of_tangent(low, unit), attained_at(Fraction(low, unit))


def attained_at(t: Fraction) -> Certificate:
    """The behaviour on the curve at u = (1 - t^2)/(1 + t^2), with its CHSH value and P(00|00)."""
    u, root = (1 - t**2) / (1 + t**2), 2 * t / (1 + t**2)
    at, a = Curve.at(u), u**3 - 2 * u**2 - u + 1
    c, s = 2 * u**2 - 1, 2 * u * root
    z: Json = [["1", "0"], ["0", "-1"]]
    turned: Json = [[rational(c), rational(s)], [rational(s), rational(-c)]]
    state = [4 * u * a, -2 * u * (1 - u) * s, -2 * u * (1 - u) * s, s**2]
    weight = 1 / sum((x * x for x in state), start=Fraction(0))
    model: Json = {
        "weight": rational(weight), "dimensions": ["2", "2"], "state": [rational(x) for x in state],
        "operators": {"A0": z, "A1": turned, "B0": z, "B1": turned},
    }  # fmt: skip
    values: list[Json] = [
        {"functional": identities.words(identities.CHSH), "value": rational(at.score)},
        {"functional": identities.words({WINS: Fraction(1)}), "value": rational(at.probability)},
    ]
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "scenario": identities.SCENARIO, "values": values,
    }  # fmt: skip
    return "point", statement, {"models": [model]}


def _of_tangent(numerator: int, unit: int) -> Curve:
    """The point at t = numerator/unit."""
    return Curve.at(Fraction(unit**2 - numerator**2, unit**2 + numerator**2))
