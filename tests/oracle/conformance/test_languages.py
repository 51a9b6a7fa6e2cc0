"""Implementations in other languages, written from the protocol's page alone, pass what they offer."""

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from oracle.conformance.registry import suites
from tests.oracle.runner import run

GOOD = Path(__file__).parent / "good"
OFFERED = {
    "C": {"chsh.min-entropy", "extractor"},
    "JavaScript": {"chsh.min-entropy", "extractor", "chsh", "functional"},
}


def tool(*names: str) -> str:
    """The first of these programs; a continuous integration has to have one."""
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"none of {', '.join(names)} is on PATH")
    if found is None:
        pytest.skip(f"none of {', '.join(names)} is on PATH")
    return found


def compiled(source: Path, folder: Path, *flags: str) -> str:
    program = folder / source.stem
    strict = ["-std=c99", "-O2", "-Wall", "-Wextra", "-Werror"]
    compiler = tool("cc", "gcc", "clang")
    subprocess.run([compiler, *strict, *flags, "-o", str(program), str(source), "-lm"], check=True, timeout=60)
    return shlex.quote(str(program))


def results(command: str) -> tuple[str, dict[str, str]]:
    """The language it names, and the verdict by property."""
    found = run("conform", "--command", command, "--max-examples", "25", "--derandomize", "--json")
    document = json.loads(found.stdout)
    return document["implementation"]["language"], {r["property"]: r["verdict"] for r in document["results"]}


def require_good(language: str, verdicts: dict[str, str]) -> None:
    assert set(verdicts.values()) <= {"PASS", "NOT-OFFERED"}, verdicts
    passed = {name.partition("/")[0] for name, verdict in verdicts.items() if verdict == "PASS"}
    assert passed == OFFERED[language] & {suite.name for suite in suites()}


def test_in_c(tmp_path: Path) -> None:
    language, verdicts = results(compiled(GOOD / "entropies.c", tmp_path))
    require_good(language, verdicts)


def test_in_javascript() -> None:
    language, verdicts = results(shlex.join([tool("node"), str(GOOD / "exact.mjs")]))
    require_good(language, verdicts)


def test_a_fault_planted_in_c_is_found(tmp_path: Path) -> None:
    # the sign of the safe side: every bound is rounded up
    source = (GOOD / "entropies.c").read_text(encoding="utf-8")
    assert source.count("SMALL = 1e-17L") == 1
    planted = tmp_path / "planted.c"
    planted.write_text(source.replace("SMALL = 1e-17L", "SMALL = -1e-15L"), encoding="utf-8")
    _, verdicts = results(compiled(planted, tmp_path))
    assert verdicts["chsh.min-entropy/nosignalling"] == "UNSAFE"
