"""Imports point inwards: oracle, then lp, then proofs.search, then proofs.kernel."""

from pathlib import Path

import pytest

from tests.policy.syntax import any_imports, distribution_name, outward_imports
from tests.policy.text import ROOT

PACKAGES = ("oracle", "proofs", "lp")
FORBIDDEN = {
    "lp": ("oracle",),
    "proofs/search": ("oracle", "lp"),
    "proofs/kernel": ("oracle", "lp", "proofs.search", "proofs.pyz"),
}


def package_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).parent.parts)


@pytest.mark.parametrize("ring", FORBIDDEN)
def test_a_ring_imports_nothing_further_out(ring: str) -> None:
    modules = sorted((ROOT / ring).rglob("*.py"))
    assert modules, f"{ring} has no modules"
    found = {
        str(path.relative_to(ROOT)): outward_imports(
            path.read_text(encoding="utf-8"), package_of(path), FORBIDDEN[ring]
        )
        for path in modules
    }
    assert {path: problems for path, problems in found.items() if problems} == {}


@pytest.mark.parametrize(
    ("text", "package"),
    [
        ("import oracle", "lp"),
        ("import oracle.bounds as b", "lp"),
        ("from oracle.bounds import x", "proofs.search"),
        ("def f():\n    from oracle import bounds", "proofs.search"),
        ("from ..search import write", "proofs.kernel"),
        ("from .. import search", "proofs.kernel"),
        ("from ...search.write import x", "proofs.kernel.rules"),
    ],
)
def test_an_outward_import_is_found(text: str, package: str) -> None:
    assert len(outward_imports(text, package, ("oracle", "proofs.search"))) == 1


def test_a_name_that_only_begins_alike_is_no_outward_import() -> None:
    assert outward_imports("import oracles\nfrom .oracle import x\n", "lp", ("oracle",)) == []


def test_the_package_around_the_kernel_imports_nothing() -> None:
    assert any_imports((ROOT / "proofs" / "__init__.py").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", ["import sys", "from . import kernel", "def f():\n    from .kernel import check"])
def test_an_import_in_the_package_is_found(text: str) -> None:
    assert len(any_imports(text)) == 1


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_says_which_distribution_it_came_from(package: str) -> None:
    assert distribution_name((ROOT / package / "__init__.py").read_text(encoding="utf-8")) == "bellcert"


@pytest.mark.parametrize(
    "text", ["", "x = 'bellcert'", "def f():\n    __distribution__ = 'bellcert'", "__distribution__ = 1"]
)
def test_a_missing_distribution_name_is_found(text: str) -> None:
    assert distribution_name(text) is None
