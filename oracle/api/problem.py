"""Problems built in code: scenario, functional, known facts, in the words of the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Self

from oracle.api.sources import plain
from oracle.failures import Malformed

Number = int | Fraction | str
"""Exact: an integer, a fraction, or a text such as "1/2", "0.25", and where a file allows it "2*sqrt(2)"."""


@dataclass(frozen=True)
class Scenario:
    """Parties with the number of outcomes of each of their inputs.

    Attributes:
        parties: letter of a party -> outcomes of each input, in order.
        signalling: pairs (sender, receiver), for behaviours in time order only.

    >>> chsh = Scenario({"A": [2, 2], "B": [2, 2]})
    >>> chsh.observables
    ('A0', 'A1', 'B0', 'B1')
    """

    parties: Mapping[str, Sequence[int]]
    signalling: Sequence[tuple[str, str]] = ()

    @property
    def observables(self) -> tuple[str, ...]:
        """Names of the inputs, which are also those of their observables with values +1 and -1."""
        return tuple(f"{party}{x}" for party, outcomes in sorted(self.parties.items()) for x in range(len(outcomes)))

    def to_dict(self) -> dict[str, object]:
        """The table `[scenario]` of a problem file."""
        pairs = {"signalling": [list(pair) for pair in self.signalling]} if self.signalling else {}
        return {"parties": {party: list(outcomes) for party, outcomes in self.parties.items()}, **pairs}


@dataclass(frozen=True)
class Functional(Mapping[str, Number]):
    """A sum of means of words with exact coefficients, such as the CHSH functional.

    A word is a product of observables, parties in alphabetical order ("A0 B1"), or of events ("A0=1 B1=0"); the empty
    word is the constant 1.

    Attributes:
        coefficients: word -> exact number.

    >>> chsh = Functional({"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1})
    >>> (2 * chsh - Functional({"A0": "1/2"}))["A1 B1"]
    Fraction(-2, 1)
    """

    coefficients: Mapping[str, Number] = field(default_factory=dict)

    def __getitem__(self, word: str) -> Number:
        return self.coefficients[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self.coefficients)

    def __len__(self) -> int:
        return len(self.coefficients)

    def __add__(self, other: Functional) -> Functional:
        words = dict.fromkeys([*self, *other])
        return Functional({word: _exact(self.get(word, 0)) + _exact(other.get(word, 0)) for word in words})

    def __mul__(self, factor: int | Fraction) -> Functional:
        return Functional({word: _exact(c) * _exact(factor) for word, c in self.items()})

    __rmul__ = __mul__

    def __sub__(self, other: Functional) -> Functional:
        return self + other * -1


def _exact(value: object) -> Fraction:
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, str):
        from oracle.numbers import parse_rational

        return parse_rational(value)
    raise Malformed("wrong-value", f"a coefficient of type {type(value).__name__} is not exact")


@dataclass(frozen=True)
class Hypothesis:
    """What is known of the mean of a functional.

    Attributes:
        name: lower-case letters, digits and hyphens; the statement that is proved names it.
        functional: word -> exact number.
        sense: ">=", "<=" or "=".
        value: exact, or a sum of square roots, which is replaced by a rational that makes the hypothesis weaker.
    """

    name: str
    functional: Mapping[str, Number]
    sense: str
    value: Number

    def to_dict(self) -> dict[str, object]:
        """One table `[[hypothesis]]` of a problem file."""
        functional = plain(self.functional, self.name)
        return {"name": self.name, "functional": functional, "sense": self.sense, "value": plain(self.value, self.name)}


@dataclass(frozen=True)
class Problem:
    """A question about a set of behaviours, as a problem file asks it.

    Attributes:
        kind: "maximum", "minimum", "guessing", "entropy", "membership" or "facet".
        set: "local", "no-signalling", "time-ordered", "measurement-dependent", "quantum", "sequential" or
            "steering".
        scenario: a `Scenario`, or the table of a file.
        level: of the hierarchy, for the sets quantum and sequential: "1+AB", "2", or a list of words.
        functional: what is maximised, minimised or tested.
        guessed: inputs whose outcomes are guessed together, one a party; for an entropy those whose outcomes it is of.
        behaviour: event -> probability, for example "A0=1 B0=0" -> "1/4"; or the name of a CSV file.
        expectations: word -> known mean, or the two ends of an interval.
        hypotheses: what else is known.
        title: of your own.
        more: every other key of a problem file, such as "loss", "solver" or "symmetry".

    >>> asked = Problem("maximum", "local", Scenario({"A": [2, 2], "B": [2, 2]}), functional={"A0 B0": Fraction(1, 2)})
    >>> asked.to_dict()["functional"]
    {'A0 B0': '1/2'}
    """

    kind: str
    set: str
    scenario: Scenario | Mapping[str, object]
    level: str | Sequence[str] | None = None
    functional: Mapping[str, Number] | None = None
    guessed: Sequence[str] = ()
    behaviour: Mapping[str, Number] | str | None = None
    expectations: Mapping[str, Number | Sequence[Number]] | None = None
    hypotheses: Sequence[Hypothesis] = ()
    title: str = ""
    more: Mapping[str, object] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """Keys and values of the problem file that asks the same; numbers as texts.

        Raises:
            Malformed: `wrong-value`, a value is a float or an array.
        """
        scenario = self.scenario.to_dict() if isinstance(self.scenario, Scenario) else dict(self.scenario)
        found: dict[str, object] = {
            "title": self.title, "kind": self.kind, "set": self.set, "level": self.level, "guessed": self.guessed,
            "scenario": scenario, "functional": self.functional, "behaviour": self.behaviour,
            "expectations": self.expectations, "hypothesis": [each.to_dict() for each in self.hypotheses], **self.more,
        }  # fmt: skip
        absent: tuple[object, ...] = ("", None, [], ())
        return {key: plain(value, key) for key, value in found.items() if value not in absent}

    def replace(self, **changes: object) -> Self:
        """The problem with other values of some attributes."""
        from dataclasses import replace

        return replace(self, **changes)  # type: ignore[arg-type]
