"""Guessing probabilities and bits from counts, at levels of the hierarchy; needs a solver."""

import json
from fractions import Fraction
from math import log2, sqrt

import pytest

from oracle.papers.pironio2010.generate import table1
from proofs.kernel.check import check_bytes
from proofs.search.chsh import rounds
from proofs.search.chsh.slopes import affine_guessing, best_slope, sdp_bits_certificate
from proofs.search.chsh.tight import Curve
from proofs.search.hierarchy.adversary import guessing_certificate
from proofs.search.language.failure import Failure
from proofs.search.language.guessed import guessed_events
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Scenario
from proofs.search.question import How
from tests.proofs.kernel.certificates import ROOT
from tests.proofs.search.strategies import CHSH, CHSH_FUNCTIONAL, known_behaviour

pytest.importorskip("picos", reason="picos is optional and not installed")

DELTA = Fraction(1, 100)


def isotropic(visibility: Fraction) -> dict[str, Fraction]:
    """Correlations of the singlet at the best settings, close to 1/sqrt 2, mixed with noise."""
    near = visibility * Fraction(7071, 10_000)
    marginals = dict.fromkeys(("A0", "A1", "B0", "B1"), Fraction(0))
    return marginals | {"A0 B0": near, "A0 B1": near, "A1 B0": near, "A1 B1": -near}


def test_a_score_bounds_the_guess_of_one_party() -> None:
    """Equation (6) of pironio2010, the averaged form."""
    known = [Mean("score", {**CHSH_FUNCTIONAL, "": Fraction(-5, 2)})]
    found = guessing_certificate(CHSH, ["A0"], known, How("1+AB"))
    assert 0 < float(found.bound) - (1 + sqrt(2 - 2.5**2 / 4)) / 2 < 1e-7
    text = check_bytes(found.data).statement
    assert "she guesses the outcomes of A0 with probability <=" in text


@pytest.mark.parametrize("u", [Fraction(71, 100), Fraction(3, 4), Fraction(4, 5)], ids=str)
def test_forty_bits_cost_less_than_1e_7_bit_of_the_exact_optimum(u: Fraction) -> None:
    """The tight curve is concave in the score, so what Eve guesses of both outcomes lies on it, too."""
    optimum = Curve.at(u)
    known = [Mean("score", {**CHSH_FUNCTIONAL, "": -optimum.score})]
    found = guessing_certificate(CHSH, ["A0", "B0"], known, How("1+AB", bits=40))
    assert 0 < log2(found.bound / optimum.probability) < 1e-7


def test_all_four_outcomes_have_their_branch() -> None:
    found = guessing_certificate(CHSH, ["A0", "B0"], known_behaviour(isotropic(Fraction(99, 100))), How("1+AB"))
    document = json.loads(found.data)
    assert [branch["event"] for branch in document["witness"]["branches"]] == [
        "A0=0 B0=0", "A0=0 B0=1", "A0=1 B0=0", "A0=1 B0=1",
    ]  # fmt: skip
    assert 0.4 < float(found.bound) < 0.6


def test_a_branch_that_is_left_out_is_refused() -> None:
    found = guessing_certificate(CHSH, ["A0"], known_behaviour(isotropic(Fraction(1, 2))), How("1"))
    document = json.loads(found.data)
    del document["witness"]["branches"][1]
    assert check_bytes(json.dumps(document).encode()).code == "wrong-shape"


def test_correlations_tell_more_than_their_score() -> None:
    correlations = {text: value for text, value in isotropic(Fraction(95, 100)).items() if " " in text}
    score = sum(value * CHSH_FUNCTIONAL[text] for text, value in correlations.items())
    alone = guessing_certificate(CHSH, ["A0"], [Mean("score", {**CHSH_FUNCTIONAL, "": -score})], How("1+AB"))
    full = guessing_certificate(CHSH, ["A0"], known_behaviour(correlations), How("1+AB"))
    assert full.bound < alone.bound - Fraction(1, 200)


def test_three_outcomes_are_guessed_with_projectors() -> None:
    scenario = Scenario.bell({"A": [3, 2], "B": [2, 2]})
    known = [Mean("first", {"A0=0": 1, "": Fraction(-1, 4)}, "=0"), Mean("second", {"A0=2": 1, "": Fraction(-1, 4)})]
    found = guessing_certificate(scenario, ["A0"], known, How("1"))
    assert 1 < found.bound < 1 + Fraction(1, 10**6)  # a local adversary knows everything


@pytest.mark.parametrize("guessed", [[], ["A2"], ["B0", "A0"], ["A0", "A1"]])
def test_guessed_inputs_are_of_different_parties_in_order(guessed: list[str]) -> None:
    with pytest.raises(Failure, match="guessed"):
        guessed_events(CHSH, guessed)


def test_affine_bounds_cover_sixteen_cells_and_are_tight_at_the_score() -> None:
    """At u = 4/5 the tight curve has an exact value, which level 1+AB reaches."""
    u = Fraction(4, 5)
    h = 2 * u**3 - 2 * u + 1
    score = 2 * (4 * u**6 - 4 * u**5 - 2 * u**4 + 2 * u**3 + 2 * u - 1) / h
    tight = (u**3 - 2 * u**2 - u + 1) ** 2 / h
    slope = best_slope(CHSH, CHSH_FUNCTIONAL, score, How("1+AB"), events=["A0=0 B0=0"])
    found = affine_guessing(CHSH, CHSH_FUNCTIONAL, slope, How("1+AB"))
    assert len(found.premises) == 16
    assert 0 < found.constant - found.slope * score - tight < Fraction(1, 10**8)


@pytest.mark.parametrize(("level", "least"), [("1+AB", "42.461"), ("2", "43.389")])
def test_table_1_of_pironio2010_has_the_bits_of_the_level(level: str, least: str) -> None:
    data = sdp_bits_certificate(table1(ROOT / "pironio2010"), rounds.UNIFORM, DELTA, How(level))
    bits = Fraction(json.loads(data)["statement"]["bits"])
    assert Fraction(least) < bits < Fraction(least) + Fraction(1, 500)
    assert check_bytes(data).verdict == "PROVED"


def test_counts_without_violation_give_no_bits() -> None:
    counts = dict.fromkeys(table1(ROOT / "pironio2010"), 100)
    data = sdp_bits_certificate(counts, rounds.UNIFORM, DELTA, How("1+AB", loss=1e-6))
    assert json.loads(data)["statement"]["bits"] == "0"


def test_the_narrower_deviation_gives_more_bits() -> None:
    counts = table1(ROOT / "pironio2010")
    data = sdp_bits_certificate(counts, rounds.UNIFORM, DELTA, How("1+AB"), "width8")
    analytic = (ROOT / "pironio2010" / "table1-analytic-width8.cert.json").read_bytes()
    bits, fewer = (Fraction(json.loads(found)["statement"]["bits"]) for found in (data, analytic))
    assert bits > fewer + 3
