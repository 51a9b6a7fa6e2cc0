"""Results are frozen, exact, and show hostile text as text."""

import json
from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest

import oracle
import oracle.api.tables
from oracle.api.results import Result
from oracle.resources import certificates_dir

TABLE = certificates_dir() / "pironio2010" / "table1.csv"
SCENARIO = oracle.Scenario({"A": [2, 2], "B": [2, 2]})
CHSH = oracle.Functional({"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1})
HOSTILE = '<img src=x onerror="alert(1)"></table><script>'


def results() -> dict[str, Result]:
    return {
        "check": oracle.check(certificates_dir() / "pironio2010" / "quantum-bound.cert.json"),
        "rejected": oracle.check(b'{"format": "<script>"}'),
        "certify": oracle.certify(oracle.Problem("maximum", "local", SCENARIO, functional=CHSH, title=HOSTILE)),
        "bound": oracle.bound("chsh.min-entropy.local", score="5/2"),
        "counts": oracle.counts(TABLE, confidence="99/100"),
        "audit": oracle.audit("pironio2010"),
        "nearest": oracle.nearest_behaviour([[0.25, 0.7500001]], 1000),
    }


@pytest.mark.parametrize("name", list(results()))
def test_a_result_is_frozen_and_shown(name: str) -> None:
    found = results()[name]
    assert len(repr(found)) < 300
    assert repr(found).startswith(f"<{type(found).__name__}: ")
    with pytest.raises(FrozenInstanceError):
        found.verdict = "PROVED"  # type: ignore[attr-defined]
    page = found._repr_html_()
    assert "<table>" in page
    assert "<script" not in page
    assert "<img" not in page
    json.dumps(found.to_dict())


def test_numbers_are_exact() -> None:
    found = oracle.counts(TABLE, confidence=Fraction(99, 100))
    assert isinstance(found.bits, Fraction)
    assert found.bits == found.by_method["width8:tight"].low
    assert oracle.check(found.certificate).statement == found.statement


def test_a_table_is_taken_in_every_form() -> None:
    from oracle.data.chsh_table import read_table

    counts = read_table(TABLE.read_bytes()).counts
    nested = [[[[counts[x, y, a, b] for b in (0, 1)] for a in (0, 1)] for y in (0, 1)] for x in (0, 1)]
    found = {
        oracle.counts(form, confidence="0.99").sha256 for form in (TABLE, TABLE.read_bytes(), dict(counts), nested)
    }
    assert len(found) == 1


@pytest.mark.parametrize(
    ("table", "code"),
    [({(0, 0, 0, 0): 1.0}, "csv-count"), ({(0, 0, 0, 0): True}, "csv-count"), ([1, 2], "csv-missing"),
     ({(0, 0, 0, 0): 5}, "csv-missing"), ([[[[1]]]], "csv-missing")],
)  # fmt: skip
def test_no_table_is_refused(table: object, code: str) -> None:
    with pytest.raises(oracle.Malformed) as failure:
        oracle.counts(table, confidence="0.99")  # type: ignore[arg-type]
    assert failure.value.code == code


@pytest.mark.parametrize("value", [0.5, float("nan"), 1j, b"1", object()])
def test_inexact_numbers_are_refused(value: object) -> None:
    with pytest.raises(oracle.Malformed):
        oracle.counts(TABLE, confidence=value)  # type: ignore[arg-type]
    with pytest.raises(oracle.Malformed):
        oracle.bound("chsh.min-entropy.local", score=value)  # type: ignore[arg-type]
    with pytest.raises(oracle.Malformed):
        oracle.certify(oracle.Problem("maximum", "local", SCENARIO, functional={"A0 B0": value}))  # type: ignore[dict-item]


def test_problems_as_files_dictionaries_and_objects_are_one() -> None:
    asked = oracle.Problem("maximum", "local", SCENARIO, functional=2 * CHSH - CHSH)
    text = (
        'kind = "maximum"\nset = "local"\n[scenario.parties]\nA = [2, 2]\nB = [2, 2]\n'
        '[functional]\n"A0 B0" = "1"\n"A0 B1" = "1"\n"A1 B0" = "1"\n"A1 B1" = "-1"\n'
    )
    found = [oracle.certify(form) for form in (asked, asked.to_dict(), text.encode())]
    assert {answer.sha256 for answer in found} == {found[0].sha256}
    assert found[0].bound == found[0].value == 2


def test_known_facts_are_hypotheses() -> None:
    known = [oracle.Hypothesis("score", CHSH, ">=", Fraction(5, 2))]
    asked = oracle.Problem("guessing", "no-signalling", SCENARIO, guessed=["A0"], hypotheses=known)
    answer = oracle.certify(asked)
    assert answer.bound == Fraction(7, 8)  # 3/2 - I/4
    assert answer.min_entropy is not None
    assert Fraction(19, 100) < answer.min_entropy < Fraction(1, 5)  # log2(8/7) = 0.1926...


def test_a_missing_file_is_undecided() -> None:
    for call in (lambda: oracle.check("no-such-file"), lambda: oracle.certify("no-such-file")):
        with pytest.raises(oracle.Undecided) as failure:
            call()
        assert failure.value.code == "unreadable"


def test_a_sweep_is_a_curve_of_points() -> None:
    problem = oracle.Problem(
        "maximum", "local", SCENARIO, functional={**CHSH, "A0 B0": "= c"}, more={"parameters": {"c": "1"}}
    )  # fmt: skip
    seen: list[tuple[int, int]] = []
    found = oracle.sweep(problem, {"c": [1, 2, Fraction(5, 2)]}, jobs=1, progress=lambda *at: seen.append(at))
    assert [point.bound for point in found.points] == [2, 3, Fraction(7, 2)]
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert found.figure().count("<circle") == 3
    assert "<path" in found.figure()


@pytest.mark.parametrize(
    ("table", "denominator", "code"),
    [([[0.5, 0.5]], 0, "out-of-range"), ([[0.5, 0.5]], 2.0, "out-of-range"), ([0.5, 0.5], 10, "wrong-value"),
     ([[0.5, float("nan")]], 10, "wrong-value"), ([[0.5, 0.5], [0.5]], 10, "wrong-value"), ("ab", 10, "wrong-value"),
     ([[0.5, None]], 10, "wrong-value"), ([[]], 10, "wrong-value")],
)  # fmt: skip
def test_no_table_is_no_behaviour(table: object, denominator: int, code: str) -> None:
    with pytest.raises(oracle.Malformed) as failure:
        oracle.nearest_behaviour(table, denominator)
    assert failure.value.code == code


def test_the_distance_is_exact() -> None:
    import numpy as np

    found = oracle.nearest_behaviour(np.array([[0.1, 0.9]]), 10)
    assert found.table == {"A0=0": Fraction(1, 10), "A0=1": Fraction(9, 10)}
    assert found.distance == max(abs(Fraction(0.1) - Fraction(1, 10)), abs(Fraction(0.9) - Fraction(9, 10))) > 0
    signalling = oracle.nearest_behaviour([[[[0.5, 0.0], [0.0, 0.5]], [[0.6, 0.0], [0.0, 0.4]]]], 100)
    assert sum(signalling.table.values()) == 2
    assert signalling.distance >= Fraction(1, 20)
    asked = oracle.Problem("membership", "local", signalling.scenario, behaviour=signalling.table)
    assert oracle.certify(asked).verdict == "INSIDE"
