"""The Kraus form of a sequence, its Born rule, and the dilation to commuting projectors, exactly.

A measurement is a list of outcomes, each a list of Kraus operators; a party a list of
measurements, one an input.  The lists of Kraus operators of one input have sum K* K = 1.
Party k may depend on all that the parties before it were asked and answered, and on nothing
of the parties after it.  Written with projectors on a larger space it has one measurement
B_(y1...yk) for each list of inputs so far, which `proofs.search.sequences.sequence` labels y1...yk.

From Kraus operators to relations (what upper bounds use).  Let party k apply an isometry
V_(yk) from the system to the system and a fresh register, and read the register.  Let U_k
be a unitary on the system and register k that extends it.  In the Heisenberg picture the
measurement of party k is B_(y1...yk) = U_1* ... U_k* (register k) U_k ... U_1, with U_j that of
input y_j.  The U_j with j > k do not touch register k and cancel from B_(y1...yk); so all
B_(y1...yk) along one list of inputs are conjugates by one unitary of what is read off different
registers, and commute.  They lie in the commutant of the remote party and of an adversary,
whose systems no U_j touches.  Nothing else commutes: [B_0, B_1], [B_0, B_10] and [B_00, B_01]
compare different unitaries, and there are models in which none of them is zero.

From projectors with these commutators to Kraus operators (what points use).  Party k applies
the projector of B_(y1...yk) itself, the inputs so far being sent along; the probability of the
outcomes is |Pi_n ... Pi_1 psi|^2, and since the projectors of one list commute, their product is
a projector and that is its mean.

Dilation without square roots.  Let V be the isometry psi -> sum_j (K_j psi) (x) |j>, with
j >= 1 running over the Kraus operators of all outcomes.  On system (x) register, the register
having one idle state |0> besides, the matrix

    U = |0> V* + V <0| + (1 - V V*)

is hermitian with U^2 = 1: no completion of V to a unitary has to be found, so every
entry stays in the field of the Kraus operators.  The register is read after U; its idle
state, in which nothing is ever found, counts as outcome 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Certificate, Json
from proofs.search.sequences.operators import Symbols

Matrix = Sequence[Sequence[Any]]
Measurement = Sequence[Sequence[Matrix]]
Party = Sequence[Measurement]


@dataclass(frozen=True)
class KrausModel:
    """A pure state of two systems, Kraus operators of a remote party on the first, of a sequence on the second.

    Attributes:
        symbols: whose ring the entries belong to, complex ones if its domain is Q(i).
        state: one row for each basis state of the first system.
        remote: the remote party.
        sequence: the parties that measure the second system in turn.
    """

    symbols: Symbols
    state: Matrix
    remote: Party
    sequence: Sequence[Party]

    def __post_init__(self) -> None:
        for party in (self.remote, *self.sequence):
            for measurement in party:
                operators = [k for outcome in measurement for k in outcome]
                total = _sum([_product(self.symbols, _adjoint(self.symbols, k), k) for k in operators])
                if not _is_zero(self.symbols, _difference(total, _identity(len(total)))):
                    raise Failure(
                        Kind.VALUE, "model", "for an input the products K* K of the Kraus operators do not sum to 1"
                    )

    def probability(self, a: Sequence[Matrix], history: Sequence[Sequence[Matrix]]) -> Any:
        """The Born rule (3): Kraus operators of one outcome of the remote party, and of each party in turn."""
        ring, total = self.symbols, 0
        for k, *later in product(a, *history):
            image = _product(ring, k, self.state)
            for operator in later:  # the second index of the state is that of the sequence
                image = _product(ring, image, _transpose(operator))
            total = total + sum(ring.conjugate(x) * x for row in image for x in row)
        return ring.reduce(total)

    def events(self, scenario: Scenario) -> Iterator[tuple[str, Any]]:
        """Every event of every list of inputs that is measured to its end, with its probability.

        Args:
            scenario: of `sequence`, with the outcomes of this model.
        """
        labels = [label for party, label, _ in scenario.inputs if party == "B"]
        ends = [y for y in labels if not any(other != y and other.startswith(y) for other in labels)]
        for (x, measurement), y in product(enumerate(self.remote), ends):
            parties = [self.sequence[k][int(digit)] for k, digit in enumerate(y)]
            for a, *bs in product(range(len(measurement)), *(range(len(p)) for p in parties)):
                names = [f"A{x}={a}", *(f"B{y[: k + 1]}={b}" for k, b in enumerate(bs))]
                yield (
                    " ".join(names),
                    self.probability(measurement[a], [p[b] for p, b in zip(parties, bs, strict=True)]),
                )

    def dilated(self, scenario: Scenario) -> Json:
        """The model with commuting projectors, for the witness of a point."""
        ring = self.symbols
        remote = _Dilation(ring, [self.remote], len(self.state))
        local = _Dilation(ring, self.sequence, len(self.state[0]))
        amplitudes = [[0] * (remote.size * local.size)]
        for i, row in enumerate(self.state):
            for j, x in enumerate(row):  # all registers are idle, and their indices run fastest
                amplitudes[0][i * remote.registers * local.size + j * local.registers] = x
        operators: dict[str, Json] = {}
        for i, outcome in scenario.letters:
            party, label, _ = scenario.inputs[i]
            where, inputs = (remote, [int(label)]) if party == "A" else (local, [int(y) for y in label])
            name = party + label + ("" if outcome is None else f"={outcome}")
            operators[name] = self._entries(where.letter(inputs, outcome))
        return {
            "weight": "1", "dimensions": [str(remote.size), str(local.size)], "operators": operators,
            "state": [ring.entry(x) for x in amplitudes[0]],
        }  # fmt: skip

    def _entries(self, matrix: Matrix) -> list[Json]:
        return [[self.symbols.entry(x) for x in row] for row in matrix]


class _Dilation:
    """Projectors of a sequence on its system and one register a party (none for a last party that projects)."""

    def __init__(self, ring: Symbols, parties: Sequence[Party], size: int) -> None:
        self.ring, self.parties, self.system = ring, parties, size
        self.sizes = [1 + max(sum(len(outcome) for outcome in m) for m in party) for party in parties]
        if all(_projects(ring, m) for m in parties[-1]):
            self.sizes[-1] = 1
        self.registers = 1
        for d in self.sizes:
            self.registers *= d
        self.size = size * self.registers

    def letter(self, inputs: Sequence[int], outcome: int | None) -> Matrix:
        """The observable, or the projector on an outcome, of the party at the end of the list of inputs."""
        k = len(inputs) - 1
        measurement = self.parties[k][inputs[k]]
        result = self._read(k, measurement, outcome)
        for j in range(k, -1, -1):
            if self.sizes[j] > 1:
                u = self._unitary(j, self.parties[j][inputs[j]])
                result = _product(self.ring, _product(self.ring, u, result), u)
        return result

    def _read(self, k: int, measurement: Measurement, outcome: int | None) -> Matrix:
        def sign(found: int) -> int:
            return 1 - 2 * found if outcome is None else int(found == outcome)

        if self.sizes[k] == 1:
            parts = [[[sign(b) * x for x in row] for row in ks[0]] for b, ks in enumerate(measurement)]
            return self._embed(k, [[_sum(parts)]])
        # register state 0 is idle, and so are states beyond the Kraus operators of this input
        labels = [0, *(b for b, ks in enumerate(measurement) for _ in ks)]
        labels += [0] * (self.sizes[k] - len(labels))
        one, zero = _identity(self.system), _scaled(0, _identity(self.system))
        return self._embed(
            k, [[_scaled(sign(b), one) if i == j else zero for j in range(len(labels))] for i, b in enumerate(labels)]
        )

    def _unitary(self, k: int, measurement: Measurement) -> Matrix:
        ring, d = self.ring, self.sizes[k]
        operators = [operator for outcome in measurement for operator in outcome]
        zero = _scaled(0, _identity(self.system))
        blocks = [[zero for _ in range(d)] for _ in range(d)]
        for i, a in enumerate(operators, 1):
            blocks[i][0], blocks[0][i] = a, _adjoint(ring, a)
            for j, b in enumerate(operators, 1):
                projected = _scaled(-1, _product(ring, a, _adjoint(ring, b)))
                blocks[i][j] = _sum([_identity(self.system), projected]) if i == j else projected
        for i in range(len(operators) + 1, d):
            blocks[i][i] = _identity(self.system)
        return self._embed(k, blocks)

    def _embed(self, k: int, blocks: Sequence[Sequence[Matrix]]) -> Matrix:
        """blocks[i][j] acts on the system and takes register k from j to i; the other registers stay."""
        result = [[0] * self.size for _ in range(self.size)]
        indices = list(product(range(self.system), *(range(d) for d in self.sizes)))
        for p, left in enumerate(indices):
            for q, right in enumerate(indices):
                if left[1 : k + 1] == right[1 : k + 1] and left[k + 2 :] == right[k + 2 :]:
                    result[p][q] = blocks[left[k + 1]][right[k + 1]][left[0]][right[0]]
        return result


def equivalence(model: KrausModel, scenario: Scenario, witness: Json | None = None, **at: Json) -> Certificate:
    """One model of commuting projectors has the probabilities that the Born rule (3) gives to all events.

    Args:
        model: in Kraus form; the values of the statement are calculated from it.
        scenario: of `sequence`.
        witness: a model with projectors; the dilation of the Kraus form when it is left out.
        at: a point of the symbols.

    A weak measurement diag(3/5, 4/5), diag(4/5, 3/5) before one that projects; cell by cell the kernel compares the
    commuting projectors of the dilation with the Born rule.

    >>> from fractions import Fraction
    >>> from proofs.kernel.check import check_bytes
    >>> from proofs.search.sequences.sequence import sequential_scenario
    >>> from proofs.search.language.write import certificate_bytes
    >>> rationals = Symbols([])
    >>> three, four, one = map(rationals.number, (Fraction(3, 5), Fraction(4, 5), 1))
    >>> weak = [[[[three, 0], [0, four]]], [[[four, 0], [0, three]]]]
    >>> sharp = [[[[one, 0], [0, 0]]], [[[0, 0], [0, one]]]]
    >>> model = KrausModel(rationals, [[three, 0], [0, four]], [sharp], [[weak], [sharp]])
    >>> scenario = sequential_scenario({"0": 2}, {"0": 2, "00": 2})
    >>> verdict = check_bytes(certificate_bytes(*equivalence(model, scenario)))
    >>> verdict.verdict, verdict.statement.partition("value: ")[2].partition(chr(10))[0]
    ('PROVED', '1*<A0=0 B0=0 B00=0> = 81/625')
    """
    listed: list[Json] = [
        {"functional": [["1", event]], "value": model.symbols.spell(value)} for event, value in model.events(scenario)
    ]
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "scenario": scenario.json(), "values": listed,
        **model.symbols.declaration(),
    }  # fmt: skip
    models: list[Json] = [witness or model.dilated(scenario)]
    return "point", statement, {"models": models, **({"symbols": at} if at else {})}


def projective(one: Any, observable: Matrix) -> Measurement:
    """The projectors on the eigenvalues 1 and -1 of a matrix with square 1, one Kraus operator an outcome.

    Args:
        one: of the ring.
        observable: hermitian, with entries of the ring.

    >>> from fractions import Fraction
    >>> projective(Fraction(1), [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(-1)]])[1]
    [[[Fraction(0, 1), Fraction(0, 1)], [Fraction(0, 1), Fraction(1, 1)]]]
    """
    return [
        [[[(int(i == j) * one + sign * y) / 2 for j, y in enumerate(row)] for i, row in enumerate(observable)]]
        for sign in (1, -1)
    ]


# -- matrices of ring elements ------------------------------------------------------------


def _identity(n: int) -> Matrix:
    return [[int(i == j) for j in range(n)] for i in range(n)]


def _transpose(a: Matrix) -> Matrix:
    return [list(column) for column in zip(*a, strict=True)]


def _adjoint(ring: Symbols, a: Matrix) -> Matrix:
    return [[ring.conjugate(x) for x in column] for column in zip(*a, strict=True)]


def _scaled(factor: Any, a: Matrix) -> Matrix:
    return [[factor * x for x in row] for row in a]


def _sum(matrices: Sequence[Matrix]) -> Matrix:
    return [[sum(xs) for xs in zip(*rows, strict=True)] for rows in zip(*matrices, strict=True)]


def _difference(a: Matrix, b: Matrix) -> Matrix:
    return _sum([a, _scaled(-1, b)])


def _product(ring: Symbols, a: Matrix, b: Matrix) -> Matrix:
    columns = _transpose(b)
    return [
        [ring.reduce(sum(x * y for x, y in zip(row, column, strict=True) if x and y)) for column in columns]
        for row in a
    ]


def _is_zero(ring: Symbols, a: Matrix) -> bool:
    return not any(ring.reduce(x) for row in a for x in row)


def _projects(ring: Symbols, measurement: Measurement) -> bool:
    """Whether every outcome has one Kraus operator, a projector."""
    if any(len(outcome) != 1 for outcome in measurement):
        return False
    operators = [outcome[0] for outcome in measurement]
    return all(_is_zero(ring, _difference(_product(ring, _adjoint(ring, k), k), k)) for k in operators)
