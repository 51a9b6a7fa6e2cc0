"""The checker as one file: same bytes for same sources, and it runs alone."""

import ast
import io
import os
import runpy
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from proofs.pyz import STARTER, archive_bytes, main, sources
from tests.policy.text import ROOT

PROOFS = ROOT / "proofs"


def copy_of_proofs(folder: Path) -> Path:
    for path in sources(PROOFS):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target)
        os.utime(target, (0, 0))
    return folder / "proofs"


def run_alone(archive: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(archive), *map(str, arguments)]
    return subprocess.run(command, cwd=archive.parent, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("alone") / "kernel.pyz"
    assert main([str(path)]) == 0
    return path


def test_equal_sources_give_equal_bytes_wherever_and_whenever_they_were_written(tmp_path: Path) -> None:
    assert archive_bytes(copy_of_proofs(tmp_path)) == archive_bytes(PROOFS)


def test_a_changed_source_changes_the_bytes(tmp_path: Path) -> None:
    package = copy_of_proofs(tmp_path)
    with (package / "kernel" / "check.py").open("a") as file:
        file.write("# changed\n")
    assert archive_bytes(package) != archive_bytes(PROOFS)


def test_it_holds_the_kernel_and_nothing_else() -> None:
    with zipfile.ZipFile(io.BytesIO(archive_bytes(PROOFS))) as inside:
        names = inside.namelist()
    assert names[:2] == ["__main__.py", "proofs/__init__.py"]
    assert names[2:] == sorted(path.relative_to(ROOT).as_posix() for path in (PROOFS / "kernel").rglob("*.py"))


def test_it_proves_a_shipped_certificate_without_site_packages(archive: Path) -> None:
    certificate = sorted((ROOT / "certificates" / "pironio2010").glob("*.cert.json"))[0]
    done = run_alone(archive, certificate)
    assert (done.returncode, done.stdout.split()[:1], done.stderr) == (0, ["PROVED"], "")


def test_it_refuses_a_file_that_is_no_certificate(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "x.cert.json").write_text("{}")
    done = run_alone(archive, tmp_path / "x.cert.json")
    assert (done.returncode, done.stdout.split()[:1], done.stderr) == (3, ["MALFORMED"], "")


def test_no_file_at_all_is_not_success(archive: Path) -> None:
    assert run_alone(archive).returncode == 5


def test_a_bug_in_the_kernel_is_not_taken_for_a_verdict(tmp_path: Path) -> None:
    package = copy_of_proofs(tmp_path)
    with (package / "kernel" / "check.py").open("a") as file:
        file.write("\n\ndef check_bytes(data):\n    raise RuntimeError('planted')\n")
    (tmp_path / "kernel.pyz").write_bytes(archive_bytes(package))
    done = run_alone(tmp_path / "kernel.pyz", tmp_path / "kernel.pyz")
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (70, "", False)


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="no such signal here")
def test_a_reader_that_has_seen_enough_is_no_bug(archive: Path) -> None:
    certificate = sorted((ROOT / "certificates" / "pironio2010").glob("*.cert.json"))[0]
    command = [sys.executable, "-I", "-S", str(archive), *[str(certificate)] * 200]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline().startswith(b"PROVED")
        running.stdout.close()
        assert (running.wait(), running.stderr.read()) == (-signal.SIGPIPE, b"")


def test_writing_needs_exactly_one_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "kernel.pyz"
    target.write_bytes(b"old")

    def refuse(self: Path, other: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(KeyboardInterrupt):
        main([str(target)])
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["kernel.pyz"]


def test_a_python_too_old_is_told_and_nothing_is_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ast.parse(STARTER, feature_version=(3, 4))
    starter = tmp_path / "__main__.py"
    starter.write_bytes(STARTER)
    monkeypatch.setattr(sys, "version_info", (3, 10, 13, "final", 0))
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(starter), run_name="__main__")
    assert end.value.code == 5
    assert capsys.readouterr() == ("", "nothing was checked: Python 3.11 or newer is needed, this is 3.10\n")
