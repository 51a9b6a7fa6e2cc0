"""`bellcert check --with`: another checker agrees, disagrees, does not judge, or does not answer."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from oracle.api.second import BUILT, DISAGREES, Opinion, opinion, program_named
from oracle.failures import Undecided
from oracle.resources import certificates_dir
from proofs.kernel.__main__ import report
from proofs.kernel.check import check_bytes
from tests.oracle.runner import refused, run
from tests.schema.schemas import complaints

PROVED = certificates_dir() / "vectors" / "sos" / "valid" / "chsh.json"
REJECTED = certificates_dir() / "vectors" / "sos" / "invalid" / "bound-raised.json"


def program(folder: Path, text: str, name: str = "other") -> str:
    """A program that prints this text whatever it reads."""
    (folder / "answer.txt").write_text(text, encoding="utf-8")
    path = folder / name
    path.write_text(f"#!/bin/sh\ncat >/dev/null\ncat '{folder / 'answer.txt'}'\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def kernel_lines(path: Path) -> str:
    return report("-", check_bytes(path.read_bytes())) + "\n"


@pytest.mark.parametrize(("path", "code"), [(PROVED, 0), (REJECTED, 1)])
def test_the_same_lines_agree(path: Path, code: int, tmp_path: Path) -> None:
    other = program(tmp_path, kernel_lines(path))
    result = run("check", str(path), "--with", other)
    assert result.exit_code == code
    assert "  other: agrees (" in result.stdout
    document = json.loads(run("check", "--json", str(path), "--with", other).stdout)
    assert document[0]["second"]["outcome"] == "agrees"
    assert complaints("check", document) == []


DIFFERENT: dict[str, tuple[Path, Callable[[str], str]]] = {
    "another verdict": (REJECTED, lambda text: kernel_lines(PROVED)),
    "another digest": (PROVED, lambda text: text.replace(text.split(" ")[1], "0" * 64)),
    "another text": (PROVED, lambda text: text.replace("<= (2*alpha)", "<= (3*alpha)")),
    "another code": (REJECTED, lambda text: text.replace("identity", "weight-sign")),
    "another place": (REJECTED, lambda text: text.replace("  /witness: ", "  /statement: ")),
}


@pytest.mark.parametrize("case", DIFFERENT)
def test_a_difference_is_a_bug_of_one_of_the_two(case: str, tmp_path: Path) -> None:
    path, edit = DIFFERENT[case]
    text = edit(kernel_lines(path))
    assert text != kernel_lines(path)
    result = run("check", str(path), str(path), "--with", program(tmp_path, text))
    assert result.exit_code == 70
    assert "  other: 0 agrees, 0 not judged, 2 disagrees" in result.stdout


def test_a_rule_that_is_lacking_is_no_disagreement(tmp_path: Path) -> None:
    digest = check_bytes(PROVED.read_bytes()).sha256
    other = program(tmp_path, f"LIMIT {digest} - rule\n  /rule: rule: not here\n")
    result = run("check", str(PROVED), "--with", other)
    assert (result.exit_code, "  other: not judged (LIMIT rule)" in result.stdout) == (0, True)


@pytest.mark.parametrize("text", ["", "PROVED\n", "yes\n", "PROVED x - code\n  a\n", "REJECTED x -\n  a\n"])
def test_other_lines_are_no_answer(text: str, tmp_path: Path) -> None:
    refused(5, "check", str(PROVED), "--with", program(tmp_path, text))


def test_no_such_program_is_wrong_usage() -> None:
    assert "no such program" in refused(2, "check", str(PROVED), "--with", "no-such-checker")


def test_what_cannot_be_started_does_not_answer(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/no/such/interpreter\n", encoding="utf-8")
    broken.chmod(0o755)
    with pytest.raises(Undecided):
        opinion(str(broken), b"{}", check_bytes(b"{}"))


def test_the_proved_checker_agrees_about_every_shipped_certificate() -> None:
    if program_named("bellcheck") is None:
        pytest.skip("`make rocq` has not been run: there is no second checker to agree")
    result = run("check", "--quiet", "--with", "bellcheck")
    assert result.exit_code == 0
    assert ", 0 disagrees" in result.stdout
    assert BUILT.name == "bellcheck"


def test_opinions_are_lines() -> None:
    assert Opinion(DISAGREES, "PROVED").line("/somewhere/other") == "other: disagrees (PROVED)"
