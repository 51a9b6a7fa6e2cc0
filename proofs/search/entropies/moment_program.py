"""The semidefinite program behind a lower bound on an entropy: one moment matrix for each node and outcome tuple.

With L linear on words in the letters and Z, Z*, it minimises the sum of (w/t) L(K) over nodes and outcome tuples, K the
operator of the node, where L is the same on words without Z. Its dual matrices are the sums of squares of the rule
`quadrature`. A small multiple of the sum of all squares is taken from K, so that they have a margin for rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from proofs.search.entropies.basis import Basis
from proofs.search.language.means import Mean
from proofs.search.language.relabelling import Relabelling
from proofs.search.language.scenario import Polynomial, Scenario, Word
from proofs.search.semidefinite.sdp import Block, Program

ZWord = tuple[str, ...]
Key = tuple[ZWord, Word]
Entry = tuple[int, int, dict[Key, Fraction]]  # row, column <= row, and the entry as a sum of classes

ADJOINT = {"1": "1", "Z": "Z*", "Z*": "Z"}


@dataclass(frozen=True)
class Node:
    """A node t and w/t."""

    t: Fraction
    ratio: Fraction


@dataclass(frozen=True)
class Entropies:
    """The problem of some nodes.

    Attributes:
        scenario: the letters.
        bases: one for each outcome tuple that is searched.
        moves: for each of them the relabellings that take it to the other outcome tuples it stands for.
        means: what is known, equations and inequalities.
        margin: the multiple of the sum of all squares.
    """

    scenario: Scenario
    bases: tuple[Basis, ...]
    moves: tuple[tuple[Relabelling, ...], ...]
    means: tuple[Mean, ...]
    margin: Fraction

    def key(self, zword: ZWord, word: Word) -> Key:
        """A word or its adjoint, whichever comes first: their means are the same."""
        other = (tuple(ADJOINT[part] for part in reversed(zword)), self.scenario.adjoint(word))
        return min((zword, word), other)

    def classes(self, zword: ZWord, polynomial: Polynomial) -> dict[Key, Fraction]:
        """A polynomial times a word in Z by classes."""
        total: dict[Key, Fraction] = {}
        for word, c in polynomial.items():
            key = self.key(zword, word)
            total[key] = total.get(key, Fraction(0)) + c
        return {key: c for key, c in total.items() if c}

    @cached_property
    def entries(self) -> list[list[list[Entry]]]:
        """For each basis and block the entries of the lower triangle."""
        return [
            [self._entries(block, moves) for block in basis.blocks]
            for basis, moves in zip(self.bases, self.moves, strict=True)
        ]

    def _entries(self, block: Sequence[tuple[str, Polynomial]], moves: Sequence[Relabelling]) -> list[Entry]:
        scenario = self.scenario
        adjoints = [{scenario.adjoint(word): c for word, c in p.items()} for _, p in block]
        found: list[Entry] = []
        for i in range(len(block)):
            for j in range(i + 1):
                zword = tuple(part for part in (ADJOINT[block[i][0]], block[j][0]) if part != "1")
                product = scenario.multiply(adjoints[i], block[j][1])
                found.append((i, j, self.classes(zword, product if zword else self._with_images(product, moves))))
        return found

    def _with_images(self, polynomial: Polynomial, moves: Sequence[Relabelling]) -> Polynomial:
        total = dict(polynomial)
        for move in moves:
            for word, c in move.polynomial(self.scenario, polynomial).items():
                total[word] = total.get(word, Fraction(0)) + c
        return total

    def operator(self, basis: Basis, t: Fraction) -> dict[Key, Fraction]:
        """K by classes, a word and its adjoint counted together."""
        total = {k: 2 * c for k, c in self.classes(("Z",), basis.event).items()}
        for key, c in self.classes(("Z*", "Z"), basis.event).items():
            total[key] = total.get(key, Fraction(0)) + (1 - t) * c
        one = self.key(("Z", "Z*"), ())
        total[one] = total.get(one, Fraction(0)) + t
        return total

    def program(self, nodes: Sequence[Node]) -> tuple[Program, dict[tuple[int, int, Key], int]]:
        """The program, and the number of each class of a node and basis, those without Z shared."""
        index: dict[tuple[int, int, Key], int] = {}

        def number(node: int, basis: int, key: Key) -> int:
            place = (node, basis, key) if key[0] else (-1, -1, key)
            return index.setdefault(place, len(index))

        one = number(0, 0, ((), ()))
        objective: dict[int, Fraction] = {}
        blocks: list[Block] = []
        for n, node in enumerate(nodes):
            for b, basis in enumerate(self.bases):
                for key, c in self.operator(basis, node.t).items():
                    k = number(n, b, key)
                    objective[k] = objective.get(k, Fraction(0)) - node.ratio * c
                for block, entries in zip(basis.blocks, self.entries[b], strict=True):
                    positions, variables, values = [], [], []
                    for i, j, entry in entries:
                        for key, c in entry.items():
                            k = number(n, b, key)
                            positions.append(i * (i + 1) // 2 + j)
                            variables.append(k)
                            values.append(float(c))
                            if i == j:
                                objective[k] = objective.get(k, Fraction(0)) + self.margin * node.ratio * c
                    blocks.append(Block(len(block), np.array(positions), np.array(variables), np.array(values)))
        equalities: list[tuple[Mapping[int, Fraction], Fraction]] = [({one: Fraction(1)}, Fraction(1))]
        inequalities: list[tuple[Mapping[int, Fraction], Fraction]] = []
        for mean in self.means:
            row = {number(0, 0, key): c for key, c in self.mean(mean).items()}
            (equalities if mean.sense == "=0" else inequalities).append((row, Fraction(0)))
        return Program(len(index), objective, tuple(blocks), tuple(equalities), tuple(inequalities)), index

    def mean(self, mean: Mean) -> dict[Key, Fraction]:
        """A hypothesis by classes."""
        return self.classes((), self.scenario.polynomial(mean.functional))
