"""Completion as shells do it: names where names are wanted, files where files are."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.oracle.runner import run

BIN = Path(sys.executable).parent
PATH = f"{BIN}{os.pathsep}{os.environ['PATH']}"


def completed(line: str) -> list[tuple[str, str]]:
    """Kind and value of what the program offers for the last word of the line."""
    words = shlex.split(line) + ([""] if line.endswith(" ") else [])
    environment = os.environ | {
        "_BELLCERT_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-m", "oracle"], env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [tuple(entry.split(",", 1)) for entry in done.stdout.split()]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("bellcert audit pir", "pironio2010"),
        ("bellcert schema prob", "problem"),
        ("bellcert explain not-sep", "not-separated"),
        ("bellcert explain azuma", "azuma.deviation"),
        ("bellcert counts t.csv --method width8:t", "width8:tight"),
        ("bellcert bound chsh.min", "chsh.min-entropy.local"),
        ("bellcert conform --suite chsh.min", "chsh.min-entropy"),
        ("bellcert exa", "examples"),
    ],
)
def test_names_are_offered(line: str, wanted: str) -> None:
    assert ("plain", wanted) in completed(line)


@pytest.mark.parametrize(
    "line",
    [
        "bellcert check x",
        "bellcert counts x",
        "bellcert certify x",
        "bellcert certify p.toml -o x",
        "bellcert certify p.toml --dual x",
        "bellcert export --to sdpa x",
        "bellcert extract toeplitz x",
        "bellcert sweep x",
        "bellcert explain x",
        "bellcert conform --xfails x",
        "bellcert counts t.csv --calibration x",
    ],
)
def test_files_are_left_to_the_shell(line: str) -> None:
    assert ("file", "x") in completed(line)


def test_bash_completes_a_file_and_a_name(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    script = run("completion", "bash").stdout
    probe = f"""{script}
COMP_WORDS=(bellcert audit kul) COMP_CWORD=2 COMP_LINE="bellcert audit kul" COMP_POINT=18
compopt() {{ echo "compopt $*"; }}
_bellcert_completion bellcert kul audit; echo "${{COMPREPLY[*]}}"
COMP_WORDS=(bellcert counts tab) COMP_CWORD=2
_bellcert_completion bellcert tab counts; echo "${{COMPREPLY[*]}}"
"""
    done = subprocess.run(
        [bash, "-c", probe], env={"PATH": PATH}, cwd=tmp_path, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert "kulikov2024" in done.stdout, done.stderr
    assert "compopt -o default" in done.stdout.replace("\n", " "), done.stderr


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_scripts_of_other_shells_are_read_by_them(shell: str, tmp_path: Path) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / f"completion.{shell}"
    script.write_text(run("completion", shell).stdout)
    done = subprocess.run([found, "-n", str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_fish_completes_a_name(tmp_path: Path) -> None:
    fish = shutil.which("fish")
    if fish is None:
        pytest.skip("fish is not installed")
    script = tmp_path / "completion.fish"
    script.write_text(run("completion", "fish").stdout)
    (tmp_path / "table.csv").write_text("")
    probe = (
        f"source {script}; complete --do-complete 'bellcert audit kul'; complete --do-complete 'bellcert counts tab'"
    )
    environment = {"PATH": PATH, "HOME": str(tmp_path)}
    done = subprocess.run(
        [fish, "-c", probe], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert "kulikov2024" in done.stdout, done.stderr
    assert "table.csv" in done.stdout, done.stderr
