"""Guessing probabilities: an adversary's best parts of an assemblage, and a functional that bounds them.

The adversary splits the assemblage into parts of the set, one for each of her guesses. If K - (event e) is a sum of
positive blocks times events for every guess e, she is right with probability at most <K>; the certificate writes
K = 1 - F.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from proofs.search.assembled.asked import Datum, Steered
from proofs.search.assembled.system import Coordinates, System
from proofs.search.assembled.untrusted import Assemblage, Event, Untrusted, noise
from proofs.search.language.scenario import Scenario, Word
from proofs.search.language.write import Json
from proofs.search.steering.assemblages import Form, NoSignalling, rounded
from proofs.search.steering.cones import Block, Program, Reals, Solution, solve

SPREAD = 10  # binary digits of weights of mixtures
LEAST_WEIGHT = 40


@dataclass(frozen=True)
class Guess:
    """What is guessed of which parties."""

    system: System
    untrusted: Untrusted
    inputs: tuple[int, ...]

    @classmethod
    def of(cls, scenario: Scenario, steered: Steered, guessed: tuple[str, ...]) -> Guess:
        names = ["".join(item[:2]) for item in scenario.inputs]
        return cls(steered.system, Untrusted(scenario), tuple(names.index(name) for name in guessed))

    @property
    def events(self) -> list[Event]:
        """The outcomes that may be guessed."""
        return list(self.untrusted.outcomes(self.inputs))


def data_of(steered: Steered, untrusted: Untrusted) -> list[Datum]:
    """All that is known, as linear functionals; the trace of the whole is 1."""
    system = steered.system
    found = [Datum({(): system.one}, Fraction(1), Fraction(1))]
    if steered.known is not None:
        for word in untrusted.words:
            state = steered.known.states.get(word, system.zero)
            for k in range(system.size):
                unit = tuple(Fraction(int(j == k)) for j in range(system.size))
                value = system.pair(unit, state)
                if word or unit != system.one:
                    found.append(Datum({word: unit}, value, value))
        if system.dimension > 2:  # the trace follows from the last diagonal entry and the others
            found = found[1:]
    return [*found, *steered.data]


def program_of(guess: Guess, model: NoSignalling, data: list[Datum]) -> Program:
    """The adversary's problem: a part for every guess, together with what is known."""
    events, system = guess.events, guess.system
    program = Program(variables=model.variables * len(events))
    forms = {word: model.form(word) for word in guess.untrusted.words}
    for e, event in enumerate(events):
        shift = e * model.variables
        for word, c in guess.untrusted.operator(event).items():
            for weight, one, form in zip(system.weights, system.one, forms[word], strict=True):
                for k, x in form.items():
                    add = float(weight * one * c * x)
                    if add:
                        program.objective[shift + k] = program.objective.get(shift + k, 0.0) + add
        for block in model.blocks():
            program.blocks.append(Block(block.size, [(p, k + shift, c) for p, k, c in block.entries]))
    for datum in data:
        single = paired(system, datum.functional, forms)
        row = {k + e * model.variables: float(c) for e in range(len(events)) for k, c in single.items()}
        if datum.low == datum.high:
            program.equalities.append((row, float(datum.low)))
        else:
            program.inequalities.append((row, float(datum.low)))
            program.inequalities.append(({k: -c for k, c in row.items()}, -float(datum.high)))
    return program


def paired(system: System, functional: Mapping[Word, Coordinates], forms: Mapping[Word, list[Form]]) -> Form:
    """<F> as a linear form of the variables of one part."""
    found: Form = {}
    for word, operator in functional.items():
        for weight, a, form in zip(system.weights, operator, forms[word], strict=True):
            if a:
                for k, x in form.items():
                    found[k] = found.get(k, Fraction(0)) + weight * a * x
    return found


def multipliers(program: Program, found: Solution, data: list[Datum]) -> list[Fraction]:
    """One rounded multiplier for each datum."""
    equal, unequal = iter(found.equal), iter(found.unequal)
    values = []
    for datum in data:
        values.append(next(equal) if datum.low == datum.high else -next(unequal) + next(unequal))
    return list(rounded(values))


@dataclass(frozen=True)
class Bounded:
    """A functional F with P(right) <= 1 - <F>, its branches, and what is known of <F>.

    Attributes:
        functional: operators by word.
        branches: the blocks of each guess.
        bound: on the probability, for everything that has the data.
        multipliers: <F> is `constant` plus the sum of multiplier times datum.
    """

    functional: dict[Word, Coordinates]
    branches: list[Json]
    bound: Fraction
    constant: Fraction
    multipliers: list[Fraction]


def bounded(guess: Guess, model: NoSignalling, data: list[Datum], program: Program, found: Solution) -> Bounded:
    """The exact certificate near an approximate dual solution."""
    system, untrusted = guess.system, guess.untrusted
    y = multipliers(program, found, data)
    kept: dict[Word, Coordinates] = {}
    for factor, datum in zip(y, data, strict=True):
        for word, operator in datum.functional.items():
            kept[word] = system.plus(kept.get(word, system.zero), operator, factor)
    each, count = [], len(model.blocks())
    for e, event in enumerate(guess.events):
        target = dict(kept)
        for word, c in untrusted.operator(event).items():
            target[word] = system.plus(target.get(word, system.zero), system.one, -c)
        each.append(model.proof(target, found.blocks[e * count : (e + 1) * count]))
    shift = {setting: max(part.shift[setting] for part, _ in each) for setting in untrusted.settings}
    total = sum(shift.values(), Fraction(0))
    functional = {word: system.scaled(operator, -1) for word, operator in kept.items()}
    constant = 1 - total
    functional[()] = system.plus(functional.get((), system.zero), system.one, constant)
    branches: list[Json] = [
        {"event": untrusted.name(event), "blocks": model.witness(part, shift), **more}
        for event, (part, more) in zip(guess.events, each, strict=True)
    ]
    bound = total + sum((f * (d.high if f > 0 else d.low) for f, d in zip(y, data, strict=True)), Fraction(0))
    nonzero = {word: operator for word, operator in functional.items() if any(operator)}
    return Bounded(nonzero, branches, bound, constant, [-f for f in y])


@dataclass(frozen=True)
class Attack:
    """Parts of an assemblage, one for each guess, and how often the guesses are right."""

    parts: list[tuple[Event, Assemblage]]
    probability: Fraction

    def whole(self) -> dict[Word, Coordinates]:
        """The assemblage itself."""
        system = self.parts[0][1].system
        total: dict[Word, Coordinates] = {}
        for _, part in self.parts:
            for word, state in part.states.items():
                total[word] = system.plus(total.get(word, system.zero), state)
        return total


def attack(guess: Guess, known: Assemblage, x: Reals) -> Attack:
    """Exact parts of a known assemblage near an approximate solution; the last takes what is left.

    The rounded parts are mixed with shares of the assemblage itself until all are positive. If they never are, the
    adversary knows nothing and guesses the likeliest outcome.
    """
    events, size = guess.events, guess.system.size
    words, count = guess.untrusted.words, len(guess.events)
    near = []
    for e in range(count):
        first = e * len(words) * size
        states = {word: rounded(x[first + k * size : first + (k + 1) * size]) for k, word in enumerate(words)}
        near.append(states)
    system = guess.system
    total = dict.fromkeys(words, system.zero)
    for states in near[:-1]:
        total = {word: system.plus(total[word], states[word]) for word in words}
    near[-1] = {word: system.plus(known.states.get(word, system.zero), total[word], -1) for word in words}
    parts = [Assemblage(system, guess.untrusted, states) for states in near]
    for digits in range(LEAST_WEIGHT, 3, -4):
        weight = 1 - Fraction(1, 1 << digits)
        mixed = [part.mixed(_share(known, Fraction(1, count)), weight) for part in parts]
        if all(_positive(part) for part in mixed):
            found = list(zip(events, mixed, strict=True))
            probability = sum((system.trace(part.state(event)) for event, part in found), Fraction(0))
            return Attack(found, probability)
    best = max(events, key=lambda event: system.trace(known.state(event)))
    return Attack([(best, known)], system.trace(known.state(best)))


def _share(known: Assemblage, weight: Fraction) -> Assemblage:
    scaled = {word: known.system.scaled(state, weight) for word, state in known.states.items()}
    return Assemblage(known.system, known.untrusted, scaled)


def _positive(part: Assemblage) -> bool:
    return all(not part.system.shortfall(part.state(cell)) for cell in part.untrusted.cells)


def region(guess: Guess, x: Reals, model: NoSignalling) -> Attack:
    """The same where the assemblage is not known exactly: the parts are scaled to trace 1."""
    events, size, system = guess.events, guess.system.size, guess.system
    words, found = guess.untrusted.words, []
    white = Fraction(1, 1 << LEAST_WEIGHT)
    flat = noise(system, guess.untrusted)
    for e, event in enumerate(events):
        first = e * model.variables
        states = {word: rounded(x[first + k * size : first + (k + 1) * size]) for k, word in enumerate(words)}
        part = Assemblage(system, guess.untrusted, states)
        short = max(system.shortfall(part.state(cell)) for cell in guess.untrusted.cells)
        lift = max(short * system.dimension * max(1, len(guess.untrusted.cells)), white)
        found.append((event, Assemblage(system, guess.untrusted, {
            word: system.plus(states[word], flat.states.get(word, system.zero), lift) for word in words
        })))  # fmt: skip
    trace = sum((system.trace(part.states[()]) for _, part in found), Fraction(0))
    scaled = [(event, _share(part, 1 / trace)) for event, part in found]
    probability = sum((system.trace(part.state(event)) for event, part in scaled), Fraction(0))
    return Attack(scaled, probability)


def solved(guess: Guess, steered: Steered, model: NoSignalling) -> tuple[list[Datum], Program, Solution]:
    """The adversary's problem and its approximate solution."""
    data = data_of(steered, guess.untrusted)
    program = program_of(guess, model, data)
    return data, program, solve(program)
