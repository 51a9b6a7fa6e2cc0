"""`bellcert certify` passes `bellcert conform`."""

import json

import pytest

from tests.oracle.runner import run

SUITES = {"chsh.min-entropy": 9, "functional": 4, "guessing": 5, "larger": 7}  # properties of calls that it answers


UNDECIDED = {"guessing/one-outcome-quantum", "larger/quantum-outcome-at-any-setting"}
"""What certify may leave open (exit 5): behaviours on the boundary for which it finds no exact model; never unsafe."""


@pytest.mark.parametrize("suite", SUITES)
def test_certify_is_a_conforming_implementation(suite: str) -> None:
    pytest.importorskip("picos", reason="picos is optional and not installed")
    words = ("--module", "tests.oracle.conformance.good.product:PRODUCT", "--suite", suite)
    result = run("conform", *words, "--max-examples", "3", "--seed", "0", "--json")
    verdicts = {entry["property"]: entry["verdict"] for entry in json.loads(result.stdout)["results"]}
    offered = {name for name in verdicts if "/" in name}
    assert len(offered) >= SUITES[suite]
    open_ones = {name for name, verdict in verdicts.items() if verdict == "REFUSED" and name in UNDECIDED}
    rest = {verdict for name, verdict in verdicts.items() if name not in open_ones}
    assert rest == {"PASS"}, json.loads(result.stdout)["results"]
    assert result.exit_code == (1 if open_ones else 0)
