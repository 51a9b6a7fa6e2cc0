"""Notes of a release and the changelog that they come from."""

import importlib.machinery
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.policy.text import ROOT


def script(name: str) -> ModuleType:
    """A script of .ci as a module."""
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), str(ROOT / ".ci" / name))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def test_every_file_of_changes_is_named_after_its_kind() -> None:
    found = script("changelog").fragments(ROOT / "docs" / "changes")
    for paths in found.values():
        for path in paths:
            assert path.read_text(encoding="utf-8").strip(), f"{path.name} says nothing"


@pytest.mark.parametrize("name", ["slug.news.md", "slug.md", "Slug.fixed.md", "slug.fixed.txt"])
def test_a_file_of_another_name_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("A sentence.\n")
    with pytest.raises(ValueError, match="is not SLUG"):
        script("changelog").fragments(tmp_path)


def test_changes_become_a_section(tmp_path: Path) -> None:
    (tmp_path / "b.fixed.md").write_text("B is right.\nIt was wrong.\n")
    (tmp_path / "a.added.md").write_text("A is there.\n")
    (tmp_path / "README.md").write_text("left alone\n")
    changelog = script("changelog")
    text = changelog.rendered(changelog.fragments(tmp_path), "1.2.3", "2026-01-02")
    assert text.splitlines() == [
        "## 1.2.3 (2026-01-02)", "", "### Added", "", "- A is there.", "", "### Fixed", "",
        "- B is right.", "  It was wrong.",
    ]  # fmt: skip


def test_the_notes_are_the_section_of_the_version() -> None:
    notes = script("release-notes")
    text = "# Changelog\n\n## 1.10.0 (then)\n\n- ten\n\n## 1.1.0 (before)\n\n- one\n"
    assert notes.section(text, "1.1.0") == "- one"
    assert notes.section(text, "1.10.0") == "- ten"
    assert notes.section(text, "1.1") == ""


def test_a_tag_of_another_version_is_no_release() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "release-notes", "99.0.0"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "the tag says 99.0.0" in done.stderr
