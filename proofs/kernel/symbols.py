"""Central symbols: named real numbers that commute with everything, with relations and conditions.

A statement with symbols holds for all real values that satisfy its relations and
conditions.  Relations are triangular, r^k = (polynomial in earlier symbols and lower
powers of r), so replacing r^k while it occurs terminates, and a polynomial that
reduces to zero is in the ideal of the relations, hence vanishes at every such point.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import TypeVar

from .errors import Budget, Limit
from .number import Algebraic, Field, Number, brief, number_text, read_number, require_sign, sign, size
from .read import Node, listed, show

MAX_SYMBOLS = 6
MAX_DEGREE = 24
MAX_TERMS = 1 << 12

Exponents = tuple[int, ...]


class Poly:
    """A polynomial in the ring's symbols, reduced by its relations; never a bare number in disguise twice."""

    __slots__ = ("ring", "terms")

    def __init__(self, ring: Ring, terms: dict[Exponents, Number]) -> None:
        self.ring = ring
        self.terms = {e: c for e, c in terms.items() if c}

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __neg__(self) -> Poly:
        return Poly(self.ring, {e: -c for e, c in self.terms.items()})

    def __add__(self, other: Coefficient | int) -> Poly:
        self.ring.budget.spend(10 * len(self.terms))
        terms = dict(self.terms)
        for e, c in self.ring.terms_of(other).items():
            terms[e] = terms[e] + c if e in terms else c
        return Poly(self.ring, terms)

    __radd__ = __add__

    def __sub__(self, other: Coefficient | int) -> Poly:
        return self + -other

    def __rsub__(self, other: Number | int) -> Poly:
        return -self + other

    def times(self, other: Coefficient | int) -> Poly:
        """The product before the relations are applied."""
        right = self.ring.terms_of(other)
        self.ring.expect_terms(len(self.terms), len(right))
        terms: dict[Exponents, Number] = {}
        for e, c in self.terms.items():
            for f, d in right.items():
                key = tuple(i + j for i, j in zip(e, f, strict=True))
                value = c * d
                terms[key] = terms[key] + value if key in terms else value
        result = Poly(self.ring, terms)
        self.ring.spend(result)
        return result

    def __mul__(self, other: Coefficient | int) -> Poly:
        return self.ring.reduce(self.times(other))

    __rmul__ = __mul__

    def degree_in(self, index: int) -> int:
        return max((e[index] for e in self.terms), default=0)


Coefficient = Fraction | Algebraic | Poly
Key = TypeVar("Key")


def add_to(total: dict[Key, Coefficient], key: Key, value: Coefficient) -> Coefficient:
    """total[key] += value where an absent key stands for zero, and zero is kept absent; returns the sum."""
    if key in total:
        value = total[key] + value
    if value:
        total[key] = value
    else:
        total.pop(key, None)
    return value


def same(a: Mapping[Key, Coefficient], b: Mapping[Key, Coefficient]) -> bool:
    """Whether two such dictionaries are equal; coefficients are compared by their difference."""
    return a.keys() == b.keys() and not any(a[key] - b[key] for key in a)


class Ring:
    """The coefficients of a statement: numbers of its field, polynomials in its symbols.

    Attributes:
        conditions: the inequalities that hold, as (polynomial, strict); ranges come
            first, in the order of the symbols, then the listed conditions.
    """

    def __init__(self, found: Mapping[str, Node], budget: Budget) -> None:
        self.budget = budget
        self.field = Field.read(found["field"], budget) if "field" in found else None
        self.names: list[str] = []
        self.ranges: list[tuple[Fraction, Fraction] | None] = []
        self.relations: dict[int, tuple[int, Poly]] = {}
        self.conditions: list[tuple[Poly, bool]] = []
        self._relation_texts: list[str] = []
        self._condition_texts: list[str] = []
        self._read_symbols(listed(found, "symbols", least=1, most=MAX_SYMBOLS))
        self._read_relations(listed(found, "relations", least=1))
        self._read_conditions(listed(found, "conditions", least=1))

    # -- declarations -----------------------------------------------------------------

    def _read_symbols(self, nodes: list[Node]) -> None:
        for entry in nodes:
            found = entry.fields(("name",), ("low", "high"))
            name = found["name"].name(r"[a-z][a-z0-9]{0,15}")
            if name in self.names or name == "alpha":  # alpha is the generator of the field
                raise found["name"].malformed("duplicate-name", f"the name {name} is taken")
            if ("low" in found) != ("high" in found):
                raise entry.malformed("missing-key", "a closed range has both ends, low and high")
            ends = (found["low"].rational(), found["high"].rational()) if "low" in found else None
            if ends and ends[0] > ends[1]:
                raise found["low"].malformed("out-of-range", "the range is empty")
            self.names.append(name)
            self.ranges.append(ends)
        for index, ends in enumerate(self.ranges):
            if ends:
                symbol = self.symbol(index)
                self.conditions += [(symbol - ends[0], False), (-symbol + ends[1], False)]

    def _read_relations(self, nodes: list[Node]) -> None:
        previous = -1
        for entry in nodes:
            found = entry.fields(("symbol", "power", "equals"))
            name = found["symbol"].text()
            if name not in self.names:
                raise found["symbol"].malformed("unknown-name", f"no symbol {show(name)} is declared")
            index = self.names.index(name)
            if index <= previous:
                raise found["symbol"].malformed("terms-order", "relations stand in the order of their symbols")
            previous = index
            power = found["power"].integer(1, MAX_DEGREE)
            equals = self.read(found["equals"])
            right = Poly(self, self.terms_of(equals))
            # triangular: only earlier symbols, and lower powers of the symbol itself
            if any(right.degree_in(i) for i in range(index + 1, len(self.names))) or right.degree_in(index) >= power:
                raise found["equals"].malformed("out-of-range", "the right side has a later symbol or too high a power")
            self.relations[index] = (power, right)
            self._relation_texts.append(f"{name}^{power} = {self.text_of(equals)}")

    def _read_conditions(self, nodes: list[Node]) -> None:
        for entry in nodes:
            found = entry.fields(("polynomial", "sense"))
            value = self.read(found["polynomial"])
            if not isinstance(value, Poly):
                raise found["polynomial"].malformed("out-of-range", "a condition names at least one symbol")
            sense = found["sense"].choice((">0", ">=0"))
            self.conditions.append((value, sense == ">0"))
            self._condition_texts.append(f"{self.text_of(value)} {sense[:-1]} 0")

    def symbol(self, index: int) -> Poly:
        return Poly(self, {tuple(int(i == index) for i in range(len(self.names))): Fraction(1)})

    # -- arithmetic -------------------------------------------------------------------

    def terms_of(self, value: Coefficient | int) -> dict[Exponents, Number]:
        if isinstance(value, Poly):
            return value.terms
        number = Fraction(value) if isinstance(value, int) else value
        return {(0,) * len(self.names): number} if number else {}

    def reduce(self, poly: Poly) -> Poly:
        """Replace every power that a relation rewrites, latest symbol first."""
        for index in sorted(self.relations, reverse=True):
            power, right = self.relations[index]
            while any(e[index] >= power for e in poly.terms):
                # one factor symbol^power at a time becomes `right`
                low = {e: c for e, c in poly.terms.items() if e[index] < power}
                high = {
                    (*e[:index], e[index] - power, *e[index + 1 :]): c for e, c in poly.terms.items() if e not in low
                }
                poly = Poly(self, low) + Poly(self, high).times(right)
        return poly

    def expect_terms(self, left: int, right: int) -> None:
        """Charge for the product of polynomials of so many terms before it is there."""
        if max(left, right) > MAX_TERMS:
            raise Limit("size", "", f"a polynomial in the symbols has more than {MAX_TERMS} terms")
        self.budget.spend(150 * (1 + left) * (1 + right))

    def cost(self, value: Coefficient | int) -> int:
        """Steps of an operation with this value; products and greatest common divisors take quadratic time."""
        if isinstance(value, Poly):
            return 1 + sum((size(c) // 64) ** 2 // 16 for c in value.terms.values())
        return 1 + (size(value) // 64) ** 2 // 16

    def spend(self, value: Coefficient | int) -> None:
        self.budget.spend(self.cost(value))

    # -- reading and printing ---------------------------------------------------------

    def read(self, node: Node) -> Coefficient:
        """A number, or {"poly": [[coefficient, monomial], ...]} with a monomial that is not 1."""
        if not isinstance(node.value, dict):
            return read_number(node, self.field)
        terms: dict[Exponents, Number] = {}
        previous: tuple[int, Exponents] | None = None
        for entry in node.fields(("poly",))["poly"].items():
            coefficient_node, monomial_node = entry.items(2)
            coefficient = read_number(coefficient_node, self.field)
            exponents = self._read_monomial(monomial_node)
            key = (sum(exponents), exponents)
            if not coefficient or (previous is not None and key <= previous):
                raise entry.malformed("terms-order", "terms are sorted by degree, unique and not zero")
            previous = key
            terms[exponents] = coefficient
        if not any(any(e) for e in terms):
            raise node.malformed("not-reduced", "a polynomial without symbols is written as a number")
        poly = Poly(self, terms)
        if self.reduce(poly).terms != poly.terms:
            raise node.malformed("not-reduced", "the polynomial contains a power that a relation rewrites")
        return poly

    def _read_monomial(self, node: Node) -> Exponents:
        """A monomial such as "beta^2 r": symbols in declared order, exponents from 2 on; "" is 1."""
        exponents = [0] * len(self.names)
        last = -1
        for factor in node.text().split(" ") if node.text() else []:
            name, caret, power = factor.partition("^")
            if name not in self.names:
                raise node.malformed("unknown-name", f"no symbol {show(name)} is declared")
            index = self.names.index(name)
            exponent = node.part(power).integer(2, MAX_DEGREE) if caret else 1
            if index <= last:
                raise node.malformed("terms-order", "symbols of a monomial stand in declared order")
            exponents[index] = exponent
            last = index
        return tuple(exponents)

    def text_of(self, value: Coefficient) -> str:
        """Canonical spelling; a polynomial in brackets, terms by degree."""
        if not isinstance(value, Poly):
            return number_text(value)
        parts = []
        for e, c in sorted(value.terms.items(), key=lambda item: (sum(item[0]), item[0])):
            symbols = [n if k == 1 else f"{n}^{k}" for n, k in zip(self.names, e, strict=True) if k]
            one = isinstance(c, Fraction) and c == 1 and symbols
            parts.append("*".join(([] if one else [number_text(c)]) + symbols))
        return f"({' + '.join(parts)})"

    def lines(self) -> list[str]:
        """The lines of the canonical text that declare field and symbols."""
        result = [f"field: {self.field.text}"] if self.field else []
        for name, ends in zip(self.names, self.ranges, strict=True):
            result.append(f"for all real {name}" + (f" in [{ends[0]}, {ends[1]}]" if ends else ""))
        return result + [f"where {text}" for text in self._relation_texts + self._condition_texts]

    # -- positivity -------------------------------------------------------------------

    def is_nonnegative(self, value: Coefficient | int) -> bool:
        """Whether a coefficient is proved nonnegative where the conditions hold.

        A number has a decided sign.  A polynomial of degree at most 1 in each symbol
        takes its minimum over a box of closed ranges at a corner; relations only cut
        the box down, so the corners are enough.
        """
        if not isinstance(value, Poly):
            return sign(value) >= 0
        used = [i for i in range(len(self.names)) if value.degree_in(i)]
        ends = [self.ranges[i] for i in used]
        if any(value.degree_in(i) > 1 for i in used) or None in ends:
            return False
        self.budget.spend(len(value.terms) * self.cost(value) << len(used))
        point: list[Number] = [Fraction(0)] * len(self.names)
        for corner in product(*(e for e in ends if e is not None)):
            for i, x in zip(used, corner, strict=True):
                point[i] = x
            if sign(self.evaluate(value, point)) < 0:
                return False
        return True

    def read_weight(self, node: Node, strict: bool = False) -> Coefficient:
        """A coefficient proved nonnegative, or positive when `strict`.

        {"cone": [[c, [i, ...]], ...]} is the sum of c * (product of conditions i, ...)
        with c > 0: nonnegative because every factor is, and positive as soon as one
        term has only strict conditions (or none) as factors.
        """
        if isinstance(node.value, dict) and "cone" in node.value:
            return self._read_cone(node.fields(("cone",))["cone"], strict)
        value = self.read(node)
        if strict:
            if isinstance(value, Poly):
                raise node.rejected("weight-sign", "a positive polynomial is given as a cone")
            require_sign(node, value, True)
        elif not self.is_nonnegative(value):
            raise node.rejected("weight-sign", f"{brief(self.text_of, value)} is not proved nonnegative")
        return value

    def _read_cone(self, node: Node, strict: bool) -> Coefficient:
        total: Coefficient = Fraction(0)
        positive = False
        for entry in node.items():
            coefficient_node, factors_node = entry.items(2)
            number = read_number(coefficient_node, self.field)
            require_sign(coefficient_node, number, True)
            term: Coefficient = number
            all_strict = True
            for factor in factors_node.items(most=MAX_DEGREE):
                index = factor.integer(0)
                if index >= len(self.conditions):
                    raise factor.malformed("unknown-name", "there is no condition of this number")
                condition, is_strict = self.conditions[index]
                all_strict = all_strict and is_strict
                term = condition * term
            positive = positive or all_strict
            total = total + term
        if strict and not positive:
            raise node.rejected("weight-sign", "no term of the cone is proved positive")
        return total

    def evaluate(self, value: Coefficient, point: list[Number]) -> Number:
        """The number a coefficient takes at a point given as one number a symbol."""
        if not isinstance(value, Poly):
            return value
        total: Number = Fraction(0)
        for e, c in value.terms.items():
            term = c
            for x, k in zip(point, e, strict=True):
                for _ in range(k):
                    term = term * x
                    self.budget.spend(10 * self.cost(term))
            total = total + term
            self.budget.spend(10 * self.cost(total))
        return total

    def read_point(self, witness: Mapping[str, Node], node: Node) -> list[Number]:
        """An exact real point of relations and conditions: without one, everything would follow."""
        if not self.names:
            if "symbols" in witness:
                raise witness["symbols"].malformed("unknown-key", "the statement declares no symbols")
            return []
        if "symbols" not in witness:
            raise node.rejected("no-real-point", "a point of the symbols is needed to exclude a vacuous statement")
        found = witness["symbols"].fields(self.names)
        point = [read_number(found[name], self.field) for name in self.names]
        for index, (power, right) in self.relations.items():
            left = Poly(self, {tuple(power if i == index else 0 for i in range(len(self.names))): Fraction(1)})
            if self.evaluate(left, point) - self.evaluate(right, point):
                raise witness["symbols"].rejected("no-real-point", f"the relation of {self.names[index]} fails there")
        for condition, strict in self.conditions:
            if sign(self.evaluate(condition, point)) < strict:
                raise witness["symbols"].rejected("no-real-point", "a condition fails at the point")
        return point
