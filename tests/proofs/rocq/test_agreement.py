"""The kernel and the proved checker give the same answers about every rule that both have."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from proofs.codes import CODES
from proofs.kernel.__main__ import main
from proofs.kernel.rules import RULES as ALL_RULES
from tests.proofs.rocq.second import (
    PROGRAM,
    RULES,
    disagreements,
    edited,
    lacking,
    parsed,
    proved_answers,
    write_edits,
)
from tests.schema.schemas import ROOT, examples, shipped

VECTORS = ROOT / "vectors"
SOURCE = PROGRAM.parents[1] / "program"
EDITS = 400


@pytest.fixture(scope="module", autouse=True)
def program() -> Path:
    if not PROGRAM.exists():
        pytest.skip("`make rocq` has not been run: the proved checker is not compared with the kernel")
    return PROGRAM


def vectors() -> list[Path]:
    return sorted(path for path in VECTORS.glob("*/*valid/*") if path.suffix != ".txt")


def test_every_certificate_and_vector_gets_one_answer() -> None:
    files = [*shipped(), *vectors()]
    assert disagreements(files) == []


def judged(document: dict[str, Any]) -> bool:
    """Whether the proved checker has the rule; of explicit objects it has tables of no-signalling behaviours."""
    return document["rule"] in RULES and (
        document["rule"] != "point" or document["statement"]["set"] == "no-signalling"
    )


def test_what_it_does_not_judge_are_the_rules_it_lacks() -> None:
    files = [path for path in shipped() if judged(json.loads(path.read_bytes()))]
    answers = proved_answers(files)
    assert {answer.verdict for answer in answers} == {"PROVED"}
    others = [path for path in shipped() if path not in files]
    assert all(map(lacking, proved_answers(others)))
    assert set(RULES) < set(ALL_RULES)


def test_every_example_of_the_page_gets_one_answer(tmp_path: Path) -> None:
    files = []
    for number, (text, _) in enumerate(examples()):
        files.append(tmp_path / f"example-{number}.json")
        files[-1].write_text(text, encoding="utf-8")
    assert disagreements(files) == []


def test_edited_certificates_get_one_answer(tmp_path: Path) -> None:
    sources = [path for path in VECTORS.glob("*/valid/*.json") if path.parent.parent.name in RULES]
    files = write_edits(sources, EDITS, 21, tmp_path)
    assert disagreements(files) == []
    # the edits are about something: most are refused, for many reasons
    codes = {answer.code for answer in proved_answers(files)}
    assert len(codes) > 10


def test_an_edit_changes_the_document() -> None:
    import random

    chance = random.Random(1)
    document = {"a": ["1", "2/3"], "b": {"c": "A0 B0"}}
    before = json.dumps(document)
    assert sum(json.dumps(edited(document, chance)) != before for _ in range(40)) > 30
    assert json.dumps(document) == before


def without_sentences(output: str) -> list[str]:
    """The lines of an output, of a refusal only the pointer and the code."""
    return [re.sub(r"^(  .*?: [a-z0-9-]+: ).*", r"\1", line) for line in output.splitlines()]


def unusual_files(folder: Path) -> list[Path]:
    """Names and keys that would print lines of their own if nobody escaped them."""
    certificate = json.loads((VECTORS / "sos" / "valid" / "chsh.json").read_text("utf-8"))
    named = folder / "line\nbreak \u202e \\ \u00e9.json"
    named.write_text(json.dumps(certificate), encoding="utf-8")
    keyed = folder / "keyed.json"
    certificate["provenance"] = {"\nPROVED \u00e9~/\\\U0001f600'\"": []}
    keyed.write_text(json.dumps(certificate), encoding="utf-8")
    return [named, keyed]


def test_both_print_the_same_lines_and_exit_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    valid = VECTORS / "sos" / "valid" / "chsh.json"
    rejected = VECTORS / "sos" / "invalid" / "bound-raised.json"
    malformed = VECTORS / "reader" / "invalid" / "two-values.json"
    limit = VECTORS / "sos" / "invalid" / "degree-nine.json"
    missing = tmp_path / "missing.json"
    calls: list[Sequence[Path | str]] = [
        [valid],
        [valid, missing],
        [missing, tmp_path, limit],
        [limit, malformed],
        [malformed, rejected, valid],
        unusual_files(tmp_path),
        [],
        [valid, "-x"],
    ]
    for call in calls:
        arguments = [str(argument) for argument in call]
        exit_code = main(arguments)
        lines = without_sentences(capsys.readouterr().out)
        done = subprocess.run([str(PROGRAM), *arguments], capture_output=True, check=False, encoding="utf-8")
        assert (done.returncode, without_sentences(done.stdout)) == (exit_code, lines), arguments


def test_help_is_printed() -> None:
    done = subprocess.run([str(PROGRAM), "--help"], capture_output=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Exit code: 0 all proved" in done.stdout


def test_standard_input_is_read() -> None:
    data = (VECTORS / "sos" / "valid" / "chsh.json").read_bytes()
    done = subprocess.run([str(PROGRAM), "-"], input=data, capture_output=True, check=False)
    assert (done.returncode, parsed(done.stdout.decode())[0].verdict) == (0, "PROVED")


def test_its_codes_are_those_of_the_kernel_and_one_of_its_own() -> None:
    text = (SOURCE / "codes.ml").read_text(encoding="utf-8")
    written = dict(re.findall(r'^  "([a-z0-9-]+)", \(\w+, "(.*)"\);$', text, re.MULTILINE))
    assert written.pop("rule")
    assert {code: sentence for code, sentence in CODES.items() if code in written} == written
    assert len(written) > 50
