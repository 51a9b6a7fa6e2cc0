"""Honest runs of every protocol are accepted, and what they yield is proved; bad files are one sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from oracle.failures import CommandFailure, Malformed
from oracle.protocols.judge import judge
from oracle.protocols.play import play
from oracle.protocols.registry import protocols
from oracle.proved import proved
from oracle.resources import certificates_dir
from tests.oracle.protocols.runs import asked, copied, report, reported
from tests.oracle.runner import refused, run

EXAMPLES = sorted((certificates_dir() / "examples" / "protocols").glob("*.toml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_honest_run_of_every_protocol_ends_in_one_certificate(path: Path, tmp_path: Path) -> None:
    if "needs a solver" in path.read_text("utf-8"):
        pytest.importorskip("clarabel", reason="the solver is optional and not installed")
    play(asked(path.read_text("utf-8")), tmp_path, seed=11)
    found = judge(tmp_path)
    assert found.conforms
    assert found.accepted
    assert found.proof is not None
    again = proved(found.proof.data)
    digests = report(tmp_path)
    if again.statement["kind"] == "extracted-bits":
        for name in ("declaration", "events", "output"):
            assert f"data: {name}: sha256 {digests[name]}" in again.text
        assert f"output: w of m = {found.output} bits" in again.text
    else:
        assert re.search("names? (none of these files|no file)|names a file", found.remarks[-1])
    assert (tmp_path / "output.bin").stat().st_size == -(-found.output // 8)


def test_every_protocol_has_an_example() -> None:
    assert {path.stem for path in EXAMPLES} == set(protocols())


def test_equal_seeds_give_equal_runs(honest: Path, tmp_path: Path) -> None:
    play(asked(), tmp_path, seed=1)
    for path in honest.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_run_below_its_threshold_conforms_and_yields_nothing(aborted: Path) -> None:
    found = judge(aborted)
    assert (found.conforms, found.accepted, found.output, found.proof) == (True, False, 0, None)


def test_rounds_in_csv_and_npz_are_judged_alike(honest: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as parquet
    from pyarrow import csv

    from oracle.protocols.recording import file_sha256

    table = parquet.read_table(honest / "events.parquet")
    for suffix in ("csv", "npz"):
        folder = copied(honest, tmp_path / suffix)
        (folder / "events.parquet").unlink()
        (folder / "run.cert.json").unlink()
        path = folder / f"events.{suffix}"
        if suffix == "csv":
            csv.write_csv(table, path)
        else:
            np.savez_compressed(path, **{name: table[name].to_numpy() for name in "xyab"})
        reported(folder, events=file_sha256(path), chain=None)
        found = judge(folder)
        assert found.conforms
        assert found.estimate == judge(honest).estimate


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", 3),
        ('protocol = 1', 3),
        ('protocol = "nothing"', 2),
        ('protocol = "chsh-expansion"', 2),
        ('protocol = "chsh-expansion"\n[parameters]\nrounds = 1.5\nscore = "13/5"', 3),
        ('protocol = "chsh-expansion"\n[parameters]\nrounds = "100"\nscore = "13/5"', 3),
        ('protocol = "chsh-expansion"\n[parameters]\nrounds = "100000"\nscore = "13/5"\nerror = "1e-9"', 3),
        ('protocol = "chsh-expansion"\n[parameters]\nrounds = "100000"\nscore = "5"', 3),
        ('protocol = "chsh-expansion"\nparameter = 1', 3),
        ('protocol = "chsh-expansion"\n[parameters]\nrounds = "100000"\nscore = "3"\n[separation]\ndistance = "0"', 3),
    ],
)  # fmt: skip
def test_protocol_files_that_are_none(text: str, code: int, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text(text, "utf-8")
    refused(code, "declare", str(path))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("declaration.json", b"{}"), ("declaration.json", b"["), ("report.json", b'{"format": "bellcert-run/1"}'),
        ("report.json", b'{"format": "bellcert-run/1", "format": "bellcert-run/1"}'), ("events.parquet", b"PAR1"),
    ],
)  # fmt: skip
def test_files_of_a_run_that_are_none(name: str, data: bytes, honest: Path, tmp_path: Path) -> None:
    from oracle.protocols.recording import file_sha256

    folder = copied(honest, tmp_path / "run")
    (folder / name).write_bytes(data)
    if name == "events.parquet":
        reported(folder, events=file_sha256(folder / name))
    with pytest.raises(Malformed) as failure:
        judge(folder)
    assert "\n" not in failure.value.sentence


def test_a_file_that_is_missing(honest: Path, tmp_path: Path) -> None:
    for name in ("declaration.json", "report.json", "events.parquet", "seed.bin", "output.bin"):
        folder = copied(honest, tmp_path / name)
        (folder / name).unlink()
        with pytest.raises(CommandFailure):
            judge(folder)


def test_an_unknown_field_of_the_report(honest: Path, tmp_path: Path) -> None:
    folder = copied(honest, tmp_path / "run")
    reported(folder, outcome="good")
    with pytest.raises(Malformed, match="outcome"):
        judge(folder)


def printed(code: int, *words: str) -> str:
    found = run(*words)
    assert found.exit_code == code, found.output
    return found.stdout


def test_the_three_verbs(tmp_path: Path) -> None:
    example, folder, kept = str(EXAMPLES[0]), str(tmp_path / "run"), str(tmp_path / "d.json")
    assert "Declaration written" in printed(0, "declare", example, "-o", kept)
    assert "a simulated run conforms and was accepted" in printed(0, "simulate", example, "-o", folder, "--seed", "4")
    out = printed(0, "transcript", folder, "-o", str(tmp_path / "out.cert.json"))
    assert "Assumed, and who has to vouch for it" in out
    printed(0, "check", str(tmp_path / "out.cert.json"))
    out = printed(1, "transcript", folder, "--declaration", kept, "--json")
    assert json.loads(out)["violation"]["name"] == "declaration-exchanged"
    # nothing is lost: another run does not go over this one unasked, and none over anything else
    refused(5, "simulate", example, "-o", folder)
    refused(5, "simulate", example, "-o", str(tmp_path), "--force")
    refused(2, "simulate", example, "-o", folder, "--force", "--device", "perfect")
    out = printed(0, "simulate", example, "-o", folder, "--force", "--device", "noisy", "--json")
    assert json.loads(out)["accepted"] is False
    assert not (tmp_path / "run" / "output.bin").exists()
    assert all(name in printed(0, "declare", "--list") for name in protocols())
    assert [entry["name"] for entry in json.loads(printed(0, "declare", "--list", "--json"))] == list(protocols())
    refused(2, "declare")
    refused(5, "transcript", str(tmp_path / "nothing"))
