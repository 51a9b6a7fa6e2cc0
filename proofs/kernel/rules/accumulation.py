"""Accumulation: lower bounds on the entropy of one round become smooth min-entropy of n rounds (rule `chain`).

Proved here: the tradeoff function and the arithmetic.  Assumed, by name and formula: the theorem that lifts them.

Tradeoff.  Let the inputs of a round have the law nu and be independent of devices and E.  Then H(outputs | inputs, E)
is the sum of nu(z) H(outcomes of z | E), each of which is at least the line L_z of a premise about some of its
inputs, or 0. Let f give every cell a number, and sum nu L - sum nu f E_cz be a constant >= 0, E_cz the event of the
cell.  Then the mean of f over the cells, in any round that a device can produce, is at most H(outputs | inputs, E): f
is an affine min-tradeoff function of the cell, which is a function of outputs and inputs.

Constants, each on the side that makes bits fewer.  d is the largest number of outcome tuples of an input tuple: all
outputs that decide about the cell count, not only those whose entropy is bounded.  Max f is the largest value of f.
Min f is the smallest, or what a premise shows of the mean of f, in every round a device can produce; so the variance
of f in such a round is at most (Max f - min over cells)^2/4 (Popoviciu).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from .. import interval
from ..entropy import Line
from ..number import sign, size
from ..read import Node
from ..symbols import Poly
from ..words import Operator
from .accumulated import AccumulatedBits
from .chain import MAX_PREMISES, Prove, bound_of
from .conditional import ConditionalEntropy


def prove(statement: AccumulatedBits, node: Node, witness: Node, premise: Prove) -> None:
    """Raise `Refused` unless f is a min-tradeoff function and the theorem's formula gives the bits."""
    found = witness.fields(("precision", "entropies", "lines"), ("least",))
    precision = found["precision"].integer(8, interval.MAX_PRECISION)
    events = _require_tradeoff(statement, found, premise)
    values = statement.tradeoff.values()
    least = min(values)
    if "least" in found:
        trivial = Line("quantum-commuting", statement.scenario, {}, statement.cells, Fraction(1), Fraction(0))
        bound = bound_of(trivial, found["least"], premise, ">=")
        if isinstance(bound.bound, Poly) or not isinstance(bound.bound, Fraction) or events != bound.functional:
            raise found["least"].rejected("premise", "the premise bounds another functional")
        least = max(least, bound.bound)
    if statement.counts is not None:
        total = sum((n * f for n, f in zip(statement.counts.values(), values, strict=True)), start=Fraction(0))
        if total < statement.rounds * statement.threshold:
            raise statement.nodes["threshold"].rejected("bits", "the mean of f is below the threshold")
    statement.scenario.budget.spend(200_000 + 40 * (precision + max(map(size, values))) ** 2 + 100 * len(values))
    try:
        if statement.bits:
            formula = _original if statement.theorem == "original" else _later
            loss = formula(statement, max(values), min(values), least, precision)
            if statement.bits > statement.rounds * statement.threshold - loss:
                raise statement.nodes["bits"].rejected("bits", "fewer bits are proved than claimed")
        if statement.hashing:
            error, length, place = statement.hashing
            if length > max(Fraction(0), statement.bits + 2 * _log2(2 * error, precision)[0]):
                raise place.rejected("bits", "the length is larger than the entropy allows")
    except interval.OutsideDomain as problem:
        raise statement.nodes["tradeoff"].rejected("domain", str(problem)) from None


def _require_tradeoff(statement: AccumulatedBits, found: Mapping[str, Node], premise: Prove) -> Operator:
    """Refuse unless sum nu L - sum nu f E is a constant >= 0; returns the second sum."""
    scenario = statement.scenario
    lines: list[ConditionalEntropy] = []
    for entry in found["entropies"].items(most=MAX_PREMISES):
        line = premise(entry)
        if not isinstance(line, ConditionalEntropy):
            raise entry.rejected("premise", "a premise of kind entropy is needed here")
        if line.setting.set != statement.set:
            raise entry.rejected("tag", f"the premise is not about {statement.set}")
        if line.setting.hypotheses or line.setting.ring.field or line.setting.scenario.lines() != scenario.lines():
            raise entry.rejected("premise", "the premise is about another scenario, or has hypotheses")
        lines.append(line)
    events: Operator = {}
    for (setting, outcome), f in statement.tradeoff.items():
        event = scenario.operator(scenario.event(zip(setting, outcome, strict=True)))
        scenario.add(events, event, statement.inputs[setting] * f)
    rest = {word: -c for word, c in events.items()}
    for setting, entry in zip(statement.settings, found["lines"].items(len(statement.settings)), strict=True):
        if entry.text() == "none":
            continue
        index = entry.integer(0)
        if index >= len(lines):
            raise entry.malformed("unknown-name", "there is no entropy of this number")
        if not set(lines[index].inputs) <= set(setting):
            raise entry.rejected("premise", "the entropy is that of other inputs")
        scenario.add(rest, lines[index].functional, statement.inputs[setting])
    constant = rest.pop((), Fraction(0))
    if rest or isinstance(constant, Poly) or sign(constant) < 0:
        raise statement.nodes["tradeoff"].rejected("identity", "the mean of f is not proved to be below the entropy")
    return events


def _log2(value: Fraction, precision: int) -> interval.Interval:
    return interval.log2((value, value), precision)


def _root(value: Fraction, precision: int) -> Fraction:
    return interval.sqrt((value, value), precision)[1]


def _original(
    statement: AccumulatedBits, most: Fraction, lowest: Fraction, least: Fraction, precision: int
) -> Fraction:
    """R of the original theorem, from above."""
    inner = 1 - 2 * _log2(statement.smoothing * statement.acceptance, precision)[0]
    spread = most - lowest
    whole = -(-spread.numerator // spread.denominator)  # rounded up
    steps = _log2(Fraction(1 + 2 * statement.outcomes), precision)[1] + whole
    return 2 * steps * _root(statement.rounds * inner, precision)


def _later(statement: AccumulatedBits, most: Fraction, lowest: Fraction, least: Fraction, precision: int) -> Fraction:
    """R of the two later theorems, from above."""
    n, beta, d = statement.rounds, statement.beta, Fraction(statement.outcomes)
    general = statement.theorem == "generalised"
    two = interval.ln((Fraction(2), Fraction(2)), precision)
    v = _log2(2 * d * d + 1, precision)[1] + _root(2 + (most - lowest) ** 2 / 4, precision)
    x = (2 if general else 1) * _log2(d, precision)[1] + most - least

    def power(exponent: Fraction) -> Fraction:
        """At least 2^exponent, for an exponent >= 0."""
        above = interval.up(exponent * two[1], precision)
        return interval.exp((above, above), precision)[1]

    total = power(x) + interval.exp((Fraction(2), Fraction(2)), precision)[1]
    cube = interval.ln((total, total), precision)[1] ** 3
    k = power(beta * x) * cube / (6 * (1 - beta) ** 3 * two[0])
    if general:
        smooth = _log2(2 / statement.smoothing**2, precision)[1]
        rest = (1 + beta) * smooth + (1 + 2 * beta) * _log2(1 / statement.acceptance, precision)[1]
    else:
        rest = 1 - 2 * _log2(statement.smoothing * statement.acceptance, precision)[0]
    return n * beta * two[1] / 2 * v * v + rest / beta + n * beta * beta * k
