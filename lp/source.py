"""Measurement-dependent local models: what the devices share also influences which inputs are asked.

Given the hidden variable the inputs have a distribution from a polytope, and the outcomes are
those of a local strategy.  The joint probabilities of inputs and outcomes are then averages
over pairs of a vertex of the polytope and a strategy, which is a local behaviour of one more
party: the source, whose outcome names the vertex.  A functional of joint probabilities is a
functional of that behaviour, so bounds and proofs are those of local behaviours.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

from proofs.search.language.means import Mean
from proofs.search.language.scenario import Scenario
from proofs.search.question import Question, Words


def as_local(question: Question) -> Question:
    """The same question about local behaviours of the parties and the source."""
    name, count = _letter(question), len(question.source)
    scenario = Scenario((*question.scenario.inputs, (name, "0", count)))
    means = tuple(Mean(mean.name, _joint(question, mean.functional, name), mean.sense) for mean in question.means)
    functional = _joint(question, question.functional, name)
    return replace(question, set="local", scenario=scenario, functional=functional, means=means, source=())


def _labels(question: Question) -> dict[str, list[str]]:
    return {
        party: [label for name, label, _ in question.scenario.inputs if name == party]
        for party in question.scenario.parties
    }


def _joint(question: Question, functional: Words, name: str) -> dict[str, Fraction]:
    """Coefficient times mean times the probability of the inputs, vertex by vertex."""
    labels = _labels(question)
    result: dict[str, Fraction] = {}
    for word, c in functional.items():
        if not word:
            result[""] = Fraction(c)
            continue
        position = 0
        for atom in word.split(" "):
            mine = labels[atom[0]]
            position = position * len(mine) + mine.index(atom[1:].partition("=")[0])
        for k, vertex in enumerate(question.source):
            if vertex[position]:
                result[f"{word} {name}0={k}"] = c * vertex[position]
    return result


def vertex_texts(question: Question) -> dict[str, str]:
    """What the outcomes of the source stand for, in words."""
    name = _letter(question)
    inputs = ["".join(chosen) for chosen in product(*_labels(question).values())]
    return {
        f"{name}0={k}": ", ".join(f"P({x}) = {p}" for x, p in zip(inputs, vertex, strict=True))
        for k, vertex in enumerate(question.source)
    }


def _letter(question: Question) -> str:
    """The source is the last party."""
    return chr(ord(question.scenario.parties[-1]) + 1)
