"""Probability-estimation factors: whether they are some, and the bits that counts have by them."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product

from hypothesis import strategies as st

from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.boxes import Number, Table, table
from oracle.conformance.properties import SLACK, BugType, Suite
from oracle.conformance.truth import Truth, exactly, formula
from oracle.numbers import Expression
from proofs.search.factors.behaviours import extreme_behaviours, extreme_laws

SUITE = Suite("factors", "probability-estimation factors for two parties with two settings and two outcomes")
_FACTOR = {"factor": "F[x][y][a][b], at least 0", "power": "beta, above 0, at most 1"}
LARGEST = SUITE.call(
    "factors.largest", {**_FACTOR, "bias": "0, or the largest deviation of each party's setting from 1/2"},
    "upper bound on sum nu(xy) F P(ab|xy)^(1 + beta) over behaviours that do not signal with CHSH values, in all "
    "relabelled forms, of at most 2 sqrt 2, and products nu of laws within the bias of 1/2: F is a factor where it is "
    "at most 1",
)  # fmt: skip
BITS = SUITE.call(
    "factors.bits", {**_FACTOR, "counts": "n[x][y][a][b]", "error": "eps, in (0, 1)"},
    "lower bound on the bits, (sum n log2 F + log2 eps)/beta, or 0",
)  # fmt: skip
_POINTS = "the 80 extreme points of docs/factors.md; rule factors"
_CONVENTION = "classical side information; the error is of the bad event; the inputs are uniform where the bias is 0"
Case = tuple[Table, Fraction, Fraction]
CELLS = tuple(product((0, 1), repeat=4))


def _wins(x: int, y: int, a: int, b: int) -> bool:
    return (a ^ b) == (x & y)


def _listed(entries: Table) -> list[Fraction]:
    return [Fraction(entries[x][y][a][b]) for x, y, a, b in CELLS]


@cache
def _points() -> tuple[tuple[int, ...], ...]:
    """The extreme behaviours, an entry by its place among 0, 1, 1/2, 1 - t/2, 1 - t, t/2 with t = sqrt(2) - 1."""
    t = 2**0.5 - 1
    values = (0, 1, 1 / 2, 1 - t / 2, 1 - t, t / 2)
    return tuple(
        tuple(min(range(6), key=lambda k: abs(values[k] - entry)) for entry in row) for row in extreme_behaviours(True)
    )


def _powers(power: Fraction) -> list[Expression]:
    """The six entries to the power 1 + beta."""
    t: Expression = {"sub": [{"sqrt": ["2"]}, "1"]}
    bases: list[Expression] = ["1/2", {"sub": ["1", {"div": [t, "2"]}]}, {"sub": ["1", t]}, {"div": [t, "2"]}]
    raised: list[Expression] = [{"exp": [{"mul": [str(1 + power), {"ln": [x]}]}]} for x in bases]
    return ["0", "1", *raised]


def _largest(case: Case) -> Truth:
    """The maximum over the 80 extreme points and the extreme laws."""
    entries, power, bias = case
    factor = _listed(entries)
    laws = extreme_laws("product", bias) if bias else [(Fraction(1, 4),) * 4]
    raised = [formula(x, "") if k > 1 else exactly(k, "") for k, x in enumerate(_powers(power))]
    sums = []
    for law in laws:
        weights = [law[k // 4] * f for k, f in enumerate(factor)]
        for point in _points():
            # what stands in front of each of the six powers
            sums.append([sum(w for w, place in zip(weights, point, strict=True) if place == k) for k in range(6)])

    def enclose(precision: int) -> tuple[Fraction, Fraction]:
        ends = [truth.enclose(precision) for truth in raised]
        found = [[sum(c * end[side] for c, end in zip(s, ends, strict=True)) for s in sums] for side in (0, 1)]
        return Fraction(max(found[0])), Fraction(max(found[1]))

    return Truth(enclose, "the largest sum at an extreme point")


def _table(won: Fraction, lost: Fraction, turned: int, by: Fraction) -> Table:
    """A factor of CHSH, one of its cells moved."""

    def entry(x: int, y: int, a: int, b: int) -> Number:
        value = won if _wins(x, y, a, b) else lost
        return value + by if CELLS.index((x, y, a, b)) == turned else value

    return table(entry)


def _hundredths(low: int, high: int) -> st.SearchStrategy[Fraction]:
    return st.integers(low, high).map(lambda k: Fraction(k, 100))


def _spread(counts: list[int]) -> list[int]:
    """More rounds where CHSH is won, so that some tables have bits."""
    return [n * (5 if _wins(*cell) else 1) for n, cell in zip(counts, CELLS, strict=True)]


_CASES = st.tuples(
    st.builds(
        _table, _hundredths(100, 115), _hundredths(70, 100), st.integers(0, 15), _hundredths(-20, 20),
    ),
    st.integers(1, 300).map(lambda k: Fraction(1, k)),
    st.sampled_from([Fraction(0), Fraction(0), Fraction(1, 1000), Fraction(1, 20)]),
)  # fmt: skip
_ONE = _table(Fraction(1), Fraction(1), 0, Fraction(0))
_ION = _table(Fraction(1291, 1250), Fraction(1127, 1250), 0, Fraction(0))
_NOUGHT = _table(Fraction(11, 10), Fraction(1), 1, Fraction(-1))
_EDGES: list[Case] = [
    (_NOUGHT, Fraction(1, 46), Fraction(0)),
    (_ION, Fraction(1, 46), Fraction(0)), (_ION, Fraction(1, 46), Fraction(1, 1000)), (_ION, Fraction(1), Fraction(0)),
    (_ONE, Fraction(1, 20), Fraction(1, 10)), (_ION, Fraction(1, 10**6), Fraction(1, 4)),
]  # fmt: skip


@SUITE.property(
    LARGEST, cases=_CASES, source=_POINTS, safe="high", convention=_CONVENTION, edges=_EDGES, most=60,
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.FORMULA, BugType.TOLERANCE_AS_BOUND],
)  # fmt: skip
def largest(ask: Ask, case: Case) -> Judgement:
    """The sum is largest at an extreme point: deterministic ones alone, or the boxes alone, are not enough."""
    entries, power, bias = case
    return ask(LARGEST, {"factor": entries, "power": power, "bias": bias}).upper(_largest(case), SLACK)


Data = tuple[Table, Fraction, list[int], Fraction]
_DATA = st.tuples(
    st.builds(
        _table, _hundredths(101, 115), _hundredths(70, 99), st.integers(0, 15), _hundredths(-20, 0),
    ),
    st.integers(1, 300).map(lambda k: Fraction(1, k)),
    st.lists(st.integers(0, 10**6), min_size=16, max_size=16).map(_spread),
    st.one_of(st.integers(1, 200).map(lambda k: Fraction(1, 2**k)), _hundredths(1, 99)),
)  # fmt: skip
_IONS = [293, 94, 70, 295, 298, 70, 74, 309, 283, 69, 64, 291, 68, 340, 309, 89]


def _arguments(case: Data) -> dict[str, object]:
    entries, power, counts, error = case
    return {
        "factor": entries, "power": power, "error": error,
        "counts": table(lambda x, y, a, b: counts[CELLS.index((x, y, a, b))]),
    }  # fmt: skip


@SUITE.property(
    BITS, cases=_DATA, source="rule factors; arXiv:1709.06159", safe="low", convention=_CONVENTION, most=60,
    edges=[(_ION, Fraction(1, 46), _IONS, Fraction(1, 100)), (_ONE, Fraction(1, 46), _IONS, Fraction(1, 100)),
           (_ION, Fraction(1, 46), [0] * 16, Fraction(1, 2)),
           (_NOUGHT, Fraction(1, 46), [50, 0, *[50] * 14], Fraction(1, 2))],
    bugs=[BugType.FORMULA, BugType.WRONG_SIDE_ROUNDING, BugType.DOMAIN_EDGE],
)  # fmt: skip
def bits(ask: Ask, case: Data) -> Judgement:
    """The logarithms and the error are in the same unit, the power divides both, and less than 0 bits is none."""
    entries, power, counts, error = case
    value: Expression = {"log2": [str(error)]}
    for n, f in zip(counts, _listed(entries), strict=True):
        if n:
            value = {"add": [value, {"mul": [str(n), {"log2": [str(f)]}]}]}
    truth = formula({"max": ["0", {"div": [value, str(power)]}]}, "(sum n log2 F + log2 eps)/beta")
    return ask(BITS, _arguments(case)).lower(truth, SLACK)


@SUITE.property(
    BITS, cases=st.integers(0, 15), source="log2 of 0 is minus infinity", safe="low", convention=_CONVENTION,
    edges=[0, 15], bugs=[BugType.DOMAIN_EDGE],
)  # fmt: skip
def no_bits_of_a_factor_zero(ask: Ask, cell: int) -> Judgement:
    """A round whose factor is 0 leaves nothing, however well the others did."""
    entries = _table(Fraction(11, 10), Fraction(11, 10), cell, Fraction(-11, 10))
    case: Data = (entries, Fraction(1, 10), [1000] * 16, Fraction(1, 2))
    return ask(BITS, _arguments(case)).lower(exactly(0, "what a factor of 0 leaves"), SLACK)


@SUITE.property(
    LARGEST, cases=st.integers(1, 15).map(lambda k: Fraction(-k, 100)), source="a factor is not negative", safe="high",
    convention=_CONVENTION, edges=[Fraction(-1, 10**9)], bugs=[BugType.DOMAIN_EDGE],
)  # fmt: skip
def refuses_negative_factors(ask: Ask, value: Fraction) -> Judgement:
    """A product of negative factors would be large: they are refused."""
    entries = _table(Fraction(1), value, 0, Fraction(0))
    return ask(LARGEST, {"factor": entries, "power": Fraction(1, 46), "bias": Fraction(0)}).refused(
        "a factor is negative"
    )
