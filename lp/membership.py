"""Is a behaviour local: exact answers with certificates.

A behaviour is local if it is a mixture of deterministic strategies; otherwise some
inequality that all strategies satisfy fails for it.  Both answers are certificates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from lp.behaviour import behaviour_vector, coordinate_words
from lp.coordinates import Integers, Scenario, integers
from lp.local import Strategy, generated, model_entries, strategies_witness, strategy
from lp.optima import entries, value_statement
from proofs.search.language.write import Json, certificate_bytes, rational


@dataclass(frozen=True)
class Membership:
    """The answer about a behaviour.

    Attributes:
        mixture: strategies with weights if it is local, else empty.
        inequality: functional that is <= 0 for all local behaviours and `violation` > 0 here.
        violation: 0 if local.
        certificates: "local", or "bound" and "point" of the separating inequality.
    """

    mixture: dict[Strategy, Fraction]
    inequality: dict[str, Fraction]
    violation: Fraction
    certificates: dict[str, bytes]


def membership(scenario: Scenario, table: Mapping[str, Fraction]) -> Membership:
    """Whether a behaviour is local, with the certificate of either answer.

    >>> half = Fraction(1, 2)
    >>> box = {f"A{x}={a} B{y}={a ^ x & y}": half for x in (0, 1) for y in (0, 1) for a in (0, 1)}
    >>> membership(Scenario.uniform(2, 2, 2), box).violation > 0
    True

    Raises:
        Failure: the table is no behaviour.
        Failure: no exact answer was found.
    """
    target, common = integers(behaviour_vector(scenario, table))
    n = scenario.dimension

    # the unknown inequality F <= 0, its coordinates but the constant one within [-1, 1]
    def row(at: Integers) -> list[int]:
        return [0, *(-int(c) for c in at)]

    def slack(point: list[Fraction]) -> list[Fraction]:
        return [-c for c in point[1:]]

    box = []
    for j in range(2, n + 1):
        for side in (1, -1):
            box.append([1, *(side * int(i == j) for i in range(1, n + 1))])
    pair, indices = generated(scenario, row, slack, box, [0, *target])
    words = coordinate_words(scenario)
    means = {word: Fraction(c, common) for word, c in zip(words, target, strict=True)}
    if pair.value == 0:
        weights = {indices[i]: w / common for i, w in pair.multipliers.items() if i < len(indices)}
        return _inside(scenario, {strategy(scenario, i): w for i, w in weights.items()}, means)
    numbers, _ = integers(pair.point[1:])
    divisor = int(np.gcd.reduce(np.array(numbers, dtype=object)))
    found = {word: Fraction(c // divisor) for word, c in zip(words, numbers, strict=True) if c}
    return _outside(scenario, found, means, table)


def _inside(scenario: Scenario, mixture: dict[Strategy, Fraction], means: Mapping[str, Fraction]) -> Membership:
    """The local model of a behaviour, and the means that it has."""
    listed: list[Json] = [
        {"functional": [["1", word]], "value": rational(value)} for word, value in means.items() if word
    ]
    statement: dict[str, Json] = {"kind": "value", "set": "local", "scenario": scenario.json, "values": listed}
    data = certificate_bytes("point", statement, {"models": model_entries(scenario, mixture)})
    return Membership(mixture, {}, Fraction(0), {"local": data})


def _outside(
    scenario: Scenario, found: dict[str, Fraction], means: Mapping[str, Fraction], table: Mapping[str, Fraction]
) -> Membership:
    """The inequality found <= 0 of local behaviours, and what the behaviour breaks it by."""
    violation = sum((found.get(word, Fraction(0)) * value for word, value in means.items()), Fraction(0))
    terms = scenario.terms(found)
    bound: dict[str, Json] = {
        "kind": "bound", "set": "local", "scenario": scenario.json, "functional": terms, "sense": "<=", "bound": "0",
    }  # fmt: skip
    point = value_statement(scenario, [(terms, rational(violation))])
    return Membership(
        {}, found, violation,
        {
            "bound": certificate_bytes("lp-dual", bound, strategies_witness(scenario, {})),
            "point": certificate_bytes("point", point, {"behaviour": entries(dict(table))}),
        },
    )  # fmt: skip
