"""What is known of means: exact values, or intervals that contain them.

An irrational or estimated mean enters as two inequalities.  Where they are nearly the same the
program is solved with the midpoint in place of the interval, as two nearly parallel inequalities
are hard for an interior-point method; its weight then goes to the end that is on the safe side.
The midpoints of estimates need not be means of any behaviour: there the program has both ends.
A wider interval is a weaker hypothesis, so that every tolerance benefits the adversary.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Functional

SHORT = Fraction(1, 2**24)
"""Width up to which the solver sees the midpoint of an interval alone."""


@dataclass(frozen=True)
class Known:
    """The mean of a functional lies in [low, high].

    Raises:
        Failure: low is above high.
    """

    name: str
    functional: Functional
    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise Failure(
                Kind.VALUE,
                "known",
                "the mean {name} lies in no interval: {low} is above {high}",
                name=self.name,
                low=self.low,
                high=self.high,
            )

    def _minus(self, value: Fraction) -> dict[str, Fraction]:
        moved = {text: Fraction(c) for text, c in self.functional.items()}
        moved[""] = moved.get("", Fraction(0)) - value
        return {text: c for text, c in moved.items() if c}

    @property
    def equation(self) -> Mean:
        """The mean is the midpoint: for the solver only."""
        return Mean(self.name, self._minus((self.low + self.high) / 2), "=0")

    @property
    def hypotheses(self) -> list[Mean]:
        """What the statement says: one equation, or an inequality for each end.

        >>> [(mean.name, mean.sense) for mean in Known("z", {"A0": 1}, Fraction(0), Fraction(1, 9)).hypotheses]
        [('z-low', '>=0'), ('z-high', '>=0')]
        """
        if self.low == self.high:
            return [Mean(self.name, self._minus(self.low), "=0")]
        above = {text: -c for text, c in self._minus(self.high).items()}
        return [Mean(f"{self.name}-low", self._minus(self.low)), Mean(f"{self.name}-high", above)]

    def weights(self, weight: Fraction) -> list[Fraction]:
        """The weights of `hypotheses` that do what one of the equation does, up to the width of the interval."""
        if self.low == self.high:
            return [weight]
        return [max(weight, Fraction(0)), max(-weight, Fraction(0))]


def hypotheses(known: Iterable[Mean | Known]) -> list[Mean]:
    """What the statement says of all of them, in order."""
    return [mean for item in known for mean in (item.hypotheses if isinstance(item, Known) else [item])]


def middles(known: Iterable[Mean | Known]) -> list[Mean]:
    """What is known, with the middle of each short interval in its place: an object that has it is inside."""
    found: list[Mean] = []
    for item in known:
        if isinstance(item, Known) and item.high - item.low <= SHORT:
            found.append(item.equation)
        else:
            found += item.hypotheses if isinstance(item, Known) else [item]
    return found
