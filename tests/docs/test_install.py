"""What the first screen says installs the project does so, in a fresh copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.docs.blocks import INSTALL, blocks
from tests.policy.text import ROOT, project_files


@pytest.mark.parametrize("name", ["README.md", "docs/index.md"])
def test_a_page_says_how_to_install(name: str) -> None:
    assert [block.text for block in blocks((ROOT / name).read_text("utf-8")) if block.language == "text"] == [INSTALL]


def test_a_copy_is_installed_and_answers(tmp_path: Path) -> None:
    for path in project_files():
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    here = sysconfig.get_path("purelib")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP", "VIRTUAL"))}
    # no network: what it needs, and what builds it, is taken from here
    offline = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PYTHONPATH": here}
    script = f"set -e\n{INSTALL}cd /\nbellcert --version\ncommand -v bellcert\n"
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env={**kept, **offline}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    version, place = done.stdout.strip().split("\n")[-2:]
    assert version.startswith("bellcert ")
    assert place == str(tmp_path / ".venv" / "bin" / "bellcert")
    assert (tmp_path / ".venv" / "lib").exists()
