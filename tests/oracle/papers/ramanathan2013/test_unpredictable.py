"""The operator proof at B.P = 0: for every setting and sign, and not without its hypotheses."""

import json
from itertools import product
from typing import Any

import pytest

from oracle.papers.ramanathan2013.generate.unpredictable import predictable_family, unpredictable
from proofs.kernel.check import check_bytes


@pytest.mark.parametrize("setting", [(0, 0, 0, 1), (1, 0, 1, 0), (1, 1, 1, 1)])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_majority_bit_is_unpredictable_at_zero(setting: tuple[int, ...], sign: int) -> None:
    statement = check_bytes(unpredictable(setting, sign)).statement
    half = "1/2" if sign > 0 else "-1/2"
    assert statement.endswith("<= 0")
    for name, u in zip("ABC", setting[:3], strict=True):
        assert f"{half}*<{name}{u}>" in statement.splitlines()[-1]
    assert statement.count("annihilates the state") == 8


def test_every_product_of_the_first_three_parties_is_covered() -> None:
    texts = {check_bytes(unpredictable((*u, 0))).statement.splitlines()[-1] for u in product((0, 1), repeat=3)}
    assert len(texts) == 8


@pytest.mark.parametrize(
    ("fault", "code"),
    [("no-annihilation", "identity"), ("bound", "identity"), ("state", "vacuous"), ("sign", "vacuous")],
)
def test_one_fault_is_refused(fault: str, code: str) -> None:
    document: dict[str, Any] = json.loads(unpredictable())
    statement, witness = document["statement"], document["witness"]
    if fault == "no-annihilation":
        del witness["annihilations"][0]
    elif fault == "bound":
        statement["bound"] = "-1/10"
    elif fault == "state":
        witness["feasible"]["models"][0]["state"][0] = "2"
    else:
        statement["hypotheses"][0]["polynomial"][1][0] = "-1"
    verdict = check_bytes(json.dumps(document).encode())
    assert (verdict.verdict, verdict.code) == ("REJECTED", code)


def test_the_family_has_the_values_of_a_circle() -> None:
    # B = 4 s^2 and M = 2 c s: with delta = 4 s^2, M^2 = delta - delta^2 / 4
    lines = check_bytes(predictable_family()).statement.splitlines()
    assert lines[-2].endswith("= (4 + -4*c^2)")
    assert lines[-1].endswith("= (2*c*s)")
    wrong = predictable_family().replace(b'["2", "c s"]', b'["1", "c s"]')
    assert check_bytes(wrong).code == "not-attained"
