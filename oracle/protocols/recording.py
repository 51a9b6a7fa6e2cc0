"""The recorded rounds of a run: columns in the order in which they were played, in pieces, with chained digests.

One schema, that of event files (docs/events.md): inputs and outcomes `x, y, a, b`, or `x1, ..., a1, ...`; beside them
`round` (numbers that grow by one), `time` (integers that grow) and `valid` (1 for every round), where a recorder has
them. Parquet, CSV, and npz with inputs and outcomes only.

The chain: the digest of a group of rounds is the sha256 of the one before it and of its columns, one after the other,
as little-endian integers (inputs and outcomes in one byte, round and time in eight).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from oracle.events.batches import batches, optional
from oracle.events.layout import Layout, Source, names_of
from oracle.failures import Malformed, Undecided
from oracle.protocols.shape import Parties

GROUP = 1 << 20
"""Rounds of a piece, and of a link of the chain."""
EVENTS = ("events.parquet", "events.csv", "events.npz")
NUMBERS = ("round", "time")
METADATA = "bellcert-events/1"
DECLARED = "bellcert-declaration/1"

Piece = Mapping[str, NDArray[Any]]


def columns_of(parties: Parties) -> list[str]:
    """Names of the columns of inputs, then of outcomes."""
    inputs, outcomes = names_of(len(parties))
    return [*inputs, *outcomes]


def find_events(folder: Path) -> Path:
    """The file of rounds in a run.

    Raises:
        Malformed: none, or more than one.
    """
    found = [folder / name for name in EVENTS if (folder / name).is_file()]
    if len(found) != 1:
        there = ", ".join(path.name for path in found) or "none"
        raise Malformed("wrong-value", f"{folder.name}: one of {', '.join(EVENTS)} is needed, there is {there}")
    return found[0]


def read_rounds(path: Path, parties: Parties) -> Iterator[dict[str, NDArray[Any]]]:
    """Pieces of `GROUP` rounds, the last one shorter; integers of eight bytes, not yet compared with the scenario.

    Raises:
        Malformed: a file that is cut off or of another format, a column that is missing, a value that is no integer.
    """
    held: list[dict[str, NDArray[Any]]] = []
    size = 0
    for piece in _pieces(path, parties):
        held.append(piece)
        size += len(next(iter(piece.values())))
        while size >= GROUP:
            whole = {name: np.concatenate([part[name] for part in held]) for name in piece}
            yield {name: column[:GROUP] for name, column in whole.items()}
            held = [{name: column[GROUP:] for name, column in whole.items()}]
            size -= GROUP
    if size:
        yield {name: np.concatenate([part[name] for part in held]) for name in held[0]}


def _pieces(path: Path, parties: Parties) -> Iterator[dict[str, NDArray[Any]]]:
    wanted = columns_of(parties)
    if path.suffix == ".npz":
        inputs, outcomes = wanted[: len(parties)], wanted[len(parties) :]
        layout = Layout(
            dict(parties),
            {party: Source(name) for party, name in zip(parties, inputs, strict=True)},
            {party: Source(name) for party, name in zip(parties, outcomes, strict=True)},
        )
        for batch in batches(path, "npz", layout):
            yield {name: _integers(np.asarray(batch[name]), path, name) for name in wanted}
        return
    arrow = optional("pyarrow")
    try:
        for batch in _arrow(path):
            missing = [name for name in wanted if name not in batch.schema.names]
            if missing:
                there = ", ".join(batch.schema.names)[:200]
                raise Malformed("csv-header", f"{path.name}: no column is called {missing[0]!a}; there are {there}")
            names = [*wanted, *(name for name in (*NUMBERS, "valid") if name in batch.schema.names)]
            yield {name: _column(batch.column(name), path, name) for name in names}
    except (arrow.ArrowException, OSError) as error:
        sentence = " ".join(str(error).split())[:200]
        raise Malformed("wrong-value", f"{path.name}: the file is cut off or of another format: {sentence}") from None


def _arrow(path: Path) -> Iterator[Any]:
    optional("pyarrow")
    if path.suffix == ".parquet":
        import pyarrow.parquet as parquet

        with parquet.ParquetFile(path, memory_map=True) as file:
            yield from file.iter_batches(GROUP)
        return
    from pyarrow import csv

    with csv.open_csv(path) as reader:
        yield from reader


def _column(column: Any, path: Path, name: str) -> NDArray[Any]:
    if column.null_count:
        raise Malformed("csv-cell", f"{path.name}: the column {name!a} has a row without a value")
    return _integers(column.to_numpy(zero_copy_only=False), path, name)


def _integers(values: NDArray[Any], path: Path, name: str) -> NDArray[Any]:
    if values.dtype.kind not in "iub":
        raise Malformed("csv-cell", f"{path.name}: the column {name!a} has values that are no integers")
    return values


def declaration_in(path: Path) -> str | None:
    """The sha256 of the declaration that the recorder wrote into a Parquet file."""
    if path.suffix != ".parquet":
        return None
    optional("pyarrow")
    import pyarrow
    import pyarrow.parquet as parquet

    try:
        found = (parquet.read_metadata(path).metadata or {}).get(DECLARED.encode())
    except (pyarrow.ArrowException, OSError):
        return None  # reading the rounds says what is wrong
    return None if found is None else found.decode("ascii", "replace")


class Chain:
    """Digests of the rounds, group by group, each of what came before and of its own columns."""

    def __init__(self) -> None:
        self.digests: list[str] = []

    def add(self, piece: Piece) -> str:
        """The digest of one more group."""
        digest = sha256(bytes.fromhex(self.digests[-1]) if self.digests else b"")
        for name, column in piece.items():
            digest.update(np.ascontiguousarray(column, "<u8" if name in NUMBERS else "u1").tobytes())
        self.digests.append(digest.hexdigest())
        return self.digests[-1]


class Recorder:
    """Writes rounds into a Parquet file, a row group for each piece, and their chain.

    Args:
        path: of the file.
        parties: the scenario, which stands in the file's metadata.
        declaration: sha256 of the declaration, likewise.
    """

    def __init__(self, path: Path, parties: Parties, declaration: str) -> None:
        arrow = optional("pyarrow")
        import pyarrow.parquet as parquet

        scenario = {"parties": {name: list(sizes) for name, sizes in parties.items()}}
        fields = [("round", arrow.uint64()), *((name, arrow.uint8()) for name in columns_of(parties))]
        metadata = {METADATA: _json(scenario), DECLARED: declaration}
        self._schema = arrow.schema(fields, metadata=metadata)
        self._arrow = arrow
        # numbers that grow by one have no use for a dictionary
        columns = columns_of(parties)
        self._file = parquet.ParquetWriter(
            path, self._schema, use_dictionary=columns, column_encoding={"round": "DELTA_BINARY_PACKED"}
        )
        self.chain = Chain()
        self.rounds = 0

    def add(self, columns: Sequence[NDArray[Any]]) -> None:
        """One piece: inputs, then outcomes."""
        numbers = np.arange(self.rounds, self.rounds + len(columns[0]), dtype=np.uint64)
        piece = dict(zip(self._schema.names, [numbers, *columns], strict=True))
        self._file.write_table(self._arrow.table(piece, schema=self._schema), row_group_size=GROUP)
        # a reader has inputs and outcomes first
        self.chain.add({name: piece[name] for name in [*self._schema.names[1:], "round"]})
        self.rounds += len(numbers)

    def close(self) -> None:
        self._file.close()


def _json(value: object) -> str:
    import json

    return json.dumps(value)


def file_sha256(path: Path) -> str:
    """Of a file of any size.

    Raises:
        Undecided: `unreadable`.
    """
    from hashlib import file_digest

    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Undecided("unreadable", f"{path.name} cannot be read: {error.strerror}") from None
