"""Strict reading: bytes -> JSON -> nodes that know where they stand.

Only objects, lists and strings occur in a certificate.  Numbers are strings, in
one spelling each, so that equal statements have equal bytes up to white space.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import gcd

from .errors import Limit, Malformed, Rejected

MAX_BYTES = 8 * 1024 * 1024
MAX_DIGITS = 2000  # below CPython's own limit of 4300 for int <-> str
MAX_ITEMS = 100_000
MAX_DEPTH = 128

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)", re.ASCII)
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)  # cannot fail, so never goes back
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class _Number:
    """Stands for a bare JSON number until its place is known."""


_NUMBER = _Number()


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    # json keeps the last of two equal keys; a reader that kept the first would
    # then read another statement from the same bytes.
    if len(result) != len(pairs):
        raise Malformed("duplicate-key", "", "an object names the same key twice")
    return result


def _number(text: str) -> _Number:
    return _NUMBER


def _depth(data: bytes) -> int:
    """How deeply brackets outside of strings are nested."""
    brackets = _STRING.sub(b"", data).translate(None, _NO_BRACKETS)
    return max(accumulate(1 if bracket in b"[{" else -1 for bracket in brackets), default=0)


def parse(data: bytes) -> Node:
    """The document as a node; raises `Malformed` or `Limit` and nothing else."""
    if len(data) > MAX_BYTES:
        raise Limit("bytes", "", f"the file has more than {MAX_BYTES} bytes")
    if _depth(data) > MAX_DEPTH:
        raise Limit("depth", "", f"the document is nested more than {MAX_DEPTH} deep")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not-utf8", "", "the bytes are not UTF-8") from None
    if text.startswith("\ufeff"):
        raise Malformed("not-utf8", "", "the text starts with a byte order mark")
    try:
        value = json.loads(
            text, object_pairs_hook=_pairs, parse_int=_number, parse_float=_number, parse_constant=_number
        )
    except RecursionError:  # the caller's own stack is nearly full
        raise Limit("depth", "", "the document is nested too deeply for the stack that is left") from None
    except ValueError:  # JSONDecodeError is a ValueError
        raise Malformed("not-json", "", "the text is not one JSON value") from None
    return Node(value)


def listed(found: Mapping[str, Node], key: str, least: int = 0, most: int = MAX_ITEMS) -> list[Node]:
    """The items of a list that may be left out."""
    return found[key].items(least=least, most=most) if key in found else []


def show(text: str) -> str:
    """Foreign text made safe for one line of ASCII output, at most 60 characters."""
    quoted = ascii(text)
    return quoted if len(quoted) <= 60 else quoted[:56] + "...'"


class Node:
    """A JSON value together with its pointer; every accessor checks the shape."""

    __slots__ = ("_key", "_parent", "value")

    def __init__(self, value: object, parent: Node | None = None, key: str | int = "") -> None:
        self.value = value
        self._parent = parent
        self._key = key

    @property
    def pointer(self) -> str:
        """RFC 6901 pointer from the root, spelled only when something is wrong here."""
        if self._parent is None:
            return ""
        return f"{self._parent.pointer}/{str(self._key).replace('~', '~0').replace('/', '~1')}"

    # The three ways to refuse this place.
    def malformed(self, code: str, sentence: str) -> Malformed:
        return Malformed(code, self.pointer, sentence)

    def rejected(self, code: str, sentence: str) -> Rejected:
        return Rejected(code, self.pointer, sentence)

    def limit(self, code: str, sentence: str) -> Limit:
        return Limit(code, self.pointer, sentence)

    def _wrong(self, code: str, wanted: str) -> Malformed:
        if isinstance(self.value, _Number):
            return self.malformed("bare-number", "a bare JSON number; numbers are written as strings")
        if self.value is None or isinstance(self.value, bool):
            return self.malformed("bare-literal", "true, false and null have no meaning here")
        return self.malformed(code, f"{wanted} is required here")

    def part(self, text: str) -> Node:
        """A piece of this string, at the same place."""
        return Node(text, self._parent, self._key)

    def fields(self, required: Sequence[str], optional: Sequence[str] = ()) -> dict[str, Node]:
        """The members of an object with exactly these keys."""
        found = self.members()
        for key in found:
            if key not in required and key not in optional:
                raise self.malformed("unknown-key", f"unknown key {show(key)}")
        for key in required:
            if key not in found:
                raise self.malformed("missing-key", f"the key {show(key)} is missing")
        return found

    def members(self) -> dict[str, Node]:
        """The members of an object whose keys are names."""
        if not isinstance(self.value, dict):
            raise self._wrong("not-an-object", "a JSON object")
        return {key: Node(value, self, key) for key, value in self.value.items()}

    def items(self, length: int | None = None, least: int = 0, most: int = MAX_ITEMS) -> list[Node]:
        """The items of a list, of exactly `length` when that is given."""
        if not isinstance(self.value, list):
            raise self._wrong("not-a-list", "a JSON list")
        count = len(self.value)
        if count > most:
            raise self.limit("size", f"the list has more than {most} items")
        if count < least or count != (count if length is None else length):
            raise self.malformed("wrong-shape", f"{length or f'at least {least}'} items are required, not {count}")
        return [Node(value, self, index) for index, value in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self._wrong("not-a-string", "a JSON string")
        return self.value

    def name(self, pattern: str) -> str:
        """A string that matches the whole of `pattern`."""
        text = self.text()
        if re.fullmatch(pattern, text, re.ASCII) is None:
            raise self.malformed("not-a-name", f"{show(text)} is not a name of the form {pattern}")
        return text

    def choice(self, options: Sequence[str]) -> str:
        text = self.text()
        if text not in options:
            raise self.malformed("unknown-choice", f"{show(text)} is none of {', '.join(options)}")
        return text

    def _digits(self, text: str, code: str) -> int:
        # "-0" would be a second spelling of 0
        if _INTEGER.fullmatch(text) is None or text == "-0":
            raise self.malformed(code, f"{show(text)} is not a number in plain digits")
        if len(text.removeprefix("-")) > MAX_DIGITS:
            raise self.limit("digits", f"a number has more than {MAX_DIGITS} digits")
        try:
            return int(text)
        except ValueError:  # the process may run with a lower limit on conversions than the default
            raise self.limit("digits", "a number has more digits than this process converts") from None

    def integer(self, low: int | None = None, high: int | None = None) -> int:
        """An integer, at least `low`; sizes above `high` are a limit of this kernel."""
        value = self._digits(self.text(), "not-an-integer")
        if low is not None and value < low:
            raise self.malformed("out-of-range", f"{value} is below {low}")
        if high is not None and value > high:
            raise self.limit("size", f"{value} is above the limit {high}")
        return value

    def rational(self) -> Fraction:
        """An integer or a fraction p/q in lowest terms with q > 1."""
        numerator, slash, denominator = self.text().partition("/")
        top = self._digits(numerator, "not-a-rational")
        if not slash:
            return Fraction(top)
        bottom = self._digits(denominator, "not-a-rational")
        if bottom < 2 or gcd(top, bottom) != 1:
            raise self.malformed("not-reduced", f"{show(self.text())} is not a fraction in lowest terms")
        return Fraction(top, bottom)
