"""Finding suites: every module of `suites` with a SUITE, those of papers, and those of other distributions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules

from oracle.conformance import suites as package
from oracle.conformance.properties import Call, Property, Suite
from oracle.discovery import all_offered
from oracle.failures import Usage

GROUP = "bellcert.suites"
"""Entry points of other distributions: a name for `pkg.mod:SUITE`."""


def own_suites() -> list[Suite]:
    """The suites of this distribution, those of papers last."""
    found = [import_module(f"{package.__name__}.{module.name}").SUITE for module in iter_modules(package.__path__)]
    return [*found, *(module.SUITE for module in all_offered("suite"))]


@lru_cache(maxsize=1)
def suites() -> tuple[Suite, ...]:
    """All suites by name.

    Raises:
        ValueError: two suites have one name, or declare the same call.
    """
    found = [*own_suites(), *(entry.load() for entry in entry_points(group=GROUP))]
    names = [suite.name for suite in found] + [name for suite in found for name in suite.calls]
    twice = {name for name in names if names.count(name) > 1 and name not in {suite.name for suite in found}}
    twice |= {suite.name for suite in found if [other.name for other in found].count(suite.name) > 1}
    if twice:
        raise ValueError(f"registered twice: {', '.join(sorted(twice))}")
    return tuple(sorted(found, key=lambda suite: suite.name))


def calls() -> list[Call]:
    """Every call of the protocol, suite by suite."""
    return [call for suite in suites() for call in suite.calls.values()]


def select(names: Sequence[str]) -> list[Property]:
    """The properties of the suites named, or of all; a property's own name selects it alone.

    Raises:
        Usage: `unknown-name`.
    """
    everything = {name: found for suite in suites() for name, found in suite.properties.items()}
    if not names:
        return list(everything.values())
    chosen: dict[str, Property] = {}
    for name in names:
        matching = {key: p for key, p in everything.items() if key == name or key.startswith(f"{name}/")}
        if not matching:
            known = ", ".join(suite.name for suite in suites())
            raise Usage("unknown-name", f"no suite or property is called {name[:60]!a}; suites: {known}")
        chosen |= matching
    return list(chosen.values())
