"""Measurement-dependent local models: what the devices share also influences which inputs are asked.

Given the hidden variable the inputs have a distribution from a polytope, and the outcomes are
those of a local strategy.  The joint probabilities of inputs and outcomes are then averages
over pairs of a vertex of the polytope and a strategy, which is a local behaviour of one more
party: the source, whose outcome names the vertex.  A functional of joint probabilities is a
functional of that behaviour, so bounds and proofs are those of local behaviours.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from oracle.certify.problem import Problem
from oracle.certify.words import Functional


def as_local(problem: Problem) -> Problem:
    """The same question about local behaviours of the parties and the source."""
    name = _letter(problem)
    parties = {**problem.parties, name: (len(problem.source),)}
    means = tuple(replace(mean, functional=_joint(problem, mean.functional, name)) for mean in problem.means)
    functional = _joint(problem, problem.functional, name)
    return replace(problem, set="local", parties=parties, functional=functional, means=means, source=())


def _joint(problem: Problem, functional: Functional, name: str) -> Functional:
    """Coefficient times mean times the probability of the inputs, vertex by vertex."""
    result: Functional = {}
    for word, c in functional.items():
        if not word:
            result[""] = c
            continue
        position = 0
        for atom in word.split(" "):
            inputs = len(problem.parties[atom[0]])
            position = position * inputs + int(atom[1:].partition("=")[0])
        for k, vertex in enumerate(problem.source):
            if vertex[position]:
                result[f"{word} {name}0={k}"] = c * vertex[position]
    return result


def vertex_texts(problem: Problem) -> dict[str, str]:
    """What the outcomes of the source stand for, in words."""
    name = _letter(problem)
    inputs = [
        "".join(map(str, chosen))
        for chosen in product(*(range(len(outcomes)) for outcomes in problem.parties.values()))
    ]
    return {
        f"{name}0={k}": ", ".join(f"P({x}) = {p}" for x, p in zip(inputs, vertex, strict=True))
        for k, vertex in enumerate(problem.source)
    }


def _letter(problem: Problem) -> str:
    """The source is the last party."""
    return chr(ord(max(problem.parties)) + 1)
