"""The limits of the kernel are the ones the page of the format states."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from proofs.kernel.statement import work_budget
from tests.schema.limits import LIMITS
from tests.schema.schemas import code, table
from tests.schema.test_readme import plain

STATED = {
    tuple(LIMITS[plain(limit)].split(".")): (int(number), code(name))
    for limit, number, name in table("| limit | number |")
}
RULES = Path(str(import_module("proofs.kernel.rules").__file__)).parent


@pytest.mark.parametrize(("module", "name"), STATED)
def test_a_limit_is_the_one_stated(module: str, name: str) -> None:
    below = "rules." if (RULES / f"{module}.py").exists() else ""
    found = getattr(import_module(f"proofs.kernel.{below}{module}"), name)
    assert (work_budget().units if name == "work_budget" else found) == STATED[module, name][0]
    assert work_budget()  # every test of the kernel runs some of it


def test_every_limit_of_the_kernel_is_stated() -> None:
    kernel = Path(str(import_module("proofs.kernel").__file__)).parent
    found = set()
    for path in kernel.rglob("*.py"):
        module = path.parent.name if path.name == "__init__.py" else path.stem
        for line in path.read_text(encoding="utf-8").split("\n"):
            if match := re.match(r"(MAX_[A-Z]+) = ", line):
                found.add((module, match[1]))
    # how sums are done, not what may be asked
    assert found - STATED.keys() == {("number", "MAX_COMMON")}
    assert STATED.keys() - found == {("statement", "work_budget")}
    assert {code for _, code in STATED.values()} == {"bytes", "digits", "depth", "size", "work", "domain"}
