"""The composite action's step turns inputs into options, and its file names every variable the step reads."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.policy.text import ROOT

STEP = ROOT / ".ci" / "conform"
ACTION = ROOT / ".github" / "actions" / "conform" / "action.yml"
GOOD = "tests.oracle.conformance.good.floats:GOOD"
CLAMPS = "tests.oracle.conformance.clamps:CLAMPS"


def step(folder: Path, **inputs: str) -> tuple[int, str, str]:
    """Exit code, outputs and summary of the step with these inputs."""
    outputs, summary = folder / "outputs", folder / "summary"
    interpreter = str(Path(sys.executable).parent)
    environment = {
        "PATH": f"{interpreter}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GITHUB_OUTPUT": str(outputs),
        "GITHUB_STEP_SUMMARY": str(summary),
        "CONFORM_REPORTS": str(folder / "reports"),
        **{f"CONFORM_{name.upper()}": value for name, value in inputs.items()},
    }
    done = subprocess.run([STEP], env=environment, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, outputs.read_text(), summary.read_text() if summary.exists() else done.stderr


def test_reports_and_summary_of_a_good_implementation(tmp_path: Path) -> None:
    code, outputs, summary = step(tmp_path, module=GOOD, suite="chsh.min-entropy/local\n chsh.min-entropy/nosignalling")
    assert (code, outputs) == (0, "exit-code=0\n")
    (suite,) = ElementTree.parse(tmp_path / "reports" / "report.xml").getroot()
    assert suite.get("tests") == "2"
    assert "chsh.min-entropy/nosignalling" in summary
    assert (tmp_path / "reports" / "report.sarif").is_file()


def test_a_wrong_one_fails_unless_it_is_expected_to(tmp_path: Path) -> None:
    wrong = {"module": CLAMPS, "suite": "chsh.min-entropy/local-refuses-above", "max_examples": "5"}
    assert step(tmp_path, **wrong)[:2] == (1, "exit-code=1\n")
    known = tmp_path / "known.txt"
    known.write_text("chsh.min-entropy/local-refuses-above  # clamps the score\n")
    (tmp_path / "outputs").unlink()
    assert step(tmp_path, **wrong, xfails=str(known))[:2] == (0, "exit-code=0\n")


@pytest.mark.parametrize("command", ["", "$(touch planted)", "`touch planted`", "true; touch planted"])
def test_no_input_becomes_shell_code(tmp_path: Path, command: str) -> None:
    code, _, _ = step(tmp_path, command=command, suite="chsh.min-entropy/local; touch planted")
    assert code in (1, 2, 5)
    assert not (tmp_path / "planted").exists()


def test_the_action_passes_every_variable_the_step_reads() -> None:
    action, script = ACTION.read_text(encoding="utf-8"), STEP.read_text(encoding="utf-8")
    passed = set(re.findall(r"^ +(CONFORM_\w+): \$\{\{ inputs\.", action, re.MULTILINE))
    assert passed == set(re.findall(r"CONFORM_\w+", script)) - {"CONFORM_"}
    assert passed == {f"CONFORM_{name.upper().replace('-', '_')}" for name in inputs(action)}
    for path in re.findall(r"github\.action_path \}\}/(\S+)", action):
        assert (ACTION.parent / path).exists()
    # what a caller passes stands in `env:` only, never inside of `run:`
    assert not re.search(r"run:.*\$\{\{", action)


def inputs(action: str) -> list[str]:
    body = action.partition("\ninputs:\n")[2].partition("\noutputs:\n")[0]
    return re.findall(r"^  ([a-z-]+):$", body, re.MULTILINE)
