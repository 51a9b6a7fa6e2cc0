"""What an expression without variables is worth: an interval, which is a point where the value is rational.

Functions of the reals are enclosed by the kernel; between them stands exact arithmetic of intervals.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from oracle.ledger.arithmetic import Interval, decimal, enclose, op, point, rounds_to, truncates_to
from oracle.ledger.expressions import Expression, Name, NotAnExpressionError, Number, Relation

_PRINTED: dict[str, Callable[[str], Interval]] = {"rounded": rounds_to, "cut": truncates_to}
_MONOTONE = ("sqrt", "log2", "ln", "exp")


@lru_cache(maxsize=4096)
def value(expression: Expression) -> Interval:
    """Return an interval that contains every value of an expression without variables.

    Args:
        expression: ``rounded`` and ``cut`` stand for any real that is printed so; otherwise one value.

    Raises:
        NotAnExpressionError: A variable.
        ArithmeticError: No value: a division by what may be zero, a logarithm of what may be none.

    >>> from oracle.ledger.expressions import parse
    >>> value(parse("20*2^26"))
    Interval(low=Fraction(1342177280, 1), high=Fraction(1342177280, 1))
    """
    match expression:
        case Number():
            return point(expression.value)
        case Name(name):
            raise NotAnExpressionError(f"{name!r} has no value")
    name, arguments = expression.name, expression.arguments
    if name in _PRINTED:
        (inside,) = arguments
        if not isinstance(inside, Number):
            raise NotAnExpressionError(f"{name} is of a printed figure")
        return _PRINTED[name](inside.text.replace(",", ""))
    found = [value(argument) for argument in arguments]
    if name in _MONOTONE:
        (inner,) = found
        low, high = (enclose(op(name, end)) for end in inner)
        return Interval(low.low, high.high)
    return _arithmetic(name, found)


def _arithmetic(name: str, found: list[Interval]) -> Interval:
    if name in {"min", "max"}:
        choose = min if name == "min" else max
        return Interval(choose(item.low for item in found), choose(item.high for item in found))
    first = found[0]
    if name == "neg":
        return Interval(-first.high, -first.low)
    if name == "abs":
        low = Fraction(0) if first.low <= 0 <= first.high else min(abs(first.low), abs(first.high))
        return Interval(low, max(abs(first.low), abs(first.high)))
    if name == "pow":
        return _power(first, int(found[1].low))
    second = found[1]
    if name == "add":
        return Interval(first.low + second.low, first.high + second.high)
    if name == "sub":
        return Interval(first.low - second.high, first.high - second.low)
    if name == "div":
        if second.low <= 0 <= second.high:
            raise ArithmeticError("a division by what may be zero")
        second = Interval(1 / second.high, 1 / second.low)
    ends = [x * y for x in first for y in second]
    return Interval(min(ends), max(ends))


def _power(base: Interval, exponent: int) -> Interval:
    if exponent < 0:
        if base.low <= 0 <= base.high:
            raise ArithmeticError("a division by what may be zero")
        return _power(Interval(1 / base.high, 1 / base.low), -exponent)
    ends = sorted(end**exponent for end in base)
    return Interval(Fraction(0) if exponent % 2 == 0 and base.low < 0 < base.high else ends[0], ends[1])


_DECIDED: dict[str, Callable[[Interval, Interval], bool]] = {
    "=": lambda x, y: x.low == x.high == y.low == y.high,
    "!=": lambda x, y: x.apart(y),
    "<": lambda x, y: x.high < y.low,
    "<=": lambda x, y: x.high <= y.low,
    ">": lambda x, y: x.low > y.high,
    ">=": lambda x, y: x.low >= y.high,
}


def true(relation: Relation) -> bool:
    """Return whether a relation without variables holds, whatever the reals that its intervals leave open.

    An equality holds between rational values only.

    >>> from oracle.ledger.expressions import parse_relation
    >>> true(parse_relation("7/5 < sqrt(2) < 10/7")), true(parse_relation("rounded(0.5) < 0.52"))
    (True, False)
    """
    return all(_DECIDED[sign](value(left), value(right)) for left, sign, right in relation.pairs())


def shown(relation: Relation) -> str:
    """Return the sides of a relation as decimals, for reading only.

    >>> from oracle.ledger.expressions import parse_relation
    >>> shown(parse_relation("1/3 < sqrt(2)"))
    '0.333333 < 1.414213'
    """

    def figure(expression: Expression) -> str:
        inside = value(expression)
        if inside.low == inside.high and inside.low.denominator == 1:
            return str(inside.low)
        return decimal(inside.low, 6)

    signs = (*relation.signs, "")
    return " ".join(f"{figure(side)} {sign}" for side, sign in zip(relation.sides, signs, strict=True)).strip()
