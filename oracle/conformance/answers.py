"""Asking an implementation, and judging what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from oracle.conformance.driver import Crashed, Driver, TimedOut
from oracle.conformance.truth import Truth
from oracle.conformance.wire import Interval, Json, Refusal, Reply, Value, WireError, encoded, interval, shown
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

    @property
    def rank(self) -> int:
        """Worse is higher: what one run of a property reports when it saw several."""
        return _RANKS.index(self)


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
_RANKS = (
    Verdict.NOT_OFFERED, Verdict.PASS, Verdict.LOOSE, Verdict.TIMEOUT, Verdict.CRASHED, Verdict.REFUSED,
    Verdict.WRONG, Verdict.UNSAFE,
)  # fmt: skip


@dataclass(frozen=True)
class Judgement:
    """A verdict about one case.

    Attributes:
        verdict: never NOT-OFFERED.
        code: what kind of fault, "" without one.
        says: one sentence.
    """

    verdict: Verdict
    code: str = ""
    says: str = ""


_ROUNDING = Fraction(1, 10**9)
"""An excess below this looks like rounding to the nearest number; it is unsafe all the same."""
PASSED = Judgement(Verdict.PASS)


def worst(judgements: Iterable[Judgement]) -> Judgement:
    """The worst of several judgements about one case."""
    return max(judgements, key=lambda judgement: judgement.verdict.rank, default=PASSED)


def _size(distance: Fraction) -> str:
    """A positive distance, rounded up to two digits.

    >>> _size(Fraction(1, 3)), _size(Fraction(7, 10**20)), _size(Fraction(12))
    ('0.34', '7.0e-20', '12.0')
    """
    power = 0
    while distance * 10**power < 1 and power < 400:
        power += 1
    if power <= 4:
        return decimal_text(distance, max(1, power + 1), up=True)
    return f"{decimal_text(distance * 10**power, 1, up=True)}e-{power}"


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
            side = "above" if sign > 0 else "below"
            code = "unsafe" if truth.shifted(sign * _ROUNDING).compare(claim) == sign else "rounding"
            return Judgement(Verdict.UNSAFE, code, self._off(truth, claim, side))
        if claim != other and truth.compare(other) == -sign:
            return Judgement(Verdict.WRONG, "not-enclosing", f"{self.call}: the enclosure is beside {truth.text()}")
        if truth.shifted(-sign * slack).compare(claim) == -sign:
            side = "below" if sign > 0 else "above"
            return Judgement(Verdict.LOOSE, "loose", self._off(truth, claim, side))
        return PASSED

    def _off(self, truth: Truth, claim: Fraction, side: str) -> str:
        low, high = truth.enclose(1024)
        distance = claim - high if side == "above" else low - claim
        return f"{self.call}: the bound is {_size(distance)} {side} {truth.says}, {truth.text()}"

    def value(self, truth: Truth, slack: Fraction) -> Judgement:
        """Judge a value: a number equal to the truth, or an enclosure that contains it."""
        found = self._interval()
        if isinstance(found, Judgement):
            return found
        low, high = found
        if truth.compare(low) == 1 or truth.compare(high) == -1:
            kind = "not-enclosing" if low != high else "another-value"
            got = self._shown(low, high)
            return Judgement(Verdict.WRONG, kind, f"{self.call}: {got} in place of {truth.text()}, {truth.says}")
        if high - low > slack:
            return Judgement(Verdict.LOOSE, "loose", f"{self.call}: the enclosure is {_size(high - low)} wide")
        return PASSED

    @staticmethod
    def _shown(low: Fraction, high: Fraction) -> str:
        ends = [
            str(end) if end.denominator < 10**6 else f"about {decimal_text(end, 12, up=False)}" for end in (low, high)
        ]
        return ends[0] if low == high else f"the enclosure from {ends[0]} to {ends[1]}"

    def covers(self, weaker: Answer, slack: Fraction) -> Judgement:
        """Judge a lower bound beside one of something that is not larger: what is proved there holds here, too.

        Args:
            weaker: the other answer, in the same unit; one that is no bound is judged for itself.
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
            text = f"{self.call}: the bound is {_size(other[0] - mine[0])} below another answer, which holds here, too"
            return Judgement(Verdict.LOOSE, "not-monotone", text)
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
        """The answer as bits, or the judgement when it is none of the length expected.

        For properties that compare answers with each other; what is expected is for those who only read vectors.
        """
        match self.reply:
            case Value(str() as value) if len(value) == len(expected) and not set(value) - {"0", "1"}:
                return [int(bit) for bit in value]
            case _:
                return self.equals(expected, f"{len(expected)} bits")

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


class Ask:
    """Makes calls for one case and remembers them.

    Args:
        driver: of the implementation.
        conventions: as it declared them.
    """

    def __init__(self, driver: Driver, conventions: Mapping[str, str]) -> None:
        self.driver = driver
        self.conventions = conventions
        self.exchanges: list[Exchange] = []

    def __call__(self, call: str, arguments: Mapping[str, object]) -> Answer:
        """Ask; fractions and integers may stand anywhere in the arguments.

        Raises:
            Crashed, TimedOut: from the driver.
        """
        sent = {name: encoded(value) for name, value in arguments.items()}
        answer: dict[str, Json] = {}
        try:
            reply = self.driver.call(call, sent)
            match reply:
                case Value(value):
                    answer = {"value": value}
                case Refusal(code, says):
                    answer = {"refused": code, "says": says}
        except (Crashed, TimedOut) as failure:
            answer = {"failed": str(failure)}
            raise
        finally:
            self.exchanges.append(Exchange(call, sent, answer))
        return Answer(call, reply)
