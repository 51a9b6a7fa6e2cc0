"""Arguments of bounds as numbers in their domains."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from oracle.failures import Limit, Malformed, Usage
from oracle.numbers import Real, compare, number_text, parse_real

MAX_ROUNDS = 10**18


def rational(arguments: Mapping[str, Real], name: str) -> Fraction:
    """A rational argument.

    Raises:
        Malformed: `wrong-number`.
    """
    value = arguments[name]
    if not isinstance(value, Fraction):
        raise Malformed("wrong-number", f"{name} = {number_text(value)} is not rational")
    return value


def whole(arguments: Mapping[str, Real], name: str, what: str, least: int = 1, most: int = MAX_ROUNDS) -> int:
    """An integer argument of at least `least`.

    Raises:
        Malformed: `out-of-range`.
        Limit: `size`, above `most`.
    """
    value = rational(arguments, name)
    if value.denominator != 1 or value < least:
        raise Malformed("out-of-range", f"{name} = {value} is not {what}")
    if value > most:
        raise Limit("size", f"{name} is above the limit of {most}")
    return value.numerator


def between(arguments: Mapping[str, Real], name: str, low: Fraction, high: Fraction, what: str) -> Fraction:
    """A rational argument strictly between two numbers.

    Raises:
        Malformed: `out-of-range`.
    """
    value = rational(arguments, name)
    if not low < value < high:
        raise Malformed("out-of-range", f"{name} = {value} is not {what}")
    return value


def read_confidence(value: Real) -> Fraction:
    """The failure probability delta = 1 - confidence, in (0, 1)."""
    if not isinstance(value, Fraction):
        raise Malformed("wrong-number", f"the confidence {number_text(value)} is not rational")
    if not 0 < value < 1:
        raise Malformed("out-of-range", f"the confidence {number_text(value)} is not strictly between 0 and 1")
    return 1 - value


def positive(arguments: Mapping[str, Real], name: str) -> Real:
    """An argument above 0.

    Raises:
        Malformed: `out-of-range`.
    """
    value = arguments[name]
    if compare(value, Fraction(0)) <= 0:
        raise Malformed("out-of-range", f"{name} = {number_text(value)} is not positive")
    return value


def numbers(options: Mapping[str, str], names: tuple[str, ...]) -> dict[str, Real]:
    """Those of the options that are numbers, read.

    Raises:
        Malformed, Limit: from the number's syntax.
    """
    return {name: parse_real(options[name]) for name in names if name in options}


def chosen(options: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    """The word of an option, the first one by default.

    Raises:
        Usage: `unknown-argument`.
    """
    word = options.get(name, words[0])
    if word not in words:
        raise Usage("unknown-argument", f"{name}={word[:40]!a} is none of {', '.join(words)}")
    return word
