"""Problems about assemblages: values that are known in closed form, an independent calculation, and bad input."""

from __future__ import annotations

from fractions import Fraction
from math import log2, sqrt
from pathlib import Path

import numpy as np
import picos
import pytest

from oracle.ask.answer import Answer
from oracle.ask.reading import read_problem
from oracle.ask.solve import solve
from oracle.failures import CommandFailure, Malformed
from oracle.resources import certificates_dir

EXAMPLES = certificates_dir() / "examples"
CLOSE = 1e-6


def example(name: str) -> str:
    return (EXAMPLES / f"steering-{name}.toml").read_text(encoding="utf-8")


def ask(text: str, **given: str) -> Answer:
    problem = read_problem(text.encode(), "p.toml", lambda name: Path(EXAMPLES, name).read_bytes(), given)
    return solve(problem)


def interval(answer: Answer) -> tuple[float, float]:
    assert answer.bound is not None
    assert answer.value is not None
    assert answer.value <= answer.bound
    return float(answer.value), float(answer.bound)


def joint(mu: float) -> float:
    """The guessing probability of both outcomes with X, Y and Z."""
    if mu <= 1 / 2:
        return 1.0
    return 3 / 2 - mu if mu <= 2 / 3 else (7 - 5 * mu + 3 * sqrt((1 - mu) * (1 + 3 * mu))) / 8


@pytest.mark.parametrize("mu", ["1/3", "1/2", "29/50", "2/3", "4/5", "93/100"])
def test_joint_randomness_of_the_noisy_state_has_its_closed_form_at_both_ends(mu: str) -> None:
    low, high = interval(ask(example("guessing"), mu=mu))
    assert abs(low - joint(float(Fraction(mu)))) < CLOSE
    assert abs(high - joint(float(Fraction(mu)))) < CLOSE


@pytest.mark.parametrize("mu", ["7/10", "71/100", "9/10"])
def test_separate_randomness_has_its_closed_form(mu: str) -> None:
    low, high = interval(ask(example("guessing").replace('["B0", "C0"]', '["B0"]', 1), mu=mu))
    m = float(Fraction(mu))
    expected = 1 - max(0.0, (m - sqrt(1 - m * m)) / 2)
    assert abs(low - expected) < CLOSE
    assert abs(high - expected) < CLOSE


@pytest.mark.parametrize("mu", ["3/5", "3/4", "9/10"])
def test_parties_together_leave_less_randomness(mu: str) -> None:
    text = example("guessing").replace("\n# together", "\ntogether")
    low, high = interval(ask(text, mu=mu))
    m = float(Fraction(mu))
    expected = 1.0 if m <= 2 / 3 else (5 - 3 * m + sqrt((1 - m) * (1 + 3 * m))) / 4
    assert abs(low - expected) < CLOSE
    assert abs(high - expected) < CLOSE


def independent(mu: float) -> float:
    """The same probability from a program of another kind: matrices, another solver, and no words at all."""
    pauli = [np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.array([[1, 0], [0, -1]])]
    ghz = np.zeros(8)
    ghz[[0, 7]] = sqrt(1 / 2)
    rho = mu * np.outer(ghz, ghz) + (1 - mu) * np.eye(8) / 8
    problem = picos.Problem()
    parts = {}
    for guess in range(4):
        for y, z, b, c in np.ndindex(2, 2, 2, 2):
            parts[guess, y, z, b, c] = picos.HermitianVariable(f"s{guess}{y}{z}{b}{c}", 2)
            problem.add_constraint(parts[guess, y, z, b, c] >> 0)
    for y, z, b, c in np.ndindex(2, 2, 2, 2):
        m = np.kron((np.eye(2) + (-1) ** b * pauli[y]) / 2, (np.eye(2) + (-1) ** c * pauli[z]) / 2)
        state = np.trace((np.kron(np.eye(2), m) @ rho).reshape(2, 4, 2, 4), axis1=1, axis2=3)
        problem.add_constraint(picos.sum([parts[g, y, z, b, c] for g in range(4)]) == state)
    for g, y, z, b in np.ndindex(4, 2, 2, 2):
        if z:
            problem.add_constraint(
                parts[g, y, z, b, 0] + parts[g, y, z, b, 1] == parts[g, y, 0, b, 0] + parts[g, y, 0, b, 1]
            )
        if y:
            problem.add_constraint(
                parts[g, y, z, 0, b] + parts[g, y, z, 1, b] == parts[g, 0, z, 0, b] + parts[g, 0, z, 1, b]
            )
    right = [picos.trace(parts[2 * b + c, 0, 0, b, c]).real for b, c in np.ndindex(2, 2)]
    problem.set_objective("max", picos.sum(right))
    problem.solve(solver="cvxopt")
    return float(problem.value)


def test_values_at_random_visibilities_agree_with_an_independent_solution() -> None:
    two = example("guessing").replace("[2, 2, 2]\nC = [2, 2, 2]", "[2, 2]\nC = [2, 2]").replace('B2 = "Z"\n', "")
    for thousandths in np.random.default_rng(3).integers(450, 980, 2):
        mu = Fraction(int(thousandths), 1000)
        low, high = interval(ask(two.replace('C2 = "Z"\n', ""), mu=str(mu)))
        assert abs((low + high) / 2 - independent(float(mu))) < CLOSE


def test_a_table_is_separated_from_local_hidden_states_or_modelled() -> None:
    assert ask(example("membership")).verdict == "SEPARATED"
    assert ask(example("membership"), v="7/10").verdict == "INSIDE"


def test_what_lies_between_is_not_decided() -> None:
    with pytest.raises(CommandFailure, match="neither a model"):
        ask(example("membership"), v="= sqrt(1/2)".removeprefix("= "))


def test_an_optimum_is_an_interval() -> None:
    answer = ask(example("maximum"))
    assert answer.exact
    assert answer.bound == 2
    free = ask(example("maximum").replace('level = "local-hidden-state"', 'level = "no-signalling"'))
    low, high = interval(free)
    assert abs(low - 4) < CLOSE
    assert abs(high - 4) < CLOSE
    least = ask(example("maximum").replace('"maximum"', '"minimum"', 1))
    assert least.bound == least.value == -2


def test_an_error_widens_what_is_guessed() -> None:
    probabilities = [interval(ask(example("error").replace("1/1000", e)))[1] for e in ("1/1000", "1/100")]
    assert probabilities[0] < probabilities[1] < 1


def test_counts_are_a_region() -> None:
    answer = ask(example("counts"))
    low, high = interval(answer)
    assert high - low < 1e-4
    assert "tag iid" in answer.facts["confidence region"]


QUTRIT = """
kind = "guessing"
set = "steering"
level = "no-signalling"
guessed = ["B0"]
[scenario.parties]
B = [3, 3]
[trusted]
dimension = 3
[state]
dimensions = [3, 3]
vector = { 00 = "1", 11 = "1", 22 = "1" }
noise = "1/20"
[measurements]
B0 = "fourier"
B1 = "computational"
"""


def test_a_qutrit_with_irrational_states_has_both_ends() -> None:
    low, high = interval(ask(QUTRIT))
    assert high - low < CLOSE
    assert 1 / 3 < low < 0.6


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"B0=0" = ["1/4", "= v/4", 0, 0]', '"B0=0" = ["1/4", "3/8", 0, 0]', "t^2 - x^2 - y^2 - z^2 = -5/64"),
        ('"B1=1" = ["1/4"', '"B1=1" = ["1/5"', "they differ by (-1/20, 0, 0, 0)"),
        ('["1/4", "= v/4", 0, 0]', '[["1/4", "1/8"], ["1/9", "1/4"]]', "differs from the conjugate of (1, 0) by 1/72"),
        ('["1/4", "= v/4", 0, 0]', '["1/4", "= v/4", 0]', "2 rows of 2 entries"),
        ('"B0=0" = ["1/4", "= v/4", 0, 0]\n', "", "the key is missing"),
        ("dimension = 2", "dimension = 9", "no dimension from 2 to 8"),
    ],
)
def test_what_is_no_assemblage_is_refused_with_the_distance(old: str, new: str, says: str) -> None:
    text = example("membership")
    assert old in text
    with pytest.raises(Malformed) as problem:
        ask(text.replace(old, new))
    assert says in problem.value.sentence
    assert problem.value.exit_code == 3


def test_traces_that_do_not_sum_to_one_are_refused() -> None:
    text = example("membership").replace('"1/4", ', '"13/50", ')
    with pytest.raises(Malformed, match="1 is missed by 1/25"):
        ask(text)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("dimensions = [2, 2, 2]", "dimensions = [3, 2, 2]", "the first dimension is 3"),
        ('B0 = "X"', 'B0 = "fourier"', "no measurement of dimension 2"),
        ('B0 = "X"', 'B0 = [[1, 0, 0, 0], ["1/2", 0, 0, 0]]', "2 rows of 2 entries"),
        ('B0 = "X"', "B0 = [[[1, 0], [0, 0]], [[0, 0], [0, 0]]]", "the operators sum to 0 at (1, 1)"),
        ('B0 = "X"', "B0 = [[[2, 0], [0, 0]], [[-1, 0], [0, 1]]]", "is not positive"),
        ('"no-signalling"', '"local-hidden-state"', "who knows the hidden state"),
        ('["B0", "C0"]', '["B9"]', "no input of the scenario"),
        ("mu = ", 'nu = "2"\nmu = ', ""),
    ],
)
def test_a_state_or_measurement_that_is_none_is_refused(old: str, new: str, says: str) -> None:
    text = example("guessing")
    assert old in text
    if not says:
        ask(text.replace(old, new, 1))
        return
    with pytest.raises(Malformed, match=says.replace("(", r"\(").replace(")", r"\)")):
        ask(text.replace(old, new, 1))


def test_quantum_theory_limits_an_adversary_more_than_no_signalling() -> None:
    answer = ask(example("guessing").replace('level = "no-signalling"', 'level = "Q1"'))
    assert answer.bound is not None
    assert answer.value is None
    assert abs(float(answer.bound) - 0.6728244) < CLOSE < joint(0.8) - float(answer.bound)


def test_a_state_of_the_w_class_is_guessed_near_the_printed_bits() -> None:
    low, high = interval(ask(example("w")))
    assert high - low < CLOSE
    assert abs(-log2(high) - 1.236) < 0.02
