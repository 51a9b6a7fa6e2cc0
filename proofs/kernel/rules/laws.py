"""The laws of inputs that an assumption on their source allows, as the hull of finitely many (rule `factors`).

Every model names a set of laws in its text.  That the set lies in the hull of the laws listed here:

product     multilinear in the laws of the single inputs, each between two extreme ones.
sequential  multilinear in the conditional laws, one for each past, each between two extreme ones.
box         at a vertex of {low <= nu <= high, sum nu = 1} at most one value is strictly between.
two-sided   with equal logarithms of (1/2 + b)/(1/2 - b) as unit, neighbours on the cycle 00, 01, 11, 10 differ
            by at most 1 in log nu.  At a vertex of this set of laws three differences are 1 or -1; the fourth is
            minus their sum and at most 1 in size, so it is 1 or -1 too.  The six ways are the four products and
            the two laws that give (1/2 - b)/2 to equal inputs and (1/2 + b)/2 to others, or the reverse.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import prod

from ..entropy import Inputs, labels, read_law
from ..read import Node
from ..words import Scenario

MAX_BIASED = 3  # parties of a model with a bias
MAX_LAWS = 256  # listed by a statement

Law = list[Fraction]  # a probability for each input tuple, in their order

MODELS = {
    "product": "the inputs of the parties are independent and each input of a party has a probability between"
    " 1/2 - b and 1/2 + b",
    "two-sided": "each input of a party has a probability between 1/2 - b and 1/2 + b, given also the input of the"
    " other party in the round",
    "sequential": "each input of a party has a probability between 1/2 - b and 1/2 + b, given also the inputs in the"
    " round of the parties before it in the order of the scenario",
    "box": "each tuple of inputs has a probability between (1/2 - b)^N and (1/2 + b)^N, N the number of parties",
}


def read_laws(node: Node, scenario: Scenario, settings: list[Inputs]) -> tuple[list[Law], str]:
    """{"model", and "distribution", "points" or "bias"}: the extreme laws, and what they mean."""
    model_node = node.fields(("model",), ("distribution", "points", "bias"))["model"]
    model = model_node.choice(("declared", "hull", *MODELS))
    key = {"declared": "distribution", "hull": "points"}.get(model, "bias")
    value = node.fields(("model", key))[key]
    if model == "declared":
        law = list(read_law(scenario, settings, value).values())
        return [law], f"the inputs have the law {_text(law, scenario, settings)}"
    if model == "hull":
        entries = value.items(least=1, most=MAX_LAWS)
        laws = [list(read_law(scenario, settings, entry, 0).values()) for entry in entries]
        # an input tuple that never occurs would have no rounds to count
        if any(not any(column) for column in zip(*laws, strict=True)):
            raise value.malformed("out-of-range", "an input tuple has probability 0 under every law")
        texts = " or ".join(_text(law, scenario, settings) for law in laws)
        return laws, f"the law of the inputs is a mixture of {texts}"
    parties = len(scenario.parties)
    if parties > MAX_BIASED:
        raise model_node.limit("size", f"a model with a bias has at most {MAX_BIASED} parties")
    if any(len(choice) != 2 for choice in scenario.choices) or (model == "two-sided" and parties != 2):
        raise model_node.malformed("out-of-range", "the model is about two inputs a party, two-sided about two parties")
    bias = value.rational()
    if not 0 < bias < Fraction(1, 2):
        raise value.malformed("out-of-range", "a bias is above 0 and below 1/2")
    return _extreme(model, parties, bias), f"{MODELS[model]}; b = {bias}"


def _text(law: Law, scenario: Scenario, settings: list[Inputs]) -> str:
    return ", ".join(f"P({labels(scenario, s)}) = {p}" for s, p in zip(settings, law, strict=True))


def _extreme(model: str, parties: int, bias: Fraction) -> list[Law]:
    low, high = Fraction(1, 2) - bias, Fraction(1, 2) + bias
    if model == "sequential":
        return trees(parties, (low, high))
    if model == "box":
        return _corners(2**parties, low**parties, high**parties)
    choices = product(((low, high), (high, low)), repeat=parties)
    laws = [[prod(values, start=Fraction(1)) for values in product(*pairs)] for pairs in choices]
    if model == "two-sided":
        laws += [[low / 2, high / 2, high / 2, low / 2], [high / 2, low / 2, low / 2, high / 2]]
    return laws


def trees(parties: int, ends: tuple[Fraction, Fraction]) -> list[Law]:
    """One of two laws for the first input, and for each of its values any such choice for the others."""
    if not parties:
        return [[Fraction(1)]]
    rest = trees(parties - 1, ends)
    return [[p * x for x in a] + [(1 - p) * x for x in b] for p in ends for a in rest for b in rest]


def _corners(size: int, low: Fraction, high: Fraction) -> list[Law]:
    """As many values `high` as fit, one takes what is left, the others are `low`."""
    full, left = divmod(1 - size * low, high - low)
    return [
        [high if i in chosen else low + left if i == middle else low for i in range(size)]
        for chosen in combinations(range(size), full)
        for middle in range(size)
        if middle not in chosen
    ]
