"""Every block of every page is run, and every page is reached."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from tests.docs.blocks import Block, Reader, blocks, commands, indented, printed
from tests.policy.text import ROOT

DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *(path for path in DOCS.rglob("*.md") if "changes" not in path.parts)])
NEEDS = {
    "exact.md": "picos", "own-inequality.md": "picos", "lab.md": "duckdb", "events.md": "duckdb",
    "recorded-run.md": "pyarrow", "protocols.md": "pyarrow", "curby.md": "cvxopt",
}  # fmt: skip


def _beacon(folder: Path) -> None:
    """A round of the beacon, as the page finds it."""
    from tests.oracle.data.beacon import parameters, raw

    (folder / "params.json").write_text(json.dumps(parameters()), encoding="utf-8")
    (folder / "round.bin").write_bytes(raw(30_000, 42)[0])


MADE = {"curby.md": _beacon}
"""What a page's reader has before: data of others that are not shipped."""


@pytest.fixture(autouse=True)
def _a_solver_called_csdp(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("csdp") is None:
        folder = tmp_path_factory.mktemp("bin")
        script = folder / "csdp"
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ROOT / "tests/docs/csdp.py"}" "$@"\n')
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_block_of_a_page_does_what_it_says(path: Path, tmp_path: Path) -> None:
    needed = NEEDS.get(path.name)
    if needed is not None and find_spec(needed) is None:
        pytest.skip(f"{needed} is optional and not installed")
    text = path.read_text(encoding="utf-8")
    if " certificates/" in text:  # a page for those who have a checkout
        (tmp_path / "certificates").symlink_to(ROOT / "certificates")
    if path.name in MADE:
        MADE[path.name](tmp_path)
    reader = Reader(tmp_path, {"__name__": "page"})
    for block in blocks(text):
        reader.follow(block)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_block_hides_in_an_indent(path: Path) -> None:
    assert indented(path.read_text(encoding="utf-8")) == []


def test_an_indented_block_is_found() -> None:
    assert indented("a\n\n    $ b\n") == ["    $ b"]
    assert indented("a\n\n```text\n\n    b\n```\n* c\n    d\n") == []


def test_a_block_that_does_something_else_is_found(tmp_path: Path) -> None:
    reader = Reader(tmp_path, {})
    for language, text in (
        ("console", "$ echo a\nb\n"), ("console", "$ false\n"), ("console", "$ true  # ends with 1\n"),
        ("python", ">>> 1 + 1\n3\n"), ("python", "assert False\n"), ("ruby", "puts 1\n"),
        ("text", "anything\n"), ("", "x\n"),
    ):  # fmt: skip
        with pytest.raises(AssertionError):
            reader.follow(Block(language, "", text, 1))
    with pytest.raises(ValueError, match="Invalid"):
        reader.follow(Block("toml", "", "a = \n", 1))


def test_what_stands_for_any_text() -> None:
    assert printed("1\n2\n3", ["1", "..."])
    assert not printed("1\n2\n3", ["1", "...", "4"])
    assert list(commands("$ a \\\n> b\nc\n")) == [("a \\\nb", ["c"])]


def test_links_within_pages_lead_somewhere() -> None:
    for path in PAGES:
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", text):
            if not re.match(r"[a-z]+:", target) and "OWNER" not in target:
                found = (path.parent / target).resolve()
                made = found.is_relative_to(DOCS / "reference") and found.suffix == ".md"  # some are made with the site
                assert found.exists() or made, f"{path.relative_to(ROOT)} links to {target}"


@pytest.mark.skipif(find_spec("nbclient") is None, reason="nbclient is optional and not installed")
@pytest.mark.parametrize("path", sorted((DOCS / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, tmp_path: Path) -> None:
    nbformat, client = import_module("nbformat"), import_module("nbclient").NotebookClient
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    book = nbformat.read(copy, as_version=4)
    assert all(not cell.get("outputs") for cell in book.cells), "a notebook is kept without outputs"
    client(book, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [output for cell in book.cells for output in cell.get("outputs", []) if "data" in output]
    assert any("text/html" in output["data"] for output in shown)


def test_a_page_that_nobody_lists_is_found() -> None:
    site = _module("site")
    found = site.navigation(["index.md", "lab.md", "four-party.md", "reference/new.md", "notebooks/curve.md"])
    assert {"More": ["four-party.md"]} in found
    assert {"Reference": ["reference/new.md"]} in found
    assert {"Notebooks": ["notebooks/curve.md"]} in found


def test_links_out_of_the_site_become_text() -> None:
    site = _module("site")
    text = "[a](../lp/x.py), [b](lab.md), [c](../certificates/README.md#section) and [d](https://example.org)"
    assert site.without_outside(text, DOCS / "new.md") == (
        "a, [b](lab.md), [c](reference/certificates.md) and [d](https://example.org)"
    )


@pytest.mark.skipif(find_spec("griffe") is None, reason="griffe is optional and not installed")
def test_sessions_of_docstrings_become_code() -> None:
    assert _module("doctests").fenced("a\n>>> 1\n1\n\nb") == "a\n\n```pycon\n>>> 1\n1\n```\n\n\nb"


def _module(name: str) -> Any:
    spec = spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["methods", "entropy"])
def test_a_figure_is_what_its_script_draws(name: str) -> None:
    from oracle.pages.drawing import svg

    drawn = svg(_module("gallery/draw").FIGURES[name]()).replace("currentColor", "#808080")
    assert (DOCS / "gallery" / f"{name}.svg").read_text(encoding="utf-8") == drawn + "\n"
