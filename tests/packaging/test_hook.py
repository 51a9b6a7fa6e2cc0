"""The pre-commit hook's entry checks certificates without any installation."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.policy.text import ROOT

ENTRY = ROOT / ".ci" / "check-certificates"


def run(*files: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ENTRY, *files], capture_output=True, text=True, check=False)


def test_the_hook_names_an_executable_entry() -> None:
    assert f"entry: {ENTRY.relative_to(ROOT).as_posix()}\n" in (ROOT / ".pre-commit-hooks.yaml").read_text(
        encoding="utf-8"
    )
    assert os.access(ENTRY, os.X_OK)


def test_shipped_certificates_pass() -> None:
    files = sorted((ROOT / "certificates" / "pironio2010").glob("*.cert.json"))
    done = run(*files)
    assert (done.returncode, done.stderr) == (0, "")
    assert sum(line.startswith("PROVED ") for line in done.stdout.splitlines()) == len(files) > 0


def older() -> list[str]:
    """Interpreters older than 3.11 that start."""
    found = [f"python3.{minor}" for minor in range(6, 11) if shutil.which(f"python3.{minor}")]
    return [
        name for name in found if subprocess.run([name, "-c", ""], capture_output=True, check=False).returncode == 0
    ]


@pytest.mark.parametrize("python", older() or ["none"])
def test_an_older_python_is_one_sentence_and_no_verdict(python: str) -> None:
    if python == "none":
        pytest.skip("no Python older than 3.11 on PATH")
    (file,) = (ROOT / "certificates" / "pironio2010").glob("quantum-bound.cert.json")
    done = subprocess.run([python, ENTRY, file], capture_output=True, text=True, check=False)
    assert done.returncode == 5
    assert done.stderr.startswith("nothing was checked: Python 3.11 or newer is needed")


def test_one_bad_file_among_good_ones_fails(tmp_path: Path) -> None:
    bad = tmp_path / "bad.cert.json"
    bad.write_text("[]")
    files = sorted((ROOT / "certificates" / "pironio2010").glob("*.cert.json"))
    assert run(*files, bad).returncode == 3
