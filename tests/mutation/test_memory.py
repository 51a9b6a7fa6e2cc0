"""A verdict holds as long as no test can have changed it."""

import json
import os
from pathlib import Path

import pytest

from tests.mutation import memory
from tests.mutation.judge import VECTOR
from tests.mutation.memory import Memory, changed, hashes
from tests.policy.text import ROOT

CASES = "tests/proofs/kernel/cases"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two test files, one of which uses the other, a third, and a module they share."""
    (tmp_path / CASES).mkdir(parents=True)
    texts = {
        f"{CASES}/test_a.py": "", f"{CASES}/test_b.py": "from x import test_a", f"{CASES}/test_c.py": "",
        "tests/proofs/kernel/build.py": "", "tests/conftest.py": "",
    }  # fmt: skip
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("edited", "again"),
    [
        ("", ""),
        ("test_c.py", "c"),
        ("test_a.py", "ab"),
        ("test_b.py", "b"),
        ("test_d.py", "d"),
    ],
)
def test_the_files_that_run_again(root: Path, edited: str, again: str) -> None:
    before = hashes(root)
    if edited:
        (root / CASES / edited).write_text("# edited", encoding="utf-8")
    assert changed(before, hashes(root), root) == {f"{CASES}/test_{letter}.py" for letter in again}


@pytest.mark.parametrize("shared", ["tests/proofs/kernel/build.py", "tests/conftest.py", "tests/proofs/kernel/more.py"])
def test_a_shared_module_touches_everything(root: Path, shared: str) -> None:
    before = hashes(root)
    (root / shared).write_text("# edited", encoding="utf-8")
    after = hashes(root)
    assert changed(before, after, root) == after.keys()


def test_a_file_that_is_gone_is_noticed(root: Path) -> None:
    before = hashes(root)
    (root / CASES / "test_a.py").unlink()
    assert changed(before, hashes(root), root) == {f"{CASES}/test_a.py", f"{CASES}/test_b.py"}


def test_the_tests_of_the_kernel_are_all_among_the_files() -> None:
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / CASES).glob("test_*.py")} <= hashes().keys()


def test_each_vector_is_a_file_with_its_answer(root: Path) -> None:
    folder = root / "certificates" / "vectors" / "sos"
    for kind in ("valid", "invalid"):
        (folder / kind).mkdir(parents=True)
        (folder / kind / "a.json").write_text("{}", encoding="utf-8")
    (folder / "valid" / "a.txt").write_text("text", encoding="utf-8")
    index = folder / "index.toml"
    index.write_text('[[invalid]]\nfile = "invalid/a.json"\ncode = "x"\n', encoding="utf-8")
    before = hashes(root)
    names = {"certificates/vectors/sos/valid/a.json", "certificates/vectors/sos/invalid/a.json"}
    assert names < before.keys()
    (folder / "valid" / "a.txt").write_text("another text", encoding="utf-8")
    after = hashes(root)
    assert changed(before, after, root) == {"certificates/vectors/sos/valid/a.json"}
    index.write_text(index.read_text(encoding="utf-8").replace('"x"', '"y"'), encoding="utf-8")
    assert changed(after, hashes(root), root) == {"certificates/vectors/sos/invalid/a.json"}


SOURCES = {"a.py": "1", "b.py": "2"}


def test_verdicts_are_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"{CASES}/test_check.py": "1", f"{CASES}/test_main.py": "2"}
    monkeypatch.setattr(memory, "hashes", lambda: files)
    first = Memory(tmp_path, "k" * 64, SOURCES)
    assert first.verdicts() == ({}, {})
    first.write("a", "a.py", "survived", "")
    first.write("b", "a.py", "survived", "")
    first.write("b", "a.py", "killed", f"{CASES}/test_check.py::t")
    assert first.verdicts() == ({"a": "survived", "b": "killed"}, {"a": frozenset(), "b": frozenset()})
    files = {**files, f"{CASES}/test_main.py": "3"}
    later = Memory(tmp_path, "k" * 64, SOURCES)
    assert later.verdicts()[1] == {"a": {f"{CASES}/test_main.py"}, "b": frozenset()}
    (tmp_path / f"tests-{first.state}.json").unlink()
    assert later.verdicts()[1] == {"a": files.keys()}
    later.forget()
    assert later.verdicts() == ({}, {})


def test_a_kill_holds_while_module_and_killer_are_what_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vector = "certificates/vectors/sos/valid/chsh.json"
    files = {f"{CASES}/test_check.py": "1", vector: "1"}
    monkeypatch.setattr(memory, "hashes", lambda: files)
    first = Memory(tmp_path, "k" * 64, SOURCES)
    first.write("a", "a.py", "killed", f"{CASES}/test_check.py::t")
    first.write("b", "b.py", "timeout", f"{VECTOR}[sos/valid/chsh.json]")
    first.write("c", "b.py", "killed", "")
    first.write("d", "b.py", "survived", "")
    assert Memory(tmp_path, "l" * 64, SOURCES).verdicts()[0] == {"a": "killed", "b": "timeout", "c": "killed"}
    assert Memory(tmp_path, "l" * 64, {"a.py": "1", "b.py": "3"}).verdicts()[0] == {"a": "killed"}
    files = {f"{CASES}/test_check.py": "2", vector: "1"}
    assert Memory(tmp_path, "k" * 64, SOURCES).verdicts()[0] == {"b": "timeout", "c": "killed", "d": "survived"}
    files = {f"{CASES}/test_check.py": "1"}
    assert Memory(tmp_path, "k" * 64, SOURCES).verdicts()[0] == {"a": "killed", "c": "killed", "d": "survived"}


def test_the_latest_killer_of_a_mutant_is_remembered_from_any_kernel(tmp_path: Path) -> None:
    old, new = tmp_path / "b.jsonl", tmp_path / "a.jsonl"
    entries = ([("k", "t"), ("l", "u")], [("k", "v"), ("l", "")])
    for path, pairs in zip((old, new), entries, strict=True):
        path.write_text("".join(json.dumps({"key": k, "test": t}) + "\n" for k, t in pairs), encoding="utf-8")
    os.utime(old, (1, 1))
    assert Memory(tmp_path, "c", {}).killers() == {"k": "v", "l": "u"}
