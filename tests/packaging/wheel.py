"""Build the distribution, install the wheel in an empty folder's new environment, and run it there.

``make wheel``. The wheel is built from the sdist, so what the sdist forgets is missed here. Prints one line a step,
ends with exit code 1 and a sentence when something is wrong.
"""

import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.policy.text import ROOT, project_files

CONSTRAINTS = ROOT / ".ci" / "constraints.txt"
PACKAGES = ("oracle", "proofs", "lp")
# What only writes shipped certificates, for developers.
GENERATOR = re.compile(r"oracle/papers/(?:generate\.py|comparisons\.py|[^/]+/generate/.*)")
PLUGIN = "oracle/pytest_plugin.py"  # a module of its own in the wheel


def expected_members(files: Iterable[str]) -> set[str]:
    """Return what the wheel has to hold beside its metadata, from the project's file names."""
    members = set()
    for name in files:
        if name.startswith("certificates/"):
            members.add("oracle/" + name)
        elif name.startswith("tests/second_checker/") and name.endswith(".mjs"):
            members.add(name.replace("tests/", "oracle/", 1))
        elif name == PLUGIN:
            members.add("bellcert_pytest.py")
        elif name.split("/")[0] in PACKAGES and not GENERATOR.fullmatch(name):
            members.add(name)
    return members


def member_problems(members: Iterable[str], files: Iterable[str]) -> list[str]:
    """Compare the wheel's members with the project's files; returns sentences, empty when they agree."""
    inside = {name for name in members if not re.match(r"bellcert-[^/]+\.dist-info/", name)}
    expected = expected_members(files)
    problems = [f"the wheel lacks {name}" for name in sorted(expected - inside)]
    return problems + [f"the wheel holds {name}, which it should not" for name in sorted(inside - expected)]


def run(command: Sequence[str | Path], folder: Path, **environment: str) -> str:
    """Run a command outside the checkout and return its output; a failure ends the script with what it printed."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        shown = " ".join(str(part) for part in command)
        sys.exit(f"{shown}\nended with exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(folder: Path) -> Path:
    """Build sdist and wheel into the folder, check what they hold, return the wheel."""
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT], ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    files = [path.relative_to(ROOT).as_posix() for path in project_files()]
    with zipfile.ZipFile(wheel) as archive:
        problems = member_problems(archive.namelist(), files)
    with tarfile.open(sdist) as source:
        inside = {name.partition("/")[2] for name in source.getnames()}
    problems += [f"the sdist lacks {name}" for name in sorted(set(files) - inside) if not name.startswith(".github/")]
    if problems:
        sys.exit("\n".join(problems))
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel with the pinned versions in a new environment; returns the folder of its commands."""
    venv.create(folder, with_pip=True)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    pip: list[str | Path] = [
        commands / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-compile",
        "--disable-pip-version-check",
    ]
    run([*pip, "--constraint", CONSTRAINTS, wheel], folder)
    return commands


def use(commands: Path, folder: Path) -> list[str]:
    """Run the installed commands in an empty folder; returns one line for each that did what it should."""
    python = commands / "python"
    where = run(
        [python, "-I", "-c", "import oracle, proofs, lp; print(oracle.__file__, proofs.__file__, lp.__file__)"], folder
    )
    if any(not Path(name).is_relative_to(commands.parent) for name in where.split()):
        sys.exit(f"the packages were not imported from the new environment: {where}")
    checked = json.loads(run([commands / "bellcert", "check", "--json"], folder))
    shipped = [path for path in project_files() if path.name.endswith(".cert.json") and "vectors" not in path.parts]
    if len(checked) != len(shipped) or any(item["verdict"] != "PROVED" for item in checked):
        sys.exit(f"the wheel proved {checked}, the checkout ships {len(shipped)} certificates")
    outside = [
        item["path"] for item in checked if not Path(folder, item["path"]).resolve().is_relative_to(commands.parent)
    ]
    if outside:
        sys.exit(f"certificates outside the environment were checked: {outside}")
    entries = json.loads(run([commands / "bellcert", "audit", "--json"], folder))
    if not entries or not all(entry["ok"] for entry in entries):
        sys.exit(f"the ledger did not come out again: {[entry for entry in entries if not entry['ok']]}")
    alone = run([python, "-I", "-m", "proofs.kernel", *(item["path"] for item in checked)], folder)
    if sum(line.startswith("PROVED ") for line in alone.splitlines()) != len(checked):
        sys.exit(f"the kernel alone did not prove all {len(checked)} certificates\n{alone}")
    run([python, "-m", "oracle", "--help"], folder)
    if list(folder.iterdir()):
        sys.exit(f"the commands left files behind: {sorted(folder.iterdir())}")
    return [
        f"{len(checked)} certificates checked, by the command and by the kernel alone",
        f"{len(entries)} claims audited",
    ]


def main() -> None:
    """Build, install, use; everything in a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        base = Path(name).resolve()
        for part in ("dist", "empty"):
            (base / part).mkdir()
        wheel = build(base / "dist")
        print(f"built {wheel.name} from the sdist")
        commands = install(wheel, base / "environment")
        print("installed with the pinned versions in a new environment")
        for line in use(commands, base / "empty"):
            print(line)


if __name__ == "__main__":
    main()
