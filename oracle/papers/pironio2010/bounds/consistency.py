"""Do counts contradict what certification assumes? Fisher's tests, with their number taken into account."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from oracle.ask.fisher import fisher
from oracle.ask.region import Compared, no_signalling_tests
from oracle.bounds.entries import Bound, Bracket
from oracle.bounds.games import MOST_DIGITS, probability
from oracle.data.any_table import AnyTable, file_of, read_any
from oracle.failures import Malformed, Usage
from oracle.numbers import dyadic


def _least(tests: Sequence[Compared]) -> Bracket:
    """The least p-value times the number of tests, from above."""
    if not tests:
        return probability("1", Fraction(1))
    high, says = min((fisher(*test.numbers)[1], test.says) for test in tests)
    value = min(Fraction(1), high * len(tests))
    if len(str(value.denominator)) > MOST_DIGITS:
        value = dyadic(value, 200 + value.denominator.bit_length() - value.numerator.bit_length(), up=True)
    found = probability(str(value), value)
    return replace(found, remark=f"{len(tests)} tests; the least p-value is that of {says}")


def _tables(options: Mapping[str, str], names: Sequence[str]) -> list[AnyTable]:
    if set(options) != set(names):
        raise Usage("missing-argument", f"needed are the files {', '.join(f'{name}=...' for name in names)}")
    return [read_any(file_of(options[name]), options[name]) for name in names]


def _signalling(options: Mapping[str, str]) -> Bracket:
    (table,) = _tables(options, ("counts",))
    return _least(no_signalling_tests(table.counts))


def _drift(options: Mapping[str, str]) -> Bracket:
    first, second = _tables(options, ("first", "second"))
    if first.parties != second.parties:
        raise Malformed("wrong-value", "the two tables are about different scenarios")
    tests = []
    at, then = first.at(), second.at()
    for inputs, events in first.settings().items():
        for event in events[:1] if len(events) == 2 else events:
            numbers = first.counts[event], at[inputs], second.counts[event], then[inputs]
            if at[inputs] and then[inputs]:
                tests.append(
                    Compared(numbers, f"P({event}), which is {numbers[0]}/{numbers[1]} and {numbers[2]}/{numbers[3]}")
                )
    n, m = first.rounds, second.rounds
    tests += [
        Compared((k, n, j, m), f"the frequency of the inputs {','.join(map(str, z))}, which is {k}/{n} and {j}/{m}")
        for (z, k), j in zip(at.items(), then.values(), strict=True)
    ]
    return _least(tests)


def _by(evaluate: Callable[[Mapping[str, str]], Bracket], bound: Bound) -> Bound:
    def choose(options: Mapping[str, str]) -> Bound:
        return replace(bound, evaluate=lambda arguments: evaluate(options))

    return replace(bound, evaluate=lambda arguments: evaluate({}), choose=choose)


_SOURCE = "Fisher's exact test, pironio2010, equation (13) and section D.4; Bonferroni's inequality"

SIGNALLING = _by(
    _signalling,
    Bound(
        name="no-signalling.p-value",
        arguments={},
        unit="probability",
        safe_side="high",
        formula="min(1, number of tests * least two-sided p-value)",
        says=(
            "Probability, at most, that independent rounds which do not signal look as much as if they did: the "
            "outcomes of all parties but one are compared between any two inputs of that one, and the least p-value is "
            "multiplied by the number of tests."
        ),
        assumptions=("rounds are independent and identically distributed given their inputs",),
        source=_SOURCE,
        evaluate=lambda arguments: _signalling({}),
        options={"counts": "a table of counts of any scenario"},
        files=("counts",),
    ),
)

DRIFT = _by(
    _drift,
    Bound(
        name="drift.p-value",
        arguments={},
        unit="probability",
        safe_side="high",
        formula="min(1, number of tests * least two-sided p-value)",
        says=(
            "Probability, at most, that two parts of a run of independent and identically distributed rounds differ as "
            "much: the frequency of every event given its inputs, and of every tuple of inputs, is compared between "
            "the two tables, and the least p-value is multiplied by the number of tests."
        ),
        assumptions=("under the hypothesis that is tested, rounds are independent and identically distributed",),
        source=_SOURCE,
        evaluate=lambda arguments: _drift({}),
        options={"first": "a table of the earlier rounds", "second": "a table of the later ones"},
        files=("first", "second"),
    ),
)
