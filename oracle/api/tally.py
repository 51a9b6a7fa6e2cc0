"""Event files in, a table of counts out, with where it comes from."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from oracle.api.results import Result, Steps
from oracle.api.sources import Source, name_of, read
from oracle.failures import Usage

MAX_MAP = 1 << 20


@dataclass(frozen=True, repr=False)
class Tally(Result):
    """A table of counts and the files that were counted.

    Attributes:
        parties: outcomes of each input, by party.
        rounds: that were counted.
        table: the bytes of the table, CSV, for `counts`.
        sha256: of the table.
        marginals: False where only correlators were known, so that marginals mean nothing.
        source: the files with their sha256 and rounds, and the sha256 of the map.
    """

    parties: Mapping[str, tuple[int, ...]]
    rounds: int
    table: bytes = field(compare=False)
    sha256: str
    marginals: bool
    source: Mapping[str, object] = field(compare=False)

    @property
    def certificate(self) -> bytes:
        """Nothing: a table is data."""
        return b""

    @property
    def source_file(self) -> bytes:
        """What stands beside the table: where it comes from."""
        return (json.dumps(self.source, indent=1) + "\n").encode()

    def to_dict(self) -> dict[str, object]:
        return {**self.source, "parties": {name: list(sizes) for name, sizes in self.parties.items()}}

    def headline(self) -> str:
        return f"{self.rounds} rounds, table sha256 {self.sha256}"

    def rows(self) -> list[tuple[str, str]]:
        return [(f"outcomes of the inputs of {name}", str(list(sizes))) for name, sizes in self.parties.items()]


def tally(*events: str | os.PathLike[str], layout: Source | None = None, progress: Steps | None = None) -> Tally:
    """Count the rounds in event files, one round a row.

    Args:
        events: CSV, Parquet, npy, npz, HDF5 or MAT files by name, of one scenario; they are read as streams.
        layout: a map in TOML, by name or as bytes, that says where inputs and outcomes stand; files with the columns
            x, y, a, b numbered from 0 need none.
        progress: called with what is done and how much there is.

    Returns:
        The table: `counts(found.table, ...)` certifies it. Every row counts once.

    Raises:
        Malformed: a value without a meaning, a file that is cut off.
        Limit: more than 2^33 rows, or more memory than allowed.
        Undecided: `unreadable`; `solver`, a reader is not installed: pip install 'bellcert[events]'.
        Usage: `unknown-name`, standard input.

    Source: docs/events.md, the layouts.

    >>> tally("-")
    Traceback (most recent call last):
    oracle.failures.Usage: ('unknown-name', 'event files are read by their names; - is none')
    """
    if "-" in events:
        raise Usage("unknown-name", "event files are read by their names; - is none")
    from oracle.ask.reader import read_toml
    from oracle.events.layout import read_layout
    from oracle.events.tally import tally as counted

    text = None if layout is None else read(layout, MAX_MAP)
    found_layout = None if text is None or layout is None else read_layout(read_toml(text, name_of(layout, "map")))
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(events))

    found = counted([os.fspath(name) for name in events], found_layout, step)
    data = found.csv()
    source: dict[str, object] = {
        "format": "bellcert-tally/1",
        "table": sha256(data).hexdigest(),
        "rounds": str(found.rounds),
        "marginals": found.marginals,
        "map": None if text is None else sha256(text).hexdigest(),
        "files": [{"path": file.path, "sha256": file.sha256, "rounds": str(file.rows)} for file in found.files],
    }
    digest = sha256(data).hexdigest()
    return Tally(dict(found.parties), found.rounds, data, digest, found.marginals, source)
