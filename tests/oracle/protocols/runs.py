"""Recorded runs for tests: made once, copied, changed, and signed again as a forger would."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from oracle.protocols.declaration import Asked, read_asked
from oracle.protocols.recording import Recorder, columns_of, declaration_in, file_sha256, read_rounds

SMALL = """
protocol = "chsh-expansion"
[parameters]
rounds = "30000"
score = "13/5"
"""
PARTIES = {"A": (2, 2), "B": (2, 2)}
Columns = dict[str, Any]


def asked(text: str = SMALL) -> Asked:
    return read_asked(text.encode(), "protocol.toml")


def copied(run: Path, place: Path) -> Path:
    """A copy that may be changed."""
    shutil.copytree(run, place)
    return place


def report(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "report.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def reported(folder: Path, **parts: Any) -> None:
    """Other parts of the report; None takes one out."""
    document = {key: value for key, value in (report(folder) | parts).items() if value is not None}
    (folder / "report.json").write_text(json.dumps(document), "utf-8")


def declared(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Another declaration, named by the report and by the file of rounds."""
    path = folder / "declaration.json"
    document = json.loads(path.read_text("utf-8"))
    change(document)
    path.write_text(json.dumps(document), "utf-8")
    reported(folder, declaration=file_sha256(path))
    recorded(folder, lambda columns: columns, chained=True)


def recorded(folder: Path, change: Callable[[Columns], Columns], chained: bool = False, numbered: bool = True) -> None:
    """Other rounds, under a sha256 that fits; the recorder's chain is left as it was, or made again."""
    path = folder / "events.parquet"
    found: Columns = {}
    for piece in read_rounds(path, PARTIES):
        found = {name: np.concatenate([found[name], piece[name]]) if found else piece[name] for name in piece}
    columns = change({name: column.copy() for name, column in found.items()})
    names = columns_of(PARTIES)
    recorder = Recorder(path, PARTIES, file_sha256(folder / "declaration.json"))
    recorder.add([columns[name] for name in names])
    recorder.close()
    if not numbered or set(columns) != {*names, "round"} or not np.array_equal(columns["round"], found["round"]):
        _written(path, columns)
    assert declaration_in(path) is not None
    reported(folder, events=file_sha256(path))
    if chained:
        reported(folder, chain=recorder.chain.digests)


def _written(path: Path, columns: Columns) -> None:
    """The columns as they are, in the file's schema and beyond it."""
    import pyarrow
    import pyarrow.parquet as parquet

    metadata = parquet.read_schema(path).metadata
    table = pyarrow.table({name: pyarrow.array(column) for name, column in columns.items()})
    parquet.write_table(table.replace_schema_metadata(metadata), path)
