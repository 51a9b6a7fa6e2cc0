"""Exact models for what is known: without them a bound might be about nothing."""

import json
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.kernel.check import check_bytes
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Functional, Scenario
from proofs.search.language.write import Json, certificate_bytes
from proofs.search.points.models import feasible_witness
from tests.proofs.search.strategies import CHSH, CHSH_FUNCTIONAL, known_behaviour


def accepted(scenario: Scenario, means: list[Mean], witness: Json) -> bool:
    """Whether the models satisfy the hypotheses, by the checker: <1> <= 2 is proved with nothing else."""
    hypotheses: list[Json] = [
        {"name": m.name, "kind": "mean", "sense": m.sense, "polynomial": scenario.terms(m.functional)} for m in means
    ]
    statement: dict[str, Json] = {
        "kind": "bound", "set": "quantum-commuting", "scenario": scenario.json(), "functional": [["1", ""]],
        "sense": "<=", "bound": "2", "hypotheses": hypotheses,
    }  # fmt: skip
    square: Json = [{"weight": "1", "polynomial": [["1", ""]]}]
    verdict = check_bytes(certificate_bytes("sos", statement, {"squares": square, "feasible": witness}))
    assert "POSSIBLY VACUOUS" not in verdict.statement
    return verdict.verdict == "PROVED"


def test_a_high_score_is_reached_by_one_model() -> None:
    means = [Mean("score", {**CHSH_FUNCTIONAL, "": Fraction(-2828, 1000)})]
    witness = feasible_witness(CHSH, means)
    assert witness is not None
    assert accepted(CHSH, means, witness)


def test_a_score_no_model_reaches_has_no_witness() -> None:
    assert feasible_witness(CHSH, [Mean("score", {**CHSH_FUNCTIONAL, "": Fraction(-2829, 1000)})]) is None


@settings(max_examples=4)
@given(st.integers(-12, 12), st.integers(-12, 12), st.integers(60, 99))
def test_a_behaviour_inside_is_met_exactly(a: int, b: int, v: int) -> None:
    """Isotropic correlations with small marginals: inside of the quantum set."""
    r = Fraction(7071 * v, 1_000_000) * Fraction(85, 100)
    marginals = {"A0": Fraction(a, 100), "B1": Fraction(b, 100)}
    means = known_behaviour({**marginals, "A0 B0": r, "A0 B1": r, "A1 B0": r, "A1 B1": -r})
    witness = feasible_witness(CHSH, means)
    assert witness is not None
    assert accepted(CHSH, means, witness)


def test_a_wrong_weight_is_refused() -> None:
    means = known_behaviour({"A0": Fraction(1, 3), "A0 B0": Fraction(1, 5)})
    witness = json.loads(json.dumps(feasible_witness(CHSH, means)))
    assert accepted(CHSH, means, witness)
    witness["models"][0]["weight"] = "1/1000000"
    assert not accepted(CHSH, means, witness)


def test_three_parties_and_three_outcomes() -> None:
    mermin: Functional = {"A0 B0 C1": 1, "A0 B1 C0": 1, "A1 B0 C0": 1, "A1 B1 C1": -1, "": Fraction(-39, 10)}
    three = Scenario.bell({"A": [2, 2], "B": [2, 2], "C": [2, 2]})
    means = [Mean("score", mermin)]
    witness = feasible_witness(three, means)
    assert witness is not None
    assert accepted(three, means, witness)
    trits = Scenario.bell({"A": [3, 2], "B": [2]})
    means = [Mean("first", {"A0=0": 1, "": Fraction(-1, 4)}, "=0"), Mean("last", {"A0=2": 1, "": Fraction(-1, 4)})]
    witness = feasible_witness(trits, means)
    assert witness is not None
    assert accepted(trits, means, witness)


def test_declared_commuting_inputs_get_commuting_operators() -> None:
    scenario = Scenario.bell({"A": [2, 2], "B": [2, 2]}, [("B0", "B1")])
    means = [Mean("score", {**CHSH_FUNCTIONAL, "": Fraction(-19, 10)})]
    witness = feasible_witness(scenario, means)
    assert witness is not None
    assert accepted(scenario, means, witness)


def test_words_with_two_operators_of_a_party_are_tried_with_strategies_alone() -> None:
    both: dict[str, Fraction | int] = {"A0 A1": 1, "A1 A0": 1}
    means = [Mean("both", both)]
    witness = feasible_witness(CHSH, means)
    assert witness is not None
    assert accepted(CHSH, means, witness)
    # the product vanishes and CHSH is 2.8, as no mixture of strategies has it
    assert (
        feasible_witness(CHSH, [Mean("both", both, "=0"), Mean("score", {**CHSH_FUNCTIONAL, "": Fraction(-14, 5)})])
        is None
    )
