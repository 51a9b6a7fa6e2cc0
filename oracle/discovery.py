"""What papers offer, found by being there.

A paper is a folder `oracle/papers/<bibkey>`, and a module of it with a certain name offers something: `checks` those
of its ledger, `bounds` named quantities, `suite` conformance properties, `recorded` the protocol of its recorded
runs. No module outside of the folder names it.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

PAPERS = "oracle.papers"
_FOLDER = Path(__file__).resolve().parent / "papers"


def papers() -> list[str]:
    """The bibkeys that have a folder, in alphabetical order; no paper is imported.

    >>> [bibkey for bibkey in papers() if not bibkey[-4:].isdigit()]
    []
    """
    return sorted(path.parent.name for path in _FOLDER.glob("*/__init__.py"))


def offered(bibkey: str, part: str) -> ModuleType | None:
    """A module or package of a paper, imported, or None if the paper has none of this name.

    Args:
        bibkey: of any paper, with a folder or without.
        part: `checks`, `bounds`, `suite`, `recorded` or `generate`, or with a point a module of one.

    >>> offered("nobody1900", "checks")
    """
    place = _FOLDER.joinpath(bibkey, *part.split("."))
    if not (place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()):
        return None
    return import_module(f"{PAPERS}.{bibkey}.{part}")


def all_offered(part: str) -> list[ModuleType]:
    """The modules of this name of all papers that have one.

    >>> [module.__name__ for module in all_offered("nothing")]
    []
    """
    return [module for bibkey in papers() if (module := offered(bibkey, part))]
