"""The shipped folders are what the generators write, and each file that needs a solver has its search."""

from pathlib import Path

import pytest

from oracle.papers.generate import Files, folders, main, searches
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes


@pytest.mark.parametrize(("bibkey", "make"), folders().items())
def test_shipped_certificates_are_written_again_byte_for_byte(bibkey: str, make: Files) -> None:
    folder = certificates_dir() / bibkey
    for name, data in make().items():
        assert (folder / name).read_bytes() == data, name


@pytest.mark.parametrize(("bibkey", "make"), folders().items())
def test_every_shipped_certificate_is_generated_or_searched(bibkey: str, make: Files) -> None:
    known = make().keys() | {path.name for path in searches() if path.parent == Path(bibkey)}
    from_counts = {"pironio2010": {"table1-sdp-1ab.cert.json", "table1-sdp-2.cert.json"}}  # by bellcert counts --level
    shipped = {path.name for path in (certificates_dir() / bibkey).glob("*.json")}
    assert shipped == known | from_counts.get(bibkey, set())


@pytest.mark.parametrize("name", ["noise-split-chsh", "noise-split-chsh.cert.json"])
def test_a_file_is_searched_by_its_name(name: str, tmp_path: Path) -> None:
    (tmp_path / "padovan2024").mkdir()
    assert main([name], tmp_path) == 0
    (path,) = (tmp_path / "padovan2024").iterdir()
    assert path.name == "noise-split-chsh.cert.json"
    assert check_bytes(path.read_bytes()).verdict == "PROVED"


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    assert main(["noise-split-chsh", "noise"], tmp_path) == 2
    assert not list(tmp_path.iterdir())
