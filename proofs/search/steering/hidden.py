"""Whether an assemblage has a local-hidden-state model: the model, or a steering inequality that it breaks."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from proofs.search.assembled.system import Coordinates
from proofs.search.assembled.untrusted import Assemblage, noise
from proofs.search.language.scenario import Word
from proofs.search.steering.assemblages import HiddenStates, rounded
from proofs.search.steering.cones import Program, Solution, solve

MOST = 2.0  # visibilities above are not of interest


@dataclass(frozen=True)
class Visibility:
    """The largest share of an assemblage in a mixture with noise that has a model, approximately."""

    value: float
    found: Solution


def visibility(model: HiddenStates, known: Assemblage) -> Visibility:
    """The largest v for which v sigma + (1 - v) noise has a model.

    Raises:
        Failure: SOLVER, SIZE.
    """
    system, untrusted = model.system, model.untrusted
    flat = noise(system, untrusted)
    last = model.variables
    program = Program(variables=last + 1, objective={last: 1.0}, blocks=model.blocks())
    for word in untrusted.words:
        form = model.form(word)
        white, state = (a.states.get(word, system.zero) for a in (flat, known))
        for k in range(system.size):
            row = {variable: float(c) for variable, c in form[k].items()}
            row[last] = float(white[k] - state[k])
            program.equalities.append((row, float(white[k])))
    program.inequalities.append(({last: -1.0}, -MOST))
    found = solve(program)
    return Visibility(found.value, found)


def hidden_states(model: HiddenStates, known: Assemblage, seen: Visibility) -> list[Coordinates] | None:
    """Exact hidden states of the assemblage; None if rounding leaves one that is not positive.

    The solution is about v sigma + (1 - v) noise with v > 1, so sigma is a mixture of that and noise, in the interior.
    """
    system = model.system
    v = seen.found.x[-1]
    share = 1 / v
    count = len(model.strategies)
    white = float(1 / (system.dimension * Fraction(count)))
    x = seen.found.x[:-1] * share
    for s in range(count):
        for k, one in enumerate(system.one):
            x[s * system.size + k] += (1 - share) * white * float(one)
    states = model.weights(known.states, x)
    return None if any(system.shortfall(state) for state in states) else states


def inequality(model: HiddenStates, known: Assemblage, seen: Visibility) -> tuple[dict[Word, Coordinates], Fraction]:
    """A functional and its bound over all local hidden states; separates the assemblage if v is clearly below 1."""
    system = model.system
    y = iter(seen.found.equal)
    operators: dict[Word, Coordinates] = {}
    for word in model.untrusted.words:
        values = [float(next(y)) for _ in range(system.size)]
        weighted = [-value / weight for value, weight in zip(values, system.weights, strict=True)]
        operators[word] = rounded(weighted, 30)
    largest = max((abs(x) for operator in operators.values() for x in operator), default=Fraction(1)) or Fraction(1)
    operators = {word: rounded([float(x / largest) for x in a], 24) for word, a in operators.items()}
    operators = {word: a for word, a in operators.items() if any(a)}
    return operators, model.least(operators)
