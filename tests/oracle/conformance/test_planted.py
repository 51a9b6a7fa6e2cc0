"""Planted faults: what is recorded about them comes out again, and few escape, each with its reason."""

import json

import pytest

from oracle.conformance.registry import select
from oracle.conformance.vectors import FAULTS
from oracle.resources import certificates_dir
from tests.oracle.conformance.planted import everything
from tests.oracle.conformance.planted.judge import ESCAPES, catches, killed_by

RECORD = json.loads((certificates_dir() / FAULTS).read_bytes())["faults"]
BY_NAME = {fault.name: fault for fault in everything()}
KNOWN = (
    "floor-of-a-float", "entropy-through-single-precision", "error-squared-above-three-bits",
    "words-beyond-the-first-repeat", "drift-after-a-thousand-calls", "rows-within-five-per-cent",
    "nothing-off-the-tilted-family", "negative-bell-value-for-zero", "negative-quadrants-left-out",
    "gross-behind-rounding",
)  # fmt: skip
"""Faults that an earlier suite did not find, or found for the wrong size."""


def test_every_fault_is_recorded_and_says_what_is_wrong() -> None:
    assert set(RECORD) == set(BY_NAME)
    assert {name: entry["says"] for name, entry in RECORD.items()} == {f.name: f.says for f in BY_NAME.values()}
    assert all(fault.says for fault in BY_NAME.values())


def test_few_escape_and_each_has_a_reason() -> None:
    escaped = {name for name, entry in RECORD.items() if not entry["suite"]}
    assert escaped == set(ESCAPES)
    assert all(RECORD[name]["escapes"] == ESCAPES[name] for name in escaped)
    assert 20 * len(escaped) <= len(RECORD)
    assert not escaped & set(KNOWN)
    assert len(set(RECORD) - set(KNOWN)) >= 40


@pytest.mark.parametrize("name", RECORD)
def test_a_fault_is_found_by_the_property_that_is_recorded(name: str) -> None:
    for property_name in RECORD[name]["suite"]:
        (what,) = select([property_name])
        assert catches(what, BY_NAME[name])
    assert killed_by(BY_NAME[name]) == RECORD[name]["vectors"]
