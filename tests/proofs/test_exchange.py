"""Problems out, dual solutions in."""

from fractions import Fraction
from importlib.util import find_spec
from math import sqrt

import pytest

from proofs.kernel.check import check_bytes
from proofs.search.algebra import ProblemError, Scenario
from proofs.search.certify import Maximum
from proofs.search.exchange import cbf_text, certify_dual, problem_of, read_dual, sdpa_text
from proofs.search.hypotheses import Mean
from proofs.search.multiprecision import multiprecision_certificate
from proofs.search.shipped import ROOT
from tests.proofs.strategies import CHSH, CHSH_FUNCTIONAL

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


@pytest.mark.parametrize("text", [PLAIN, CSDP, SDPA], ids=["plain", "csdp", "sdpa"])
def test_a_solution_file_becomes_an_exact_bound(text: str) -> None:
    found = certify_dual(PROBLEM, text)
    assert found.bound**2 > 8
    assert float(found.bound) - sqrt(8) < 1e-8
    assert check_bytes(found.data).verdict == "PROVED"
    assert b"from a solution file" in found.data


def test_a_wrong_dual_gives_a_worse_bound_and_no_false_one() -> None:
    text = PLAIN.replace(repr(H), "0.6")
    assert float(certify_dual(PROBLEM, text).bound) > 2.9


@pytest.mark.parametrize(
    "text",
    ["", "1 2\n3 4", "nan", "yMat = {1, 2}", "0\n2 1 9 9 1.0", "0\n1 1 1 1 1.0", "0\n2 1 1 1 x", PLAIN + " 1"],
    ids=["empty", "small", "nan", "short-yMat", "outside", "only-z", "not-a-number", "ragged"],
)
def test_what_is_no_dual_matrix_is_refused(text: str) -> None:
    with pytest.raises(ProblemError):
        read_dual(text, 5)


def test_infinite_entries_are_refused() -> None:
    with pytest.raises(ProblemError, match="finite"):
        PROBLEM.certificate([[[float("nan")] * 5] * 5])  # type: ignore[list-item]


def test_the_export_is_the_problem() -> None:
    text = sdpa_text(PROBLEM)
    assert text.splitlines()[0] == '"maximise (1*A0 B0 + 1*A0 B1 + 1*A1 B0 + -1*A1 B1) over the moments of 5 words'
    data = [line for line in text.splitlines() if not line.startswith('"')]
    variables, blocks, sizes, costs = data[:4]
    assert (variables, blocks, sizes) == ("10", "1", "5")
    assert sorted(costs.split()) == ["-1", "-1", "-1", "0", "0", "0", "0", "0", "0", "1"]
    entries = [line.split() for line in data[4:]]
    assert [entry for entry in entries if entry[0] == "0"] == [["0", "1", str(i), str(i), "-1"] for i in range(1, 6)]
    assert len(entries) == 15


def test_the_export_quotes_the_proved_optimum() -> None:
    found = certify_dual(PROBLEM, PLAIN)
    assert f"proved: maximum <= {found.bound}, " in sdpa_text(PROBLEM, found)


def test_hypotheses_become_a_diagonal_block_and_come_back() -> None:
    means = (Mean("zero", {"A0": 1}, "=0"), Mean("score", {**CHSH_FUNCTIONAL, "": -2}))
    problem = Maximum(CHSH, {"B0": 1}, "1", "<=", means)
    lines = sdpa_text(problem).splitlines()
    assert "5 -3" in lines
    assert [line for line in lines if line.startswith("0 2")] == ["0 2 3 3 2"]
    unit = "0\n" + "\n".join(f"2 1 {i} {i} 1.0" for i in range(1, 6))
    found = certify_dual(problem, unit + "\n2 2 1 1 0.25\n2 2 2 2 0.5\n2 2 3 3 0.125")
    assert found.multipliers == (Fraction(-1, 4), Fraction(1, 8))


def test_a_certificate_knows_the_problem_it_bounds() -> None:
    found = certify_dual(PROBLEM, PLAIN)
    again = problem_of(found.data)
    assert sdpa_text(again) == sdpa_text(PROBLEM)
    means = (Mean("zero", {"A0": 1}, "=0"), Mean("score", {**CHSH_FUNCTIONAL, "": -2}))
    problem = Maximum(CHSH, {"B0": 1}, "1", ">=", means)
    unit = "0\n" + "\n".join(f"2 1 {i} {i} 1.0" for i in range(1, 6))
    assert sdpa_text(problem_of(certify_dual(problem, unit).data)) == sdpa_text(problem)


@pytest.mark.parametrize("name", ["local-bound", "quantum-bound", "table1-analytic"])
def test_a_certificate_of_another_kind_is_not_exported(name: str) -> None:
    with pytest.raises(ProblemError, match="not a bound from one Gram matrix"):
        problem_of((ROOT / "pironio2010" / f"{name}.cert.json").read_bytes())


def test_the_conic_benchmark_file_is_the_program() -> None:
    """Read back by sections: the moments of a deterministic behaviour satisfy every constraint."""
    problem = Maximum(CHSH, CHSH_FUNCTIONAL, "1+AB", "<=", (Mean("score", {**CHSH_FUNCTIONAL, "": -2}),))
    lines = [line for line in cbf_text(problem).splitlines() if not line.startswith("#")]

    def section(name: str) -> list[list[str]]:
        start = lines.index(name) + 1
        return [line.split() for line in lines[start + 1 : start + 1 + int(lines[start].split()[0])]]

    ones = 17  # all outcomes 0: every mean is 1
    assert lines[lines.index("VAR") + 1] == f"{ones} 1"
    assert lines[lines.index("PSDCON") + 2] == "9"
    assert sum(Fraction(c) for _, c in section("OBJACOORD")) == 2
    rows = {"0": Fraction(0), "1": Fraction(0)}
    for r, *_, c in section("ACOORD") + section("BCOORD"):
        rows[r] += Fraction(c)
    assert rows == {"0": 0, "1": 0}
    assert sorted((int(i), int(j)) for _, _, i, j, _ in section("HCOORD")) == [
        (i, j) for i in range(9) for j in range(i + 1)
    ]
    assert lines[lines.index("CON") + 1 : lines.index("PSDCON")] == ["2 2", "L= 1", "L+ 1"]


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
    with pytest.raises(ProblemError, match="digits"):
        multiprecision_certificate(CHSH, CHSH_FUNCTIONAL, "1", digits=digits)
