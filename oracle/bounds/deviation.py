"""How far an estimate from n rounds may exceed the mean CHSH value of the rounds."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from oracle.bounds.entries import Bound, Formula
from oracle.failures import Limit, Malformed
from oracle.numbers import Expression, Real, compare, expression, number_text

MAX_ROUNDS = 10**18


def deviation_expression(rounds: int, delta: Fraction, scale: Expression) -> Expression:
    """The expression scale * sqrt(2 ln(1/delta) / n), for delta in (0, 1)."""
    inside: Expression = {"div": [{"mul": ["2", {"ln": [str(1 / delta)]}]}, str(rounds)]}
    return {"mul": [scale, {"sqrt": [inside]}]}


def azuma_scale(q: Fraction, iq: Real) -> Expression:
    """1/q + Iq, the range of the martingale's increments that (11) uses."""
    if isinstance(iq, Fraction):
        return str(1 / q + iq)
    return {"add": [str(1 / q), expression(iq)]}


def _rational(arguments: Mapping[str, Real], name: str) -> Fraction:
    value = arguments[name]
    if not isinstance(value, Fraction):
        raise Malformed("wrong-number", f"{name} = {number_text(value)} is not rational")
    return value


def read_confidence(value: Real) -> Fraction:
    """The failure probability delta = 1 - confidence, in (0, 1)."""
    if not isinstance(value, Fraction):
        raise Malformed("wrong-number", f"the confidence {number_text(value)} is not rational")
    if not 0 < value < 1:
        raise Malformed("out-of-range", f"the confidence {number_text(value)} is not strictly between 0 and 1")
    return 1 - value


def _azuma(arguments: Mapping[str, Real]) -> Formula:
    n, q, iq = _rational(arguments, "n"), _rational(arguments, "q"), arguments["iq"]
    delta = read_confidence(arguments["confidence"])
    if n.denominator != 1 or n < 1:
        raise Malformed("out-of-range", f"n = {n} is not a positive number of rounds")
    if n > MAX_ROUNDS:
        raise Limit("size", f"n is above the limit of {MAX_ROUNDS} rounds")
    if not 0 < q <= 1:
        raise Malformed("out-of-range", f"q = {q} is not a probability above 0")
    if compare(iq, Fraction(0)) < 0:
        raise Malformed("out-of-range", f"iq = {number_text(iq)} is negative")
    return Formula(deviation_expression(n.numerator, delta, azuma_scale(q, iq)))


AZUMA = Bound(
    name="azuma.deviation",
    arguments={
        "n": "number of rounds, a positive integer",
        "confidence": "1 - delta, strictly between 0 and 1",
        "q": "smallest declared probability of a setting pair, in (0, 1]",
        "iq": "largest CHSH value of the set: 2*sqrt(2) under quantum theory, 4 under no-signalling",
    },
    unit="CHSH value",
    safe_side="high",
    formula="(1/q + iq) * sqrt(2 ln(1/delta) / n), delta = 1 - confidence",
    says=(
        "With probability at most delta the estimate from the declared input distribution exceeds the mean of the "
        "rounds' CHSH values (each given its past) by this much or more."
    ),
    assumptions=(
        "each round's inputs have the declared distribution given the past and the adversary's information",
        "no independence of rounds: devices may have memory",
        "every round's CHSH value is at most iq in absolute value, so iq must be that of the set the claim is about",
    ),
    source="pironio2010, equations (10) and (11)",
    evaluate=_azuma,
)
