"""Families of inequalities: definitions at strategies, and curves at single parameters."""

from fractions import Fraction

import pytest

from lp import local
from lp.coordinates import Scenario
from lp.optima import maximum
from lp.supporting_lines import difference
from oracle.bounds.families import chained, chained_curve, majority, mermin, mermin_curve
from oracle.papers.ramanathan2013.curves import majority_curve
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from tests.lp.strategies import strategies, strategy_value


def test_mermin_counts_wrong_parities() -> None:
    functional = mermin(3)
    for strategy in strategies(Scenario.uniform(3, 2, 2)):
        wrong = 0
        for a, b, c in ((0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 1, 1)):
            parity = (strategy[f"A{a}"] + strategy[f"B{b}"] + strategy[f"C{c}"]) % 2
            wrong += parity != (1 if a + b + c == 3 else 0)
        assert strategy_value(functional, strategy) == wrong


@pytest.mark.parametrize(("parties", "least"), [(3, 1), (4, 2), (5, 6)])
def test_the_local_minimum_of_mermin(parties: int, least: int) -> None:
    assert local.minimum(Scenario.uniform(parties, 2, 2), mermin(parties)).value == least


def test_chained_counts_broken_links() -> None:
    for n in (2, 3):
        functional = chained(n)
        found = set()
        for strategy in strategies(Scenario.uniform(2, n, 2)):
            a, b = ([strategy[f"{name}{k}"] for k in range(n)] for name in "AB")
            wrong = sum(a[k] != b[k] for k in range(n)) + sum(a[k + 1] != b[k] for k in range(n - 1))
            wrong += a[0] == b[n - 1]
            assert strategy_value(functional, strategy) == wrong
            found.add(wrong)
        assert min(found) == 1


def test_a_chain_of_one_input_is_refused() -> None:
    with pytest.raises(Failure, match="at least two"):
        chained(1)


@pytest.mark.parametrize("inputs", [2, 3, 4])
def test_predictability_under_a_chain_does_not_depend_on_its_length(inputs: int) -> None:
    for both in (False, True):
        first, last = chained_curve(inputs, both).pieces
        assert first.low == 0
        assert first.constant == first.slope == Fraction(1, 2)
        assert first.high == last.low == last.constant == 1
        assert last.high is None


def test_four_parties_are_the_four_party_inequality() -> None:
    found, known = mermin_curve(4), majority_curve()
    assert [(v.parameter, v.value) for v in found.vertices] == [(v.parameter, v.value) for v in known.vertices]


def test_the_five_party_curve_at_a_single_parameter() -> None:
    delta = Fraction(1, 2)
    limit = Mean("bell", difference(mermin(5), delta))
    single = maximum(Scenario.uniform(5, 2, 2), majority(), [limit])
    assert mermin_curve(5)(delta) == single.value
    # at delta = 0 the majority of three of the five outcomes is right with probability 3/4 at most
    assert mermin_curve(5)(Fraction(0)) == Fraction(1, 2)
