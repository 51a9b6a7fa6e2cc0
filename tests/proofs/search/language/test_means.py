"""Means from probabilities: what is no behaviour is refused with its distance."""

from fractions import Fraction
from itertools import product

import pytest

from proofs.search.language.failure import Failure
from proofs.search.language.means import expectations
from proofs.search.language.scenario import Scenario
from tests.proofs.search.strategies import CHSH

WORLD = Scenario.bell({"A": [3, 2], "B": [2]})
HALF = Fraction(1, 2)


def pr_box() -> dict[str, Fraction]:
    return {
        f"A{x}={a} B{y}={b}": HALF for x, y, a, b in product((0, 1), repeat=4) if a ^ b == x & y
    }  # fmt: skip


def test_the_means_of_the_box() -> None:
    found = expectations(CHSH, pr_box())
    assert found == {"A0": 0, "A1": 0, "B0": 0, "B1": 0, "A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1}


def test_three_outcomes_have_two_projectors() -> None:
    table = {"A0=0 B0=0": HALF, "A0=2 B0=1": HALF, "A1=0 B0=0": HALF, "A1=1 B0=1": HALF}
    found = expectations(WORLD, table)
    assert found["A0=0"] == found["A0=0 B0"] == HALF
    assert found["A0=1"] == found["A0=1 B0"] == 0
    assert found["A1 B0"] == 1


def test_signalling_is_refused_with_its_size() -> None:
    table = pr_box()
    table["A0=0 B0=0"], table["A0=1 B0=1"] = Fraction(5, 8), Fraction(3, 8)
    with pytest.raises(Failure, match=r"the data signal: the mean of [AB]0 is shifted by 1/4"):
        expectations(CHSH, table)


def test_probabilities_that_do_not_sum_to_one_are_refused_with_the_distance() -> None:
    table = pr_box()
    table["A1=0 B1=1"] = Fraction(3, 4)
    with pytest.raises(Failure, match=r"A1 B1 sum to 1 \+ 1/4"):
        expectations(CHSH, table)


@pytest.mark.parametrize("cell", ["A0=0", "A0 B0", "B0=0 A0=0", "A0=0 B0=2", "A0=0 B0=0 B1=0", "A0=-1 B0=0", ""])
def test_what_is_no_cell_is_refused(cell: str) -> None:
    with pytest.raises(Failure, match=r"cell|not one outcome"):
        expectations(CHSH, {**pr_box(), cell: Fraction(0)})


def test_a_negative_probability_is_refused() -> None:
    with pytest.raises(Failure, match="no cell of a behaviour"):
        expectations(CHSH, {**pr_box(), "A0=0 B0=1": Fraction(-1, 2)})
