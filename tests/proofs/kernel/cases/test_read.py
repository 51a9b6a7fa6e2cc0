"""Bytes, JSON and the spelling of numbers: what is refused before any mathematics."""

import json
import sys
from fractions import Fraction

import pytest

from proofs.kernel.errors import Limit, Malformed, Refused, Rejected
from proofs.kernel.read import MAX_BYTES, MAX_DEPTH, MAX_DIGITS, MAX_ITEMS, parse, show
from tests.proofs.kernel.build import Refusal, encode, inner, node, proved, raised, refusal
from tests.proofs.kernel.examples import squares

BYTES: dict[str, tuple[bytes, Refusal]] = {
    "no bytes": (b"", "MALFORMED not-json"),
    "not UTF-8": (b"\xff{}", "MALFORMED not-utf8"),
    "UTF-8 of a surrogate": (b'"\xed\xa0\x80"', "MALFORMED not-utf8"),
    "UTF-16": ('{"format": "bellcert/1"}'.encode("utf-16-le"), "MALFORMED not-json"),
    "byte order mark": (b"\xef\xbb\xbf" + encode(squares()), "MALFORMED not-utf8"),
    "two values": (encode(squares()) * 2, "MALFORMED not-json"),
    "text behind the value": (encode(squares()) + b"x", "MALFORMED not-json"),
    "cut short": (encode(squares())[:-1], "MALFORMED not-json"),
    "single quotes": (b"{'format': 'bellcert/1'}", "MALFORMED not-json"),
    "control character in a string": (b'{"format": "a\nb"}', "MALFORMED not-json"),
    "comma behind the last item": (b'{"format": "bellcert/1",}', "MALFORMED not-json"),
    "a list": (b"[]", "MALFORMED not-an-object"),
    "a string": (b'"bellcert/1"', "MALFORMED not-an-object"),
    "a bare number": (b"7", "MALFORMED bare-number"),
    "NaN": (b"NaN", "MALFORMED bare-number"),
    "minus infinity": (b"-Infinity", "MALFORMED bare-number"),
    "null": (b"null", "MALFORMED bare-literal"),
    "true": (b"true", "MALFORMED bare-literal"),
    "duplicate key": (b'{"format": "bellcert/1", "format": "bellcert/1"}', "MALFORMED duplicate-key"),
    "duplicate key by an escape": (b'{"rule": "sos", "r\\u0075le": "sos"}', "MALFORMED duplicate-key"),
    "duplicate key deep inside": (b'{"a": [{"b": "", "b": ""}]}', "MALFORMED duplicate-key"),
    "a number of 5000 digits": (b'{"format": ' + b"9" * 5000 + b"}", "MALFORMED bare-number /format"),
    "a depth bomb of lists": (b"[" * 200_000, "LIMIT depth"),
    "a depth bomb of objects": (b'{"a":' * 200_000, "LIMIT depth"),
    "a depth bomb behind other characters": (b"X" * 200 + b"[" * 200, "LIMIT depth"),
    "a depth bomb behind bytes that are no text": (b"\xff" * 200 + b"[" * 200, "LIMIT depth"),
    "a depth bomb behind short lists": (b"[" + b"[]," * 200 + b"[" * MAX_DEPTH, "LIMIT depth"),
    "too many bytes": (b" " * (MAX_BYTES + 1), "LIMIT bytes"),
}


@pytest.mark.parametrize("fault", BYTES)
def test_bytes_that_are_no_certificate(fault: str) -> None:
    data, expected = BYTES[fault]
    assert refusal(data) == expected


def test_brackets_in_strings_do_not_nest() -> None:
    many = "[{" * 1000
    text = json.dumps({"format": many, "a": '\\"' + many, "b": f'{many}"'})
    assert refusal(text.encode()) == "MALFORMED unknown-format /format"


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_the_depth_of_a_document(opening: str, closing: str) -> None:
    def nested(depth: int) -> bytes:
        return (opening * depth + '""' + closing * depth).encode()

    assert parse(nested(MAX_DEPTH)).pointer == ""
    assert raised(lambda: parse(nested(MAX_DEPTH + 1))) == "LIMIT depth"


def test_a_stack_that_is_nearly_full(monkeypatch: pytest.MonkeyPatch) -> None:
    def loads(*arguments: object, **named: object) -> None:
        raise RecursionError

    monkeypatch.setattr("proofs.kernel.read.json.loads", loads)
    assert raised(lambda: parse(b"[[]]")) == "LIMIT depth"


def test_as_many_bytes_as_allowed_are_read() -> None:
    data = encode(squares())
    assert proved(data.ljust(MAX_BYTES)) == proved(data)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("7", 7), ("-3", -3), ("10", 10), ("9" * MAX_DIGITS, 10**MAX_DIGITS - 1)],
)
def test_an_integer_in_its_one_spelling(text: str, value: int) -> None:
    assert node(text).integer() == value
    assert node(text).rational() == value


def test_the_sign_is_no_digit() -> None:
    assert node("-" + "9" * MAX_DIGITS).integer() == 1 - 10**MAX_DIGITS
    assert raised(node("1" + "0" * MAX_DIGITS).integer) == "LIMIT digits"
    assert raised(node("-1" + "0" * MAX_DIGITS).integer) == "LIMIT digits"


INTEGERS = ["", "-", "+1", "01", "-01", "-0", "00", "1.0", "1e3", " 1", "1 ", "1\n", "0x1", "1_0", "--1", "٣", "\u00b2"]


@pytest.mark.parametrize("text", [*INTEGERS, "1/2", "NaN", "inf"])
def test_another_spelling_of_an_integer(text: str) -> None:
    assert raised(inner(text).integer) == "MALFORMED not-an-integer /x"


@pytest.mark.parametrize("text", [*INTEGERS, "1/", "/2", "1//2", "1/2/3", "1 /2", "-0/1", "1/02", "1/+2"])
def test_another_spelling_of_a_rational(text: str) -> None:
    assert raised(inner(text).rational) == "MALFORMED not-a-rational /x"


@pytest.mark.parametrize("text", ["2/4", "1/1", "5/1", "0/1", "0/2", "1/0", "0/0", "-3/9", "-2/2", "1/-2"])
def test_a_fraction_not_in_lowest_terms(text: str) -> None:
    assert raised(inner(text).rational) == "MALFORMED not-reduced /x"


def test_fractions_in_lowest_terms() -> None:
    assert node("1/2").rational() == Fraction(1, 2)
    assert node("-7/3").rational() == Fraction(-7, 3)


@pytest.mark.parametrize("place", ["{}", "{}/3", "2/{}"])
def test_a_fraction_with_too_many_digits(place: str) -> None:
    assert raised(inner(place.format("1" * (MAX_DIGITS + 1))).rational) == "LIMIT digits /x"


def test_a_process_with_a_lower_limit_on_digits() -> None:
    limit = sys.get_int_max_str_digits()
    try:
        sys.set_int_max_str_digits(640)
        assert raised(inner("9" * 1000).integer) == "LIMIT digits /x"
    finally:
        sys.set_int_max_str_digits(limit)


def test_the_range_of_an_integer() -> None:
    assert node("1").integer(1) == 1
    assert node("5").integer(1, 5) == 5
    assert node("-5").integer() == -5
    assert raised(lambda: inner("0").integer(1)) == "MALFORMED out-of-range /x"
    assert raised(lambda: inner("6").integer(1, 5)) == "LIMIT size /x"


WRONG: dict[str, tuple[object, str]] = {
    "text of a list": ([], "not-a-string"),
    "text of an object": ({}, "not-a-string"),
    "text of null": (None, "bare-literal"),
    "text of false": (False, "bare-literal"),
    "text of a number": (parse(b"[1.5]").items()[0].value, "bare-number"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_string_is_required(fault: str) -> None:
    value, code = WRONG[fault]
    assert raised(inner(value).text) == f"MALFORMED {code} /x"


def test_a_list_or_an_object_is_required() -> None:
    assert raised(inner("").items) == "MALFORMED not-a-list /x"
    assert raised(inner({}).items) == "MALFORMED not-a-list /x"
    assert raised(inner([]).members) == "MALFORMED not-an-object /x"
    assert raised(inner(None).members) == "MALFORMED bare-literal /x"


def test_the_length_of_a_list() -> None:
    assert [child.pointer for child in inner(["", ""]).items(2)] == ["/x/0", "/x/1"]
    assert raised(lambda: inner([""]).items(2)) == "MALFORMED wrong-shape /x"
    assert len(node([""] * MAX_ITEMS).items()) == MAX_ITEMS
    assert raised(inner([""] * (MAX_ITEMS + 1)).items) == "LIMIT size /x"


def test_the_keys_of_an_object() -> None:
    found = inner({"a": "1", "c": "2"}).fields(("a",), ("b", "c"))
    assert {key: child.text() for key, child in found.items()} == {"a": "1", "c": "2"}
    assert raised(lambda: inner({"a": ""}).fields(("a", "b"))) == "MALFORMED missing-key /x"
    assert raised(lambda: inner({"a": "", "d": ""}).fields(("a",), ("b",))) == "MALFORMED unknown-key /x"


def test_pointers_escape_tilde_and_slash() -> None:
    (child,) = inner({"a/b~c": []}).members().values()
    assert child.pointer == "/x/a~1b~0c"
    assert raised(child.text) == "MALFORMED not-a-string /x/a~1b~0c"


@pytest.mark.parametrize("text", ["", "b", "ab", "A", "a\n", "a٣"])
def test_a_name_of_another_form(text: str) -> None:
    assert node("a1").name("a[0-9]?") == "a1"
    assert raised(lambda: inner(text).name(r"a\d?")) == "MALFORMED not-a-name /x"


def test_a_choice_outside_the_list() -> None:
    assert node("b").choice(("a", "b")) == "b"
    assert raised(lambda: inner("c").choice(("a", "b"))) == "MALFORMED unknown-choice /x"


def test_the_three_refusals() -> None:
    place = inner("")
    kinds: list[tuple[Refused, type[Refused], str]] = [
        (place.malformed("a", "s"), Malformed, "MALFORMED"),
        (place.rejected("b", "t"), Rejected, "REJECTED"),
        (place.limit("c", "u"), Limit, "LIMIT"),
    ]
    for refused, kind, verdict in kinds:
        assert (type(refused), refused.verdict, refused.pointer) == (kind, verdict, "/x")
    assert [(r.code, r.sentence) for r, _, _ in kinds] == [("a", "s"), ("b", "t"), ("c", "u")]


def test_foreign_text_is_shown_short_and_in_ascii() -> None:
    assert show("a\nb\u2028") == r"'a\nb\u2028'"
    assert show("x" * 58) == "'" + "x" * 58 + "'"
    assert show("x" * 59) == "'" + "x" * 55 + "...'"
    assert len(show("\u2028" * 1000)) == 60
