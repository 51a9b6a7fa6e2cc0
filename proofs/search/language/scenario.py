"""Words of a Bell scenario, for the search: letters, normal form, polynomials.

Letters are those in which the format calculates: the observable of an input with two
outcomes, else the projectors on all outcomes but the last.  The normal form here is
written independently of the checker's: a word is reduced on a heap, then the smallest
letter that can stand first is taken again and again.  Where the two disagreed a
certificate would be refused, never wrongly accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from itertools import chain
from math import lcm
from typing import Any

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import Json, rational

Word = tuple[int, ...]
Polynomial = dict[Word, Fraction]
Functional = Mapping[str, Fraction | int]  # text of a product of atoms -> coefficient

_ATOM = re.compile(r"([A-Z])([0-9]{1,4})(?:=([0-9]{1,2}))?", re.ASCII)


@dataclass(frozen=True)
class Scenario:
    """Parties with labelled inputs, and pairs of inputs of one party that commute.

    Attributes:
        inputs: (party, label, number of outcomes), parties in alphabetical order.
        commuting: pairs of names such as ("B0", "B00"), each pair in the order of the inputs.
        signalling: pairs (sender, later receiver) of parties, in order; operators of such scenarios are not searched.
    """

    inputs: tuple[tuple[str, str, int], ...]
    commuting: tuple[tuple[str, str], ...] = ()
    signalling: tuple[tuple[str, str], ...] = ()

    @classmethod
    def bell(cls, outcomes: Mapping[str, Sequence[int]], commuting: Iterable[tuple[str, str]] = ()) -> Scenario:
        """A scenario whose inputs are numbered from 0.

        >>> [name for name in Scenario.bell({"A": [2, 2], "B": [3]}).names]
        ['A0', 'A1', 'B0=0', 'B0=1']
        """
        inputs = tuple((p, str(x), d) for p in sorted(outcomes) for x, d in enumerate(outcomes[p]))
        return cls(inputs, tuple(commuting))

    @classmethod
    def from_json(cls, value: Json) -> Scenario:
        """The scenario of a statement in the format; `json` is the inverse.

        Raises:
            Failure: not a scenario this search can work with.
        """
        try:
            return cls._from_json(value)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as problem:
            raise Failure(
                Kind.SCENARIO, "scenario", "this is no scenario of operators: {problem!r}", problem=problem
            ) from None

    @classmethod
    def _from_json(cls, value: Any) -> Scenario:
        if set(value) - {"parties", "commuting"}:
            raise ValueError("operators are searched for in scenarios of parties and commuting inputs only")
        inputs = [(str(p["name"]), str(label), int(d)) for p in value["parties"] for label, d in p["inputs"]]
        return cls(tuple(inputs), tuple((str(a), str(b)) for a, b in value.get("commuting", [])))

    def json(self) -> dict[str, Json]:
        """The scenario as the format writes it."""
        parties: list[Json] = [
            {"name": p, "inputs": [[label, str(d)] for q, label, d in self.inputs if q == p]} for p in self.parties
        ]
        pairs: list[Json] = [list(pair) for pair in self._sorted_pairs]
        ordered: list[Json] = [list(pair) for pair in sorted(self.signalling)]
        found = {"parties": parties, **({"commuting": pairs} if pairs else {})}
        return {**found, **({"signalling": ordered} if ordered else {})}

    @property
    def outcomes(self) -> dict[str, int]:
        """Outcomes of each input by name.

        >>> Scenario.bell({"A": [2, 3]}).outcomes
        {'A0': 2, 'A1': 3}
        """
        return {party + label: d for party, label, d in self.inputs}

    @cached_property
    def parties(self) -> tuple[str, ...]:
        return tuple(sorted({p for p, _, _ in self.inputs}))

    @cached_property
    def letters(self) -> tuple[tuple[int, int | None], ...]:
        """(input, outcome) of each projector, (input, None) of each observable."""
        found: list[tuple[int, int | None]] = []
        for i, (_, _, d) in enumerate(self.inputs):
            found += [(i, None)] if d == 2 else [(i, o) for o in range(d - 1)]
        return tuple(found)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The atom of each letter."""
        return tuple("".join(self.inputs[i][:2]) + ("" if o is None else f"={o}") for i, o in self.letters)

    @cached_property
    def party_of(self) -> tuple[int, ...]:
        return tuple(self.parties.index(self.inputs[i][0]) for i, _ in self.letters)

    def kind(self, party: int) -> tuple[object, ...]:
        """Outcomes of a party's inputs and which of them commute: parties of one kind multiply alike."""
        mine = [i for i, (name, _, _) in enumerate(self.inputs) if name == self.parties[party]]
        pairs = [(self._index[a] - mine[0], self._index[b] - mine[0]) for a, b in self._sorted_pairs]
        size = len(mine)
        inner = tuple(pair for pair in pairs if 0 <= pair[0] < size and 0 <= pair[1] < size)
        return tuple(self.inputs[i][2] for i in mine), inner

    @cached_property
    def _input_of(self) -> tuple[int, ...]:
        return tuple(i for i, _ in self.letters)

    @cached_property
    def _involution(self) -> tuple[bool, ...]:
        return tuple(outcome is None for _, outcome in self.letters)

    @cached_property
    def _index(self) -> dict[str, int]:
        index = {party + label: i for i, (party, label, _) in enumerate(self.inputs)}
        if len(index) != len(self.inputs) or list(self.inputs) != sorted(self.inputs, key=lambda item: item[0]):
            raise Failure(
                Kind.SCENARIO,
                "scenario",
                "inputs have different names and stand in alphabetical order of their parties",
            )
        return index

    @cached_property
    def _sorted_pairs(self) -> list[tuple[str, str]]:
        pairs = {tuple(sorted((self._index[a], self._index[b]))) for a, b in self.commuting}
        names = ["".join(item[:2]) for item in self.inputs]
        return [(names[i], names[j]) for i, j in sorted(pairs)]

    @cached_property
    def _free(self) -> tuple[frozenset[int], ...]:
        """For each letter the letters of other inputs that commute with it."""
        pairs = {(self._index[a], self._index[b]) for a, b in self.commuting}
        pairs |= {(b, a) for a, b in pairs}
        return tuple(
            frozenset(
                y
                for y, (j, _) in enumerate(self.letters)
                if (self.inputs[i][0] != self.inputs[j][0] or (i, j) in pairs)
            )
            for i, _ in self.letters
        )

    # -- words ------------------------------------------------------------------------

    def word(self, letters: Iterable[int]) -> Word | None:
        """Normal form of a product of letters; None is the zero operator.

        >>> s = Scenario.bell({"A": [2, 2], "B": [2, 2]})
        >>> s.word([2, 0, 1, 1]), s.word([0, 1, 0])
        ((0, 2), (0, 1, 0))
        """
        inputs, involution = self._input_of, self._involution
        if self.commuting:
            return self._on_heap(letters)
        stacks: list[list[int]] = [[] for _ in self.parties]
        for x in letters:
            stack = stacks[self.party_of[x]]
            if not stack or inputs[stack[-1]] != inputs[x]:
                stack.append(x)
            elif stack[-1] != x:
                return None  # two outcomes of one input
            elif involution[x]:
                stack.pop()
        return tuple(chain.from_iterable(stacks))

    def inner(self, u: Word, v: Word) -> Word | None:
        """Normal form of u* v for words of one party in normal form.

        >>> s = Scenario.bell({"A": [2, 2]})
        >>> s.inner((0, 1), (0, 1, 0)), s.inner((0, 1), (1,))
        ((0,), (1, 0, 1))
        """
        if self.commuting:
            return self._on_heap(u[::-1] + v)
        k = 0
        for x, y in zip(u, v, strict=False):
            if x != y:
                if self._input_of[x] == self._input_of[y]:
                    return None
                break
            if not self._involution[x]:  # of two equal projectors one is left, and nothing passes it
                return u[k:][::-1] + v[k + 1 :]
            k += 1
        return u[k:][::-1] + v[k:]

    def _on_heap(self, letters: Iterable[int]) -> Word | None:
        """The normal form of a product in which inputs of one party may commute, or None where it vanishes."""
        heap: list[int] = []
        for x in letters:
            k = len(heap) - 1
            while k >= 0 and heap[k] in self._free[x]:
                k -= 1
            if k < 0 or self._input_of[heap[k]] != self._input_of[x]:
                heap.append(x)
            elif heap[k] != x:
                return None
            elif self._involution[x]:
                del heap[k]  # what stood behind the observable commutes with it
        return self._sorted(heap)

    def _sorted(self, heap: list[int]) -> Word:
        result: list[int] = []
        while heap:
            free = (k for k, x in enumerate(heap) if all(y in self._free[x] for y in heap[:k]))
            result.append(heap.pop(min(free, key=lambda k: heap[k])))
        return tuple(result)

    def adjoint(self, word: Word) -> Word:
        """The adjoint of a word in normal form."""
        back = word[::-1]
        # the sort is stable, so each party's letters stay reversed
        return self._sorted(list(back)) if self.commuting else tuple(sorted(back, key=self.party_of.__getitem__))

    def text(self, word: Word) -> str:
        """The word as the format writes it."""
        return " ".join(self.names[x] for x in word)

    def parse(self, text: str) -> Polynomial:
        """A product of atoms, such as "A0 B1=0", as a polynomial of letters.

        >>> s = Scenario.bell({"A": [2], "B": [2]})
        >>> {s.text(w): str(c) for w, c in s.parse("A0=1 B0").items()}
        {'B0': '1/2', 'A0 B0': '-1/2'}

        Raises:
            Failure: an atom is not an operator of the scenario.
        """
        factors = [self._atom(atom) for atom in text.split()]
        return reduce(self.multiply, factors) if factors else {(): Fraction(1)}

    def _atom(self, atom: str) -> Polynomial:
        found = _ATOM.fullmatch(atom)
        i = self._index.get(found[1] + found[2]) if found else None
        if found is None or i is None:
            raise Failure(Kind.WORD, "", "{atom!r} is no operator of the scenario", atom=atom)
        outcomes = self.inputs[i][2]
        outcome = None if found[3] is None else int(found[3])
        if (outcome is None and outcomes > 2) or (outcome is not None and outcome >= outcomes):
            raise Failure(Kind.WORD, "", "{atom!r} is no operator of the scenario", atom=atom)
        if outcomes == 2:
            letter = (self.letters.index((i, None)),)
            if outcome is None:
                return {letter: Fraction(1)}
            return {(): Fraction(1, 2), letter: Fraction(1 - 2 * outcome, 2)}
        if outcome != outcomes - 1:
            return {(self.letters.index((i, outcome)),): Fraction(1)}
        return {(): Fraction(1), **{(self.letters.index((i, o)),): Fraction(-1) for o in range(outcomes - 1)}}

    def multiply(self, p: Polynomial, q: Polynomial) -> Polynomial:
        result: Polynomial = {}
        for u, c in p.items():
            for v, d in q.items():
                word = self.word(u + v)
                if word is not None:
                    result[word] = result[word] + c * d if word in result else c * d
        return {word: c for word, c in result.items() if c}

    def polynomial(self, functional: Functional) -> Polynomial:
        """A functional in atoms as a polynomial of letters."""
        total: Polynomial = {}
        for text, coefficient in functional.items():
            factor = Fraction(coefficient)
            for word, c in self.parse(text).items():
                total[word] = total[word] + factor * c if word in total else factor * c
        return {word: c for word, c in total.items() if c}

    def hermitian(self, functional: Functional) -> Polynomial:
        """`polynomial`, refused unless it is self-adjoint.

        Raises:
            Failure: the mean of the functional is not a real number in every state.
        """
        result = self.polynomial(functional)
        for word, c in result.items():
            if result.get(self.adjoint(word)) != c:
                raise Failure(
                    Kind.NOT_HERMITIAN,
                    "functional",
                    "the functional is not self-adjoint: its term {word} lacks the adjoint",
                    word=self.text(word),
                )
        return result

    def terms(self, functional: Functional) -> list[Json]:
        """[[coefficient, word], ...] in the order of the format, without zeros."""

        def key(text: str) -> tuple[int, list[tuple[int, int]]]:
            found = [_ATOM.fullmatch(atom) for atom in text.split()]
            return len(found), [(self._index[m[1] + m[2]], -1 if m[3] is None else int(m[3])) for m in found if m]

        return [[rational(c), text] for text, c in sorted(functional.items(), key=lambda item: key(item[0])) if c]


def common_denominator(values: Iterable[Fraction]) -> int:
    """The least common denominator.

    >>> common_denominator([Fraction(1, 4), Fraction(5, 6)])
    12
    """
    return lcm(*(value.denominator for value in values))
