"""The CHSH value of behaviours and its estimate from counts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.boxes import (
    CELLS,
    DETERMINISTIC,
    POPESCU_ROHRLICH,
    UNIFORM,
    Table,
    at,
    chsh,
    distributions,
    sign,
    table,
    value,
)
from oracle.conformance.properties import SLACK, BugType, Suite
from oracle.conformance.truth import exactly

SUITE = Suite("chsh", "the CHSH value of a behaviour, and its estimate from counts")
VALUE = SUITE.call(
    "chsh.value",
    {"behaviour": "p[x][y][a][b], not negative, sum one for each x, y"},
    "its CHSH value, exactly or enclosed",
)
ESTIMATE = SUITE.call(
    "chsh.estimate",
    {
        "counts": "n[x][y][a][b], integers, not negative, not all 0",
        "inputs": "q[x][y], the declared probabilities of the settings, positive, sum one",
    },
    "(1/n) sum of n(abxy) s(xy) (-1)^(a+b) / q(xy), s the signs of `chsh`, exactly or enclosed",
)
_CONVENTION = "the sign -1 stands at the declared setting pair (chsh); outcome 0 is +1"
_EQ1 = "pironio2010, equation (1); Clauser, Horne, Shimony and Holt 1969"
_EQ2 = "pironio2010, equations (2) and (9): the mean of the rounds' martingale increments"


@SUITE.property(
    VALUE, cases=distributions(), source=_EQ1, safe="exact", convention=_CONVENTION,
    bugs=[BugType.PARTY_PERMUTATION, BugType.SIGN_OR_DUAL_CONVENTION, BugType.FORMULA],
    edges=[*POPESCU_ROHRLICH, *DETERMINISTIC[:4], UNIFORM],
)  # fmt: skip
def value_of_behaviour(ask: Ask, behaviour: Table) -> Judgement:
    """The value is the sum of the four correlators with one minus sign."""
    expected = exactly(value(chsh(ask.conventions["chsh"]), behaviour), "the CHSH value")
    return ask(VALUE, {"behaviour": behaviour}).value(expected, SLACK)


def _changed(case: tuple[Table, int, Fraction]) -> Table:
    behaviour, place, by = case
    return table(lambda x, y, a, b: at(behaviour, (x, y, a, b)) + (by if (x, y, a, b) == CELLS[place] else 0))


_HAIRS = st.integers(1, 30).map(lambda k: Fraction(1, 10**k))
_OFF = st.one_of(st.integers(1, 9).map(lambda k: Fraction(k, 10)), _HAIRS)
_NOT_NORMALISED = st.tuples(distributions(), st.integers(0, 15), _OFF)


@SUITE.property(
    VALUE, cases=_NOT_NORMALISED.map(_changed), source="a behaviour is a probability distribution for each xy",
    safe="exact", bugs=[BugType.DOMAIN_EDGE],
    edges=[
        table(lambda x, y, a, b: 0), table(lambda x, y, a, b: 1), _changed((UNIFORM, 0, Fraction(1, 10**6))),
        _changed((UNIFORM, 9, Fraction(1, 100))), _changed((DETERMINISTIC[3], 15, Fraction(1, 10**18))),
    ],
)  # fmt: skip
def refuses_what_does_not_sum_to_one(ask: Ask, behaviour: Table) -> Judgement:
    """A table whose rows do not sum to one has no CHSH value."""
    return ask(VALUE, {"behaviour": behaviour}).refused("some probabilities do not sum to one")


_NEGATIVE = st.tuples(
    st.integers(0, 1), st.integers(0, 1), st.one_of(st.integers(1, 20).map(lambda k: Fraction(k, 20)), _HAIRS)
)


def _negative(case: tuple[int, int, Fraction]) -> Table:
    row, column, by = case
    shift = {(0, 0): -by, (0, 1): by}
    return table(
        lambda x, y, a, b: (
            at(UNIFORM, (x, y, a, b)) * (0 if (x, y) == (row, column) and a == 0 else 1)
            + (shift.get((a, b), Fraction(0)) + (Fraction(1, 4) if a else 0) if (x, y) == (row, column) else 0)
        )
    )


@SUITE.property(
    VALUE, cases=_NEGATIVE.map(_negative), source="probabilities are not negative", safe="exact",
    bugs=[BugType.DOMAIN_EDGE],
    edges=[_negative((1, 1, Fraction(2))), _negative((0, 1, Fraction(1, 10**10))), _negative((1, 0, Fraction(1, 50)))],
)  # fmt: skip
def refuses_negative_probabilities(ask: Ask, behaviour: Table) -> Judgement:
    """A table with a negative entry is no behaviour, although its rows sum to one."""
    return ask(VALUE, {"behaviour": behaviour}).refused("some probability is negative")


Counts = tuple[Table, list[list[Fraction]]]
_QUARTER = [[Fraction(1, 4)] * 2] * 2
_SIZES = st.sampled_from([1, 10, 10**12, 2**58, 2**60 + 1, 10**30])


def _counts(case: tuple[tuple[int, ...], int, tuple[int, ...]]) -> Counts:
    cells, size, weights = case
    counts = table(lambda x, y, a, b: size * cells[8 * x + 4 * y + 2 * a + b])
    return counts, [[Fraction(weights[2 * x + y], sum(weights)) for y in (0, 1)] for x in (0, 1)]


_COUNTS = st.tuples(
    st.tuples(*[st.integers(0, 30)] * 16).filter(any), _SIZES, st.tuples(*[st.integers(1, 9)] * 4)
).map(_counts)  # fmt: skip
_NO_ROUNDS = (table(lambda x, y, a, b: 0), _QUARTER)
_ONE_SETTING = table(lambda x, y, a, b: int(x == y == a == b == 0))


@SUITE.property(
    ESTIMATE, cases=_COUNTS, source=_EQ2, safe="exact", convention=_CONVENTION,
    bugs=[BugType.OBSERVED_INPUTS, BugType.PARTY_PERMUTATION],
    edges=[
        (_ONE_SETTING, _QUARTER), (table(lambda x, y, a, b: 10**15 + x), _QUARTER),
        (table(lambda x, y, a, b: 2**59 + 2**58 * (a ^ b ^ (x & y))), _QUARTER),
        (table(lambda x, y, a, b: 2**27 * (a ^ b) + x),
         [[Fraction(1, 3), Fraction(1, 4)], [Fraction(1, 6), Fraction(1, 4)]]),
    ],
)  # fmt: skip
def estimate(ask: Ask, case: Counts) -> Judgement:
    """The estimate divides by declared probabilities of settings, never by observed frequencies."""
    counts, inputs = case
    minus = ask.conventions["chsh"]
    total = sum(at(counts, (x, y, a, b)) * sign(x, y, minus) * (-1) ** (a + b) / inputs[x][y] for x, y, a, b in CELLS)
    expected = exactly(Fraction(total) / sum(at(counts, cell) for cell in CELLS), "the estimate")
    return ask(ESTIMATE, {"counts": counts, "inputs": inputs}).value(expected, SLACK)


@SUITE.property(
    ESTIMATE, cases=st.just(_NO_ROUNDS), edges=[_NO_ROUNDS], source=_EQ2, safe="exact", bugs=[BugType.DOMAIN_EDGE],
    most=1,
)  # fmt: skip
def refuses_no_rounds(ask: Ask, case: Counts) -> Judgement:
    """Without rounds there is no estimate."""
    counts, inputs = case
    return ask(ESTIMATE, {"counts": counts, "inputs": inputs}).refused("there are no rounds")


_MARKED = table(lambda x, y, a, b: 1 + 8 * x + 4 * y + 2 * a + b)


def _bad_inputs(draw: Any) -> Counts:
    """Probabilities of settings that do not sum to one, or of which one is not positive."""
    by = draw(st.one_of(_HAIRS, st.integers(1, 3).map(lambda k: Fraction(k, 4))))
    x, y = draw(st.integers(0, 1)), draw(st.integers(0, 1))
    inputs = [list(row) for row in _QUARTER]
    if draw(st.booleans()):
        inputs[x][y] += by if draw(st.booleans()) else -by / 4
    else:
        lowered = inputs[x][y] + (by if draw(st.booleans()) else 0)
        inputs[x][y] -= lowered
        inputs[1 - x][y] += lowered
    return _MARKED, inputs


@SUITE.property(
    ESTIMATE, cases=st.composite(_bad_inputs)(), source=_EQ2, safe="exact", bugs=[BugType.DOMAIN_EDGE],
    edges=[
        (_MARKED, [[Fraction(1, 4)] * 2, [Fraction(1, 4), Fraction(26, 100)]]),
        (_ONE_SETTING, [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(0)]]),
        (_MARKED, [[Fraction(1, 2), Fraction(1, 2)], [Fraction(1, 2), Fraction(-1, 2)]]),
    ],
)  # fmt: skip
def refuses_inputs_that_are_no_distribution(ask: Ask, case: Counts) -> Judgement:
    """Declared probabilities of settings are positive and sum to one; nothing is made of others."""
    counts, inputs = case
    answer = ask(ESTIMATE, {"counts": counts, "inputs": inputs})
    return answer.refused("the declared probabilities are not positive, or do not sum to one")


def _bad_counts(case: tuple[int, Fraction]) -> Counts:
    place, less = case
    return table(lambda x, y, a, b: 5 - (less if (x, y, a, b) == CELLS[place] else 0)), _QUARTER


@SUITE.property(
    ESTIMATE, source="counts are numbers of rounds", safe="exact", bugs=[BugType.DOMAIN_EDGE],
    cases=st.tuples(
        st.integers(0, 15),
        st.one_of(st.integers(6, 40).map(Fraction), st.sampled_from([Fraction(1, 2), Fraction(11, 2)]))
    ).map(_bad_counts),
    edges=[_bad_counts((0, Fraction(6))), _bad_counts((15, Fraction(1, 2)))],
)  # fmt: skip
def refuses_what_is_no_count(ask: Ask, case: Counts) -> Judgement:
    """Negative and fractional numbers of rounds are no data."""
    counts, inputs = case
    return ask(ESTIMATE, {"counts": counts, "inputs": inputs}).refused("some count is negative or no integer")
