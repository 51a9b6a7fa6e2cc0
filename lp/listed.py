"""Certificates of linear programs as lists of variables and constraints with multipliers.

No-signalling and time-ordered programs have the means of the coordinate words as variables
and the probabilities of all events as constraints; local programs have the weights of the
deterministic strategies as variables.  In both the first constraint says that the total
probability is 1, and hypotheses come last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from lp.behaviour import mean
from lp.coordinates import Scenario, integers
from lp.local import Strategy, model_outcomes, strategy, values
from lp.optima import event_rows
from lp.ordered import scenario_of
from proofs.search.language.failure import Failure, Kind

Sparse = dict[int, Fraction]


@dataclass(frozen=True)
class Constraint:
    """row . x >= right, or = right."""

    name: str
    sense: str  # "G" or "E"
    right: int
    row: Sparse


@dataclass(frozen=True)
class Listed:
    """A program and what a certificate says of it.

    Attributes:
        variables: how many there are.
        objective: of the bound; empty if the certificate says that nothing exists.
        constraints: the first is total probability = 1.
        multipliers: of the other constraints; their combination and the constant is the claim.
    """

    variables: int
    objective: Sparse
    constraints: list[Constraint]
    multipliers: Sparse


def listed(statement: Any, witness: Any) -> Listed:
    """The program of a proved certificate of rule lp-dual or farkas without symbols."""
    scenario = scenario_of(statement["scenario"])
    if "strategies" in witness:
        return _strategies(scenario, statement, witness)
    names, _ = event_rows(scenario)
    constraints = [Constraint("one", "E", 1, {0: Fraction(1)})]
    constraints += [Constraint(f"p{k}", "G", 0, _fractions(scenario.expand(name))) for k, name in enumerate(names)]
    constraints += [
        Constraint(name, sense, 0, _vector(scenario, terms)) for name, sense, terms in _hypotheses(statement)
    ]
    multipliers: Sparse = {}
    for k, weight in _event_weights(scenario, names, witness):
        multipliers[1 + k] = multipliers.get(1 + k, Fraction(0)) + weight
    means = _means(witness)
    multipliers |= {k: means[c.name] for k, c in enumerate(constraints) if c.name in means and k > len(names)}
    return Listed(scenario.dimension, _vector(scenario, statement.get("functional", [])), constraints, multipliers)


def _strategies(scenario: Scenario, statement: Any, witness: Any) -> Listed:
    """Over the weights of strategies the multipliers are what is left of the claim at each strategy."""
    objective = _at_strategies(scenario, statement.get("functional", []))
    count = len(objective)
    total = [Fraction(1)] * count
    constraints = [Constraint("one", "E", 1, dict(enumerate(total)))]
    constraints += [Constraint(f"w{k}", "G", 0, {k: Fraction(1)}) for k in range(count)]
    if statement["kind"] == "empty":
        rest = [Fraction(-1)] * count
    else:
        sign = 1 if statement["sense"] == "<=" else -1
        rest = [sign * (Fraction(statement["bound"]) - value) for value in objective]
    multipliers: Sparse = {}
    means = _means(witness)
    for name, sense, terms in _hypotheses(statement):
        row = _at_strategies(scenario, terms)
        weight = means.get(name, Fraction(0))
        multipliers[len(constraints)] = weight
        rest = [r - weight * value for r, value in zip(rest, row, strict=True)]
        constraints.append(Constraint(name, sense, 0, dict(enumerate(row))))
    multipliers |= {1 + k: r for k, r in enumerate(rest)}
    return Listed(count, dict(enumerate(objective)), constraints, multipliers)


def solution(statement: Any, witness: Any) -> Sparse:
    """The point of a proved certificate of rule point, in the variables of `listed`.

    Raises:
        Failure: a time-ordered behaviour, whose coordinates are no means of single words.
    """
    scenario = scenario_of(statement["scenario"])
    if "models" in witness:
        names = [party.name + label for party in scenario.parties for label, _ in party.inputs]
        weights: dict[Strategy, Fraction] = {}
        for model in witness["models"]:
            outcomes = model_outcomes(model["operators"])
            chosen = tuple(outcomes[name] for name in names)
            weights[chosen] = weights.get(chosen, Fraction(0)) + Fraction(model["weight"])
        count = len(values(scenario, [1] + [0] * (scenario.dimension - 1)))
        return {k: weights.get(strategy(scenario, k), Fraction(0)) for k in range(count)}
    if scenario.set_name != "no-signalling":
        raise Failure(Kind.NOT_EXPORTABLE, "", "solutions are exported for local and no-signalling behaviours only")
    table = {event: Fraction(p) for p, event in witness["behaviour"]}
    factors = [["", *(f"{p.name}{label}={o}" for label, d in p.inputs for o in range(d - 1))] for p in scenario.parties]
    words = (" ".join(atom for atom in atoms if atom) for atoms in product(*factors))
    return {j: mean(scenario, {word: Fraction(1)}, table) for j, word in enumerate(words)}


def _functional(terms: Sequence[Sequence[str]]) -> dict[str, Fraction]:
    return {word: Fraction(c) for c, word in terms}


def _vector(scenario: Scenario, terms: Sequence[Sequence[str]]) -> Sparse:
    return dict(enumerate(scenario.vector(_functional(terms))))


def _at_strategies(scenario: Scenario, terms: Sequence[Sequence[str]]) -> list[Fraction]:
    vector, common = integers(scenario.vector(_functional(terms)))
    return [Fraction(int(value), common) for value in values(scenario, vector)]


def _fractions(row: Mapping[int, int]) -> Sparse:
    return {k: Fraction(c) for k, c in row.items()}


def _hypotheses(statement: Any) -> Iterator[tuple[str, str, Any]]:
    for hypothesis in statement.get("hypotheses", []):
        yield hypothesis["name"], "E" if hypothesis["sense"] == "=0" else "G", hypothesis["polynomial"]


def _means(witness: Any) -> dict[str, Fraction]:
    result: dict[str, Fraction] = {}
    for entry in witness.get("means", []):
        result[entry["hypothesis"]] = result.get(entry["hypothesis"], Fraction(0)) + Fraction(entry["weight"])
    return result


def _event_weights(scenario: Scenario, names: Sequence[str], witness: Any) -> Iterator[tuple[int, Fraction]]:
    """Positions of events of all parties with weights; the event of some parties is a sum of such."""
    position = {name: k for k, name in enumerate(names)}
    for weight, word in witness["events"]:
        named = {atom[0]: atom for atom in word.split()}
        choices = [
            [named[p.name]] if p.name in named else [f"{p.name}{p.inputs[0][0]}={o}" for o in range(p.inputs[0][1])]
            for p in scenario.parties
        ]
        for event in product(*choices):
            yield position[" ".join(event)], Fraction(weight)
