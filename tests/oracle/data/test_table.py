"""The reader of counts: what is tolerated, and every refusal with its line."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.ask.tables import MAX_COUNT
from oracle.data.chsh_table import CELLS, CountTable, read_inputs, read_table
from oracle.failures import Limit, Malformed

HEADER = "x,y,a,b,count"
LINES = [f"{x},{y},{a},{b},{10 * x + y + 3 * a + b}" for x, y, a, b in CELLS]


def text(lines: list[str], header: str = HEADER, end: str = "\n") -> bytes:
    return end.join([header, *lines, ""]).encode()


@pytest.mark.parametrize(
    "data",
    [
        text(LINES),
        b"\xef\xbb\xbf" + text(LINES),
        text(LINES, end="\r\n"),
        text(LINES).rstrip(b"\n"),
        text(LINES) + b"\n\n",
        text([line.replace(",", " , ") for line in LINES]),
        text([",".join(f'"{field}"' for field in line.split(",")) for line in LINES]),
    ],
    ids=["plain", "byte-order-mark", "crlf", "no-final-newline", "blank-lines", "spaces", "quoted"],
)
def test_the_same_table(data: bytes) -> None:
    assert read_table(data) == CountTable({(x, y, a, b): 10 * x + y + 3 * a + b for x, y, a, b in CELLS})


@given(st.permutations(LINES))
def test_row_order_does_not_matter(lines: list[str]) -> None:
    assert read_table(text(lines)) == read_table(text(LINES))


def replaced(line: str) -> bytes:
    """The table with another line 5."""
    return text([*LINES[:3], line, *LINES[4:]])


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "csv-header", 1),
        (text(LINES, header="a,b,x,y,count"), "csv-header", 1),
        (text(LINES, header="x,y,a,b"), "csv-header", 1),
        (text(LINES, header="X,Y,A,B,COUNT"), "csv-header", 1),
        (text(LINES, header="x1,x2,a1,a2,count"), "csv-header", 1),
        ("\n".join(LINES).encode(), "csv-header", 1),
        (replaced("0,0,1,1"), "csv-row", 5),
        (replaced("0,0,1,1,3,"), "csv-row", 5),
        (replaced('0,0,1,1,"3'), "csv-row", 17),
        (replaced("0,0,1,2,3"), "csv-cell", 5),
        (replaced("0,0,1,-1,3"), "csv-cell", 5),
        (replaced("0,0,1,,3"), "csv-cell", 5),
        (replaced("0,0,1,01,3"), "csv-cell", 5),
        (replaced("0,0,1,1,-3"), "csv-count", 5),
        (replaced("0,0,1,1,3.0"), "csv-count", 5),
        (replaced("0,0,1,1,1e3"), "csv-count", 5),
        (replaced("0,0,1,1,+3"), "csv-count", 5),
        (replaced("0,0,1,1,nan"), "csv-count", 5),
        (replaced("0,0,1,1,"), "csv-count", 5),
        (replaced("0,0,1,1,007"), "csv-count", 5),
        (replaced("0,0,1,1,\u0663"), "csv-count", 5),
        (replaced("0,0,0,0,3"), "csv-duplicate", 5),
        (text([*LINES, LINES[0]]), "csv-duplicate", 18),
        (text(LINES[:-1]), "csv-missing", 16),
        (text([]), "csv-missing", 1),
        (text(LINES).replace(b"0,1,0,0", b"0,1,0,\xff"), "not-utf8", 6),
    ],
)
def test_bad_tables_are_refused_with_their_line(data: bytes, code: str, line: int) -> None:
    with pytest.raises(Malformed) as refused:
        read_table(data)
    assert refused.value.code == code
    assert f"line {line}:" in refused.value.sentence
    assert "\n" not in refused.value.sentence


@pytest.mark.parametrize("count", [str(MAX_COUNT + 1), "9" * 5000])
def test_a_huge_count_is_a_limit(count: str) -> None:
    with pytest.raises(Limit) as refused:
        read_table(replaced(f"0,0,1,1,{count}"))
    assert refused.value.code == "size"


def test_no_round_at_all_is_refused() -> None:
    with pytest.raises(Malformed) as refused:
        read_table(text([line.rpartition(",")[0] + ",0" for line in LINES]))
    assert refused.value.code == "no-rounds"


def test_a_huge_file_is_a_limit() -> None:
    with pytest.raises(Limit) as refused:
        read_table(text(LINES) + b"\n" * (1 << 20))
    assert refused.value.code == "bytes"


@given(st.binary(max_size=200) | st.text(alphabet='xyabcount,01\r\n"\x00-. ', max_size=200).map(str.encode))
def test_any_bytes_are_a_table_or_a_named_problem(data: bytes) -> None:
    for prefix in (b"", f"{HEADER}\n".encode()):
        try:
            read_table(prefix + data)
        except (Malformed, Limit):
            continue


def test_changed_bytes_are_a_table_or_a_named_problem() -> None:
    choose = random.Random(0)
    for _ in range(500):
        data = bytearray(text(LINES))
        data[choose.randrange(len(data))] = choose.randrange(256)
        try:
            read_table(bytes(data))
        except (Malformed, Limit):
            continue


def test_declared_inputs() -> None:
    assert set(read_inputs("uniform").values()) == {Fraction(1, 4)}
    assert read_inputs("1/2,0.25,1/8,0.125") == {
        (0, 0): Fraction(1, 2),
        (0, 1): Fraction(1, 4),
        (1, 0): Fraction(1, 8),
        (1, 1): Fraction(1, 8),
    }


@pytest.mark.parametrize(
    ("declared", "code", "shown"),
    [
        ("0.5,0.5,0.1,0.1", "inputs", "off by 1/5"),
        ("1/3,1/3,1/3,0", "inputs", "0 was declared"),
        ("1/2,1/2,1/2,-1/2", "inputs", "-1/2 was declared"),
        ("1/2,1/2", "inputs", "neither uniform"),
        ("Uniform", "inputs", "neither uniform"),
        ("nan,1/4,1/4,1/4", "not-a-number", "nan"),
        ("sqrt(2),1/4,1/4,1/4", "wrong-number", "sqrt(2)"),
    ],
)
def test_bad_declared_inputs(declared: str, code: str, shown: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_inputs(declared)
    assert refused.value.code == code
    assert shown in refused.value.sentence
