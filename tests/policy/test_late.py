"""Imports stand at the top; inside of a function only where start-up time was measured to need it, and then as listed.

The one pattern: the function that needs a costly module imports it in its first lines, and nothing else is imported
there. Costly is what takes more than 20 ms of processor time to import, mostly for the package named here.
"""

import ast
from pathlib import Path

from tests.policy.plan import PACKAGES
from tests.policy.text import ROOT

DOORS = {
    "oracle/__init__.py": "import oracle loads nothing",
    "oracle/api": "import oracle loads nothing, and each call what it needs",
    "oracle/cli/__init__.py": "--version is printed before anything is imported",
    "oracle/cli/completion.py": "the application imports its verbs",
    "oracle/pytest_plugin.py": "a project that does not use the plugin pays nothing",
    "oracle/papers": "a paper's named bounds stand in the catalogue, which is read without certificates",
}
"""Files and folders in which anything may be imported late, and why."""

LATE: dict[str, str] = {
    **dict.fromkeys(
        [
            "lp.behaviour", "lp.coordinates", "lp.engine", "lp.local", "lp.ordered",
            "oracle.ask.answer", "oracle.ask.reading", "oracle.ask.solve", "oracle.ask.steered",
            "oracle.bounds.families", "proofs.search.entropies.certificate",

            "oracle.extractors.fast", "oracle.extractors.product",
            "oracle.extractors.whole",
            "proofs.search.chsh.calibration", "proofs.search.chsh.slopes", "proofs.search.chsh.tight",
            "proofs.search.factors.behaviours", "proofs.search.factors.bits", "proofs.search.factors.shrunk",
            "proofs.search.factors.train",

            "proofs.search.semidefinite.moments",
        ],
        "numpy",
    ),
    "oracle.ask.in_assemblages": "assemblages, of which other questions have no need",
    "oracle.ask.in_sequence": "sequences of measurements, of which other questions have no need",
    "oracle.ask.simulate": "sequences of measurements, of which other questions have no need",
    "oracle.bounds.catalogue": "all named bounds",
    "proofs.kernel.check": "the kernel",
    "proofs.search.chsh.identities": "the language of questions, of which a closed form has no need",
    "proofs.search.chsh.rounds": "the language of questions, of which a closed form has no need",
    "proofs.search.hierarchy.multiprecision": "processes, for a solver that few ask for",
    "proofs.search.points.polish": "mpmath",
}  # fmt: skip
"""Modules that may be imported inside of a function, and what makes them costly."""


def late(text: str) -> set[str]:
    """Modules of the product that are imported inside of functions."""
    found = set()
    for function in ast.walk(ast.parse(text)):
        for node in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                for alias in node.names:
                    inner = ROOT.joinpath(*base.split("."), f"{alias.name}.py").is_file()
                    found.add(f"{base}.{alias.name}" if inner else base)
    return {name for name in found if name.partition(".")[0] in PACKAGES}


def everywhere() -> dict[str, set[str]]:
    paths: list[Path] = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    names = {
        path.relative_to(ROOT).as_posix(): path for path in paths if not path.is_relative_to(ROOT / "proofs/kernel")
    }
    inside = {name: path for name, path in names.items() if not name.startswith(tuple(DOORS))}
    return {name: found for name, path in inside.items() if (found := late(path.read_text(encoding="utf-8")))}


def test_nothing_cheap_is_imported_late() -> None:
    assert {name: sorted(found - LATE.keys()) for name, found in everywhere().items() if found - LATE.keys()} == {}


def test_what_nobody_imports_late_needs_no_line() -> None:
    assert sorted(LATE.keys() - set().union(*everywhere().values())) == []
    assert [name for name in DOORS if not (ROOT / name).exists()] == []


def test_a_late_import_is_found() -> None:
    assert late("import lp\ndef f():\n    import os\n    from lp import local\n    from oracle.numbers import x\n") == {
        "lp.local", "oracle.numbers",
    }  # fmt: skip
