"""Planted faults: each is the good implementation with one mistake that somebody could make and overlook.

They were written before the questions that look for them, and none of the questions names one. Unlike `wrong`, where
each mistake belongs to one property, nothing here says which property has to find it:
`certificates/findings/planted.json` records what did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from oracle.conformance.implementation import Implementation
from tests.oracle.conformance.good.floats import GOOD

Function = Callable[..., Any]


@dataclass(frozen=True)
class Fault:
    """One mistake.

    Attributes:
        name: of the function that makes it, with - for _.
        says: what is wrong, in one line.
        call: whose answers it changes.
        function: answers the call.
        fresh: makes the function anew, for faults that keep a state.
    """

    name: str
    says: str
    call: str
    function: Function
    fresh: Callable[[], Function] | None = None

    def implementation(self) -> Implementation:
        """The good implementation with this mistake, its state at the beginning."""
        function = self.function if self.fresh is None else self.fresh()
        return GOOD.variant(self.name, functions={self.call: function})


FAULTS: list[Fault] = []


def planted(call: str, *, stateful: bool = False) -> Callable[[Function], Function]:
    """Register the decorated function as the answer to a call; a stateful one is a function that makes it."""

    def register(function: Function) -> Function:
        name, says = function.__name__.replace("_", "-"), (function.__doc__ or "").strip()
        FAULTS.append(Fault(name, says, call, function, function if stateful else None))
        return function

    return register


def good(call: str) -> Function:
    """The good implementation's function for a call."""
    return GOOD.functions[call]


def everything() -> list[Fault]:
    """All faults, after importing every module here."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return list(FAULTS)
