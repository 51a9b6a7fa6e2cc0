"""A file that a verb cannot read is called what it is, with the verb that takes it."""

from pathlib import Path

import pytest

from oracle.recognised import hinted, recognised
from oracle.resources import certificates_dir
from tests.oracle.runner import TABLE, refused, run

PROBLEM = "a problem in TOML, which bellcert certify takes"
COUNTS = "a table of counts, which bellcert counts takes"
CERTIFICATE = "a certificate, which bellcert check judges"
EXAMPLE = str(certificates_dir() / "examples" / "maximum.toml")
PROVED = str(certificates_dir() / "pironio2010" / "quantum-bound.cert.json")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["export", "--to", "vipr", EXAMPLE], PROBLEM),
        (["export", "--to", "lean", TABLE], COUNTS),
        (["export", "--to", "sdpa", TABLE], COUNTS),
        (["certify", TABLE], COUNTS),
        (["certify", PROVED], CERTIFICATE),
        (["sweep", TABLE, "--over", "a=1", "-o", "no-such-folder"], COUNTS),
        (["counts", EXAMPLE, "--confidence", ".9"], PROBLEM),
        (["counts", PROVED, "--confidence", ".9"], CERTIFICATE),
        (["counts", TABLE, "--confidence", ".9", "--factors", EXAMPLE], PROBLEM),
        (["counts", TABLE, "--confidence", ".9", "--factors", PROVED], CERTIFICATE),
        (["counts", TABLE, "--confidence", ".9", "--calibration", PROVED], CERTIFICATE),
        (["factors", EXAMPLE, "-o", "no-such-folder/f.json"], PROBLEM),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_file_given_to_the_wrong_verb_is_called_what_it_is(words: list[str], says: str) -> None:
    assert says in refused(3, *words)


@pytest.mark.parametrize(("path", "says"), [(EXAMPLE, PROBLEM), (TABLE, COUNTS)], ids=["problem", "counts"])
@pytest.mark.parametrize("verb", ["check", "explain"])
def test_what_is_no_certificate_is_malformed_and_called_what_it_is(verb: str, path: str, says: str) -> None:
    result = run(verb, path)
    assert result.exit_code == 3
    assert result.stdout.startswith("MALFORMED ")
    assert says in " ".join(result.stdout.split())
    assert says in run(verb, path, "--json").stdout


def test_counts_of_another_scenario_are_sent_to_certify(tmp_path: Path) -> None:
    table = tmp_path / "c3.csv"
    table.write_text("x,y,a,b,count\n0,0,0,2,7\n")
    assert "bellcert certify takes counts of any scenario" in refused(3, "counts", str(table), "--confidence", ".9")


def test_a_problem_is_no_solution(tmp_path: Path) -> None:
    said = refused(3, "certify", str(certificates_dir() / "examples" / "maximum-quantum.toml"), "--dual", EXAMPLE)
    assert "no result of SDPA or CSDP" in said
    assert "invalid literal" not in said


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PAR1...", "Parquet"),
        (b"\x93NUMPY", "NumPy"),
        (b"\x89HDF\r\n", "HDF5"),
        (b"PK\x03\x04", "archive"),
        (b"VER 1.1", "viprchk"),
        (b"<!doctype html>", "page"),
        (b"\xef\xbb\xbfkind = 'facet'", PROBLEM),
        (b"x,y,a,b,probability\n0,0,0,0,1", "probabilities"),
        (b"t,x,y,a,b\n", "rounds"),
        (b'{"suite_version": "1.0"}', "conform"),
        (b'{"format": "bellcert-factors/1"}', "factors"),
        (b"", ""),
        (b"\xff\xfe", ""),
        (b"[[[[", ""),
        (b"[1, 2]", ""),
        (b'{"format": "other/1"}', ""),
        (b"{}", ""),
        (b"a sentence of some words", ""),
        (b"a = 1", "a table in TOML"),
        (b"columns = 1", "--map"),
    ],
)
def test_what_bytes_look_like(data: bytes, says: str) -> None:
    assert says in recognised(data)
    assert bool(says) == bool(recognised(data))
    assert hinted("no", data).startswith("no")


def test_a_certificate_that_proves_nothing_is_not_sent_to_itself(tmp_path: Path) -> None:
    bad = tmp_path / "bad.cert.json"
    bad.write_text('{"format": "bellcert/1"}')
    assert "which bellcert check judges" not in run("check", str(bad)).stdout
