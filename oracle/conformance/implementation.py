"""A helper for implementations in Python: functions by call, served in this process or over pipes.

An implementation may as well be written from PROTOCOL.md alone; this only saves twenty lines.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

from oracle.conformance import PROTOCOL
from oracle.conformance.wire import Json, encoded

Function = Callable[..., Any]
F = TypeVar("F", bound=Function)


class Refused(Exception):  # noqa: N818 - says what happened
    """An implementation does not answer: `out-of-range`, `infeasible`, `unbounded` or a code of its own."""

    def __init__(self, code: str, says: str = "") -> None:
        super().__init__(code, says)
        self.code = code
        self.says = says


class Implementation:
    """Calls by name, each a function of the call's arguments as strings, lists and mappings.

    A function returns a string, an integer, a fraction, a float (sent in hexadecimal, digit for digit), a pair of them
    (low, high), or raises `Refused`.

    >>> mine = Implementation("mine", "1.0")
    >>> @mine.answers("double")
    ... def double(x: str) -> int:
    ...     return 2 * int(x)
    >>> mine({"do": "call", "id": "1", "call": "double", "arguments": {"x": "21"}})
    {'id': '1', 'value': '42'}
    """

    def __init__(
        self, name: str, version: str, conventions: Mapping[str, Json] | None = None, language: str = "Python"
    ) -> None:
        self.name = name
        self.version = version
        self.language = language
        self.conventions = dict(conventions or {})
        self.declines: dict[str, list[str]] = {}
        self.functions: dict[str, Function] = {}

    def answers(
        self, call: str, *, declines: Sequence[str] = (), conventions: Mapping[str, str] | None = None
    ) -> Callable[[F], F]:
        """Register the decorated function for a call; its parameters are the call's arguments, - written as _.

        Args:
            call: its name.
            declines: options of the call that are left out.
            conventions: those of this call, where they are not the implementation's.
        """

        def register(function: F) -> F:
            self.functions[call] = function
            if declines:
                self.declines[call] = list(declines)
            if conventions:
                self.conventions[call] = dict(conventions)
            return function

        return register

    def variant(self, name: str, **replaced: Any) -> Implementation:
        """The same implementation with another name, and other `functions` or `conventions` in place of its own."""
        result = Implementation(name, self.version, self.conventions | replaced.get("conventions", {}), self.language)
        result.functions = self.functions | replaced.get("functions", {})
        result.declines = {**self.declines, **replaced.get("declines", {})}
        return result

    def __call__(self, message: Mapping[str, Json]) -> dict[str, Json]:
        match message["do"]:
            case "start":
                return {
                    "protocol": PROTOCOL, "name": self.name, "version": self.version, "language": self.language,
                    "capabilities": list(self.functions), "conventions": self.conventions, "declines": self.declines,
                }  # fmt: skip
            case "call":
                return self._answer(message)
            case _:
                return {}

    def _answer(self, message: Mapping[str, Json]) -> dict[str, Json]:
        arguments = {key.replace("-", "_"): value for key, value in message["arguments"].items()}
        try:
            return {"id": message["id"], "value": _spelled(self.functions[message["call"]](**arguments))}
        except Refused as refusal:
            return {"id": message["id"], "refused": refusal.code, "says": refusal.says}

    def serve(self) -> NoReturn:
        """Answer messages on standard input until stop, or until it is closed."""
        for line in sys.stdin:
            message = json.loads(line)
            if message["do"] == "stop":
                break
            sys.stdout.write(json.dumps(self(message)) + "\n")
            sys.stdout.flush()
        sys.exit(0)


def _spelled(value: Any) -> Json:
    if isinstance(value, float):
        return value.hex()
    return [_spelled(end) for end in value] if isinstance(value, list | tuple) else encoded(value)
