"""The kernel and the second checker give the same answers; where they do not, one of them or the page has a bug."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from proofs.kernel.__main__ import main
from proofs.kernel.check import check_bytes
from tests.schema.schemas import ROOT, code, examples, shipped, table

FOLDER = Path(__file__).parent
VECTORS = ROOT / "vectors"
OLDEST_NODE = 18


class Answer(NamedTuple):
    """What both checkers must say alike about a file; the sentence of a refusal is free."""

    verdict: str
    sha256: str
    code: str
    pointer: str
    statement: str


def kernel_answer(path: Path) -> Answer:
    verdict = check_bytes(path.read_bytes())
    return Answer(verdict.verdict, verdict.sha256, verdict.code, verdict.pointer, verdict.statement)


def compare(node: str, files: Sequence[Path], folder: Path, scratch: Path) -> tuple[list[Answer], list[str]]:
    """The kernel's answers, and a sentence for each file that the checker in `folder` answers otherwise.

    One process of Node reads the list from a file and writes to another while the kernel works in this one.
    """
    listing, answers = scratch / "files.jsonl", scratch / "answers.jsonl"
    listing.write_text("".join(json.dumps(str(path)) + "\n" for path in files), encoding="utf-8")
    with listing.open("rb") as questions, answers.open("wb") as output:
        with subprocess.Popen([node, str(folder / "batch.mjs")], stdin=questions, stdout=output) as process:
            ours = [kernel_answer(path) for path in files]
        assert process.returncode == 0, "the second checker has a bug; its own words stand above"
    theirs = [Answer(**json.loads(line)) for line in answers.read_text("utf-8").splitlines()]
    return ours, disagreements(files, ours, theirs)


def disagreements(files: Sequence[Path], ours: Sequence[Answer], theirs: Sequence[Answer]) -> list[str]:
    triples = zip(files, ours, theirs, strict=True)
    return [f"{path}: the kernel says {one}, the second checker {two}" for path, one, two in triples if one != two]


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not on PATH: the second checker is not compared with the kernel")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.removeprefix("v").split(".")[0]) < OLDEST_NODE:
        pytest.skip(f"node {version} is older than {OLDEST_NODE}: the second checker is not compared with the kernel")
    return found


def vectors() -> list[Path]:
    return sorted(path for path in VECTORS.glob("*/*valid/*") if path.suffix != ".txt")


def test_every_certificate_vector_and_example_gets_one_answer(node: str, tmp_path: Path) -> None:
    pages = []
    for number, (text, _) in enumerate(examples()):
        pages.append(tmp_path / f"example-{number}.json")
        pages[-1].write_text(text, encoding="utf-8")
    files = [*shipped(), *vectors(), *pages]
    ours, different = compare(node, files, FOLDER, tmp_path)
    assert different == []
    # the comparison is about something: every verdict occurs, and what is shipped is proved
    assert {answer.verdict for answer in ours} == {"PROVED", "REJECTED", "MALFORMED", "LIMIT"}
    assert {answer.verdict for answer in ours[: len(shipped())]} == {"PROVED"}


class Fault(NamedTuple):
    module: str
    right: str
    wrong: str
    vectors: str


PLANTED = {
    "the projectors of an observable exchanged": Fault(
        "operators.mjs", "[outcome ? neg(HALF) : HALF,", "[outcome ? HALF : neg(HALF),", "lp-dual"
    ),
    "squares added, not subtracted": Fault(
        "rules/sos.mjs", "sandwich(operator, middle), s.ring.neg(w)", "sandwich(operator, middle), w", "farkas"
    ),
    "an interval rounded inwards": Fault(
        "interval.mjs",
        "[down(low, p), neg(down(neg(high), p))]",
        "[neg(down(neg(low), p)), down(high, p)]",
        "enclosure",
    ),
    "a difference read as a sum": Fault(
        "comparisons.mjs", "total = isMinus ? this.ring.sub", "total = !isMinus ? this.ring.sub", "polynomial"
    ),
    "Y with the other sign": Fault("assemblages.mjs", "[x, minus(y)]],", "[x, y]],", "assemblage"),
    "an empty box": Fault("rules/factors.mjs", "isWon ? HALF : ZERO", "isWon ? ZERO : ZERO", "factors"),
    "a negative weight accepted": Fault("coefficients.mjs", "this.sign(a) >= 0", "this.sign(a) >= -1", "lp-dual"),
}


@pytest.mark.parametrize("fault", PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_noticed(fault: Fault, node: str, tmp_path: Path) -> None:
    copy = tmp_path / "second_checker"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (copy / fault.module).read_text(encoding="utf-8")
    assert text.count(fault.right) == 1, "the place of the fault has moved"
    (copy / fault.module).write_text(text.replace(fault.right, fault.wrong), encoding="utf-8")
    files = [path for path in vectors() if path.parent.parent.name == fault.vectors]
    assert compare(node, files, copy, tmp_path)[1]


def without_sentences(output: str) -> list[str]:
    """The lines of an output, of a refusal only the pointer and the code."""
    return [re.sub(r"^(  .*?: [a-z0-9-]+: ).*", r"\1", line) for line in output.splitlines()]


def unusual_files(folder: Path) -> list[Path]:
    """Names and keys that would print lines of their own if nobody escaped them."""
    certificate = json.loads((VECTORS / "sos" / "valid" / "chsh.json").read_text("utf-8"))
    named = folder / "line\nbreak \u202e \\ \u00e9.json"
    named.write_text(json.dumps(certificate), encoding="utf-8")
    keyed = folder / "keyed.json"
    certificate["provenance"] = {"\nPROVED \u00e9~/\\\U0001f600": []}
    keyed.write_text(json.dumps(certificate), encoding="utf-8")
    return [named, keyed]


def test_both_print_the_same_lines_and_exit_alike(
    node: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    valid = VECTORS / "sos" / "valid" / "chsh.json"
    rejected = VECTORS / "sos" / "invalid" / "bound-raised.json"
    malformed = VECTORS / "reader" / "invalid" / "two-values.json"
    limit = VECTORS / "reader" / "invalid" / "2001-digits.json"
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
        command = [node, str(FOLDER / "bellcheck.mjs"), *arguments]
        done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
        assert (done.returncode, without_sentences(done.stdout)) == (exit_code, lines), arguments


def source(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def test_its_limits_are_those_of_the_page_in_order() -> None:
    written = re.findall(r"^  \w+: ([0-9]+)n?,$", source("limits.mjs"), re.MULTILINE)
    assert written == [number for _, number, *_ in table("| limit | number |")]


def test_its_codes_are_those_of_the_page() -> None:
    written, verdict = {}, ""
    for line in source("refusals.mjs").splitlines():
        if heading := re.fullmatch(r"  ([A-Z]+): `", line):
            verdict = heading[1]
        elif entry := re.fullmatch(r"([a-z0-9-]+): (.*?)(?:`,)?", line):
            written[entry[1]] = (verdict, entry[2])
    assert written == {code(name): (verdict, meaning) for name, verdict, meaning in table("| code | verdict |")}


def imports(path: Path) -> list[str]:
    """What a module imports; a dynamic import counts as one of nothing nameable."""
    found = re.findall(r"""\bfrom\s*["']([^"']*)|\bimport\s*["'(]([^"')]*)""", path.read_text(encoding="utf-8"))
    return [static or other for static, other in found]


def test_its_modules_import_one_another_and_the_node_library_only() -> None:
    modules = set(FOLDER.rglob("*.mjs"))
    foreign = {
        (path.name, name)
        for path in modules
        for name in imports(path)
        if name not in {"node:crypto", "node:fs"} and (path.parent / name).resolve() not in modules
    }
    assert (len(modules) > 1, foreign) == (True, set())
