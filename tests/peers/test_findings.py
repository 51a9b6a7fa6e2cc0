"""Every verdict of the matrix is checked again by calculations that share nothing with the suite."""

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from mpmath import mp

from tests.oracle.conformance.good import extractors, trevisan
from tests.peers.judge import FAILING, FINDINGS, PAGE, packages, page, place, report, script
from tests.peers.precise import entropy, length, local, no_signalling, number, program, qubits, real, semidefinite

MATRIX = json.loads((FINDINGS / "matrix.json").read_bytes())
ROWS = MATRIX["rows"]
FOUND = [
    (row, result) for row in ROWS for result in row["results"] if result["verdict"] in FAILING and result["example"]
]
PASSED = [
    (row, result, made) for row in ROWS for result in row["results"] for made in result.get("sample", ())
]  # fmt: skip


def cyclic(x: str, seed: str, m: str) -> str:
    """Both libraries declare the cyclic order of a Toeplitz seed."""
    turn = len(seed) - len(x) + 1
    return extractors.toeplitz(x, seed[turn:] + seed[:turn], m)


Bits = Callable[..., str]
BITS: dict[str, Bits] = {"extractor.toeplitz.output": cyclic, "extractor.trevisan.output": trevisan.trevisan}


def truth(row: dict[str, Any], made: dict[str, Any]) -> Any:
    """What a question's answer is compared with: a number, two numbers, a text, or the code of a refusal."""
    call, arguments = made["call"], made["arguments"]
    if call == "program.linear":
        return program(arguments)
    if call == "program.semidefinite":
        return semidefinite(arguments)
    if call.startswith("functional."):
        functional = arguments["functional"]
        kinds = {"functional.local": local, "functional.no-signalling": no_signalling, "functional.quantum": qubits}
        return kinds[call](functional)
    if call.startswith("chsh.min-entropy"):
        return entropy(arguments, call)
    if call.endswith("length"):
        return length(call, arguments, row["package"] == "cryptomite" and "toeplitz" in call)
    if call in BITS:
        return BITS[call](**arguments)
    return pytest.fail(f"no calculation for {call}")


def lowest(found: Any) -> Any:
    """The smaller side of a number, in many digits."""
    side = found[0] if isinstance(found, tuple) else found
    return real(side) if isinstance(side, Fraction) else mp.mpf(side)


@pytest.mark.parametrize(("row", "result"), FOUND, ids=[place(row, result) for row, result in FOUND])
def test_a_verdict_is_true(row: dict[str, Any], result: dict[str, Any]) -> None:
    made = result["example"][-1]
    answer, call = made["answer"], made["call"]
    if result["verdict"] in ("CRASHED", "TIMEOUT"):
        assert "failed" in answer  # nothing was claimed, so that nothing is to be calculated
        return
    with mp.workdps(120):
        found = truth(row, made)
        if result["verdict"] == "REFUSED":
            assert "refused" in answer
            assert not isinstance(found, str) or call in BITS  # there is an answer
        elif result["verdict"] == "UNSAFE":
            claim = real(number(answer["value"]))
            assert claim > lowest(found) if result["property"].startswith(("chsh", "length")) else claim < lowest(found)
        else:
            assert "value" in answer
            assert isinstance(found, str)
            assert answer["value"] != found


@pytest.mark.parametrize(
    ("row", "result", "made"), PASSED, ids=[f"{place(r, f)}-{i}" for i, (r, f, _) in enumerate(PASSED)]
)
def test_an_answer_that_passed_is_safe(row: dict[str, Any], result: dict[str, Any], made: dict[str, Any]) -> None:
    answer, call = made["answer"], made["call"]
    outside = "refuses" in result["property"]
    if outside:
        assert "refused" in answer
        return
    with mp.workdps(120):
        found = truth(row, made)
        if call in BITS:
            assert answer["value"] == found
        elif "refused" not in answer:
            claim = real(number(answer["value"]))
            low = call.startswith(("chsh", "extractor"))
            # from below qubits are known to a few digits less than the answer claims
            assert claim <= lowest(found) if low else claim >= lowest(found) - mp.mpf(10) ** -20


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
