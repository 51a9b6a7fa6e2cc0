"""Bits of the noisy sequential protocol, from below by shipped certificates and from above by explicit adversaries.

The state is (1 - p - q) phi+ + p 1/4 + q (|00><00| + |11><11|)/2, equation (18) of padovan2024, with the visibilities
z = 1 - p and x = 1 - p - q; c = cos 2 theta and s = sin 2 theta are those of Bob1's first measurement.  Of the means

    (A0 + A1) B0: sqrt 2 z c    (A0 - A1) B1: sqrt 2 x    (A0 + A1) B00: sqrt 2 z    (A0 - A1) B01: sqrt 2 x s

and c of B0 B00, the rest of the behaviour follows by the protocol's symmetries.  They are affine in p and q.  Of a
mixture of behaviours an adversary may know the part, so that the guessing probability is concave in p and q: explicit
adversaries at some points give one at every point between them.  At p = 1 - q the behaviour is local and everything
is known, so that it does not fall with p either, for the same q.

Adversaries of little noise are there at one angle, `ANGLE`, where the two sides are near. At other angles, and where q
is not 0, what is above is a chord from no noise to a local model: a claim there that is half a bit too high may pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import isqrt

from oracle.conformance.truth import Truth, exactly, formula
from oracle.failures import Bug
from oracle.numbers import Expression
from oracle.papers.padovan2024 import boundary_truth as sequential
from oracle.papers.padovan2024.boundary_truth import Surd, number, shipped
from oracle.papers.padovan2024.noise.tangents import enclosed, family
from oracle.proved import Proved, coefficients, proved, require_about
from proofs.kernel.interval import Interval
from proofs.search.language.angles import Direction
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.sequences.devices import SequentialChsh, State
from proofs.search.sequences.sequence import THREE_PARTIES

ANGLE = Fraction(20, 29), Fraction(21, 29)
"""The angle of the shipped adversaries."""
ADVERSARIES: Mapping[str, Fraction] = {
    "eavesdropper-1-1000": Fraction(1, 1000), "eavesdropper-1-100": Fraction(1, 100),
    "eavesdropper-1-20": Fraction(1, 20),
}  # fmt: skip
"""Their p; q = 0."""
TANGENTS = (
    "noise-none", "noise-sequences", "noise-one-bit", "noise-split", "table1-model-1", "table1-model-2",
    "table1-model-3",
)  # fmt: skip
"""Certificates of the level with 21 words, each for all p, q and angles."""
_LOCAL = ((Fraction(2929, 10**4), 0), (0, Fraction(5858, 10**4)), (1, 0), (0, 1))
"""p and q beyond which S_c = sqrt 2 (z + x) is at most 2, and the corners there."""
_OUTCOMES = ((0, 0), (0, 1), (1, 0), (1, 1))


def min_entropy(c: Fraction, s: Fraction, p: Fraction, q: Fraction, unit: Expression) -> Truth:
    """The min-entropy of the outcomes of B0 and B01 against quantum decompositions, c^2 + s^2 = 1, p + q <= 1.

    >>> truth = min_entropy(*ANGLE, Fraction(1, 100), Fraction(0), "1")
    >>> truth.compare(Fraction(121, 100)), truth.compare(Fraction(119, 100))
    (1, -1)
    """
    c, s = abs(c), abs(s)  # B0 or B01 may be named the other way round
    most = _guessed(c, s, p, q)
    if not p and not q:
        found = sequential.bits(c, s).enclose(1)[0]
        return (
            exactly(found, "the min-entropy")
            if unit == "1"
            else formula({"mul": [unit, str(found)]}, "the min-entropy")
        )
    if most >= 1:
        return exactly(0, "the min-entropy")
    above, below = (formula({"mul": [unit, _bits(g)]}, "") for g in (most, _certified(c, s, p, q)))

    def enclose(precision: int) -> Interval:
        return below.enclose(precision)[0], above.enclose(precision)[1]

    return Truth(enclose, "the min-entropy")


def _bits(probability: Fraction) -> Expression:
    return {"neg": [{"log2": [str(probability)]}]} if probability < 1 else "0"


# -- from above: what somebody guesses ---------------------------------------------------


@lru_cache(maxsize=512)
def _guessed(c: Fraction, s: Fraction, p: Fraction, q: Fraction) -> Fraction:
    """A probability with which an explicit adversary guesses: the best mixture of three of the known points."""
    known = _points(c, s)
    best = Fraction(0)
    for three in combinations(known, 3):
        shares = _barycentric([point for point, _ in three], (p, q))
        if shares is not None and min(shares) >= 0:
            best = max(best, sum((w * g for w, (_, g) in zip(shares, three, strict=True)), Fraction(0)))
    return best


Point = tuple[Fraction | int, Fraction | int]


def _barycentric(corners: list[Point], at: Point) -> tuple[Fraction, Fraction, Fraction] | None:
    """Weights of three corners that give a point; None if they stand on a line."""
    (p0, q0), *rest = corners
    (a, b), (d, e) = ((Fraction(p - p0), Fraction(q - q0)) for p, q in rest)
    u, v = at[0] - p0, at[1] - q0
    size = a * e - b * d
    if not size:
        return None
    first, second = (u * e - v * d) / size, (a * v - b * u) / size
    return 1 - first - second, first, second


@lru_cache(maxsize=64)
def _points(c: Fraction, s: Fraction) -> list[tuple[Point, Fraction]]:
    """(p, q), and a probability with which an explicit adversary guesses there."""
    without = Fraction(1, 4 if sequential.bits(c, s).enclose(1)[0] == 2 else 2)
    found: list[tuple[Point, Fraction]] = [((0, 0), without)]
    for p, q in _LOCAL:
        guess = _guess(_local(c, s, Fraction(1 - p), Fraction(1 - p - q)), c, s, Fraction(p), Fraction(q))
        found.append(((p, q), guess))
    if (c, s) == ANGLE:
        found += [((p, 0), _guess(shipped(name), c, s, p, Fraction(0))) for name, p in ADVERSARIES.items()]
    return found


def _means(c: Fraction, s: Fraction, p: Fraction, q: Fraction) -> list[tuple[dict[str, Fraction], Surd]]:
    one, none = Fraction(1), Fraction(0)
    z, x = 1 - p, 1 - p - q
    return [
        ({"A0 B0": one, "A1 B0": one}, (none, z * c)), ({"A0 B1": one, "A1 B1": -one}, (none, x)),
        ({"A0 B00": one, "A1 B00": one}, (none, z)), ({"A0 B01": one, "A1 B01": -one}, (none, x * s)),
        ({"B0 B00": one}, (c, none)),
    ]  # fmt: skip


def _guess(found: Proved, c: Fraction, s: Fraction, p: Fraction, q: Fraction) -> Fraction:
    """The adversary's probability, rounded down, in a certificate that states the protocol's means and hers."""
    require_about(found, kind="value", set="quantum-tensor", scenario=_with_adversary(), hypotheses={}, symbols=None)
    *stated, last = [(coefficients(v["functional"]), number(v["value"], {})) for v in found.statement["values"]]
    right = {f"B0={a} B01={b} E0={k}": Fraction(1) for k, (a, b) in enumerate(_OUTCOMES)}
    if stated != _means(c, s, p, q) or last[0] != right:
        raise Bug("not-proved", "the adversary is one of another behaviour")
    a, b = last[1]
    root = Fraction(isqrt(2 << 200) + (b < 0), 1 << 100)  # of 2, down where that makes the value smaller
    return a + b * root


def _with_adversary() -> dict[str, Json]:
    """The scenario with a party E, whose one input guesses."""
    scenario = THREE_PARTIES.json()
    match scenario["parties"]:
        case [*parties]:
            return {**scenario, "parties": [*parties, {"name": "E", "inputs": [["0", "4"]]}]}
        case other:
            raise Bug("not-proved", f"a scenario lists its parties, not {other!r}")


@lru_cache(maxsize=256)
def _local(c: Fraction, s: Fraction, z: Fraction, x: Fraction) -> Proved:
    """Deterministic strategies with the means of visibilities z + x <= sqrt 2; the adversary knows which one is used.

    With weight z/sqrt 2 Alice's outcomes are equal, with x/sqrt 2 they are opposite; the rest averages to nothing.
    """
    models: list[Json] = []
    for (a, b), (a0, a1, b0, b01) in _strategies(c, s, z, x):
        if a or b:
            signs = {"A0": a0, "A1": a1, "B0": b0, "B1": 1, "B00": 1, "B01": b01}
            guess = _OUTCOMES.index((int(b0 < 0), int(b01 < 0)))
            operators: dict[str, Json] = {name: [[rational(value)]] for name, value in signs.items()}
            operators |= {f"E0={k}": [[rational(int(k == guess))]] for k in range(3)}
            weight: Json = [rational(a), rational(b)] if b else rational(a)
            models.append({"weight": weight, "dimensions": ["1"] * 3, "state": ["1"], "operators": operators})
    listed: list[Json] = [
        {"functional": THREE_PARTIES.terms(functional), "value": [rational(a), rational(b)] if b else rational(a)}
        for functional, (a, b) in _means(c, s, 1 - z, z - x)
    ]
    events: list[Json] = [["1", f"B0={a} B01={b} E0={k}"] for k, (a, b) in enumerate(_OUTCOMES)]
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "values": [*listed, {"functional": events, "value": "1"}],
        "field": {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]},
        "scenario": _with_adversary(),
    }  # fmt: skip
    return proved(certificate_bytes("point", statement, {"models": models}))


def _strategies(c: Fraction, s: Fraction, z: Fraction, x: Fraction) -> Iterator[tuple[Surd, tuple[int, int, int, int]]]:
    """Weights a + b sqrt 2, and the outcomes of A0, A1, B0 and B01; B1 and B00 are always 1."""
    none = Fraction(0)
    for b0 in (1, -1):
        share = (1 + b0 * c) / 2
        yield (none, share * z / 2), (1, 1, b0, 1)
        for b01 in (1, -1):
            yield (none, share * (1 + b01 * s) / 2 * x / 2), (1, -1, b0, b01)
        for a in (1, -1):
            yield (share / 2, -share * (z + x) / 4), (a, a, b0, 1)


# -- from below: what is certified -------------------------------------------------------


@lru_cache(maxsize=512)
def _certified(c: Fraction, s: Fraction, p: Fraction, q: Fraction) -> Fraction:
    """The best bound on the guessing probability that a shipped certificate proves here, 1 at most.

    Each proves one for all parameters of the protocol, a polynomial in them.
    """
    found = {"z": 1 - p, "x": 1 - p - q, "c": c, "s": s}
    at = {name: (value, value) for name, value in found.items()}
    return min(Fraction(1), *(enclosed(_tangent(name), at)[1] for name in TANGENTS))


@lru_cache(maxsize=16)
def _tangent(name: str) -> Json:
    """The bound of a certificate about the protocol's means, or about those of them that pairs show."""
    noisy = SequentialChsh(State(Fraction(0)), Direction(Fraction(1), Fraction(1)))
    symbols, found = family(noisy), shipped(name)
    data = "pairs" if name.startswith("table1") else "full"
    hypotheses = {
        str(mean["name"]): (str(mean["sense"]), coefficients(mean["polynomial"]))
        for mean in symbols.hypotheses(noisy, data)
    }
    declared: dict[str, Json] = symbols.symbols.declaration()
    require_about(
        found, kind="guessing", guessed=["B0", "B01"], scenario=THREE_PARTIES.json(), hypotheses=hypotheses,
        conditions=None, vacuity=None, **declared,
    )  # fmt: skip
    bound: Json = found.statement["bound"]
    return bound
