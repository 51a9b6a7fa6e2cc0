"""Perfect guessing is local hidden states for two settings: random assemblages, exact bounds, false statements."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest

from proofs.kernel.check import check_bytes
from proofs.search.assembled.asked import Steered
from proofs.search.assembled.system import Coordinates, System
from proofs.search.assembled.untrusted import Assemblage, Event, Untrusted, noise, of_cells
from proofs.search.language.failure import Failure
from proofs.search.language.scenario import Scenario
from proofs.search.steering.assemblages import HiddenStates, NoSignalling
from proofs.search.steering.cones import Block, Program, solve
from proofs.search.steering.guessing import Guess, paired
from proofs.search.steering.hidden import visibility
from proofs.search.steering.theorem import guessing_bound

QUBIT = System(2)
Random = np.random.Generator


def random_assemblage(scene: Untrusted, random: Random) -> Assemblage:
    """A random pure state and random projective measurements of qubits, or of qutrits with three outcomes."""
    sizes = [max(scene.scenario.inputs[i][2] for i in choice) for choice in scene.choices]
    shape = (2, *sizes)
    vector = random.normal(size=shape) + 1j * random.normal(size=shape)
    vector /= np.linalg.norm(vector)
    measured = {}
    for choice, size in zip(scene.choices, sizes, strict=True):
        for i in choice:
            outcomes = scene.scenario.inputs[i][2]
            unitary = np.linalg.qr(random.normal(size=(size, size)) + 1j * random.normal(size=(size, size)))[0]
            columns = np.array_split(np.arange(size), outcomes)
            measured[i] = [unitary[:, c] @ unitary[:, c].conj().T for c in columns]
    cells = {}
    for cell in scene.cells:
        total = vector.reshape(2, -1)
        operator = np.eye(1)
        for i, o in cell:
            operator = np.kron(operator, measured[i][o])
        state = total @ operator.T @ total.conj().T
        rows = [[(Fraction(x.real), Fraction(x.imag)) for x in row] for row in state.tolist()]
        cells[cell] = tuple(QUBIT.of_entries(rows))
    states = {
        word: tuple(Fraction(round(x * 2**50), 2**50) for x in state)
        for word, state in of_cells(QUBIT, scene, cells).states.items()
    }
    return Assemblage(QUBIT, scene, states)


def guessed_share(known: Assemblage, key: tuple[int, ...]) -> float:
    """The largest share of an assemblage in a mixture with noise at which the key is known for sure.

    Parts in which another outcome than the guess never occurs add up to the mixture.
    """
    scene = known.untrusted
    guess, model = Guess(QUBIT, scene, key), NoSignalling(QUBIT, scene)
    count = len(guess.events)
    last = model.variables * count
    program = Program(variables=last + 1, objective={last: 1.0})
    forms = {word: model.form(word) for word in scene.words}
    flat = noise(QUBIT, scene)
    for e, event in enumerate(guess.events):
        shift = e * model.variables
        for block in model.blocks():
            program.blocks.append(Block(block.size, [(p, k + shift, c) for p, k, c in block.entries]))
        for other in guess.events:
            if other != event:
                functional = {w: QUBIT.scaled(QUBIT.one, c) for w, c in scene.operator(other).items()}
                row = paired(QUBIT, functional, forms)
                program.equalities.append(({k + shift: float(c) for k, c in row.items()}, 0.0))
    for word in scene.words:
        for k in range(4):
            shifts = [e * model.variables for e in range(count)]
            total = {variable + shift: float(c) for shift in shifts for variable, c in forms[word][k].items()}
            white, state = (a.states.get(word, QUBIT.zero)[k] for a in (flat, known))
            program.equalities.append(({**total, last: float(white - state)}, float(white)))
    program.inequalities.append(({last: -1.0}, -2.0))
    return solve(program).value


TWO = [{"B": [2, 2]}, {"B": [3, 3]}, {"B": [2, 2], "C": [2, 2]}, {"B": [2, 2], "C": [2, 3]}]


@pytest.mark.parametrize("parties", TWO)
def test_with_two_settings_perfect_guessing_is_a_local_hidden_state_model(parties: dict[str, list[int]]) -> None:
    scene = Untrusted(Scenario.bell(parties))
    random = np.random.default_rng(len(scene.cells))
    for _ in range(2):
        known = random_assemblage(scene, random)
        local = visibility(HiddenStates(QUBIT, scene), known).value
        for key in list(product(*scene.choices))[:2]:
            assert abs(guessed_share(known, key) - local) < 1e-5


def restricted(known: Assemblage, inputs: tuple[int, ...]) -> Assemblage:
    """The assemblage of some inputs of one party."""
    scene = known.untrusted
    smaller = Untrusted(Scenario.bell({"B": [scene.scenario.inputs[i][2] for i in inputs]}))
    cells: dict[Event, Coordinates] = {}
    for k, i in enumerate(inputs):
        for o in range(scene.scenario.inputs[i][2]):
            cells[((k, o),)] = known.state(((i, o),))
    return of_cells(QUBIT, smaller, cells)


def test_with_three_settings_of_one_party_a_key_is_known_where_its_pairs_have_models() -> None:
    scene = Untrusted(Scenario.bell({"B": [2, 2, 2]}))
    random = np.random.default_rng(5)
    for _ in range(3):
        known = random_assemblage(scene, random)
        whole = visibility(HiddenStates(QUBIT, scene), known).value
        pairs = {}
        for inputs in combinations(range(3), 2):
            part = restricted(known, inputs)
            pairs[inputs] = visibility(HiddenStates(QUBIT, part.untrusted), part).value
        for key in range(3):
            share = guessed_share(known, (key,))
            assert abs(share - min(v for inputs, v in pairs.items() if key in inputs)) < 1e-5
            assert share > whole - 1e-6


@pytest.mark.unjudged
@pytest.mark.parametrize("parties", [{"B": [2, 2]}, {"B": [3, 2]}, *TWO[2:]])
def test_every_two_setting_inequality_bounds_guesses(parties: dict[str, list[int]]) -> None:
    scene = Untrusted(Scenario.bell(parties))
    random = np.random.default_rng(11)
    functional = {word: tuple(Fraction(int(x), 4) for x in random.integers(-4, 5, 4)) for word in scene.words if word}
    for key in list(product(*scene.choices))[:2]:
        found = guessing_bound(QUBIT, scene, functional, key)
        assert check_bytes(found.data).verdict == "PROVED"
        lowered = guessing_bound(QUBIT, scene, functional, key, found.beta - Fraction(1, 10**6))
        assert check_bytes(lowered.data).verdict == "REJECTED"


def test_theorem_q_wants_two_settings() -> None:
    scene = Untrusted(Scenario.bell({"B": [2, 2, 2]}))
    with pytest.raises(Failure, match="two inputs"):
        guessing_bound(QUBIT, scene, {scene.words[1]: QUBIT.one}, (0,))


def nearly_classical(t: float) -> Assemblage:
    """cos t |00> + sin t |11>, measured in X and Z."""
    scene = Untrusted(Scenario.bell({"B": [2, 2]}))
    c, s = Fraction(np.cos(t)), Fraction(np.sin(t))
    norm = c * c + s * s
    zero = Fraction(0)
    diagonal = Fraction(1, 2), zero, zero, (c * c - s * s) / norm / 2
    states = {
        (): diagonal, (0,): (zero, c * s / norm, zero, zero),
        (1,): ((c * c - s * s) / norm / 2, zero, zero, Fraction(1, 2)),
    }  # fmt: skip
    return Assemblage(QUBIT, scene, states)


def test_guessing_is_not_continuous_where_models_begin() -> None:
    """At t = 1/20 the assemblage is within 1/10 of one with a model, and the outcome of X is as good as unknown."""
    from proofs.search.steering.guessing import bounded, solved

    known = nearly_classical(0.05)
    flat = nearly_classical(0.0)
    gap = max(abs(x - y) for word, state in known.states.items() for x, y in zip(state, flat.states[word], strict=True))
    assert gap < Fraction(1, 10)
    guess, model = Guess(QUBIT, known.untrusted, (0,)), NoSignalling(QUBIT, known.untrusted)
    data, program, found = solved(guess, Steered(QUBIT, known=known), model)
    assert bounded(guess, model, data, program, found).bound < Fraction(6, 10)
    other = Guess(QUBIT, known.untrusted, (1,))
    data, program, found = solved(other, Steered(QUBIT, known=known), model)
    assert found.value > 0.99


def test_the_steering_weight_is_not_bounded_by_what_is_not_guessed() -> None:
    """No share of the assemblage has a model, though the outcome of Z is guessed with 0.997."""
    known = nearly_classical(0.05)
    model = HiddenStates(QUBIT, known.untrusted)
    forms = {word: model.form(word) for word in known.untrusted.words}
    trace = paired(QUBIT, {(): QUBIT.one}, forms)
    program = Program(
        variables=model.variables, blocks=model.blocks(), objective={k: float(c) for k, c in trace.items()}
    )
    for cell in known.untrusted.cells:
        entries = []
        for word, c in known.untrusted.operator(cell).items():
            for k in range(4):
                entries += [(k, variable, -float(c * x)) for variable, x in forms[word][k].items()]
        constant = model.variables + len(program.equalities)
        for k, x in enumerate(known.state(cell)):
            entries.append((k, constant + k, float(x)))
        for k in range(4):
            program.equalities.append(({constant + k: 1.0}, 1.0))
        program.blocks.append(Block(0, entries))
        program.variables = constant + 4
    assert solve(program).value < 0.02
