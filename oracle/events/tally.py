"""All event files to one table of counts, with what was read: every row counts once, or the tally fails."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from itertools import product
from pathlib import Path
from typing import Any

from oracle.events.batches import Batch, batches, needed, optional
from oracle.events.layout import MOST_CELLS, MOST_OUTCOMES, SCHEMA, SUFFIXES, Layout, names_of, own_layout, scenario_of
from oracle.events.sql import EXACT, grouped, literal, sql_type, stranger
from oracle.events.tables import MOST_BYTES, Cells, counted_header, read_counted
from oracle.failures import Limit, Malformed, Undecided

MOST_ROWS = 1 << 33
MEMORY = "700MB"
_INFERRED = 32  # inputs of a party, and a bound on outcomes, where nothing says how many there are


@dataclass(frozen=True)
class Read:
    """One file that was read.

    Attributes:
        path: as named.
        sha256: of its bytes.
        rows: rows that count.
    """

    path: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Tally:
    """A table of counts and where it comes from.

    Attributes:
        parties: outcomes of each input, by party.
        cells: rounds by inputs and outcomes, in the order of the parties; cells without rounds are left out.
        files: what was read, in order.
        marginals: False where only correlators were known.
    """

    parties: dict[str, tuple[int, ...]]
    cells: Cells
    files: tuple[Read, ...]
    marginals: bool = True

    @property
    def rounds(self) -> int:
        return sum(self.cells.values())

    def csv(self) -> bytes:
        """The table as `bellcert counts` reads it; every cell of the scenario has a line."""
        inputs, outcomes = names_of(len(self.parties))
        lines = [",".join((*inputs, *outcomes, "count"))]
        for settings in product(*(range(len(sizes)) for sizes in self.parties.values())):
            sizes = [sizes[x] for sizes, x in zip(self.parties.values(), settings, strict=True)]
            for results in product(*map(range, sizes)):
                lines.append(",".join(map(str, (*settings, *results, self.cells.get((*settings, *results), 0)))))
        return ("\n".join(lines) + "\n").encode()


def tally(paths: Sequence[str], layout: Layout | None = None, step: Callable[[], None] = lambda: None) -> Tally:
    """Count the rounds in event files.

    Args:
        paths: files, all of one scenario; they are read as streams, in about 700 MB at most.
        layout: where inputs and outcomes stand; by default the project's own columns.
        step: called after every file.

    Raises:
        Malformed: bytes that are not of the format, a file that is cut off, a missing column, a value without meaning.
        Limit: `size`, more than 2^33 rows, or pieces that do not fit into memory.
        Undecided: a library is not installed, or a file cannot be read.
    """
    total: Counter[tuple[int, ...]] = Counter()
    parties: dict[str, tuple[int, ...]] = dict(layout.parties) if layout is not None else {}
    stated = bool(parties)
    files: list[Read] = []
    marginals = True
    with ThreadPoolExecutor(1) as pool:
        for name in paths:
            path = Path(name)
            digest = pool.submit(_sha256, path)
            found, said, whole = _one(path, layout, parties if stated else None)
            marginals = marginals and whole
            if said and stated and said != parties:
                raise Malformed("wrong-value", f"{path.name}: the file is about another scenario than the first one")
            if said:
                parties, stated = dict(said), True
            total.update(found)
            files.append(Read(name, digest.result(), sum(found.values())))
            step()
    parties = parties if stated else _inferred(total)
    _require_cells(total, parties, files[0].path)
    return Tally(parties, dict(total), tuple(files), marginals)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Undecided("unreadable", f"{path} cannot be read: {error.strerror}", str(path)) from None


def _one(
    path: Path, layout: Layout | None, parties: dict[str, tuple[int, ...]] | None
) -> tuple[Cells, dict[str, tuple[int, ...]], bool]:
    """Cells of one file, the scenario that it states itself, and whether marginals mean something."""
    form = layout.format if layout is not None and layout.format else SUFFIXES.get(path.suffix.lower(), "")
    if not form:
        raise Malformed(
            "wrong-value", f"{path.name}: the name has none of the endings {', '.join(SUFFIXES)}; --map says a format"
        )
    if not path.is_file():
        raise Undecided("unreadable", f"{path} is no file that can be read")
    if form == "csv":
        header = _header(path, layout)
        if layout is None and counted_header(header):
            return read_counted(path.read_bytes()[: MOST_BYTES + 1], path.name), {}, "E" not in header
        return _csv(path, layout or own_layout(header, path.name, parties), header), {}, True
    if form == "parquet":
        return (*_parquet(path, layout, parties), True)
    if layout is None:
        raise Malformed("missing-key", f"{path.name}: a file of the format {form} needs --map, which names its columns")
    found: Counter[tuple[int, ...]] = Counter()
    for piece in batches(path, form, layout):
        found.update(_counted(layout, path.name, piece))
    return dict(found), {}, True


def _sizes(layout: Layout) -> tuple[int, ...]:
    inputs = [len(layout.parties[name]) if layout.parties else _INFERRED for name in layout.inputs]
    outcomes = [max(layout.parties[name]) if layout.parties else MOST_OUTCOMES for name in layout.outcomes]
    return (*inputs, *outcomes)


@contextmanager
def _connection() -> Iterator[Any]:
    duckdb = optional("duckdb")
    settings = {"memory_limit": MEMORY, "preserve_insertion_order": "false", "autoinstall_known_extensions": "false"}
    connection = duckdb.connect(config=settings)
    try:
        yield connection
    except duckdb.OutOfMemoryException:
        raise Limit("size", f"the file needs more than {MEMORY} of memory to be read") from None
    finally:
        connection.close()


def _counted(layout: Layout, file: str, piece: Batch) -> Cells:
    """Cells of one piece."""
    with _connection() as connection:
        return _grouped(connection, layout, "piece", file, piece)


def _grouped(connection: Any, layout: Layout, relation: str, file: str, piece: Batch | None = None) -> Cells:
    """Cells of a relation; a value without meaning is an error, never a row that is passed over.

    Args:
        connection: to the database.
        layout: of the rows.
        relation: SQL; `piece` is the argument of that name.
        file: what errors call the file.
        piece: columns by name.
    """
    sizes = _sizes(layout)
    rows = connection.execute(grouped(layout, relation, sizes)).fetchall()
    width = len(sizes)
    found: Cells = {}
    for row in rows:
        numbers, weight, count = row[:width], row[width], row[width + 1]
        if layout.count and not row[width + 2]:
            raise Malformed("csv-count", f"{file}: the column {layout.count!a} has a row without a number of rounds")
        if None in numbers:
            k = numbers.index(None)
            source = layout.sources[k]
            value = connection.execute(stranger(layout, relation, source, sizes[k])).fetchone()
            shown = "nothing" if value is None or value[0] is None else ascii(re.sub(r"\.0+$", "", value[0][:40]))
            hint = ', unless a map has values = { "" = N }' if shown == "nothing" else ""
            count = sum(other[width + 1] for other in rows if other[k] is None)
            rows_have = "1 row has" if count == 1 else f"{count} rows have"
            raise Malformed(
                "csv-cell", f"{file}: {rows_have} {shown} in the column {source.column!a}, which means nothing{hint}"
            )
        found[tuple(int(n) for n in numbers)] = int(weight)
    if sum(row[width + 1] for row in rows) > MOST_ROWS:
        raise Limit("size", f"{file}: more than {MOST_ROWS} rows")
    return found


def _header(path: Path, layout: Layout | None) -> list[str]:
    """The names of a CSV file's columns; positions where the first line is data."""
    delimiter = _delimiter(path, layout)
    try:
        with path.open("rb") as file:
            line = file.readline(1 << 16)
        text = line.decode("utf-8-sig")
    except OSError as error:
        raise Undecided("unreadable", f"{path} cannot be read: {error.strerror}", str(path)) from None
    except UnicodeDecodeError:
        raise Malformed("not-utf8", f"{path.name}: the first line is no text of UTF-8") from None
    fields = next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter), [])
    if not fields or not line.endswith((b"\n", b"\r")):
        raise Malformed("csv-header", f"{path.name}: the first line is empty or longer than {1 << 16} bytes")
    names = [name.strip() for name in fields] if layout is None or layout.header else list(map(str, range(len(fields))))
    if len(set(names)) != len(names):
        raise Malformed("csv-header", f"{path.name}: two columns have one name")
    return names


def _delimiter(path: Path, layout: Layout | None) -> str:
    """What separates the fields of a CSV file."""
    said = layout.delimiter if layout is not None else ""
    return said or ("\t" if path.suffix.lower() == ".tsv" else ",")


def _csv(path: Path, layout: Layout, header: Sequence[str]) -> Cells:
    missing = [name for name in needed(layout) if name not in header]
    if missing:
        raise Malformed(
            "csv-header", f"{path.name}: no column is called {missing[0]!a}; there are {', '.join(header)[:200]}"
        )
    sources = [*layout.sources, *([layout.select.source] if layout.select is not None else [])]
    types = dict.fromkeys(header, "VARCHAR") | {source.column: sql_type(source) for source in sources}
    types |= {layout.count: EXACT} if layout.count else {}
    columns = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in types.items())
    between = literal(_delimiter(path, layout))
    relation = (
        f"read_csv({literal(str(path))}, columns = {{{columns}}}, header = {str(layout.header).lower()}, "
        f"delim = {between}, auto_detect = false, compression = 'none', store_rejects = true, "
        "rejects_limit = 1, nullstr = '')"
    )
    duckdb = optional("duckdb")
    with _connection() as connection:
        try:
            found = _grouped(connection, layout, relation, path.name)
            wrong = connection.execute("SELECT line, column_name FROM reject_errors LIMIT 1").fetchone()
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            raise Malformed("csv-row", f"{path.name}: {' '.join(str(error).split())[:200]}") from None
    if wrong is not None:
        raise Malformed("csv-row", f"{path.name}: line {wrong[0]}: the column {wrong[1]!a} is missing or no number")
    return found


def _parquet(
    path: Path, layout: Layout | None, parties: dict[str, tuple[int, ...]] | None
) -> tuple[Cells, dict[str, tuple[int, ...]]]:
    duckdb = optional("duckdb")
    relation = f"read_parquet({literal(str(path))})"
    with _connection() as connection:
        try:
            columns = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()]
            pairs = f"parquet_kv_metadata({literal(str(path))}) WHERE decode(key) = {literal(SCHEMA)}"
            metadata = connection.execute(f"SELECT decode(value) FROM {pairs}").fetchone()
            said = scenario_of(metadata[0], path.name) if metadata is not None and layout is None else {}
            chosen = layout or own_layout(columns, path.name, said or parties)
            missing = [name for name in needed(chosen) if name not in columns]
            if missing:
                found = ", ".join(columns)[:200]
                raise Malformed("csv-header", f"{path.name}: no column is called {missing[0]!a}; there are {found}")
            rows = connection.execute(
                f"SELECT sum(num_rows) FROM parquet_file_metadata({literal(str(path))})"
            ).fetchone()
            if rows is not None and rows[0] is not None and rows[0] > MOST_ROWS:
                raise Limit("size", f"{path.name}: {rows[0]} rows are more than {MOST_ROWS}")
            return _grouped(connection, chosen, relation, path.name), said
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            sentence = " ".join(str(error).split())[:200]
            raise Malformed(
                "wrong-value", f"{path.name}: the file is cut off or not of the format parquet: {sentence}"
            ) from None


def _inferred(cells: Cells) -> dict[str, tuple[int, ...]]:
    """As many inputs as occur, and for all inputs of a party as many outcomes as occur, two at least."""
    if not cells:
        raise Undecided("no-rounds", "no row of the files counts")
    n = len(next(iter(cells))) // 2
    inputs = [max(cell[k] for cell in cells) + 1 for k in range(n)]
    outcomes = [max(2, *(cell[n + k] + 1 for cell in cells)) for k in range(n)]
    return {chr(ord("A") + k): (outcomes[k],) * inputs[k] for k in range(n)}


def _require_cells(cells: Cells, parties: dict[str, tuple[int, ...]], file: str) -> None:
    size = 1
    for sizes in parties.values():
        size *= sum(sizes)
    if size > MOST_CELLS:
        raise Limit("size", f"the scenario has {size} cells, more than {MOST_CELLS}")
    n = len(parties)
    for cell in cells:
        for k, sizes in enumerate(parties.values()):
            if cell[k] >= len(sizes) or cell[n + k] >= sizes[cell[k]]:
                raise Malformed(
                    "csv-cell",
                    f"{file}: the scenario has no outcome {cell[n + k]} of the input {list(parties)[k]}{cell[k]}",
                )
