"""No module outside of a paper's folder knows the paper: a bibkey stands in citations only."""

import ast
import re

import pytest

from tests.policy.plan import modules, plan
from tests.policy.text import ROOT

BIBKEYS = sorted(path.parent.name for path in (ROOT / "certificates").glob("*/claims.toml"))


def papers_known(text: str) -> list[str]:
    """Names and strings with a bibkey; a docstring may cite one, and so may a string that is more than one word."""
    tree = ast.parse(text)
    found = []
    for node in ast.walk(tree):
        words = [value for value in vars(node).values() if isinstance(value, str)]
        if isinstance(node, ast.Constant):
            words = [word for word in words if not re.search(r"\s", word.strip())]
        found += [f"line {getattr(node, 'lineno', 0)}: {word}" for word in words for key in BIBKEYS if key in word]
    return found


def test_only_generators_import_generators() -> None:
    """They are not in the wheel."""
    found = {
        name: sorted(others)
        for name, imports in plan().items()
        if "generate" not in name.split(".")
        and (others := {other for other in imports if "generate" in other.split(".")})
    }
    assert found == {}


def test_no_paper_imports_another() -> None:
    papers = {bibkey: set[str]() for bibkey in BIBKEYS}
    for name, imports in plan().items():
        if (bibkey := _paper(name)) in papers:
            papers[bibkey] |= {other for other in map(_paper, imports) if other in BIBKEYS and other != bibkey}
    assert {bibkey: others for bibkey, others in papers.items() if others} == {}


def _paper(name: str) -> str:
    parts = name.split(".")
    return parts[2] if parts[:2] == ["oracle", "papers"] and len(parts) > 2 else ""


def test_the_bibkeys_are_those_of_the_ledgers() -> None:
    assert "pironio2010" in BIBKEYS
    assert len(BIBKEYS) >= 5


@pytest.mark.parametrize("package", ["oracle", "lp", "proofs"])
def test_no_engine_names_a_paper(package: str) -> None:
    files = [
        path
        for name, path in modules().items()
        if name.partition(".")[0] == package and not name.startswith("oracle.papers.")
    ]
    assert files
    found = {path.relative_to(ROOT).as_posix(): papers_known(path.read_text(encoding="utf-8")) for path in files}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "text",
    [
        'folder / "pironio2010"',
        'PATH = "certificates/li2024/x.cert.json"',
        'KNOWN = {"kulikov2024": 1}',
        "def padovan2024(): ...",
        "from oracle.papers import ramanathan2013",
        "import oracle.papers.ramanathan2013.bounds as bounds",
        "x = papers.pironio2010",
        "f(pironio2010=1)",
        'f"{folder}/pironio2010/{name}"',
    ],
)
def test_a_name_of_a_paper_is_found(text: str) -> None:
    assert papers_known(text)


@pytest.mark.parametrize("text", ['SOURCE = "pironio2010, equation (6)"', '"""See li2024."""', "x = 2010"])
def test_a_citation_is_none(text: str) -> None:
    assert papers_known(text) == []
