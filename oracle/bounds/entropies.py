"""Von Neumann entropies against the CHSH value, and what many rounds of them are worth against a quantum adversary."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial
from importlib.resources import files
from math import isqrt

from oracle.bounds.entries import Bound, Bracket, Formula
from oracle.enclosures import Enclosure
from oracle.failures import Malformed, Usage
from oracle.numbers import Expression, Real, compare, number_text, square, square_root
from oracle.proved import proved
from proofs.search.entropies.accumulate import THEOREMS, Run, accumulated
from proofs.search.entropies.uncertainty_line import Tangent
from proofs.search.language.write import canonical_bytes, certificate_bytes

_MAXIMUM = square_root(Fraction(8))
_CLIPPED = "below 2 the devices may be local and the bound is 0"
QUANTUM = "quantum behaviours of finite dimension; the adversary holds quantum side information and knows the inputs"
ONE_ROUND = "one round; the score is the expected CHSH value of the round, not an estimate from data"
MOST_ROUNDS = 10**15


def read_score(arguments: Mapping[str, Real]) -> Real:
    """The argument `score`, refused above the quantum maximum."""
    score = arguments["score"]
    if compare(score, _MAXIMUM) > 0:
        raise Malformed("out-of-range", f"score {number_text(score)} is above 2*sqrt(2), the quantum maximum")
    return score


def near_score(score: Real) -> Fraction:
    """A rational at most a little below the score, or 2 where it is less."""
    if isinstance(score, Fraction):
        return score
    if compare(score, Fraction(2)) <= 0:
        return Fraction(2)
    return root_below(square(score))


def root_below(squared: Fraction) -> Fraction:
    """A rational at most a little below the root."""
    return Fraction(isqrt(int(squared * 4**60)), 2**60)


def curve(squared: Expression) -> Expression:
    """((1 + c) log2(1 + c) + (1 - c) log2(1 - c))/2 with c = sqrt(squared/4 - 1)."""
    c: Expression = {"sqrt": [{"sub": [{"div": [squared, "4"]}, "1"]}]}
    above: Expression = {"add": ["1", c]}
    below: Expression = {"sub": ["1", c]}
    products: list[Expression] = [{"mul": [x, {"log2": [x]}]} for x in (above, below)]
    return {"div": [{"add": products}, "2"]}


def _local(arguments: Mapping[str, Real]) -> Formula:
    score = read_score(arguments)
    if compare(score, Fraction(2)) <= 0:
        return Formula("0", Fraction(0), _CLIPPED)
    squared = square(score)
    theorem = certificate_bytes(*Tangent.at(near_score(score)).certificate(["A0"]))
    if squared == 8:
        return Formula("1", Fraction(1), "the curve ends at 1 bit", theorem)
    return Formula(curve(str(squared)), None, "the certificate beside it is a tangent, valid for all scores", theorem)


@cache
def _lines() -> tuple[tuple[Fraction, Fraction, bytes], ...]:
    """Constant, slope and bytes of the certified lines below H(AB | E)."""
    found = []
    for document in json.loads(files("proofs.search.entropies").joinpath("pairs.json").read_bytes()):
        terms = {word: Fraction(c) for c, word in document["statement"]["functional"]}
        found.append((terms[""], terms["A0 B0"], canonical_bytes(document)))
    return tuple(found)


def _global(arguments: Mapping[str, Real]) -> Bracket:
    score = near_score(read_score(arguments))

    def prove(width: Fraction) -> Enclosure:
        line = Tangent.at(score)
        own = (line.constant, line.slope, certificate_bytes(*line.certificate(["A0"])))
        constant, slope, data = max((own, *_lines()), key=lambda entry: entry[0] + entry[1] * score)
        value = max(Fraction(0), constant + slope * score)
        found = proved(data)
        return Enclosure(value, value, found.text, found.assumptions, found.sha256, found.data)

    return Bracket(prove, remark="the value of the best certified line; the entropy of the worst devices may be larger")


def _rounds(value: Real) -> int:
    if not isinstance(value, Fraction) or value.denominator != 1 or not 1 <= value <= MOST_ROUNDS:
        raise Malformed("out-of-range", f"n = {number_text(value)} is no number of rounds from 1 to 10^15")
    return int(value)


def _error(name: str, value: Real) -> Fraction:
    if not isinstance(value, Fraction) or not 0 < value < 1:
        raise Malformed("out-of-range", f"{name} = {number_text(value)} does not lie strictly between 0 and 1")
    return value


def _accumulated(theorem: str, arguments: Mapping[str, Real]) -> Bracket:
    run = Run(
        _rounds(arguments["n"]), near_score(read_score(arguments)), smoothing=_error("eps-s", arguments["eps-s"]),
        acceptance=_error("eps-ea", arguments["eps-ea"]),
    )  # fmt: skip

    def prove(width: Fraction) -> Enclosure:
        lifted = accumulated(run, theorem)
        found, bits = proved(lifted.data), Fraction(lifted.bits)
        return Enclosure(bits, bits, found.text, found.assumptions, found.sha256, found.data)

    return Bracket(prove, remark=f"theorem: {theorem}; tangent and beta are the best that a search found")


def _choose(chosen: Mapping[str, str]) -> Bound:
    theorem = chosen["theorem"]
    if theorem not in THEOREMS:
        raise Usage("unknown-argument", f"theorem={theorem[:40]!a} is none of {', '.join(THEOREMS)}")
    return replace(ACCUMULATED, evaluate=partial(_accumulated, theorem))


LOCAL_ENTROPY = Bound(
    name="chsh.entropy.local",
    arguments={"score": "CHSH value, at most 2*sqrt(2); below 2 the bound is 0"},
    unit="bits",
    safe_side="low",
    formula="((1 + c) log2(1 + c) + (1 - c) log2(1 - c))/2, c = sqrt(score^2/4 - 1)",
    says=(
        "Lower bound on the von Neumann entropy of one outcome given its setting and quantum side information, for "
        "every quantum behaviour with this CHSH value; it is attained."
    ),
    assumptions=(QUANTUM, ONE_ROUND),
    source="Pironio et al., New J. Phys. 11, 045021 (2009); proved here by rule uncertainty",
    evaluate=_local,
)

GLOBAL_ENTROPY = Bound(
    name="chsh.entropy.global",
    arguments={"score": "CHSH value, at most 2*sqrt(2); below 2 the bound is 0"},
    unit="bits",
    safe_side="low",
    formula="the best of some certified lines constant + slope score",
    says=(
        "Certified lower bound on the von Neumann entropy of both outcomes at the setting 00 given quantum side "
        "information, for every quantum behaviour with this CHSH value."
    ),
    assumptions=(QUANTUM, ONE_ROUND),
    source="method of Brown, Fawzi and Fawzi, arXiv:2106.13692; certified here by rule quadrature",
    evaluate=_global,
)

ACCUMULATED = Bound(
    name="accumulation.bits",
    arguments={
        "n": "rounds, an integer",
        "score": "threshold of the estimated CHSH value, declared before the run",
        "eps-s": "smoothing, between 0 and 1",
        "eps-ea": "probability of acceptance below which nothing is claimed, between 0 and 1",
    },
    unit="bits",
    safe_side="low",
    formula="n (constant + slope score) - R, R the loss of the theorem",
    says=(
        "Smooth min-entropy of the outputs of n CHSH rounds with uniform inputs, all tested, given inputs and quantum "
        "side information, of runs that are accepted; the theorem that gives it is an assumption."
    ),
    assumptions=(QUANTUM, "the entropy accumulation theorem that is named, its hypotheses, and fresh uniform inputs"),
    source="arXiv:1607.01796, arXiv:1805.11652, arXiv:2203.04989",
    evaluate=partial(_accumulated, "improved"),
    options={"theorem": f"one of {', '.join(THEOREMS)}; improved where nothing is said"},
    choose=_choose,
)
