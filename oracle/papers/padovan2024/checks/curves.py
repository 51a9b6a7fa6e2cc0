"""Figures 3 and 4 for whole intervals of p and theta.

A certificate bounds the guessing probability by a polynomial in the parameters of the protocol, which is affine in p;
an adversary who mixes two strategies guesses with a probability that is affine in p. So two values of p decide an
interval. That a level gives no more at any theta is shown by moments at the corners of a polygon around the
circle of (cos 2 theta, sin 2 theta), see `oracle.papers.padovan2024.noise.polygon`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import Any

from oracle.failures import CommandFailure
from oracle.ledger.arithmetic import decimal, enclose, op
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.padovan2024.checks.noise import bound, guessed
from oracle.papers.padovan2024.definitions import Root2, number
from oracle.papers.padovan2024.noise.shipped import POLYGONS
from oracle.papers.padovan2024.noise.tangents import enclosed
from oracle.proved import proved
from oracle.resources import certificates_dir
from proofs.search.language.angles import Angle
from proofs.search.language.failure import Failure, Kind
from proofs.search.sequences.devices import TWO_PARTIES, SequentialChsh, StandardChsh, State

AHEAD = (("noise-sequences", "standard-guessed-low"), ("noise-split", "standard-guessed-high"))
"""A certificate of the sequential protocol, and an adversary of the standard one, for each interval of p."""

AFFINE = {"", "c", "z", "x", "z c", "x s"}
"""Monomials of degree at most 1 in the visibilities, which are both 1 - p."""


@check
def split_below(below: str) -> Finding:
    """For every p up to the printed one the sequential protocol at theta = pi/8 beats the standard one, at any level.

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
    return Finding("proof", ends[-1] == Fraction(below), "; ".join(shown))


def _affine(coefficient: Any) -> bool:
    """Whether the bound of a certificate is affine in p at every theta."""
    return isinstance(coefficient, dict) and {monomial for _, monomial in coefficient["poly"]} <= AFFINE


def _strategy(name: str) -> tuple[Fraction, Fraction, Any] | str:
    """The interval of p of an adversary of the standard protocol, and what she guesses; or why there is none.

    The kernel proves her certificate here and now; all that it states is affine in p, and the means are compared with
    the protocol's, (1 - p)/sqrt 2 and 0, at both ends.
    """
    try:
        found = proved((certificates_dir() / "padovan2024" / f"{name}.cert.json").read_bytes()).statement
    except (OSError, CommandFailure) as failure:
        return f"{name}: {failure}"
    *means, last = found["values"]
    symbols, parties = found["symbols"], found["scenario"]["parties"]
    fits = (
        found["set"] == "quantum-tensor"
        and not found.keys() & {"hypotheses", "conditions"}
        and parties[:-1] == TWO_PARTIES.json()["parties"]
        and parties[-1]["name"] == "E"
        and [sorted(symbol) for symbol in symbols] == [["high", "low", "name"]]
        and all(_degree(value["value"]) <= 1 for value in found["values"])
        and all(_standard(means, Fraction(symbols[0][end])) for end in ("low", "high"))
        and last["functional"] == [["1", "B0=0 E0=0"], ["1", "B0=1 E0=1"]]
    )
    if not fits:
        return f"{name} is about something else"
    return Fraction(symbols[0]["low"]), Fraction(symbols[0]["high"]), last["value"]


def _degree(coefficient: Any) -> int:
    """Of a coefficient in p, the only symbol."""
    monomials = [monomial for _, monomial in coefficient["poly"]] if isinstance(coefficient, dict) else []
    return max((int(monomial.partition("^")[2] or 1) for monomial in monomials if monomial), default=0)


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
    except (OSError, ValueError, Failure) as problem:
        return f"{name}: {problem}"


@check
def one_bit_level(high: str) -> Finding:
    """At the upper p the level 1+AB gives less than one bit at every theta.

    At p = 0.0186 there is a certificate for more: the level crosses one bit in between, at 1.8e-2, cut off.
    """
    found = corners("level-one-bit")
    if isinstance(found, str):
        return Finding("enclosure", False, found)
    bits = enclose(op("neg", op("log2", min(found)))).high
    holds = bits < 1 and POLYGONS["level-one-bit"].state == State(Fraction(high))
    return Finding("enclosure", holds, f"at most {decimal(bits, 5)} bits at 0.019")


@check
def split_above(above: str) -> Finding:
    """At the printed p the standard protocol is ahead of what the level 1+AB gives at any theta.

    The certificate of the standard protocol is of level 2, so that order 4 gives at least as much. With `split_below`
    the curves of fig. 4 cross between 0.085 and 0.0855: at 8.5e-2, as printed.
    """
    p = Fraction(above)
    found, standard = corners("level-split"), guessed("noise-split-chsh", StandardChsh(State(p)))
    if isinstance(found, str) or isinstance(standard, str):
        return Finding("enclosure", False, f"{found}, {standard}")
    holds = POLYGONS["level-split"].state == State(p) and standard < min(found)
    return Finding("enclosure", holds, f"{decimal(standard, 6)} < {decimal(min(found), 6)} at 0.0855")


PIECES = (
    ("noise-sequences", ("0.01", "0.019"), ("0.35", "0.43")),
    ("noise-flat", ("0.01", "0.0165"), ("0.43", "0.5")),
    ("noise-one-bit", ("0.0165", "0.019"), ("0.43", "0.5")),
)
"""Certificates, each for an interval of p and one of theta; together 0.01 to 0.019 and 0.35 to 0.5."""

NOISE = (Fraction("0.01"), Fraction("0.019"))
FLAT = (Fraction("0.35"), Fraction("0.5"))
"""The intervals of p and of theta."""

BELOW = ("level-flat", "level-one-bit")
"""Moments at 0.01 and at 0.019; between them mixtures."""

LOSS = 12
"""The loss of bits is at most one over this: no guess is 2^(1/12) times as likely as at the best theta."""

FAR = ("0.21", "0.611")
"""Thetas beyond which fewer bits are left than at 0.41."""


@check
def flat(low: str, high: str, start: str, to: str, loss: str, below: str, above: str) -> Finding:
    """For p from 0.01 to 0.019, theta from 0.35 to 0.5 costs at most 1/12 bit; near the ends there are fewer bits.

    The level's best theta has at most the bits of the polygons' corners, at p between 0.01 and 0.019 of a mixture of
    the two; certificates bound what is guessed at other theta. For one p their bounds are convex in theta, for one
    theta they are affine in p, as the mixture is: the corners of a rectangle decide. Below 0.21 and above 0.611 the
    mixture guesses more than the certificate allows at 0.41. Smaller p are not judged, nor are those of the figure
    known.
    """
    printed = [tuple(map(Fraction, pair)) for pair in ((low, high), (start, to), (below, above))]
    holds = printed == [NOISE, FLAT, tuple(map(Fraction, FAR))] and Fraction(loss) == Fraction(1, LOSS)
    found, detail = _flat()
    return Finding("gap", holds and found, detail)


@lru_cache(maxsize=1)
def _flat() -> tuple[bool, str]:
    """Whether the curves are flat as `flat` says, and the figures."""
    at = [corners(name) for name in BELOW]
    ends = [POLYGONS[name].state.p for name in BELOW]
    found = [values for values in at if isinstance(values, list)]
    if len(found) < 2 or ends != list(NOISE):
        return False, f"{at}"
    least = {p: min(values) for p, values in zip(ends, found, strict=True)}
    far = {p: _beyond(name, values) for p, name, values in zip(ends, BELOW, found, strict=True)}
    try:
        holds = all(_near(piece, least) for piece in PIECES) and _covers()
        middle = {p: _guess("noise-one-bit", p, "0.41") for p in ends}
    except Failure as problem:
        return False, str(problem)
    holds = holds and all(middle[p] < far[p] for p in ends)
    bits = [enclose(op("neg", op("log2", value))).high for value in least.values()]
    shown = ", ".join(f"{decimal(value, 4)} at {p}" for value, p in zip(bits, ("0.01", "0.019"), strict=True))
    return holds, f"at most {shown}; at most 1/{LOSS} bit less for theta in [0.35, 0.5]; smaller p not judged"


def _guess(name: str, p: Fraction, theta: str) -> Fraction:
    found = guessed(name, SequentialChsh(State(p), Angle(radians=Fraction(theta))))
    if isinstance(found, str):
        raise Failure(Kind.NO_ANSWER, "", "{reason}", reason=found)
    return found


def _near(piece: tuple[str, tuple[str, str], tuple[str, str]], least: Mapping[Fraction, Fraction]) -> bool:
    """Whether a certificate loses at most 1/12 bit for all p and theta of its rectangle, within [0, pi/4].

    For one p its bound is a + b cos 2 theta + d sin 2 theta. With b and d negative it is a - r cos(2 theta - f) with f
    in (0, pi/2), convex for 2 theta in [0, pi/2].
    """
    name, ps, thetas = piece
    coefficient = bound(name)
    if isinstance(coefficient, str) or not _affine(coefficient):
        raise Failure(Kind.NO_ANSWER, "", "{name}: {coefficient}", name=name, coefficient=coefficient)
    (first, low), (last, high) = least.items()
    for p in map(Fraction, ps):
        for symbol in ("c", "s"):
            terms = [[c, m.replace(symbol, "").strip()] for c, m in coefficient["poly"] if symbol in m.split()]
            if enclosed({"poly": terms}, {"z": (1 - p, 1 - p), "x": (1 - p, 1 - p)})[1] >= 0:
                return False
        mixed = ((last - p) * low + (p - first) * high) / (last - first)
        if any(_guess(name, p, theta) ** LOSS > 2 * mixed**LOSS for theta in thetas):
            return False
    return True


def _covers() -> bool:
    """Whether the rectangles fill [0.01, 0.019] x [0.35, 0.5]: their sides meet, none overlap, the areas add up."""
    sides = [tuple(Fraction(x) for pair in piece[1:] for x in pair) for piece in PIECES]
    area = sum(((b - a) * (d - c) for a, b, c, d in sides), Fraction(0))
    apart = all(
        min(one[1], two[1]) <= max(one[0], two[0]) or min(one[3], two[3]) <= max(one[2], two[2])
        for one, two in combinations(sides, 2)
    )
    inside = all(a >= NOISE[0] and b <= NOISE[1] for a, b, _, _ in sides)
    inside = inside and all(c >= FLAT[0] and d <= FLAT[1] for _, _, c, d in sides)
    return apart and inside and area == (NOISE[1] - NOISE[0]) * (FLAT[1] - FLAT[0])


def _beyond(name: str, values: Sequence[Fraction]) -> Fraction:
    """The least guess at theta below or above `FAR`.

    V_k is between the tangents k and k + 1: up to tangent i it takes V_0 to V_i, from tangent j on those from V_(j-1).
    """
    touching = POLYGONS[name].touching
    low, high = (Angle(radians=Fraction(theta)) for theta in FAR)
    i = next(k for k, t in enumerate(touching) if t >= low.sine[1] / low.cosine[0])
    j = max(k for k, t in enumerate(touching) if t <= high.sine[0] / high.cosine[1])
    return min(*values[: i + 1], *values[j - 1 :])
