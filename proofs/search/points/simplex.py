"""Linear programs with few rows whose numbers differ in places that a float does not have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction

DIGITS = 90
_ZERO = Decimal(10) ** -70  # below which a number is taken for rounding
_PIVOTS = 600


@dataclass(frozen=True)
class Row:
    """values.w = right where `room` is 0, else values.w >= right, if possible by as much as half the room."""

    values: tuple[Fraction, ...]
    right: Fraction
    room: Fraction


@dataclass(frozen=True)
class Solved:
    """Near a solution of all rows, or near what excludes one.

    Attributes:
        weights: w >= 0 that satisfy all rows with as much room as there is; None if there are none.
        against: one number a row, nonnegative for inequalities, such that the sum of all values with these is at most
            0 in every column, and positive on the right; empty if there are weights.
    """

    weights: list[Fraction] | None
    against: list[Fraction] = field(default_factory=list)


def solved(rows: Sequence[Row]) -> Solved | None:
    """Weights w >= 0 with all rows, or why there are none; None if the method does not end.

    The simplex method in decimals of `DIGITS` digits; nothing of the answer is exact.

    >>> one, zero = Fraction(1), Fraction(0)
    >>> rows = [Row((one, one), one, zero), Row((one, -one), zero, one)]
    >>> [float(w) for w in solved(rows).weights]
    [0.75, 0.25]
    >>> solved([rows[0], Row((one, -one), Fraction(2), one)]).weights is None
    True
    """
    with localcontext() as context:
        context.prec = DIGITS
        count, unequal = len(rows[0].values), [k for k, row in enumerate(rows) if row.room]
        # columns: weights, the common share of the room, its distance to 1/2, a slack an inequality
        width = count + 2 + len(unequal)
        table: list[list[Decimal]] = []
        for k, row in enumerate(rows):
            line = [_decimal(x) for x in row.values] + [-_decimal(row.room), Decimal(0)]
            table.append(
                [*line, *(Decimal(-1) if k == other else Decimal(0) for other in unequal), _decimal(row.right)]
            )
        table.append([*[Decimal(0)] * count, Decimal(1), Decimal(1), *[Decimal(0)] * len(unequal), Decimal("0.5")])
        scales = [(-1 if line[-1] < 0 else 1) / max(abs(x) for x in line[:-1]) for line in table]
        # behind them one artificial column a row, and the right-hand side last
        own = [[Decimal(int(i == k)) for i in range(len(table))] for k in range(len(table))]
        pairs = zip(table, scales, own, strict=True)
        table = [[*(x * scale for x in line[:-1]), *unit, line[-1] * scale] for line, scale, unit in pairs]
        basis = [width + k for k in range(len(table))]
        wrong = [sum(column, Decimal(0)) for column in zip(*table, strict=True)]
        wrong[width:-1] = [Decimal(0)] * len(table)
        if not _pivoted(table, basis, wrong, width):
            return None
        if wrong[-1] > _ZERO:
            duals = [(wrong[width + k] + 1) * scales[k] for k in range(len(rows))]
            return Solved(None, [Fraction(dual) for dual in duals])
        _freed(table, basis, wrong, width)
        room = [Decimal(0)] * len(wrong)
        room[count] = Decimal(1)
        for line, column in zip(table, basis, strict=True):
            if c := room[column]:
                room = [x - c * y for x, y in zip(room, line, strict=True)]
        if not _pivoted(table, basis, room, width):
            return None
        found = [Fraction(0)] * count
        for line, column in zip(table, basis, strict=True):
            if column < count and line[-1] > _ZERO:
                found[column] = Fraction(line[-1])
        return Solved(found)


def _decimal(x: Fraction) -> Decimal:
    return Decimal(x.numerator) / Decimal(x.denominator)


def _pivoted(table: list[list[Decimal]], basis: list[int], gain: list[Decimal], width: int) -> bool:
    """Pivots while a column gains; False if that does not end."""
    for turn in range(_PIVOTS):
        gaining = [k for k in range(width) if gain[k] > _ZERO]
        if not gaining:
            return True
        column = max(gaining, key=gain.__getitem__) if turn < _PIVOTS // 2 else gaining[0]
        ratios = [(line[-1] / line[column], basis[k], k) for k, line in enumerate(table) if line[column] > _ZERO]
        if not ratios:
            return False
        _pivot(table, basis, gain, min(ratios)[2], column)
    return False


def _pivot(table: list[list[Decimal]], basis: list[int], gain: list[Decimal], k: int, column: int) -> None:
    head = table[k][column]
    table[k] = [x / head for x in table[k]]
    for i, line in enumerate(table):
        if i != k and (c := line[column]):
            table[i] = [x - c * y for x, y in zip(line, table[k], strict=True)]
    if c := gain[column]:
        gain[:] = [x - c * y for x, y in zip(gain, table[k], strict=True)]
    basis[k] = column


def _freed(table: list[list[Decimal]], basis: list[int], gain: list[Decimal], width: int) -> None:
    """Artificial variables that are zero leave the basis; rows that say nothing go."""
    for k in reversed(range(len(table))):
        if basis[k] < width:
            continue
        column = max(range(width), key=lambda c: abs(table[k][c]))
        if abs(table[k][column]) > _ZERO:
            _pivot(table, basis, gain, k, column)
        else:
            del table[k], basis[k]
