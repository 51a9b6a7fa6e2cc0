"""Wrong implementations: each is the good one with a single mistake, and fails exactly one property."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from oracle.conformance.implementation import Implementation
from oracle.conformance.properties import BugType
from tests.oracle.conformance.good.floats import GOOD

Function = Callable[..., Any]


@dataclass(frozen=True)
class Wrong:
    """One mistake.

    Attributes:
        property: the one it fails.
        bug: the kind of mistake.
        implementation: to be judged.
        calls: those whose answers differ from the good implementation's.
        also: other properties that see the same mistake, since they ask the same questions in another order.
    """

    property: str
    bug: BugType
    implementation: Implementation
    calls: frozenset[str]
    also: frozenset[str] = frozenset()


WRONG: list[Wrong] = []


def wrong(
    what: str, bug: BugType, call: str, conventions: Mapping[str, str] | None = None, also: Sequence[str] = ()
) -> Callable[[Function], Function]:
    """Register the decorated function, which replaces the good implementation's answer to a call."""

    def register(function: Function) -> Function:
        name = function.__name__.replace("_", "-")
        implementation = GOOD.variant(name, functions={call: function}, conventions=conventions or {})
        WRONG.append(Wrong(what, bug, implementation, frozenset({call}), frozenset(also)))
        return function

    return register


def good(call: str) -> Function:
    """The good implementation's function for a call."""
    return GOOD.functions[call]


def everything() -> list[Wrong]:
    """All wrong implementations, after importing every module here."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return list(WRONG)
