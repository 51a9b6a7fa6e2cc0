"""Behaviours inside and outside of the quantum set."""

from fractions import Fraction
from itertools import product
from math import asin, pi

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from proofs.kernel.check import check_bytes
from proofs.search.hierarchy.separate import membership
from proofs.search.language.failure import Failure
from proofs.search.language.scenario import Scenario
from proofs.search.question import How
from tests.proofs.search.strategies import CHSH

pytest.importorskip("picos", reason="picos is optional and not installed")

PAIRS = ("A0 B0", "A0 B1", "A1 B0", "A1 B1")
UNIT = st.integers(-100, 100).map(lambda k: Fraction(k, 100))


@settings(max_examples=10)
@given(st.lists(UNIT, min_size=4, max_size=4))
def test_correlations_are_separated_exactly_when_the_arcsines_say_so(values: list[Fraction]) -> None:
    """Correlations of two binary settings a party are quantum iff |sum of arcsines, one negated| <= pi."""
    angles = [asin(value) for value in values]
    most = max(abs(sum(angles) - 2 * angle) for angle in angles)
    assume(abs(most - pi) > 1e-2)
    found = membership(CHSH, dict(zip(PAIRS, values, strict=True)), How("1"))
    assert found.separated == (most > pi)
    if found.certificate is not None and found.functional is not None and found.value is not None:
        assert found.value == sum(
            c * dict(zip(PAIRS, values, strict=True))[text] for text, c in found.functional.items()
        )
        assert found.value > found.certificate.bound
        assert check_bytes(found.certificate.data).verdict == "PROVED"


def test_a_box_of_three_outcomes_is_separated() -> None:
    scenario = Scenario.bell({"A": [3, 3], "B": [3, 3]})
    box = {
        f"A{x}={a} B{y}={b}": Fraction(1, 3) if (b - a) % 3 == x * y else Fraction(0)
        for x, y, a, b in product((0, 1), repeat=4)
    }
    found = membership(scenario, box, How("1+AB"))
    assert found.separated
    assert 0.8 < found.visibility < 0.9


def test_noise_itself_is_inside() -> None:
    assert not membership(CHSH, dict.fromkeys(PAIRS, Fraction(0)), How("1+AB")).separated


def test_an_expectation_no_behaviour_has_is_refused() -> None:
    with pytest.raises(Failure, match="outside"):
        membership(CHSH, {"A0 B0": Fraction(11, 10)}, How("1"))


def test_a_word_without_a_mean_in_a_behaviour_is_refused() -> None:
    with pytest.raises(Failure, match=r"not self-adjoint|one operator"):
        membership(CHSH, {"A0 A1": Fraction(0)}, How("1"))
