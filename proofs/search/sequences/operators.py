"""Polynomials of words with coefficients in Q(sqrt 2) and central symbols, as certificates spell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from proofs.search.language.scenario import Scenario, Word
from proofs.search.language.write import Json, rational
from proofs.search.sequences.elements import Element

SQRT2: dict[str, Json] = {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]}


class Symbols:
    """Q(sqrt 2)[symbols], or Q[symbols], modulo circles, u^2 + v^2 = 1, or spheres.

    Args:
        names: of the symbols.
        spheres: symbols whose squares sum to 1, the last one after those of the spheres before.
        sign: a symbol whose square is 1.
        gaussian: whether coefficients may be complex, for the entries of matrices.
        rational: whether the square root of 2 is left out.
        ranges: of symbols that have one, as a statement declares it.

    Attributes:
        root2: the square root of 2, an element of the ring.
        imaginary: the imaginary unit, for gaussian rings.
    """

    def __init__(
        self,
        names: Sequence[str],
        *spheres: Sequence[str],
        sign: str | None = None,
        gaussian: bool = False,
        rational: bool = False,
        ranges: Mapping[str, tuple[int, int]] | None = None,
    ) -> None:
        self.gaussian = gaussian
        self.names = tuple(names)
        self.rational = rational
        self.sign = sign
        self.ranges = ranges or {}
        # generators: the square root of 2, the imaginary unit, the symbols
        size = len(self.names) + 2
        generators = [Element({tuple(int(i == k) for i in range(size)): Fraction(1)}) for k in range(size)]
        self.root2, self.imaginary = generators[:2]
        self.symbols = dict(zip(self.names, generators[2:], strict=True))
        self.spheres = [*([(sign,)] if sign else []), *spheres]
        lasts = [(self.names.index(last) + 2, 1 - self._norm(others)) for *others, last in self.spheres]
        # the last symbol of a sphere may be among the others of a later one
        self._squares = [*reversed(lasts), (0, self.number(2)), (1, self.number(-1))]

    def __getitem__(self, name: str) -> Element:
        return self.symbols[name]

    def _norm(self, names: Iterable[str]) -> Element:
        return sum((self[name] ** 2 for name in names), self.number(0))

    def number(self, value: int | Fraction) -> Element:
        """A rational as an element of the ring."""
        return Element({self.root2.zero: Fraction(value)})

    def reduce(self, element: Any) -> Element:
        """The element with sqrt 2, i and the last symbol of each sphere at most to the first power."""
        # sums of nothing are the integer 0
        reduced: Element = element if isinstance(element, Element) else self.number(element)
        for generator, square in self._squares:
            reduced = reduced.replaced(generator, square)
        return reduced

    def conjugate(self, element: Any) -> Element:
        """The complex conjugate; symbols and sqrt 2 are real."""
        reduced = self.reduce(element)
        if not self.gaussian:
            return reduced
        return Element({m: -c if m[1] else c for m, c in reduced.terms.items()}, reduced.zero)

    def entry(self, element: Any) -> Json:
        """An entry of a matrix or state as the format writes it."""
        if not self.gaussian or self.conjugate(element) == self.reduce(element):
            return self.spell(element)
        other = self.conjugate(element)
        return {"re": self.spell((element + other) / 2), "im": self.spell((other - element) * self.imaginary / 2)}

    def spell(self, element: Any) -> Json:
        """The coefficient as the format writes it."""
        if self.gaussian and self.conjugate(element) != self.reduce(element):
            raise ValueError("a coefficient is a real number")
        parts: dict[tuple[int, ...], list[Fraction]] = {}
        for (root, _, *exponents), c in self.reduce(element).terms.items():
            parts.setdefault(tuple(exponents), [Fraction(0), Fraction(0)])[root] = c
        if not any(any(exponents) for exponents in parts):
            return _spell(parts.get((0,) * len(self.names), [Fraction(0), Fraction(0)]))
        order = sorted(parts, key=lambda exponents: (sum(exponents), exponents))
        return {"poly": [[_spell(parts[exponents]), self._monomial(exponents)] for exponents in order]}

    def _monomial(self, exponents: Sequence[int]) -> str:
        powers = zip(self.names, exponents, strict=True)
        return " ".join(name if k == 1 else f"{name}^{k}" for name, k in powers if k)

    def _range(self, name: str) -> dict[str, Json]:
        return dict(zip(("low", "high"), map(str, self.ranges[name]), strict=True)) if name in self.ranges else {}

    def declaration(self) -> dict[str, Json]:
        """The keys of a statement that declare field, symbols and spheres."""
        found: dict[str, Json] = {} if self.rational else {"field": SQRT2}
        if self.names:
            found["symbols"] = [{"name": name, **self._range(name)} for name in self.names]
        if self.spheres:
            found["relations"] = [
                {"symbol": last, "power": "2", "equals": self.spell(1 - self._norm(others))}
                for *others, last in self.spheres
            ]
        return found


def _spell(pair: Sequence[Fraction]) -> Json:
    return [rational(pair[0]), rational(pair[1])] if pair[1] else rational(pair[0])


class Operator:
    """A polynomial of words; +, -, * with operators, ring elements and rationals, and adjoints."""

    def __init__(self, algebra: Algebra, words: Mapping[Word, Any]) -> None:
        self.algebra = algebra
        reduced = ((word, algebra.symbols.reduce(c)) for word, c in words.items())
        self.words = {word: c for word, c in reduced if c}

    def _lift(self, other: Any) -> Operator:
        return other if isinstance(other, Operator) else self.algebra.scalar(other)

    def __add__(self, other: Any) -> Operator:
        words = dict(self.words)
        for word, c in self._lift(other).words.items():
            words[word] = words[word] + c if word in words else c
        return Operator(self.algebra, words)

    __radd__ = __add__

    def __neg__(self) -> Operator:
        return Operator(self.algebra, {word: -c for word, c in self.words.items()})

    def __sub__(self, other: Any) -> Operator:
        return self + -self._lift(other)

    def __rsub__(self, other: Any) -> Operator:
        return self._lift(other) + -self

    def __mul__(self, other: Any) -> Operator:
        words: dict[Word, Any] = {}
        for u, c in self.words.items():
            for v, d in self._lift(other).words.items():
                word = self.algebra.scenario.word(u + v)
                if word is not None:
                    words[word] = words[word] + c * d if word in words else c * d
        return Operator(self.algebra, words)

    def __rmul__(self, other: Any) -> Operator:
        return self._lift(other) * self  # coefficients are central

    def adjoint(self) -> Operator:
        """Letters are self-adjoint and coefficients real."""
        adjoint = self.algebra.scenario.adjoint
        return Operator(self.algebra, {adjoint(word): c for word, c in self.words.items()})

    def hermitian(self) -> Operator:
        """The operator plus its adjoint."""
        return self + self.adjoint()

    def json(self) -> list[Json]:
        """The terms in the order of the format; the zero operator has none and cannot be written."""
        spell, text = self.algebra.symbols.spell, self.algebra.scenario.text
        # letters are numbered as the format numbers atoms
        return [[spell(self.words[word]), text(word)] for word in sorted(self.words, key=lambda w: (len(w), w))]


class Algebra:
    """The operators of a scenario with coefficients in a ring of symbols."""

    def __init__(self, scenario: Scenario, symbols: Symbols) -> None:
        self.scenario = scenario
        self.symbols = symbols

    def scalar(self, value: Any) -> Operator:
        """A multiple of the identity."""
        element = self.symbols.number(value) if isinstance(value, int | Fraction) else value
        return Operator(self, {(): element})

    def letters(self, *names: str) -> list[Operator]:
        """The observables of these inputs, such as "A0"."""
        one = self.symbols.number(1)
        return [Operator(self, {(self.scenario.names.index(name),): one}) for name in names]


def annihilation(name: str, factor: Operator) -> Json:
    """factor * t + adjoint, for an operator t of this name that annihilates the state."""
    return {"hypothesis": name, "polynomial": factor.json()}


def annihilations(uses: Iterable[tuple[str, Operator]]) -> list[Json]:
    """The uses of operators that annihilate the state, zero factors left out."""
    return [annihilation(name, factor) for name, factor in uses if factor.words]
