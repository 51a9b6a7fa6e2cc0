"""What travels between the suite and an implementation: numbers as strings, messages as JSON objects.

Nothing here is converted through binary floating point: "0.1" is one tenth.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from oracle.conformance import PROTOCOL

MAX_LINE = 1 << 20
"""Bytes of the longest answer."""
MAX_TEXT = 4000
"""Characters of the longest number in an answer."""
MAX_POWER = 5000
"""Of ten or two, in an exponent."""

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?", re.ASCII)
_FRACTION = re.compile(r"[+-]?[0-9]+/[0-9]+", re.ASCII)
_HEX = re.compile(r"([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]{1,9})", re.ASCII)

Json = Any
"""A JSON value without numbers, booleans or null."""
Interval = tuple[Fraction, Fraction]

CONVENTIONS: Mapping[str, tuple[str, ...]] = {
    "chsh": ("11", "10", "01", "00"),
    "distance": ("half", "full"),
    "logarithm": ("bits", "nats"),
    "shift": ("right", "left"),
    "toeplitz": ("diagonal", "cyclic"),
}
"""Values of each convention an implementation may declare, the default first."""


class WireError(ValueError):
    """Something an implementation sent is not what the protocol says; a code and one sentence."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code
        self.says = says


def shown(value: object, most: int = 80) -> str:
    r"""Foreign data as one short printable line.

    >>> shown("a\nb")
    "'a\\nb'"
    """
    text = ascii(value)
    return text if len(text) <= most else text[: most - 4] + "..." + text[-1]


def number(text: object) -> Fraction:
    """The exact value of a number in an answer: integer, decimal, fraction p/q or hexadecimal float.

    >>> number("0.1"), number("1/3"), number("0x1.8p+1"), number("-2e-1")
    (Fraction(1, 10), Fraction(1, 3), Fraction(3, 1), Fraction(-1, 5))

    Raises:
        WireError: `not-a-number` (NaN and infinities are none), `too-long`.
    """
    if not isinstance(text, str):
        raise WireError("not-a-number", f"a number is a string, not {shown(text)}")
    if len(text) > MAX_TEXT:
        raise WireError("too-long", f"a number has more than {MAX_TEXT} characters")
    hexadecimal = _HEX.fullmatch(text)
    if hexadecimal is not None and hexadecimal[2] + hexadecimal[3]:
        sign, whole, rest, power = hexadecimal.groups()
        value = Fraction(int(whole + rest, 16), 16 ** len(rest)) * _power(2, int(power))
        return -value if sign == "-" else value
    if _FRACTION.fullmatch(text):
        top, _, bottom = text.partition("/")
        if not int(bottom):
            raise WireError("not-a-number", f"{shown(text)} divides by zero")
        return Fraction(int(top), int(bottom))
    if _DECIMAL.fullmatch(text):
        mantissa, _, power = text.lower().partition("e")
        return Fraction(mantissa) * _power(10, int(power or "0"))
    raise WireError("not-a-number", f"{shown(text)} is no integer, decimal, fraction or hexadecimal float")


def _power(base: int, exponent: int) -> Fraction:
    if abs(exponent) > MAX_POWER:
        raise WireError("too-long", f"an exponent is beyond {MAX_POWER}")
    return Fraction(base) ** exponent


def interval(value: object) -> Interval:
    """A number, or an enclosure [low, high], as an interval.

    >>> interval(["0.1", "1/5"])
    (Fraction(1, 10), Fraction(1, 5))

    Raises:
        WireError: from `number`; `not-an-enclosure`.
    """
    if isinstance(value, list):
        if len(value) != 2:
            raise WireError("not-an-enclosure", f"an enclosure has a low and a high end, unlike {shown(value)}")
        low, high = number(value[0]), number(value[1])
        if low > high:
            raise WireError("not-an-enclosure", f"the ends of {shown(value)} are exchanged")
        return low, high
    found = number(value)
    return found, found


def spacing(text: object) -> Fraction:
    """How far apart numbers are that have as many digits as this one: the precision an answer claims for itself.

    One unit of the last place written where at least six digits are, and of binary64 otherwise: a short decimal or a
    fraction does not say how it was rounded. An integer written out is not rounded.

    >>> spacing("0.267566"), spacing("0x1p+1") == Fraction(1, 2**51), spacing("3")
    (Fraction(1, 1000000), True, Fraction(0, 1))
    """
    value = number(text)
    if not value or (isinstance(text, str) and text.lstrip("+-").isdecimal()):
        return Fraction(0)
    power = value.numerator.bit_length() - value.denominator.bit_length()
    power -= abs(value) < Fraction(2) ** power
    binary = Fraction(2) ** (power - 52)
    if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
        return binary
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, rest = mantissa.lstrip("+-").partition(".")
    if len((whole + rest).lstrip("0")) < 6 or not rest:
        return binary
    return max(binary, _power(10, int(exponent or "0") - len(rest)))


def encoded(value: object) -> Json:
    """An argument for an implementation: integers and fractions become "n" and "p/q", lists and mappings stay.

    >>> encoded({"score": Fraction(5, 2), "counts": [1, 2], "bits": "01"})
    {'score': '5/2', 'counts': ['1', '2'], 'bits': '01'}
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: encoded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [encoded(item) for item in value]
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no argument of a call")


@dataclass(frozen=True)
class Description:
    """What an implementation says of itself at the start.

    Attributes:
        capabilities: names of the calls it answers.
        conventions: every convention, the default where it declared none.
        own: for calls with conventions of their own, those.
        declined: for calls with options that are left out, the names of those.
    """

    name: str
    version: str
    language: str
    capabilities: frozenset[str]
    conventions: Mapping[str, str]
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    declined: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def conventions_of(self, call: str) -> Mapping[str, str]:
        """The conventions in which this call is meant."""
        return {**self.conventions, **self.own.get(call, {})}


@dataclass(frozen=True)
class Value:
    """An answer to a call; what it holds is judged by the property that asked."""

    value: Json


@dataclass(frozen=True)
class Refusal:
    """An implementation says that it does not answer this call with these arguments."""

    code: str
    says: str


Reply = Value | Refusal


def start_message() -> dict[str, Json]:
    return {"do": "start", "protocol": PROTOCOL}


def call_message(identifier: str, call: str, arguments: Mapping[str, Json]) -> dict[str, Json]:
    return {"do": "call", "id": identifier, "call": call, "arguments": dict(arguments)}


STOP = {"do": "stop"}


def _pairs(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise WireError("garbage", "a key occurs twice in one object")
    return found


def parsed(line: bytes) -> Json:
    """One line of output as JSON.

    Raises:
        WireError: `garbage`.
    """
    try:
        # a bare NaN is handed on as its name, which no property takes for a number
        return json.loads(line.decode("utf-8"), object_pairs_hook=_pairs, parse_constant=str)
    except WireError:
        raise
    except (ValueError, RecursionError):
        raise WireError("garbage", f"{shown(line)} is no line of JSON") from None


def _text(message: Mapping[str, Json], key: str) -> str:
    value = message.get(key)
    if not isinstance(value, str) or not value:
        raise WireError("handshake", f"the answer to start has no {key}")
    return value


def description(message: Json) -> Description:
    """The answer to start, checked.

    Raises:
        WireError: `handshake`, `protocol-version`, `convention`.
    """
    if not isinstance(message, dict):
        raise WireError("handshake", f"the answer to start is no object but {shown(message)}")
    spoken = _text(message, "protocol")
    if spoken != PROTOCOL:
        raise WireError("protocol-version", f"the implementation speaks protocol {shown(spoken)}, not {PROTOCOL}")
    listed = message.get("capabilities")
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise WireError("handshake", "the answer to start has no list of capabilities")
    declared = message.get("conventions", {})
    if not isinstance(declared, dict):
        raise WireError("convention", f"the conventions are no object but {shown(declared)}")
    # what is not a convention but a call has conventions of its own
    own = {key: value for key, value in declared.items() if key not in CONVENTIONS and isinstance(value, dict)}
    for key, value in own.items():
        if key not in listed:
            raise WireError("convention", f"{shown(key)} is neither a convention nor among the capabilities")
        _known_conventions(value)
    _known_conventions({key: value for key, value in declared.items() if key not in own})
    conventions = {key: declared.get(key, values[0]) for key, values in CONVENTIONS.items()}
    version, language = _text(message, "version"), _text(message, "language")
    found = _text(message, "name"), version, language, frozenset(listed)
    return Description(*found, conventions, own, _declined(message.get("declines", {}), listed))


def _known_conventions(declared: Mapping[str, Json]) -> None:
    for key, value in declared.items():
        if key not in CONVENTIONS or value not in CONVENTIONS[key]:
            raise WireError("convention", f"no convention {shown(key)} has the value {shown(value)}")


def _declined(message: Json, listed: list[str]) -> dict[str, frozenset[str]]:
    if not isinstance(message, dict):
        raise WireError("handshake", f"what is declined is no object but {shown(message)}")
    for call, names in message.items():
        if call not in listed or not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise WireError("handshake", f"declines: {shown(call)} is no capability with a list of options")
    return {call: frozenset(names) for call, names in message.items()}


def reply(message: Json, identifier: str) -> Reply:
    """The answer to a call, checked.

    Raises:
        WireError: `garbage`, `out-of-order`.
    """
    if not isinstance(message, dict):
        raise WireError("garbage", f"an answer is no object but {shown(message)}")
    if message.get("id") != identifier:
        raise WireError("out-of-order", f"call {identifier} was answered with the id {shown(message.get('id'))}")
    if ("value" in message) == ("refused" in message):
        raise WireError("garbage", "an answer has either a value or a refusal")
    if "value" in message:
        return Value(message["value"])
    code, says = message["refused"], message.get("says", "")
    if not isinstance(code, str) or not code or not isinstance(says, str):
        raise WireError("garbage", "a refusal is a code and a sentence, both strings")
    return Refusal(code, says)
