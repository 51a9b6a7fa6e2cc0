"""Random admissible objects in floating point, to test what the kernel accepts; independent of the kernel's code.

A world gives every word of a scenario its mean.  Quantum worlds have random measurements
and the state that is worst for the statement; behaviours are tables.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Mean = Callable[[str], float]
Json = Any
Random = np.random.Generator
Atom = tuple[str, str, int | None]  # party, label, outcome


def atoms(word: str) -> list[Atom]:
    result: list[Atom] = []
    for name in word.split():
        place, _, outcome = name.partition("=")
        result.append((place[0], place[1:], int(outcome) if outcome else None))
    return result


def inputs_of(scenario: Json) -> dict[tuple[str, str], int]:
    """Outcomes of every (party, label)."""
    return {(p["name"], label): int(d) for p in scenario["parties"] for label, d in p["inputs"]}


class Numbers:
    """Values of the field's generator and of the symbols, in which coefficients are evaluated."""

    def __init__(self, statement: Json, symbols: dict[str, float] | None = None) -> None:
        self.symbols = symbols or {}
        self.alpha = 0.0
        if "field" in statement:
            low, high = (Fraction(end) for end in statement["field"]["root"])
            coefficients = [int(c) for c in statement["field"]["minimal-polynomial"]]
            rising = sum(c * low**k for k, c in enumerate(coefficients)) < 0
            for _ in range(80):
                middle = (low + high) / 2
                if (sum(c * middle**k for k, c in enumerate(coefficients)) < 0) == rising:
                    low = middle
                else:
                    high = middle
            self.alpha = float(low)

    def value(self, coefficient: Json) -> float:
        if isinstance(coefficient, str):
            return float(Fraction(coefficient))
        if isinstance(coefficient, list):
            return sum(float(Fraction(c)) * self.alpha**k for k, c in enumerate(coefficient))
        total = 0.0
        for c, monomial in coefficient["poly"]:
            term = self.value(c)
            for factor in monomial.split():
                name, _, power = factor.partition("^")
                term *= self.symbols[name] ** int(power or 1)
            total += term
        return total

    def polynomial(self, terms: Json) -> list[tuple[float, str]]:
        return [(self.value(c), word) for c, word in terms]


def draw_symbols(statement: Json, random: Random) -> Numbers | None:
    """A random real point of the relations and conditions, or None when none is found soon."""
    numbers = Numbers(statement)
    relations = {entry["symbol"]: entry for entry in statement.get("relations", [])}
    for _ in range(30):
        numbers.symbols = {}
        for entry in statement.get("symbols", []):
            name = entry["name"]
            low, high = (float(Fraction(entry.get(end, default))) for end, default in (("low", "-3"), ("high", "3")))
            numbers.symbols[name] = low + (high - low) * random.choice([0.0, 1.0, random.random()])
            if name in relations:
                degree = int(relations[name]["power"])

                def side(x: float, name: str = name) -> float:
                    numbers.symbols[name] = x
                    return numbers.value(relations[name]["equals"])

                # r^k - equals is a polynomial of degree k in r: interpolate it, then take a real root
                points = np.arange(degree + 1, dtype=float)
                values = np.array([x**degree - side(x) for x in points])
                roots = [r.real for r in np.roots(np.polyfit(points, values, degree)) if abs(r.imag) < 1e-9]
                if not roots or not low - 1e-9 <= (chosen := float(random.choice(roots))) <= high + 1e-9:
                    break
                numbers.symbols[name] = chosen
        else:
            conditions = statement.get("conditions", [])
            if all(numbers.value(c["polynomial"]) >= (1e-9 if c["sense"] == ">0" else -1e-12) for c in conditions):
                return numbers
    return None


# -- quantum worlds -------------------------------------------------------------------


def _basis(size: int, random: Random) -> Array:
    matrix = random.normal(size=(size, size)) + 1j * random.normal(size=(size, size))
    return np.linalg.qr(matrix)[0]


class Quantum:
    """Projectors for every input on a tensor product, and a state."""

    def __init__(self, events: dict[tuple[str, str], list[Array]], state: Array) -> None:
        self.events = events
        self.state = state

    def operator(self, word: str) -> Array:
        result = np.eye(len(next(iter(self.events.values()))[0]), dtype=complex)
        for party, label, outcome in atoms(word):
            projectors = self.events[party, label]
            result = result @ (projectors[0] - projectors[1] if outcome is None else projectors[outcome])
        return result

    def combine(self, terms: Sequence[tuple[float, str]]) -> Array:
        total = 0 * self.operator("")
        for c, word in terms:
            total = total + c * self.operator(word)
        return total

    def mean(self, word: str) -> float:
        return float((self.state.conj() @ self.operator(word) @ self.state).real)


def _labelled(labels: Array, basis: Array, outcomes: int) -> list[Array]:
    return [(basis * (labels == o)) @ basis.conj().T for o in range(outcomes)]


def draw_measurements(scenario: Json, random: Random, clifford: bool = False) -> Quantum:
    """Random measurements without a state; with `clifford` those of Pauli operators, for which relations hold often."""
    parties = [p["name"] for p in scenario["parties"]]
    sizes = {p: int(random.integers(2, 4)) if len(parties) <= 2 and not clifford else 2 for p in parties}
    pairs = [tuple(pair) for pair in scenario.get("commuting", [])]
    bases: dict[str, Array] = {}
    events = {}
    for (party, label), outcomes in inputs_of(scenario).items():
        name = party + label
        # inputs connected by commuting pairs share a basis, which is more than is asked for
        shared = [bases[a if b == name else b] for a, b in pairs if name in (a, b) and (a if b == name else b) in bases]
        pauli = np.array([[[1, 0], [0, 1]], [[1, 1], [1, -1]] / np.sqrt(2), [[1, 1], [1j, -1j]] / np.sqrt(2)])
        own = pauli[random.integers(0, 3)] if clifford else _basis(sizes[party], random)
        bases[name] = shared[0] if shared else own
        before = int(np.prod([sizes[p] for p in parties if p < party]))
        after = int(np.prod([sizes[p] for p in parties if p > party]))
        labels = random.integers(0, outcomes, sizes[party])
        if clifford and random.random() < 0.9:
            labels = random.permutation(sizes[party])
        events[party, label] = [
            np.kron(np.kron(np.eye(before), local), np.eye(after)) for local in _labelled(labels, bases[name], outcomes)
        ]
    return Quantum(events, np.zeros(0, dtype=complex))


def worst_state(world: Quantum, terms: Sequence[tuple[float, str]], kills: Sequence[Array] = ()) -> bool:
    """Give the world the state, among those annihilated by `kills`, in which `terms` has its largest mean."""
    matrix = world.combine(terms)
    matrix = (matrix + matrix.conj().T) / 2
    space = np.eye(len(matrix), dtype=complex)
    if kills:
        values, vectors = np.linalg.eigh(sum(t.conj().T @ t for t in kills))
        space = vectors[:, values < 1e-9]
        if not space.shape[1]:
            return False
    world.state = space @ np.linalg.eigh(space.conj().T @ matrix @ space)[1][:, -1]
    return True


def part(world: Quantum, random: Random) -> Mean:
    """The means of E times operators, for a random E >= 0 that commutes with all events of the world."""
    events = [event for projectors in world.events.values() for event in projectors]
    one = np.eye(len(events[0]))
    # E is a solution of [event, E] = 0, written with E as a vector
    commutators = np.vstack([np.kron(event, one) - np.kron(one, event.T) for event in events])
    values, vectors = np.linalg.eigh(commutators.conj().T @ commutators)
    basis = vectors[:, values < 1e-9]
    root = (basis @ (random.normal(size=basis.shape[1]) + 1j * random.normal(size=basis.shape[1]))).reshape(one.shape)
    return Quantum(world.events, root @ world.state).mean


def read_model(model: Json, scenario: Json, numbers: Numbers) -> Quantum:
    """A model of the format, normalised."""

    def entry(value: Json) -> complex:
        if isinstance(value, dict) and "poly" not in value:
            return complex(numbers.value(value["re"]), numbers.value(value["im"]))
        return complex(numbers.value(value))

    parties = [p["name"] for p in scenario["parties"]]
    sizes = [int(d) for d in model["dimensions"]]

    def embedded(matrix: Json, party: str) -> Array:
        k = parties.index(party)
        local = np.array([[entry(x) for x in row] for row in matrix])
        return np.kron(np.kron(np.eye(int(np.prod(sizes[:k]))), local), np.eye(int(np.prod(sizes[k + 1 :]))))

    events: dict[tuple[str, str], list[Array]] = {}
    for (party, label), outcomes in inputs_of(scenario).items():
        name = party + label
        if outcomes == 2:
            a = embedded(model["operators"][name], party)
            events[party, label] = [(np.eye(len(a)) + s * a) / 2 for s in (1, -1)]
        else:
            found = [embedded(model["operators"][f"{name}={o}"], party) for o in range(outcomes - 1)]
            events[party, label] = [*found, np.eye(len(found[0])) - sum(found)]
    return Quantum(events, np.array([entry(x) for x in model["state"]]))


# -- behaviours -----------------------------------------------------------------------


class Behaviour:
    """P(outcomes | inputs) for all inputs; words leave parties out, whose inputs are then arbitrary."""

    def __init__(self, scenario: Json, random: Random) -> None:
        self.parties = [p["name"] for p in scenario["parties"]]
        self.labels = [[label for label, _ in p["inputs"]] for p in scenario["parties"]]
        self.outcomes = inputs_of(scenario)
        self.random = random
        self.table: dict[tuple[str, ...], dict[tuple[int, ...], float]] = {x: {} for x in product(*self.labels)}

    def put(self, setting: tuple[str, ...], outcome: tuple[int, ...], probability: float) -> None:
        row = self.table[setting]
        row[outcome] = row.get(outcome, 0.0) + probability

    def mean(self, word: str) -> float:
        named = {party: (label, outcome) for party, label, outcome in atoms(word)}
        # any input will do for a party that is left out
        setting = tuple(
            named[p][0] if p in named else str(self.random.choice(self.labels[k])) for k, p in enumerate(self.parties)
        )
        total = 0.0
        for outcome, probability in self.table[setting].items():
            value = probability
            for party, seen in zip(self.parties, outcome, strict=True):
                if party in named:
                    wanted = named[party][1]
                    value *= 1 - 2 * seen if wanted is None else int(wanted == seen)
            total += value
        return total


def draw_local(scenario: Json, random: Random) -> Behaviour:
    """A deterministic strategy."""
    return draw_ordered({**scenario, "signalling": []}, random)


def draw_ordered(scenario: Json, random: Random) -> Behaviour:
    """A deterministic strategy in which a party knows its input and those of its senders."""
    result = Behaviour(scenario, random)
    known = {p: [q for q in result.parties if q == p or [q, p] in scenario["signalling"]] for p in result.parties}
    answers: dict[tuple[str, ...], int] = {}
    for setting in result.table:
        asked = dict(zip(result.parties, setting, strict=True))
        outcome = []
        for p in result.parties:
            key = (p, *(asked[q] for q in known[p]))
            if key not in answers:
                answers[key] = int(random.integers(0, result.outcomes[p, asked[p]]))
            outcome.append(answers[key])
        result.put(setting, tuple(outcome), 1.0)
    return result


def draw_box(scenario: Json, random: Random) -> Behaviour:
    """Two parties share a box with a + b = x y up to relabelling, the others are deterministic."""
    base = draw_local(scenario, random)
    if len(base.parties) < 2:
        return base
    pair = sorted(random.choice(len(base.parties), 2, replace=False))
    bits = {(k, label): int(random.integers(0, 2)) for k in pair for label in base.labels[k]}
    flips = {(k, label): int(random.integers(0, 2)) for k in pair for label in base.labels[k]}
    result = Behaviour(scenario, random)
    for setting, row in base.table.items():
        (fixed,) = row
        for a in (0, 1):
            i, j = pair
            b = a ^ (bits[i, setting[i]] & bits[j, setting[j]])
            outcome = list(fixed)
            outcome[i], outcome[j] = a ^ flips[i, setting[i]], b ^ flips[j, setting[j]]
            result.put(setting, tuple(outcome), 0.5)
    return result


def read_table(cells: Json, scenario: Json, numbers: Numbers, random: Random) -> Behaviour:
    """A behaviour of the format, normalised."""
    result = Behaviour(scenario, random)
    for probability, word in cells:
        named = atoms(word)
        setting, outcome = tuple(label for _, label, _ in named), tuple(o or 0 for _, _, o in named)
        result.put(setting, outcome, numbers.value(probability))
    norm = sum(next(iter(result.table.values())).values())
    for row in result.table.values():
        for outcome in row:
            row[outcome] /= norm
    return result


def average(weighted: Sequence[tuple[float, Mean]]) -> Mean:
    """The mean of a mixture."""
    return lambda word: sum(weight * mean(word) for weight, mean in weighted)
