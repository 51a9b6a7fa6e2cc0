"""How well a no-signalling adversary guesses outcomes: exact, with her best strategy.

She knows a value e of which the behaviour is an average, p_e P_e, and guesses the outcomes
of given inputs.  It is enough that e is her guess, so the optimum is a linear program over
one unnormalised behaviour for each outcome tuple.  Her strategy is a behaviour of one more
party whose only outcome is the guess, which is how its certificate states it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

from lp.behaviour import Table, behaviour_vector, coordinate_words
from lp.coordinates import Integers, Party, Scenario, integers, machine_integers
from lp.exact_vertices import optimum
from lp.highs import Program
from lp.linear_algebra import times
from lp.optima import Weights, entries, event_rows, multipliers, scaled, value_statement
from proofs.search.language.means import Mean
from proofs.search.language.write import Json, certificate_bytes, rational


@dataclass(frozen=True)
class Guess:
    """The exact guessing probability.

    Attributes:
        value: the largest probability that the guess is right.
        parts: for each outcome tuple, joined by spaces as "A0=0 B1=1", the nonzero entries of
            the unnormalised behaviour in which it is guessed; they sum to the behaviour.
        means: multipliers of the hypotheses.
        bound: certificate that no adversary guesses better.
        point: certificate of a behaviour with one more party that guesses so well.
    """

    value: Fraction
    parts: dict[str, Weights]
    means: dict[str, Fraction]
    bound: bytes
    point: bytes


def known(scenario: Scenario, table: Table) -> list[Mean]:
    """Hypotheses that say that the average behaviour is this one.

    Raises:
        Failure: the table is not a behaviour.
    """
    pairs = zip(coordinate_words(scenario), behaviour_vector(scenario, table), strict=True)
    return [
        Mean(f"known-{k}", {word: Fraction(1), "": -value} if value else {word: Fraction(1)}, "=0")
        for k, (word, value) in enumerate(pairs)
        if word
    ]


def guessing_probability(scenario: Scenario, guessed: Sequence[str], hypotheses: Sequence[Mean]) -> Guess:
    """The best guess of the outcomes of some inputs under hypotheses on the average behaviour.

    >>> chsh = {"": Fraction(-3), "A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1)}
    >>> score = Mean("score", {**chsh, "A1 B1": Fraction(-1)})
    >>> guessing_probability(Scenario.uniform(2, 2, 2), ["A0"], [score]).value
    Fraction(3, 4)

    Args:
        scenario: of the devices, without the adversary.
        guessed: one input of each party whose outcome is guessed, such as ["A0", "B1"], in order.
        hypotheses: at most 64, the kernel's limit.

    Raises:
        Failure: no behaviour satisfies the hypotheses.
        Failure: NO_ANSWER, no exact optimum was found.
    """
    counts = {party.name + label: d for party in scenario.parties for label, d in party.inputs}
    outcomes = [
        " ".join(f"{name}={o}" for name, o in zip(guessed, outcome, strict=True))
        for outcome in product(*(range(counts[name]) for name in guessed))
    ]
    names, rows = event_rows(scenario)
    blocks = [_block(rows, k, len(outcomes)) for k in range(len(outcomes))]
    lines = [scaled(scenario, hypothesis.functional) for hypothesis in hypotheses]
    extra = [machine_integers(line)[np.newaxis] for line, _ in lines]
    # a hypothesis is about the sum of all parts, whose norms sum to 1
    average = [sum(_block(line, k, len(outcomes)) for k in range(len(outcomes))) for line in extra]
    objective = np.zeros((1, len(outcomes) * scenario.dimension), dtype=np.int64)
    for k, event in enumerate(outcomes):
        vector = np.zeros((1, scenario.dimension), dtype=np.int64)
        for column, c in scenario.expand(event).items():
            vector[0, column] = c
        objective += _block(vector, k, len(outcomes))
    both = np.vstack([*blocks, *average])
    equal = np.array([False] * (len(names) * len(outcomes)) + [h.sense == "=0" for h in hypotheses])
    pair = optimum(Program(both, equal, objective[0]))
    numerators, common = integers(pair.point)
    parts: dict[str, Weights] = {}
    weights: list[Weights] = []
    for k, event in enumerate(outcomes):
        found = times(blocks[k], numerators)
        parts[event] = {name: Fraction(int(c), common) for name, c in zip(names, found, strict=True) if c}
        first = k * len(names)
        weights.append({n: pair.multipliers[first + i] for i, n in enumerate(names) if first + i in pair.multipliers})
    means = {
        hypothesis.name: pair.multipliers[len(names) * len(outcomes) + k] * lines[k][1]
        for k, hypothesis in enumerate(hypotheses)
        if len(names) * len(outcomes) + k in pair.multipliers
    }
    bound = _bound(scenario, guessed, hypotheses, pair.value, parts, weights, means)
    return Guess(pair.value, parts, means, bound, _point(scenario, hypotheses, pair.value, parts))


def _block(rows: Integers, k: int, count: int) -> Integers:
    """Rows about part k of `count`, in the coordinates of all parts.

    The norms of all parts but the last are unknowns; that of the last is 1 minus the others.
    """
    height, n = rows.shape
    result = np.zeros((height, count * n), dtype=np.int64)
    if k < count - 1:
        result[:, 1 + k * n : 1 + (k + 1) * n] = rows
        return result
    result[:, 0] = rows[:, 0]
    for other in range(count - 1):
        result[:, 1 + other * n] -= rows[:, 0]
    result[:, 1 + k * n :] = rows[:, 1:]
    return result


def _bound(
    scenario: Scenario, guessed: Sequence[str], hypotheses: Sequence[Mean], value: Fraction,
    parts: dict[str, Weights], weights: list[Weights], means: dict[str, Fraction],
) -> bytes:  # fmt: skip
    statement: dict[str, Json] = {
        "kind": "guessing", "set": scenario.set_name, "scenario": scenario.json,
        "guessed": list(guessed), "bound": rational(value),
    }  # fmt: skip
    witness: dict[str, Json] = {
        "branches": [{"event": event, "events": entries(found)} for event, found in zip(parts, weights, strict=True)]
    }
    if any(means.values()):
        witness["means"] = multipliers(scenario, {}, means)["means"]
    if hypotheses:
        statement["hypotheses"] = [hypothesis.json(scenario) for hypothesis in hypotheses]
        average: Weights = {}
        for part in parts.values():
            for event, p in part.items():
                average[event] = average.get(event, Fraction(0)) + p
        witness["feasible"] = {"behaviour": entries(average)}
    return certificate_bytes("guessing", statement, witness)


def _point(scenario: Scenario, hypotheses: Sequence[Mean], value: Fraction, parts: dict[str, Weights]) -> bytes:
    """The behaviour with one more party, whose outcome k is the guess of the k-th outcome tuple."""
    name = chr(ord(scenario.parties[-1].name) + 1)
    eve = Scenario((*scenario.parties, Party(name, (("0", max(2, len(parts))),))))
    behaviour = {f"{event} {name}0={k}": p for k, part in enumerate(parts.values()) for event, p in part.items()}
    right = {f"{event} {name}0={k}": Fraction(1) for k, event in enumerate(parts)}
    more: dict[str, Json] = {"hypotheses": [h.json(scenario) for h in hypotheses]} if hypotheses else {}
    statement = value_statement(eve, [(eve.terms(right), rational(value))], **more)
    return certificate_bytes("point", statement, {"behaviour": entries(behaviour)})
