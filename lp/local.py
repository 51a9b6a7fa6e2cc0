"""Linear programs over mixtures of deterministic strategies.

A strategy fixes one outcome for every input.  Its coordinates are a Kronecker product of
those of its parties, so the value of a functional at all strategies is one tensor
contraction; programs over many strategies are solved with few of them, and others are
added while one of them violates the exact dual (column generation).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from lp.coordinates import Functional, Integers, Party, Scenario, integers, machine_integers
from lp.exact_vertices import Pair, optimum
from lp.highs import Program
from lp.optima import scaled
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.means import Mean
from proofs.search.language.write import Json, certificate_bytes, rational

MOST = 1 << 18  # strategies; the kernel's limit
START = 256  # strategies a program begins with
STEP = 64  # strategies added at a time

Strategy = tuple[int, ...]  # outcomes of all inputs, party by party


@dataclass(frozen=True)
class LocalOptimum:
    """The exact maximum (or minimum) over local behaviours.

    Attributes:
        value: the optimum.
        mixture: strategies with their nonzero weights.
        means: multipliers of the hypotheses.
        bound, point: the two certificates.
    """

    value: Fraction
    mixture: dict[Strategy, Fraction]
    means: dict[str, Fraction]
    bound: bytes
    point: bytes


def _party_strategies(party: Party) -> Integers:
    """Strategies (rows) in the party's coordinates (columns)."""
    rows = [
        [1, *(int(o == wanted) for o, (_, d) in zip(outcomes, party.inputs, strict=True) for wanted in range(d - 1))]
        for outcomes in product(*(range(d) for _, d in party.inputs))
    ]
    return np.array(rows, dtype=np.int64)


@lru_cache(maxsize=16)
def _matrices(scenario: Scenario) -> list[Integers]:
    matrices = [_party_strategies(party) for party in scenario.parties]
    if prod(len(matrix) for matrix in matrices) > MOST:
        raise Failure(Kind.SIZE, "scenario", "the scenario has more than {most} deterministic strategies", most=MOST)
    return matrices


def values(scenario: Scenario, vector: Sequence[int]) -> npt.NDArray[Any]:
    """The exact values of an integer vector of coordinates at all strategies, in the order of `strategy`.

    >>> values(Scenario.uniform(1, 1, 2), [-1, 2]).tolist()
    [1, -1]

    Raises:
        ValueError: there are more than MOST strategies.
    """
    matrices = _matrices(scenario)
    small = sum(abs(c) for c in vector) < 1 << 62  # coordinates of strategies are 0 or 1
    tensor = np.array(vector, dtype=np.int64 if small else object).reshape([m.shape[1] for m in matrices])
    for matrix in matrices:
        tensor = np.tensordot(tensor, matrix if small else matrix.astype(object), axes=(0, 1))
    return tensor.reshape(-1)


def strategy(scenario: Scenario, index: int) -> Strategy:
    """The strategy of a position in `values`: the last input of the last party varies fastest."""
    outcomes = []
    for party in reversed(scenario.parties):
        for _, d in reversed(party.inputs):
            outcomes.append(index % d)
            index //= d
    return tuple(reversed(outcomes))


def coordinates(scenario: Scenario, index: int) -> Integers:
    """The coordinates of one strategy."""
    result = np.ones(1, dtype=np.int64)
    sizes = [len(matrix) for matrix in _matrices(scenario)]
    for matrix, position in zip(_matrices(scenario), np.unravel_index(index, sizes), strict=True):
        result = np.kron(result, matrix[position])
    return result


def generated(
    scenario: Scenario, row: Callable[[Integers], list[int]], slack: Callable[[list[Fraction]], list[Fraction]],
    fixed: list[list[int]], objective: list[int],
) -> tuple[Pair, list[int]]:  # fmt: skip
    """The exact optimum with one row a strategy, of which only the needed ones are written down.

    Args:
        scenario: whose strategies give rows.
        row: coordinates of a strategy -> row of the program.
        slack: point of the program -> vector whose values at strategies are what the rows say.
        fixed: rows that are always there; they must bound the program.
        objective: of the program.

    Returns:
        the pair of the last program, whose first rows are strategies, and their indices.
    """
    count = prod(len(matrix) for matrix in _matrices(scenario))
    indices = list(range(count)) if count <= 4 * START else list(range(0, count, -(-count // START)))
    while True:
        lines = [row(coordinates(scenario, index)) for index in indices] + fixed
        program = Program(machine_integers(lines), np.zeros(len(lines), np.bool_), machine_integers(objective))
        pair = optimum(program)
        found = values(scenario, integers(slack(pair.point))[0])
        if not (found < 0).any():
            return pair, indices
        worst = np.argsort(found.astype(float), kind="stable")[:STEP]
        more = [int(index) for index in worst if found[index] < 0]
        if set(more) <= set(indices):
            raise Failure(Kind.NO_ANSWER, "", "a strategy already in the program violates its exact solution")
        indices = sorted({*indices, *more})


def maximum(scenario: Scenario, functional: Functional, hypotheses: Sequence[Mean] = ()) -> LocalOptimum:
    """The largest value of a functional over local behaviours under hypotheses.

    >>> chsh = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}
    >>> maximum(Scenario.uniform(2, 2, 2), chsh).value
    Fraction(2, 1)

    Raises:
        Failure: no local behaviour satisfies the hypotheses; `emptiness` certifies it.
        Failure: NO_ANSWER, no exact optimum was found.
        ValueError: there are more than MOST strategies.
    """
    return _certified(scenario, functional, hypotheses, 1)


def minimum(scenario: Scenario, functional: Functional, hypotheses: Sequence[Mean] = ()) -> LocalOptimum:
    """The smallest value of a functional; the certified bound has sense ">="."""
    return _certified(scenario, functional, hypotheses, -1)


def _certified(scenario: Scenario, functional: Functional, hypotheses: Sequence[Mean], sign: int) -> LocalOptimum:
    vector, factor = scaled(scenario, {word: sign * c for word, c in functional.items()})
    lines = [scaled(scenario, hypothesis.functional) for hypothesis in hypotheses]
    if lines:
        value, weights, mixture = _constrained(scenario, vector, [line for line, _ in lines], hypotheses)
    else:
        found = values(scenario, vector)
        best = int(np.argmax(found))
        value, weights, mixture = Fraction(int(found[best])), [], {strategy(scenario, best): Fraction(1)}
    means = {
        hypothesis.name: weight * f / factor
        for hypothesis, weight, (_, f) in zip(hypotheses, weights, lines, strict=True)
        if weight
    }
    value = sign * value / factor
    more: dict[str, Json] = {"hypotheses": [h.json(scenario) for h in hypotheses]} if hypotheses else {}
    shared: dict[str, Json] = {"set": "local", "scenario": scenario.json, **more}
    terms = scenario.terms(functional)
    bound: dict[str, Json] = {
        "kind": "bound", "functional": terms, "sense": "<=" if sign > 0 else ">=", "bound": rational(value), **shared,
    }  # fmt: skip
    point: dict[str, Json] = {"kind": "value", "values": [{"functional": terms, "value": rational(value)}], **shared}
    models = model_entries(scenario, mixture)
    witness = strategies_witness(scenario, means)
    if hypotheses:
        witness["feasible"] = {"models": models}
    return LocalOptimum(
        value, mixture, means,
        certificate_bytes("lp-dual", bound, witness),
        certificate_bytes("point", point, {"models": models}),
    )  # fmt: skip


def _constrained(
    scenario: Scenario, vector: list[int], lines: list[list[int]], hypotheses: Sequence[Mean]
) -> tuple[Fraction, list[Fraction], dict[Strategy, Fraction]]:
    """Minimise b under b - F - sum l_h q_h >= 0 at every strategy; the multipliers are the mixture.

    The l_h are kept in a box that grows until no side of it matters, so that the program
    has an optimum however few strategies it begins with.
    """
    functionals = np.array([vector, *lines], dtype=object)

    def row(at: Integers) -> list[int]:
        f, *q = (int(c) for c in functionals @ at)
        return [-f, 1, *(-c for c in q)]

    def slack(point: list[Fraction]) -> list[Fraction]:
        found = [-sum(x * c for x, c in zip((1, *point[2:]), column, strict=True)) for column in functionals.T]
        return [Fraction(found[0] + point[1]), *map(Fraction, found[1:])]

    for bits in (10, 20, 30):
        size = 1 << bits
        box = []
        for k, hypothesis in enumerate(hypotheses):
            unit = [int(j == k) for j in range(len(lines))]
            box.append([size, 0, *(-c for c in unit)])
            box.append([size if hypothesis.sense == "=0" else 0, 0, *unit])
        pair, indices = generated(scenario, row, slack, box, [0, -1] + [0] * len(lines))
        sides = [i - len(indices) for i in pair.multipliers if i >= len(indices)]
        # the lower side l_h >= 0 of an inequality belongs to the program
        if all(side % 2 == 1 and hypotheses[side // 2].sense == ">=0" for side in sides):
            mixture = {strategy(scenario, indices[i]): w for i, w in pair.multipliers.items() if i < len(indices)}
            return -pair.value, pair.point[2:], mixture
    raise Failure(Kind.INFEASIBLE, "", "no local behaviour satisfies the hypotheses")


def strategies_witness(scenario: Scenario, means: dict[str, Fraction]) -> dict[str, Json]:
    """The witness that every strategy is to be looked at, with multipliers of hypotheses."""
    witness: dict[str, Json] = {"strategies": str(prod(d for party in scenario.parties for _, d in party.inputs))}
    if any(means.values()):
        witness["means"] = [{"hypothesis": name, "weight": rational(w)} for name, w in means.items() if w]
    return witness


def model_entries(scenario: Scenario, mixture: dict[Strategy, Fraction]) -> list[Json]:
    """A mixture of strategies as models of dimension 1."""
    return [_model(scenario, outcomes, weight) for outcomes, weight in mixture.items()]


def _model(scenario: Scenario, outcomes: Strategy, weight: Fraction) -> Json:
    operators: dict[str, Json] = {}
    inputs = [(party.name + label, d) for party in scenario.parties for label, d in party.inputs]
    for (name, d), outcome in zip(inputs, outcomes, strict=True):
        if d == 2:
            operators[name] = [[str(1 - 2 * outcome)]]
        else:
            operators.update({f"{name}={o}": [[str(int(o == outcome))]] for o in range(d - 1)})
    return {
        "weight": rational(weight), "dimensions": ["1"] * len(scenario.parties), "state": ["1"], "operators": operators,
    }  # fmt: skip


def model_outcomes(operators: Mapping[str, Any]) -> dict[str, int]:
    """The outcome of every input of a model of dimension 1, from the operators of a witness.

    >>> model_outcomes({"A0": [["-1"]], "A1=0": [["0"]], "A1=1": [["0"]]})
    {'A0': 1, 'A1': 2}
    """
    found: dict[str, list[str]] = {}
    for name, ((value,),) in operators.items():
        # an observable is 1 for outcome 0; of the projectors on all outcomes but the last at most one is 1
        found.setdefault(name.partition("=")[0], []).append(value)
    return {name: values.index("1") if "1" in values else len(values) for name, values in found.items()}


def emptiness(scenario: Scenario, hypotheses: Sequence[Mean]) -> bytes:
    """A certificate that no local behaviour satisfies the hypotheses.

    Multipliers with sum l_h q_h <= -1 at every strategy, found as the largest t with
    sum l_h q_h <= -t and |l_h| <= 1.

    Raises:
        Failure: the hypotheses are satisfiable, or no exact certificate was found.
    """
    lines = np.array([scaled(scenario, hypothesis.functional)[0] for hypothesis in hypotheses], dtype=object)
    count = len(hypotheses)

    def row(at: Integers) -> list[int]:
        return [0, -1, *(-int(c) for c in lines @ at)]

    def slack(point: list[Fraction]) -> list[Fraction]:
        found = [Fraction(-sum(x * c for x, c in zip(point[2:], column, strict=True))) for column in lines.T]
        return [found[0] - point[1], *found[1:]]

    box = []
    for k, hypothesis in enumerate(hypotheses):
        unit = [int(j == k) for j in range(count)]
        box += [[1, 0, *(-c for c in unit)], [int(hypothesis.sense == "=0"), 0, *unit]]
    pair, _ = generated(scenario, row, slack, box, [0, 1] + [0] * count)
    if pair.value <= 0:
        raise Failure(Kind.NO_ANSWER, "", "some local behaviour satisfies the hypotheses")
    means = {}
    for hypothesis, weight in zip(hypotheses, pair.point[2:], strict=True):
        means[hypothesis.name] = weight * scaled(scenario, hypothesis.functional)[1] / pair.value
    statement: dict[str, Json] = {
        "kind": "empty", "set": "local", "scenario": scenario.json,
        "hypotheses": [hypothesis.json(scenario) for hypothesis in hypotheses],
    }  # fmt: skip
    return certificate_bytes("farkas", statement, strategies_witness(scenario, means))
