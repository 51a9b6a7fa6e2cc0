"""Tables of counts: two parties, two settings, two outcomes, one line a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from oracle.ask.reader import shown
from oracle.ask.tables import Layout, parse_count, read_cells
from oracle.failures import Malformed
from oracle.numbers import parse_rational

MAX_BYTES = 1 << 20

Cell = tuple[int, int, int, int]
Setting = tuple[int, int]
CELLS: tuple[Cell, ...] = tuple((x, y, a, b) for x, y, a, b in product((0, 1), repeat=4))
SETTINGS: tuple[Setting, ...] = ((0, 0), (0, 1), (1, 0), (1, 1))


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


def read_table(data: bytes, file: str = "") -> CountTable:
    r"""The table in a CSV file.

    Args:
        data: UTF-8, a byte order mark and either line ending tolerated; header `x,y,a,b,count`,
            then the sixteen cells in any order, settings and outcomes 0 or 1.
        file: what errors call it; nothing if there is only one.

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
    oracle.failures.Malformed: ('csv-count', "line 2: the count '-1' is not a nonnegative integer in plain digits")
    """
    others = "; here there are two settings and two outcomes a party, bellcert certify takes counts of any scenario"
    layout = Layout([("x", "y", "a", "b")], {tuple(map(str, cell)): cell for cell in CELLS}, 2, others)
    counts = {cell: int(n) for cell, n in read_cells(data, file, layout, "count", parse_count, most=MAX_BYTES).items()}
    if not any(counts.values()):
        raise Malformed("no-rounds", f"{file}{': ' if file else ''}all counts are zero")
    return CountTable(counts)


def read_inputs(text: str) -> dict[Setting, Fraction]:
    """The declared distribution of the inputs: `uniform`, or `P00,P01,P10,P11`.

    Returns:
        Four positive rationals that sum to one.

    Raises:
        Malformed: `inputs`, with the exact sum; `not-a-number`.

    >>> read_inputs("0.7,1/10,1/10,1/10")[0, 0]
    Fraction(7, 10)
    """
    if text == "uniform":
        return dict.fromkeys(SETTINGS, Fraction(1, 4))
    parts = text.split(",")
    if len(parts) != 4:
        raise Malformed("inputs", f"{shown(text)} is neither uniform nor four numbers P00,P01,P10,P11")
    values = [parse_rational(part) for part in parts]
    if min(values) <= 0:
        raise Malformed("inputs", f"every setting pair needs a positive probability, {min(values)} was declared")
    if sum(values) != 1:
        raise Malformed("inputs", f"the declared probabilities sum to {sum(values)}, off by {sum(values) - 1}")
    return dict(zip(SETTINGS, values, strict=True))
