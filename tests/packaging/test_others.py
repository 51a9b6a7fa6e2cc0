"""Projects with folders of our names: installing bellcert breaks none of their runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.policy.text import ROOT

PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
ESTIMATOR = """
import json, sys

def answer(message):
    if message["do"] == "start":
        return {"protocol": message["protocol"][0] if isinstance(message["protocol"], list) else message["protocol"],
                "implementation": "mine", "calls": ["chsh.min-entropy.local"]}
    if message["do"] == "call":
        return {"id": message["id"], "refused": "nothing is answered"}
    return None
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with packages oracle and lp of its own, and a test that uses one of them."""
    for name in ("oracle", "lp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("MINE = True\n")
    (tmp_path / "test_mine.py").write_text("from lp import MINE\n\n\ndef test_mine():\n    assert MINE\n")
    (tmp_path / "mine.py").write_text(ESTIMATOR)
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*words], cwd=folder, env=PLAIN, capture_output=True, text=True, check=False, timeout=120
    )  # fmt: skip


def test_their_tests_run(project: Path) -> None:
    done = run(project, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


def test_hidden_packages_are_one_sentence_when_the_plugin_is_asked(project: Path) -> None:
    done = run(
        project, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--bellcert-module", "mine:answer"
    )
    assert done.returncode == 4, done.stdout + done.stderr
    assert "another package oracle hides the one of bellcert" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_the_step_of_the_action_uses_the_installed_packages(project: Path) -> None:
    environment = {
        **PLAIN,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{PLAIN['PATH']}",
        "CONFORM_MODULE": "mine:answer",
        "CONFORM_SUITE": "functional/local chsh.min-entropy/local",
        "CONFORM_MAX_EXAMPLES": "3",
    }
    done = subprocess.run(
        [ROOT / ".ci" / "conform"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "a bug in bellcert" not in done.stderr, done.stderr
    assert "cannot be imported" not in done.stderr, done.stderr
    assert done.returncode in (1, 5), done.stdout + done.stderr
