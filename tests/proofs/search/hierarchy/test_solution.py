"""Dual solutions of other people's solvers become exact bounds."""

import json
import shutil
import subprocess
from fractions import Fraction
from importlib.util import find_spec
from math import sqrt
from pathlib import Path

import pytest

from proofs.kernel.check import check_bytes
from proofs.search.hierarchy.adversary import Guessing
from proofs.search.hierarchy.exchange import sdpa_text
from proofs.search.hierarchy.maximum import Maximum, Relaxation
from proofs.search.hierarchy.multiprecision import multiprecision_certificate, precisely_certified
from proofs.search.hierarchy.solution import certify_dual, read_solution
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Scenario
from proofs.search.semidefinite.sdp import solve
from tests.proofs.search.strategies import CHSH, CHSH_FUNCTIONAL, known_behaviour

PROBLEM = Maximum(CHSH, CHSH_FUNCTIONAL, "1")
H = 1 / sqrt(2)
# (1/sqrt 2) times the squares of A0 - (B0 + B1)/sqrt 2 and A1 - (B0 - B1)/sqrt 2; words 1, A0, A1, B0, B1
DUAL: list[list[float]] = [
    [0, 0, 0, 0, 0],
    [0, H, 0, -0.5, -0.5],
    [0, 0, H, -0.5, 0.5],
    [0, -0.5, -0.5, H, 0],
    [0, -0.5, 0.5, 0, H],
]
PLAIN = "\n".join(" ".join(map(repr, row)) for row in DUAL)
CSDP = "0.0 0.0\n" + "\n".join(
    f"{number} 1 {i + 1} {j + 1} {(DUAL[i][j] if number == 2 else 7.0):.18e}"
    for number in (1, 2)
    for i in range(5)
    for j in range(i, 5)
)
SDPA = "objValPrimal = 1\nyMat = \n{\n{ " + ",\n".join(
    "{" + ",".join(f"{x:+.17e}" for x in row) + "}" for row in DUAL
) + " }\n}\n    main loop time = 0.0\n"  # fmt: skip
JSON = json.dumps({"matrices": [DUAL]})

SCORE = Mean("score", {**CHSH_FUNCTIONAL, "": Fraction(-5, 2)})
GUESS = (1 + sqrt(2 - 2.5**2 / 4)) / 2  # equation (6) of pironio2010
SINGLET: dict[str, Fraction] = {text: Fraction(7 * int(c), 10) for text, c in CHSH_FUNCTIONAL.items()} | {
    "A0": Fraction(0), "B0": Fraction(0)
}  # fmt: skip
QUESTIONS: dict[str, Relaxation] = {
    "maximum": Maximum(CHSH, CHSH_FUNCTIONAL, "1+AB"),
    "minimum-known": Maximum(CHSH, {"A0 B0": 1}, "1+AB", ">=", (SCORE, Mean("zero", {"A1": 1}, "=0"))),
    "guessing-score": Guessing(CHSH, ("A0",), "1+AB", (SCORE,)),
    "guessing-known": Guessing(CHSH, ("A0", "B1"), "1+AB", tuple(known_behaviour(SINGLET))),
    "three-outcomes": Maximum(Scenario.bell({"A": [3, 2], "B": [3]}), {"A0=0 B0=0": 1, "A0=1 B0=1": 1}, "1+AB"),
}


@pytest.mark.parametrize("text", [PLAIN, CSDP, SDPA, JSON], ids=["plain", "csdp", "sdpa", "json"])
def test_a_solution_file_becomes_an_exact_bound(text: str) -> None:
    found = certify_dual(PROBLEM, text)
    assert found.bound**2 > 8
    assert float(found.bound) - sqrt(8) < 1e-8
    assert check_bytes(found.data).verdict == "PROVED"
    assert b"from a solution file" in found.data


def test_a_wrong_dual_gives_a_worse_bound_and_no_false_one() -> None:
    assert float(certify_dual(PROBLEM, PLAIN.replace(repr(H), "0.6")).bound) > 2.9
    negative = "\n".join(" ".join(repr(-x) for x in row) for row in DUAL)
    assert certify_dual(PROBLEM, negative).bound ** 2 > 8


@pytest.mark.parametrize(
    "text",
    [
        "", "1 2\n3 4", "nan", "yMat = {1, 2}", SDPA.replace("yMat = \n{", "yMat = \n{ 1 "), "0\n2 1 9 9 1.0",
        "0\n2 1 0 1 1.0", "0\n1 1 1 1 1.0", "0\n2 1 1 1 x", "0\n2 1 1 1", "0\n2 1 1 1 1e999999999", PLAIN + " 1",
        "{", "{}", '{"matrices": 5}', '{"matrices": [[[NaN]]]}', '{"matrices": [[[1]]]}',
        JSON[:-1] + ', "inequalities": [1]}', '{"a":' * 100_000,
    ],
    ids=[
        "empty", "small", "nan", "short-yMat", "long-yMat", "outside", "row-0", "only-z", "not-a-number", "no-value",
        "huge-exponent", "ragged", "open-json", "no-matrices", "matrices-no-list", "nan-json", "small-json",
        "weights-too-many", "deep-json",
    ],
)  # fmt: skip
def test_what_is_no_dual_matrix_is_refused(text: str) -> None:
    with pytest.raises(Failure, match="no dual matrices 5 x 5 can be read"):
        read_solution(text, [5])


def test_infinite_entries_are_refused() -> None:
    with pytest.raises(Failure, match="finite"):
        PROBLEM.certificate([[[float("nan")] * 5] * 5])  # type: ignore[list-item]


def test_digits_are_read_exactly() -> None:
    digits = "0.1234567890123456789012345678901234567890"
    for text in (digits, f'{{"matrices": [[[{digits}]]]}}', f"yMat = {{{{{{{digits}}}}}}}", f"0\n2 1 1 1 {digits}"):
        assert read_solution(text, [1])[0] == [[[Fraction(digits)]]]


@pytest.mark.parametrize("text", ["{{{{1,2}},{{2,5}}}} {{7}}", "{{7}} {{{{1,2}},{{2,5}}}}"], ids=["last", "first"])
def test_the_diagonal_of_a_result_file_is_the_block_without_rows(text: str) -> None:
    result = f"yMat = {{ {text.replace('{{', '{').replace('}}', '}')} }} main loop time = 1"
    one, two = Fraction(1), Fraction(2)
    assert read_solution(result, [2], 1) == ([[[one, two], [two, Fraction(5)]]], [Fraction(7)])


@pytest.mark.skipif(find_spec("sdpap") is None, reason="sdpa-multiprecision is optional and not installed")
@pytest.mark.parametrize("name", ["minimum-known", "guessing-known"])
def test_many_digits_go_through_hypotheses_and_branches(name: str) -> None:
    problem = QUESTIONS[name]
    precise = precisely_certified(problem, digits=20)
    assert check_bytes(precise.data).verdict == "PROVED"
    own = solve(problem.program, "clarabel")
    assert abs(float(problem.sign * precise.bound) - own.claimed) < 1e-5
    # ten more digits take off less than 10^-12, although values such as 7/10 are floats to the solver
    finer = precisely_certified(problem, digits=30)
    assert abs(finer.bound - precise.bound) < Fraction(1, 10**12)


def test_weights_of_hypotheses_come_back() -> None:
    """B0 <= 1/4 + (1/4) A0 - (1/8) (score - 2) needs no optimality, only the weights of the file."""
    problem = Maximum(
        CHSH, {"B0": 1}, "1", "<=", (Mean("zero", {"A0": 1}, "=0"), Mean("s", {**CHSH_FUNCTIONAL, "": -2}))
    )
    text = "0\n" + "\n".join(f"2 1 {i} {i} 1.0" for i in range(1, 6)) + "\n2 1 1 2 0.125\n2 2 1 1 0.125"
    assert certify_dual(problem, text).multipliers == (Fraction(-1, 4), Fraction(1, 8))
    with pytest.raises(Failure, match="1 needed"):
        certify_dual(problem, '{"matrices": [[[0,0,0,0,0],[0,0,0,0,0],[0,0,0,0,0],[0,0,0,0,0],[0,0,0,0,0]]]}')


def answered(problem: Relaxation, text: str, tolerance: float) -> None:
    """The bound from the file is within the tolerance of our own certificate, whose solver is another one."""
    found = certify_dual(problem, text)
    assert check_bytes(found.data).verdict == "PROVED"
    own = solve(problem.program, "clarabel")
    assert abs(float(problem.sign * found.bound) - own.claimed) < tolerance


@pytest.mark.skipif(find_spec("clarabel") is None, reason="clarabel is optional and not installed")
@pytest.mark.parametrize("name", QUESTIONS)
def test_matrices_of_our_own_solver_come_back_as_json(name: str) -> None:
    problem = QUESTIONS[name]
    own = solve(problem.program, "clarabel")
    text = json.dumps({"matrices": [m.tolist() for m in own.matrices], "inequalities": own.inequalities.tolist()})
    answered(problem, text, 1e-5)


@pytest.mark.skipif(find_spec("clarabel") is None, reason="clarabel is optional and not installed")
@pytest.mark.skipif(shutil.which("csdp") is None, reason="csdp is not installed")
@pytest.mark.parametrize("name", QUESTIONS)
def test_csdp_solves_the_exported_file_and_its_solution_is_certified(name: str, tmp_path: Path) -> None:
    problem, file, solution = QUESTIONS[name], tmp_path / "problem.dat-s", tmp_path / "solution"
    file.write_text(sdpa_text(problem), encoding="ascii")
    subprocess.run(["csdp", file, solution], check=False, capture_output=True, cwd=tmp_path)
    answered(problem, solution.read_text(encoding="ascii"), 1e-5)


@pytest.mark.skipif(find_spec("clarabel") is None, reason="clarabel is optional and not installed")
@pytest.mark.skipif(shutil.which("sdpa") is None, reason="sdpa is not installed")
@pytest.mark.parametrize("name", QUESTIONS)
def test_sdpa_solves_the_exported_file_and_its_result_is_certified(name: str, tmp_path: Path) -> None:
    problem, file, result = QUESTIONS[name], tmp_path / "problem.dat-s", tmp_path / "result"
    file.write_text(sdpa_text(problem), encoding="ascii")
    parameters = ["100 max", "1e-8 eps", "1e2 l", "2 o", "-1e5 lo", "1e5 up", "0.1 b", "0.2 b", "0.9 g", "1e-8 eps"]
    digits = ["%+.17e xVec", "%+.17e xMat", "%+.17e yMat"]  # the default is three digits
    (tmp_path / "param.sdpa").write_text("\n".join([*parameters, *digits]) + "\n", encoding="ascii")
    command = ["sdpa", "-ds", str(file), "-o", str(result), "-p", str(tmp_path / "param.sdpa")]
    subprocess.run(command, check=False, capture_output=True, cwd=tmp_path)
    answered(problem, result.read_text(encoding="ascii"), 1e-5)


@pytest.mark.skipif(find_spec("sdpap") is None, reason="sdpa-multiprecision is optional and not installed")
def test_two_square_roots_of_two_to_fifty_digits() -> None:
    found = multiprecision_certificate(CHSH, CHSH_FUNCTIONAL, "1+AB", digits=50)
    # (x - sqrt 8) = (x^2 - 8) / (x + sqrt 8)
    assert 0 < found.bound**2 - 8 < Fraction(28, 5) / 10**50


@pytest.mark.skipif(find_spec("sdpap") is None, reason="sdpa-multiprecision is optional and not installed")
def test_coefficients_that_are_no_floats_lose_no_digits() -> None:
    functional = {text: Fraction(c, 3) for text, c in CHSH_FUNCTIONAL.items()}
    found = multiprecision_certificate(Scenario.from_json(CHSH.json()), functional, "1", digits=40, sense=">=")
    assert 0 < (3 * found.bound) ** 2 - 8 < Fraction(1, 10**38)


@pytest.mark.parametrize("digits", [0, 56])
def test_digits_the_solver_does_not_have_are_refused(digits: int) -> None:
    with pytest.raises(Failure, match="digits"):
        multiprecision_certificate(CHSH, CHSH_FUNCTIONAL, "1", digits=digits)
