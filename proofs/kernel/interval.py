"""Rational intervals for sqrt, ln, log2 and exp, rounded outward, and expressions of them.

Directions.  Every function below returns rationals with low <= true value <= high;
`down` and `up` are the only places where a value is rounded, and each call names its
side.  `p` is the precision in significant bits; it affects widths, never truth.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isqrt

from .errors import Budget, Limit
from .number import size
from .read import Node, show

MAX_DEPTH = 48
MAX_NODES = 400
MAX_PRECISION = 4096
MAX_EXPONENT = 64
MAX_BITS = 20_000  # of numerator and denominator of any value
MAX_EXP = 10_000  # of |x| in exp(x)

Interval = tuple[Fraction, Fraction]


class OutsideDomain(Exception):  # noqa: N818 - says what happened
    """A function is asked for where it is not proved to be defined."""


def _shift(x: Fraction, p: int) -> int:
    """k such that x * 2^k has about p bits before the point."""
    return p - (x.numerator.bit_length() - x.denominator.bit_length())


def down(x: Fraction, p: int) -> Fraction:
    """A rational of about p significant bits, at most x."""
    if max(x.numerator.bit_length(), x.denominator.bit_length()) > MAX_BITS:
        raise Limit("size", "", f"a value of the expression has more than {MAX_BITS} bits")
    if x.numerator.bit_length() + x.denominator.bit_length() <= 2 * p:
        return x
    k = _shift(x, p)
    scaled = x * Fraction(2) ** k
    return Fraction(scaled.numerator // scaled.denominator) / Fraction(2) ** k  # // is the floor, also below 0


def up(x: Fraction, p: int) -> Fraction:
    """A rational of about p significant bits, at least x."""
    return -down(-x, p)


def _outward(low: Fraction, high: Fraction, p: int) -> Interval:
    return down(low, p), up(high, p)


def _increasing(at: Callable[[Fraction, int], Interval]) -> Callable[[Interval, int], Interval]:
    """The function on intervals: the lower value at the lower end, the upper value at the upper end."""
    return lambda x, p: (at(x[0], p)[0], at(x[1], p)[1])


def _sqrt(x: Fraction, p: int) -> Interval:
    """floor(sqrt(floor)) from below, floor(sqrt(ceil)) + 1 from above."""
    if x < 0:
        raise OutsideDomain("the argument of sqrt is not proved nonnegative")
    n, d = isqrt(x.numerator), isqrt(x.denominator)
    if n * n == x.numerator and d * d == x.denominator:
        return Fraction(n, d), Fraction(n, d)
    k = max(0, _shift(x, 2 * p) // 2 + 1)
    root = isqrt((x.numerator << 2 * k) // x.denominator)
    # root <= 2^k sqrt(x) since the floor under isqrt only lowers; and 4^k x < floor + 1 <= (root + 1)^2
    return Fraction(root, 1 << k), Fraction(root + 1, 1 << k)


def _ln_series(z: Fraction, w: int) -> tuple[int, int]:
    """Integers low <= 2^w * 2 artanh(z) <= high for 0 <= z <= 1/3.

    2 artanh(z) = 2 (z + z^3/3 + z^5/5 + ...), all terms nonnegative: rounding each term
    down gives a lower bound; the upper bound rounds up and adds the tail, which is at
    most term / (1 - z^2) <= 9/8 of the first term left out.
    """
    low = high = 0
    power_low = (z.numerator << w + 1) // z.denominator
    power_high = -((-z.numerator << w + 1) // z.denominator)
    square = z * z
    n = 1
    while power_low:
        low += power_low // n
        high += -(-power_high // n)
        power_low = power_low * square.numerator // square.denominator
        power_high = -(-power_high * square.numerator // square.denominator)
        n += 2
    return low, high + 2 * power_high  # 9/8 of power_high / n is below 2 power_high


def _ln(x: Fraction, p: int) -> Interval:
    """ln x = k ln 2 + ln m with 2/3 <= m <= 4/3."""
    if x <= 0:
        raise OutsideDomain("the argument of a logarithm is not proved positive")
    k = x.numerator.bit_length() - x.denominator.bit_length()
    m = x / Fraction(2) ** k  # in (1/2, 2)
    if m > Fraction(4, 3):
        m, k = m / 2, k + 1
    elif m < Fraction(2, 3):
        m, k = m * 2, k - 1
    w = p + 16 + k.bit_length() + max(0, _shift(m - 1, 0))
    z = (m - 1) / (m + 1)
    low, high = _ln_series(abs(z), w)
    if z < 0:  # artanh is odd
        low, high = -high, -low
    two_low, two_high = _ln_series(Fraction(1, 3), w)  # ln 2 = 2 artanh(1/3)
    ends = (k * two_low, k * two_high)
    return Fraction(low + min(ends), 1 << w), Fraction(high + max(ends), 1 << w)


def log2(x: Interval, p: int) -> Interval:
    """log2 x = ln x / ln 2, exact at powers of two."""
    low, high = x
    if low == high and low > 0:
        n, d = low.numerator, low.denominator
        if n & (n - 1) == 0 and d & (d - 1) == 0:
            exact = Fraction(n.bit_length() - d.bit_length())
            return exact, exact
    return divide(ln(x, p), ln((Fraction(2), Fraction(2)), p), p)


def _exp(x: Fraction, p: int) -> Interval:
    """exp(x) = exp(x / 2^k)^(2^k) with 0 <= x / 2^k <= 1/2; exp(-x) = 1 / exp(x)."""
    if x < 0:
        inverse = _exp(-x, p)
        return 1 / inverse[1], 1 / inverse[0]
    if x > MAX_EXP:
        raise OutsideDomain(f"the argument of exp is beyond {MAX_EXP}")
    k = max(0, x.numerator.bit_length() - x.denominator.bit_length() + 2)
    y = x / (1 << k)
    w = p + k + 16
    low: int = 1 << w
    high = term_low = term_high = low
    n = 1
    while term_low:
        term_low = term_low * y.numerator // (y.denominator * n)
        term_high = -(-term_high * y.numerator // (y.denominator * n))
        low += term_low
        high += term_high
        n += 1
    high += 2 * term_high  # the terms left out decrease at least by half each
    result = Fraction(low, 1 << w), Fraction(high, 1 << w)
    for _ in range(k):
        result = _outward(result[0] * result[0], result[1] * result[1], w)
    return result


sqrt, ln, exp = _increasing(_sqrt), _increasing(_ln), _increasing(_exp)


def add(x: Interval, y: Interval, p: int) -> Interval:
    return _outward(x[0] + y[0], x[1] + y[1], p)


def negate(x: Interval, p: int) -> Interval:
    return -x[1], -x[0]


def subtract(x: Interval, y: Interval, p: int) -> Interval:
    return add(x, negate(y, p), p)


def multiply(x: Interval, y: Interval, p: int) -> Interval:
    products = [a * b for a in x for b in y]
    return _outward(min(products), max(products), p)


def divide(x: Interval, y: Interval, p: int) -> Interval:
    if y[0] <= 0 <= y[1]:
        raise OutsideDomain("a divisor is not proved different from zero")
    return multiply(x, (1 / y[1], 1 / y[0]), p)


def lower(x: Interval, y: Interval, p: int) -> Interval:
    return min(x[0], y[0]), min(x[1], y[1])


def larger(x: Interval, y: Interval, p: int) -> Interval:
    return max(x[0], y[0]), max(x[1], y[1])


_UNARY: dict[str, Callable[[Interval, int], Interval]] = {
    "neg": negate, "sqrt": sqrt, "ln": ln, "log2": log2, "exp": exp,
}  # fmt: skip
_BINARY: dict[str, Callable[[Interval, Interval, int], Interval]] = {
    "add": add, "sub": subtract, "mul": multiply, "div": divide, "min": lower, "max": larger,
}  # fmt: skip
_INFIX = {"add": "+", "sub": "-", "mul": "*", "div": "/"}


class Expression:
    """A tree of the functions above over rational constants; evaluates to an interval."""

    def __init__(self, node: Node, depth: int = 0) -> None:
        if depth > MAX_DEPTH:
            raise node.limit("depth", f"an expression is nested more than {MAX_DEPTH} deep")
        self.name = ""
        self.arguments: list[Expression] = []
        self.exponent = 1
        if not isinstance(node.value, dict):
            self.constant = node.rational()
            self.size = 1
            return
        members = node.members()
        if len(members) != 1:
            raise node.malformed("wrong-shape", "an expression is a rational or an object with one function")
        ((self.name, body),) = members.items()
        if self.name == "pow":
            base, exponent = body.items(2)
            self.arguments = [Expression(base, depth + 1)]
            self.exponent = exponent.integer(2, MAX_EXPONENT)
        elif self.name in _UNARY or self.name in _BINARY:
            nodes = body.items(1 if self.name in _UNARY else 2)
            self.arguments = [Expression(argument, depth + 1) for argument in nodes]
        else:
            raise node.malformed("unknown-name", f"there is no function {show(self.name)}")
        self.size = 1 + sum(argument.size for argument in self.arguments)
        if self.size > MAX_NODES:
            raise node.limit("size", f"an expression has more than {MAX_NODES} parts")

    def evaluate(self, p: int, budget: Budget) -> Interval:
        """The interval of all values, at precision p; raises OutsideDomain."""
        values = [argument.evaluate(p, budget) for argument in self.arguments]
        bits = p + sum(size(end) for value in values for end in value)
        budget.spend(100 + bits * (p if self.name in _UNARY else bits // 64) // 32 * self.exponent)
        if not self.name:
            return self.constant, self.constant
        if self.name in _UNARY:
            return _UNARY[self.name](values[0], p)
        if self.name in _BINARY:
            return _BINARY[self.name](values[0], values[1], p)
        result = values[0]
        for _ in range(self.exponent - 1):
            result = multiply(result, values[0], p)
        return result

    def text(self) -> str:
        """Fully bracketed, so that two expressions are equal exactly if their texts are.

        Spaces stand around binary operators only: (1 / 2) is a division, 1/2 a constant.
        """
        if not self.name:
            return str(self.constant)
        parts = [argument.text() for argument in self.arguments]
        if self.name in _INFIX:
            return f"({parts[0]} {_INFIX[self.name]} {parts[1]})"
        if self.name == "pow":
            # everybody would read -2 ^ 2 as -4 and 5/2 ^ 2 as 5/4
            base = parts[0] if parts[0].isalnum() or self.arguments[0].name else f"({parts[0]})"
            return f"({base} ^ {self.exponent})"
        return f"{self.name}({', '.join(parts)})"
