"""Operators of a Bell scenario: words, their normal form, and polynomials of words.

Letters.  An input with two outcomes has one letter, the observable P(0) - P(1), whose
square is 1.  An input with d > 2 outcomes has d - 1 letters, the projectors on the
outcomes 0 ... d-2, orthogonal to each other; the last is 1 minus their sum.  Letters
of different parties commute; inside a party only the listed pairs of inputs do.

Rewriting uses only these relations, so two words with one normal form are equal
operators in every model of the scenario (tensor product or commuting operators).
That the normal form is also unique is convenient and not needed for soundness.

Time-ordered behaviours.  When a scenario declares that some parties may signal to later
ones, a word has a mean only if it names an input of every party that may signal to a
party in it.  Its factors are then letters and marks: the mark of an input stands for 1
and remembers on which input the means of later factors depend.

Lemma, marks.  Let the marginal of the parties other than p and those p may signal to be
independent of p's input, for every p, and let "may signal" be transitive.
(1) Call a set K of parties closed if it contains every party that may signal to one in
it.  Then the marginal of K depends on the inputs of K only: if p is not in K, neither is
a party p may signal to (K would contain p), so that marginal is one of those others, and
no change of p's input changes it; inputs outside of K are changed one after the other.
(2) Of a word whose parties are closed keep the letters, and the marks of parties that may
signal to one that is kept, decided from the last factor to the first, which suffices as
signals go to later parties.  What is kept is closed: a party that may signal to a kept
letter is named in the word and kept; one that may signal to a kept mark may signal, by
transitivity, to what that mark was kept for.  So the kept factors have a mean by (1),
and it is the mean of the word, whose other factors are 1.
Hence words with the same kept factors have the same mean in every such behaviour, and an
identity of polynomials of kept words is one of means.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations, pairwise
from math import prod

from .errors import Budget, Limit
from .read import Node, listed, show
from .symbols import Coefficient, Ring, add_to

MAX_LETTERS = 64
MAX_WORD = 32
MAX_OUTCOMES = 16
MAX_TERMS = 1 << 16  # of a polynomial of words

Word = tuple[int, ...]
Operator = dict[Word, Coefficient]


class Alphabet:
    """A partially commuting alphabet; `group` tells which letters belong to one input, where none commute."""

    def __init__(self, group: list[int], involution: list[bool], commute: list[list[bool]]) -> None:
        self.group = group
        self.involution = involution
        self.commute = commute

    def append(self, word: Word, letter: int) -> Word | None:
        """Normal form of word * letter (None is the zero operator); `word` is in normal form.

        The letter moves left past letters it commutes with.  If it meets its own group
        there, the pair is rewritten: involution squared is 1, projector squared is
        itself, two projectors of one input give 0.  Otherwise it settles before the
        first larger letter of the stretch it can reach.
        """
        place = len(word)
        stop = place
        while stop and self.commute[word[stop - 1]][letter]:
            stop -= 1
        if stop and self.group[word[stop - 1]] == self.group[letter]:
            if word[stop - 1] != letter:
                return None
            if not self.involution[letter]:
                return word
            return self.extend(word[: stop - 1], word[stop:])  # a removed letter may have kept others apart
        for place in range(stop, len(word)):
            if letter < word[place]:
                return (*word[:place], letter, *word[place:])
        return (*word, letter)

    def extend(self, word: Word, letters: Word) -> Word | None:
        """Normal form of word * letters, or None for zero; `word` is in normal form."""
        result: Word | None = word
        for letter in letters:
            result = None if result is None else self.append(result, letter)
        return result


class Scenario:
    """Parties, inputs and outcomes; reads words and multiplies them."""

    def __init__(self, node: Node, ring: Ring) -> None:
        self.ring = ring
        self.budget: Budget = ring.budget
        found = node.fields(("parties",), ("commuting", "signalling"))
        self.inputs: list[tuple[str, str, int]] = []  # party, label, outcomes
        self.parties: list[str] = []
        for entry in found["parties"].items(least=1):
            self._read_party(entry, node)
        self.choices = [[i for i, (p, _, _) in enumerate(self.inputs) if p == party] for party in self.parties]
        # outcomes of all choices of one input a party
        self.cells = prod(sum(self.inputs[i][2] for i in choice) for choice in self.choices)
        self._index = {party + label: i for i, (party, label, _) in enumerate(self.inputs)}
        self.commuting = self._read_commuting(listed(found, "commuting", least=1))
        self._commute = [
            [p != q or (min(i, j), max(i, j)) in self.commuting for j, (q, _, _) in enumerate(self.inputs)]
            for i, (p, _, _) in enumerate(self.inputs)
        ]
        self.signalling = self._read_signalling(found["signalling"]) if "signalling" in found else []
        self.receivers = {party: [b for a, b in self.signalling if a == party] for party in self.parties}
        # atoms: what a word is written with; letters: what the algebra calculates with
        self.atoms: list[tuple[int, int | None]] = []  # input index, outcome (None: the observable)
        self.letters: list[tuple[int, int | None]] = []
        for i, (_, _, outcomes) in enumerate(self.inputs):
            observable: list[tuple[int, int | None]] = [(i, None)] if outcomes == 2 else []
            self.atoms += observable + [(i, o) for o in range(outcomes)]
            self.letters += observable or [(i, o) for o in range(outcomes - 1)]
        if len(self.letters) > MAX_LETTERS:
            raise node.limit("size", f"more than {MAX_LETTERS} operators")
        self._atoms = self._alphabet(self.atoms)
        self.alphabet = self._alphabet(self.letters)
        self._atom_index = {self.atom_text(atom): i for i, atom in enumerate(self.atoms)}
        self._party = [self.inputs[i][0] for i, _ in self.atoms]
        self._expansions = [self._expand(atom) for atom in range(len(self.atoms))]
        # an outcome event as sum of sign * letter (-1 for 1), doubled for an input with two outcomes
        self.outcome_letters = [
            [(word[0] if word else -1, 1 if c > 0 else -1) for word, c in expansion.items()]
            for expansion in self._expansions
        ]
        self._products: dict[tuple[Word, Word], Word | None] = {}

    def _read_party(self, node: Node, scenario: Node) -> None:
        found = node.fields(("name", "inputs"))
        party = found["name"].name("[A-Z]")
        if self.parties and party <= self.parties[-1]:
            raise found["name"].malformed("terms-order", "parties stand in alphabetical order")
        self.parties.append(party)
        labels: list[str] = []
        for entry in found["inputs"].items(least=1):
            label_node, outcomes_node = entry.items(2)
            label = label_node.name("[0-9]{1,4}")
            if label in labels:
                raise label_node.malformed("duplicate-name", f"the input {label} is declared twice")
            labels.append(label)
            self.inputs.append((party, label, outcomes_node.integer(2, MAX_OUTCOMES)))
            if len(self.inputs) > MAX_LETTERS:  # before anything is tabulated by pairs of inputs
                raise scenario.limit("size", f"more than {MAX_LETTERS} operators")

    def _read_commuting(self, nodes: list[Node]) -> list[tuple[int, int]]:
        pairs: list[tuple[int, int]] = []
        for entry in nodes:
            i, j = (self.input_index(item) for item in entry.items(2))
            if self.inputs[i][0] != self.inputs[j][0] or i >= j or (pairs and (i, j) <= pairs[-1]):
                raise entry.malformed("terms-order", "pairs name two inputs of one party in order, sorted and unique")
            pairs.append((i, j))
        return pairs

    def input_index(self, node: Node) -> int:
        """The input a name such as "A0" stands for."""
        name = node.text()
        if name not in self._index:
            raise node.malformed("unknown-name", f"there is no input {show(name)}")
        return self._index[name]

    def event(self, pairs: Iterable[tuple[int, int]]) -> Word:
        """The word of the event that these inputs have these outcomes, in order of the parties."""
        return tuple(self.atoms.index(pair) for pair in pairs)

    def _read_signalling(self, node: Node) -> list[tuple[str, str]]:
        """[["B", "C"], ...]: B may signal to the later C; transitive, sorted, unique."""
        pairs: list[tuple[str, str]] = []
        for entry in node.items(least=1):
            sender, receiver = (item.choice(self.parties) for item in entry.items(2))
            if sender >= receiver or (pairs and (sender, receiver) <= pairs[-1]):
                raise entry.malformed("terms-order", "pairs name a party and a later one, sorted and unique")
            pairs.append((sender, receiver))
        # without transitivity "may signal" would not say which marginals are well defined
        if any((a, d) not in pairs for a, b in pairs for c, d in pairs if b == c):
            raise node.malformed("out-of-range", "the relation is transitive")
        return pairs

    def _alphabet(self, symbols: list[tuple[int, int | None]]) -> Alphabet:
        inputs = [i for i, _ in symbols]
        commute = [[self._commute[i][j] for j in inputs] for i in inputs]
        return Alphabet(inputs, [o is None for _, o in symbols], commute)

    def all_commute(self, inputs: list[int]) -> bool:
        """Whether every two of these inputs belong to two parties or are declared to commute."""
        return all(self._commute[i][j] for i, j in combinations(inputs, 2))

    def atom_text(self, atom: tuple[int, int | None]) -> str:
        party, label, _ = self.inputs[atom[0]]
        return party + label + ("" if atom[1] is None else f"={atom[1]}")

    def lines(self) -> list[str]:
        parties = " ".join(
            f"{p}({', '.join(f'{label}:{d}' for q, label, d in self.inputs if q == p)})" for p in self.parties
        )
        names = [party + label for party, label, _ in self.inputs]
        pairs = ", ".join(f"[{names[i]}, {names[j]}] = 0" for i, j in self.commuting)
        lines = [f"scenario: {parties} (input:outcomes)"] + ([f"commuting inputs: {pairs}"] if pairs else [])
        order = ", ".join(f"{sender} to {receiver}" for sender, receiver in self.signalling)
        return lines + ([f"signalling allowed: {order}"] if order else [])

    # -- reading ----------------------------------------------------------------------

    def read_atoms(self, node: Node) -> Word:
        """A word as a tuple of atoms in normal form; anything else is refused."""
        text = node.text()
        names = text.split(" ") if text else []
        if len(names) > MAX_WORD:
            raise node.limit("size", f"a word has more than {MAX_WORD} factors")
        for name in names:
            # A second spelling such as "A0=01" is not in the table, so it is refused too.
            if name not in self._atom_index:
                raise node.malformed("not-a-word", f"{show(name)} is no operator of the scenario")
        atoms = tuple(self._atom_index[name] for name in names)
        if not self._one_a_party(atoms) and self._atoms.extend((), atoms) != atoms:
            raise node.malformed("not-a-word", f"{show(text)} is not in normal form")
        return atoms

    def _one_a_party(self, atoms: Word) -> bool:
        """One operator of each of some parties in order: such a product is in normal form."""
        return all(self._party[a] < self._party[b] for a, b in pairwise(atoms))

    def _expand(self, atom: int) -> dict[Word, Fraction]:
        """An atom as a polynomial of letters."""
        index, outcome = self.atoms[atom]
        outcomes = self.inputs[index][2]
        if outcomes == 2:
            letter = (self.letters.index((index, None)),)
            if outcome is None:
                return {letter: Fraction(1)}
            # observable = P(0) - P(1) and P(0) + P(1) = 1
            return {(): Fraction(1, 2), letter: Fraction(1 if outcome == 0 else -1, 2)}
        if outcome != outcomes - 1:
            return {(self.letters.index((index, outcome)),): Fraction(1)}
        return {(): Fraction(1), **{(self.letters.index((index, o)),): Fraction(-1) for o in range(outcomes - 1)}}

    def require_behaviour_word(self, node: Node, word: Word) -> None:
        """Refuse a word without a mean in a behaviour.

        That is one with two operators of a party, or without an input of a party that
        may signal to one it names.
        """
        parties = [self.inputs[self.atoms[atom][0]][0] for atom in word]
        if len(set(parties)) != len(parties):
            raise node.malformed("not-a-word", "a word of a behaviour has at most one operator a party")
        if any(receiver in parties and sender not in parties for sender, receiver in self.signalling):
            raise node.malformed("not-a-word", "a word names an input of every party that may signal to one it names")

    def operator(self, atoms: Word) -> Operator:
        """The product of atoms as a polynomial of letters in normal form."""
        result: Operator = {(): Fraction(1)}
        if not self.signalling and not self._one_a_party(atoms):
            for atom in atoms:
                result = self.multiply(result, dict(self._expansions[atom]))
            return result
        # letters of different parties in order of the parties are in normal form already; where parties may signal,
        # 1 becomes the mark -1 - input
        for atom in atoms:
            mark = (-1 - self.atoms[atom][0],) if self.signalling else ()
            factors = self._expansions[atom].items()
            self.expect_terms(len(result) * len(factors))
            result = {(*word, *(factor or mark)): c * d for word, c in result.items() for factor, d in factors}
        return self._drop_marks(result) if self.signalling else result

    def expect_terms(self, count: int) -> None:
        """Charge for a polynomial of so many terms before it is there."""
        if count > MAX_TERMS:
            raise Limit("size", "", f"a polynomial has more than {MAX_TERMS} terms")
        self.budget.spend(40 * count)

    def _drop_marks(self, words: Operator) -> Operator:
        """The same without the marks of inputs on which no later factor depends.

        The mean of earlier parties does not depend on what a later party is asked.
        """
        result: Operator = {}
        for word, c in words.items():
            self.budget.spend(20 * len(word) * (1 + len(word) // 4))
            kept: Word = ()
            for factor in reversed(word):
                receivers = self.receivers[self.factor_party(factor)]
                if factor >= 0 or any(self.factor_party(later) in receivers for later in kept):
                    kept = (factor, *kept)
            self.add(result, {kept: c}, Fraction(1))
        return result

    def factor_input(self, factor: int) -> tuple[int, int | None]:
        """Input index, and outcome of a projector, None for an observable, -1 for a mark."""
        return self.letters[factor] if factor >= 0 else (-1 - factor, -1)

    def factor_party(self, factor: int) -> str:
        return self.inputs[self.factor_input(factor)[0]][0]

    def factor_text(self, factor: int) -> str:
        """The atom of a letter; A0=-1 is the mark of an input."""
        return self.atom_text(self.factor_input(factor))

    def read_terms(self, node: Node) -> list[tuple[Coefficient, Word]]:
        """[[coefficient, word], ...]: sorted by length and letters, unique, no zero."""
        terms: list[tuple[Coefficient, Word]] = []
        for entry in node.items(least=1):
            coefficient_node, word_node = entry.items(2)
            coefficient = self.ring.read(coefficient_node)
            word = self.read_atoms(word_node)
            if not coefficient:
                raise entry.malformed("terms-order", "a term with coefficient zero is left out")
            if terms and (len(word), word) <= (len(terms[-1][1]), terms[-1][1]):
                raise entry.malformed("terms-order", "terms are sorted by length, then by operators, and unique")
            terms.append((coefficient, word))
        return terms

    def read_operator(self, node: Node) -> Operator:
        return self.combine(self.read_terms(node))

    def combine(self, terms: Iterable[tuple[Coefficient, Word]]) -> Operator:
        total: Operator = {}
        for coefficient, word in terms:
            self.add(total, self.operator(word), coefficient)
        return total

    def terms_text(self, terms: list[tuple[Coefficient, Word]]) -> str:
        """1*<A0 B0> + -1*<A1 B1>: coefficient, then the mean of the product."""
        return " + ".join(
            f"{self.ring.text_of(c)}*<{' '.join(self.atom_text(self.atoms[a]) for a in word) or '1'}>"
            for c, word in terms
        )

    # -- algebra ----------------------------------------------------------------------

    def times(self, u: Word, v: Word) -> Word | None:
        """Normal form of the word u v, or None for zero."""
        key = (u, v)
        if key in self._products:
            return self._products[key]
        self.budget.spend(1000 + 20 * (1 + len(u)) * (1 + len(v)))  # time, and memory for the table
        self._products[key] = self.alphabet.extend(u, v)
        return self._products[key]

    def add(self, total: Operator, operator: Operator, factor: Coefficient) -> None:
        """total += factor * operator, keeping no zero coefficients."""
        self.budget.spend(60 * len(operator))  # a term costs a product, a sum and a place in a table
        for word, c in operator.items():
            self.ring.spend(add_to(total, word, factor * c))

    def multiply(self, p: Operator, q: Operator) -> Operator:
        self.budget.spend(40 * len(p) * len(q))
        result: Operator = {}
        for u, c in p.items():
            for v, d in q.items():
                word = self.times(u, v)
                if word is not None:
                    self.add(result, {word: c * d}, Fraction(1))
            self.expect_terms(len(result))
        return result

    def adjoint(self, p: Operator) -> Operator:
        """Letters are self-adjoint and coefficients real, so words are reversed."""
        return self.multiply({(): Fraction(1)}, {word[::-1]: c for word, c in p.items()})
