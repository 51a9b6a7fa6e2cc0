"""Enclosures of expressions: high-precision numerics propose, the kernel decides.

An expression is a tree of the format: a rational as a string, or {"log2": [...]}, {"add": [..., ...]} and so on
(the functions of the rule `enclosure`).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from mpmath import mp

from proofs.kernel.check import check_bytes
from proofs.search.write import Json, certificate_bytes, rational

MOST_DIGITS = 1000


class NoEnclosureError(ValueError):
    """No certificate of the wanted width was found; says why."""


def _functions() -> dict[str, Callable[..., Any]]:
    return {
        "add": lambda x, y: x + y, "sub": lambda x, y: x - y, "mul": lambda x, y: x * y, "div": lambda x, y: x / y,
        "neg": lambda x: -x, "sqrt": mp.sqrt, "ln": mp.log, "log2": lambda x: mp.log(x, 2), "exp": mp.exp,
        "min": min, "max": max,
    }  # fmt: skip


def _value(expression: Json) -> Any:
    """The value in mpmath's present precision; untrusted."""
    if isinstance(expression, str):
        exact = Fraction(expression)
        return mp.mpf(exact.numerator) / exact.denominator
    if not isinstance(expression, dict) or len(expression) != 1:
        raise NoEnclosureError("an expression is a rational or an object with one function")
    ((name, arguments),) = expression.items()
    if not isinstance(arguments, list):
        raise NoEnclosureError("the arguments of a function are a list")
    if name == "pow":
        return _value(arguments[0]) ** int(str(arguments[1]))
    values = [_value(argument) for argument in arguments]
    return _functions()[name](*values)


def approximate(expression: Json, bits: int) -> Fraction:
    """A rational near the value of the expression, with about 2^-bits absolute error; untrusted.

    >>> abs(approximate({"sqrt": ["2"]}, 60) ** 2 - 2) < Fraction(1, 2**50)
    True
    """
    with mp.workprec(bits + 80):
        value = _value(expression)
        if not mp.isfinite(value) or mp.im(value):
            raise NoEnclosureError("the expression has no real value")
        # values far from 1 need more bits for the same absolute error
        extra = max(0, int(mp.ceil(mp.log(abs(value) + 1, 2))))
    with mp.workprec(bits + extra + 80):
        return Fraction(int(mp.nint(_value(expression) * mp.mpf(2) ** bits)), 2**bits)


def enclosure_certificate(expression: Json, width: Fraction) -> bytes:
    """A certificate that the expression lies in an interval of at most `width`.

    Args:
        expression: tree of the format.
        width: positive; the interval is symmetric around the rounded value.

    Returns:
        bytes the kernel has said PROVED about.

    Raises:
        NoEnclosureError: the expression has no real value, or its value is not proved that tightly.
    """
    if width <= 0:
        raise NoEnclosureError("the width is positive")
    # half the width on each side, of which the rounding of the middle takes at most a quarter
    bits = max(8, 3 - _floor_log2(width))
    try:
        middle = approximate(expression, bits)
    except (ZeroDivisionError, OverflowError, ValueError) as problem:
        raise NoEnclosureError(str(problem)) from None
    low, high = middle - Fraction(3, 2 ** (bits + 1)), middle + Fraction(3, 2 ** (bits + 1))
    return enclosure_between(expression, low, high, bits)


def enclosure_between(expression: Json, low: Fraction, high: Fraction, bits: int = 64) -> bytes:
    """A certificate that low <= expression <= high, with the least precision that proves it.

    Raises:
        NoEnclosureError: not provable up to the kernel's precision; the kernel's sentence is given.
    """
    statement: dict[str, Json] = {
        "kind": "enclosure", "expression": expression, "low": rational(low), "high": rational(high),
    }  # fmt: skip
    precision = min(4096, bits + 32)
    while True:
        data = certificate_bytes("enclosure", statement, {"precision": str(precision)})
        verdict = check_bytes(data)
        if verdict.verdict == "PROVED":
            return data
        if verdict.code != "enclosure" or precision >= 4096:
            raise NoEnclosureError(verdict.problem)
        precision = min(4096, 2 * precision)


def _floor_log2(x: Fraction) -> int:
    k = x.numerator.bit_length() - x.denominator.bit_length()
    return k if Fraction(2) ** k <= x else k - 1
