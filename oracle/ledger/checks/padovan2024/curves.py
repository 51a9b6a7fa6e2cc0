"""Figures 3 and 4 for whole intervals of p and theta.

A certificate bounds the guessing probability by a polynomial in the parameters of the protocol, which is affine in p;
an adversary who mixes two strategies guesses with a probability that is affine in p. So two values of p decide an
interval. That a level gives no more at any theta is shown by moments at the corners of a polygon around the
circle of (cos 2 theta, sin 2 theta), see `proofs.search.noise_polygon`.
"""

from __future__ import annotations

import json
from fractions import Fraction
from math import atan
from typing import Any

from oracle.ledger.checks.padovan2024.boundary import Root2, number
from oracle.ledger.checks.padovan2024.noise import bound, guessed
from oracle.ledger.exact import decimal, enclose, op
from oracle.ledger.registry import check
from oracle.ledger.status import Finding
from oracle.problems import Problem
from oracle.proved import proved
from oracle.resources import certificates_dir
from proofs.search.algebra import ProblemError
from proofs.search.angles import Angle
from proofs.search.noise import TWO_PARTIES, SequentialChsh, StandardChsh, State
from proofs.search.noise_shipped import POLYGONS
from proofs.search.noise_tangents import enclosed

AHEAD = (("noise-sequences", "standard-guessed-low"), ("noise-split", "standard-guessed-high"))
"""A certificate of the sequential protocol, and an adversary of the standard one, for each interval of p."""

AFFINE = {"", "c", "z", "x", "z c", "x s"}
"""Monomials of degree at most 1 in the visibilities, which are both 1 - p."""


@check
def split_below() -> Finding:
    """For every p from 0 to 0.085 the sequential protocol at theta = pi/8 is ahead of the standard one, at any level.

    From 0 to 1/50 the certificate that is best at p = 1/100 bounds what Eve guesses of the sequential protocol, from
    1/50 to 0.085 that for 0.085; explicit adversaries of the standard protocol guess more. All of these are affine in
    p, so the ends of the intervals decide. The best theta is at least as good as pi/8.
    """
    ends = [Fraction(0)]
    shown: list[str] = []
    for certificate, adversary in AHEAD:
        strategy = _strategy(adversary)
        found = bound(certificate)
        if isinstance(strategy, str) or isinstance(found, str):
            return Finding("proof", False, strategy if isinstance(strategy, str) else found)
        low, high, probability = strategy
        if low != ends[-1] or not _affine(found):
            return Finding("proof", False, f"{certificate} and {adversary} do not fit together")
        for p in (low, high):
            theirs = guessed(certificate, SequentialChsh(State(p), Angle(Fraction(1, 8))))
            ours = enclosed(probability, {"p": (p, p)})[0]
            if isinstance(theirs, str) or theirs >= ours:
                return Finding("proof", False, f"p = {p}: {theirs} against {ours}")
            shown.append(f"{decimal(theirs, 5)} < {decimal(ours, 5)} at {decimal(p, 3)}")
        ends.append(high)
    return Finding("proof", ends[-1] == Fraction("0.085"), "; ".join(shown))


def _affine(coefficient: Any) -> bool:
    """Whether the bound of a certificate is affine in p at every theta."""
    return isinstance(coefficient, dict) and {monomial for _, monomial in coefficient["poly"]} <= AFFINE


def _strategy(name: str) -> tuple[Fraction, Fraction, Any] | str:
    """The interval of p of an adversary of the standard protocol, and what she guesses; or why there is none.

    The kernel proves her certificate here and now; the means that it states are compared with the protocol's,
    (1 - p)/sqrt 2 and 0.
    """
    try:
        found = proved((certificates_dir() / "padovan2024" / f"{name}.cert.json").read_bytes()).statement
    except (OSError, Problem) as problem:
        return f"{name}: {problem}"
    *means, last = found["values"]
    symbols, parties = found["symbols"], found["scenario"]["parties"]
    fits = (
        found["set"] == "quantum-tensor"
        and "hypotheses" not in found
        and parties[:-1] == TWO_PARTIES.json()["parties"]
        and parties[-1]["name"] == "E"
        and [sorted(symbol) for symbol in symbols] == [["high", "low", "name"]]
        and all(_standard(means, Fraction(symbols[0][end])) for end in ("low", "high"))
        and last["functional"] == [["1", "B0=0 E0=0"], ["1", "B0=1 E0=1"]]
    )
    if not fits:
        return f"{name} is about something else"
    return Fraction(symbols[0]["low"]), Fraction(symbols[0]["high"]), last["value"]


def _standard(means: Any, p: Fraction) -> bool:
    """Whether the stated means are all those of the standard protocol."""
    size: Root2 = (Fraction(0), (1 - p) / 2)
    expected: dict[str, Root2] = dict.fromkeys(("A0", "A1", "B0", "B1"), (Fraction(0), Fraction(0)))
    expected |= {"A0 B0": size, "A0 B1": size, "A1 B0": size, "A1 B1": (-size[0], -size[1])}
    stated = {item["functional"][0][1]: number(item["value"], {"p": p}) for item in means}
    return stated == expected and all(item["functional"] == [["1", item["functional"][0][1]]] for item in means)


def corners(name: str) -> list[Fraction] | str:
    """What the level of a polygon gives at least to the adversary at its corners; or why nothing is shown."""
    try:
        data = json.loads((certificates_dir() / "padovan2024" / f"{name}.moments.json").read_bytes())
        found = [{word: Fraction(value) for word, value in values.items()} for values in data]
        return POLYGONS[name].probabilities(found)
    except (OSError, ValueError, ProblemError) as problem:
        return f"{name}: {problem}"


@check
def one_bit_level() -> Finding:
    """At p = 0.019 the level 1+AB gives less than one bit at every theta.

    At p = 0.0186 there is a certificate for more: the level crosses one bit in between, at 1.8e-2, cut off.
    """
    found = corners("level-one-bit")
    if isinstance(found, str):
        return Finding("enclosure", False, found)
    bits = enclose(op("neg", op("log2", min(found)))).high
    holds = bits < 1 and POLYGONS["level-one-bit"].state == State(Fraction("0.019"))
    return Finding("enclosure", holds, f"at most {decimal(bits, 5)} bits at 0.019")


@check
def split_above() -> Finding:
    """At p = 0.0855 the standard protocol is ahead of what the level 1+AB gives at any theta.

    The certificate of the standard protocol is of level 2, so that order 4 gives at least as much. With `split_below`
    the curves of fig. 4 cross between 0.085 and 0.0855: at 8.5e-2, as printed.
    """
    p = Fraction("0.0855")
    found, standard = corners("level-split"), guessed("noise-split-chsh", StandardChsh(State(p)))
    if isinstance(found, str) or isinstance(standard, str):
        return Finding("enclosure", False, f"{found}, {standard}")
    holds = POLYGONS["level-split"].state == State(p) and standard < min(found)
    return Finding("enclosure", holds, f"{decimal(standard, 6)} < {decimal(min(found), 6)} at 0.0855")


FLAT = (("noise-sequences", "0.35", "0.43"), ("noise-flat", "0.43", "0.5"))
"""Certificates at p = 1/100, each for an interval of theta."""

ENDS = (2, 8)
"""The tangents of the polygon up to which, and from which on, the curve is below its flat part."""


@check
def flat() -> Finding:
    """At p = 1/100 theta from 0.35 to 0.5 give at least 1.15 bits, none gives 1.225, those near the ends less than 1.1.

    So a wrong theta costs at most a sixteenth of the bits there. From 0.35 to 0.5 two certificates prove it, whose
    bounds are convex in theta, so that the ends of an interval decide. From above, moments of the level at all theta.
    The figure's other noise levels are not known.
    """
    p, at_most = State(Fraction(1, 100)), corners("level-flat")
    bounds = [_interval(*piece, p) for piece in FLAT]
    problems = [found for found in (at_most, *bounds) if isinstance(found, str)]
    values = [found for found in bounds if isinstance(found, Fraction)]
    polygon = POLYGONS["level-flat"]
    if problems or isinstance(at_most, str) or polygon.state != p:
        return Finding("gap", False, f"{problems}")
    # V_k is between tangents k and k + 1: up to tangent 2 it takes V_0 to V_2, from tangent 8 on those from V_7
    outside = min(*at_most[: ENDS[0] + 1], *at_most[ENDS[1] - 1 :])
    low = enclose(op("neg", op("log2", max(values)))).low
    high, ends = (enclose(op("neg", op("log2", value))).high for value in (min(at_most), outside))
    thetas = [atan(polygon.touching[k]) for k in ENDS]
    holds = low >= Fraction("1.15") and high <= Fraction("1.225") and ends < Fraction("1.1")
    shown = f"at least {decimal(low, 4)} for theta in [0.35, 0.5], nowhere above {decimal(high, 4)}"
    return Finding("gap", holds, f"{shown}, at most {decimal(ends, 4)} outside [{thetas[0]:.3f}, {thetas[1]:.3f}]")


def _interval(name: str, low: str, high: str, state: State) -> Fraction | str:
    """A bound on what is guessed with any theta of an interval within [0, pi/4].

    The bound of a certificate is a + b cos 2 theta + d sin 2 theta. With b and d negative it is a - r cos(2 theta - f)
    with f in (0, pi/2), and so convex for 2 theta in [0, pi/2].
    """
    found = bound(name)
    if isinstance(found, str):
        return found
    z, x = state.visibilities
    slopes = []
    for symbol in ("c", "s"):
        terms = [[c, m.replace(symbol, "").strip()] for c, m in found["poly"] if symbol in m.split()]
        slopes.append(enclosed({"poly": terms}, {"z": (z, z), "x": (x, x)})[1])
    if not _affine(found) or max(slopes) >= 0:
        return f"{name}: the bound is not convex in theta"
    ends = [guessed(name, SequentialChsh(state, Angle(radians=Fraction(theta)))) for theta in (low, high)]
    values = [value for value in ends if isinstance(value, Fraction)]
    return max(values) if len(values) == 2 else f"{name}: {ends}"
