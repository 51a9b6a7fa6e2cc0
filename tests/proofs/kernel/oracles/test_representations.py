"""Words and operators against explicit matrices: what the algebra calls equal is equal in random representations.

Matrices have entries modulo a prime, so that the comparison is exact: observables are
reflections 1 - 2 v v^T / v.v, projectors are conjugated by products of reflections;
all are symmetric, and the transpose stands for the adjoint.
"""

from __future__ import annotations

from fractions import Fraction as Q
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from proofs.kernel.errors import Budget
from proofs.kernel.symbols import Ring
from proofs.kernel.words import Operator, Scenario
from tests.proofs.kernel.build import Document, node, scenario
from tests.proofs.kernel.effort import examples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.int64]

PRIME = 32749


def reduce(q: Q) -> int:
    return q.numerator * pow(q.denominator, -1, PRIME) % PRIME


class Representation:
    """Random matrices for all atoms of a scenario of up to two parties."""

    def __init__(self, declared: Document, seed: int, size: int) -> None:
        import numpy as np

        self.numpy = np
        self.random = np.random.default_rng(seed)
        self.scenario = Scenario(node(declared), Ring({}, Budget(10**9)))
        pairs = [tuple(pair) for pair in declared.get("commuting", [])]
        factors = {party: 2 if any(a[0] == party for a, _ in pairs) else 1 for party in self.scenario.parties}
        self.one = np.eye(size ** sum(factors.values()), dtype=np.int64)
        self.atoms = []
        place = {}
        position = 0
        for party in self.scenario.parties:
            for k, (owner, label, _) in enumerate(self.scenario.inputs):
                if owner == party:
                    # inputs that commute live on different factors of the party
                    second = any(party + label == b for _, b in pairs)
                    place[k] = position + (1 if second else 0)
            position += factors[party]
        events = {k: self._events(size, outcomes) for k, (_, _, outcomes) in enumerate(self.scenario.inputs)}
        for k, outcome in self.scenario.atoms:
            matrix = (events[k][0] - events[k][1]) % PRIME if outcome is None else events[k][outcome]
            self.atoms.append(self._embed(matrix, place[k], position, size))

    def _events(self, size: int, outcomes: int) -> list[Matrix]:
        """Orthogonal symmetric projectors that sum to one, in a random basis."""
        np = self.numpy
        labels = self.random.integers(0, outcomes, size)
        basis = np.eye(size, dtype=np.int64)
        for _ in range(2):
            v = self.random.integers(1, 50, size)
            while not int(v @ v) % PRIME:
                v = self.random.integers(1, 50, size)
            reflection = (np.eye(size, dtype=np.int64) - 2 * pow(int(v @ v), -1, PRIME) * np.outer(v, v)) % PRIME
            basis = basis @ reflection % PRIME
        return [basis @ np.diag((labels == o).astype(np.int64)) @ basis.T % PRIME for o in range(outcomes)]

    def _embed(self, matrix: Matrix, place: int, places: int, size: int) -> Matrix:
        np = self.numpy
        result: Matrix = np.eye(1, dtype=np.int64)
        for k in range(places):
            result = np.kron(result, matrix if k == place else np.eye(size, dtype=np.int64))
        return result

    def product(self, atoms: tuple[int, ...]) -> Matrix:
        result: Matrix = self.one
        for atom in atoms:
            result = result @ self.atoms[atom] % PRIME
        return result

    def letters(self, word: tuple[int, ...]) -> Matrix:
        return self.product(tuple(self.scenario.atoms.index(self.scenario.letters[x]) for x in word))

    def matrix(self, operator: Operator) -> Matrix:
        total = 0 * self.one
        for word, c in operator.items():
            assert isinstance(c, Q)
            total = (total + reduce(c) * self.letters(word)) % PRIME
        return total

    def same(self, a: Matrix, b: Matrix) -> bool:
        return bool((a == b).all())


SCENARIOS: list[tuple[Document, int]] = [
    (scenario("22"), 3),
    (scenario("222", "2"), 2),
    (scenario("32", "2"), 3),
    (scenario("3", "4"), 4),
    ({**scenario("222", "2"), "commuting": [["A0", "A1"]]}, 2),
    ({**scenario("323"), "commuting": [["A0", "A1"], ["A0", "A2"]]}, 3),
]

representations = st.builds(
    lambda which, seed: Representation(*(SCENARIOS[which][0], seed, SCENARIOS[which][1])),
    st.integers(0, len(SCENARIOS) - 1),
    st.integers(0, 10**6),
)


def test_the_representations_obey_the_relations_of_their_scenario() -> None:
    for declared, size in SCENARIOS:
        r = Representation(declared, 1, size)
        s = r.scenario
        for i, (k, outcome) in enumerate(s.atoms):
            assert r.same(r.product((i, i)), r.one if outcome is None else r.atoms[i])
            assert r.same(r.atoms[i], r.atoms[i].T)
            for j, (other, _) in enumerate(s.atoms):
                named = [[s.inputs[x][0] + s.inputs[x][1] for x in sorted((k, other))]]
                if s.inputs[k][0] != s.inputs[other][0] or named[0] in declared.get("commuting", []):
                    assert r.same(r.product((i, j)), r.product((j, i)))


@given(representations, st.data())
@examples(20)
def test_products_of_words(r: Representation, data: st.DataObject) -> None:
    letters = st.lists(st.integers(0, len(r.scenario.letters) - 1), max_size=6).map(tuple)
    u, v = (r.scenario.times((), data.draw(letters)) for _ in range(2))
    if u is None or v is None:
        return
    word = r.scenario.times(u, v)
    expected = r.letters(u) @ r.letters(v) % PRIME
    assert r.same(expected, 0 * r.one if word is None else r.letters(word))


@given(representations, st.data())
@examples(20)
def test_atoms_as_polynomials_of_letters(r: Representation, data: st.DataObject) -> None:
    atoms = tuple(data.draw(st.lists(st.integers(0, len(r.scenario.atoms) - 1), max_size=4)))
    one_a_party = [r.scenario.inputs[r.scenario.atoms[a][0]][0] for a in atoms]
    assert r.same(r.product(atoms), r.matrix(r.scenario.operator(atoms))), one_a_party


@given(representations, st.data())
@examples(20)
def test_products_and_adjoints_of_operators(r: Representation, data: st.DataObject) -> None:
    def operator() -> Operator:
        total: Operator = {}
        for _ in range(data.draw(st.integers(0, 3))):
            atoms = tuple(data.draw(st.lists(st.integers(0, len(r.scenario.atoms) - 1), max_size=3)))
            r.scenario.add(total, r.scenario.operator(atoms), data.draw(st.fractions(-3, 3, max_denominator=4)))
        return total

    p, q = operator(), operator()
    assert r.same(r.matrix(r.scenario.multiply(p, q)), r.matrix(p) @ r.matrix(q) % PRIME)
    assert r.same(r.matrix(r.scenario.adjoint(p)), r.matrix(p).T)
    total = dict(p)
    r.scenario.add(total, q, Q(-2, 3))
    assert r.same(r.matrix(total), (r.matrix(p) + reduce(Q(-2, 3)) * r.matrix(q)) % PRIME)
    assert all(total.values())
