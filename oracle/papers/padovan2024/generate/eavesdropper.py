"""An explicit adversary of the sequential protocol: a mixture of models, each with a guess, that nobody can tell apart.

Bob's space has dimension 4: B0 = diag(1, 1, -1, -1), so that B00 and B01 are pairs of 2 x 2 blocks, and B1 is any
reflection.  A see-saw finds the model that is best for one event plus multiples of the known means; a linear program
mixes the models found so far and says which multiples to try next.  Everything is rounded to rationals before its
means are computed, and the weights solve the equations exactly, in Q(sqrt 2) where the means need it.  Images under
the protocol's symmetries give the models for the other guesses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import highspy
import numpy as np

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.guessed import guessed_events
from proofs.search.language.known import hypotheses
from proofs.search.language.means import means_json
from proofs.search.language.scenario import Polynomial
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.semidefinite.elimination import reduced
from proofs.search.semidefinite.sdp import Reals
from proofs.search.sequences.devices import SequentialChsh
from proofs.search.sequences.sequence import THREE_PARTIES

Square = list[list[Fraction]]
NAMES = ("A0", "A1", "B0", "B1", "B00", "B01")
BITS = 9
GUESSED = ("B0", "B01")
_HIGHS: Any = highspy.Highs


@dataclass(frozen=True)
class Model:
    """Observables by name, A of dimension 2 and B of dimension 4, and an unnormalised state; all rational."""

    operators: dict[str, Square]
    state: list[Fraction]

    def mean(self, polynomial: Polynomial) -> Fraction:
        """Exact mean in the normalised state."""
        total = Fraction(0)
        for word, c in polynomial.items():
            vector = self.state
            for letter in reversed(word):
                vector = self._applied(NAMES[letter], vector)
            total += c * sum((x * y for x, y in zip(self.state, vector, strict=True)), Fraction(0))
        return total / self.norm

    @property
    def norm(self) -> Fraction:
        return sum((x * x for x in self.state), Fraction(0))

    def _applied(self, name: str, vector: list[Fraction]) -> list[Fraction]:
        rows, zero = self.operators[name], Fraction(0)
        if name[0] == "A":
            return [sum((rows[k // 4][i] * vector[4 * i + k % 4] for i in (0, 1)), zero) for k in range(8)]
        return [sum((rows[k % 4][i] * vector[k // 4 * 4 + i] for i in range(4)), zero) for k in range(8)]


def eavesdropper_certificate(noisy: SequentialChsh, columns: int = 60, seed: int = 1) -> bytes:
    """A certificate of rule `point`: Alice, the Bobs and Eve together, with Eve's probability of guessing B0 and B01.

    Raises:
        Failure: no mixture of the models found has the known means.
    """
    known = noisy.known()
    event = guessed_events(THREE_PARTIES, GUESSED)[0]
    wanted = THREE_PARTIES.polynomial({event: 1})
    rows = [THREE_PARTIES.polynomial(item.functional) for item in known]
    targets = [(item.low + item.high) / 2 for item in known]
    models, table = _mixture(wanted, rows, targets, columns, np.random.default_rng(seed))
    weights = [(weight,) for (weight,) in _exact(table, [targets])]
    stated = means_json(THREE_PARTIES, hypotheses(known), True)
    return _certificate(noisy, models, weights, [(_guess(), _value(table, weights))], stated)


def exact_eavesdropper_certificate(
    noisy: SequentialChsh, means: Sequence[tuple[Fraction, Fraction]], columns: int = 60, seed: int = 1
) -> bytes:
    """The same for a behaviour whose means are numbers of Q(sqrt 2), which the certificate states as values.

    Args:
        noisy: the protocol.
        means: (a, b) for a + b sqrt 2, in the order of `noisy.known()`.
        columns: models that are searched.
        seed: of the search.

    Raises:
        Failure: no mixture of the models found has these means.
    """
    known = noisy.known()
    wanted = THREE_PARTIES.polynomial({guessed_events(THREE_PARTIES, GUESSED)[0]: 1})
    rows = [THREE_PARTIES.polynomial(item.functional) for item in known]
    middle = [(item.low + item.high) / 2 for item in known]
    models, table = _mixture(wanted, rows, middle, columns, np.random.default_rng(seed))
    weights = _exact(table, list(zip(*means, strict=True)))
    values = [(THREE_PARTIES.terms(item.functional), value) for item, value in zip(known, means, strict=True)]
    stated: dict[str, Json] = {"field": {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]}}
    return _certificate(noisy, models, weights, [*values, (_guess(), _value(table, weights))], stated)


def _value(table: list[list[Fraction]], weights: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    """The mean of what is wanted in the mixture, part by part of the field."""
    return [
        sum((w * line[0] for w, line in zip(part, table, strict=True)), Fraction(0))
        for part in zip(*weights, strict=True)
    ]


def _guess() -> list[Json]:
    """The sum of the events in which Eve is right."""
    return [["1", f"{event} E0={k}"] for k, event in enumerate(guessed_events(THREE_PARTIES, GUESSED))]


def _mixture(
    wanted: Polynomial,
    rows: Sequence[Polynomial],
    targets: Sequence[Fraction],
    columns: int,
    random: np.random.Generator,
) -> tuple[list[Model], list[list[Fraction]]]:
    """Models that together have about these means, and of each what is wanted and its means, exactly."""
    models: list[Model] = []
    table: list[list[Fraction]] = []
    for direction in np.vstack((np.zeros(len(rows)), np.eye(len(rows)), -np.eye(len(rows)))):
        _add(models, table, wanted, rows, direction, random)
    for _ in range(columns):
        weights, direction = _program(table, targets)
        before = len(models)
        _add(models, table, wanted, rows, direction, random)
        if len(models) == before:
            break
    weights, _ = _program(table, targets)
    used = [k for k in np.argsort(-weights) if weights[k] > 1e-9]
    return [models[k] for k in used], [table[k] for k in used]


def _add(
    models: list[Model], table: list[list[Fraction]], wanted: Polynomial, rows: Sequence[Polynomial], direction: Reals,
    random: np.random.Generator,
) -> None:  # fmt: skip
    functional: dict[tuple[int, ...], float] = {word: float(c) for word, c in wanted.items()}
    for weight, row in zip(direction, rows, strict=True):
        for word, c in row.items():
            functional[word] = functional.get(word, 0.0) + float(weight) * float(c)
    model = _rounded(*_best(functional, random))
    line = [model.mean(wanted), *(model.mean(row) for row in rows)]
    if line not in table:
        models.append(model)
        table.append(line)


def _program(table: list[list[Fraction]], targets: Sequence[Fraction]) -> tuple[Reals, Reals]:
    """max sum w f - 100 |rest| with sum w q = target + rest: weights, and the multiples of the means to try next."""
    values = np.array([[float(x) for x in line] for line in table])
    n, m = values.shape[0], values.shape[1] - 1
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = m + 1, n + 2 * m
    matrix = np.zeros((m + 1, n + 2 * m))
    matrix[:m, :n], matrix[m, :n] = values[:, 1:].T, 1
    matrix[:m, n : n + m], matrix[:m, n + m :] = np.eye(m), -np.eye(m)
    model.col_cost_ = np.concatenate((-values[:, 0], np.full(2 * m, 100.0)))
    model.col_lower_, model.col_upper_ = np.zeros(n + 2 * m), np.full(n + 2 * m, highspy.kHighsInf)
    model.row_lower_ = model.row_upper_ = np.array([*map(float, targets), 1.0])
    lines, places = np.nonzero(matrix.T)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.searchsorted(lines, np.arange(n + 2 * m + 1))
    model.a_matrix_.index_, model.a_matrix_.value_ = places, matrix.T[lines, places]
    solver: Any = _HIGHS()
    solver.setOptionValue("output_flag", False)
    solver.passModel(model)
    solver.run()
    found = solver.getSolution()
    return np.array(found.col_value)[:n], np.array(found.row_dual)[:m]


def _exact(table: list[list[Fraction]], targets: Sequence[Sequence[Fraction]]) -> list[tuple[Fraction, ...]]:
    """Exact weights of the columns in use: rationals, or pairs (a, b) for a + b sqrt 2, as the targets are.

    Args:
        table: of each column what is wanted, then its means.
        targets: the means' rational parts, and the multiples of sqrt 2 if there are any.

    Raises:
        Failure: they are not as many as the equations, or a weight is negative.
    """
    sums = [Fraction(int(part == 0)) for part in range(len(targets))]
    rows = [[line[k + 1] for line in table] + list(parts) for k, parts in enumerate(zip(*targets, strict=True))]
    echelon, pivots = reduced([*rows, [Fraction(1)] * len(table) + sums])
    if pivots != list(range(len(table))):
        raise Failure(Kind.NO_ANSWER, "", "the known means are no mixture of the models that were found")
    weights = [tuple(row[len(table) :]) for row in echelon[: len(table)]]
    if any(_negative(*weight) for weight in weights):
        raise Failure(Kind.NO_ANSWER, "", "a weight of the mixture is negative")
    return weights


def _negative(a: Fraction, b: Fraction = Fraction(0)) -> bool:
    """Whether a + b sqrt 2 < 0, decided exactly."""
    return a * abs(a) < -2 * b * abs(b)


# -- the see-saw ----------------------------------------------------------------------


def _best(functional: dict[tuple[int, ...], float], random: np.random.Generator) -> tuple[list[Reals], Reals]:
    best, chosen = -np.inf, None
    for _ in range(6):
        operators = [_reflection(random, 2), _reflection(random, 2), np.diag([1.0, 1, -1, -1]), _reflection(random, 4)]
        operators += [_blocks(_reflection(random, 2), _reflection(random, 2)) for _ in range(2)]
        before = -np.inf
        for _ in range(60):
            values, vectors = np.linalg.eigh(sum(c * _word(operators, word) for word, c in functional.items()))
            value, state = float(values[-1]), vectors[:, -1]
            if value - before < 1e-9:
                break
            before = value
            for x in (0, 1, 3, 4, 5):
                operators[x] = _improved(functional, operators, state, x)
        if before > best:
            best, chosen = before, ([*operators], state)
    if chosen is None:
        raise Failure(Kind.NO_ANSWER, "", "the see-saw was never started")
    return chosen


def _reflection(random: np.random.Generator, n: int) -> Reals:
    values, vectors = np.linalg.eigh((lambda m: m + m.T)(random.normal(size=(n, n))))
    return np.asarray(vectors @ np.diag(np.where(values >= np.median(values), 1.0, -1.0)) @ vectors.T)


def _blocks(upper: Reals, lower: Reals) -> Reals:
    whole = np.zeros((4, 4))
    whole[:2, :2], whole[2:, 2:] = upper, lower
    return whole


def _word(operators: list[Reals], word: tuple[int, ...]) -> Reals:
    alice, bob = np.eye(2), np.eye(4)
    for x in word:
        if x < 2:
            alice = alice @ operators[x]
        else:
            bob = bob @ operators[x]
    return np.asarray(np.kron(alice, bob))


def _improved(functional: dict[tuple[int, ...], float], operators: list[Reals], state: Reals, x: int) -> Reals:
    """The reflection that is best for the state, everything else kept."""
    tensor = state.reshape(2, 4)
    size = 2 if x < 2 else 4
    total = np.zeros((size, size))
    for word, c in functional.items():
        if x not in word:
            continue
        alice, left, right = np.eye(2), np.eye(4), np.eye(4)
        seen = False
        for y in word:
            if y == x:
                seen = True
            elif y < 2:
                alice = alice @ operators[y]
            elif seen:
                right = right @ operators[y]
            else:
                left = left @ operators[y]
        if x < 2:
            total += c * tensor @ (left @ right).T @ tensor.T
        else:
            total += c * right @ tensor.T @ alice.T @ tensor @ left
    total = (total + total.T) / 2
    if x in (4, 5):
        total = _blocks(total[:2, :2], total[2:, 2:])
        return _blocks(_sign(total[:2, :2]), _sign(total[2:, 2:]))
    return _sign(total)


def _sign(matrix: Reals) -> Reals:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray(vectors @ np.diag(np.where(values >= 0, 1.0, -1.0)) @ vectors.T)


# -- rational models ------------------------------------------------------------------


def _rounded(operators: list[Reals], state: Reals) -> Model:
    squares = [_rational(operators[0]), _rational(operators[1]), _rational(operators[2]), _rational(operators[3])]
    for x in (4, 5):
        upper, lower = _rational(operators[x][:2, :2]), _rational(operators[x][2:, 2:])
        zero = [Fraction(0)] * 2
        squares.append([*(row + zero for row in upper), *(zero + row for row in lower)])
    unit = 2 ** (BITS + 4)
    rounded = [Fraction(round(float(x) * unit)) for x in state]
    return Model(dict(zip(NAMES, squares, strict=True)), rounded)


def _rational(reflection: Reals) -> Square:
    """A rational reflection near a float one: eigenvectors rotated by the Cayley transform of a rational matrix."""
    n = len(reflection)
    values, vectors = np.linalg.eigh(reflection)
    signs = [Fraction(1 if value > 0 else -1) for value in values]
    if len(set(signs)) == 1:
        return [[signs[0] * (i == j) for j in range(n)] for i in range(n)]
    vectors = vectors @ np.diag(np.where(np.diag(vectors) < 0, -1.0, 1.0))
    if np.linalg.det(vectors) < 0:
        vectors[:, 0] *= -1
    plus = vectors + np.eye(n)
    if abs(np.linalg.det(plus)) < 1e-6:  # half a turn: another order of the eigenvectors
        order = [1, 0, *range(2, n)]
        vectors, signs = vectors[:, order], [signs[k] for k in order]
        vectors[:, 0] *= -1
        plus = vectors + np.eye(n)
    skew = (np.eye(n) - vectors) @ np.linalg.inv(plus)
    s = [
        [Fraction(round(float(skew[i, j]) * 2**BITS), 2**BITS) if i > j else Fraction(0) for j in range(n)]
        for i in range(n)
    ]
    s = [[s[i][j] - s[j][i] for j in range(n)] for i in range(n)]
    one = [[Fraction(int(i == j)) for j in range(n)] for i in range(n)]
    # O = (1 - S)(1 + S)^-1 = 2 (1 + S)^-1 - 1 is orthogonal
    echelon, _ = reduced([[one[i][j] + s[i][j] for j in range(n)] + one[i] for i in range(n)])
    o = [[2 * row[n + j] - one[i][j] for j in range(n)] for i, row in enumerate(echelon)]
    return [[sum((o[i][k] * signs[k] * o[j][k] for k in range(n)), Fraction(0)) for j in range(n)] for i in range(n)]


def _certificate(
    noisy: SequentialChsh,
    models: list[Model],
    weights: Sequence[Sequence[Fraction]],
    values: Sequence[tuple[Json, Sequence[Fraction]]],
    stated: Mapping[str, Json],
) -> bytes:
    """The mixture and its images; each part has the symmetries' share of its weight."""
    events = guessed_events(THREE_PARTIES, GUESSED)
    party: dict[str, Json] = {"name": "E", "inputs": [["0", str(len(events))]]}
    scenario = THREE_PARTIES.json()
    parties = scenario["parties"]
    if not isinstance(parties, list):
        raise Failure(Kind.NO_ANSWER, "", "a scenario lists its parties")
    written: list[Json] = []
    for move in noisy.symmetries:
        guess = events.index(move.atoms(THREE_PARTIES, events[0])[1])
        for weight, model in zip(weights, models, strict=True):
            moved: dict[str, Json] = {}
            for x, name in enumerate(NAMES):  # the image of x is measured as x was
                sign, image = move.letter(THREE_PARTIES, x)
                moved[NAMES[image]] = [[rational(sign * entry) for entry in row] for row in model.operators[name]]
            eve: dict[str, Json] = {f"E0={k}": [["1" if k == guess else "0"]] for k in range(len(events) - 1)}
            share = [part / model.norm / len(noisy.symmetries) for part in weight]
            written.append({
                "weight": _spelled(share), "dimensions": ["2", "4", "1"],
                "state": [rational(x) for x in model.state],
                "operators": {**{name: moved[name] for name in NAMES}, **eve},
            })  # fmt: skip
    listed: list[Json] = [{"functional": functional, "value": _spelled(value)} for functional, value in values]
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "scenario": {**scenario, "parties": [*parties, party]},
        "values": listed, **stated,
    }  # fmt: skip
    return certificate_bytes("point", statement, {"models": written})


def _spelled(value: Sequence[Fraction]) -> Json:
    """A number of Q(sqrt 2) as the format writes it: a rational alone where it is one."""
    parts: list[Json] = [rational(part) for part in value]
    return parts if any(value[1:]) else parts[0]
