"""The verbs that copy test vectors and examples."""

import json
from pathlib import Path

from oracle.resources import certificates_dir
from tests.oracle.runner import refused, run

VECTORS = certificates_dir() / "vectors"


def copied(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_all_are_copied_with_the_licence(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder"
    assert run("vectors", "copy", str(target)).exit_code == 0
    assert copied(target) == copied(VECTORS) | {"LICENSE": (certificates_dir() / "LICENSE").read_bytes()}


def test_one_folder_alone_and_other_files_stay(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    document = json.loads(run("vectors", "copy", str(tmp_path), "--only", "farkas", "--json").stdout)
    names = copied(tmp_path)
    assert document == {"directory": str(tmp_path), "files": len(names) - 1}
    assert {name.partition("/")[0] for name in names} == {"farkas", "README.md", "LICENSE", "mine.txt"}


def test_the_list_counts_what_there_is() -> None:
    listed = json.loads(run("vectors", "--json").stdout)
    folders = {path.name for path in VECTORS.iterdir() if path.is_dir()}
    assert {entry["folder"] for entry in listed} == folders
    assert sum(entry["files"] for entry in listed) == len(copied(VECTORS)) - 1  # the page stands above the folders
    assert "conformance" in run("vectors").stdout


def test_usage_and_places_that_cannot_be_written(tmp_path: Path) -> None:
    refused(2, "vectors", "copy")
    refused(2, "vectors", "copy", str(tmp_path), "--only", "nothing")
    file = tmp_path / "file"
    file.write_text("")
    refused(2, "vectors", "copy", str(file))
    assert copied(tmp_path) == {"file": b""}


def test_a_changed_file_is_kept_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    refused(5, "vectors", "copy", str(tmp_path))
    assert copied(tmp_path) == {"README.md": b"mine"}
    assert run("vectors", "copy", str(tmp_path), "--force", "--only", "farkas").exit_code == 0
    assert copied(tmp_path)["README.md"] == (VECTORS / "README.md").read_bytes()
    assert run("vectors", "copy", str(tmp_path), "--only", "farkas").exit_code == 0


def test_examples_are_listed_copied_and_answered(tmp_path: Path) -> None:
    listed = json.loads(run("examples", "--json").stdout)
    assert run("examples", "copy", str(tmp_path)).exit_code == 0
    assert {entry["name"] for entry in listed} == set(copied(tmp_path))
    assert run("certify", str(tmp_path / "maximum.toml")).exit_code == 0
    (tmp_path / "maximum.toml").write_text("mine")
    refused(5, "examples", "copy", str(tmp_path))
    assert copied(tmp_path)["maximum.toml"] == b"mine"


def test_each_example_begins_with_what_it_is() -> None:
    for entry in json.loads(run("examples", "--json").stdout):
        assert entry["says"], entry["name"]


def test_the_example_of_counts_is_the_table_of_the_paper() -> None:
    root = certificates_dir()
    assert (root / "examples" / "two-ion-2010.csv").read_bytes() == (root / "pironio2010" / "table1.csv").read_bytes()
