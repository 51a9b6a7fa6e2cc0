"""The static vectors are those of the properties, can be judged without any of this code, and find mistakes."""

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from oracle.conformance.implementation import Implementation
from oracle.conformance.inprocess import InProcessDriver
from oracle.conformance.properties import BugType
from oracle.conformance.registry import suites
from oracle.conformance.vectors import EFFECTS, FOLDER, OTHERS, files
from oracle.conformance.wire import Refusal, Value
from oracle.resources import certificates_dir
from tests.oracle.conformance.good.conventions import CONVENTIONS
from tests.oracle.conformance.good.floats import GOOD
from tests.oracle.conformance.wrong import everything
from tests.schema.schemas import complaints

SHIPPED = sorted((certificates_dir() / FOLDER).glob("*.json"))
Answer = Callable[[str, dict[str, Any]], Value | Refusal]


def verdict(expect: dict[str, str], reply: Value | Refusal) -> str:
    """The table of the page, in twenty lines: nothing of the suite is used but the reading of one number."""
    if expect["kind"] == "refusal":
        return "PASS" if isinstance(reply, Refusal) else "WRONG"
    if isinstance(reply, Refusal):
        return "REFUSED"
    if expect["kind"] == "text":
        return "PASS" if reply.value == expect["text"] else "WRONG"
    ends = reply.value if isinstance(reply.value, list) else [reply.value] * 2
    low, high = (Fraction.from_float(float.fromhex(end)) if "x" in end else Fraction(end) for end in ends)
    least, most, slack = (Fraction(expect[key]) for key in ("low", "high", "slack"))
    if expect["kind"] == "lower-bound":
        return "UNSAFE" if low > most else "WRONG" if high < least and low < high else _loose(low < least - slack)
    if expect["kind"] == "upper-bound":
        return "UNSAFE" if high < least else "WRONG" if low > most and low < high else _loose(high > most + slack)
    return "WRONG" if low > most or high < least else _loose(high - low > slack)


def _loose(condition: bool) -> str:
    return "LOOSE" if condition else "PASS"


def judged(answer: Answer, only: str = "", conventions: dict[str, str] | None = None) -> dict[str, set[str]]:
    """The verdicts of an implementation by property, or by one property, in conventions of its own."""
    found: dict[str, set[str]] = {}
    for path in SHIPPED:
        for group in json.loads(path.read_text())["groups"]:
            if only not in ("", group["property"]) or group.get("conventions") != conventions:
                continue
            calls = [call for case in group["cases"] for call in case]
            found[group["property"]] = {verdict(c["expect"], answer(c["call"], c["arguments"])) for c in calls}
    return found


def test_they_are_written_again_byte_for_byte() -> None:
    again = "python -m oracle.conformance.vectors writes them"
    assert {path.name: path.read_bytes() for path in SHIPPED} == files(), again


def test_every_property_has_vectors_and_every_flag_its_effect() -> None:
    documents = [json.loads(path.read_text()) for path in SHIPPED]
    assert [complaints("vectors", document) for document in documents] == [[]] * len(documents)
    groups = [group for document in documents for group in document["groups"]]
    assert {g["property"] for g in groups} == {name for suite in suites() for name in suite.properties}
    assert set(EFFECTS) == set(BugType)
    for document in documents:
        assert set(document["flags"]) == {flag for group in document["groups"] for flag in group["flags"]}


def test_a_good_implementation_passes_them() -> None:
    assert {name: found for name, found in judged(InProcessDriver(GOOD).call).items() if found != {"PASS"}} == {}


@pytest.mark.parametrize("implementation", CONVENTIONS, ids=lambda implementation: implementation.name)
def test_a_good_implementation_passes_those_of_its_convention(implementation: Implementation) -> None:
    verdicts = judged(InProcessDriver(implementation).call, conventions=implementation.conventions)
    extractors = implementation.conventions.keys() <= set(OTHERS)
    assert bool(verdicts) is extractors
    assert all(found == {"PASS"} for found in verdicts.values()), verdicts
    if extractors:  # and the others are about another convention
        assert judged(InProcessDriver(GOOD).call, conventions=implementation.conventions) != verdicts


def test_every_family_of_extractors_has_vectors_in_both_distances() -> None:
    groups = [group for path in SHIPPED for group in json.loads(path.read_text())["groups"]]
    lengths = {name for suite in suites() for name in suite.calls if name.startswith("extractor.") and "length" in name}
    outputs = {name for suite in suites() for name in suite.calls if name.startswith("extractor.") and "output" in name}
    full = {
        c["call"] for g in groups if g.get("conventions") == {"distance": "full"} for case in g["cases"] for c in case
    }
    half = {c["call"] for g in groups if "conventions" not in g for case in g["cases"] for c in case}
    families = {"toeplitz", "modified-toeplitz", "circulant", "dodis", "two-source", "trevisan"}
    assert {name.split(".")[1] for name in outputs} == families
    assert lengths <= full
    assert lengths | outputs <= half


def test_wrong_implementations_are_found() -> None:
    # the edges alone do not find every mistake that generated cases find, but most of them
    found = 0
    for wrong in everything():
        verdicts = judged(InProcessDriver(wrong.implementation).call, wrong.property)
        found += bool(verdicts[wrong.property] & {"UNSAFE", "WRONG", "REFUSED"})
    assert found >= len(everything()) * 2 // 3


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("lower-bound", "1.9", "PASS"),
        ("lower-bound", "2.1", "UNSAFE"),
        ("lower-bound", "1", "LOOSE"),
        ("lower-bound", ["1.5", "1.6"], "WRONG"),
        ("lower-bound", ["1.9", "3"], "PASS"),
        ("upper-bound", "2.1", "PASS"),
        ("upper-bound", "1.9", "UNSAFE"),
        ("upper-bound", "0x1.8p+1", "LOOSE"),
        ("upper-bound", ["2.5", "2.6"], "WRONG"),
        ("value", "2", "PASS"),
        ("value", "2.0001", "WRONG"),
        ("value", ["1", "3"], "LOOSE"),
        ("value", ["1.9", "2.1"], "PASS"),
    ],
)
def test_a_number_is_judged_as_the_page_says(kind: str, value: str | list[str], expected: str) -> None:
    expect = {"kind": kind, "low": "2", "high": "2", "slack": "1/5"}
    assert verdict(expect, Value(value)) == expected
