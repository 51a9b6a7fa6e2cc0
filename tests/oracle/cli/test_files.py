"""What a command writes: never onto what it reads, never over something else, modes and links kept."""

import json
import re
import shutil
from pathlib import Path

import pytest

from oracle.cli.files import KINDS
from oracle.resources import certificates_dir
from tests.oracle.runner import refused, run

EXAMPLE = certificates_dir() / "examples" / "maximum.toml"
TABLE = certificates_dir() / "pironio2010" / "table1.csv"
BOUND = certificates_dir() / "ramanathan2013" / "nosignalling-minimum.cert.json"
MOMENTS = certificates_dir() / "examples" / "maximum-quantum.toml"
CLAMPS = "tests.oracle.conformance.clamps:CLAMPS"
CONFORM = ("conform", "--module", CLAMPS, "--suite", "chsh.min-entropy/local-below-two", "--seed", "0")
CASES = {
    "certify": ("certify", "IN", "-o", "OUT"),
    "attained": ("certify", "IN", "--attained", "OUT"),
    "counts": ("counts", "TABLE", "--confidence", "99/100", "-o", "OUT"),
    "bound": ("bound", "chsh.min-entropy.local", "score=5/2", "-o", "OUT"),
    "export": ("export", "--to", "vipr", "CERT", "-o", "OUT"),
    "sdpa": ("export", "--to", "sdpa", "MOMENTS", "-o", "OUT"),
    "cbf": ("export", "--to", "cbf", "MOMENTS", "-o", "OUT"),
    "kernel": ("export", "--to", "kernel.pyz", "-o", "OUT"),
    "page": ("export", "--to", "checker.html", "-o", "OUT"),
    "junit": (*CONFORM, "--junit", "OUT"),
    "sarif": (*CONFORM, "--sarif", "OUT"),
    "markdown": (*CONFORM, "--markdown", "OUT"),
    "json-file": (*CONFORM, "--json-file", "OUT"),
}


@pytest.fixture
def inputs(tmp_path: Path) -> dict[str, str]:
    for name, source in (("p.toml", EXAMPLE), ("t.csv", TABLE), ("c.cert.json", BOUND)):
        shutil.copyfile(source, tmp_path / name)
    return {
        "IN": str(tmp_path / "p.toml"), "TABLE": str(tmp_path / "t.csv"), "CERT": str(tmp_path / "c.cert.json"),
        "OUT": str(tmp_path / "out"), "MOMENTS": str(MOMENTS),
    }  # fmt: skip


def words(case: str, inputs: dict[str, str]) -> list[str]:
    return [inputs.get(word, word) for word in CASES[case]]


def without_times(path: Path) -> bytes:
    """The bytes, the seconds that a report holds left out."""
    return re.sub(rb'(time="|"seconds": "?)[0-9.e-]+', rb"\1", path.read_bytes())


@pytest.mark.parametrize("case", CASES)
def test_twice_is_well_and_something_else_is_kept(case: str, inputs: dict[str, str]) -> None:
    out = Path(inputs["OUT"])
    command = words(case, inputs)
    assert run(*command).exit_code == 0
    first = without_times(out)
    assert run(*command).exit_code == 0
    assert without_times(out) == first
    out.write_text("my notes")
    assert "--force replaces it" in refused(5, *command)
    assert out.read_text() == "my notes"
    assert run(*command, "--force").exit_code == 0
    assert without_times(out) == first


@pytest.mark.parametrize(
    ("case", "read"), [("certify", "IN"), ("attained", "IN"), ("counts", "TABLE"), ("export", "CERT")]
)
@pytest.mark.parametrize("way", ["name", "link", "dots"])
def test_never_onto_what_is_read(case: str, read: str, way: str, inputs: dict[str, str], tmp_path: Path) -> None:
    source = Path(inputs[read])
    before = source.read_bytes()
    target = source
    if way == "link":
        target = tmp_path / "link"
        target.symlink_to(source)
    elif way == "dots":
        target = tmp_path / ".." / tmp_path.name / source.name
    command = words(case, inputs | {"OUT": str(target)})
    assert "this command reads" in refused(2, *command, "--force")
    assert source.read_bytes() == before


def test_a_file_beside_the_problem_is_read_too(tmp_path: Path) -> None:
    for name in ("membership-csv.toml", "noisy-box.csv"):
        shutil.copyfile(certificates_dir() / "examples" / name, tmp_path / name)
    table = tmp_path / "noisy-box.csv"
    command = ("certify", str(tmp_path / "membership-csv.toml"), "-o", str(table), "--force")
    assert "this command reads" in refused(2, *command)
    assert table.read_bytes() == (certificates_dir() / "examples" / "noisy-box.csv").read_bytes()


def test_a_report_onto_the_source_that_it_judges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "mine_for_reports.py"
    source.write_text("def answer(message):\n    return None\n")
    monkeypatch.chdir(tmp_path)
    for target in (("--module", "mine_for_reports:answer"), ("--command", f"python3 {source.name}")):
        assert "this command reads" in refused(2, "conform", *target, "--junit", source.name, "--force")
    assert source.read_text().startswith("def answer")


def test_modes_and_links_are_kept(inputs: dict[str, str], tmp_path: Path) -> None:
    real = tmp_path / "real.cert.json"
    assert run(*words("certify", inputs | {"OUT": str(real)})).exit_code == 0
    real.chmod(0o640)
    link = Path(inputs["OUT"])
    link.symlink_to(real)
    assert run(*words("certify", inputs)).exit_code == 0
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    real.chmod(0o444)
    assert "write-protected" in refused(5, *words("certify", inputs), "--force")
    assert json.loads(real.read_bytes())["format"] == "bellcert/1"


def test_a_folder_is_no_place_for_a_file(inputs: dict[str, str], tmp_path: Path) -> None:
    assert "not a regular file" in refused(5, *words("bound", inputs | {"OUT": str(tmp_path)}))


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_takes_anything(kind: str) -> None:
    for data in (b"", b"{}", b"[", b"notes", b"\xff\xfe", b"x,y,z\n1,2,3\n"):
        assert not KINDS[kind](data), (kind, data)
