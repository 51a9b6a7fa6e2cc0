"""Comma-separated values, read strictly: bytes to lines with their numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from oracle.failures import Limit, Malformed


def csv_lines(data: bytes, most: int, file: str = "") -> Iterator[tuple[int, list[str]]]:
    r"""Line number and fields, without the blanks around them; blank lines are skipped.

    Args:
        data: UTF-8, with or without byte order mark.
        most: bytes that are allowed.
        file: what errors call the file; nothing if there is only one.

    Raises:
        Malformed: `not-utf8`, `csv-row`; the sentence names the line.
        Limit: `bytes`.

    >>> list(csv_lines(b"x, count\r\n\r\n0,7", 99))
    [(1, ['x', 'count']), (3, ['0', '7'])]
    """
    where = f"{file}: " if file else ""
    if len(data) > most:
        raise Limit("bytes", f"{where}a table has at most {most} bytes", where.removesuffix(": "))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Malformed("not-utf8", f"{where}line {line}: the bytes are not UTF-8", where.removesuffix(": ")) from None
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, [field.strip(" \t") for field in row]
    except csv.Error as error:
        raise Malformed(
            "csv-row", f"{where}line {reader.line_num}: no comma-separated values ({error})", where.removesuffix(": ")
        ) from None
