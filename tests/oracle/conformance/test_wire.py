"""Numbers and messages: exact, whatever the spelling, and refused where they are none."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.conformance import wire
from oracle.conformance.wire import WireError, description, encoded, interval, number, parsed, reply
from tests.schema.schemas import complaints


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_keep_every_bit(value: float) -> None:
    assert number(value.hex()) == Fraction(value)


@given(st.fractions())
def test_fractions_come_back(value: Fraction) -> None:
    assert number(encoded(value)) == value
    assert complaints("protocol", {"id": "1", "value": encoded(value)}) == []


SPELLINGS = {
    "1": 1, "-1": -1, "+1": 1, "01": 1, "1.": 1, ".5": Fraction(1, 2), "-0": 0, "2/4": Fraction(1, 2), "1e3": 1000,
    "1E-3": Fraction(1, 1000), "0x1p-1": Fraction(1, 2), "0X.8P0": Fraction(1, 2), "-0x1.8p+1": -3, "0x10p0": 16,
}  # fmt: skip


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_number(text: str) -> None:
    assert number(text) == SPELLINGS[text]
    assert complaints("protocol", {"id": "1", "value": text}) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "nan",
        "inf",
        "-Infinity",
        "1/0",
        "1/2/3",
        "1/-2",
        "0x1",
        "0xp1",
        "1e",
        "e1",
        "1_000",
        "١",
        "1,5",
        "½",
    ],
)
def test_no_number(text: str) -> None:
    with pytest.raises(WireError) as caught:
        number(text)
    assert caught.value.code == "not-a-number"


@pytest.mark.parametrize("value", [1, 1.5, None, True, {}, ["1"]])
def test_only_strings_are_numbers(value: object) -> None:
    with pytest.raises(WireError):
        number(value)


@pytest.mark.parametrize("text", ["1" * 4001, "1e5001", "1e-99999999", "0x1p999999999"])
def test_a_number_of_any_size_costs_nothing(text: str) -> None:
    with pytest.raises(WireError) as caught:
        number(text)
    assert caught.value.code == "too-long"


def test_enclosures() -> None:
    assert interval(["1/3", "0.5"]) == (Fraction(1, 3), Fraction(1, 2))
    assert interval("2") == (Fraction(2), Fraction(2))
    for value in (["2", "1"], [], ["1"], ["1", "2", "3"]):
        with pytest.raises(WireError):
            interval(value)


@pytest.mark.parametrize("value", [1.5, True, None, {1}])
def test_what_is_no_argument_is_a_mistake_of_the_suite(value: object) -> None:
    with pytest.raises(TypeError):
        encoded(value)


@given(st.binary(max_size=40))
def test_any_line_is_json_or_garbage(line: bytes) -> None:
    with contextlib.suppress(WireError):
        parsed(line)


def test_a_deep_line_is_garbage() -> None:
    with pytest.raises(WireError):
        parsed(b"[" * 100000)


START = {"protocol": "1", "name": "x", "version": "1", "language": "C", "capabilities": ["a"]}


def test_conventions_are_completed() -> None:
    found = description(START | {"conventions": {"distance": "full"}})
    assert found.conventions == {key: values[0] for key, values in wire.CONVENTIONS.items()} | {"distance": "full"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"protocol": "0"}, "protocol-version"),
        ({"protocol": 1}, "handshake"),
        ({"name": ""}, "handshake"),
        ({"version": None}, "handshake"),
        ({"capabilities": "a"}, "handshake"),
        ({"capabilities": [1]}, "handshake"),
        ({"conventions": []}, "convention"),
        ({"conventions": {"distance": "third"}}, "convention"),
        ({"conventions": {"colour": "red"}}, "convention"),
        ({"conventions": {"distance": ["half"]}}, "convention"),
    ],
)
def test_a_start_that_is_none(change: dict[str, object], code: str) -> None:
    with pytest.raises(WireError) as caught:
        description(START | change)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "message",
    [{"id": "1"}, {"id": "1", "refused": ""}, {"id": "1", "refused": 1}, {"id": "1", "refused": "x", "says": 1}, []],
)
def test_a_reply_that_is_none(message: object) -> None:
    with pytest.raises(WireError):
        reply(message, "1")
