"""Problems as the text of a file, so that what was built in code can be kept, swept and sent."""

from __future__ import annotations

import json
from collections.abc import Mapping


def toml_text(values: Mapping[str, object]) -> str:
    r"""Keys and values as TOML; only texts, integers, truth values, lists and tables occur in problems.

    >>> print(toml_text({"kind": "facet", "scenario": {"parties": {"A": [2, 2]}}}))
    kind = "facet"
    scenario = { parties = { A = [2, 2] } }
    <BLANKLINE>
    """
    return "".join(f"{_key(name)} = {_value(value)}\n" for name, value in values.items())


def _key(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else json.dumps(name)


def _value(value: object) -> str:
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(str(key))} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(str(value)).replace("\x7f", "\\u007f")
