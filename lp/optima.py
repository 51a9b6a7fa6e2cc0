"""Certificates of exact optima: a bound and an attaining behaviour that meet; the kernel has yet to judge them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from lp.coordinates import Functional, Integers, Scenario, integers, machine_integers
from lp.exact_vertices import Pair, optimum
from lp.highs import Program
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.means import Mean
from proofs.search.language.write import Json, certificate_bytes, rational

Weights = dict[str, Fraction]  # event of all parties -> weight


@dataclass(frozen=True)
class Optimum:
    """The exact maximum (or minimum) of a functional over no-signalling behaviours.

    Attributes:
        value: the optimum.
        behaviour: the nonzero probabilities of an optimal behaviour.
        events: multipliers of the probabilities, nonnegative.
        means: multipliers of the hypotheses, nonnegative for the inequalities.
        bound: certificate that no behaviour is better.
        point: certificate that the behaviour satisfies the hypotheses and attains the value.
    """

    value: Fraction
    behaviour: Weights
    events: Weights
    means: dict[str, Fraction]
    bound: bytes
    point: bytes


@lru_cache(maxsize=16)
def event_rows(scenario: Scenario) -> tuple[list[str], Integers]:
    """The events of all parties and their coordinates; read only."""
    return scenario.events(), scenario.event_matrix()


def scaled(scenario: Scenario, functional: Functional) -> tuple[list[int], int]:
    """Integer coordinates and the denominator they were multiplied with."""
    return integers(scenario.vector(functional))


def program(scenario: Scenario, functional: Functional, hypotheses: Sequence[Mean]) -> tuple[Program, list[int]]:
    """The program over no-signalling behaviours, and the factors of the functional and the hypotheses."""
    _, rows = event_rows(scenario)
    lines = [scaled(scenario, hypothesis.functional) for hypothesis in hypotheses]
    objective, factor = scaled(scenario, functional)
    extra = machine_integers([line for line, _ in lines]).reshape(-1, scenario.dimension)
    equal = np.array([False] * len(rows) + [hypothesis.sense == "=0" for hypothesis in hypotheses])
    both = np.vstack([rows, extra]) if lines else rows
    return Program(both, equal, machine_integers(objective)), [factor, *(f for _, f in lines)]


def behaviour_of(scenario: Scenario, pair: Pair) -> Weights:
    """The nonzero probabilities of the behaviour with the coordinates of the pair."""
    names, rows = event_rows(scenario)
    numerators, common = integers(pair.point)
    values = rows.astype(object) @ np.array(numerators, dtype=object)
    return {name: Fraction(int(value), common) for name, value in zip(names, values, strict=True) if value}


def entries(weights: Weights) -> list[Json]:
    """[[weight, event], ...] as witnesses list them."""
    return [[rational(weight), word] for word, weight in weights.items() if weight]


def multipliers(scenario: Scenario, events: Weights, means: dict[str, Fraction]) -> dict[str, Json]:
    """The part of a witness that lists multipliers; a constant needs none, and says so with a zero."""
    listed = entries(events)
    if not listed and not any(means.values()):
        listed = [["0", event_rows(scenario)[0][0]]]
    witness: dict[str, Json] = {"events": listed}
    if any(means.values()):
        witness["means"] = [
            {"hypothesis": name, "weight": rational(weight)} for name, weight in means.items() if weight
        ]
    return witness


def bound_statement(
    scenario: Scenario, functional: list[Json], sense: str, bound: Json, **more: Json
) -> dict[str, Json]:
    """The statement that no behaviour of the scenario's set is beyond the bound."""
    return {
        "kind": "bound", "set": scenario.set_name, "scenario": scenario.json,
        "functional": functional, "sense": sense, "bound": bound, **more,
    }  # fmt: skip


def value_statement(scenario: Scenario, values: Sequence[tuple[list[Json], Json]], **more: Json) -> dict[str, Json]:
    """The statement that one behaviour of the scenario's set has all these values."""
    listed: list[Json] = [{"functional": functional, "value": value} for functional, value in values]
    return {"kind": "value", "set": scenario.set_name, "scenario": scenario.json, "values": listed, **more}


def maximum(scenario: Scenario, functional: Functional, hypotheses: Sequence[Mean] = ()) -> Optimum:
    """The largest value of a functional over no-signalling behaviours under hypotheses.

    >>> chsh = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}
    >>> maximum(Scenario.uniform(2, 2, 2), chsh).value
    Fraction(4, 1)

    Raises:
        Failure: no behaviour satisfies the hypotheses; `emptiness` certifies it.
        Failure: NO_ANSWER, no exact optimum was found.
        ValueError: a coefficient is too long (see `scenario.machine_integers`).
    """
    return _certified(scenario, functional, hypotheses, 1)


def minimum(scenario: Scenario, functional: Functional, hypotheses: Sequence[Mean] = ()) -> Optimum:
    """The smallest value of a functional; the certified bound has sense ">="."""
    return _certified(scenario, functional, hypotheses, -1)


def _certified(scenario: Scenario, functional: Functional, hypotheses: Sequence[Mean], sign: int) -> Optimum:
    linear, factors = program(scenario, {word: sign * c for word, c in functional.items()}, hypotheses)
    pair = optimum(linear)
    names, _ = event_rows(scenario)
    # multipliers of integer rows, for an integer objective, back to those of the stated ones
    weights = {i: w / factors[0] for i, w in pair.multipliers.items()}
    events = {names[i]: w for i, w in sorted(weights.items()) if i < len(names)}
    means = {
        hypothesis.name: weights[len(names) + k] * factors[1 + k]
        for k, hypothesis in enumerate(hypotheses)
        if len(names) + k in weights
    }
    value = sign * pair.value / factors[0]
    return assemble(scenario, functional, hypotheses, sign, value, behaviour_of(scenario, pair), events, means)


def assemble(
    scenario: Scenario, functional: Functional, hypotheses: Sequence[Mean], sign: int,
    value: Fraction, behaviour: Weights, events: Weights, means: dict[str, Fraction],
) -> Optimum:  # fmt: skip
    """An optimum with both certificates."""
    terms = scenario.terms(functional)
    more: dict[str, Json] = {"hypotheses": [h.json(scenario) for h in hypotheses]} if hypotheses else {}
    witness = multipliers(scenario, events, means)
    if hypotheses:
        witness["feasible"] = {"behaviour": entries(behaviour)}
    bound = bound_statement(scenario, terms, "<=" if sign > 0 else ">=", rational(value), **more)
    point = value_statement(scenario, [(terms, rational(value))], **more)
    return Optimum(
        value, behaviour, events, means,
        certificate_bytes("lp-dual", bound, witness),
        certificate_bytes("point", point, {"behaviour": entries(behaviour)}),
    )  # fmt: skip


def emptiness(scenario: Scenario, hypotheses: Sequence[Mean]) -> bytes:
    """A certificate that no no-signalling behaviour satisfies the hypotheses.

    The largest s such that some behaviour has all q_h >= s (and q_h <= -s for equalities)
    is negative exactly if the hypotheses contradict each other; the multipliers of this
    program, divided by -s, say that -1 is nonnegative.

    Raises:
        Failure: the hypotheses are satisfiable, or no exact certificate was found.
    """
    names, rows = event_rows(scenario)
    lines: list[list[int]] = []
    owners: list[tuple[Mean, Fraction]] = []
    for hypothesis in hypotheses:
        vector, factor = scaled(scenario, hypothesis.functional)
        for sign in (1, -1) if hypothesis.sense == "=0" else (1,):
            lines.append([sign * c for c in vector] + [-factor])
            owners.append((hypothesis, Fraction(sign * factor)))
    positive = np.hstack([rows, np.zeros((len(rows), 1), dtype=np.int64)])
    linear = Program(
        np.vstack([positive, machine_integers(lines).reshape(-1, scenario.dimension + 1)]),
        np.zeros(len(rows) + len(lines), dtype=np.bool_),
        np.array([0] * scenario.dimension + [1], dtype=np.int64),
    )
    pair = optimum(linear)
    if pair.value >= 0:
        raise Failure(Kind.NO_ANSWER, "", "some behaviour satisfies the hypotheses")
    events = {names[i]: w / -pair.value for i, w in sorted(pair.multipliers.items()) if i < len(names)}
    means = {hypothesis.name: Fraction(0) for hypothesis in hypotheses}
    for k, (hypothesis, signed) in enumerate(owners):
        means[hypothesis.name] += pair.multipliers.get(len(names) + k, Fraction(0)) * signed / -pair.value
    statement: dict[str, Json] = {
        "kind": "empty", "set": scenario.set_name, "scenario": scenario.json,
        "hypotheses": [hypothesis.json(scenario) for hypothesis in hypotheses],
    }  # fmt: skip
    return certificate_bytes("farkas", statement, multipliers(scenario, events, means))
