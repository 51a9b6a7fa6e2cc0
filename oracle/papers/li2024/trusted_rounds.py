"""Bits of n rounds from a steering functional, and p-values against local-hidden-state models; memory is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from oracle.bounds.entries import Bound, Bracket, Formula
from oracle.bounds.games import probability
from oracle.failures import Malformed
from oracle.numbers import Expression, number_text

TRUSTED = (
    "T1: the trusted system has the stated dimension, and its measurements are the named ones in every round",
    "T2: settings have the declared distribution given the past; the trusted setting reaches no device before the "
    "round is over, and no untrusted setting reaches the trusted system",
    "T3: every round counts; a lost trusted outcome is an outcome with a known operator",
    "T4: the trusted outcomes stay secret, from the adversary and from devices of later rounds; publishing k symbols "
    "out of a costs k log2 a bits",
    "T5: measurements that differ from the named ones shift the estimator by at most the tolerance",
    "T6: the adversary holds classical side information",
)


def _rational(arguments: Mapping[str, Any], name: str) -> Fraction:
    value = arguments[name]
    if not isinstance(value, Fraction):
        raise Malformed("wrong-number", f"{name} = {number_text(value)} is not rational")
    return value


def _counted(arguments: Mapping[str, Any]) -> tuple[int, Fraction, Fraction]:
    """Rounds, score, and the width of the estimator's range."""
    n, score, low, high = (_rational(arguments, name) for name in ("n", "score", "low", "high"))
    if n.denominator != 1 or n < 1:
        raise Malformed("out-of-range", f"n = {n} is no number of rounds")
    if not low < high or not low <= score <= high:
        raise Malformed("out-of-range", f"the score {score} is not between low = {low} and high = {high}")
    return int(n), score, high - low


def _bits(arguments: Mapping[str, Any]) -> Formula:
    n, score, width = _counted(arguments)
    constant, slope, error = (_rational(arguments, name) for name in ("constant", "slope", "error"))
    tolerance = _rational(arguments, "tolerance")
    if not 0 < error < 1 or slope < 0 or tolerance < 0:
        raise Malformed("out-of-range", "error is in (0, 1), slope and tolerance are not negative")
    deviation: Expression = {
        "mul": [str(width), {"sqrt": [{"div": [{"ln": [str(1 / error)]}, str(2 * n)]}]}],
    }  # fmt: skip
    least: Expression = {"sub": [str(score - tolerance), deviation]}
    probability: Expression = {"min": ["1", {"sub": [str(constant), {"mul": [str(slope), least]}]}]}
    if constant - slope * (score - tolerance) <= 0:
        raise Malformed("out-of-range", "no assemblage has such a score: the guessing bound would not be positive")
    return Formula({"neg": [{"mul": [str(n), {"log2": [probability]}]}]})


def _p_value(arguments: Mapping[str, Any]) -> Bracket:
    n, score, width = _counted(arguments)
    local = _rational(arguments, "local")
    if score <= local:
        return probability("1", Fraction(1))
    return probability({"exp": [str(-2 * n * ((score - local) / width) ** 2)]})


_COUNTED = {
    "n": "number of rounds, a positive integer",
    "score": "mean of the estimator over all rounds",
    "low": "least value of the estimator in a round",
    "high": "largest value of the estimator in a round",
}
BITS = Bound(
    name="steering.rounds.bits",
    arguments={
        **_COUNTED,
        "error": "probability of the bad event, in (0, 1)",
        "constant": "c of a guessing bound c - s <F>, of a steering-guessing certificate",
        "slope": "s of it",
        "tolerance": "T5: what wrong trusted measurements may add to the estimator, 0 for exact ones",
    },
    unit="bit",
    safe_side="low",
    formula="-n log2(min(1, c - s (score - tolerance - (high - low) sqrt(ln(1/error)/(2n)))))",
    says=(
        "Bits h such that, outside of a bad event of probability at most the error, the outcomes of the untrusted "
        "parties in n rounds had probability at most 2^-h given settings and the adversary's information, for a score "
        "of at least this; bad-event form, nothing is conditioned on. Azuma-Hoeffding for the estimator, whose mean "
        "given the past is <F> of the round; c - s <F> bounds every outcome of every setting that is used."
    ),
    assumptions=TRUSTED,
    source="docs/steering.md, many rounds; li2024 has single rounds",
    evaluate=_bits,
)
P_VALUE = Bound(
    name="steering.local-hidden-state.p-value",
    arguments={**_COUNTED, "local": "largest <F> of local-hidden-state models"},
    unit="probability",
    safe_side="high",
    formula="exp(-2 n (score - local)^2/(high - low)^2), 1 for a score of at most local",
    says=(
        "Largest probability with which devices that have a local-hidden-state model in every round, memory included, "
        "reach this score: Azuma-Hoeffding."
    ),
    assumptions=TRUSTED[:3],
    source="docs/steering.md, many rounds",
    evaluate=_p_value,
)
ROUNDS = (BITS, P_VALUE)
