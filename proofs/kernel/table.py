"""Behaviours as tables of probabilities, no-signalling or time-ordered.

Means are not normalised, so a table may carry any common norm.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from .number import Number, brief, over_common
from .read import Node
from .statement import Hypothesis
from .symbols import Coefficient
from .words import Operator, Scenario

MAX_CELLS = 65_536

Indices = tuple[int, ...]


class Table:
    """Probabilities of all parties' outcomes for every choice of inputs.

    Raises code `not-admissible` unless, for every party, the marginal of the parties to
    which it may not signal is independent of its input; weights are nonnegative.
    """

    def __init__(self, node: Node, scenario: Scenario) -> None:
        self.scenario = scenario
        self.ring = scenario.ring
        inputs = scenario.inputs
        if scenario.cells > MAX_CELLS:
            raise node.limit("size", f"the behaviour has more than {MAX_CELLS} cells")
        self.cells: dict[Indices, dict[Indices, Coefficient | int]] = {s: {} for s in product(*scenario.choices)}
        for entry in node.items():
            probability_node, word_node = entry.items(2)
            probability = self.ring.read_weight(probability_node)
            pairs = [scenario.atoms[atom] for atom in scenario.read_atoms(word_node)]
            outcome = tuple(o for _, o in pairs if o is not None)
            if [inputs[i][0] for i, _ in pairs] != scenario.parties or len(outcome) != len(pairs):
                raise word_node.malformed("not-a-word", "a cell names one outcome of one input of every party")
            row = self.cells[tuple(i for i, _ in pairs)]
            if outcome in row:
                raise word_node.malformed("terms-order", "the cell is given twice")
            row[outcome] = probability
        self.unit = self._in_units()
        self._check(node)

    def _in_units(self) -> Fraction:
        """Write rational probabilities as integers, which are faster; returns what they are multiples of."""
        found = over_common([p for row in self.cells.values() for p in row.values()])
        if found is None:
            return Fraction(1)
        numerators = iter(found[0])
        for row in self.cells.values():
            row.update({outcome: next(numerators) for outcome in row})
        return Fraction(1, found[1])

    def _check(self, node: Node) -> None:
        for k, (party, choice) in enumerate(zip(self.scenario.parties, self.scenario.choices, strict=True)):
            hidden = [party, *self.scenario.receivers[party]]
            kept = [j for j, p in enumerate(self.scenario.parties) if p not in hidden]
            marginals = {setting: self._marginal(setting, kept) for setting in self.cells}
            for setting, marginal in marginals.items():
                first = marginals[(*setting[:k], choice[0], *setting[k + 1 :])]
                if marginal == first:
                    continue
                for outcome in marginal.keys() | first.keys():
                    distance = (marginal.get(outcome, 0) - first.get(outcome, 0)) * self.unit
                    if distance:
                        label = self.scenario.inputs[setting[k]][1]
                        sentence = f"input {label} of {party} shifts a marginal by {brief(self.ring.text_of, distance)}"
                        raise node.rejected("not-admissible", sentence)

    def _marginal(self, setting: Indices, kept: list[int]) -> dict[Indices, Coefficient | int]:
        """P(outcomes of the kept parties | setting)."""
        self.ring.budget.spend(16 * (1 + len(self.cells[setting])))
        result: dict[Indices, Coefficient | int] = {}
        for outcome, value in self.cells[setting].items():
            key = tuple(outcome[j] for j in kept)
            result[key] = result[key] + value if key in result else value
            self.ring.spend(result[key])
        return result

    def mean(self, operator: Operator) -> Coefficient:
        """Sum of coefficient * mean of the word; a party the word leaves out may have any input."""
        total: Coefficient = Fraction(0)
        for word, c in operator.items():
            named = {self.scenario.factor_party(x): self.scenario.factor_input(x) for x in word}
            pairs = zip(self.scenario.parties, self.scenario.choices, strict=True)
            factors = [named.get(party, (choice[0], -1)) for party, choice in pairs]
            row = self.cells[tuple(i for i, _ in factors)]
            self.ring.budget.spend(40 * (1 + len(row)) * (1 + len(factors)))
            found: Coefficient | int = 0
            for outcome, probability in row.items():
                value = 1
                for (_, wanted), seen in zip(factors, outcome, strict=True):
                    # -1: summed over; None: the observable, 1 - 2 * outcome; else the event
                    value *= 1 if wanted == -1 else 1 - 2 * seen if wanted is None else int(wanted == seen)
                found = found + probability * value
                self.ring.spend(found)
            total = total + c * (found * self.unit)
        return total

    def holds_as_operator(self, hypothesis: Hypothesis, point: list[Number]) -> bool:
        return False  # about behaviours there are only hypotheses on means
