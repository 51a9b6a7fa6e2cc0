"""`bellcert certify` passes `bellcert conform`."""

import json

import pytest

from tests.oracle.runner import run

SUITES = {"chsh.min-entropy": 9, "functional": 4, "guessing": 5, "larger": 7}  # properties of calls that it answers


@pytest.mark.parametrize("suite", SUITES)
def test_certify_is_a_conforming_implementation(suite: str) -> None:
    pytest.importorskip("picos", reason="picos is optional and not installed")
    words = ("--module", "tests.oracle.conformance.good.product:PRODUCT", "--suite", suite)
    result = run("conform", *words, "--max-examples", "3", "--seed", "0", "--json")
    verdicts = {entry["property"]: entry["verdict"] for entry in json.loads(result.stdout)["results"]}
    offered = {name for name in verdicts if "/" in name}
    assert len(offered) >= SUITES[suite]
    assert set(verdicts.values()) == {"PASS"}, json.loads(result.stdout)["results"]
    assert result.exit_code == 0
