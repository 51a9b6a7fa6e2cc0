"""The one way from floats to exact tables: a rounding with a name, and how far it went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING

from oracle.api.problem import Scenario
from oracle.api.results import Result, at_most
from oracle.api.sources import inexact
from oracle.failures import Limit, Malformed

if TYPE_CHECKING:
    from oracle.pages.drawing import Plot

MAX_DENOMINATOR = 10**30
MAX_CELLS = 1 << 12


@dataclass(frozen=True, repr=False)
class Behaviour(Result):
    """An exact behaviour that does not signal, and how far it is from the table it was rounded from.

    Attributes:
        table: event such as "A0=1 B0=0" -> probability, events of probability 0 left out.
        scenario: parties, inputs and outcomes.
        distance: the largest difference of a probability, exactly: each float is taken as the number it is.
    """

    table: Mapping[str, Fraction]
    scenario: Scenario
    distance: Fraction

    @property
    def certificate(self) -> bytes:
        """Nothing: a behaviour is data."""
        return b""

    def to_dict(self) -> dict[str, object]:
        return {
            "scenario": self.scenario.to_dict(),
            "behaviour": {event: str(p) for event, p in self.table.items()},
            "distance": str(self.distance),
        }

    def headline(self) -> str:
        return f"{len(self.table)} events, no probability moved by more than {at_most(self.distance, places=18)[8:]}"

    def rows(self) -> list[tuple[str, str]]:
        return [(f"P({event})", str(p)) for event, p in self.table.items()]

    def plot(self) -> Plot | None:
        from oracle.pages.drawing import Bars

        return Bars(list(self.table.items())[:16], "probabilities")


def nearest_behaviour(table: object, denominator: int) -> Behaviour:
    """The behaviour with short fractions that is near to a table of floats, and the exact distance.

    The table is rounded to multiples of 1/denominator and then to the nearest table that sums to one and does not
    signal (least squares); where a probability comes out negative, as much of the uniform table is added as makes it
    zero. What is certified afterwards is about the rounded behaviour, not about the floats: `distance` says how far
    they are apart.

    Args:
        table: probabilities P(a b ... | x y ...), as an array or nested lists of shape (inputs of A, inputs of B, ...,
            outcomes of A, outcomes of B, ...): two parties with two inputs and two outcomes have the shape
            2 x 2 x 2 x 2 and `table[x][y][a][b]`. Floats are taken as the binary fractions they are.
        denominator: an integer from 1 to 10^30.

    Returns:
        The behaviour; its denominators are those of averages of multiples of 1/denominator.

    Raises:
        Malformed: `wrong-value`, no table of such a shape, nan or infinity; `out-of-range`, the denominator.
        Limit: `size`, more than 4096 events.

    Source: the projection is that of key `nearest` in problem files.

    >>> import oracle
    >>> row = [[0.4267766952966369, 0.0732233047033631], [0.0732233047033631, 0.4267766952966369]]
    >>> found = oracle.nearest_behaviour([[row, row], [row, row[::-1]]], 10**6)
    >>> found.table["A0=0 B0=0"], found.distance < Fraction(1, 10**6)
    (Fraction(426777, 1000000), True)
    """
    if isinstance(denominator, bool) or not isinstance(denominator, int) or not 1 <= denominator <= MAX_DENOMINATOR:
        raise Malformed("out-of-range", "the denominator is an integer from 1 to 10^30")
    from oracle.ask.probabilities import nearest_no_signalling
    from oracle.ask.tables import cells

    values = table.tolist() if hasattr(table, "tolist") else table
    shape = _shape(values)
    if len(shape) < 2 or len(shape) % 2 or any(size < 2 for size in shape[len(shape) // 2 :]):
        raise Malformed(
            "wrong-value",
            f"a table of shape {shape} is none of behaviours; the inputs of all parties come first, then their "
            "outcomes, such as 2 x 2 x 2 x 2",
        )
    parties, half = {}, len(shape) // 2
    if half > 8:
        raise Limit("size", "more than 8 parties")
    for index in range(half):
        parties[chr(ord("A") + index)] = (shape[half + index],) * shape[index]
    exact = {
        event: _exact(_at(values, (*inputs, *outcomes)))
        for inputs, outcomes, event in ((i, o, e) for i, o, e in cells(parties))
    }
    rounded = {event: Fraction(round(p * denominator), denominator) for event, p in exact.items()}
    nearest = nearest_no_signalling(rounded, parties)
    distance = max(abs(nearest[event] - p) for event, p in exact.items())
    return Behaviour({event: p for event, p in nearest.items() if p}, Scenario(parties), distance)


def _shape(value: object) -> tuple[int, ...]:
    shape: list[int] = []
    size = 1
    while isinstance(value, Sequence) and not isinstance(value, str | bytes):
        if not value:
            raise Malformed("wrong-value", "the table has an empty part")
        shape.append(len(value))
        size *= len(value)
        if size > MAX_CELLS or len(shape) > 32:
            raise Limit("size", f"more than {MAX_CELLS} events")
        value = value[0]
    return tuple(shape)


def _at(value: object, place: Iterator[int] | tuple[int, ...]) -> object:
    for index in place:
        if not isinstance(value, Sequence) or isinstance(value, str | bytes) or index >= len(value):
            raise Malformed("wrong-value", "the table is ragged: its parts have different lengths")
        value = value[index]
    return value


def _exact(value: object) -> Fraction:
    if isinstance(value, float) and not isfinite(value):
        raise Malformed("wrong-value", f"{value} is no probability")
    if isinstance(value, int | float | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str):
        from oracle.numbers import parse_rational

        return parse_rational(value)
    raise Malformed("wrong-value", inexact(value))
