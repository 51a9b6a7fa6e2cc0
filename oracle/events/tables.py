"""CSV that somebody has counted already: coincidences of each setting, or correlators with their number of rounds.

A correlator says how many outcomes were equal, not which: such rounds are shared out evenly over the outcomes, which
keeps every correlator and makes the marginals meaningless; whoever uses them is told so.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from oracle.ask.csv_lines import csv_lines
from oracle.failures import Limit, Malformed
from oracle.numbers import parse_rational

COINCIDENCES = ("x", "y", "N00", "N01", "N10", "N11")
CORRELATORS = ("x", "y", "E", "N")
MOST_BYTES = 1 << 20
MOST_ROUNDS = 10**15

Cells = dict[tuple[int, ...], int]


def counted_header(header: Sequence[str]) -> bool:
    """Whether a CSV file with this header is counted already.

    >>> counted_header(["x", "y", "E", "N"]), counted_header(["x", "y", "a", "b"])
    (True, False)
    """
    return tuple(header) in (COINCIDENCES, CORRELATORS)


def read_counted(data: bytes, file: str) -> Cells:
    r"""Rounds by inputs and outcomes (x, y, a, b).

    Raises:
        Malformed: a count that is none, a correlator outside of [-1, 1] or of no whole number of rounds, a setting
            twice.
        Limit: `bytes`, `size`.

    >>> read_counted(b"x,y,N00,N01,N10,N11\n0,0,3,0,1,2\n", "t.csv")[0, 0, 1, 0]
    1
    >>> read_counted(b"x,y,E,N\n0,0,1/2,8\n", "t.csv")
    {(0, 0, 0, 0): 3, (0, 0, 1, 1): 3, (0, 0, 0, 1): 1, (0, 0, 1, 0): 1}
    """
    rows = csv_lines(data, MOST_BYTES, file)
    _, header = next(rows)
    found: Cells = {}
    for line, row in rows:
        place = f"{file}: line {line}"
        if len(row) != len(header):
            raise Malformed("csv-row", f"{place}: {len(row)} fields where {len(header)} are needed")
        x, y, *counts = (_whole(text, place) if k != 2 or len(header) != 4 else text for k, text in enumerate(row))
        if (x, y, 0, 0) in found:
            raise Malformed("csv-duplicate", f"{place}: the setting {x},{y} is listed twice")
        if len(header) == 4:
            equal, different = _shared(str(counts[0]), int(counts[1]), place)
            cells = {(0, 0): equal - equal // 2, (1, 1): equal // 2}
            cells |= {(0, 1): different - different // 2, (1, 0): different // 2}
        else:
            cells = dict(zip(((0, 0), (0, 1), (1, 0), (1, 1)), map(int, counts), strict=True))
        found |= {(int(x), int(y), *outcomes): count for outcomes, count in cells.items()}
    if not found:
        raise Malformed("csv-missing", f"{file}: there is no setting")
    return found


def _whole(text: str, place: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise Malformed("csv-count", f"{place}: {text[:40]!a} is no number of rounds and no setting")
    value = int(text[:20])
    if len(text) > 16 or value > MOST_ROUNDS:
        raise Limit("size", f"{place}: more than {MOST_ROUNDS} rounds")
    return value


def _shared(correlator: str, rounds: int, place: str) -> tuple[int, int]:
    """Rounds with equal and with different outcomes."""
    value = parse_rational(correlator)
    equal = rounds * (1 + value) / 2
    if not -1 <= value <= 1:
        raise Malformed("out-of-range", f"{place}: the correlator {correlator} is outside of [-1, 1]")
    if equal.denominator != 1:
        nearest = Fraction(2 * round(equal), rounds) - 1 if rounds else Fraction(0)
        raise Malformed(
            "wrong-value",
            f"{place}: {rounds} rounds cannot have the correlator {correlator}; the nearest is {nearest}",
        )
    return int(equal), rounds - int(equal)
