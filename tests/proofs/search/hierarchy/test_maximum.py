"""From a problem to bytes the checker accepts; needs a solver."""

from fractions import Fraction
from math import acos, cos, pi, sqrt

import pytest

from proofs.kernel.check import check_bytes
from proofs.search.hierarchy.maximum import Maximum, maximum_certificate
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Functional, Scenario
from proofs.search.question import How
from proofs.search.semidefinite.sdp import SOLVERS, Options, Program, solve
from tests.proofs.search.strategies import CHSH, CHSH_FUNCTIONAL

SCORE: Functional = {**CHSH_FUNCTIONAL, "": Fraction(-5, 2)}


@pytest.fixture(params=["picos", "clarabel"])
def solver(request: pytest.FixtureRequest) -> str:
    pytest.importorskip(request.param, reason=f"{request.param} is optional and not installed")
    return str(request.param)


def test_the_maximum_of_chsh_is_proved_from_above(solver: str) -> None:
    found = maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("1", loss=1e-8, solver=solver))
    assert 0 < float(found.bound) - sqrt(8) < 1e-7
    assert found.bound**2 > 8
    verdict = check_bytes(found.data)
    assert verdict.statement.splitlines()[-1].endswith(f"<= {found.bound}")


def test_the_minimum_is_bounded_from_below(solver: str) -> None:
    found = maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("1+AB", solver=solver), sense=">=")
    assert found.bound < 0 < found.bound**2 - 8 < Fraction(1, 10**6)
    assert -1e-6 < found.loss < 1e-6


def test_a_score_as_a_hypothesis_bounds_the_guess(solver: str) -> None:
    found = maximum_certificate(CHSH, {"A0=0": 1}, How("1+AB", solver=solver), means=[Mean("score", SCORE)])
    optimum = (1 + sqrt(2 - 2.5**2 / 4)) / 2  # equation (6) of pironio2010
    assert 0 < float(found.bound) - optimum < 1e-6
    assert found.multipliers[0] > 0
    assert "POSSIBLY VACUOUS" not in check_bytes(found.data).statement


def test_equations_that_say_the_same_twice_are_no_obstacle(solver: str) -> None:
    twice = [
        Mean("one", {"A0 B0": 1, "": Fraction(-7, 10)}, "=0"),
        Mean("two", {"A0 B0": 2, "": Fraction(-7, 5)}, "=0"),
    ]
    found = maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("1+AB", solver=solver), means=twice)
    # of the four angles, which add up to pi, one is given, and the others are best equal
    assert 0 < float(found.bound) - (0.7 + 3 * cos((pi - acos(0.7)) / 3)) < 1e-6
    assert check_bytes(found.data).verdict == "PROVED"


def test_without_a_feasible_model_the_statement_says_so(solver: str) -> None:
    means = [Mean("score", SCORE)]
    found = maximum_certificate(CHSH, {"A0=0": 1}, How("1+AB", feasible=None, solver=solver), means=means)
    assert "POSSIBLY VACUOUS" in check_bytes(found.data).statement


def test_three_outcomes_reach_the_known_maximum(solver: str) -> None:
    """CGLMP for two qutrits, a full probability scenario with projectors: 1 + sqrt(11/3)."""
    scenario = Scenario.bell({"A": [3, 3], "B": [3, 3]})
    plus = [(0, 0, 0), (1, 0, -1), (1, 1, 0), (0, 1, 0)]
    minus = [(0, 0, -1), (1, 0, 0), (1, 1, -1), (0, 1, 1)]
    functional = {
        f"A{x}={(b + d) % 3} B{y}={b}": c for part, c in ((plus, 1), (minus, -1)) for x, y, d in part for b in range(3)
    }
    found = maximum_certificate(scenario, functional, How("1+AB", solver=solver))
    assert 0 < float(found.bound) - (1 + sqrt(11 / 3)) < 1e-5


def test_a_scenario_of_three_parties_gets_a_certificate(solver: str) -> None:
    scenario = Scenario.bell({"A": [2, 2], "B": [2, 2, 2], "C": [2, 2]})
    mermin: Functional = {"A0 B0 C1": 1, "A0 B1 C0": 1, "A1 B0 C0": 1, "A1 B1 C1": -1, "A0 B2": Fraction(1, 3)}
    level = ["", "A0", "A1", "B2", "B0 C0", "B0 C1", "B1 C0", "B1 C1"]
    found = maximum_certificate(scenario, mermin, How(level, solver=solver))
    assert 4 <= float(found.bound) < 4.4


def test_the_least_number_of_bits_for_a_loss_is_taken(solver: str) -> None:
    sizes = [
        len(maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("2", loss=x, solver=solver)).data) for x in (1e-3, 1e-8)
    ]
    assert sizes[0] < sizes[1]


def test_provenance_names_solver_version_and_options(solver: str) -> None:
    found = maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("1", solver=solver))
    data = found.data
    assert f'"value": "{found.claimed!r}"'.encode() in data
    assert f'"solver": "{solver}"'.encode() in data
    assert b"(not trusted)" in data
    assert f'"versions": "{solver} '.encode() in data


def test_a_solver_that_stops_at_once_still_gives_a_proof(solver: str) -> None:
    stop: Options = {"picos": {"max_iterations": 3}, "clarabel": {"max_iter": 3}}[solver]
    found = maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("1", options=stop, solver=solver))
    assert float(found.bound) > sqrt(8)


def test_an_unknown_solver_is_named() -> None:
    with pytest.raises(Failure, match="no solver 'nosuch'"):
        maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("1", solver="nosuch"))


def test_a_missing_solver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(program: Program, options: object) -> None:
        raise ImportError("no module")

    monkeypatch.setitem(SOLVERS, "picos", missing)
    with pytest.raises(Failure, match="pip install"):
        solve(Program(1, {}, ()))


@pytest.mark.parametrize("loss", [0.0, -1.0])
def test_a_loss_that_is_not_positive_is_refused(solver: str, loss: float) -> None:
    with pytest.raises(Failure, match="positive"):
        maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("1", loss=loss, solver=solver))


def test_a_sense_that_is_none_is_refused() -> None:
    with pytest.raises(Failure, match="sense"):
        maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("1"), sense="<")


def test_a_dual_of_another_level_is_refused() -> None:
    with pytest.raises(Failure, match="9 rows"):
        Maximum(CHSH, CHSH_FUNCTIONAL, "1+AB").certificate([[[Fraction(0)] * 5] * 5])


def test_bits_that_are_asked_for_are_taken(solver: str) -> None:
    found = maximum_certificate(CHSH, CHSH_FUNCTIONAL, How("1", bits=20, solver=solver))
    assert found.grams[0].denominator == 2**20
