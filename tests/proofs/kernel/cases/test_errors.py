"""The table of codes and the budget."""

import ast
import re
from pathlib import Path

import pytest

import proofs.kernel
from proofs.codes import CODES
from proofs.kernel.errors import Budget, Limit, Malformed, Refused, Rejected
from tests.proofs.kernel.build import raised

ROOT = Path(str(proofs.kernel.__file__)).parent


def test_codes_are_names_with_one_sentence() -> None:
    for code, sentence in CODES.items():
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", code)
        assert sentence[0].isalpha()
        assert sentence.endswith(".")
        assert "\n" not in sentence
    assert len(CODES) > 40
    assert "" not in CODES
    assert not any(code.startswith("#") for code in CODES)


def used_codes() -> set[str]:
    """First arguments of .malformed(...), .rejected(...), .limit(...), Malformed(...), ... and codes given on."""
    names = {"malformed", "rejected", "limit", "_wrong", "Malformed", "Rejected", "Limit", "_Literal"}
    found = set()
    for path in sorted(ROOT.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                if (
                    name in names
                    and call.args
                    and isinstance(call.args[0], ast.Constant)
                    and isinstance(call.args[0].value, str)
                ):
                    found.add(call.args[0].value)
    return found


def test_every_code_in_use_is_explained() -> None:
    assert used_codes() <= CODES.keys()
    assert len(used_codes()) > 40


def test_refusals_say_their_verdict() -> None:
    assert [kind.verdict for kind in (Refused, Rejected, Malformed, Limit)] == [
        "REJECTED", "REJECTED", "MALFORMED", "LIMIT",
    ]  # fmt: skip
    refused = Rejected("identity", "/witness", "a sentence")
    assert (refused.code, refused.pointer, refused.sentence) == ("identity", "/witness", "a sentence")
    assert refused.args == ("identity", "/witness", "a sentence")


def test_the_last_unit_of_a_budget_can_be_spent() -> None:
    budget = Budget(10)
    budget.spend(4)
    budget.spend(6)
    assert budget.units == 0
    assert raised(lambda: budget.spend(1)) == "LIMIT work"


@pytest.mark.parametrize("units", [11, 10**30])
def test_more_than_the_budget(units: int) -> None:
    assert raised(lambda: Budget(10).spend(units)) == "LIMIT work"
