"""The plugin of pytest: options, outcomes of items, and nothing at all without its options."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.oracle.conformance.test_process import command
from tests.policy.text import ROOT


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Pytest in an empty folder, with the implementations of these tests on the path."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "-rA", *words],
        cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )  # fmt: skip


NAMES = ("local", "local-below-two", "local-refuses-above", "nosignalling")
SUITES = tuple(word for name in NAMES for word in ("--bellcert-suite", f"chsh.min-entropy/{name}"))
QUICK = (*SUITES, "--bellcert-max-examples", "5")
CLAMPED = "bellcert::chsh.min-entropy/local-refuses-above"


def test_each_property_is_an_item(tmp_path: Path) -> None:
    (tmp_path / "known.txt").write_text("chsh.min-entropy/local-refuses-above # clamps\n")
    found = run(tmp_path, "--bellcert-module", "tests.oracle.conformance.clamps:CLAMPS", *QUICK)
    assert found.returncode == 1, found.stdout + found.stderr
    assert "3 passed" in found.stdout
    assert f"FAILED {CLAMPED}" in found.stdout
    assert "source: pironio2010" in found.stdout
    assert "Traceback" not in found.stdout
    again = run(
        tmp_path,
        "--bellcert-module",
        "tests.oracle.conformance.clamps:CLAMPS",
        *QUICK,
        "--bellcert-xfails",
        "known.txt",
    )
    assert again.returncode == 0, again.stdout
    assert f"XFAIL {CLAMPED} - clamps" in again.stdout


def test_a_process_stale_expectations_and_what_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / "known.txt").write_text("chsh.min-entropy/local-below-two # was wrong once\n")
    words = ("--bellcert-command", command("well-behaved"), "--bellcert-xfails", "known.txt", *QUICK)
    found = run(tmp_path, *words)
    assert "did not come true" in found.stdout
    assert "1 skipped" in found.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--bellcert-module", "nowhere:x"),
        ("--bellcert-command", "x", "--bellcert-module", "y:z"),
        ("--bellcert-command", "x", "--bellcert-xfails", "missing.txt"),
    ],
    ids=" ".join,
)
def test_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    found = run(tmp_path, *words)
    assert found.returncode == 4
    assert "Traceback" not in found.stderr


def test_unused_it_imports_nothing() -> None:
    text = "import pytest, sys; before = set(sys.modules); import bellcert_pytest; print(*set(sys.modules) - before)"
    found = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(found.stdout.split()) == {"bellcert_pytest"}, shlex.join(found.stdout.split())
