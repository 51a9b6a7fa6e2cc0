"""Edits of certificates: a fault is a valid certificate, one edit, and the refusal a checker must answer with."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Document = Any  # a JSON value; edits make shapes no type describes
Edit = Callable[[Document], Document]


@dataclass(frozen=True)
class Fault:
    """One invalid vector.

    Attributes:
        name: of the file, without folder and ending.
        base: the valid vector it is made from.
        edit: the one change, of the document or, for faults of the reader, of its bytes.
        sentence: the fault in words.
        verdict, pointer, code: what a checker answers.
        also: other answers that are right as well, as (verdict, pointer, code): the edit makes two faults, or the claim
            is true and a checker that calculates more precisely may prove it.
    """

    name: str
    base: str
    edit: Edit
    sentence: str
    verdict: str
    pointer: str
    code: str
    also: tuple[tuple[str, str, str], ...] = ()

    def or_else(self, verdict: str, pointer: str = "", code: str = "") -> Fault:
        """The same with one more right answer."""
        also = (*self.also, (verdict, pointer, code))
        return Fault(self.name, self.base, self.edit, self.sentence, self.verdict, self.pointer, self.code, also)


def rejected(name: str, base: str, edit: Edit, pointer: str, code: str, sentence: str) -> Fault:
    return Fault(name, base, edit, sentence, "REJECTED", pointer, code)


def malformed(name: str, base: str, edit: Edit, pointer: str, code: str, sentence: str) -> Fault:
    return Fault(name, base, edit, sentence, "MALFORMED", pointer, code)


def limit(name: str, base: str, edit: Edit, pointer: str, code: str, sentence: str) -> Fault:
    return Fault(name, base, edit, sentence, "LIMIT", pointer, code)


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _parent(document: Document, pointer: str) -> tuple[Document, Any]:
    """The container a pointer ends in, and the key or index there."""
    *path, last = _steps(pointer)
    for step in path:
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document, int(last) if isinstance(document, list) else last


def look(document: Document, pointer: str) -> Document:
    container, key = _parent(document, pointer)
    return container[key]


def put(pointer: str, value: Document) -> Edit:
    """Replace the value at a place, or add a key there."""

    def edit(document: Document) -> Document:
        container, key = _parent(document, pointer)
        if container is not None and isinstance(container, list) and key >= len(container):
            raise IndexError(pointer)
        container[key] = deepcopy(value)
        return document

    return edit


def insert(pointer: str, value: Document) -> Edit:
    """Put a new item into a list, before the item now there."""

    def edit(document: Document) -> Document:
        container, key = _parent(document, pointer)
        container.insert(key, deepcopy(value))
        return document

    return edit


def drop(pointer: str) -> Edit:
    def edit(document: Document) -> Document:
        container, key = _parent(document, pointer)
        del container[key]
        return document

    return edit


def swap(first: str, second: str) -> Edit:
    """Exchange the values at two places."""

    def edit(document: Document) -> Document:
        a, b = look(document, first), look(document, second)
        return put(second, a)(put(first, b)(document))

    return edit


def rename(pointer: str, name: str) -> Edit:
    """Give a key another name."""

    def edit(document: Document) -> Document:
        container, key = _parent(document, pointer)
        container[name] = container.pop(key)
        return document

    return edit


def replace(old: str, new: str | bytes) -> Edit:
    """Replace the first occurrence of a text in the bytes of the file."""

    def edit(document: Document) -> Document:
        data: bytes = spell(document)
        if old.encode() not in data:
            raise ValueError(old)
        return data.replace(old.encode(), new.encode() if isinstance(new, str) else new, 1)

    return edit


def spell(document: Document) -> bytes:
    """The bytes of a vector: sorted keys, short values on one line; bytes stay as they are."""
    return document if isinstance(document, bytes) else (_layout(document, 0) + "\n").encode()


def _layout(value: Document, indent: int) -> str:
    flat = json.dumps(value, sort_keys=True)
    if len(flat) + indent <= 118 or not isinstance(value, dict | list):
        return flat
    pad, end = "\n" + " " * (indent + 1), "\n" + " " * indent
    if isinstance(value, dict):
        return (
            "{" + ",".join(f"{pad}{json.dumps(k)}: {_layout(value[k], indent + 1)}" for k in sorted(value)) + end + "}"
        )
    return "[" + ",".join(pad + _layout(item, indent + 1) for item in value) + end + "]"
