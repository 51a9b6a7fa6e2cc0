"""The plan of imports: which module imports which, in functions as well, and where the arrows make a circle."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

from tests.policy.text import ROOT

PACKAGES = ("oracle", "lp", "proofs")
Plan = Mapping[str, frozenset[str]]  # from each module to those it imports


def modules(root: Path = ROOT) -> dict[str, Path]:
    """The dotted name of each module of the product, and its file."""
    found = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def plan(root: Path = ROOT) -> dict[str, frozenset[str]]:
    """Every import statement of the product, those inside of functions and for type checkers included."""
    known = modules(root)
    return {
        name: frozenset(_imported(ast.parse(path.read_text(encoding="utf-8")), _package(name, path), known) - {name})
        for name, path in known.items()
    }


def _package(name: str, path: Path) -> str:
    return name if path.name == "__init__.py" else name.rpartition(".")[0]


def _imported(tree: ast.AST, package: str, known: Mapping[str, Path]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & known.keys()
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            inner = {f"{base}.{alias.name}" for alias in node.names}
            found |= inner & known.keys()
            if not inner <= known.keys() and base in known:
                found.add(base)
    return found


def room(name: str, known: Mapping[str, Path]) -> str:
    """Where a module belongs in the plan: a package without packages is one room, and so is a paper with all it holds.

    A module beside packages, such as `oracle.proved`, is a room of its own.
    """
    parts = name.split(".")
    if parts[:2] == ["oracle", "papers"] and len(parts) > 3:
        return ".".join(parts[:3])
    package = _package(name, known[name])
    inner = {other for other, path in known.items() if path.name == "__init__.py" and other.startswith(f"{package}.")}
    return name if inner else package


def rooms(found: Plan, known: Mapping[str, Path]) -> dict[str, frozenset[str]]:
    """The plan with one point for each room."""
    result: dict[str, set[str]] = {}
    for name, imports in found.items():
        here = room(name, known)
        result.setdefault(here, set()).update(room(other, known) for other in imports)
    return {here: frozenset(others - {here}) for here, others in result.items()}


def circles(found: Plan) -> list[list[str]]:
    """Sets of points from each of which arrows lead to all others, in alphabetical order."""
    reached = {name: _reached(name, found) for name in found}
    classes = {
        frozenset(other for other in reached[name] if name in reached.get(other, ()))
        for name in found
        if name in reached[name]
    }
    return sorted(sorted(names) for names in classes)


def _reached(name: str, found: Plan) -> set[str]:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        new = found.get(waiting.pop(), frozenset()) - seen
        seen |= new
        waiting += new
    return seen
