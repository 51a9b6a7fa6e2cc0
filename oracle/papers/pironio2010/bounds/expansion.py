"""Expansion: what the outputs of n rounds yield beside what their inputs cost (Figure 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, exp, log, log2, sqrt

from oracle.bounds.chsh import analytic_of_square, no_signalling_expression
from oracle.bounds.deviation import azuma_scale
from oracle.bounds.domains import MAX_ROUNDS, between, chosen, rational, read_confidence, whole
from oracle.bounds.entries import Bound, Bracket, Formula
from oracle.enclosures import Enclosure, enclose
from oracle.failures import Limit, Malformed, Undecided
from oracle.numbers import Expression, Real, square_root
from oracle.proved import proved

CURVES = ("tight", "analytic", "no-signalling")
DEVIATIONS = ("azuma", "width8")
INPUTS = ("rare", "product")
YIELDS = ("net", "output")
_BITS = 40


@dataclass(frozen=True)
class Run:
    """n rounds with a score, and how they are judged.

    Attributes:
        rounds: how many.
        score: the estimate, or the threshold that it passes.
        delta: of the deviation.
        q: smallest probability of a pair of inputs, an expression.
        curve, deviation, inputs: of `CURVES`, `DEVIATIONS`, `INPUTS`.
    """

    rounds: int
    score: Fraction
    delta: Fraction
    q: Expression
    curve: str = "tight"
    deviation: str = "azuma"
    inputs: str = "rare"

    def reached(self) -> Expression:
        """The score less the deviation, at least 2."""
        most = Fraction(4) if self.curve == "no-signalling" else square_root(Fraction(8))
        if isinstance(self.q, str):
            scale: Expression = (
                azuma_scale(Fraction(self.q), most) if self.deviation == "azuma" else str(1 / Fraction(self.q))
            )
        else:
            scale = {"div": ["1", self.q]}
            if self.deviation == "azuma":
                scale = {"add": [scale, "4" if self.curve == "no-signalling" else {"sqrt": ["8"]}]}
        inside: Expression = {"div": [{"mul": ["2", {"ln": [str(1 / self.delta)]}]}, str(self.rounds)]}
        return {"max": [{"sub": [str(self.score), {"mul": [scale, {"sqrt": [inside]}]}]}, "2"]}

    def output(self) -> Expression:
        """Bits of min-entropy of the outputs of one round."""
        reached = self.reached()
        if self.curve == "analytic":
            return analytic_of_square({"min": [{"pow": [reached, "2"]}, "8"]})
        if self.curve == "no-signalling":
            return no_signalling_expression({"min": [reached, "4"]})
        constant, slope = _tangent(enclose(reached, Fraction(1, 1 << _BITS)).low)
        clipped: Expression = {"min": [reached, {"sqrt": ["8"]}]}
        guess: Expression = {"sub": [str(constant), {"mul": [str(slope), clipped]}]}
        return {"max": [{"neg": [{"log2": [guess]}]}, "0"]}

    def input(self) -> Expression:
        """Entropy of the inputs of one round: three pairs with probability q, or two inputs that are rarely 1."""
        if self.inputs == "rare":
            rest: Expression = {"sub": ["1", {"mul": ["3", self.q]}]}
            if self.q == "1/4":
                return "2"
            rare: Expression = {"mul": [{"mul": ["3", self.q]}, {"log2": [self.q]}]}
            return {"neg": [{"add": [rare, {"mul": [rest, {"log2": [rest]}]}]}]}
        one: Expression = {"sqrt": [self.q]}  # of each party, so that both together have probability q
        other: Expression = {"sub": ["1", one]}
        terms: Expression = {"add": [{"mul": [one, {"log2": [one]}]}, {"mul": [other, {"log2": [other]}]}]}
        return {"neg": [{"mul": ["2", terms]}]}

    def net(self) -> Expression:
        """Bits gained in all rounds, negative where the inputs cost more."""
        return {"mul": [str(self.rounds), {"sub": [self.output(), self.input()]}]}


def _tangent(score: Fraction) -> tuple[Fraction, Fraction]:
    """Constant and slope of a proved tangent of the tight curve near the score."""
    from proofs.search.chsh import tight

    if score <= 2:
        return Fraction(3, 2), Fraction(1, 4)
    at = tight.Curve.at(tight.parameter(min(score, Fraction(28284, 10000)), _BITS))
    return at.constant, at.slope


def _options(options: Mapping[str, str]) -> dict[str, str]:
    return {
        "curve": chosen(options, "curve", CURVES),
        "deviation": chosen(options, "deviation", DEVIATIONS),
        "inputs": chosen(options, "inputs", INPUTS),
    }


def _score(arguments: Mapping[str, Real], name: str) -> Fraction:
    score = rational(arguments, name)
    if not -4 <= score <= 4:
        raise Malformed("out-of-range", f"{name} = {score} is outside of [-4, 4]")
    return score


def _run(arguments: Mapping[str, Real], options: Mapping[str, str], score: str = "score") -> Run:
    q = rational(arguments, "q")
    if not 0 < q <= Fraction(1, 4):
        raise Malformed("out-of-range", f"q = {q} is no smallest probability of four, above 0 and at most 1/4")
    n = whole(arguments, "n", "a positive number of rounds")
    return Run(n, _score(arguments, score), read_confidence(arguments["confidence"]), str(q), **_options(options))


def _net(arguments: Mapping[str, Real], options: Mapping[str, str]) -> Formula:
    return Formula(_run(arguments, options).net())


def _error(arguments: Mapping[str, Real], options: Mapping[str, str]) -> Formula:
    run = _run(arguments, options, "threshold")
    m = whole(arguments, "length", "a number of bits", least=0)
    left: Expression = {"sub": [{"mul": [str(run.rounds), run.output()]}, str(m)]}
    root: Expression = {"exp": [{"mul": [{"neg": [{"div": [left, "2"]}]}, {"ln": ["2"]}]}]}
    bounded: Expression = {"add": [str(run.delta), {"div": [{"min": [root, "2"]}, "2"]}]}
    if enclose(left, Fraction(1, 1 << 20)).high < 0:
        return Formula("1", Fraction(1), "fewer bits are certified than are extracted")
    return Formula({"min": [bounded, "1"]})


def _rate(n: int, score: float, delta: float, alpha: float, options: Mapping[str, str], what: str) -> float:
    """About the bits of a round; only the search uses it."""
    q = min(0.25, alpha / sqrt(n))
    most = 4 if options["curve"] == "no-signalling" else sqrt(8)
    eps = (1 / q + (most if options["deviation"] == "azuma" else 0)) * sqrt(-2 * log(delta) / n)
    reached = min(max(score - eps, 2.0), most)
    if options["curve"] == "analytic":
        bits = 1 - log2(1 + sqrt(max(0.0, 2 - reached**2 / 4)))
    elif options["curve"] == "no-signalling":
        bits = -log2(1.5 - reached / 4)
    else:
        constant, slope = map(float, _tangent(Fraction(reached)))
        bits = max(0.0, -log2(constant - slope * reached)) if reached > 2 else 0.0
    if what == "output":
        return bits
    if options["inputs"] == "rare":
        return bits + 3 * q * log2(q) + ((1 - 3 * q) * log2(1 - 3 * q) if q < 0.25 else 0.25 * log2(0.25))
    one = sqrt(q)
    return bits + 2 * (one * log2(one) + (1 - one) * log2(1 - one))


def _break_even(arguments: Mapping[str, Real], options: Mapping[str, str]) -> Bracket:
    score, delta = _score(arguments, "score"), read_confidence(arguments["confidence"])
    alpha = between(arguments, "alpha", Fraction(0), Fraction(10**9), "a positive number")
    what, how = chosen(options, "yield", YIELDS), _options(options)
    rest = float(score), exp(log(delta.numerator) - log(delta.denominator)), float(alpha), how, what
    # where q = alpha/sqrt(n) is at most 1/4 both the cost and the deviation fall with n
    least = ceil(16 * alpha**2)
    low, high = least, least
    while _rate(high, *rest) <= 0:
        low, high = high, 2 * high
        if high > MAX_ROUNDS:
            raise Undecided("not-proved", f"up to {MAX_ROUNDS} rounds there is no gain at this score")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _rate(middle, *rest) > 0 else (middle, high)

    def gain(n: int) -> Expression:
        run = Run(n, score, delta, {"div": [str(alpha), {"sqrt": [str(n)]}]}, **how)
        return run.net() if what == "net" else {"sub": [run.reached(), "2"]}

    def prove(width: Fraction) -> Enclosure:
        """The first number of rounds with a gain, with the enclosures of it and of the one before."""
        first = high
        for _ in range(64):
            found = enclose(gain(first), Fraction(1, 1 << _BITS))
            if found.low > 0:
                break
            first += 1
        while first > least:
            before = enclose(gain(first - 1), Fraction(1, 1 << _BITS))
            if before.high <= Fraction(1, 1 << 30):
                return replace(
                    found,
                    low=Fraction(first),
                    high=Fraction(first),
                    further=(("one round less", proved(before.certificate)),),
                )
            found, first = before, first - 1
        raise Limit("size", f"there is a gain already at {least} rounds, the fewest with q at most 1/4")

    return Bracket(prove)


_ARGUMENTS = {
    "n": "number of rounds, a positive integer",
    "confidence": "1 - delta, strictly between 0 and 1",
    "q": "smallest probability of a pair of inputs, at most 1/4",
}
_OPTIONS = {
    "curve": f"bits of a round, one of {', '.join(CURVES)}",
    "deviation": f"one of {', '.join(DEVIATIONS)}",
    "inputs": "rare: three pairs with probability q each; product: both parties rarely choose 1, together with q",
}
_ASSUMPTIONS = (
    "given the past and the adversary's information, the inputs of a round have the declared distribution",
    "the adversary holds classical side information and learns all inputs; devices may have memory",
    "an ideal source makes rare inputs from as many uniform bits as their entropy; the extractor's seed is not counted",
)
_SOURCE = "pironio2010, Figure 3, equations (3), (11) and Appendix B, in the corrected form of P11"

EXPANSION: Bound = Bound(
    name="expansion.net",
    arguments={"n": _ARGUMENTS["n"], "score": "estimate of the CHSH value, in [-4, 4]",
               "confidence": _ARGUMENTS["confidence"], "q": _ARGUMENTS["q"]},
    unit="bits",
    safe_side="low",
    formula="n (f(score - eps) - H(inputs)), eps of azuma.deviation or hoeffding.deviation; tight: a tangent for f",
    says=(
        "Bits of min-entropy of the outputs of n rounds, in the bad-event form, less the entropy of their inputs; "
        "negative where the inputs cost more. With q = 1/4 the inputs cost 2 bits a round."
    ),
    assumptions=_ASSUMPTIONS,
    source=_SOURCE,
    evaluate=lambda arguments: _net(arguments, {}),
    options=_OPTIONS,
    choose=lambda options: replace(EXPANSION, evaluate=lambda arguments: _net(arguments, options)),
)  # fmt: skip

ERROR: Bound = Bound(
    name="expansion.error",
    arguments={"n": _ARGUMENTS["n"], "threshold": "J, fixed before the run, which is accepted from there on",
               "length": "bits that are extracted by two-universal hashing",
               "confidence": _ARGUMENTS["confidence"], "q": _ARGUMENTS["q"]},
    unit="probability times trace distance with 1/2",
    safe_side="high",
    formula="min(1, delta + 2^(-(k - length)/2)/2), k = n f(threshold - eps)",
    says=(
        "With a threshold declared before the run: probability of acceptance times the distance of the extracted "
        "string, given the seed and all that the adversary knows, from a uniform and independent one. It is never "
        "divided by the probability of acceptance, which nobody bounds from below."
    ),
    assumptions=(*_ASSUMPTIONS[:2], "the seed of the extractor is uniform and independent of everything",
                 "threshold, n, delta, functional and extractor were fixed before the first round"),
    source="pironio2010, (3) and (12) as corrected (P11); leftover hashing; soundness of the bad-event form",
    evaluate=lambda arguments: _error(arguments, {}),
    options={key: text for key, text in _OPTIONS.items() if key != "inputs"},
    choose=lambda options: replace(ERROR, evaluate=lambda arguments: _error(arguments, options)),
)  # fmt: skip

BREAK_EVEN: Bound = Bound(
    name="expansion.smallest-n",
    arguments={"score": "estimate of the CHSH value, in [-4, 4]", "confidence": _ARGUMENTS["confidence"],
               "alpha": "the smallest probability of a pair of inputs is q = alpha/sqrt(n)"},
    unit="rounds",
    safe_side="high",
    formula="least n >= 16 alpha^2 with n (f(score - eps) - H(inputs)) > 0; with yield=output, with f(score - eps) > 0",
    says=(
        "Fewest rounds from which the outputs yield more bits than the inputs cost, or more than none. From there on "
        "it stays so: with q = alpha/sqrt(n) at most 1/4 both the entropy of the inputs and the deviation fall with n. "
        "Proved are the gain at n and that there is none (but for 2^-30 bits, and with a tangent for f) at n - 1."
    ),
    assumptions=_ASSUMPTIONS,
    source=_SOURCE,
    evaluate=lambda arguments: _break_even(arguments, {}),
    options={**_OPTIONS, "yield": "net or output"},
    choose=lambda options: replace(BREAK_EVEN, evaluate=lambda arguments: _break_even(arguments, options)),
)  # fmt: skip
