"""Curves: against single programs at random parameters, and known ones."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lp.coordinates import Scenario
from lp.optima import maximum
from lp.parametric import curve, envelope
from lp.supporting_lines import Tradeoff, affine, difference, printed_line
from proofs.kernel.check import check_bytes
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from tests.lp.strategies import problems

TWO = Scenario.uniform(2, 2, 2)
WRONG = {
    "": Fraction(2), "A0 B0": Fraction(-1, 2), "A0 B1": Fraction(-1, 2), "A1 B0": Fraction(-1, 2),
    "A1 B1": Fraction(1, 2),
}  # fmt: skip


@settings(max_examples=10)
@given(problems(), st.fractions(0, 1, max_denominator=12))
def test_curve_is_the_optimum_at_every_parameter(
    drawn: tuple[Scenario, dict[str, Fraction], dict[str, Fraction]], where: Fraction
) -> None:
    scenario, functional, statistic = drawn
    assume(any(scenario.vector(statistic)[1:]))
    found = curve(Tradeoff(scenario, functional, statistic))
    first, last = found.vertices[0].parameter, found.vertices[-1].parameter
    t = first + where * (last - first + 1)
    single = maximum(scenario, functional, [Mean("score", difference(statistic, t))])
    assert found(t) == single.value
    slopes = [piece.slope for piece in found.pieces]
    assert slopes == sorted(set(slopes), reverse=True)
    assert slopes[-1] == 0
    for vertex in found.vertices:
        assert found(vertex.parameter) == vertex.value


def test_ranges_are_part_of_the_statement() -> None:
    pieces = curve(Tradeoff(TWO, {"A0=0": Fraction(1)}, WRONG)).pieces
    text = check_bytes(pieces[0].bound).statement
    assert "1*<A0=0> <= (1/2 + 1/2*delta)" in text
    assert "for all real delta in [0, 1]" in text


def test_parameters_no_behaviour_has_are_refused() -> None:
    with pytest.raises(Failure, match="below 0"):
        curve(Tradeoff(TWO, {"A0=0": Fraction(1)}, WRONG))(Fraction(-1, 100))


def test_a_valid_line_is_proved_and_a_lower_one_is_not() -> None:
    feasible = curve(Tradeoff(TWO, {"A0=0": Fraction(1)}, WRONG)).vertices[0].behaviour
    problem = Tradeoff(TWO, {"A0=0": Fraction(1)}, WRONG, feasible=feasible)
    loose = printed_line(problem, Fraction(2, 3), Fraction(1, 3), Fraction(0))
    assert "conditions" in loose.decode()
    assert check_bytes(loose).verdict == "PROVED"
    with pytest.raises(Failure, match="at least 2/3"):
        printed_line(problem, Fraction(7, 12), Fraction(1, 3), Fraction(0))


def test_a_constant_statistic_is_refused() -> None:
    with pytest.raises(Failure, match="constant"):
        curve(Tradeoff(TWO, {"A0": Fraction(1)}, {"A0=0": Fraction(1), "A0=1": Fraction(1)}))


def test_a_line_needs_a_feasible_behaviour() -> None:
    with pytest.raises(Failure, match="feasible"):
        printed_line(Tradeoff(TWO, {"A0=0": Fraction(1)}, WRONG), Fraction(1), Fraction(0), Fraction(0))


@pytest.mark.parametrize(
    ("constant", "slope", "expected"),
    [(1, 0, "1"), (0, 2, {"poly": [["2", "t"]]}), (-1, 2, {"poly": [["-1", ""], ["2", "t"]]})],
)
def test_affine_coefficients_have_one_spelling(constant: int, slope: int, expected: object) -> None:
    assert affine(Fraction(constant), Fraction(slope), "t") == expected


@settings(max_examples=15)
@given(
    st.lists(st.lists(st.integers(-4, 4), min_size=4, max_size=4).filter(any), min_size=1, max_size=3),
    st.lists(st.fractions(0, 5, max_denominator=8), min_size=1, max_size=6),
)
def test_an_envelope_is_the_largest_curve_everywhere(rows: list[list[int]], where: list[Fraction]) -> None:
    names = ["A0", "A0 B0", "A1 B1", "B1"]
    curves = [
        curve(Tradeoff(TWO, {"": Fraction(row[0], 3), **dict(zip(names, map(Fraction, row), strict=True))}, WRONG))
        for row in rows
    ]
    segments = envelope(curves)
    assert segments[0].low == 0
    assert segments[-1].high is None
    for left, right in pairwise(segments):
        assert left.high == right.low
        assert left[2:] != right[2:]
    for t in where:
        at = next(s for s in segments if s.low <= t and (s.high is None or t <= s.high))
        assert at.constant + at.slope * t == max(one(t) for one in curves)


def test_crossing_curves_have_an_envelope_that_is_not_concave() -> None:
    steep = curve(Tradeoff(TWO, {"A0=0": Fraction(4), "": Fraction(-2)}, WRONG))
    flat = curve(Tradeoff(TWO, {"": Fraction(1)}, WRONG))
    found = envelope([steep, flat])
    assert [str(s.low) for s in found] == ["0", "1/2", "1"]
    assert [int(s.slope) for s in found] == [0, 2, 0]


def test_curves_with_different_beginnings_have_no_envelope() -> None:
    other = curve(Tradeoff(TWO, {"A0": Fraction(1)}, {"A0 B0": Fraction(1)}))
    with pytest.raises(Failure, match="different parameters"):
        envelope([other, curve(Tradeoff(TWO, {"A0": Fraction(1)}, WRONG))])
