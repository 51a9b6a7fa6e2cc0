"""How far an estimate from n rounds may exceed the mean CHSH value of the rounds."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from oracle.bounds.domains import positive, rational, read_confidence, whole
from oracle.bounds.entries import Bound, Formula
from oracle.failures import Malformed
from oracle.numbers import Expression, Real, compare, expression, number_text

ROUNDS = "a positive number of rounds"


def deviation_expression(rounds: int, delta: Fraction, scale: Expression) -> Expression:
    """The expression scale * sqrt(2 ln(1/delta) / n), for delta in (0, 1)."""
    inside: Expression = {"div": [{"mul": ["2", {"ln": [str(1 / delta)]}]}, str(rounds)]}
    return {"mul": [scale, {"sqrt": [inside]}]}


def azuma_scale(q: Fraction, iq: Real) -> Expression:
    """1/q + Iq, the range of the martingale's increments that (11) uses."""
    if isinstance(iq, Fraction):
        return str(1 / q + iq)
    return {"add": [str(1 / q), expression(iq)]}


def _azuma(arguments: Mapping[str, Real]) -> Formula:
    n, q, iq = whole(arguments, "n", ROUNDS), rational(arguments, "q"), arguments["iq"]
    delta = read_confidence(arguments["confidence"])
    if not 0 < q <= 1:
        raise Malformed("out-of-range", f"q = {q} is not a probability above 0")
    if compare(iq, Fraction(0)) < 0:
        raise Malformed("out-of-range", f"iq = {number_text(iq)} is negative")
    return Formula(deviation_expression(n, delta, azuma_scale(q, iq)))


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


def _hoeffding(arguments: Mapping[str, Real]) -> Formula:
    n, delta = whole(arguments, "n", ROUNDS), read_confidence(arguments["confidence"])
    return Formula(deviation_expression(n, delta, _half(positive(arguments, "width"))))


def _half(width: Real) -> Expression:
    return {"div": [expression(width), "2"]}


HOEFFDING = Bound(
    name="hoeffding.deviation",
    arguments={
        "n": "number of rounds, a positive integer",
        "confidence": "1 - delta, strictly between 0 and 1",
        "width": "length of the interval in which the estimator of one round lies: 2/q for CHSH, 8 for uniform inputs",
    },
    unit="unit of the estimator",
    safe_side="high",
    formula="width * sqrt(ln(1/delta) / (2 n)), delta = 1 - confidence",
    says=(
        "With probability at most delta the mean of an estimator over the rounds exceeds the mean of its expectations, "
        "each given the past, by this much or more: its range alone matters, not what it estimates."
    ),
    assumptions=(
        "given the past, the estimator of a round lies in an interval of this width that the past determines",
        "no independence of rounds: devices may have memory",
    ),
    source="Hoeffding 1963, theorem 2, and its lemma for martingale differences; the kernel's rule chain, step (3)",
    evaluate=_hoeffding,
)


def _serfling(arguments: Mapping[str, Real]) -> Formula:
    total = whole(arguments, "total", "a positive number of rounds")
    n = whole(arguments, "n", "a positive number of rounds")
    if n > total:
        raise Malformed("out-of-range", f"a sample of {n} is larger than the whole of {total}")
    delta = read_confidence(arguments["confidence"])
    left = Fraction(total - n + 1, total)
    scale: Expression = {"mul": [_half(positive(arguments, "width")), {"sqrt": [str(left)]}]}
    return Formula(deviation_expression(n, delta, scale))


SERFLING = Bound(
    name="serfling.deviation",
    arguments={
        "n": "size of the sample, a positive integer",
        "total": "how many there are, at least n",
        "confidence": "1 - delta, strictly between 0 and 1",
        "width": "largest value minus smallest value: 1 for a frequency",
    },
    unit="unit of the values",
    safe_side="high",
    formula="width * sqrt((1 - (n - 1)/total) ln(1/delta) / (2 n)), delta = 1 - confidence",
    says=(
        "With probability at most delta the mean of a sample drawn without replacement exceeds the mean of the whole "
        "by this much or more, whatever the values are."
    ),
    assumptions=("the sample is uniform among all of its size, drawn independently of the values",),
    source="Serfling 1974, corollary 1.1",
    evaluate=_serfling,
)
