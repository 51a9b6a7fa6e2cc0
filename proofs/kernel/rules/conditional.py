"""Statements about von Neumann entropy (rules `quadrature` and `uncertainty`): H(outcomes | inputs, E) of one round.

The bound is affine in the behaviour, so it holds for the average of many behaviours once it holds for each.
"""

from __future__ import annotations

from itertools import pairwise, product
from math import prod

from ..errors import Budget
from ..read import Node
from ..statement import Setting

MAX_OUTCOMES = 64  # outcome tuples of the guessed inputs

ENTROPY = (
    "H: von Neumann entropy in bits, of the outcomes of these inputs, given a system E of the adversary, who knows the"
    " inputs; everything on E commutes with all operators of the scenario"
)
SYSTEMS = {
    "quantum-tensor": "E: one more tensor factor of finite dimension, in any joint state",
    "quantum-commuting": "assumption: variational: the relative entropy of normal states of a von Neumann algebra is"
    " the integral over the relative modular operator, and its resolvents have the variational form of finite dimension"
    " (arXiv:2106.13692; not proved here)",
}


class ConditionalEntropy:
    """H(outcomes of the guessed inputs | E) >= <functional>, in bits, in every behaviour under the hypotheses."""

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields((*Setting.KEYS, "guessed", "functional"), ("field", "hypotheses", "vacuity"))
        self.setting = Setting(found, tuple(SYSTEMS), budget)
        scenario = self.setting.scenario
        # the hypotheses are about the average over what the adversary may know
        if any(hypothesis.kind != "mean" for hypothesis in self.setting.hypotheses.values()):
            raise found["hypotheses"].malformed("wrong-kind", "what is known of the average are means")
        self.node = found["functional"]
        names = found["guessed"].items(least=1)
        self.inputs = [scenario.input_index(name) for name in names]
        # outcomes of inputs that do not commute have no joint probability
        if any(i >= j for i, j in pairwise(self.inputs)) or not scenario.all_commute(self.inputs):
            raise found["guessed"].malformed("terms-order", "guessed inputs commute and stand in declared order")
        self.guessed = " ".join(name.text() for name in names)
        outcomes = [range(scenario.inputs[i][2]) for i in self.inputs]
        if prod(map(len, outcomes)) > MAX_OUTCOMES:
            raise found["guessed"].limit("size", f"more than {MAX_OUTCOMES} outcome tuples")
        self.outcomes = list(product(*outcomes))
        self.terms, self.functional = self.setting.read_functional(self.node)

    def lines(self) -> list[str]:
        functional = self.setting.scenario.terms_text(self.terms)
        claim = f"claim: every behaviour of the set has H({self.guessed} | E) >= {functional}"
        return [*self.setting.lines(), claim, ENTROPY, SYSTEMS[self.setting.set]]
