"""Random assemblages in floating point: a trusted system, measured devices beside it, boxes, hidden states."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.proofs.kernel.soundness.physics import Numbers, Random, atoms, draw_box, draw_local, inputs_of

Json = Any
Array = NDArray[Any]
States = Callable[[str], Array]  # the unnormalised state, or operator, of a word
SLACK = 1e-7

PAULI = [np.eye(2), np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.diag([1.0, -1.0])]


def matrix(operator: Json, numbers: Numbers, dimension: int) -> Array:
    """An operator of a file as a complex matrix."""
    if dimension == 2:
        parts = [numbers.value(c) * p for c, p in zip(operator, PAULI, strict=True)]
        return np.asarray(np.array(parts, dtype=complex).sum(axis=0))

    def entry(value: Json) -> complex:
        if isinstance(value, dict):
            return numbers.value(value["re"]) + 1j * numbers.value(value["im"])
        return numbers.value(value)

    return np.array([[entry(value) for value in row] for row in operator])


def mean(terms: Json, numbers: Numbers, states: States) -> float:
    pairs = [(states(word), operator) for operator, word in terms]
    return float(sum(np.trace(matrix(operator, numbers, len(state)) @ state).real for state, operator in pairs))


def _vector(size: int, random: Random) -> Array:
    vector = random.normal(size=size) + 1j * random.normal(size=size)
    return np.asarray(vector / np.linalg.norm(vector))


def draw_quantum(statement: Json, random: Random) -> States:
    """Projective measurements of the untrusted parties on a random pure state, near the worst one half of the time."""
    d = int(statement["trusted"]["dimension"])
    parties = [p["name"] for p in statement["untrusted"]["parties"]]
    outcomes = inputs_of(statement["untrusted"])
    size = max(2, *outcomes.values())
    events: dict[tuple[str, str], list[Array]] = {}
    for place, count in outcomes.items():
        basis = np.linalg.qr(random.normal(size=(size, size)) + 1j * random.normal(size=(size, size)))[0]
        labels = random.permutation([k % count for k in range(size)])
        events[place] = [sum((np.outer(basis[:, k], basis[:, k].conj()) for k in range(size) if labels[k] == o),
                             start=np.zeros((size, size), complex)) for o in range(count)]  # fmt: skip

    def operator(word: str) -> Array:
        factors = {party: np.eye(size, dtype=complex) for party in parties}
        for party, label, outcome in atoms(word):
            found = events[party, label]
            factors[party] = found[0] - found[1] if outcome is None else found[outcome]
        result = np.eye(1, dtype=complex)
        for party in parties:
            result = np.kron(result, factors[party])
        return result

    state = _vector(d * size ** len(parties), random)
    if "functional" in statement and random.random() < 0.6:
        numbers, sign = Numbers(statement), -1 if statement.get("sense") == ">=" else 1
        terms = [np.kron(matrix(a, numbers, d), operator(word)) for a, word in statement["functional"]]
        total = np.array(terms).sum(axis=0)
        state = np.linalg.eigh(sign * (total + total.conj().T))[1][:, -1]
    tensor = state.reshape(d, -1)
    return lambda word: np.einsum("ai,ij,bj->ab", tensor, operator(word).T, tensor.conj())


def draw_product(statement: Json, random: Random) -> States:
    """A pure state beside a box of the untrusted parties, which may be stronger than quantum theory."""
    behaviour = (draw_box if random.random() < 0.6 else draw_local)(statement["untrusted"], random)
    vector = _vector(int(statement["trusted"]["dimension"]), random)
    state = np.outer(vector, vector.conj())
    return lambda word: behaviour.mean(word) * state


def draw_hidden(statement: Json, random: Random) -> States:
    """A mixture of a few hidden states with deterministic outcomes."""
    parts = [draw_product({**statement, "set": "local"}, random) for _ in range(3)]
    local = []
    for _ in parts:
        behaviour = draw_local(statement["untrusted"], random)
        vector = _vector(int(statement["trusted"]["dimension"]), random)
        local.append((behaviour, np.outer(vector, vector.conj())))
    weights = random.dirichlet(np.ones(len(local)))
    return lambda word: sum(w * b.mean(word) * s for w, (b, s) in zip(weights, local, strict=True))


def draw_assemblage(statement: Json, random: Random) -> States:
    if statement["set"] == "local-hidden-state":
        return draw_hidden(statement, random)
    if statement["set"] == "quantum":
        return draw_quantum(statement, random)
    return (draw_product if random.random() < 0.3 else draw_quantum)(statement, random)


def check_steering_bound(statement: Json, witness: Json, seed: int, count: int = 2) -> int:
    """Fail if a random assemblage violates the bound."""
    random, numbers = np.random.default_rng(seed), Numbers(statement)
    bound = numbers.value(statement["bound"])
    for _ in range(3 * count):
        value = mean(statement["functional"], numbers, draw_assemblage(statement, random))
        excess = value - bound if statement["sense"] == "<=" else bound - value
        assert excess <= SLACK * (1 + abs(bound)), (statement, value)
    return 3 * count


def check_steering_guessing(statement: Json, witness: Json, seed: int, count: int = 2) -> int:
    """Fail if a random average is guessed too well by who knows its parts."""
    random, numbers = np.random.default_rng(seed), Numbers(statement)
    outcomes = inputs_of(statement["untrusted"])
    names = statement["guessed"]
    events = [
        " ".join(f"{name}={o}" for name, o in zip(names, choice, strict=True))
        for choice in product(*(range(outcomes[name[0], name[1:]]) for name in names))
    ]
    for _ in range(2 * count):
        parts = [draw_assemblage(statement, random) for _ in range(3)]
        weights = random.dirichlet(np.ones(3) / 2)
        pairs = list(zip(weights, parts, strict=True))
        guessed = sum(w * max(np.trace(states(event)).real for event in events) for w, states in pairs)
        value = sum(w * mean(statement["functional"], numbers, states) for w, states in pairs)
        bound = numbers.value(statement["constant"]) - numbers.value(statement["slope"]) * value
        assert guessed <= bound + SLACK, (statement, guessed, bound)
    return 2 * count


def triangles(found: Json) -> Array:
    """A hermitian matrix in floating point."""
    size = len(found["re"])
    total = np.zeros((size, size), complex)
    for i in range(size):
        for j in range(i + 1):
            im = int(found["im"][i - 1][j]) if j < i else 0
            total[i, j] = complex(int(found["re"][i][j]), im) / int(found["denominator"])
            total[j, i] = total[i, j].conjugate()
    assert np.linalg.eigvalsh(total)[0] >= -SLACK
    return total


def device(found: Json, scenario: Json, d: int) -> States:
    """The states that explicit devices leave, in floating point."""
    sizes = [int(size) for size in found["dimensions"]]
    state = triangles(found["state"])
    names = [(p["name"], label) for p in scenario["parties"] for label, _ in p["inputs"]]
    measured = {name: [triangles(x) for x in entry] for name, entry in zip(names, found["measurements"], strict=True)}

    def states(word: str) -> Array:
        factors = [np.eye(size, dtype=complex) for size in sizes]
        parties = [p["name"] for p in scenario["parties"]]
        for party, label, outcome in atoms(word):
            operators = measured[party, label]
            factors[parties.index(party)] = operators[0] - operators[1] if outcome is None else operators[outcome]
        whole = np.eye(d, dtype=complex)
        for factor in factors:
            whole = np.kron(whole, factor)
        rest = len(state) // d
        traced: Array = np.trace((whole @ state).reshape(d, rest, d, rest), axis1=1, axis2=3)
        return traced

    return states


def event_terms(atom: tuple[str, str, int | None], outcomes: dict[tuple[str, str], int]) -> list[tuple[float, str]]:
    """An event or letter of one party as a combination of the letters that a witness has states for."""
    party, label, outcome = atom
    letter, count = party + label, outcomes[party, label]
    if outcome is None:
        return [(1.0, letter)]
    if count == 2:
        return [(0.5, ""), ((1 - 2 * outcome) / 2, letter)]
    if outcome < count - 1:
        return [(1.0, f"{letter}={outcome}")]
    return [(1.0, ""), *((-1.0, f"{letter}={k}") for k in range(count - 1))]


def check_steering_value(statement: Json, witness: Json, seed: int, count: int = 1) -> int:
    """Fail if the explicit states, evaluated in floating point, are no assemblage with the values."""
    numbers, d = Numbers(statement), int(statement["trusted"]["dimension"])
    scenario = statement["untrusted"]
    outcomes = inputs_of(scenario)
    zero = np.zeros((d, d), complex)
    parts: list[tuple[States, str]] = []
    if "hidden" in witness:
        rows = [(matrix(a, numbers, d), {x[:-2]: int(x[-1]) for x in word.split()}) for a, word in witness["hidden"]]

        def hidden(word: str) -> Array:
            total = zero
            for state, answers in rows:
                factor = 1
                for party, label, outcome in atoms(word):
                    seen = answers[party + label]
                    factor *= 1 - 2 * seen if outcome is None else int(outcome == seen)
                total = total + factor * state
            return total

        assert min(np.linalg.eigvalsh(state)[0] for state, _ in rows) >= -SLACK
        parts.append((hidden, ""))
    for part in witness.get("parts", []):
        if "device" in part:
            parts.append((device(part["device"], scenario, d), part.get("event", "")))
            continue
        found = {word: matrix(a, numbers, d) for a, word in part["states"]}

        def states(word: str, found: dict[str, Array] = found) -> Array:
            total = zero
            for chosen in product(*(event_terms(atom, outcomes) for atom in atoms(word))):
                letters = " ".join(letter for _, letter in chosen if letter)
                total = total + np.prod([factor for factor, _ in chosen]) * found.get(letters, zero)
            return total

        parts.append((states, part.get("event", "")))
        for setting in product(*([(p["name"], label) for label, _ in p["inputs"]] for p in scenario["parties"])):
            for outcome in product(*(range(outcomes[place]) for place in setting)):
                event = " ".join(f"{p}{label}={o}" for (p, label), o in zip(setting, outcome, strict=True))
                assert np.linalg.eigvalsh(states(event))[0] >= -SLACK
    assert abs(sum(np.trace(states("")).real for states, _ in parts) - 1) < SLACK
    for entry in statement["values"]:
        total = sum(mean(entry["functional"], numbers, states) for states, _ in parts)
        assert abs(total - numbers.value(entry["value"])) < SLACK, (entry, total)
    if "probability" in statement:
        right = sum(np.trace(states(event)).real for states, event in parts)
        assert right >= numbers.value(statement["probability"]) - SLACK
    return len(statement["values"])
