"""The canonical text determines the statement, and nothing else enters it."""

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.kernel.check import check_bytes
from proofs.kernel.errors import Refused
from proofs.kernel.rules import read_statement
from proofs.kernel.statement import work_budget
from tests.proofs.kernel.build import at, node
from tests.proofs.kernel.certificates import NAMES, load, verdict
from tests.proofs.kernel.effort import examples
from tests.proofs.kernel.totality.test_anything import places

KINDS: dict[str, list[str]] = {}
for _name in NAMES:
    KINDS.setdefault(load(_name)["statement"]["kind"], []).append(_name)

# values that are likely to be readable where another one stood
NUMBERS = ["0", "1", "-1", "2", "1/2", "-1/2", "3/7", "10"]
COEFFICIENTS: list[Any] = [
    *NUMBERS,
    ["0", "1"],
    ["1", "1"],
    ["0", "-1/2"],
    {"poly": [["1", "t"]]},
    {"poly": [["1", ""], ["2", "t"]]},
]
WORDS = ["", "A0", "A1", "B0", "A0=0", "A0=1", "A1=1", "A0 B0", "A0=1 B0=0", "A0 B0=1"]
CHOICES = [
    "<=", ">=", ">=0", "=0", ">0", "local", "no-signalling", "quantum-commuting", "quantum-tensor", "mean",
    "relation", "positive", "annihilates", "azuma", "width", "classical", "quantum", "none", "any", "declared",
    "data", "acceptance", "h", "g", "s", "t", "u",
]  # fmt: skip
PARTS: list[Any] = [
    ["1", "A0"], ["2", "A0 B0"], ["0", "2"], ["1", "3"], ["A0", "A1"], ["A", "B"],
    {"name": "t"}, {"name": "t", "low": "0", "high": "1"}, {"name": "s"}, {"name": "C", "inputs": [["0", "2"]]},
    {"polynomial": {"poly": [["1", "t"]]}, "sense": ">0"}, {"symbol": "t", "power": "2", "equals": "2"},
    {"name": "h", "kind": "mean", "sense": ">=0", "polynomial": [["1", "A0"]]},
    {"name": "h", "kind": "relation", "polynomial": [["1", "A0"]]},
    {"functional": [["1", "A0"]], "value": "1"},
    {"ln": ["2"]}, {"add": ["1", "2"]}, {"sub": ["1", "2"]}, {"min": ["1", "2"]}, {"pow": ["2", "2"]},
    {"div": ["1", "2"]},
]  # fmt: skip
OPTIONAL: dict[str, Any] = {
    "field": {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]},
    "symbols": [{"name": "t"}],
    "relations": [{"symbol": "t", "power": "2", "equals": "2"}],
    "conditions": [{"polynomial": {"poly": [["1", "t"]]}, "sense": ">=0"}],
    "hypotheses": [{"name": "h", "kind": "mean", "sense": ">=0", "polynomial": [["1", "A0"]]}],
    "vacuity": "unchecked",
}


def lines(statement: Any) -> str | None:
    """The canonical text, or None for what is no statement."""
    try:
        return "\n".join(read_statement(node(statement), work_budget()).lines())
    except Refused:
        return None


def edit(data: st.DataObject, statement: Any) -> None:
    """One change at a random place: another value, an item more or less, an optional key."""
    choice = data.draw(st.integers(0, 5))
    if choice == 0:
        name = data.draw(st.sampled_from(list(OPTIONAL)))
        statement[name] = copy.deepcopy(OPTIONAL[name])
        return
    pointer = data.draw(st.sampled_from(places(statement)))
    parent, _, last = pointer.rpartition("/")
    holder = at(statement, parent)
    key: Any = int(last) if isinstance(holder, list) else last
    if choice == 1:
        del holder[key]
    elif choice == 2 and isinstance(holder, list):
        holder.insert(key, copy.deepcopy(data.draw(st.sampled_from(PARTS))))
    elif isinstance(holder[key], str):
        number, word = holder[key][:1] in "-0123456789", " " in holder[key] or "=" in holder[key]
        pool = NUMBERS if number else WORDS if word else CHOICES + WORDS
        holder[key] = data.draw(st.sampled_from(pool))
    else:
        holder[key] = copy.deepcopy(data.draw(st.sampled_from([*COEFFICIENTS, *PARTS])))


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@examples(15)
def test_different_statements_have_different_texts(kind: str, data: st.DataObject) -> None:
    first = load(data.draw(st.sampled_from(KINDS[kind])))["statement"]
    texts = {str(lines(first)): first}
    assert None not in texts
    second = copy.deepcopy(first)
    for _ in range(data.draw(st.integers(1, 4))):
        edit(data, second)
        if not places(second):
            break
        found = lines(second)
        if found is not None:
            # the text may come back only with the statement
            assert texts.setdefault(found, copy.deepcopy(second)) == second, found


def shuffled(value: Any, order: random.Random) -> Any:
    if isinstance(value, dict):
        names = list(value)
        order.shuffle(names)
        return {name: shuffled(value[name], order) for name in names}
    return [shuffled(item, order) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", NAMES)
def test_order_of_keys_white_space_and_escapes_do_not_matter(name: str) -> None:
    document = shuffled(load(name), random.Random(0))
    data = json.dumps(document, indent=3)
    if "A0" in data:
        data = data.replace('"A0"', '"\\u00410"')
    assert check_bytes(data.encode())[2:] == verdict(name)[2:]
    assert lines(document["statement"]) == verdict(name).statement


def test_no_two_shipped_certificates_say_the_same() -> None:
    texts: dict[str, Any] = {}
    for name in NAMES:
        document = load(name)
        assert texts.setdefault(verdict(name).statement, document["statement"]) == document["statement"]
