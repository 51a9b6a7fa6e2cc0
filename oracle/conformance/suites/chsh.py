"""The CHSH value of behaviours and its estimate from counts."""

from __future__ import annotations

from fractions import Fraction

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
from oracle.conformance.model import SLACK, BugType, Suite
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


_NOT_NORMALISED = st.tuples(distributions(), st.integers(0, 15), st.integers(1, 9).map(lambda k: Fraction(k, 10)))


@SUITE.property(
    VALUE, cases=_NOT_NORMALISED.map(_changed), source="a behaviour is a probability distribution for each xy",
    safe="exact", bugs=[BugType.DOMAIN_EDGE], edges=[table(lambda x, y, a, b: 0), table(lambda x, y, a, b: 1)],
)  # fmt: skip
def refuses_what_does_not_sum_to_one(ask: Ask, behaviour: Table) -> Judgement:
    """A table whose rows do not sum to one has no CHSH value."""
    return ask(VALUE, {"behaviour": behaviour}).refused("some probabilities do not sum to one")


_NEGATIVE = st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(1, 20).map(lambda k: Fraction(k, 20)))


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
    bugs=[BugType.DOMAIN_EDGE], edges=[_negative((1, 1, Fraction(2)))],
)  # fmt: skip
def refuses_negative_probabilities(ask: Ask, behaviour: Table) -> Judgement:
    """A table with a negative entry is no behaviour, although its rows sum to one."""
    return ask(VALUE, {"behaviour": behaviour}).refused("some probability is negative")


Counts = tuple[Table, list[list[Fraction]]]
_QUARTER = [[Fraction(1, 4)] * 2] * 2
_SIZES = st.sampled_from([1, 10, 10**12])


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
    edges=[(_ONE_SETTING, _QUARTER), (table(lambda x, y, a, b: 10**15 + x), _QUARTER)],
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
