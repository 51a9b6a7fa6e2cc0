"""Where the inputs and outcomes of a round stand in an event file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from oracle.ask.reader import Table, shown
from oracle.failures import Malformed

FORMATS = ("csv", "parquet", "npy", "npz", "hdf5", "mat", "raw")
SUFFIXES = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".parquet": "parquet", ".npy": "npy", ".npz": "npz", ".h5": "hdf5",
    ".hdf5": "hdf5", ".mat": "mat", ".bin": "raw", ".dat": "raw",
}  # fmt: skip
SCHEMA = "bellcert-events/1"
"""Key of a Parquet file's metadata whose value names the scenario, see `scenario_of`."""
MOST_PARTIES = 8
MOST_INPUTS = 32
MOST_OUTCOMES = 16
MOST_CELLS = 1 << 16
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
_TYPES = ("u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8")

Parties = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Source:
    """How one number of a round is read from a column.

    Attributes:
        column: name, or position from 0 where the columns have no names.
        values: text of the file's value -> number; None where the value is the number itself, or a mask or range rules.
        mask: bits of which one must be set for the number 1, else it is 0; None without a mask.
        ranges: (low, high, number), both ends included.
        other: the number of values outside of all ranges; None refuses them.
    """

    column: str
    values: Mapping[str, int] | None = None
    mask: int | None = None
    ranges: tuple[tuple[Fraction, Fraction, int], ...] = ()
    other: int | None = None

    @property
    def textual(self) -> bool:
        """Whether some value of the file is not an integer."""
        return self.values is not None and not all(_INTEGER.fullmatch(key) for key in self.values)


@dataclass(frozen=True)
class Selection:
    """Rows that count: those whose column has one of the values, or lies in one of the ranges."""

    source: Source


@dataclass(frozen=True)
class Layout:
    """How rounds are read from files.

    Attributes:
        parties: outcomes of each input, by party; empty where the data shall say.
        inputs, outcomes: by party.
        select: which rows count, or None for all.
        count: a column that says for how many rounds a row stands, or "".
        format: of `FORMATS`, or "" to go by the file's name.
        header: whether the first line of a CSV file names the columns.
        delimiter: between the fields of a CSV file, or "" for a tab in files called .tsv and a comma in others.
        fields: names and types of the fields of a record, for the format raw.
        compression: "zlib" or "", for the format raw.
    """

    parties: Parties
    inputs: Mapping[str, Source]
    outcomes: Mapping[str, Source]
    select: Selection | None = None
    count: str = ""
    format: str = ""
    header: bool = True
    delimiter: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    compression: str = ""
    sources: tuple[Source, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        """Keep inputs first, then outcomes, in the order of the table's columns."""
        object.__setattr__(self, "sources", (*self.inputs.values(), *self.outcomes.values()))


def names_of(parties: int) -> tuple[list[str], list[str]]:
    """Columns of inputs and outcomes in the project's own files.

    >>> names_of(2), names_of(3)
    ((['x', 'y'], ['a', 'b']), (['x1', 'x2', 'x3'], ['a1', 'a2', 'a3']))
    """
    if parties == 2:
        return ["x", "y"], ["a", "b"]
    numbers = range(1, parties + 1)
    return [f"x{k}" for k in numbers], [f"a{k}" for k in numbers]


def own_layout(columns: Sequence[str], file: str, parties: Parties | None = None) -> Layout:
    """The layout of a file with the project's own columns: x, y, a, b, or x1, ..., a1, ..., in any order.

    Args:
        columns: names found in the file; others than these are left alone.
        file: what errors call it.
        parties: the scenario, where something says it.

    Raises:
        Malformed: `csv-header`, columns of these names are missing.
    """
    for n in (2, 1, *range(3, MOST_PARTIES + 1)):
        inputs, outcomes = names_of(n)
        if all(name in columns for name in (*inputs, *outcomes)) and f"x{n + 1}" not in columns:
            names = [chr(ord("A") + k) for k in range(n)]
            if parties is not None and len(parties) != n:
                raise Malformed("csv-header", f"{file}: {n} parties have columns, the scenario has {len(parties)}")
            return Layout(
                parties or {},
                {name: Source(column) for name, column in zip(names, inputs, strict=True)},
                {name: Source(column) for name, column in zip(names, outcomes, strict=True)},
                count="count" if "count" in columns else "",
            )
    found = ", ".join(shown(name) for name in list(columns)[:8])
    raise Malformed(
        "csv-header",
        f"{file}: the columns x, y, a, b (or x1, ..., a1, ...) are needed, found {found}; --map names other ones",
    )


def scenario_of(text: str, file: str) -> dict[str, tuple[int, ...]]:
    """The parties in the metadata of a Parquet file: {"parties": {"A": [2, 2], "B": [2, 2]}}.

    >>> scenario_of('{"parties": {"A": [2, 2], "B": [2, 3]}}', "e.parquet")
    {'A': (2, 2), 'B': (2, 3)}
    """
    try:
        document = json.loads(text)
        parties = {str(name): tuple(outcomes) for name, outcomes in document["parties"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Malformed("wrong-value", f"{file}: the metadata {SCHEMA} names no parties") from None
    _require_parties(parties, file)
    return parties


def _require_parties(parties: Mapping[str, tuple[object, ...]], place: str) -> None:
    good = 1 <= len(parties) <= MOST_PARTIES and all(
        re.fullmatch("[A-Z]", name) and 1 <= len(outcomes) <= MOST_INPUTS
        and all(type(d) is int and 2 <= d <= MOST_OUTCOMES for d in outcomes)
        for name, outcomes in parties.items()
    )  # fmt: skip
    if not good:
        raise Malformed(
            "wrong-value",
            f"{place}: parties are one capital letter each, with the number of outcomes (2 to {MOST_OUTCOMES}) of each "
            f"input; at most {MOST_PARTIES} parties and {MOST_INPUTS} inputs",
        )


def read_layout(top: Table) -> Layout:
    """The layout in a mapping file.

    Raises:
        Malformed: `unknown-key`, `missing-key`, `wrong-value`; the sentence names file and key.
    """
    top.keys(
        ["scenario", "inputs", "outcomes"],
        ["title", "select", "count", "format", "header", "delimiter", "fields", "compression"],
    )
    listed = top.table("scenario").table("parties")
    parties: dict[str, tuple[int, ...]] = {}
    for name in sorted(listed.value):
        value = listed.value[name]
        parties[name] = tuple(value) if isinstance(value, list) else ()
    _require_parties(parties, listed.place())
    chosen = top.choice("format", FORMATS) if "format" in top.value else ""
    fields = _fields(top) if "fields" in top.value else ()
    if (chosen == "raw") is not bool(fields):
        raise top.malformed("fields", "the format raw needs the fields of a record, and no other format has them")
    return Layout(
        parties,
        _sources(top.table("inputs"), parties, {name: len(outcomes) for name, outcomes in parties.items()}),
        _sources(top.table("outcomes"), parties, {name: max(outcomes) for name, outcomes in parties.items()}),
        Selection(_source(top.table("select"), 2, selecting=True)) if "select" in top.value else None,
        _column(top, "count") if "count" in top.value else "",
        chosen,
        _flag(top, "header"),
        _delimiter(top),
        fields,
        top.choice("compression", ("zlib",)) if "compression" in top.value else "",
    )


def _flag(top: Table, key: str) -> bool:
    value = top.value.get(key, True)
    if not isinstance(value, bool):
        raise top.malformed(key, "true or false is needed")
    return value


def _delimiter(top: Table) -> str:
    if "delimiter" not in top.value:
        return ""
    value = top.value["delimiter"]
    if not isinstance(value, str) or len(value) != 1 or value in '"\n\r':
        raise top.malformed("delimiter", "one character is needed")
    return value


def _fields(top: Table) -> tuple[tuple[str, str], ...]:
    found = []
    for pair in top.value["fields"] if isinstance(top.value["fields"], list) else [None]:
        if not isinstance(pair, list) or len(pair) != 2 or pair[1] not in _TYPES or not isinstance(pair[0], str):
            raise top.malformed("fields", f"{shown(str(pair))} is no pair of a name and one of {', '.join(_TYPES)}")
        found.append((pair[0], pair[1]))
    return tuple(found)


def _column(table: Table, key: str) -> str:
    value = table.value[key]
    if (
        isinstance(value, bool)
        or not isinstance(value, (str, int))
        or value == ""
        or (not isinstance(value, str) and value < 0)
    ):
        raise table.malformed(key, "the name of a column is needed, or its position from 0")
    return str(value)


def _sources(table: Table, parties: Parties, sizes: Mapping[str, int]) -> dict[str, Source]:
    table.keys(list(parties))
    return {name: _source(table.table(name), sizes[name]) for name in parties}


def _source(table: Table, size: int, selecting: bool = False) -> Source:
    ways = ("values", "ranges") if selecting else ("values", "mask", "slots", "ranges")
    table.keys(["column"], [*ways, *([] if selecting else ["other"])])
    given = [way for way in ways if way in table.value]
    if len(given) > 1 or (selecting and not given):
        raise table.malformed("", f"exactly one of {', '.join(ways)} says which values count", "missing-key")
    other = _number(table, "other", table.value["other"], size) if "other" in table.value else None
    if other is not None and given != ["ranges"]:
        raise table.malformed("other", "only ranges leave other values")
    column = _column(table, "column")
    if given == ["values"]:
        return Source(column, values=_values(table, size, selecting))
    if given == ["ranges"]:
        return Source(column, ranges=_ranges(table, size, selecting), other=other)
    return Source(column, mask=_mask(table, given[0]) if given else None)


def _values(table: Table, size: int, selecting: bool) -> dict[str, int]:
    value = table.value["values"]
    if selecting:
        if not isinstance(value, list) or not value or not all(isinstance(item, (str, int)) for item in value):
            raise table.malformed("values", "a list of values is needed")
        return {str(item): 1 for item in value}
    named = table.table("values")
    return {key: _number(named, key, number, size) for key, number in named.value.items()}


def _ranges(table: Table, size: int, selecting: bool) -> tuple[tuple[Fraction, Fraction, int], ...]:
    value = table.value["ranges"]
    length = 2 if selecting else 3
    found = []
    for item in value if isinstance(value, list) and value else [None]:
        if not isinstance(item, list) or len(item) != length:
            raise table.malformed("ranges", f"a list of [low, high{'' if selecting else ', number'}] is needed")
        low, high = (table.number("ranges", end) for end in item[:2])
        if low > high:
            raise table.malformed("ranges", f"the range from {low} to {high} is empty")
        found.append((low, high, 1 if selecting else _number(table, "ranges", item[2], size)))
    for (_, high, _), (low, _, _) in zip(sorted(found), sorted(found)[1:], strict=False):
        if low <= high:
            raise table.malformed("ranges", f"two ranges have {low} in common")
    return tuple(found)


def _number(table: Table, key: str, value: object, size: int) -> int:
    if type(value) is not int or not 0 <= value < size:
        raise table.malformed(key, f"a number from 0 to {size - 1} is needed, not {shown(str(value))}")
    return value


def _mask(table: Table, key: str) -> int:
    value = table.value[key]
    if key == "slots":
        if not isinstance(value, list) or not value or not all(type(k) is int and 0 <= k < 64 for k in value):
            raise table.malformed("slots", "a list of bits from 0 to 63 is needed")
        return sum(1 << k for k in set(value))
    try:
        mask = int(value, 0) if isinstance(value, str) else value
    except ValueError:
        mask = None
    if type(mask) is not int or not 0 < mask < 1 << 64:
        raise table.malformed("mask", 'a number below 2^64 is needed, such as "0x3f"')
    return mask
