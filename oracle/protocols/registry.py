"""The protocols by name, found by being there: modules of `catalogue`, and `recorded` in the folders of papers."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pathlib import Path

from oracle.discovery import all_offered
from oracle.failures import Usage
from oracle.protocols.shape import Protocol

_FOLDER = Path(__file__).resolve().parent / "catalogue"


@lru_cache(maxsize=1)
def protocols() -> dict[str, Protocol]:
    """All protocols, in alphabetical order of their names.

    >>> all(name == protocol.name for name, protocol in protocols().items())
    True
    """
    names = sorted(path.stem for path in _FOLDER.glob("*.py") if path.stem != "__init__")
    modules = [import_module(f"oracle.protocols.catalogue.{name}") for name in names]
    found: list[Protocol] = [module.PROTOCOL for module in (*modules, *all_offered("recorded"))]
    return {protocol.name: protocol for protocol in sorted(found, key=lambda each: each.name)}


def protocol(name: str) -> Protocol:
    """The protocol of this name.

    Raises:
        Usage: `unknown-name`.
    """
    if name not in protocols():
        raise Usage("unknown-name", f"no protocol is called {name[:60]!a}; there are {', '.join(protocols())}")
    return protocols()[name]
