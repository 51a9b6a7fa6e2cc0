"""Tables of counts of any scenario: its inputs and outcomes are those that the lines name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from oracle.ask.csv_lines import csv_lines
from oracle.ask.tables import MAX_CELLS, cells, read_counts
from oracle.failures import Limit, Malformed, Undecided
from oracle.numbers import parse_rational
from oracle.recognised import hinted

MAX_BYTES = 1 << 23
MOST_LABELS = 64  # inputs of a party, and outcomes of an input


@dataclass(frozen=True)
class AnyTable:
    """Counts of every cell of a scenario.

    Attributes:
        parties: outcomes of each input, by party: A, B, ...
        counts: rounds by event, such as "A0=1 B2=0"; every cell, in the order of `oracle.ask.tables.cells`.
        sha256: of the file.
    """

    parties: Mapping[str, tuple[int, ...]]
    counts: Mapping[str, int]
    sha256: str

    @property
    def rounds(self) -> int:
        """Number of rounds, at least one."""
        return sum(self.counts.values())

    def settings(self) -> dict[tuple[int, ...], list[str]]:
        """Events by inputs, in order."""
        found: dict[tuple[int, ...], list[str]] = {}
        for inputs, _, event in cells(self.parties):
            found.setdefault(inputs, []).append(event)
        return found

    def at(self) -> dict[tuple[int, ...], int]:
        """Rounds by inputs."""
        return {inputs: sum(self.counts[event] for event in events) for inputs, events in self.settings().items()}


def read_any(data: bytes, file: str = "") -> AnyTable:
    r"""The table in a CSV file with the header x,y,a,b,count or x1,...,xn,a1,...,an,count; every cell once.

    An input has as many outcomes as the lines name for it, an outcome that never occurred included.

    Args:
        data: UTF-8.
        file: what errors call it; nothing if there is only one.

    Raises:
        Malformed: `csv-header`, `csv-row`, `csv-cell`, `csv-count`, `csv-duplicate`, `csv-missing`, `no-rounds`.
        Limit: `bytes`, `size`.

    >>> read_any(b"x1,a1,count\n0,0,3\n0,1,0\n0,2,4\n").parties
    {'A': (3,)}
    """
    place = f"{file}: " if file else ""
    rows = csv_lines(data, MAX_BYTES, file)
    _, header = next(rows, (1, []))
    n = _parties(header, place, data)
    sizes: list[dict[int, int]] = [{} for _ in range(n)]
    for line, row in rows:
        if len(row) != len(header):
            raise Malformed("csv-row", f"{place}line {line}: {len(row)} fields where {len(header)} are needed")
        labels = [_label(field, f"{place}line {line}") for field in row[:-1]]
        for party, (x, a) in zip(sizes, zip(labels[:n], labels[n:], strict=True), strict=True):
            party[x] = max(party.get(x, 0), a + 1)
    parties = {chr(ord("A") + k): tuple(party[x] for x in sorted(party)) for k, party in enumerate(sizes)}
    if any(sorted(party) != list(range(len(party))) or not party for party in sizes):
        raise Malformed("csv-missing", f"{place}inputs are numbered from 0 without a gap")
    if any(outcomes < 2 for party in parties.values() for outcomes in party):
        raise Malformed("csv-missing", f"{place}an input has one outcome only; cells without rounds have the count 0")
    count = 1
    for outcomes in parties.values():
        count *= sum(outcomes)
    if count > MAX_CELLS:
        raise Limit("size", f"{place}{count} cells, more than {MAX_CELLS}")
    counts = read_counts(data, file, parties)
    if not any(counts.values()):
        raise Malformed("no-rounds", f"{place}all counts are zero")
    return AnyTable(parties, counts, sha256(data).hexdigest())


def _parties(header: list[str], place: str, data: bytes) -> int:
    n = (len(header) - 1) // 2
    numbered = [f"{kind}{k}" for kind in "xa" for k in range(1, n + 1)]
    if not 1 <= n <= 16 or header not in ([*numbered, "count"], ["x", "y", "a", "b", "count"]):
        sentence = f"{place}the header is x,y,a,b,count or x1,...,xn,a1,...,an,count"
        raise Malformed("csv-header", hinted(sentence, data))
    return n


def _label(text: str, where: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise Malformed("csv-cell", f"{where}: {text[:40]!a} is no number of an input or outcome")
    if len(text) > 6 or int(text) >= MOST_LABELS:
        raise Limit("size", f"{where}: an input or outcome above {MOST_LABELS - 1}")
    return int(text)


def file_of(path: str) -> bytes:
    """The bytes of a table's file.

    Raises:
        Undecided: `unreadable`.
    """
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Undecided("unreadable", f"{ascii(path)[1:-1]} cannot be read: {reason}") from None


def declared_law(text: str, table: AnyTable) -> dict[tuple[int, ...], Fraction]:
    """The declared distribution of the inputs: `uniform`, or as many numbers as there are tuples of inputs.

    Raises:
        Malformed: `inputs`, with the exact sum; `not-a-number`.
    """
    settings = list(table.settings())
    if text == "uniform":
        return dict.fromkeys(settings, Fraction(1, len(settings)))
    values = [parse_rational(part) for part in text.split(",")]
    if len(values) != len(settings):
        raise Malformed("inputs", f"{len(values)} probabilities where {len(settings)} tuples of inputs have one each")
    if min(values) <= 0 or sum(values) != 1:
        raise Malformed("inputs", f"the declared probabilities are positive and sum to 1, here to {sum(values)}")
    return dict(zip(settings, values, strict=True))
