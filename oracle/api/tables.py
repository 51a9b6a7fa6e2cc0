"""Tables of counts in every form in which they are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oracle.api.sources import Source, read
from oracle.failures import Malformed

MAX_BYTES = 1 << 20

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


def _nested(value: object, place: tuple[int, ...]) -> list[tuple[object, ...]]:
    if len(place) == 4:
        return [(*place, value)]
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
        raise Malformed("csv-missing", "nested lists counts[x][y][a][b] of shape 2 x 2 x 2 x 2 are needed")
    return [line for index, inner in enumerate(value) for line in _nested(inner, (*place, index))]
