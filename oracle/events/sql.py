"""A layout as SQL: one expression for each number of a round, NULL where the file's value has no meaning."""

from __future__ import annotations

from fractions import Fraction

from oracle.events.layout import Layout, Source


def quoted(name: str) -> str:
    """A name as SQL quotes it.

    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL quotes it.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def _end(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"({value.numerator}::DOUBLE / {value.denominator})"


NOTHING = ""
"""What `values` call a field without a value: an empty one of CSV, a null of Parquet."""

EXACT = "DECIMAL(38, 3)"
"""Integers of 64 bits, and a remainder that shows what is not an integer."""


def sql_type(source: Source) -> str:
    """The type as which a text column is read."""
    if source.textual:
        return "VARCHAR"
    # never an integer type: half a setting would be rounded to one; a mask may have more bits than a double
    return EXACT if source.mask is not None else "DOUBLE"


def number(source: Source, most: int) -> str:
    r"""The expression of one number below `most`.

    >>> number(Source("s", values={"1": 0, "2": 1}), 2)
    'CASE "s" WHEN 1 THEN 0 WHEN 2 THEN 1 END'
    >>> number(Source("s", values={"H": 0, "": 1}), 2)
    'CASE coalesce("s", \'\') WHEN \'H\' THEN 0 WHEN \'\' THEN 1 END'
    >>> number(Source("n", mask=6), 2)
    'CASE WHEN "n" IS NULL OR "n" < 0 OR "n" <> floor("n") THEN NULL WHEN ("n"::UBIGINT & 6) <> 0 THEN 1 ELSE 0 END'
    >>> number(Source("a"), 2)
    'CASE WHEN "a" BETWEEN 0 AND 1 AND "a" = floor("a") THEN "a"::UTINYINT END'
    """
    column = quoted(source.column)
    if source.values is not None:
        key = literal if source.textual else str
        if NOTHING in source.values:
            column = f"coalesce({column}, {literal(NOTHING)})"
        return f"CASE {column} {' '.join(f'WHEN {key(text)} THEN {k}' for text, k in source.values.items())} END"
    if source.mask is not None:
        bits = f"WHEN ({column}::UBIGINT & {source.mask}) <> 0 THEN 1 ELSE 0"
        return f"CASE WHEN {column} IS NULL OR {column} < 0 OR {column} <> floor({column}) THEN NULL {bits} END"
    if source.ranges:
        cases = " ".join(
            f"WHEN {column} BETWEEN {_end(low)} AND {_end(high)} THEN {k}" for low, high, k in source.ranges
        )
        other = "" if source.other is None else f" ELSE {source.other}"
        return f"CASE WHEN {column} IS NULL THEN NULL {cases}{other} END"
    return f"CASE WHEN {column} BETWEEN 0 AND {most - 1} AND {column} = floor({column}) THEN {column}::UTINYINT END"


def condition(layout: Layout) -> str:
    """Which rows count, as a condition."""
    return "TRUE" if layout.select is None else f"({number(layout.select.source, 2)}) IS NOT NULL"


def grouped(layout: Layout, relation: str, sizes: tuple[int, ...]) -> str:
    """The query that counts rounds by their numbers.

    Args:
        layout: of the rows.
        relation: where they come from, in SQL.
        sizes: for each of the layout's sources, one more than its largest number.
    """
    numbers = [
        f"{number(source, size)} AS n{k}" for k, (source, size) in enumerate(zip(layout.sources, sizes, strict=True))
    ]
    count = quoted(layout.count)
    weight = f"sum({count})" if layout.count else "count(*)"
    least = f", bool_and({count} >= 0 AND {count} = floor({count}) AND {count} IS NOT NULL)" if layout.count else ""
    return (
        f"SELECT {', '.join(numbers)}, {weight}, count(*){least} FROM {relation} WHERE {condition(layout)} GROUP BY ALL"
    )


def stranger(layout: Layout, relation: str, source: Source, size: int) -> str:
    """The query for one value of a column that the layout gives no meaning."""
    column = quoted(source.column)
    unknown = f"({number(source, size)}) IS NULL"
    return f"SELECT {column}::VARCHAR FROM {relation} WHERE {condition(layout)} AND {unknown} LIMIT 1"
