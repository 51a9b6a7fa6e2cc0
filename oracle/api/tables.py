"""Tables of counts in every form in which they are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from oracle.api.sources import Source, read
from oracle.failures import Malformed

MAX_BYTES = 1 << 20
MAX_ANY = 1 << 23

Counts = Source | Mapping[tuple[int, int, int, int], int] | Sequence[object]
"""The name of a CSV file, its bytes, a dictionary (x, y, a, b) -> count, or nested lists counts[x][y][a][b]."""


def table_bytes(table: Counts) -> bytes:
    """The table as the bytes of a CSV file.

    Raises:
        Malformed: `csv-count`, something that is no integer; `csv-missing`, another shape.
    """
    if isinstance(table, Mapping):
        lines: list[tuple[object, ...]] = [(*cell, count) for cell, count in table.items()]
    elif isinstance(table, Sequence) and not isinstance(table, str | bytes):
        lines = _nested(table, ())
    else:
        return read(table, MAX_BYTES)
    for line in lines:
        if not all(isinstance(number, int) and not isinstance(number, bool) for number in line):
            raise Malformed("csv-count", f"the line {line!r:.80} of the table has something else than integers")
    return "".join(f"{line}\n" for line in ["x,y,a,b,count", *(",".join(map(str, line)) for line in lines)]).encode()


AnyCounts = Source | Mapping[Any, int]
"""The name of a CSV file, its bytes, or a dictionary (inputs of all parties, outcomes of all parties) -> count."""


def any_table_bytes(table: AnyCounts) -> bytes:
    r"""A table of any scenario as the bytes of a CSV file.

    Raises:
        Malformed: `csv-count`, something that is no integer; `csv-row`, cells of different or odd length.

    >>> any_table_bytes({(0, 0): 3, (0, 1): 4})
    b'x1,a1,count\n0,0,3\n0,1,4\n'
    """
    if not isinstance(table, Mapping):
        return read(table, MAX_ANY)
    lengths = {len(cell) if isinstance(cell, tuple) else 0 for cell in table}
    if len(lengths) != 1 or lengths & {0} or any(length % 2 for length in lengths):
        raise Malformed("csv-row", "every cell is a tuple of one input and then one outcome of each party")
    parties = range(1, lengths.pop() // 2 + 1)
    header = ",".join([*(f"x{k}" for k in parties), *(f"a{k}" for k in parties), "count"])
    return "".join(f"{line}\n" for line in [header, *map(_line, table.items())]).encode()


def _line(item: tuple[tuple[int, ...], int]) -> str:
    cell, count = item
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in (*cell, count)):
        raise Malformed("csv-count", f"the line {(*cell, count)!r:.80} of the table has something else than integers")
    return ",".join(map(str, (*cell, count)))


def _nested(value: object, place: tuple[int, ...]) -> list[tuple[object, ...]]:
    if len(place) == 4:
        return [(*place, value)]
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
        raise Malformed("csv-missing", "nested lists counts[x][y][a][b] of shape 2 x 2 x 2 x 2 are needed")
    return [line for index, inner in enumerate(value) for line in _nested(inner, (*place, index))]
