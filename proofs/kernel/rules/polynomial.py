"""Rule `polynomial`: equalities and inequalities between polynomials of named real numbers.

Lemma.  Let r_i = 0 be the relations of the statement, c_j >= 0 (or > 0) its conditions, and

    m (p - q) = sum f_i r_i + sum over products of  c_j c_k ... (sum w s^2),    all w > 0,

an identity of polynomials with m itself such a sum of products that is positive.  At a real
point of relations and conditions every r_i vanishes and every product is nonnegative, so
p >= q; without products p = q.  A product is positive there if all its conditions are strict
(or there is none) and one of its s is a constant that is not zero: one such product makes m
positive, or gives p > q.  Both sides are expanded; the expressions printed are those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from ..errors import Budget, Malformed
from ..number import Algebraic, brief, read_number, require_sign, sign
from ..read import Node, listed, show
from ..symbols import MAX_DEGREE, Poly, Ring

MAX_SYMBOLS = 16
MAX_DEPTH = 48  # of brackets

PARTS = ("multiplier", "relations", "products")
SENSES = ("=", ">=", ">", "<=", "<")
# spaces stand around the signs of a sum only, so 2*-x and x -1 are no expressions
_TOKEN = re.compile(r" [+-] |[0-9]+|[a-z][a-z0-9]*|[-*/^()]", re.ASCII)


class Expression:
    """A sum of products of powers as everybody reads it: ^ first, then * and / from left to right, then + and -.

    What divides is an integer and no power, so x/2*y is half of x*y, and 1/2^2 is no expression.
    """

    def __init__(self, node: Node, ring: Ring) -> None:
        self._node, self._ring = node, ring
        self.text = node.text()
        ring.budget.spend(50 * len(self.text))
        tokens = _TOKEN.findall(self.text)
        self._tokens = ["", *reversed(tokens)]  # taken from the end; "" stands for the end of the text
        if "".join(tokens) != self.text:
            raise self._wrong()
        self.value = self._sum(0)
        if self._tokens != [""]:
            raise self._wrong()

    def _wrong(self) -> Malformed:
        return self._node.malformed("not-an-expression", f"{show(self.text)} is no expression of the format")

    def _sum(self, depth: int) -> Poly:
        if depth > MAX_DEPTH:
            raise self._node.limit("depth", f"brackets are nested more than {MAX_DEPTH} deep")
        total = Poly(self._ring, {})
        operator = self._tokens.pop() if self._tokens[-1] == "-" else " + "
        while True:
            term = self._product(depth)
            total = total + (term if operator == " + " else -term)
            self._ring.spend(total)
            if self._tokens[-1] not in (" + ", " - "):
                return total
            operator = self._tokens.pop()

    def _product(self, depth: int) -> Poly:
        value = self._power(depth)
        while self._tokens[-1] in ("*", "/"):
            if self._tokens.pop() == "*":
                value = times(value, self._power(depth))
            else:
                value = value * Fraction(1, self._integer(2))
        return value

    def _power(self, depth: int) -> Poly:
        value = base = self._base(depth)
        if self._tokens[-1] == "^":
            self._tokens.pop()
            for _ in range(self._integer(2, MAX_DEGREE) - 1):
                value = times(value, base)
        return value

    def _integer(self, low: int, high: int | None = None) -> int:
        return self._node.part(self._tokens.pop()).integer(low, high)

    def _base(self, depth: int) -> Poly:
        ring, token = self._ring, self._tokens.pop()
        if token == "(":
            value = self._sum(depth + 1)
            if self._tokens.pop() == ")":
                return value
        elif token[:1].isdigit():
            return Poly(ring, ring.terms_of(self._node.part(token).integer()))
        elif token in ring.names:
            return ring.symbol(ring.names.index(token))
        elif token == "alpha" and ring.field is not None:
            return Poly(ring, ring.terms_of(Algebraic(ring.field, [Fraction(0), Fraction(1)])))
        elif token[:1].isalpha():
            raise self._node.malformed("unknown-name", f"no symbol {show(token)} is declared")
        raise self._wrong()


def times(a: Poly, b: Poly) -> Poly:
    """The product; monomials of many symbols cost more than those of a ring with few."""
    a.ring.budget.spend(10 * len(a.ring.names) * len(a.terms) * len(b.terms))
    return a * b


class Comparison:
    """left = right, or left >= right and so on; `difference` is then zero, nonnegative or positive."""

    def __init__(self, node: Node, ring: Ring, senses: Sequence[str]) -> None:
        left, right = (Expression(side, ring) for side in node.items(3)[::2])
        sense = node.items(3)[1].choice(senses)
        self.text = f"{left.text} {sense} {right.text}"
        self.difference = right.value - left.value if "<" in sense else left.value - right.value
        self.equal, self.strict = sense == "=", sense in ("<", ">")


class Comparisons:
    """For all real values of the symbols that satisfy relations and conditions the claims hold."""

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields(("kind", "symbols", "claims"), ("field", "relations", "conditions", "vacuity"))
        self.ring = Ring({key: found[key] for key in found if key == "field"}, budget)
        for entry in found["symbols"].items(most=MAX_SYMBOLS):
            name = entry.name("[a-z][a-z0-9]{0,15}")
            if name in self.ring.names or name == "alpha":  # alpha is the generator of the field
                raise entry.malformed("duplicate-name", f"the name {name} is taken")
            self.ring.names.append(name)
        self.relations = [Comparison(entry, self.ring, ("=",)) for entry in listed(found, "relations", least=1)]
        self.conditions = [Comparison(entry, self.ring, SENSES[1:]) for entry in listed(found, "conditions", least=1)]
        self.claims = [Comparison(entry, self.ring, SENSES) for entry in found["claims"].items(least=1)]
        self.unchecked = "vacuity" in found and found["vacuity"].choice(("unchecked",)) == "unchecked"
        self.given = self.relations + self.conditions
        if self.unchecked and not self.given:
            raise found["vacuity"].malformed("unknown-key", "without relations and conditions nothing can be vacuous")

    def lines(self) -> list[str]:
        """The canonical text: every expression as it stands in the file."""
        result = [f"field: {self.ring.field.text}"] if self.ring.field else []
        result += [f"for all real {', '.join(self.ring.names)}"] if self.ring.names else []
        result += [f"where {given.text}" for given in self.given]
        if self.unchecked:
            result.append("POSSIBLY VACUOUS: no point shows that the relations and conditions can hold together")
        return result + [f"claim: {claim.text}" for claim in self.claims]


def prove(statement: Comparisons, node: Node, witness: Node) -> None:
    """Raise `Refused` unless every claim has a proof and a real point shows that they are about something."""
    # without relations and conditions there is no contradiction from which everything would follow
    found = witness.fields(("proofs", "point") if statement.given and not statement.unchecked else ("proofs",))
    if "point" in found:
        _require_point(statement, found["point"])
    ring = statement.ring
    for claim, proof in zip(statement.claims, found["proofs"].items(len(statement.claims)), strict=True):
        parts = proof.fields((), PARTS[:2] if claim.equal else PARTS)
        total, strict = claim.difference, not claim.strict
        if "multiplier" in parts:
            factor, positive = _read_products(statement, parts["multiplier"])
            if not positive:
                raise parts["multiplier"].rejected("weight-sign", "no product of the multiplier is proved positive")
            total = times(factor, total)
        if "relations" in parts:
            entries = parts["relations"].items(len(statement.relations))
            for entry, relation in zip(entries, statement.relations, strict=True):
                total = total - times(Expression(entry, ring).value, relation.difference)
        if "products" in parts:
            products, positive = _read_products(statement, parts["products"])
            total, strict = total - products, strict or positive
        if not strict:
            raise proof.rejected("weight-sign", "no product is proved positive, and the claim is strict")
        for exponents, c in total.terms.items():
            text = brief(ring.text_of, Poly(ring, {exponents: c}))
            raise proof.rejected("identity", f"the two sides differ by {text}")


def _read_products(statement: Comparisons, node: Node) -> tuple[Poly, bool]:
    """The sum of products of conditions and sums of squares, and whether it is proved positive."""
    ring = statement.ring
    total, positive = Poly(ring, {}), False
    for entry in node.items():
        parts = entry.fields(("squares",), ("conditions",))
        value, strict = Poly(ring, {}), False
        for square in parts["squares"].items(least=1):
            weight_node, root_node = square.items(2)
            weight = read_number(weight_node, ring.field)
            require_sign(weight_node, weight, True)
            root = Expression(root_node, ring).value
            value = value + times(root, root) * weight
            ring.spend(value)
            # a constant vanishes nowhere; other squares may
            strict = strict or list(root.terms) == [(0,) * len(ring.names)]
        for item in listed(parts, "conditions", most=MAX_DEGREE):
            index = item.integer(0)
            if index >= len(statement.conditions):
                raise item.malformed("unknown-name", "there is no condition of this number")
            value = times(value, statement.conditions[index].difference)
            strict = strict and statement.conditions[index].strict
        total, positive = total + value, positive or strict
        ring.spend(total)
    return total, positive


def _require_point(statement: Comparisons, node: Node) -> None:
    """An exact real point of relations and conditions."""
    ring = statement.ring
    found = node.fields(ring.names)
    point = [read_number(found[name], ring.field) for name in ring.names]
    for given in statement.given:
        at = sign(ring.evaluate(given.difference, point))
        if at < given.strict or (given.equal and at):
            raise node.rejected("no-real-point", f"at the point it is not true that {show(given.text)}")
