"""The program of the README, as a new user would type it, is judged as the README says."""

import re
import sys
from pathlib import Path

import pytest

from tests.oracle.runner import run
from tests.policy.text import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_program_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (text,) = [block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "capabilities" in block]
    Path("mine.py").write_text(text, encoding="utf-8")
    words = ("--suite", "chsh.min-entropy/local", "--suite", "chsh.min-entropy/local-refuses-above", "--seed", "1")
    found = run("conform", "--command", f"{sys.executable} mine.py", *words)
    assert found.exit_code == 1
    printed = re.sub(r"\s+", " ", found.stdout)
    for line in (
        "UNSAFE: chsh.min-entropy/local ",
        "CRASHED: chsh.min-entropy/local-refuses-above",
        "math domain error",
    ):
        assert line in printed
    (shown,) = re.findall(r"the bound is 2\.5e-17 above .*? \[rounding\]", README)
    assert shown in printed
