"""`bellcert counts` from inside: output, refusals, standard input."""

import json
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from oracle.proved import judged
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes
from tests.oracle.runner import TABLE, refused, run
from tests.schema.schemas import complaints


def test_counts_json(tmp_path: Path) -> None:
    out = tmp_path / "bits.cert.json"
    document = json.loads(run("counts", TABLE, "--confidence", "99/100", "-o", str(out), "--json").stdout)
    assert {"estimates", "estimator", "deviation", "statement", "bits", "certificates"} <= set(document)
    assert document["estimates"]["declared"] == "70/29"
    assert document["estimates"]["observed"] == "6937867065/2873387582"
    assert set(document["bits"]) == {f"{w}{m}" for w in ("", "width8:") for m in ("analytic", "no-signalling", "tight")}
    low, high = (Fraction(document["bits"]["analytic"][side]) for side in ("low", "high"))
    assert Fraction("40.5683") < low <= high < Fraction("40.5685")
    eps = document["deviation"]["by_method"]["analytic"]
    assert Fraction(eps["low"]) < Fraction("0.3773486931377")
    assert Fraction("0.3773486931376") < Fraction(eps["high"])
    verdict = check_bytes(out.read_bytes())
    assert (verdict.verdict, verdict.statement) == ("PROVED", document["statement"])
    assert [entry["path"] for entry in document["certificates"]] == [*[None] * 5, str(out)]


def test_counts_text_names_both_estimates_and_all_assumptions() -> None:
    out = run("counts", TABLE, "--confidence", "0.99").stdout
    for text in (
        "70/29",
        "6937867065/2873387582",
        "40.568409",
        "assumption: free-inputs",
        "tag: adversary = classical",
    ):
        assert text in out


def test_counts_says_what_it_wrote(tmp_path: Path) -> None:
    out = tmp_path / "no-signalling.cert.json"
    words = ["--confidence", "0.99", "--method", "width8:no-signalling", "-o", str(out)]
    assert f"Certificate written: {out}" in run("counts", TABLE, *words).stdout
    assert check_bytes(out.read_bytes()).statement.startswith("set: no-signalling")


def test_counts_at_a_level(tmp_path: Path) -> None:
    pytest.importorskip("clarabel")
    out = tmp_path / "level.cert.json"
    words = ["--confidence", "99/100", "--level", "1+AB", "--level", "2", "--method", "sdp:2", "-o", str(out), "--json"]
    document = json.loads(run("counts", TABLE, *words).stdout)
    names = ("analytic", "no-signalling", "tight", "sdp:1+AB", "sdp:2")
    assert list(document["bits"]) == [f"{w}{m}" for w in ("", "width8:") for m in names]
    bits = {key: Fraction(entry["low"]) for key, entry in document["bits"].items()}
    assert bits["analytic"] < bits["sdp:1+AB"] < Fraction("43.38") <= bits["sdp:2"] < bits["tight"]
    verdict = check_bytes(out.read_bytes())
    assert (verdict.verdict, verdict.statement) == ("PROVED", document["statement"])
    assert f"n f(Ihat - eps) >= {bits['sdp:2']} " in verdict.statement
    assert document["deviation"]["method"] == "sdp:2"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (2, ["--method", "sdp:2"]),
        (2, ["--method", "best"]),
        (3, ["--level", "AA"]),
        (3, ["--level", "nonsense"]),
        (4, ["--level", "6"]),
    ],
)
def test_bad_levels_and_methods(code: int, words: list[str]) -> None:
    refused(code, "counts", TABLE, "--confidence", "0.99", *words)


def test_a_level_without_a_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "clarabel", None)
    message = refused(5, "counts", TABLE, "--confidence", "0.99", "--level", "2")
    assert "pip install 'bellcert[sdp]'" in message
    assert run("counts", TABLE, "--confidence", "0.99").exit_code == 0


def test_counts_reads_standard_input_in_any_order() -> None:
    header, *rows = Path(TABLE).read_text().splitlines()
    shuffled = "\r\n".join(["\ufeff" + header, *reversed(rows)]).encode()
    piped = run("counts", "-", "--confidence", "0.99", "--json", stdin=shuffled)
    assert piped.stdout == run("counts", TABLE, "--confidence", "99/100", "--json").stdout


@pytest.mark.parametrize("name", ["delft2015", "munich2016"])
def test_counts_of_few_rounds_say_zero(name: str) -> None:
    table = str(certificates_dir() / "instances" / f"{name}.csv")
    result = run("counts", table, "--confidence", "0.95")
    assert result.exit_code == 0
    assert "0 bits: " in result.stdout
    bits = json.loads(run("counts", table, "--confidence", "0.95", "--json").stdout)["bits"]
    assert bits["analytic"]["low"] == bits["no-signalling"]["low"] == "0"


def test_counts_refuses_settings_that_contradict_the_declaration(tmp_path: Path) -> None:
    table, out = str(certificates_dir() / "instances" / "nist2015.csv"), tmp_path / "out.cert.json"
    assert "distance 2491397/692597692" in refused(3, "counts", table, "--confidence", "0.99", "-o", str(out))
    assert not out.exists()
    allowed = run("counts", table, "--confidence", "0.99", "--allow-biased-inputs")
    assert allowed.exit_code == 0
    assert "WARNING: the settings 0,0" in allowed.stdout


def signalling_table() -> bytes:
    header, *rows = Path(TABLE).read_text().splitlines()
    return "\n".join([header, "0,0,0,0,588", "0,0,0,1,94", "0,0,1,0,70", "0,0,1,1,0", *rows[4:]]).encode()


def test_counts_refuses_signalling_data() -> None:
    message = refused(3, "counts", "-", "--confidence", "0.99", stdin=signalling_table())
    assert "[signalling]" in message
    allowed = run("counts", "-", "--confidence", "0.99", "--allow-signalling", "--json", stdin=signalling_table())
    assert allowed.exit_code == 0
    assert len(json.loads(allowed.stdout)["warnings"]) == 2


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (3, ["--confidence", "1"]),
        (3, ["--confidence", "0"]),
        (3, ["--confidence", "99"]),
        (3, ["--confidence", "99%"]),
        (3, ["--confidence", "nan"]),
        (3, ["--confidence", "sqrt(2)/2"]),
        (4, ["--confidence", "1e-999999999"]),
        (3, ["--confidence", "0.99", "--inputs", "0.5,0.5,0.1,0.1"]),
        (3, ["--confidence", "0.99", "--inputs", "1/4,1/4,1/2,0"]),
        (3, ["--confidence", "0.99", "--inputs", "biased"]),
    ],
)
def test_bad_options_of_counts(code: int, words: list[str]) -> None:
    refused(code, "counts", TABLE, *words)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        (3, b""),
        (3, b"\xff\xfe"),
        (3, b"x,y,a,b,count\n0,0,0,0,-1\n"),
        (3, b"x,y,a,b,count\n0,0,0,0,1.5\n"),
        (3, b"x,y,a,b,count\n0,0,0,0,1\n0,0,0,0,1\n"),
        (3, b"x,y,a,b,count\n0,0,0,0,1\n"),
        (4, b"x,y,a,b,count\n0,0,0,0," + b"9" * 5000 + b"\n"),
        (4, b"x" * (1 << 21)),
    ],
)
def test_bad_tables_of_counts(code: int, data: bytes) -> None:
    refused(code, "counts", "-", "--confidence", "0.99", stdin=data)


def test_files_that_are_not_there() -> None:
    refused(5, "counts", "/nonexistent.csv", "--confidence", "0.99")
    refused(5, "counts", "/", "--confidence", "0.99")


CASES = Path(__file__).parents[1] / "ask" / "cases"


def test_the_statement_written_is_the_one_that_is_never_worse(tmp_path: Path) -> None:
    out = tmp_path / "bits.cert.json"
    document = json.loads(run("counts", TABLE, "--confidence", "99/100", "-o", str(out), "--json").stdout)
    assert document["deviation"]["method"] == "width8:tight"
    assert "279.195664" in check_bytes(out.read_bytes()).statement
    assert all(Fraction(bits["low"]) <= Fraction("279.195665") for bits in document["bits"].values())


def test_what_was_allowed_is_a_tag_of_the_certificate(tmp_path: Path) -> None:
    out, table = tmp_path / "b.cert.json", str(CASES / "signal.csv")
    assert "[signalling]" in refused(3, "counts", table, "--confidence", "99/100")
    allowed = ("--allow-signalling", "--allow-biased-inputs")
    document = json.loads(run("counts", table, "--confidence", "99/100", *allowed, "-o", str(out), "--json").stdout)
    assert complaints("counts", document) == []
    assert document["overrides"] == ["signalling", "biased-inputs"]
    statement = check_bytes(out.read_bytes()).statement
    assert "tag: signalling = allowed" in statement
    assert "tag: biased-inputs = allowed" in statement
    clean = json.loads(run("counts", TABLE, "--confidence", "99/100", *allowed, "--json").stdout)
    assert clean["overrides"] == []
    assert "= allowed" not in clean["statement"]


def test_counts_beyond_quantum_theory_are_empty(tmp_path: Path) -> None:
    out, table = tmp_path / "e.cert.json", str(CASES / "pr1000.csv")
    result = run("counts", table, "--confidence", "99/100", "-o", str(out), "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["verdict"]) == (1, "EMPTY")
    assert complaints("counts", document) == []
    verdict = check_bytes(out.read_bytes())
    assert (verdict.verdict, verdict.statement) == ("PROVED", document["statement"])
    assert "no behaviour of the set satisfies the hypotheses" in verdict.statement
    assert run("counts", table, "--confidence", "99/100").exit_code == 1
    known = json.loads(run("counts", table, "--confidence", "99/100", "--method", "no-signalling", "--json").stdout)
    assert set(known["bits"]) == {"no-signalling", "width8:no-signalling"}


def test_counts_at_the_quantum_maximum_are_not_empty() -> None:
    """CHSH = 3 from 100 rounds a setting is chance; from 4000 a setting it is not."""
    for rounds, code in ((100, 0), (6000, 1)):
        lines = [
            f"{x},{y},{a},{b},{rounds * (7 if (a ^ b) == x * y else 1) // 16}"
            for x, y, a, b in ((k >> 3, k >> 2 & 1, k >> 1 & 1, k & 1) for k in range(16))
        ]
        table = "\n".join(["x,y,a,b,count", *lines]).encode()
        assert run("counts", "-", "--confidence", "99/100", stdin=table).exit_code == code


def test_each_certificate_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from proofs.kernel import check

    seen: list[bytes] = []
    genuine = check.check_bytes

    def counted(data: bytes) -> object:
        seen.append(data)
        return genuine(data)

    monkeypatch.setattr(check, "check_bytes", counted)
    judged.cache_clear()
    table = str(certificates_dir() / "instances" / "delft2015.csv")
    assert run("counts", table, "--confidence", "99/100", "--level", "1+AB").exit_code == 0
    assert len(seen) == len(set(seen)) <= 19
