"""Enclosures of expressions: decimal arithmetic of many digits proposes, the kernel decides.

An expression is a tree of the format: a rational as a string, or {"log2": [...]}, {"add": [..., ...]} and so on
(the functions of the rule `enclosure`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from fractions import Fraction
from math import ceil

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import Json, certificate_bytes, rational

_LARGEST = 20_000  # decimal digits before the point of a value that is worth a try
MOST_PRECISION = 4096  # the kernel's
_GUARD = 24  # digits for what the operations lose

_FUNCTIONS: dict[str, Callable[..., Decimal]] = {
    "add": lambda x, y: x + y, "sub": lambda x, y: x - y, "mul": lambda x, y: x * y, "div": lambda x, y: x / y,
    "neg": lambda x: -x, "sqrt": Decimal.sqrt, "ln": Decimal.ln, "log2": lambda x: x.ln() / Decimal(2).ln(),
    "exp": Decimal.exp, "min": min, "max": max,
}  # fmt: skip


def _value(expression: Json) -> Decimal:
    """The value in the present precision; untrusted."""
    if isinstance(expression, str):
        exact = Fraction(expression)
        return Decimal(exact.numerator) / exact.denominator
    if not isinstance(expression, dict) or len(expression) != 1:
        raise Failure(Kind.NO_ENCLOSURE, "", "an expression is a rational or an object with one function")
    ((name, arguments),) = expression.items()
    if not isinstance(arguments, list):
        raise Failure(Kind.NO_ENCLOSURE, "", "the arguments of a function are a list")
    if name == "pow":
        exponent = int(str(arguments[1]))
        return _value(arguments[0]) ** exponent if exponent else Decimal(1)
    return _FUNCTIONS[name](*map(_value, arguments))


def approximate(expression: Json, bits: int) -> Fraction:
    """A rational near the value of the expression, with about 2^-bits absolute error; untrusted.

    >>> abs(approximate({"sqrt": ["2"]}, 60) ** 2 - 2) < Fraction(1, 2**50)
    True

    Raises:
        Failure: there is no real value, or one too large.
    """
    digits = ceil(bits / 3) + _GUARD
    traps = [InvalidOperation, DivisionByZero, Overflow]
    try:
        with localcontext(Context(digits, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=traps)) as context:
            # values far from 1 need more digits for the same absolute error
            before = max(0, _value(expression).adjusted() + 1)
            if before > _LARGEST:
                raise Failure(Kind.NO_ENCLOSURE, "", "the value of the expression is too large")
            context.prec += before
            return Fraction(int((_value(expression) * 2**bits).to_integral_value()), 2**bits)
    except ArithmeticError:
        raise Failure(Kind.NO_ENCLOSURE, "", "the expression has no real value") from None


def enclosure_proposals(expression: Json, width: Fraction) -> Iterator[bytes]:
    """Certificates that the expression lies in an interval of at most `width`, the cheapest to check first.

    Args:
        expression: tree of the format.
        width: positive; the interval is symmetric around the rounded value.

    Yields:
        one certificate for each precision; the first that the kernel proves is the one to keep.

    Raises:
        Failure: NO_ENCLOSURE, the expression has no real value, or one too large.
    """
    if width <= 0:
        raise Failure(Kind.NO_ENCLOSURE, "", "the width is positive")
    # half the width on each side, of which the rounding of the middle takes at most a quarter
    bits = max(8, 3 - _floor_log2(width))
    middle = approximate(expression, bits)
    low, high = middle - Fraction(3, 2 ** (bits + 1)), middle + Fraction(3, 2 ** (bits + 1))
    statement: dict[str, Json] = {
        "kind": "enclosure", "expression": expression, "low": rational(low), "high": rational(high),
    }  # fmt: skip
    precision = bits + 32
    while precision < 2 * MOST_PRECISION:
        precision = min(MOST_PRECISION, precision)
        yield certificate_bytes("enclosure", statement, {"precision": str(precision)})
        precision *= 2


def _floor_log2(x: Fraction) -> int:
    k = x.numerator.bit_length() - x.denominator.bit_length()
    return k if Fraction(2) ** k <= x else k - 1
