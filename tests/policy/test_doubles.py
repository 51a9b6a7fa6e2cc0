"""A vector is the kernel's case where there is one: no table of cases has a fault that a vector has.

The same fault is one with the same rule, kind and set, the same answer, at the same place.
"""

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from tests.policy.text import ROOT
from tests.proofs.kernel.vectors import content, expected

Fault = tuple[str, ...]


def fault(document: Any, answer: str) -> Fault | None:
    """Rule, kind, set, verdict, code and pointer; None if this is no certificate."""
    if not isinstance(document, dict) or not isinstance(document.get("statement"), dict) or "rule" not in document:
        return None
    statement = document["statement"]
    return (str(document["rule"]), str(statement.get("kind")), str(statement.get("set")), answer)


def of_vectors() -> set[Fault]:
    found = set()
    for name, (verdict, pointer, code, _) in expected().items():
        if verdict != "PROVED":
            try:
                document = json.loads(content(name))
            except ValueError:
                continue
            found.add(fault(document, f"{verdict} {code} {pointer}".rstrip()))
    return {item for item in found if item is not None}


def of_cases() -> Iterator[tuple[str, Fault]]:
    for path in sorted((ROOT / "tests" / "proofs" / "kernel" / "cases").glob("test_*.py")):
        module = import_module(f"tests.proofs.kernel.cases.{path.stem}")
        for table in [value for name, value in vars(module).items() if name.isupper() and isinstance(value, dict)]:
            for name, entry in table.items():
                if isinstance(entry, tuple) and len(entry) == 2 and isinstance(entry[1], str):
                    found = fault(entry[0], entry[1])
                    if found is not None:
                        yield f"{path.name}: {name}", found


def test_no_case_doubles_a_vector() -> None:
    known = of_vectors()
    assert len(known) > 300
    assert [name for name, found in of_cases() if found in known] == []


def test_cases_are_found() -> None:
    assert len(list(of_cases())) > 100
