"""The plan of imports has no circle, neither between modules nor between rooms."""

from pathlib import Path

import pytest

from tests.policy.plan import circles, modules, plan, room, rooms


def test_no_modules_import_each_other() -> None:
    assert circles(plan()) == []


def test_no_rooms_import_each_other() -> None:
    assert circles(rooms(plan(), modules())) == []


def test_the_plan_is_that_of_the_product() -> None:
    found = plan()
    assert "oracle.numbers" in found["oracle.bounds.catalogue"]
    assert "proofs.kernel.rules" in found["proofs.kernel.check"]  # relative
    assert "oracle.cli.app" in found["oracle.cli"]  # in a function


def test_a_room_is_a_package_without_packages() -> None:
    known = modules()
    assert room("oracle.bounds.catalogue", known) == "oracle.bounds"
    assert room("oracle.proved", known) == "oracle.proved"
    assert room("proofs.search.sequences.kraus", known) == "proofs.search.sequences"
    assert room("oracle.papers.pironio2010.checks.tight", known) == "oracle.papers.pironio2010"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("from oracle.b import y", "import oracle.a"),
        ("from oracle import b", "def f():\n    from oracle import a"),
        ("from . import b", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from oracle.a import X"),
        ("from .b import y", "from oracle.c import z"),
    ],
)
def test_a_circle_is_found(one: str, other: str, tmp_path: Path) -> None:
    folder = tmp_path / "oracle"
    folder.mkdir()
    texts = {"__init__": "", "a": one, "b": other, "c": "import oracle.a"}
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    (found,) = circles(plan(tmp_path))
    assert {"oracle.a", "oracle.b"} <= set(found)


def test_two_rooms_in_a_circle_are_found(tmp_path: Path) -> None:
    texts = {"a/x": "from oracle.b import y", "a/z": "", "b/y": "", "b/w": "from oracle.a import z"}
    for package in ("", "a/", "b/"):
        (tmp_path / "oracle" / package).mkdir(exist_ok=True)
        (tmp_path / "oracle" / package / "__init__.py").touch()
    for name, text in texts.items():
        (tmp_path / "oracle" / f"{name}.py").write_text(text, encoding="utf-8")
    assert circles(plan(tmp_path)) == []
    assert circles(rooms(plan(tmp_path), modules(tmp_path))) == [["oracle.a", "oracle.b"]]
