"""Statements about nothing: what no behaviour has gives neither bits nor an optimum, whatever asks."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.oracle.runner import refused, run
from tests.oracle.toml import answered

pytest.importorskip("picos", reason="picos is optional and not installed")

CASES = Path(__file__).parent / "cases"
CORRELATED = (CASES / "r10-1AB.toml").read_text()
TWO_ROOT_TWO = "0.7071067812"


def correlated(value: str, level: str = "1+AB", solver: str = "picos") -> str:
    """Both outcomes are guessed from four correlators of this size, which are quantum up to 1/sqrt 2."""
    text = CORRELATED.replace(TWO_ROOT_TWO, value).replace('"1+AB"', f'"{level}"')
    return f'solver = "{solver}"\n{text}'


@pytest.mark.parametrize("name", ["r10-1AB", "r10-2", "m-max-248-2", "tab10"])
def test_no_number_follows_from_what_no_behaviour_has(name: str) -> None:
    result = run("certify", str(CASES / f"{name}.toml"), "--json")
    assert result.exit_code in (1, 5)
    if result.exit_code == 1:
        document = json.loads(result.stdout)
        assert document["verdict"] in ("EMPTY", "SEPARATED")
        assert "min-entropy" not in json.dumps(document)
    else:
        assert result.stdout == ""


@pytest.mark.parametrize("solver", ["picos", "clarabel"])
@pytest.mark.parametrize("digits", ["0.70710678119", "0.707106781187", "0.7072"])
def test_no_solver_gets_bits_from_more_than_quantum(solver: str, digits: str) -> None:
    result = run("certify", "-", stdin=correlated(digits, solver=solver).encode())
    assert result.exit_code in (1, 5)
    assert "bits" not in result.stdout


@pytest.mark.parametrize("digits", ["0.7", "0.7071", "0.70710678"])
def test_a_behaviour_near_the_boundary_keeps_its_bits(digits: str) -> None:
    """Below 1/sqrt 2 there is a behaviour, and the certificate shows it."""
    code, document = answered(correlated(digits))
    assert code == 0
    assert "VACUOUS" not in document["statement"]
    assert Fraction(1, 4) < Fraction(document["bound"]) < Fraction(52, 100)
    assert document["remark"].endswith("that it is attained is not claimed")


def test_a_sweep_has_no_bits_where_nothing_is(tmp_path: Path) -> None:
    text = CORRELATED.replace(f'"{TWO_ROOT_TWO}"', '"= e"').replace(f'"-{TWO_ROOT_TWO}"', '"= -e"')
    (tmp_path / "p.toml").write_text(f'{text}\n[parameters]\ne = "0.7"\n')
    over = f"e=0.7,{TWO_ROOT_TWO}"
    result = run("sweep", str(tmp_path / "p.toml"), "--over", over, "-o", str(tmp_path / "s"), "--jobs", "1")
    assert result.exit_code in (1, 5)
    with (tmp_path / "s" / "sweep.csv").open(newline="") as file:
        good, bad = csv.DictReader(file)
    assert good["verdict"] == "PROVED"
    assert Fraction(good["bits"]) > Fraction(9, 10)
    assert bad["verdict"] in ("EMPTY", "SEPARATED", "UNDECIDED")
    assert bad["bits"] == ""


def test_a_solution_of_somebody_else_proves_no_bits_either(tmp_path: Path) -> None:
    """Multiples of the unit matrix round to a bound; about nothing it is none, and with many digits that is shown."""
    solution = tmp_path / "solution.json"
    unit = [[float(i == j) for j in range(9)] for i in range(9)]
    solution.write_text(json.dumps({"matrices": [unit] * 4, "inequalities": []}))
    result = run("certify", str(CASES / "r10-1AB.toml"), "--dual", str(solution))
    assert result.exit_code == (1 if find_spec("sdpap") else 5)
    assert result.stdout.startswith("SEPARATED") if find_spec("sdpap") else "[vacuous]" in result.stderr
    assert " bits" not in result.stdout


def test_equal_operators_by_an_equation() -> None:
    """min A0 B0 - A1 B1 of projectors whose observables anticommute is -sqrt(3)/2."""
    code, document = answered((CASES / "operator-equality.toml").read_text())
    assert code == 0
    bound = Fraction(document["bound"])
    assert bound < 0
    assert bound**2 > Fraction(3, 4)
    assert bound**2 < Fraction(3, 4) + Fraction(1, 10**6)


def test_the_score_may_be_irrational() -> None:
    """At 2 sqrt 2 the pair of outcomes has 1.228447 bits."""
    code, document = answered((CASES / "surd.toml").read_text())
    assert code == 0
    assert "VACUOUS" not in document["statement"]
    assert Fraction("1.2284") < Fraction(document["min_entropy"]) < Fraction("1.228448")


def test_positivity_holds_at_the_first_level() -> None:
    code, document = answered((CASES / "cglmp-4-level-1.toml").read_text())
    assert code == 0
    assert Fraction(document["bound"]) <= 4


def test_three_outcomes_pass_from_counts_to_bits() -> None:
    result = run("certify", str(CASES / "three.toml"), "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["verdict"]) == (0, "PROVED")
    assert "VACUOUS" not in document["statement"]
    assert 0 < Fraction(document["min_entropy"]) < 1


def test_counts_that_signal_are_refused_and_marked() -> None:
    path = str(CASES / "signalling.toml")
    assert "[signalling]" in refused(3, "certify", path)
    result = run("certify", path, "--allow-signalling", "--json")
    if result.exit_code == 0:
        assert "hypothesis signalling-a0-0-b0-0-least" in json.loads(result.stdout)["statement"]
    else:
        assert result.exit_code in (1, 5)


def test_the_nearest_table_says_how_far_it_is(tmp_path: Path) -> None:
    """Correlations of a calculator, each probability rounded to three digits: the table signals by a rounding error."""
    text = (CASES / "tab10.csv").read_text().replace("0.4267766953", "0.4200000001").replace("0.0732233047", "0.08")
    (tmp_path / "t.csv").write_text(text)
    problem = (CASES / "tab10.toml").read_text().replace("tab10.csv", "t.csv")
    (tmp_path / "p.toml").write_text(problem)
    assert "[not-a-behaviour]" in refused(3, "certify", str(tmp_path / "p.toml"))
    (tmp_path / "p.toml").write_text(f'nearest = "no-signalling"\n{problem}')
    document = json.loads(run("certify", str(tmp_path / "p.toml"), "--json").stdout)
    assert document["verdict"] == "PROVED"
    assert "no probability moved by more than 1/20000000000" in document["facts"]["nearest table"]


def test_the_nearest_local_marginal_table_keeps_what_larger_groups_have(tmp_path: Path) -> None:
    """One party's marginal is off by 3/100 at one choice of inputs; its share per cell is the distance."""
    from oracle.ask.probabilities import nearest_no_signalling, nearest_table
    from oracle.ask.tables import cells

    parties = {"A": (2, 2), "B": (2, 2), "C": (2,)}
    table = {event: Fraction(1, 8) for _, _, event in cells(parties)}
    for inputs, outcomes, event in cells(parties):
        if inputs == (0, 0, 0):
            table[event] += Fraction(3, 800) * (-1) ** outcomes[0]
    found = nearest_table(table, parties, 1)
    # A0's marginal at B0 and B1 meets in the middle, and nothing else moves
    assert {found[e] - Fraction(1, 8) for i, o, e in cells(parties) if i[0] == 0 and o[0] == 0} == {Fraction(3, 1600)}
    assert {found[e] for i, _, e in cells(parties) if i[0] == 1} == {Fraction(1, 8)}
    assert found == nearest_no_signalling(table, parties)
    # a correlation of A and C that depends on B's input stays, and is no behaviour then
    for inputs, outcomes, event in cells(parties):
        if inputs[1] == 1:
            table[event] += Fraction(1, 100) * (-1) ** (outcomes[0] + outcomes[2])
    assert nearest_table(table, parties, 1) != nearest_no_signalling(table, parties)


@pytest.mark.parametrize("kind", ["no-signalling", "local-marginal"])
def test_a_table_of_floats_is_rounded_by_name_with_its_distance(kind: str, tmp_path: Path) -> None:
    text = (CASES / "tab10.csv").read_text().replace("0.4267766953", "0.4200000001").replace("0.0732233047", "0.08")
    (tmp_path / "t.csv").write_text(text)
    problem = (CASES / "tab10.toml").read_text().replace("tab10.csv", "t.csv")
    (tmp_path / "p.toml").write_text(f'nearest = "{kind}"\n{problem}')
    document = json.loads(run("certify", str(tmp_path / "p.toml"), "--json").stdout)
    said = document["facts"]["nearest table"]
    assert f"the nearest {kind} one" in said
    assert "no probability moved by more than 1/20000000000 (about" in said


def test_a_local_marginal_table_that_signals_is_refused_with_the_other_kind(tmp_path: Path) -> None:
    cells = [
        (x, y, z, a, b, c) for x in (0, 1) for y in (0, 1) for z in (0,) for a in (0, 1) for b in (0, 1) for c in (0, 1)
    ]
    lines = [
        f"{x},{y},{z},{a},{b},{c},{Fraction(1, 8) + (Fraction(1, 100) * (-1) ** (a + c) if y else 0)}"
        for x, y, z, a, b, c in cells
    ]
    (tmp_path / "t.csv").write_text("\n".join(["x1,x2,x3,a1,a2,a3,probability", *lines]) + "\n")
    problem = 'kind = "membership"\nset = "local"\nbehaviour = "t.csv"\nnearest = "local-marginal"\n'
    (tmp_path / "p.toml").write_text(problem + "[scenario.parties]\nA = [2, 2]\nB = [2, 2]\nC = [2]\n")
    said = refused(3, "certify", str(tmp_path / "p.toml"))
    assert 'nearest = "no-signalling" takes the nearest table that is one' in said
    (tmp_path / "p.toml").write_text((tmp_path / "p.toml").read_text().replace("local-marginal", "no-signalling"))
    assert json.loads(run("certify", str(tmp_path / "p.toml"), "--json").stdout)["verdict"] == "INSIDE"


@pytest.mark.parametrize("name", ["pr1000.csv"])
def test_counts_beyond_quantum_theory_are_empty_here_too(name: str, tmp_path: Path) -> None:
    problem = (CASES / "signalling.toml").read_text().replace("signal.csv", name)
    (tmp_path / name).write_bytes((CASES / name).read_bytes())
    (tmp_path / "p.toml").write_text(problem)
    result = run("certify", str(tmp_path / "p.toml"), "--json")
    assert (result.exit_code, json.loads(result.stdout)["verdict"]) == (1, "EMPTY")
