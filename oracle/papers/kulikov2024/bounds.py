"""Sources of inputs that may be biased, and the inequality that tests devices with them: exact values and errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from oracle.bounds.deviation import deviation_expression
from oracle.bounds.domains import chosen, numbers, read_confidence, whole
from oracle.bounds.entries import Bound, Bracket, Formula
from oracle.data.any_table import file_of
from oracle.data.chsh_table import read_table
from oracle.enclosures import Enclosure, enclose
from oracle.failures import Malformed, Usage
from oracle.numbers import Expression, Real, compare, expression, number_text
from oracle.papers.kulikov2024.dependent import MAXIMUM
from oracle.papers.kulikov2024.inverse import LARGEST, ROUNDS
from oracle.papers.kulikov2024.source import HALF, bias_of, coefficients, value_of_score
from oracle.proved import Proved, proved

MOST_BITS = 12
Node = tuple[Fraction, Fraction, Fraction]  # values of the two children, and its own
GAINS, LOSSES = (0, 0, 0, 0), ((0, 1, 0, 1), (1, 0, 1, 0), (1, 1, 0, 0))  # x, y, a, b


def _value(options: Mapping[str, str]) -> Formula:
    given = numbers(options, ("mu", "score", "confidence"))
    if "mu" not in given or ("score" in given) == ("counts" in options):
        raise Usage("missing-argument", "mdl.value takes mu=... and one of score=..., counts=FILE")
    mu = bias_of(given)
    low, high = coefficients(mu)
    if "score" in given:
        if "confidence" in given:
            raise Usage("unknown-argument", "a confidence goes with counts")
        score = given["score"]
        if compare(score, Fraction(4)) > 0 or compare(score, Fraction(-4)) < 0:
            raise Malformed("out-of-range", f"score {number_text(score)} is outside of [-4, 4]")
        found = value_of_score(mu, score)
        return Formula(found, Fraction(found) if isinstance(found, str) else None)
    if "confidence" not in given:
        raise Usage("missing-argument", "counts need a confidence, with which the value is at least that")
    delta = read_confidence(given["confidence"])
    table = read_table(file_of(options["counts"]), options["counts"])
    n = table.rounds
    estimate = (low * table.counts[GAINS] - high * sum(table.counts[cell] for cell in LOSSES)) / n
    eps = deviation_expression(n, delta, str((low + high) / 2))
    return Formula({"sub": [str(estimate), eps]}, None, f"the estimate is {estimate}, from {n} rounds")


def _critical(arguments: Mapping[str, Real]) -> Formula:
    score = arguments["score"]
    if not (compare(score, Fraction(-4)) >= 0 and compare(score, Fraction(4)) < 0):
        raise Malformed("out-of-range", f"score = {number_text(score)} is not in [-4, 4)")
    if compare(score, Fraction(2)) <= 0:
        return Formula("0", Fraction(0), "local devices without any bias reach this score")
    above: Expression = {"add": ["4", expression(score)]}
    ratio: Expression = {"sqrt": [{"div": [above, {"mul": ["3", {"sub": ["4", expression(score)]}]}]}]}
    return Formula({"div": [{"sub": [ratio, "1"]}, {"mul": ["2", {"add": [ratio, "1"]}]}]})


def event_extreme(bits: int, bias: Fraction, event: Sequence[str], largest: bool = True) -> Fraction:
    """The largest or smallest probability of a set of strings, over all sources with a bias, by recursion.

    A source is a tree: each bit is 0 with a probability between 1/2 - bias and 1/2 + bias given those before it, so the
    value of a node is the better one of the two extreme mixtures of the values of its children.

    >>> event_extreme(2, Fraction(1, 10), ["00", "11"])
    Fraction(3, 5)
    """
    return _node("", bits, bias, frozenset(event), largest, {})


def _node(
    prefix: str,
    bits: int,
    bias: Fraction,
    event: frozenset[str],
    largest: bool,
    seen: dict[str, Node],
) -> Fraction:
    if len(prefix) == bits:
        return Fraction(prefix in event)
    zero, one = (_node(prefix + bit, bits, bias, event, largest, seen) for bit in "01")
    ends = [(HALF + s * bias) * zero + (HALF - s * bias) * one for s in (1, -1)]
    value = max(ends) if largest else min(ends)
    seen[prefix] = zero, one, value
    return value


def _step(zero: Fraction, one: Fraction, value: Fraction, bias: Fraction, largest: bool) -> Enclosure:
    """The certificate of one node of the recursion."""
    mixtures: list[Expression] = [
        {"add": [{"mul": [str(HALF + s * bias), str(zero)]}, {"mul": [str(HALF - s * bias), str(one)]}]}
        for s in (1, -1)
    ]
    return enclose({"max" if largest else "min": mixtures}, Fraction(1), value)


def _event(arguments: Mapping[str, Real], options: Mapping[str, str]) -> Bracket:
    bits = whole(arguments, "bits", "a number of bits", most=MOST_BITS)
    bias = bias_of(arguments, "bias")
    event = options.get("event", "").split(",")
    if any(len(word) != bits or set(word) - set("01") for word in event) or len(set(event)) < len(event):
        raise Malformed("out-of-range", f"event=... lists different strings of {bits} bits, such as {'0' * bits}")
    largest = chosen(options, "sense", ("max", "min")) == "max"
    seen: dict[str, Node] = {}
    value = _node("", bits, bias, frozenset(event), largest, seen)

    def prove(width: Fraction) -> Enclosure:
        steps: dict[Node, tuple[str, Proved]] = {}
        for prefix, numbers_ in seen.items():
            if prefix and numbers_ not in steps and numbers_[0] != numbers_[1]:
                found = proved(_step(*numbers_, bias, largest).certificate)
                steps[numbers_] = f"value after the bits {prefix}", found
        return replace(_step(*seen[""], bias, largest), further=tuple(steps.values()))

    return Bracket(prove, value)


_SOURCE = "kulikov2024, equation (4) and definition of the source; Santha and Vazirani 1986; Puetz et al. 2014"

VALUE: Bound = Bound(
    name="mdl.value",
    arguments={},
    unit="value of the inequality",
    safe_side="low",
    formula=(
        "S_mu = mu_min P(0000) - mu_max (P(0101) + P(1010) + P(0011)), probabilities of a, b, x, y together, mu_min = "
        "(1/2 - mu)^2, mu_max = (1/2 + mu)^2; of a score S: (mu_min (1 + S/4) - 3 mu_max (1 - S/4))/16; of counts: "
        "the estimate - (mu_min + mu_max) sqrt(ln(1/delta)/(2 n))"
    ),
    says=(
        "Value of the measurement-dependent-locality inequality: local devices whose inputs come from sources with "
        "bias mu given the hidden variable have at most 0. Of a score it is that of isotropic noise and uniform "
        "inputs; of counts the mean over the rounds of the value given the past is at least this with the confidence."
    ),
    assumptions=(
        "of a score: the four correlators are equal but for the sign, the marginals and the inputs uniform",
        "of counts: all rounds are counted, and their number was fixed before; devices may have memory",
    ),
    source=_SOURCE,
    evaluate=lambda arguments: _value({}),
    options={
        "mu": "bias of the source, at least 0 and below 1/2",
        "score": "CHSH value, in [-4, 4]",
        "counts": "a table of counts, in place of a score",
        "confidence": "1 - delta, with counts",
    },
    files=("counts",),
    choose=lambda options: replace(VALUE, evaluate=lambda arguments: _value(options)),
)

CRITICAL: Bound = Bound(
    name="mdl.critical-bias",
    arguments={"score": "CHSH value, below 4; up to 2 the value is 0"},
    unit="bias",
    safe_side="low",
    formula="(r - 1)/(2 (r + 1)), r = sqrt((4 + score)/(3 (4 - score)))",
    says=(
        "Largest bias of the source at which isotropic noise with this score still violates the inequality of "
        "mdl.value: below it S_mu is positive, above it negative."
    ),
    assumptions=("the four correlators are equal but for the sign, the marginals and the inputs uniform",),
    source=_SOURCE,
    evaluate=_critical,
)

EVENT: Bound = Bound(
    name="santha-vazirani.event",
    arguments={"bits": f"number of bits, at most {MOST_BITS}", "bias": "at least 0 and below 1/2"},
    unit="probability",
    safe_side="high",
    formula="V(w) = max over signs of (1/2 + s bias) V(w0) + (1/2 - s bias) V(w1), 1 or 0 at strings; min likewise",
    says=(
        "Largest (or with sense=min smallest) probability of a set of strings over all sources whose bits are each 0 "
        "with a probability between 1/2 - bias and 1/2 + bias given all bits before, by recursion: not by the extreme "
        "distributions, whose number grows doubly exponentially. Every step has a certificate. With sense=min the safe "
        "side is the low end, which is equal."
    ),
    assumptions=("the bias holds given the bits before, and whatever the adversary and the devices know",),
    source=_SOURCE,
    evaluate=lambda arguments: _event(arguments, {}),
    options={"event": "strings, joined by commas", "sense": "max or min"},
    choose=lambda options: replace(EVENT, evaluate=lambda arguments: _event(arguments, options)),
)

BOUNDS = (VALUE, CRITICAL, EVENT, MAXIMUM, ROUNDS, LARGEST)
