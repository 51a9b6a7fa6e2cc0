"""Expressions as a paper prints them: the one notation of texts, rows and checks.

``(1/2 + mu)^2``, ``-log2(3/2 - I/4)``, ``20*2^26 = 1,342,177,280``. Numbers are exact decimals, with commas between
groups of three digits if the paper has them; ``^`` takes an integer; functions are sqrt, log2, ln, exp, abs, min and
max, and ``rounded(2.271)`` and ``cut(2.271)``: any real that is printed so. A name without a value is a variable.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:\.\d+)?(?:[eE]-?\d+)?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*)|(?P<sign><=|>=|!=|[-+*/^()=<>,]))"
)
RELATIONS = ("=", "!=", "<", "<=", ">", ">=")
FUNCTIONS = {"sqrt": 1, "log2": 1, "ln": 1, "exp": 1, "abs": 1, "min": 2, "max": 2, "rounded": 1, "cut": 1}
_DEPTH = 60


@dataclass(frozen=True)
class Number:
    """A number as it is printed."""

    text: str

    @property
    def value(self) -> Fraction:
        """The number."""
        return Fraction(self.text.replace(",", ""))


@dataclass(frozen=True)
class Name:
    """A variable."""

    name: str


@dataclass(frozen=True)
class Call:
    """An operation: add, sub, mul, div, neg, pow, or one of the functions."""

    name: str
    arguments: "tuple[Expression, ...]"


Expression = Number | Name | Call


class NotAnExpressionError(ValueError):
    """A text that is neither an expression nor a relation; says why."""


@dataclass(frozen=True)
class Relation:
    """Expressions with a relation between each two neighbours: ``0 <= x < 1``."""

    sides: tuple[Expression, ...]
    signs: tuple[str, ...]

    def pairs(self) -> Iterator[tuple[Expression, str, Expression]]:
        """Each relation with its two sides."""
        return zip(self.sides, self.signs, self.sides[1:], strict=False)


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Return the expression in a text.

    Raises:
        NotAnExpressionError: It is none.

    >>> parse("1/2 + mu")
    Call(name='add', arguments=(Call(name='div', arguments=(Number(text='1'), Number(text='2'))), Name(name='mu')))
    """
    reader = _Reader(text)
    found = reader.sum(0)
    reader.end()
    return found


@lru_cache(maxsize=4096)
def parse_relation(text: str) -> Relation:
    """Return the relation in a text.

    Raises:
        NotAnExpressionError: It is none.

    >>> parse_relation("1 < 2").signs
    ('<',)
    """
    reader = _Reader(text)
    sides, signs = [reader.sum(0)], []
    while (sign := reader.sign(*RELATIONS)) is not None:
        signs.append(sign)
        sides.append(reader.sum(0))
    reader.end()
    if not signs:
        raise NotAnExpressionError(f"{text!r} states no relation")
    return Relation(tuple(sides), tuple(signs))


def names(expression: Expression) -> frozenset[str]:
    """Return the variables of an expression.

    >>> sorted(names(parse("S/4 + mu")))
    ['S', 'mu']
    """
    match expression:
        case Name(name):
            return frozenset({name})
        case Call(_, arguments):
            return frozenset().union(*map(names, arguments))
    return frozenset()


def replaced(expression: Expression, values: Mapping[str, Expression]) -> Expression:
    """Return the expression with others in the place of some of its variables.

    >>> replaced(parse("x + y"), {"x": parse("1")}) == parse("1 + y")
    True
    """
    match expression:
        case Name(name):
            return values.get(name, expression)
        case Call(name, arguments):
            return Call(name, tuple(replaced(argument, values) for argument in arguments))
    return expression


def exact(expression: Expression, values: Mapping[str, Fraction]) -> Fraction:
    """Return the value of a rational expression.

    Args:
        expression: Without functions but abs, min and max.
        values: Of its variables.

    Raises:
        NotAnExpressionError: A variable without value, or a function whose value may be irrational.
        ZeroDivisionError: A division by zero.

    >>> exact(parse("(1/2 + mu)^2"), {"mu": Fraction(1, 2)})
    Fraction(1, 1)
    """
    match expression:
        case Number():
            return expression.value
        case Name(name):
            if name not in values:
                raise NotAnExpressionError(f"{name!r} has no value")
            return values[name]
    found = [exact(argument, values) for argument in expression.arguments]
    match expression.name, found:
        case "add", [x, y]:
            return x + y
        case "sub", [x, y]:
            return x - y
        case "mul", [x, y]:
            return x * y
        case "div", [x, y]:
            return x / y
        case "neg", [x]:
            return -x
        case "pow", [x, y]:
            return x ** int(y)
        case "abs", [x]:
            return abs(x)
        case ("min" | "max") as name, _:
            return min(found) if name == "min" else max(found)
    raise NotAnExpressionError(f"{expression.name} is no rational function")


def as_json(expression: Expression) -> object:
    """Return an expression without variables as the certificate format has it.

    >>> as_json(parse("sqrt(2)/3"))
    {'div': [{'sqrt': ['2']}, '3']}
    """
    match expression:
        case Number():
            return str(expression.value)
        case Name(name):
            raise NotAnExpressionError(f"{name!r} has no value")
    return {expression.name: [as_json(argument) for argument in expression.arguments]}


class _Reader:
    """Recursive descent over the tokens of a text."""

    def __init__(self, text: str) -> None:
        self._text, self._tokens, self._at = text, [], 0
        place, stripped = 0, text.rstrip()
        while place < len(stripped):
            match = _TOKEN.match(stripped, place)
            if match is None:
                raise NotAnExpressionError(
                    f"{text!r} is no expression: {stripped[place:].strip()[:12]!r} is not expected"
                )
            self._tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            place = match.end()

    def _next(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def sign(self, *wanted: str) -> str | None:
        """The next token if it is one of these signs."""
        kind, token = self._next()
        if kind != "sign" or token not in wanted:
            return None
        self._at += 1
        return token

    def end(self) -> None:
        """Refuse whatever is left."""
        if self._next()[0] != "end":
            raise NotAnExpressionError(f"{self._text!r} is no expression: {self._next()[1]!r} is not expected")

    def sum(self, depth: int) -> Expression:
        """Products with signs between them."""
        found = self._product(depth + 1)
        while (sign := self.sign("+", "-")) is not None:
            found = Call("add" if sign == "+" else "sub", (found, self._product(depth + 1)))
        return found

    def _product(self, depth: int) -> Expression:
        found = self._power(depth)
        while (sign := self.sign("*", "/")) is not None:
            found = Call("mul" if sign == "*" else "div", (found, self._power(depth)))
        return found

    def _power(self, depth: int) -> Expression:
        if self.sign("-"):
            return Call("neg", (self._power(depth + 1),))
        base = self._atom(depth)
        if not self.sign("^"):
            return base
        negative = self.sign("-")
        kind, token = self._next()
        if kind != "number" or not token.isdecimal():
            inner = self._atom(depth)
            if not isinstance(inner, Number) or not inner.text.isdecimal():
                raise NotAnExpressionError(f"{self._text!r}: an exponent is an integer")
            token = inner.text
        else:
            self._at += 1
        power = Number(token)
        return Call("pow", (base, Call("neg", (power,)) if negative else power))

    def _atom(self, depth: int) -> Expression:
        if depth > _DEPTH:
            raise NotAnExpressionError("an expression too deep")
        if self.sign("("):
            found = self.sum(depth + 1)
            self._closed()
            return found
        kind, token = self._next()
        self._at += 1
        if kind == "number":
            return Number(token)
        if kind == "name" and token in FUNCTIONS and self.sign("("):
            arguments = [self.sum(depth + 1)]
            while self.sign(","):
                arguments.append(self.sum(depth + 1))
            self._closed()
            if len(arguments) != FUNCTIONS[token] and not (token in {"min", "max"} and len(arguments) > 1):
                raise NotAnExpressionError(f"{self._text!r}: {token} has {FUNCTIONS[token]} arguments")
            return Call(token, tuple(arguments))
        if kind == "name":
            return Name(token)
        raise NotAnExpressionError(f"{self._text!r} is no expression: {token or 'its end'!r} is not expected")

    def _closed(self) -> None:
        if not self.sign(")"):
            raise NotAnExpressionError(f"{self._text!r}: a parenthesis is not closed")
