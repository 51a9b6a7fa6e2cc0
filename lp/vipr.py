"""Certificates of linear programs as VIPR files, for checkers written by others.

VIPR (Verifying Integer Programming Results, format 1.0) states a program and derives its
bound as one linear combination of constraints, which is what a certificate of rule lp-dual
is.  Variables are the means of the coordinate words, with a variable fixed to 1 for the
constant; constraints are the probabilities of all events, then the hypotheses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from lp.behaviour import mean
from lp.certify import event_rows
from lp.ordered import OrderedScenario
from lp.scenario import Party, Scenario
from proofs.kernel.check import check_bytes


class NotExportableError(ValueError):
    """The certificate is not one of a linear program with rational data; the message says why."""


def scenario_of(node: Any) -> Scenario:
    """The scenario of a statement.

    >>> scenario_of(Scenario.uniform(2, 2, 2).json) == Scenario.uniform(2, 2, 2)
    True
    """
    parties = tuple(Party(p["name"], tuple((x, int(d)) for x, d in p["inputs"])) for p in node["parties"])
    if "signalling" in node:
        return OrderedScenario(parties, tuple((a, b) for a, b in node["signalling"]))
    return Scenario(parties)


def vipr(bound: bytes, point: bytes | None = None) -> str:
    """The VIPR file of a bound, with the optimal solution if the attaining point is given.

    Args:
        bound: a certificate of rule lp-dual, or farkas, about no-signalling or time-ordered behaviours.
        point: a certificate of rule point with the value of the same functional.

    Raises:
        NotExportableError: the kernel refuses a certificate, it has symbols or a field, is
            about local behaviours, or the point is about something else.
    """
    document = _proved(bound)
    statement, witness = document["statement"], document["witness"]
    if document["rule"] not in ("lp-dual", "farkas") or "events" not in witness:
        raise NotExportableError("only proofs by events, of rules lp-dual and farkas, are combinations of constraints")
    if "symbols" in statement or "field" in statement:
        raise NotExportableError("VIPR knows rational numbers only, no symbols and no number fields")
    scenario = scenario_of(statement["scenario"])
    names, _ = event_rows(scenario)
    rows = [scenario.expand(name) for name in names]
    lines = [f"p{k} G 0  {_sparse(row)}" for k, row in enumerate(rows)]
    owners: dict[str, int] = {}
    for hypothesis in statement.get("hypotheses", []):
        owners[hypothesis["name"]] = 1 + len(lines)
        sense = "E" if hypothesis["sense"] == "=0" else "G"
        vector = scenario.vector(_functional(hypothesis["polynomial"]))
        lines.append(f"{hypothesis['name'].replace('-', '_')} {sense} 0  {_sparse(dict(enumerate(vector)))}")
    multipliers = _multipliers(scenario, names, witness, owners)
    head = ["VER 1.0", f"VAR {scenario.dimension}", " ".join(f"x{j}" for j in range(scenario.dimension)), "INT 0"]
    rest = [f"CON {1 + len(lines)} 0", "one E 1  1 0 1", *lines]
    multipliers = _multipliers(scenario, names, witness, owners)
    if document["rule"] == "farkas":  # the combination is -x0, and x0 = 1
        proof = f"absurd G 1  0  {{ lin {_sparse({0: 1, **multipliers})} }} -1"
        return "\n".join([*head, "OBJ max", "0", *rest, "RTP infeas", "SOL 0", "DER 1", proof, ""])
    largest = statement["sense"] == "<="
    value = Fraction(statement["bound"])
    # the constant is value times the constraint one = 1; inequalities >= enter an upper bound negatively
    derived = {0: value, **{i: -w if largest else w for i, w in multipliers.items()}}
    solutions = [] if point is None else [_solution(scenario, statement, _proved(point))]
    low, high = ("-inf", "inf") if point is None else (str(value), str(value))
    return "\n".join(
        [
            *head,
            f"OBJ {'max' if largest else 'min'}",
            _sparse(dict(enumerate(scenario.vector(_functional(statement["functional"]))))),
            *rest,
            f"RTP range {low} {value}" if largest else f"RTP range {value} {high}",
            f"SOL {len(solutions)}",
            *solutions,
            "DER 1",
            f"bound {'L' if largest else 'G'} {value} OBJ {{ lin {_sparse(derived)} }} -1",
            "",
        ]
    )


def _proved(data: bytes) -> Any:
    verdict = check_bytes(data)
    if verdict.verdict != "PROVED":
        raise NotExportableError(f"the certificate is {verdict.verdict} at {verdict.pointer}: {verdict.problem}")
    return json.loads(data)


def _functional(terms: Sequence[Sequence[str]]) -> dict[str, Fraction]:
    return {word: Fraction(c) for c, word in terms}


def _sparse(entries: Mapping[int, Fraction | int]) -> str:
    """How many entries, then index and value of each."""
    kept = [(index, value) for index, value in sorted(entries.items()) if value]
    return " ".join([str(len(kept)), *(f"{index} {value}" for index, value in kept)])


def _multipliers(
    scenario: Scenario, names: Sequence[str], witness: Any, owners: Mapping[str, int]
) -> dict[int, Fraction]:
    """Constraint -> multiplier; the event of some parties is a sum of events of all."""
    position = {name: 1 + k for k, name in enumerate(names)}
    result: dict[int, Fraction] = {}
    for weight, word in witness["events"]:
        named = {atom[0]: atom for atom in word.split()}
        choices = [
            [named[p.name]] if p.name in named else [f"{p.name}{p.inputs[0][0]}={o}" for o in range(p.inputs[0][1])]
            for p in scenario.parties
        ]
        for event in product(*choices):
            index = position[" ".join(event)]
            result[index] = result.get(index, Fraction(0)) + Fraction(weight)
    for entry in witness.get("means", []):
        index = owners[entry["hypothesis"]]
        result[index] = result.get(index, Fraction(0)) + Fraction(entry["weight"])
    return result


def _solution(scenario: Scenario, statement: Any, point: Any) -> str:
    found = point["statement"]
    wanted = {"functional": statement["functional"], "value": statement["bound"]}
    same = all(found.get(key) == statement.get(key) for key in ("set", "scenario", "hypotheses"))
    if point["rule"] != "point" or not same or wanted not in found["values"]:
        raise NotExportableError("the point does not attain this bound under the same hypotheses")
    table = {event: Fraction(p) for p, event in point["witness"]["behaviour"]}
    words = _words(scenario)
    return f"optimal {_sparse({j: mean(scenario, {word: Fraction(1)}, table) for j, word in words.items()})}"


def _words(scenario: Scenario) -> dict[int, str]:
    """For every coordinate a word of leading projectors whose mean it is.

    With signalling a coordinate may be the word with some outcomes summed over, which a sum
    of words would express; those are refused.
    """
    if scenario.set_name != "no-signalling":
        raise NotExportableError("solutions are exported for no-signalling behaviours only")
    factors = [["", *(f"{p.name}{label}={o}" for label, d in p.inputs for o in range(d - 1))] for p in scenario.parties]
    return {j: " ".join(atom for atom in atoms if atom) for j, atoms in enumerate(product(*factors))}
