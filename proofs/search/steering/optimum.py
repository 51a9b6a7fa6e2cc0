"""Optima of functionals of assemblages: a bound by positive blocks or by strategies, and a point that comes close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from proofs.search.assembled.system import Coordinates
from proofs.search.assembled.untrusted import Assemblage, States, noise
from proofs.search.language.scenario import Word
from proofs.search.language.write import Json
from proofs.search.steering.assemblages import HiddenStates, NoSignalling, rounded
from proofs.search.steering.cones import Program, Reals, Solution, solve
from proofs.search.steering.guessing import paired
from proofs.search.steering.statements import listed


@dataclass(frozen=True)
class Optimum:
    """A bound with its witness, and a point of the set with its witness.

    Attributes:
        bound: an upper bound on <F>.
        witness: that proves it.
        value: what the point has.
        point: the witness of the point.
        says: the solver.
    """

    bound: Fraction
    witness: dict[str, Json]
    value: Fraction
    point: dict[str, Json]
    says: dict[str, str]


def _solved(model: NoSignalling | HiddenStates, functional: States) -> Solution:
    system = model.system
    forms = {word: model.form(word) for word in {*functional, ()}}
    program = Program(variables=model.variables, blocks=model.blocks())
    program.objective = {k: float(c) for k, c in paired(system, functional, forms).items()}
    trace = paired(system, {(): system.one}, forms)
    program.equalities.append(({k: float(c) for k, c in trace.items()}, 1.0))
    return solve(program)


def hidden_optimum(model: HiddenStates, functional: States) -> Optimum:
    """The largest <F> over local hidden states: the best strategy, no solver needed for the bound.

    Every strategy leaves an operator of the trusted system; the largest eigenvalue of all is the bound, and its
    eigenvector with that strategy the point.
    """
    system, bound = model.system, model.least(functional)
    best: tuple[Fraction, Coordinates, int] | None = None
    for s, operator in enumerate(model.evaluated(functional)):
        state = eigenstate(model, operator)
        value = system.pair(operator, state)
        if best is None or value > best[0]:
            best = value, state, s
    value, state, s = best if best is not None else (Fraction(0), system.zero, 0)
    names = model.untrusted.name(tuple(model.strategies[s].items()))
    point: dict[str, Json] = {"hidden": [[system.json(state), names]]}
    return Optimum(bound, {"strategies": str(model.untrusted.strategies)}, value, point, {})


def eigenstate(model: HiddenStates | NoSignalling, operator: Coordinates) -> Coordinates:
    """A rational pure state close to the eigenvector of the largest eigenvalue."""
    import numpy as np

    system = model.system
    _, vectors = np.linalg.eigh(system.floats(operator))
    vector = [(Fraction(round(x.real * 2**30), 2**30), Fraction(round(x.imag * 2**30), 2**30)) for x in vectors[:, -1]]
    norm = sum((re * re + im * im for re, im in vector), Fraction(0))
    rows = [[((a * c + b * d) / norm, (b * c - a * d) / norm) for c, d in vector] for a, b in vector]
    return tuple(system.of_entries(rows))


def free_optimum(model: NoSignalling, functional: States) -> Optimum:
    """The largest <F> over no-signalling assemblages."""
    system, found = model.system, _solved(model, functional)
    constant = Fraction(round(found.equal[0] * 2**40), 2**40)
    target: dict[Word, Coordinates] = {word: system.scaled(a, -1) for word, a in functional.items()}
    target[()] = system.plus(target.get((), system.zero), system.one, constant)
    completed, more = model.proof(target, found.blocks)
    bound = constant + sum(completed.shift.values(), Fraction(0))
    point = _near(model, found.x)
    states: list[Json] = listed(system, model.untrusted, point.states)
    witness: dict[str, Json] = {"blocks": model.witness(completed, completed.shift), **more}
    return Optimum(bound, witness, point.mean(functional), {"parts": [{"states": states}]}, dict(found.says))


def _near(model: NoSignalling, x: Reals | Sequence[float]) -> Assemblage:
    """An assemblage near an approximate solution: noise is added until all states are positive."""
    system, untrusted = model.system, model.untrusted
    words, size = untrusted.words, system.size
    states = {word: rounded(x[k * size : (k + 1) * size]) for k, word in enumerate(words)}
    trace = system.trace(states[()])
    near = Assemblage(system, untrusted, {word: system.scaled(state, 1 / trace) for word, state in states.items()})
    flat = noise(system, untrusted)
    for digits in range(40, 2, -4):
        mixed = near.mixed(flat, 1 - Fraction(1, 1 << digits))
        if all(not system.shortfall(mixed.state(cell)) for cell in untrusted.cells):
            return mixed
    return flat
