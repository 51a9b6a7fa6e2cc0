"""Problems out: the files describe the program, and carry the proved optimum."""

import json
import subprocess
from fractions import Fraction
from itertools import product
from pathlib import Path
from shutil import which

import pytest

from proofs.search.hierarchy.adversary import Guessing
from proofs.search.hierarchy.exchange import cbf_text, problem_of, sdpa_text
from proofs.search.hierarchy.maximum import Maximum, Relaxation
from proofs.search.hierarchy.solution import certify_dual
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from proofs.search.semidefinite.elimination import solved
from tests.proofs.kernel.certificates import ROOT
from tests.proofs.search.strategies import CHSH, CHSH_FUNCTIONAL, known_behaviour

PROBLEM = Maximum(CHSH, CHSH_FUNCTIONAL, "1")
SCORE = Mean("score", {**CHSH_FUNCTIONAL, "": -2})
ZERO = Mean("zero", {"A0": 1}, "=0")
GUESSING = Guessing(CHSH, ("A0",), "1", (SCORE,))


def data_of(text: str) -> tuple[list[list[str]], list[list[str]]]:
    """The four lines of the head, and the entries."""
    lines = [line.split() for line in text.splitlines() if not line.startswith('"')]
    return lines[:4], lines[4:]


def test_the_export_is_the_problem() -> None:
    text = sdpa_text(PROBLEM)
    assert text.splitlines()[0] == '"maximise (1*A0 B0 + 1*A0 B1 + 1*A1 B0 + -1*A1 B1) over the moments of 5 words'
    assert text.splitlines()[2] == '"row 2: A0'
    head, entries = data_of(text)
    assert head[:3] == [["10"], ["1"], ["5"]]
    assert sorted(head[3]) == ["-1", "-1", "-1", "0", "0", "0", "0", "0", "0", "1"]
    assert [entry for entry in entries if entry[0] == "0"] == [["0", "1", str(i), str(i), "-1"] for i in range(1, 6)]
    assert len(entries) == 15


def test_a_long_title_is_read_by_sdpa(tmp_path: Path) -> None:
    functional = {f"A{x} B{y}": Fraction(1 + x + 2 * y, 7) for x, y in product((0, 1), repeat=2)}
    functional |= {f"{name}{x}": Fraction(10**30 + x, 10**30 + 7) for name in "AB" for x in (0, 1)}
    text = sdpa_text(Maximum(CHSH, functional, "1+AB"))
    first = text.splitlines()[0]
    assert len(first) <= 100
    # the comments together are the whole title
    whole = "".join(line[1:] for line in text.splitlines() if line.startswith('"')).replace(" ", "")
    assert f"{10**30 + 1}/{10**30 + 7}*A1" in whole
    program = which("sdpa")
    if program is None:
        pytest.skip("sdpa is not installed")
    file, out = tmp_path / "p.dat-s", tmp_path / "p.out"
    file.write_text(text)
    subprocess.run([program, "-ds", str(file), "-o", str(out)], check=True, capture_output=True, timeout=60)
    assert "pdOPT" in out.read_text() or "pdFEAS" in out.read_text()


def test_the_export_quotes_the_proved_optimum() -> None:
    bound = Fraction(17, 6)
    assert '"proved: maximum <= 17/6, so the optimum of this file is >= -17/6' in sdpa_text(PROBLEM, bound)
    assert "# proved: maximum <= 17/6" in cbf_text(PROBLEM, bound)
    least = Maximum(CHSH, CHSH_FUNCTIONAL, "1", ">=")
    assert '"proved: maximum <= 17/6' in sdpa_text(least, -bound)


def test_equations_are_solved_and_inequalities_are_a_diagonal_block() -> None:
    head, entries = data_of(sdpa_text(Maximum(CHSH, {"B0": 1}, "1", "<=", (ZERO, SCORE))))
    assert head[:3] == [["9"], ["2"], ["5", "-1"]]  # of ten moments <A0> is none any more
    assert [entry for entry in entries if entry[1] == "2" and entry[0] == "0"] == [["0", "2", "1", "1", "2"]]
    assert not [entry for entry in entries if entry[2:4] == ["1", "2"]]


def test_each_outcome_has_its_block_and_the_last_takes_the_rest_of_the_weight() -> None:
    text = sdpa_text(GUESSING)
    assert '"maximise P(A0=0) + P(A0=1), each in its block over the moments of 5 words' in text
    head, entries = data_of(text)
    assert head[:3] == [["21"], ["3"], ["5", "5", "-1"]]  # 2 x 11 moments and one normalisation
    constants = {(block, i) for v, block, i, _, _ in entries if v == "0" and block != "3"}
    assert constants == {("1", str(i)) for i in range(1, 6)}
    # the weight of the second branch stands in both diagonals, with opposite signs
    weights = [entry for entry in entries if entry[0] == "11" and entry[1] != "3"]
    assert {(block, value) for _, block, _, _, value in weights} == {("1", "-1"), ("2", "1")}


def test_contradicting_equations_are_refused() -> None:
    means = (*known_behaviour({"A0": Fraction(1, 2)}), Mean("other", {"A0": 1}, "=0"))
    with pytest.raises(Failure, match="contradict"):
        sdpa_text(Maximum(CHSH, {"B0": 1}, "1", "<=", means))


def test_equations_that_say_nothing_new_are_left_out() -> None:
    one, half = Fraction(1), Fraction(1, 2)
    given = [({0: one, 1: one}, one), ({0: half, 1: half}, half), ({1: one}, half)]
    system = solved(given)
    assert {k: (e.row, e.right) for k, e in system.items()} == {0: ({0: one}, half), 1: ({1: one}, half)}
    for equation in system.values():
        assert sum(c * given[i][1] for i, c in equation.combination.items()) == equation.right


UNIT = "0\n" + "\n".join(f"2 {block} {i} {i} 1.0" for block in (1, 2) for i in range(1, 6))


@pytest.mark.parametrize(
    "problem",
    [
        PROBLEM,
        Maximum(CHSH, {"B0": 1}, "1", ">=", (ZERO, SCORE)),
        Guessing(CHSH, ("A0",), "1", (ZERO,)),
    ],
    ids=["maximum", "minimum", "guessing"],
)
def test_a_certificate_knows_the_problem_it_bounds(problem: Relaxation) -> None:
    text = UNIT if isinstance(problem, Guessing) else UNIT[: UNIT.index("\n2 2")]
    again = problem_of(json.loads(certify_dual(problem, text).data))
    assert sdpa_text(again) == sdpa_text(problem)
    assert cbf_text(again) == cbf_text(problem)


@pytest.mark.parametrize("name", ["local-bound", "quantum-bound", "table1-analytic"])
def test_a_certificate_of_another_kind_is_not_exported(name: str) -> None:
    with pytest.raises(Failure, match="no moment problem that can be written out"):
        problem_of(json.loads((ROOT / "pironio2010" / f"{name}.cert.json").read_bytes()))


def test_the_conic_benchmark_file_is_the_program() -> None:
    """Read back by sections: the moments of a deterministic behaviour satisfy every constraint."""
    problem = Maximum(CHSH, CHSH_FUNCTIONAL, "1+AB", "<=", (SCORE,))
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
    assert [line for line in cbf_text(GUESSING).splitlines() if line == "5"] == ["5", "5"]  # two blocks
