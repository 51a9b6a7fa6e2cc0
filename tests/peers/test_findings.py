"""Every verdict of the matrix is checked again by calculations that share nothing with the suite."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from mpmath import mp

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good.programs import linear
from tests.peers.judge import FAILING, FINDINGS, PAGE, packages, page, place, report, script

MATRIX = json.loads((FINDINGS / "matrix.json").read_bytes())
ROWS = MATRIX["rows"]
FOUND = [
    (row, result) for row in ROWS for result in row["results"] if result["verdict"] in FAILING and result["example"]
]


def number(text: str) -> Fraction:
    return Fraction(float.fromhex(text)) if "x" in text else Fraction(text)


def real(value: Fraction) -> Any:
    return mp.mpf(value.numerator) / value.denominator


def entropy(arguments: Mapping[str, str], call: str) -> Any:
    """The closed form at 80 digits."""
    score = real(Fraction(arguments["score"]))
    if call.endswith("local"):
        return 1 - mp.log(1 + mp.sqrt(2 - score**2 / 4), 2)
    return -mp.log(mp.mpf(3) / 2 - score / 4, 2)


def length(arguments: Mapping[str, str], full: bool) -> int:
    """The floor of k + 2 + 2 log2(eps) at 700 digits; a power of two is met exactly."""
    eps = Fraction(arguments["eps"]) / (2 if full else 1) - 2 * Fraction(arguments["eps-s"])
    with mp.workdps(700):
        value = real(Fraction(arguments["k"])) + 2 + 2 * mp.log(real(eps), 2)
        found = int(mp.floor(value + mp.mpf(10) ** -650))
    return max(0, min(int(arguments["n"]), found))


def optimum(arguments: Mapping[str, Any]) -> Fraction | str:
    """By a simplex method in fractions."""
    try:
        return linear(arguments["objective"], arguments["rows"], arguments["bounds"])
    except Refused as refusal:
        return refusal.code


@pytest.mark.parametrize(("row", "result"), FOUND, ids=[place(row, result) for row, result in FOUND])
def test_a_verdict_is_true(row: dict[str, Any], result: dict[str, Any]) -> None:
    made = result["example"][-1]
    arguments, answer, call = made["arguments"], made["answer"], made["call"]
    if result["verdict"] in ("CRASHED", "TIMEOUT"):
        assert "failed" in answer  # nothing was claimed, so that nothing is to be calculated
        return
    with mp.workdps(120):
        if call == "program.linear":
            exact = optimum(arguments)
            if result["verdict"] == "UNSAFE":
                assert isinstance(exact, Fraction)
                assert number(answer["value"]) < exact
            elif result["verdict"] == "REFUSED":
                assert isinstance(exact, Fraction)
                assert "refused" in answer
            else:
                assert isinstance(exact, str)
                assert "value" in answer
        elif call.startswith("chsh.min-entropy"):
            assert result["verdict"] == "UNSAFE"
            assert real(number(answer["value"])) > entropy(arguments, call)
        elif call == "extractor.toeplitz.length":
            assert result["verdict"] == "UNSAFE"
            assert number(answer["value"]) > length(arguments, row["package"] == "cryptomite")
        else:
            pytest.fail(f"no calculation for {call}")


def test_the_matrix_is_whole() -> None:
    judged = {row["package"] for row in ROWS if not row["problem"]}
    assert len(judged) >= 10
    assert judged | {missing["package"] for missing in MATRIX["missing"]} == {package["name"] for package in packages()}
    assert all(missing["reason"] for missing in MATRIX["missing"])
    assert all(row["version"] and row["command"] and row["results"] for row in ROWS)


def test_pages_reproductions_and_reports_are_those_of_the_matrix() -> None:
    missing = [{"name": entry["package"], "reason": entry["reason"]} for entry in MATRIX["missing"]]
    assert PAGE.read_text(encoding="utf-8") == page(ROWS, missing)
    for row, result in FOUND:
        assert (FINDINGS / f"{place(row, result)}.py").read_text(encoding="utf-8") == script(row, result)
        assert (FINDINGS / f"{place(row, result)}.md").read_text(encoding="utf-8") == report(row, result)
        compile(script(row, result), place(row, result), "exec")
    assert len(list(FINDINGS.glob("*.py"))) == len({place(row, result) for row, result in FOUND})
