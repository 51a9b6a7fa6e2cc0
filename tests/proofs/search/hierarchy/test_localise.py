"""Operator inequalities, which say more than inequalities of means."""

from fractions import Fraction
from math import sqrt

import pytest

from proofs.kernel.check import check_bytes
from proofs.search.hierarchy.localise import localised_certificate
from proofs.search.hierarchy.maximum import maximum_certificate
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Json
from proofs.search.question import How
from tests.proofs.search.strategies import CHSH, CHSH_FUNCTIONAL

HALF = {"A0 B0": Fraction(1), "": Fraction(-1, 2)}


@pytest.fixture(params=["picos", "clarabel"])
def solver(request: pytest.FixtureRequest) -> str:
    pytest.importorskip(request.param, reason=f"{request.param} is optional and not installed")
    return str(request.param)


def test_an_operator_inequality_is_stronger_than_its_mean(solver: str) -> None:
    """A0 B0 has eigenvalues +-1 only, so A0 B0 >= 1/2 means A0 B0 = 1; the mean alone stays at 1/2."""
    operator = localised_certificate(CHSH, {"A0 B0": 1}, How("1+AB", solver=solver), [Mean("half", HALF)], sense=">=")
    mean = maximum_certificate(CHSH, {"A0 B0": 1}, How("1+AB", solver=solver), sense=">=", means=[Mean("half", HALF)])
    assert 1 - Fraction(1, 10**5) < operator.bound <= 1
    assert Fraction(1, 2) - Fraction(1, 10**6) < mean.bound <= Fraction(1, 2)
    assert "operator inequality" in check_bytes(operator.data).statement


def test_a_feasible_model_removes_the_warning() -> None:
    pytest.importorskip("picos", reason="picos is optional and not installed")
    plus: Json = [["1"]]
    model: Json = {
        "weight": "1", "dimensions": ["1", "1"], "state": ["1"],
        "operators": {"A0": plus, "A1": plus, "B0": plus, "B1": plus},
    }  # fmt: skip
    positives = [Mean("half", HALF)]
    found = localised_certificate(CHSH, CHSH_FUNCTIONAL, How("1+AB", feasible={"models": [model]}), positives)
    assert "POSSIBLY VACUOUS" not in check_bytes(found.data).statement
    # with A0 = B0 beside the state, CHSH is at most 5/2: <A0 B1> + <A1 B0> - <A1 B1> <= 3/2
    assert 2.5 <= float(found.bound) < 2.5 + 1e-5
    # as operators are equal, A0 commutes with A1, and only local models are left
    higher = localised_certificate(CHSH, CHSH_FUNCTIONAL, How("2", feasible={"models": [model]}), positives)
    assert 2 <= float(higher.bound) < 2 + 1e-7


def test_projectors_are_localised_too(solver: str) -> None:
    """If P(A0=0) + P(A0=1) <= 1/2 as an operator, both vanish."""
    scenario = Scenario.bell({"A": [3], "B": [2]})
    rest = {"": Fraction(1, 2), "A0=0": Fraction(-1), "A0=1": Fraction(-1)}
    found = localised_certificate(scenario, {"A0=0": 1}, How("2", solver=solver), [Mean("rest", rest)])
    assert 0 <= found.bound < Fraction(1, 10**4)


def test_a_level_without_room_for_the_inequality_is_refused() -> None:
    long = {"A0 B0 A1 B1": Fraction(1, 2), "A1 A0 B1 B0": Fraction(1, 2), "": Fraction(1)}
    with pytest.raises(Failure, match="no moment of an operator inequality"):
        localised_certificate(CHSH, {"A0": 1}, How("1"), [Mean("long", long)])


def test_sense_of_the_bound_is_kept(solver: str) -> None:
    found = localised_certificate(CHSH, CHSH_FUNCTIONAL, How("1", solver=solver), [Mean("half", HALF)])
    assert float(found.bound) < sqrt(8) + 1e-6
