"""Primal and dual certificates of random programs meet; contradictions are certified."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings

from lp.behaviour import mean
from lp.coordinates import Scenario
from lp.optima import emptiness, maximum, minimum
from lp.supporting_lines import difference
from proofs.kernel.check import check_bytes
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from tests.lp.strategies import problems, strategies, strategy_value

Problem = tuple[Scenario, dict[str, Fraction], dict[str, Fraction]]
SMALL = settings(max_examples=15)
TWO = Scenario.uniform(2, 2, 2)
CHSH = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}


@SMALL
@given(problems())
def test_bound_and_point_meet(problem: Problem) -> None:
    scenario, functional, _ = problem
    high, low = maximum(scenario, functional), minimum(scenario, functional)
    assert all(low.value <= strategy_value(functional, strategy) <= high.value for strategy in strategies(scenario))
    for found, sense in ((high, "<="), (low, ">=")):
        bound, point = (check_bytes(data).statement.splitlines() for data in (found.bound, found.point))
        assert bound[-1].endswith(f" {sense} {found.value}")
        assert point[-1].endswith(f" = {found.value}")
        assert mean(scenario, functional, found.behaviour) == found.value


@SMALL
@given(problems())
def test_hypotheses_hold_at_the_optimum_or_are_refuted(problem: Problem) -> None:
    scenario, functional, other = problem
    for sense in (">=0", "=0"):
        hypothesis = Mean("limit", other, sense)
        try:
            found = maximum(scenario, functional, [hypothesis])
        except Failure:
            verdict = check_bytes(emptiness(scenario, [hypothesis]))
            assert verdict.statement.endswith("claim: no behaviour of the set satisfies the hypotheses")
            continue
        value = mean(scenario, other, found.behaviour)
        assert value >= 0 if sense == ">=0" else value == 0
        assert found.value <= maximum(scenario, functional).value


@SMALL
@given(problems())
def test_emptiness_is_refused_where_something_exists(problem: Problem) -> None:
    scenario, _, other = problem
    assume(maximum(scenario, other).value >= 0)
    with pytest.raises(Failure, match="some behaviour"):
        emptiness(scenario, [Mean("limit", other)])


def test_an_unreachable_score_is_refuted_and_its_edge_is_not() -> None:
    beyond = Mean("score", difference({w: -c for w, c in CHSH.items()}, Fraction(-5)))
    with pytest.raises(Failure):
        maximum(TWO, {"A0": Fraction(1)}, [beyond])
    assert check_bytes(emptiness(TWO, [beyond])).verdict == "PROVED"
    edge = Mean("score", difference({w: -c for w, c in CHSH.items()}, Fraction(-4)))
    assert maximum(TWO, {"A0": Fraction(1)}, [edge]).value == 0


def test_multipliers_belong_to_the_hypothesis_as_stated() -> None:
    # max A0 under 2 (4 - CHSH) <= 0 scaled by 7: the certificate states the scaled one
    tight = Mean("score", {"": Fraction(-56, 3), **{w: Fraction(14, 3) * c for w, c in CHSH.items()}})
    found = maximum(TWO, {"A0=0": Fraction(1)}, [tight])
    assert found.value == Fraction(1, 2)
    assert found.means["score"] > 0


@pytest.mark.parametrize("digits", [6, 12, 15])
def test_long_decimals_stay_exact(digits: int) -> None:
    least = Fraction(3) - Fraction(7, 10**digits)
    limit = Mean("score", {**CHSH, "": -least})
    found = maximum(TWO, {"A0=0": Fraction(1)}, [limit])
    assert found.value == Fraction(3, 2) - least / 4


def test_coefficients_beyond_the_machine_are_refused() -> None:
    with pytest.raises(Failure, match="63 bits"):
        maximum(TWO, {**CHSH, "A0": Fraction(1, 10**30)})
