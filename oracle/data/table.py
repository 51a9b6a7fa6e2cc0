"""Tables of counts: two parties, two settings, two outcomes, one line a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from oracle.ask.lines import csv_lines
from oracle.problems import Limit, Malformed

HEADER = ("x", "y", "a", "b", "count")
MAX_BYTES = 1 << 20
MAX_COUNT = 10**15

Cell = tuple[int, int, int, int]
Setting = tuple[int, int]
CELLS: tuple[Cell, ...] = tuple((x, y, a, b) for x, y, a, b in product((0, 1), repeat=4))
SETTINGS: tuple[Setting, ...] = ((0, 0), (0, 1), (1, 0), (1, 1))

_COUNT = re.compile(r"0|[1-9][0-9]*", re.ASCII)


@dataclass(frozen=True)
class CountTable:
    """How often each outcome pair (a, b) was seen at each setting pair (x, y).

    Attributes:
        counts: all sixteen cells (x, y, a, b), nonnegative integers, not all zero.
    """

    counts: Mapping[Cell, int]

    @property
    def rounds(self) -> int:
        """Number of rounds, at least one."""
        return sum(self.counts.values())

    def at(self, x: int, y: int) -> int:
        """Number of rounds with these settings."""
        return sum(self.counts[x, y, a, b] for a, b in SETTINGS)

    def correlation(self, x: int, y: int) -> int:
        """Rounds with equal outcomes minus rounds with different outcomes, at these settings."""
        return sum((1 if a == b else -1) * self.counts[x, y, a, b] for a, b in SETTINGS)

    def zeros(self, party: str, x: int, y: int) -> int:
        """Rounds at these settings in which the party ("A" or "B") had outcome 0."""
        return sum(self.counts[(x, y, 0, other) if party == "A" else (x, y, other, 0)] for other in (0, 1))


def _shown(text: str) -> str:
    return ascii(text[:40])


def read_table(data: bytes) -> CountTable:
    r"""The table in a CSV file.

    Args:
        data: UTF-8, a byte order mark and either line ending tolerated; header `x,y,a,b,count`,
            then the sixteen cells in any order, settings and outcomes 0 or 1.

    Returns:
        All sixteen counts.

    Raises:
        Malformed: `not-utf8`, `csv-header`, `csv-row`, `csv-cell`, `csv-count`, `csv-duplicate`,
            `csv-missing`, `no-rounds`; the sentence names the line.
        Limit: `bytes`, or `size` for a count above `MAX_COUNT`.

    >>> rows = [f"{x},{y},{a},{b},7" for x, y, a, b in CELLS]
    >>> read_table("\r\n".join(["x,y,a,b,count", *reversed(rows)]).encode()).rounds
    112
    >>> read_table(b"x,y,a,b,count\n0,0,0,0,-1")
    Traceback (most recent call last):
    oracle.problems.Malformed: ('csv-count', "line 2: the count '-1' is not a nonnegative integer in plain digits")
    """
    rows = csv_lines(data, MAX_BYTES)
    line, header = next(rows, (1, []))
    if tuple(header) != HEADER:
        raise Malformed("csv-header", f"line {line}: the header must be {','.join(HEADER)}")
    counts: dict[Cell, int] = {}
    for line, row in rows:
        cell, count = _row(line, row)
        if cell in counts:
            raise Malformed("csv-duplicate", f"line {line}: the cell x,y,a,b = {_cell_text(cell)} was listed before")
        counts[cell] = count
    missing = [_cell_text(cell) for cell in CELLS if cell not in counts]
    if missing:
        raise Malformed("csv-missing", f"after line {line}: no line for x,y,a,b = {'; '.join(missing)}")
    if not any(counts.values()):
        raise Malformed("no-rounds", f"up to line {line}: all counts are zero")
    return CountTable({cell: counts[cell] for cell in CELLS})


def _cell_text(cell: Cell) -> str:
    return ",".join(map(str, cell))


def _row(line: int, row: list[str]) -> tuple[Cell, int]:
    if len(row) != len(HEADER):
        raise Malformed("csv-row", f"line {line}: {len(row)} fields instead of {len(HEADER)}")
    for name, field in zip(HEADER, row[:4], strict=False):
        if field not in ("0", "1"):
            raise Malformed("csv-cell", f"line {line}: {name} is {_shown(field)}, neither 0 nor 1")
    try:
        count = parse_count(row[4])
    except (Malformed, Limit) as problem:
        raise type(problem)(problem.code, f"line {line}: {problem.sentence}") from None
    x, y, a, b = map(int, row[:4])
    return (x, y, a, b), count


def parse_count(text: str) -> int:
    """A count in plain digits.

    Raises:
        Malformed: `csv-count`.
        Limit: `size`, above `MAX_COUNT`.

    >>> parse_count("293")
    293
    """
    if _COUNT.fullmatch(text) is None:
        raise Malformed("csv-count", f"the count {_shown(text)} is not a nonnegative integer in plain digits")
    if len(text) > len(str(MAX_COUNT)) or int(text) > MAX_COUNT:
        raise Limit("size", f"a count is at most {MAX_COUNT}")
    return int(text)


def read_inputs(text: str) -> dict[Setting, Fraction]:
    """The declared distribution of the inputs: `uniform`, or `P00,P01,P10,P11`.

    Returns:
        Four positive rationals that sum to one.

    Raises:
        Malformed: `inputs`, with the exact sum; `not-a-number`.

    >>> read_inputs("0.7,1/10,1/10,1/10")[0, 0]
    Fraction(7, 10)
    """
    from oracle.numbers import parse_rational

    if text == "uniform":
        return dict.fromkeys(SETTINGS, Fraction(1, 4))
    parts = text.split(",")
    if len(parts) != 4:
        raise Malformed("inputs", f"{_shown(text)} is neither uniform nor four numbers P00,P01,P10,P11")
    values = [parse_rational(part) for part in parts]
    if min(values) <= 0:
        raise Malformed("inputs", f"every setting pair needs a positive probability, {min(values)} was declared")
    if sum(values) != 1:
        raise Malformed("inputs", f"the declared probabilities sum to {sum(values)}, off by {sum(values) - 1}")
    return dict(zip(SETTINGS, values, strict=True))
