"""Documents for the kernel's tests: built from plain values, edited at a JSON pointer, checked in this process."""

import copy
import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from proofs.kernel.check import check_bytes
from proofs.kernel.errors import Budget, Refused
from proofs.kernel.number import Field
from proofs.kernel.read import Node

Document = dict[str, Any]
Edit = Callable[[Document], Document]
Refusal = str  # "VERDICT code /pointer"; the pointer to the whole document is left out


def node(value: object) -> Node:
    """The value as the kernel sees it when it is a whole document."""
    return Node(value)


def inner(value: object) -> Node:
    """The value as the member x of a document."""
    return Node({"x": value}).members()["x"]


def field(minimal: list[int], low: int | Fraction, high: int | Fraction) -> Field:
    """The number field of a root, with a budget for ordinary use."""
    return Field(minimal, Fraction(low), Fraction(high), Budget(10**9))


def encode(document: object) -> bytes:
    return json.dumps(document).encode()


def proved(document: object) -> str:
    """The canonical text; fails unless the kernel says PROVED."""
    verdict = check_bytes(document if isinstance(document, bytes) else encode(document))
    assert verdict.verdict == "PROVED", verdict
    assert verdict.statement
    assert (verdict.pointer, verdict.code, verdict.problem) == ("", "", "")
    return verdict.statement


def refusal(document: object) -> Refusal:
    """Why a document is not proved; fails when it is."""
    verdict = check_bytes(document if isinstance(document, bytes) else encode(document))
    assert verdict.verdict != "PROVED", verdict.statement
    assert verdict.statement == ""
    assert verdict.assumptions == ()
    assert verdict.problem.isascii()
    assert "\n" not in verdict.problem
    return f"{verdict.verdict} {verdict.code} {verdict.pointer}".rstrip()


def raised(function: Callable[[], object]) -> Refusal:
    """Why a call refuses; fails when it does not."""
    with pytest.raises(Refused) as caught:
        function()
    return f"{caught.value.verdict} {caught.value.code} {caught.value.pointer}".rstrip()


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def at(document: Any, pointer: str) -> Any:
    """The value at a JSON pointer."""
    for step in _steps(pointer):
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


def put(document: Document, pointer: str, value: object) -> Document:
    """A copy with another value at the pointer; "-" as the last step appends to a list."""
    result = copy.deepcopy(document)
    *path, last = _steps(pointer)
    place = at(result, "".join(f"/{step}" for step in path))
    if not isinstance(place, list):
        place[last] = value
    elif last == "-":
        place.append(value)
    else:
        place[int(last)] = value
    return result


def drop(document: Document, pointer: str) -> Document:
    """A copy without the key or item at the pointer."""
    result = copy.deepcopy(document)
    *path, last = _steps(pointer)
    place = at(result, "".join(f"/{step}" for step in path))
    if isinstance(place, list):
        del place[int(last)]
    else:
        del place[last]
    return result


def document(rule: str, statement: Document, witness: Document) -> Document:
    return {"format": "bellcert/1", "rule": rule, "statement": statement, "witness": witness}


def premise(certificate: Document) -> Document:
    """What a chain embeds: the certificate without its format line."""
    return {key: certificate[key] for key in ("rule", "statement", "witness")}


def scenario(*inputs: str) -> Document:
    """Parties A, B, ... with one digit for the outcomes of each input: "22", "3" gives A0, A1 and B0."""
    return {
        "parties": [
            {"name": chr(ord("A") + k), "inputs": [[str(i), d] for i, d in enumerate(outcomes)]}
            for k, outcomes in enumerate(inputs)
        ]
    }


def bound(kind: str, parties: Document, functional: object, sense: str, value: object, **more: object) -> Document:
    """A statement of kind bound."""
    return {
        "kind": "bound", "set": kind, "scenario": parties, "functional": functional, "sense": sense, "bound": value,
        **more,
    }  # fmt: skip
