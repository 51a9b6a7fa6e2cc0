"""Hypotheses that no quantum behaviour satisfies, and those that some do."""

from fractions import Fraction

import pytest

from proofs.kernel.check import check_bytes
from proofs.search.hierarchy.contradiction import contradiction, excluded
from proofs.search.hierarchy.maximum import maximum_certificate
from proofs.search.language.means import Mean
from proofs.search.question import How
from tests.proofs.search.strategies import CHSH, CHSH_FUNCTIONAL, known_behaviour

pytest.importorskip("picos", reason="picos is optional and not installed")


def score(least: str) -> Mean:
    return Mean("score", {**CHSH_FUNCTIONAL, "": -Fraction(least)})


def test_a_score_beyond_the_quantum_bound_is_excluded() -> None:
    data = contradiction(CHSH, [score("2.829")], How("1+AB"))
    assert data is not None
    assert check_bytes(data).statement.endswith("claim: no behaviour of the set satisfies the hypotheses")
    assert contradiction(CHSH, [score("2.828")], How("1+AB")) is None


def test_two_hypotheses_can_contradict_each_other() -> None:
    """A party whose outcome is certain violates nothing."""
    certain = known_behaviour({"A0": Fraction(1)})
    assert contradiction(CHSH, certain, How("1")) is None
    assert contradiction(CHSH, [score("2.1")], How("1")) is None
    assert contradiction(CHSH, [*certain, score("2.1")], How("1+AB")) is not None


def test_equations_are_used_with_both_signs() -> None:
    for least in ("3", "-3"):
        data = contradiction(CHSH, [Mean("score", {**CHSH_FUNCTIONAL, "": -Fraction(least)}, "=0")], How("1"))
        assert data is not None
        assert check_bytes(data).verdict == "PROVED"


def test_two_values_of_one_mean_need_no_level() -> None:
    """The weighted hypotheses sum to a negative constant."""
    twice = [Mean(name, {**CHSH_FUNCTIONAL, "": -c}, "=0") for name, c in (("one", 1), ("two", 2))]
    for means in (twice, [Mean("never", {"": -1})]):
        data = contradiction(CHSH, means, How("1"))
        assert data is not None
        assert check_bytes(data).verdict == "PROVED"


def test_a_constant_is_no_contradiction_that_a_level_finds() -> None:
    assert contradiction(CHSH, [Mean("constant", {"": 1})], How("1")) is None


@pytest.mark.unjudged
def test_an_excess_that_is_not_there_is_refused() -> None:
    bound = maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("1"))
    weights, excess = [Fraction(1)], 3 - bound.bound
    assert check_bytes(excluded(CHSH, [score("3")], weights, bound.grams, excess, {})).verdict == "PROVED"
    assert check_bytes(excluded(CHSH, [score("3")], weights, bound.grams, excess * 2, {})).code == "identity"
