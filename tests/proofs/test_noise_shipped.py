"""The files about noise: each has its search, which is asked for by name."""

from pathlib import Path

import pytest

from proofs.kernel.check import check_bytes
from proofs.search.noise import shipped


def test_what_is_searched_is_shipped() -> None:
    assert [name for name in shipped.searches() if not (shipped.FOLDER / name).exists()] == []


def test_what_is_shipped_about_noise_is_searched() -> None:
    kinds = ("noise-*", "eavesdropper-*", "level-*", "table?-model-*", "*-noise.*")
    found = {path.name for kind in kinds for path in shipped.FOLDER.glob(f"{kind}.json")}
    assert found | set(shipped.searches()) == set(shipped.searches())


@pytest.mark.parametrize("name", ["noise-split-chsh", "noise-split-chsh.cert.json"])
def test_a_file_is_written_by_its_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    assert shipped.main([name]) == 0
    (path,) = tmp_path.iterdir()
    assert path.name == "noise-split-chsh.cert.json"
    assert check_bytes(path.read_bytes()).verdict == "PROVED"


def test_an_unknown_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    assert shipped.main(["noise-split-chsh", "noise"]) == 2
    assert not list(tmp_path.iterdir())
