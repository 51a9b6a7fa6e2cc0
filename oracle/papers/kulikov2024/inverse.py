"""The reconstructed output length asked the other way round: the rounds for a length, and the largest bias."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from math import ceil

from oracle.bounds.domains import rational, whole
from oracle.bounds.entries import Bound, Bracket, Formula
from oracle.bounds.output_length import DEFAULTS, LENGTH, MOST_ROUNDS, READINGS, length_formula
from oracle.enclosures import Enclosure, enclose
from oracle.failures import Malformed, Undecided, Usage
from oracle.numbers import Real
from oracle.papers.kulikov2024.source import bias_of, value_of_score
from oracle.proved import proved

STEP = Fraction(1, 10**6)
_WIDTH = Fraction(1, 2**20)
_OPTIONS = {name: text for name, text in DEFAULTS.items() if name in {"reading", "d"}}


def _score(arguments: Mapping[str, Real]) -> Fraction:
    score = rational(arguments, "score")
    if not (score > 2 and score**2 <= 8):
        raise Malformed("out-of-range", f"score = {score} is not above 2 and at most 2*sqrt(2)")
    return score


def _positive_bias(arguments: Mapping[str, Real]) -> Fraction:
    mu = bias_of(arguments)
    if mu == 0:
        raise Malformed("out-of-range", "mu = 0 is no bias of a source that has to be amplified; it lies above 0")
    return mu


def _length(options: Mapping[str, str], n: int, score: Fraction, mu: Fraction, eps: Fraction) -> Formula:
    """The length for isotropic noise; exactly 0 where the inequality is not violated."""
    value = value_of_score(mu, score)
    if not isinstance(value, str) or Fraction(value) <= 0:
        return Formula("0", Fraction(0))
    given: dict[str, Real] = {"n": Fraction(n), "s-mu": Fraction(value), "mu": mu, "eps": eps}
    return length_formula(options, given)


def _enclosed(formula: Formula, width: Fraction = _WIDTH) -> Enclosure:
    return enclose(formula.expression, width, formula.exact)


def _first(low: int, high: int, enough: Callable[[int], bool]) -> int:
    """The number at the step from not enough to enough between two numbers, the second of which is enough."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _pair(value: Fraction, at: Enclosure, beside: Enclosure, what: str) -> Enclosure:
    return replace(at, low=value, high=value, further=((what, proved(beside.certificate)),))


def _rounds(arguments: Mapping[str, Real], options: Mapping[str, str]) -> Bracket:
    score, mu, eps, bits = (
        _score(arguments),
        _positive_bias(arguments),
        rational(arguments, "eps"),
        whole(arguments, "bits", "a number of bits, at least 1"),
    )

    def length(n: int) -> Enclosure:
        return _enclosed(_length(options, n, score, mu, eps))

    def prove(width: Fraction) -> Enclosure:
        if length(MOST_ROUNDS - 1).low < bits:
            raise Undecided("not-proved", f"fewer than {bits} bits come from any number of rounds below 10^15")
        found = _first(1, MOST_ROUNDS - 1, lambda n: length(n).low >= bits)
        return _pair(Fraction(found), length(found), length(found - 1), "one round less")

    return Bracket(prove)


def _bias(arguments: Mapping[str, Real], options: Mapping[str, str]) -> Bracket:
    score, eps, n = (
        _score(arguments),
        rational(arguments, "eps"),
        whole(arguments, "n", "a number of rounds, at least 1", most=MOST_ROUNDS - 1),
    )

    def length(steps: int) -> Enclosure:
        return _enclosed(_length(options, n, score, steps * STEP, eps))

    def prove(width: Fraction) -> Enclosure:
        if length(1).low <= 0:
            raise Undecided("not-proved", f"at this score {n} rounds give nothing at a bias of {STEP}")
        top = ceil(Fraction(1, 10) / STEP)
        beyond = _first(1, top, lambda steps: length(steps).low <= 0)
        return _pair((beyond - 1) * STEP, length(beyond - 1), length(beyond), "one millionth more")

    return Bracket(prove)


def _chosen(options: Mapping[str, str]) -> Mapping[str, str]:
    if options.get("reading", "printed") not in READINGS:
        raise Usage("unknown-argument", f"reading={options['reading'][:40]!a} is none of {', '.join(READINGS)}")
    return options


_SCORE = "CHSH value of isotropic noise, above 2 and at most 2*sqrt(2)"
_ISOTROPIC = "the four correlators are equal but for the sign, the marginals and the inputs uniform"

ROUNDS: Bound = Bound(
    name="amplification.rounds",
    arguments={"score": _SCORE, "mu": "bias of the source, above 0 and below 1/2", "eps": "error of the output",
               "bits": "length of the output that is wanted"},
    unit="rounds",
    safe_side="high",
    formula="least n with amplification.length(n, mdl.value(mu, score), mu, eps) >= bits",
    says="Rounds that the reconstructed length formula needs; proved are the length at n and that it is less at n - 1.",
    assumptions=(*LENGTH.assumptions, _ISOTROPIC),
    source="kulikov2024, figure 2",
    evaluate=lambda arguments: _rounds(arguments, {}),
    options=_OPTIONS,
    choose=lambda options: replace(ROUNDS, evaluate=lambda arguments: _rounds(arguments, _chosen(options))),
)  # fmt: skip

LARGEST: Bound = Bound(
    name="amplification.largest-bias",
    arguments={"score": _SCORE, "n": "trials", "eps": "error of the output"},
    unit="bias",
    safe_side="low",
    formula="largest multiple of 10^-6 below 1/10 at which amplification.length is positive",
    says=(
        "Bias of the source up to which the reconstructed length formula gives any bits; proved are that it is "
        "positive there and that it is not one millionth further."
    ),
    assumptions=(*LENGTH.assumptions, _ISOTROPIC),
    source="kulikov2024, figure 2 and the text before it",
    evaluate=lambda arguments: _bias(arguments, {}),
    options=_OPTIONS,
    choose=lambda options: replace(LARGEST, evaluate=lambda arguments: _bias(arguments, _chosen(options))),
)  # fmt: skip
