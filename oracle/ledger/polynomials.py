"""Polynomials in named reals, expanded: two expressions are the same if their normal forms are.

An expression becomes a quotient of polynomials. ``sqrt(E)`` is a new symbol whose square is E, so an identity found is
true wherever both sides are defined; one that needs more is not found.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from oracle.ledger.expressions import Call, Expression, Name, NotAnExpressionError, Number

Monomial = tuple[tuple[str, int], ...]
Polynomial = Mapping[Monomial, Fraction]
_LARGEST = 200_000

ONE: Polynomial = {(): Fraction(1)}


@dataclass
class Ring:
    """Rules ``name^k -> polynomial`` by which a normal form is kept; square roots add one each."""

    rules: dict[str, tuple[int, Polynomial]] = field(default_factory=dict)
    roots: dict[tuple[tuple[Monomial, Fraction], ...], str] = field(default_factory=dict)

    def product(self, left: Polynomial, right: Polynomial) -> Polynomial:
        """The product, reduced by the rules."""
        if len(left) * len(right) > _LARGEST:
            raise NotAnExpressionError("an expression too large to expand")
        found: dict[Monomial, Fraction] = {}
        for first, x in left.items():
            for second, y in right.items():
                powers = dict(first)
                for name, power in second:
                    powers[name] = powers.get(name, 0) + power
                monomial = tuple(sorted(powers.items()))
                found[monomial] = found.get(monomial, Fraction(0)) + x * y
        return self._reduced({monomial: x for monomial, x in found.items() if x})

    def _reduced(self, polynomial: Polynomial) -> Polynomial:
        for monomial, factor in polynomial.items():
            for name, power in monomial:
                if name in self.rules and power >= self.rules[name][0]:
                    least, instead = self.rules[name]
                    left = tuple(
                        (other, count - least if other == name else count)
                        for other, count in monomial
                        if other != name or count > least
                    )
                    rest = {key: x for key, x in polynomial.items() if key != monomial}
                    return total(self._reduced(rest), self.product({left: factor}, instead))
        return polynomial

    def quotient(self, expression: Expression) -> tuple[Polynomial, Polynomial]:
        """Return numerator and denominator of an expression.

        Raises:
            NotAnExpressionError: A function other than the square root.
            ZeroDivisionError: A denominator that is the zero polynomial.
        """
        match expression:
            case Number():
                return scaled(ONE, expression.value), ONE
            case Name(name):
                return {((name, 1),): Fraction(1)}, ONE
        name, arguments = expression.name, expression.arguments
        if name == "pow":
            return self._power(arguments[0], arguments[1])
        if name == "sqrt":
            return self._root(arguments[0])
        if name not in {"add", "sub", "mul", "div", "neg"}:
            raise NotAnExpressionError(f"{name} is no polynomial")
        found = [self.quotient(argument) for argument in arguments]
        top, bottom = found[0]
        if name == "neg":
            return scaled(top, Fraction(-1)), bottom
        up, down = found[1]
        if name == "div":
            if not up:
                raise ZeroDivisionError("a division by zero")
            up, down = down, up
        if name in {"mul", "div"}:
            return self.product(top, up), self.product(bottom, down)
        other = scaled(self.product(up, bottom), Fraction(1 if name == "add" else -1))
        return total(self.product(top, down), other), self.product(bottom, down)

    def _power(self, base: Expression, exponent: Expression) -> tuple[Polynomial, Polynomial]:
        negative = isinstance(exponent, Call)
        number = exponent.arguments[0] if isinstance(exponent, Call) else exponent
        top, bottom = self.quotient(base)
        if negative:
            if not top:
                raise ZeroDivisionError("a division by zero")
            top, bottom = bottom, top
        up, down = ONE, ONE
        for _ in range(int(number.value) if isinstance(number, Number) else 0):
            up, down = self.product(up, top), self.product(down, bottom)
        return up, down

    def _root(self, inside: Expression) -> tuple[Polynomial, Polynomial]:
        top, bottom = self.quotient(inside)
        if set(bottom) != {()}:
            raise NotAnExpressionError("a square root of a quotient is written as a quotient of square roots")
        square = scaled(top, 1 / bottom[()])
        key = tuple(sorted(square.items()))
        if key not in self.roots:
            self.roots[key] = f"sqrt {len(self.roots)}"
            self.rules[self.roots[key]] = (2, square)
        return {((self.roots[key], 1),): Fraction(1)}, ONE


def scaled(polynomial: Polynomial, factor: Fraction) -> Polynomial:
    """Return the multiple."""
    return {monomial: x * factor for monomial, x in polynomial.items()} if factor else {}


def total(left: Polynomial, right: Polynomial) -> Polynomial:
    """Return the sum."""
    found = dict(left)
    for monomial, x in right.items():
        found[monomial] = found.get(monomial, Fraction(0)) + x
    return {monomial: x for monomial, x in found.items() if x}


def same(left: Expression, right: Expression, given: Mapping[str, tuple[int, Expression]] | None = None) -> bool:
    """Return whether two expressions are the same wherever both are defined.

    Args:
        left: One.
        right: The other.
        given: For some variables the least power that equals a polynomial: ``{"s": (2, 1 - c^2)}``.

    >>> from oracle.ledger.expressions import parse
    >>> same(parse("(x + y)^2"), parse("x^2 + 2*x*y + y^2")), same(parse("sqrt(2)^2"), parse("2"))
    (True, True)
    >>> same(parse("(x + y)^2"), parse("x^2 + y^2"))
    False
    """
    ring = Ring()
    for name, (power, instead) in (given or {}).items():
        top, bottom = ring.quotient(instead)
        if set(bottom) != {()}:
            raise NotAnExpressionError("what is given of a variable is a polynomial")
        ring.rules[name] = (power, scaled(top, 1 / bottom[()]))
    top, bottom = ring.quotient(left)
    up, down = ring.quotient(right)
    return not total(ring.product(top, down), scaled(ring.product(up, bottom), Fraction(-1)))
