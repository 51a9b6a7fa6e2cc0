"""Asking an implementation, and judging what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Protocol

from oracle.conformance.driver import Crashed, Driver, TimedOut
from oracle.conformance.truth import Truth
from oracle.conformance.wire import (
    Description,
    Interval,
    Json,
    Refusal,
    Reply,
    Value,
    WireError,
    encoded,
    interval,
    shown,
    spacing,
)
from oracle.numbers import decimal_text


class Verdict(StrEnum):
    """What is said about an implementation and a property."""

    PASS = "PASS"
    UNSAFE = "UNSAFE"
    WRONG = "WRONG"
    REFUSED = "REFUSED"
    CRASHED = "CRASHED"
    TIMEOUT = "TIMEOUT"
    LOOSE = "LOOSE"
    NOT_OFFERED = "NOT-OFFERED"


MEANING: Mapping[Verdict, str] = {
    Verdict.PASS: "no answer contradicted the property",
    Verdict.UNSAFE: "an answer claims more than is true, on the side that security rests on",
    Verdict.WRONG: "an answer is false, is of another kind than was asked for, or should have been a refusal",
    Verdict.REFUSED: "a valid question was refused",
    Verdict.CRASHED: "the implementation ended, failed, or did not follow the protocol",
    Verdict.TIMEOUT: "an answer did not come in time",
    Verdict.LOOSE: "an answer is safe, but further from the value than the property's slack",
    Verdict.NOT_OFFERED: "the implementation does not list the call among its capabilities",
}

ROUNDING = "rounding"
"""Code of an answer that is off by its own last digit: false all the same, but of another kind than a wrong formula."""
_LAST_DIGITS = 2
"""Units of the last place that rounding, and the rounding of what it is computed from, may cost."""


@dataclass(frozen=True)
class Judgement:
    """A verdict about one case.

    Attributes:
        verdict: never NOT-OFFERED.
        code: what kind of fault, "" without one.
        says: one sentence.
        excess: how far a number is off, in the unit of the answer; None where nothing can be measured.
        changed: whether the same question had another answer before.
    """

    verdict: Verdict
    code: str = ""
    says: str = ""
    excess: Fraction | None = None
    changed: bool = False

    @property
    def severity(self) -> tuple[int, Fraction]:
        """Larger is worse: first by kind, then by size; an answer off by its last digit hides nothing but a crash.

        >>> Judgement(Verdict.UNSAFE, ROUNDING).severity < Judgement(Verdict.REFUSED).severity
        True
        """
        kind = (self.verdict, ROUNDING) if self.code == ROUNDING else (self.verdict, "")
        return _SEVERITY.index(kind), self.excess or Fraction(0)


_SEVERITY: tuple[tuple[Verdict, str], ...] = (
    (Verdict.NOT_OFFERED, ""), (Verdict.PASS, ""), (Verdict.LOOSE, ""), (Verdict.TIMEOUT, ""), (Verdict.CRASHED, ""),
    (Verdict.WRONG, ROUNDING), (Verdict.UNSAFE, ROUNDING), (Verdict.REFUSED, ""), (Verdict.WRONG, ""),
    (Verdict.UNSAFE, ""),
)  # fmt: skip
PASSED = Judgement(Verdict.PASS)


def worst(judgements: Iterable[Judgement]) -> Judgement:
    """The worst of several judgements about one case."""
    return max(judgements, key=lambda judgement: judgement.severity, default=PASSED)


def size_text(distance: Fraction) -> str:
    """A positive distance, rounded up to two digits.

    >>> size_text(Fraction(1, 3)), size_text(Fraction(7, 10**20)), size_text(Fraction(12)), size_text(Fraction(10**9))
    ('0.34', '7.0e-20', '12.0', '1.0e9')
    """
    if distance >= 10**6:
        power = len(str(int(distance))) - 1
        return f"{decimal_text(distance / 10**power, 1, up=True)}e{power}"
    power = 0
    while distance * 10**power < 1 and power < 400:
        power += 1
    if power <= 4:
        return decimal_text(distance, max(1, power + 1), up=True)
    return f"{decimal_text(distance * 10**power, 1, up=True)}e-{power}"


def _last_digit(distance: Fraction, text: object) -> bool:
    """Whether a distance is what rounding an answer to its own digits explains."""
    return distance <= _LAST_DIGITS * spacing(text)


_HINTS = {
    ROUNDING: ": its last digit is rounded, so that an enclosure is wanted",
    "sign": ": the sign is the other one",
}


@dataclass(frozen=True)
class Answer:
    """An implementation's answer, with the ways to judge it.

    Attributes:
        call: what was asked.
        reply: what came.
    """

    call: str
    reply: Reply

    def _interval(self) -> Interval | Judgement:
        match self.reply:
            case Refusal(code, says):
                return Judgement(Verdict.REFUSED, code, f"{self.call} refused a valid question: {shown(says or code)}")
            case Value(value):
                try:
                    return interval(value)
                except WireError as error:
                    return Judgement(Verdict.WRONG, error.code, f"{self.call}: {error.says}")

    def lower(self, truth: Truth, slack: Fraction) -> Judgement:
        """Judge a lower bound: a number at most the truth; of an enclosure the low end is the bound."""
        return self._one_sided(truth, slack, 1)

    def upper(self, truth: Truth, slack: Fraction) -> Judgement:
        """Judge an upper bound: a number at least the truth; of an enclosure the high end is the bound."""
        return self._one_sided(truth, slack, -1)

    def _one_sided(self, truth: Truth, slack: Fraction, sign: int) -> Judgement:
        found = self._interval()
        if isinstance(found, Judgement):
            return found
        claim, other = found if sign > 0 else found[::-1]
        if truth.compare(claim) == sign:
            distance, says = self._off(truth, claim, "above" if sign > 0 else "below")
            code = ROUNDING if _last_digit(distance, self._end(0 if sign > 0 else 1)) else "unsafe"
            return Judgement(Verdict.UNSAFE, code, says, distance)
        if claim != other and truth.compare(other) == -sign:
            distance, _ = self._off(truth, other, "below" if sign > 0 else "above")
            text = f"{self.call}: the enclosure is beside {truth.text()}"
            return Judgement(Verdict.WRONG, "not-enclosing", text, distance)
        if truth.shifted(-sign * slack).compare(claim) == -sign:
            distance, says = self._off(truth, claim, "below" if sign > 0 else "above")
            return Judgement(Verdict.LOOSE, "loose", says, distance)
        return PASSED

    def _end(self, which: int) -> Json:
        """An end of the answer as it was written."""
        value = self.reply.value if isinstance(self.reply, Value) else ""
        return value[which] if isinstance(value, list) else value

    def _off(self, truth: Truth, claim: Fraction, side: str) -> tuple[Fraction, str]:
        """How far a claim is beside the truth, and that in words."""
        distance = truth.distance(claim)
        return distance, f"{self.call}: the bound is {size_text(distance)} {side} {truth.says}, {truth.text()}"

    def value(self, truth: Truth, slack: Fraction) -> Judgement:
        """Judge a value: a number equal to the truth, or an enclosure that contains it."""
        found = self._interval()
        if isinstance(found, Judgement):
            return found
        low, high = found
        if truth.compare(low) == 1 or truth.compare(high) == -1:
            distance = truth.distance(low if truth.compare(low) == 1 else high)
            kind = "not-enclosing" if low != high else self._kind(low, distance, truth.enclose(256)[0])
            got = self._shown(low, high)
            text = f"{self.call}: {got} in place of {truth.text()}, {truth.says}{_HINTS.get(kind, '')}"
            return Judgement(Verdict.WRONG, kind, text, distance)
        if high - low > slack:
            text = f"{self.call}: the enclosure is {size_text(high - low)} wide"
            return Judgement(Verdict.LOOSE, "loose", text, high - low)
        return PASSED

    def _kind(self, claim: Fraction, distance: Fraction, truth: Fraction) -> str:
        """What kind of mistake a number is that is not the value: its last digit, its sign, or anything else."""
        if _last_digit(distance, self._end(0)):
            return ROUNDING
        return "sign" if truth and abs(claim + truth) * 10**6 <= abs(truth) else "another-value"

    @staticmethod
    def _shown(low: Fraction, high: Fraction) -> str:
        ends = [
            str(end) if end.denominator < 10**6 else f"about {decimal_text(end, 12, up=False)}" for end in (low, high)
        ]
        return ends[0] if low == high else f"the enclosure from {ends[0]} to {ends[1]}"

    def covers(self, weaker: Answer, slack: Fraction) -> Judgement:
        """Judge a lower bound beside one of something that is not larger: what is proved there holds here, too.

        Args:
            weaker: the other answer, in the same unit; one that is not a bound is judged for itself.
            slack: how far this bound may be below the other one.

        Returns:
            LOOSE where it is further below; WRONG where its enclosure ends below the other one begins, so that one
            of the two is false whatever the truth is.
        """
        mine, other = self._interval(), weaker._interval()
        if isinstance(mine, Judgement) or isinstance(other, Judgement):
            return PASSED  # judged for itself
        if mine[0] != mine[1] and mine[1] < other[0]:
            text = f"{self.call}: one enclosure ends below another one that cannot be above it"
            return Judgement(Verdict.WRONG, "contradiction", text)
        if mine[0] < other[0] - slack:
            short = other[0] - mine[0]
            text = f"{self.call}: the bound is {size_text(short)} below another answer, which holds here, too"
            return Judgement(Verdict.LOOSE, "not-monotone", text, short)
        return PASSED

    def equals(self, expected: str, says: str) -> Judgement:
        """Judge a string that can only be one, such as output bits."""
        match self.reply:
            case Refusal():
                refused = self._interval()
                return refused if isinstance(refused, Judgement) else PASSED
            case Value(value) if value == expected:
                return PASSED
            case Value(value):
                text = f"{self.call}: {shown(value)} in place of {shown(expected)}, {says}"
                return Judgement(Verdict.WRONG, "another-value", text)

    def bits(self, expected: str) -> list[int] | Judgement:
        """The answer as bits, or the judgement when it has not the length expected.

        For properties that compare answers with each other; what is expected is for those who only read vectors.
        """
        match self.reply:
            case Value(str() as value) if len(value) == len(expected) and not set(value) - {"0", "1"}:
                return [int(bit) for bit in value]
            case _:
                return self.equals(expected, f"{len(expected)} bits")

    def is_number(self, value: int) -> bool:
        """Whether the answer is this number and nothing else."""
        found = self._interval()
        return not isinstance(found, Judgement) and found[0] == value == found[1]

    def refused(self, says: str) -> Judgement:
        """Judge a question that has no answer."""
        if isinstance(self.reply, Refusal):
            return PASSED
        text = f"{self.call} answered {shown(self.reply.value)} although {says}"
        return Judgement(Verdict.WRONG, "not-refused", text)


@dataclass(frozen=True)
class Exchange:
    """A call that was made: arguments as sent, and the answer or what came instead."""

    call: str
    arguments: Mapping[str, Json]
    answer: Mapping[str, Json]


def answer_of(reply: Reply) -> dict[str, Json]:
    """An answer as it travelled."""
    match reply:
        case Value(value):
            return {"value": value}
        case Refusal(code, says):
            return {"refused": code, "says": says}


class Declined(Exception):  # noqa: N818 - says what happened
    """A question needs an option that the implementation said it leaves out."""

    def __init__(self, call: str, option: str) -> None:
        super().__init__(f"{call} without {option}, as the implementation declined")


class Option(Protocol):
    """What a question may use and an implementation may leave out; `model.Option`."""

    @property
    def name(self) -> str: ...

    def used(self, arguments: Mapping[str, Any], /) -> bool: ...


class Ask:
    """Makes calls for one case and remembers them.

    Args:
        driver: of the implementation.
        description: what it says of itself.
        call: the property's first call, whose conventions are `conventions`.
        options: of each call.
    """

    def __init__(
        self, driver: Driver, description: Description, call: str, options: Mapping[str, Sequence[Option]]
    ) -> None:
        self.driver = driver
        self.description = description
        self.conventions = description.conventions_of(call)
        self.options = options
        self.exchanges: list[Exchange] = []

    def conventions_of(self, call: str) -> Mapping[str, str]:
        """The conventions of a call, where a property makes several."""
        return self.description.conventions_of(call)

    def __call__(self, call: str, arguments: Mapping[str, object]) -> Answer:
        """Ask; fractions and integers may stand anywhere in the arguments.

        Raises:
            Crashed, TimedOut: from the driver. Declined: the question uses an option that is left out.
        """
        for option in self.options.get(call, ()):
            if option.name in self.description.declined.get(call, ()) and option.used(arguments):
                raise Declined(call, option.name)
        sent = {name: encoded(value) for name, value in arguments.items()}
        answer: dict[str, Json] = {}
        try:
            reply = self.driver.call(call, sent)
            answer = answer_of(reply)
        except (Crashed, TimedOut) as failure:
            answer = {"failed": str(failure)}
            raise
        finally:
            self.exchanges.append(Exchange(call, sent, answer))
        return Answer(call, reply)
