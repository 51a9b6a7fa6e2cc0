"""The pre-commit hook's entry checks certificates without any installation."""

import ast
import os
import subprocess
import sys
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


def test_an_older_python_is_one_sentence_and_no_verdict(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = ENTRY.read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 6))  # an old interpreter reads all of it before it runs the first line
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    with pytest.raises(SystemExit) as end:
        exec(compile(text, str(ENTRY), "exec"), {"__file__": str(ENTRY), "__name__": "__main__"})  # noqa: S102
    assert end.value.code == 5
    assert capsys.readouterr().err == "nothing was checked: Python 3.11 or newer is needed, this is 3.9\n"


def test_one_bad_file_among_good_ones_fails(tmp_path: Path) -> None:
    bad = tmp_path / "bad.cert.json"
    bad.write_text("[]")
    files = sorted((ROOT / "certificates" / "pironio2010").glob("*.cert.json"))
    assert run(*files, bad).returncode == 3
