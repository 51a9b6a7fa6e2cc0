"""The command line is written on the Python interface and on nothing else; the interface loads nothing unasked."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import oracle
from tests.policy.text import ROOT

CLI = ROOT / "oracle" / "cli"
OFFERED = ("oracle.api", "oracle.cli", "oracle.failures", "oracle.version")
OTHERS = {"click", "rich"}
NOT_YET: set[str] = set()
"""Modules of the command line that still reach beneath the interface; none may join them."""


def beneath(text: str, package: str = "oracle.cli") -> list[str]:
    """Modules that a verb imports beside the interface, the command line's own, and what draws on terminals."""
    found = []
    for node in ast.walk(ast.parse(text)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"a relative import in {package}"
            module = node.module or ""
            # what `oracle` itself offers is the interface
            names = [f"oracle.{alias.name}" for alias in node.names] if module == "oracle" else [module]
        found += [name for name in names if not _allowed(name)]
    return found


def _allowed(name: str) -> bool:
    top = name.partition(".")[0]
    if top in sys.stdlib_module_names or top in OTHERS or name == "oracle":
        return True
    if name.count(".") == 1 and name.removeprefix("oracle.") in {*oracle.__all__, "__distribution__"}:
        return True
    return any(name == offered or name.startswith(f"{offered}.") for offered in OFFERED)


@pytest.mark.parametrize("path", sorted(CLI.glob("*.py")), ids=lambda path: path.stem)
def test_a_verb_is_written_on_the_interface(path: Path) -> None:
    found = beneath(path.read_text(encoding="utf-8"))
    if path.stem in NOT_YET:
        assert found, f"{path.stem} is written on the interface: strike it from NOT_YET"
    else:
        assert found == []


@pytest.mark.parametrize(
    "text",
    ["import oracle.data.counted", "def f():\n    from proofs.kernel.check import check_bytes",
     "from oracle import ledger", "from oracle.proved import proved", "import numpy"],
)  # fmt: skip
def test_what_reaches_beneath_is_found(text: str) -> None:
    assert len(beneath(text)) == 1


def test_what_is_offered_is_there() -> None:
    for name in oracle.__all__:
        assert getattr(oracle, name) is not None
    assert set(oracle.__all__) <= set(dir(oracle))
    with pytest.raises(AttributeError, match="no attribute 'transcripts'"):
        oracle.transcripts  # noqa: B018


def test_importing_it_loads_neither_numpy_nor_a_solver() -> None:
    script = (
        "import sys; before = set(sys.modules); import oracle;"
        "print(sorted(name for name in set(sys.modules) - before if not name.startswith('oracle')))"
    )
    found = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    heavy = {
        "typing",
        "re",
        "numpy",
        "highspy",
        "picos",
        "clarabel",
        "mpmath",
        "sympy",
        "click",
        "rich",
        "proofs",
        "lp",
    }
    assert heavy.isdisjoint(ast.literal_eval(found.stdout))


def test_every_function_says_what_it_takes_and_gives() -> None:
    for name in oracle.__all__:
        text = getattr(oracle, name).__doc__ or ""
        if name[0].islower() and not name.startswith("_"):
            for part in ("Args:", "Returns:", "Raises:", "Source:", ">>> "):
                assert part in text, f"{name}: {part}"
