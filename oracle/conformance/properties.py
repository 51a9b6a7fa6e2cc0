"""What a property is, how a suite registers one, and what can be said about an implementation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from oracle.conformance.answers import Ask, Judgement

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Judge = Callable[[Ask, Any], Judgement]
Side = Literal["low", "high", "exact"]


class BugType(StrEnum):
    """Mistakes that the properties are made for."""

    WRONG_SIDE_ROUNDING = "a bound rounded to the nearest number or to the unsafe side"
    TOLERANCE_AS_BOUND = "a two-sided tolerance where only one side is safe"
    FORMULA = "another formula, or a constant of it wrong"
    DOMAIN_EDGE = "wrong at the edge of the domain, or an answer outside of it"
    SIGN_OR_DUAL_CONVENTION = "a sign, or maximum and minimum, exchanged"
    PRIMAL_FOR_DUAL = "the value of a feasible point given as a bound on all of them"
    PARTY_PERMUTATION = "parties, settings or outcomes exchanged"
    STATUS_IGNORED = "a solver's failure passed on as an answer"
    OFF_BY_ONE_LENGTH = "a length one too long"
    TRACE_DISTANCE_HALF = "the factor 1/2 of the trace distance forgotten or doubled"
    SHIFT_CONVENTION = "a shift, or the order of a seed's bits, the other way round"
    STALE_STATE = "an answer that depends on the calls before it"
    OBSERVED_INPUTS = "observed setting frequencies in place of the declared distribution"


@dataclass(frozen=True)
class Option:
    """A part of a call that an implementation may decline; questions that use it are then not asked.

    Attributes:
        name: as `declines` in the answer to start names it.
        says: which questions use it.
        used: whether a question does, by its arguments.
    """

    name: str
    says: str
    used: Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True)
class Call:
    """A question of the protocol.

    Attributes:
        name: as in the messages.
        arguments: name of each argument and a phrase.
        answer: what the value is.
        options: what of it may be declined.
    """

    name: str
    arguments: Mapping[str, str]
    answer: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Property:
    """A sentence that holds for every right implementation, and how it is tried.

    Attributes:
        name: `suite/property`, stable.
        says: the sentence.
        calls: names of the calls it makes; an implementation that lacks one is not judged.
        source: paper and equation, or the certificates the expected values come from.
        safe: the side on which an answer may err; `exact` when it may not.
        convention: how the numbers are meant.
        bugs: mistakes it finds.
        cases: Hypothesis strategy of its cases.
        edges: cases that are tried whatever the strategy does.
        judge: asks the implementation and judges the answers.
        most: examples at most, however many are asked for; for dear ones.
        options: of each of its calls, what may be declined.
        first: whether it is its suite's first about its first call; that one asks its edges again, thousands of times.
    """

    name: str
    says: str
    calls: tuple[str, ...]
    source: str
    safe: Side
    convention: str
    bugs: tuple[BugType, ...]
    cases: SearchStrategy[Any]
    edges: tuple[Any, ...]
    judge: Judge
    most: int
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    first: bool = False


@dataclass
class Suite:
    """Properties of one subject; a module of `suites` with one of these, called SUITE, is found by itself.

    Attributes:
        name: first part of the properties' names.
        says: the subject.
    """

    name: str
    says: str
    calls: dict[str, Call] = field(default_factory=dict)
    properties: dict[str, Property] = field(default_factory=dict)

    def call(self, name: str, arguments: Mapping[str, str], answer: str, *options: Option) -> str:
        """Declare a call; returns its name."""
        self.calls[name] = Call(name, arguments, answer, options)
        return name

    def property(
        self, *calls: str, cases: SearchStrategy[Any], source: str, safe: Side, bugs: Sequence[BugType],
        convention: str = "", edges: Sequence[Any] = (), most: int = 10**6,
    ) -> Callable[[Judge], Judge]:  # fmt: skip
        """Register the decorated function as a property.

        Its name, with - for _, is the property's, and its docstring the sentence. It takes `ask`, which makes calls,
        and a case, and returns a judgement.
        """

        def register(judge: Judge) -> Judge:
            name = f"{self.name}/{judge.__name__.strip('_').replace('_', '-')}"
            says = " ".join((judge.__doc__ or "").split())
            if not (says and source and bugs and calls) or name in self.properties:
                raise ValueError(f"{name} needs a sentence, a source, a mistake it finds, a call and a name of its own")
            options = {call: self.calls[call].options for call in calls if call in self.calls}
            first = all(what.calls[0] != calls[0] for what in self.properties.values())
            self.properties[name] = Property(
                name, says, calls, source, safe, convention, tuple(bugs), cases, tuple(edges), judge, most, options,
                first,
            )  # fmt: skip
            return judge

        return register


SLACK = Fraction(1, 10**6)
"""How far on the safe side an answer may be before it is called loose; in the unit of the answer."""
