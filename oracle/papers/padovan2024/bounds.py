"""The trade-off between S_theta and S_c in a sequence of two measurements, at one angle."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING, Any

from oracle.bounds.entries import Bound, Bracket
from oracle.enclosures import Enclosure
from oracle.failures import Bug, Malformed, Undecided
from oracle.numbers import Exact, PiMultiple, Surd, TangentAngle, number_text
from oracle.papers.padovan2024.definitions import S1, S2, SC, terms
from oracle.proved import Proved, proved, require_about
from proofs.search.language.angles import Angle

if TYPE_CHECKING:
    from oracle.enclosures import Enclosure

MOST_RADIANS = 100
GUARD = 40  # bits by which cosines and sines are enclosed more closely than the bound
_SCENARIO = {
    "parties": [
        {"name": "A", "inputs": [["0", "2"], ["1", "2"]]},
        {"name": "B", "inputs": [["0", "2"], ["1", "2"], ["00", "2"], ["01", "2"]]},
    ],
    "commuting": [["B0", "B00"], ["B0", "B01"]],
}


def _poly(**symbols: Any) -> dict[str, Any]:
    return {"poly": [[c, name] for name, c in symbols.items()]}


_S_THETA = {
    "": _poly(s=["0", "-1"], c=["0", "-1"]),
    "A0 B0": _poly(c="1"), "A1 B0": _poly(c="1"), "A0 B1": _poly(c="1"), "A1 B1": _poly(c="-1"),
    "A0 B00": _poly(s="1"), "A1 B00": _poly(s="1"), "A0 B01": _poly(s="1"), "A1 B01": _poly(s="-1"),
}  # fmt: skip
"""c (S_1 - sqrt 2) + s (S_2 - sqrt 2), word -> coefficient as the format writes it."""

Interval = tuple[Fraction, Fraction]


def _double_angle(theta: Exact, bits: int) -> tuple[Interval, Interval]:
    """Enclosures of cos 2 theta and sin 2 theta, about 2^-bits wide; points for a rational tangent."""
    if isinstance(theta, TangentAngle):
        t = theta.tangent
        c, s = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
        return (c, c), (s, s)

    if isinstance(theta, Surd):
        raise Malformed(
            "wrong-number", f"theta = {number_text(theta)} is a surd; an angle is a decimal, pi/8 or tan=p/q"
        )
    if isinstance(theta, PiMultiple):
        angle = Angle(turns=2 * theta.coefficient, bits=bits)
    elif abs(theta) > MOST_RADIANS:
        raise Malformed("out-of-range", f"theta is beyond {MOST_RADIANS} radians; reduce it, or write it as p/q*pi")
    else:
        angle = Angle(radians=2 * theta, bits=bits)
    return angle.cosine, angle.sine


def _boundary(arguments: Mapping[str, Any]) -> Bracket:
    eps = arguments["eps"]
    if not isinstance(eps, Fraction):
        raise Malformed("wrong-number", f"eps = {number_text(eps)} is not rational")
    if eps < 0:
        raise Malformed("out-of-range", f"eps = {eps} is negative; <S_c> is at most 2 sqrt 2")
    theta = arguments["theta"]
    _double_angle(theta, GUARD)  # refuses what is not an angle, before anything is proved

    def prove(width: Fraction) -> Enclosure:
        return _prove(*_double_angle(theta, width.denominator.bit_length() + GUARD), eps, width)

    remark = "the low end is attained by an explicit state and measurements, so no better bound exists"
    return Bracket(prove, None, remark)


def _prove(c: Interval, s: Interval, eps: Fraction, width: Fraction) -> Enclosure:
    from oracle.papers.padovan2024.boundary.robust import bracket

    try:
        found = bracket(c, s, eps, width)
    except ArithmeticError as problem:
        raise Undecided("not-proved", f"no bound was found: {problem}") from None
    bound, attained = proved(found.bound), proved(found.attained)
    if eps:
        bits = 8 + width.denominator.bit_length()
        low, high = _least_attained(attained, c, s, eps, bits), _upper_end(bound, c, s, eps)
    else:
        _require_result_1(bound, attained)
        low, high = _around_root_2(found.low, found.high)
    if high - low > width:
        raise Undecided("not-proved", f"the interval found is wider than {width}")
    return Enclosure(low, high, bound.text, bound.assumptions, bound.sha256, bound.data, (("attained", attained),))


def _root_2(bits: int) -> Interval:
    low = isqrt(2 << (2 * bits))
    return Fraction(low, 1 << bits), Fraction(low + 1, 1 << bits)


def _around_root_2(low: Fraction, high: Fraction) -> Interval:
    if low <= 0 or not low * low <= 2 <= high * high:
        raise Bug("not-proved", "the ends do not lie around sqrt 2")
    return low, high


def _require_result_1(bound: Proved, attained: Proved) -> None:
    """Refuse unless sqrt 2 is proved for every angle, and attained at every angle."""
    circle = [{"symbol": "s", "power": "2", "equals": {"poly": [["1", ""], ["-1", "c^2"]]}}]
    require_about(
        bound, kind="bound", set="quantum-commuting", scenario=_SCENARIO, functional=_S_THETA, sense="<=",
        bound=["0", "1"], hypotheses={"maximal": ("=0", _shifted(["0", "-2"]))}, conditions=None, relations=circle,
        symbols=[{"name": "c"}, {"name": "s"}],
    )  # fmt: skip
    require_about(attained, kind="value", set="quantum-tensor", scenario=_SCENARIO, hypotheses={}, conditions=None)
    values = [entry["value"] for entry in attained.statement["values"][:2]]
    if values != [["0", "2"], ["0", "1"]]:
        raise Bug("not-proved", "the proposed model has other values of S_c and S_theta")


def _shifted(constant: Any) -> dict[str, Any]:
    """S_c plus a constant."""
    return {"": constant, **{word: a for word, (a, _) in SC.items()}}


def _upper_end(found: Proved, c: Interval, s: Interval, eps: Fraction) -> Fraction:
    """The proved upper end, for all c and s of the intervals."""
    symbols = [{"name": n, "low": str(ends[0]), "high": str(ends[1])} for n, ends in (("c", c), ("s", s))]
    require_about(
        found, kind="bound", set="quantum-commuting", scenario=_SCENARIO, functional=_S_THETA, sense="<=",
        hypotheses={"nearly": (">=0", _shifted([str(eps), "-2"]))}, symbols=symbols, relations=None, conditions=None,
    )  # fmt: skip
    return Fraction(found.statement["bound"])


def _least_attained(found: Proved, c: Interval, s: Interval, eps: Fraction, bits: int) -> Fraction:
    """The least S_theta, over c and s of the intervals, of a proved model with S_c >= 2 sqrt 2 - eps."""
    require_about(found, kind="value", set="quantum-tensor", scenario=_SCENARIO, hypotheses={}, symbols=None)
    listed = found.statement["values"]
    if [terms(entry["functional"], {}) for entry in listed] != [S1, S2, SC]:
        raise Bug("not-proved", "the proposed model states other values than was asked")
    s1, s2, sc = (Fraction(entry["value"]) for entry in listed)
    # sc >= 2 sqrt 2 - eps, decided exactly
    if sc + eps < 0 or (sc + eps) ** 2 < 8:
        raise Bug("not-proved", "the proposed model has a smaller S_c than was asked for")
    return min(i * (s1 - root) + j * (s2 - root) for i in c for j in s for root in _root_2(bits))


BOUNDARY = Bound(
    name="sequential.boundary",
    arguments={"theta": "angle: radians, p/q*pi, or tan=p/q", "eps": "how far <S_c> is below 2 sqrt 2; rational, >= 0"},
    angles=("theta",),
    unit="CHSH value",
    safe_side="high",
    formula="max <S_theta> under <S_c> >= 2 sqrt 2 - eps",
    says=(
        "Largest mean of S_theta = cos 2theta (S_1 - sqrt 2) + sin 2theta (S_2 - sqrt 2) over all sequential quantum "
        "correlations of Alice, Bob1 and Bob2 whose S_c = (A0 + A1) B00 + (A0 - A1) B1 is at least 2 sqrt 2 - eps: the "
        "best bound of the robust family, with a model that attains it. At eps = 0 it is sqrt 2 at every angle."
    ),
    assumptions=(
        "quantum behaviours (commuting operators) in which B_0 commutes with B_00 and B_01, as after any first "
        "measurement of Bob1; what Bob2 does after Bob1's input 1 is arbitrary",
        "eps bounds the expected value of S_c, it is no estimate from data",
    ),
    source="padovan2024, Result 1, and its continuation to <S_c> < 2 sqrt 2",
    evaluate=_boundary,
)

BOUNDS = (BOUNDARY,)
