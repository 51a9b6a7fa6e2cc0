"""The three kinds of statements about assemblages that the rule `assemblage` proves."""

from __future__ import annotations

from ..errors import Budget
from ..number import number_text, read_number, sign
from ..read import Node
from .trusted import ASSUMPTIONS, Assemblage


class SteeringBound(Assemblage):
    """Every assemblage of the set has <F> <= (or >=) bound."""

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields((*self.KEYS, "functional", "sense", "bound"), ("field",))
        super().__init__(found, budget)
        self.terms, self.functional = self.read_functional(found["functional"])
        self.sense = found["sense"].choice(("<=", ">="))
        self.bound = read_number(found["bound"], self.ring.field)

    def lines(self) -> list[str]:
        claim = f"{self.functional_text(self.terms)} {self.sense} {number_text(self.bound)}"
        return [*self.head(), f"claim: every assemblage of the set has {claim}", *ASSUMPTIONS]


class SteeringGuessing(Assemblage):
    """An adversary who knows parts of an assemblage guesses outcomes with probability <= constant - slope <F>."""

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields((*self.KEYS, "functional", "guessed", "constant", "slope"), ("field",))
        super().__init__(found, budget)
        if self.set == "local-hidden-state":
            raise found["set"].malformed("wrong-kind", "who knows the hidden state knows every outcome")
        self.terms, self.functional = self.read_functional(found["functional"])
        self.key, self.events = self.read_key(found["guessed"])
        self.constant, self.slope = (read_number(found[name], self.ring.field) for name in ("constant", "slope"))
        if sign(self.slope) < 0:
            raise found["slope"].malformed("out-of-range", "the slope is at least 0")

    def lines(self) -> list[str]:
        bound = f"{number_text(self.constant)} - {number_text(self.slope)}*<F>"
        return [
            *self.head(),
            f"functional: <F> = {self.functional_text(self.terms)}",
            "claim: if an assemblage of the set is an average of assemblages of the set over a value e independent of"
            " the inputs and the adversary knows e, then she guesses the outcomes of"
            f" {self.key} with probability <= {bound}",
            *ASSUMPTIONS,
        ]


class SteeringValue(Assemblage):
    """One assemblage of the set has these values, and whoever knows its parts guesses with this probability."""

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields((*self.KEYS, "values"), ("field", "guessed", "probability"))
        super().__init__(found, budget)
        self.values = []
        for entry in found["values"].items(least=1):
            parts = entry.fields(("functional", "value"))
            terms, functional = self.read_functional(parts["functional"])
            self.values.append((terms, functional, read_number(parts["value"], self.ring.field), entry))
        if ("guessed" in found) != ("probability" in found):
            raise node.malformed("missing-key", "guessed inputs and the probability go together")
        self.guessing = "guessed" in found
        if self.guessing:
            if self.set == "local-hidden-state":
                raise found["set"].malformed("wrong-kind", "who knows the hidden state knows every outcome")
            self.key, self.events = self.read_key(found["guessed"])
            self.probability = read_number(found["probability"], self.ring.field)

    def lines(self) -> list[str]:
        values = [f"value: {self.functional_text(terms)} = {number_text(v)}" for terms, _, v, _ in self.values]
        if not self.guessing:
            return [*self.head(), "claim: one assemblage of the set has", *values, *ASSUMPTIONS]
        claim = (
            "claim: one assemblage is an average of assemblages of the set over a value e independent of the inputs"
            f" such that who knows e guesses the outcomes of {self.key} with probability >="
            f" {number_text(self.probability)}, and it has"
        )
        return [*self.head(), claim, *values, *ASSUMPTIONS]
