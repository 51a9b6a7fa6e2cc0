"""Space-like separation: whether light has time to carry an input to another party's outcome.

Times are in nanoseconds from a moment that all parties share, distances in metres, both exact; the speed of light is
299792458 m/s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from oracle.ask.reader import Table

LIGHT = Fraction(299_792_458, 10**9)  # metres in a nanosecond


@dataclass(frozen=True)
class Separation:
    """When a round happens where.

    Attributes:
        distance: between any two parties, in metres, the least.
        start: by party, when the choice of its input begins to be random, the earliest.
        end: by party, when its outcome is recorded, the latest.
    """

    distance: Fraction
    start: Mapping[str, Fraction]
    end: Mapping[str, Fraction]

    def light(self) -> Fraction:
        """How long light takes.

        >>> Separation(Fraction("32.928"), {}, {}).light() > Fraction("109.83")
        True
        """
        return self.distance / LIGHT

    def open_pair(self) -> tuple[str, str, Fraction] | None:
        """The first two parties of which the second one can hear of the first one's input, and how long that takes.

        >>> times = {"A": Fraction(0), "B": Fraction(0)}
        >>> Separation(Fraction(30), times, {"A": Fraction(90), "B": Fraction(101)}).open_pair()
        ('A', 'B', Fraction(101, 1))
        """
        for a in self.start:
            for b in self.end:
                if a != b and self.end[b] - self.start[a] >= self.light():
                    return a, b, self.end[b] - self.start[a]
        return None

    def exceeded_by(self, other: Separation) -> str | None:
        """The first thing that is worse in another timing than in this one."""
        if other.distance < self.distance:
            return f"the distance is {other.distance} m, {self.distance} m were declared"
        for party in self.start:
            if other.start[party] < self.start[party]:
                return f"{party} starts at {other.start[party]} ns, {self.start[party]} ns were declared"
            if other.end[party] > self.end[party]:
                return f"{party} ends at {other.end[party]} ns, {self.end[party]} ns were declared"
        return None

    def to_dict(self) -> dict[str, object]:
        parties = {party: {"start": str(self.start[party]), "end": str(self.end[party])} for party in self.start}
        return {"distance": str(self.distance), **parties}


def read_separation(table: Table) -> Separation:
    """`distance`, and for each party a table with `start` and `end`.

    Raises:
        Malformed: a number that is none, a distance that is not positive, an end before the start.
    """
    parties = sorted(key for key in table.value if len(key) == 1 and "A" <= key <= "Z")
    table.keys(("distance", *parties) if parties else ("distance", "A"))
    distance = table.rational("distance")
    if distance <= 0:
        raise table.malformed("distance", "a distance is positive")
    start, end = {}, {}
    for party in parties:
        times = table.table(party)
        times.keys(("start", "end"))
        start[party], end[party] = times.rational("start"), times.rational("end")
        if end[party] <= start[party]:
            raise times.malformed("end", "the outcome is recorded after the input is chosen")
    return Separation(distance, start, end)
