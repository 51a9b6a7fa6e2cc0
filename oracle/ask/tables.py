"""Tables of probabilities and counts as comma-separated values: one reader for every scenario and every verb."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Generic, TypeVar

from oracle.ask.csv_lines import csv_lines
from oracle.ask.reader import MAX_TABLE, Table, shown
from oracle.failures import Limit, Malformed
from oracle.numbers import parse_rational
from oracle.recognised import hinted

Behaviour = dict[str, Fraction]  # "A0=1 B0=0" -> probability, without zeros
Parties = Mapping[str, tuple[int, ...]]

Key = TypeVar("Key", bound=Hashable)

MAX_CELLS = 1 << 16
MAX_COUNT = 10**15
LOST = "-"
"""Stands for the outcome of an event that none was seen of."""

_COUNT = re.compile(r"0|[1-9][0-9]*", re.ASCII)


def parse_count(text: str) -> int:
    """A count in plain digits.

    Raises:
        Malformed: `csv-count`.
        Limit: `size`, above `MAX_COUNT`.

    >>> parse_count("293")
    293
    """
    if _COUNT.fullmatch(text) is None:
        raise Malformed("csv-count", f"the count {shown(text)} is not a nonnegative integer in plain digits")
    if len(text) > len(str(MAX_COUNT)) or int(text) > MAX_COUNT:
        raise Limit("size", f"a count is at most {MAX_COUNT}")
    return int(text)


def parse_probability(text: str) -> Fraction:
    """A number from 0 to 1.

    Raises:
        Malformed: `not-a-behaviour`, another one; codes of numbers.
    """
    value = parse_rational(text)
    if not 0 <= value <= 1:
        raise Malformed("not-a-behaviour", f"{value} is no probability")
    return value


@dataclass(frozen=True)
class Layout(Generic[Key]):
    """How a table is laid out.

    Attributes:
        headers: first lines that are allowed, without the last column; the last of them is named in refusals.
        cells: the fields of each line, without the last, and the cell they stand for.
        outcomes: how many of the fields are outcomes; they come last.
        others: what refusals say of tables with other cells.
    """

    headers: Sequence[tuple[str, ...]]
    cells: Mapping[tuple[str, ...], Key]
    outcomes: int
    others: str = ""


def read_cells(
    data: bytes,
    file: str,
    layout: Layout[Key],
    column: str,
    parse: Callable[[str], Fraction | int],
    lost: str = "",
    most: int = MAX_TABLE,
) -> dict[Key, Fraction]:
    """Every cell once, in any order of the lines.

    Args:
        data: the table.
        file: what errors call it; nothing if there is only one.
        layout: its cells.
        column: the last one's name.
        parse: reads a field of it.
        lost: the outcome that events without one, written -, are added to; they need not be listed.
        most: bytes that are allowed.

    Raises:
        Malformed: `not-utf8`, `csv-header`, `csv-row`, `csv-cell`, `csv-duplicate`, `csv-missing`, or the code of a
            number; the sentence names file and line.
        Limit: `bytes`, or a number with too many digits.
    """
    place = f"{file}: " if file else ""
    headers = [(*first, column) for first in layout.headers]
    rows = csv_lines(data, most, file)
    line, header = next(rows, (1, []))
    if tuple(header) not in headers:
        said = f"{place}line {line}: the header is {','.join(headers[-1])}"
        sentence = hinted(said, data)
        if sentence == said and column == "count":
            sentence += "; of files of events bellcert tally makes such a table"
        raise Malformed("csv-header", sentence, file)
    result: dict[Key, Fraction] = {}
    seen: set[tuple[str, ...]] = set()
    for line, row in rows:
        where = f"{place}line {line}"
        fields: tuple[str, ...] = tuple(row[:-1])
        if len(row) != len(header):
            raise Malformed("csv-row", f"{where}: {len(row)} fields where {len(header)} are needed", where)
        binned = fields
        if lost:
            start = len(fields) - layout.outcomes
            binned = (*fields[:start], *(lost if field == LOST else field for field in fields[start:]))
        if binned not in layout.cells:
            hint = f"; {LOST} needs the key lost" if LOST in fields and not lost else layout.others
            raise Malformed("csv-cell", f"{where}: {shown(','.join(fields))} is no cell of the scenario{hint}", where)
        if fields in seen:
            raise Malformed("csv-duplicate", f"{where}: the cell {','.join(fields)} is listed twice", where)
        seen.add(fields)
        try:
            value = parse(row[-1])
        except (Malformed, Limit) as problem:
            raise type(problem)(problem.code, f"{where}: {problem.sentence}", where) from None
        cell = layout.cells[binned]
        result[cell] = result.get(cell, Fraction(0)) + value
    missing = [fields for fields in layout.cells if fields not in seen]
    if missing:
        raise Malformed(
            "csv-missing", f"{place}after line {line}: {len(missing)} cells are missing, such as {','.join(missing[0])}"
        )
    return {cell: result[cell] for cell in layout.cells.values()}


def cells(parties: Parties) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], str]]:
    """Inputs, outcomes and the event of every cell.

    >>> [event for _, _, event in cells({"A": (2,), "B": (2,)})]
    ['A0=0 B0=0', 'A0=0 B0=1', 'A0=1 B0=0', 'A0=1 B0=1']
    """
    for inputs in product(*(range(len(outcomes)) for outcomes in parties.values())):
        counts = [outcomes[x] for outcomes, x in zip(parties.values(), inputs, strict=True)]
        for outcome in product(*map(range, counts)):
            event = " ".join(f"{name}{x}={a}" for name, x, a in zip(parties, inputs, outcome, strict=True))
            yield inputs, outcome, event


def layout_of(parties: Parties) -> Layout[str]:
    """The layout of a table of all parties' events: the inputs, then the outcomes."""
    n = len(parties)
    numbered = tuple(f"{kind}{k}" for kind in "xa" for k in range(1, n + 1))
    headers = [numbered, *([("x", "y", "a", "b")] if n == 2 else [])]
    known = {tuple(map(str, (*inputs, *outcomes))): event for inputs, outcomes, event in cells(parties)}
    return Layout(headers, known, n)


def read_csv(data: bytes, file: str, parties: Parties, lost: str = "") -> Behaviour:
    r"""The probabilities in a CSV file: inputs, outcomes, probability; every cell once, in any order.

    The header is `x,y,a,b,probability` for two parties, else `x1,...,xn,a1,...,an,probability`.

    Raises:
        Malformed, Limit: as `read_cells`.

    >>> read_csv(b"x1,a1,probability\n0,0,1/4\n0,1,0.75\n", "p.csv", {"A": (2,)})
    {'A0=0': Fraction(1, 4), 'A0=1': Fraction(3, 4)}
    """
    return read_cells(data, file, layout_of(parties), "probability", parse_rational, lost)


def read_counts(data: bytes, file: str, parties: Parties, lost: str = "") -> dict[str, int]:
    r"""The counts in a CSV file, laid out as probabilities are, the last column called count.

    Raises:
        Malformed, Limit: as `read_cells`; `csv-count`.

    >>> read_counts(b"x1,a1,count\n0,0,3\n0,-,1\n0,1,4\n", "n.csv", {"A": (2,)}, lost="1")
    {'A0=0': 3, 'A0=1': 5}
    """
    found = read_cells(data, file, layout_of(parties), "count", parse_count, lost)
    return {event: int(count) for event, count in found.items()}


def inline(table: Table, parties: Parties) -> Behaviour:
    """The probabilities of events that a problem file lists itself; those that are not listed vanish.

    Raises:
        Malformed: `not-a-word`, numbers.
    """
    known = {event for _, _, event in cells(parties)}
    for word in table.value:
        if word not in known:
            raise table.malformed(shown(word), "no event of one outcome of one input of every party", "not-a-word")
    return {event: table.rational(event) for event in table.value}
