"""Words of the search: normal form, polynomials, refusals."""

from fractions import Fraction

import pytest
from hypothesis import given

from proofs.kernel.read import Node
from proofs.kernel.statement import work_budget
from proofs.kernel.symbols import Ring
from proofs.kernel.words import Scenario as Checked
from proofs.search.language.failure import Failure
from proofs.search.language.scenario import Scenario
from tests.proofs.search.strategies import CHSH, scenarios_with_letters

WORLD = Scenario.bell({"A": [2, 3], "B": [2, 2]}, [("B0", "B1")])


def checked(scenario: Scenario) -> Checked:
    """The same scenario as the checker reads it."""
    return Checked(Node(scenario.json()), Ring({}, work_budget()))


@given(scenarios_with_letters(words=2))
def test_search_and_checker_agree_on_products(example: tuple[Scenario, list[list[int]]]) -> None:
    scenario, (left, right) = example
    kernel = checked(scenario)
    u, v = scenario.word(left), scenario.word(right)
    assert u == kernel.times((), tuple(left))
    if u is not None and v is not None:
        assert scenario.word(u + v) == kernel.times(u, v)
        assert scenario.adjoint(u) == kernel.times((), u[::-1])
        assert kernel.operator(kernel.read_atoms(Node(scenario.text(u)))) == {u: 1}


@given(scenarios_with_letters())
def test_a_scenario_survives_its_spelling(example: tuple[Scenario, list[list[int]]]) -> None:
    scenario, _ = example
    again = Scenario.from_json(scenario.json())
    assert again.json() == scenario.json()
    assert again.inputs == scenario.inputs


def test_events_are_polynomials_of_letters() -> None:
    assert WORLD.polynomial({"A1=2": 1}) == {(): 1, (1,): -1, (2,): -1}
    assert WORLD.polynomial({"A0=0 B0=1": 4}) == {(): 1, (0,): 1, (3,): -1, (0, 3): -1}


def test_all_outcomes_of_an_input_sum_to_one() -> None:
    assert WORLD.polynomial({f"A1={a}": 1 for a in range(3)}) == {(): 1}


def test_two_outcomes_of_one_input_multiply_to_zero() -> None:
    assert WORLD.parse("A1=0 A1=1") == {}
    assert WORLD.word([1, 3, 2]) is None


def test_declared_inputs_commute_and_others_do_not() -> None:
    assert WORLD.parse("B1 B0") == WORLD.parse("B0 B1")
    assert CHSH.parse("B1 B0") != CHSH.parse("B0 B1")


def test_terms_are_sorted_by_inputs_not_by_text() -> None:
    many = Scenario.bell({"A": [2] * 11})
    terms = many.terms({"A10": 1, "A2": Fraction(1, 2), "A2=0": 0, "A2 A10": 3, "A2=1": 1})
    assert terms == [["1/2", "A2"], ["1", "A2=1"], ["1", "A10"], ["3", "A2 A10"]]


@pytest.mark.parametrize("atom", ["A2", "C0", "A0=2", "A1", "A1=3", "a0", "A0=", "A00"])
def test_an_operator_that_is_not_declared_is_refused(atom: str) -> None:
    with pytest.raises(Failure, match="no operator of the scenario"):
        WORLD.parse(f"B0 {atom}")


def test_a_functional_with_a_complex_mean_is_refused() -> None:
    with pytest.raises(Failure, match="not self-adjoint"):
        CHSH.hermitian({"A0 A1": 1})
    assert CHSH.hermitian({"A0 A1": 1, "A1 A0": 1}) == {(0, 1): 1, (1, 0): 1}


@pytest.mark.parametrize(
    "value", ["A", ["A"], {}, {"parties": [{"name": "A"}]}, {"parties": [], "signalling": [["A", "B"]]}]
)
def test_what_is_no_scenario_is_refused(value: object) -> None:
    with pytest.raises(Failure, match="no scenario"):
        Scenario.from_json(value)  # type: ignore[arg-type]


def test_parties_out_of_order_are_refused() -> None:
    with pytest.raises(Failure, match="alphabetical order"):
        Scenario((("B", "0", 2), ("A", "0", 2))).parse("A0")
