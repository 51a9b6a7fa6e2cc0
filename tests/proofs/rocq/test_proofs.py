"""The theorems of the second kernel are proved, without axioms, in files that can be read in one sitting."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "proofs" / "rocq"
THEORIES = sorted((FOLDER / "theories").glob("*.v"))
UNPROVED = re.compile(r"\b(Admitted|admit|Axioms?|Parameters?|Conjecture|Guard Checking|Positivity Checking)\b")
LONGEST = 400


def without_comments(text: str) -> str:
    """The text without its (possibly nested) comments."""
    kept, depth = [], 0
    for part in re.split(r"(\(\*|\*\))", text):
        depth += (part == "(*") - (part == "*)")
        if depth == 0 and part != "*)":
            kept.append(part)
    return "".join(kept)


def unproved(text: str) -> list[str]:
    return UNPROVED.findall(without_comments(text))


def asked() -> set[str]:
    """The theorems whose assumptions the build prints and compares."""
    return set(re.findall(r"^Print Assumptions (\w+)\.$", (FOLDER / "assumptions.v").read_text(), re.MULTILINE))


def test_there_are_theories() -> None:
    assert {"Gram", "SumsOfSquares", "Fields"} <= {path.stem for path in THEORIES}


@pytest.mark.parametrize("path", THEORIES, ids=lambda path: path.stem)
def test_nothing_is_assumed_or_left_open_and_the_file_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unproved(text) == []
    assert len(text.splitlines()) <= LONGEST
    assert text.startswith("(**"), "the file does not say what it is about"


@pytest.mark.parametrize(
    "text", ["Proof. Admitted.", "Axiom a : False.", "Unset Guard Checking.", "(* a *) Parameter x : nat."]
)
def test_an_open_proof_is_found(text: str) -> None:
    assert unproved(text)


def test_every_theorem_is_asked_for_its_assumptions() -> None:
    named = {
        name
        for path in THEORIES
        for name in re.findall(r"^Theorem (\w+)", without_comments(path.read_text()), re.MULTILINE)
    }
    assert named == asked()


def test_all_theorems_are_closed() -> None:
    """Reads what `make rocq` wrote last; the proofs take minutes and are not run here."""
    built = FOLDER / "build" / "assumptions"
    if shutil.which("coqc") is None:
        pytest.skip("coqc is not on PATH: the proofs of the second kernel are not checked")
    if not built.exists():
        pytest.skip("`make rocq` has not been run: the proofs of the second kernel are not checked")
    stale = [path.name for path in THEORIES if path.read_bytes() != (built.parent / path.name).read_bytes()]
    newest = max((built.parent / path.name).with_suffix(".vo").stat().st_mtime for path in THEORIES)
    assert stale == [], "`make rocq` has to be run again: theories have changed"
    assert built.stat().st_mtime >= newest
    assert built.read_text().splitlines() == ["Closed under the global context"] * len(asked())
