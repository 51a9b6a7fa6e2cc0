"""The command line from inside: usage, bounds, checking, the outermost handler."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from oracle.cli.app import VERBS
from oracle.failures import EXIT_CODES
from proofs.kernel.check import check_bytes
from tests.oracle.runner import AZUMA, QUANTUM, TABLE, refused, run


@pytest.mark.parametrize("verb", VERBS)
def test_help_lists_the_exit_codes(verb: str) -> None:
    result = run(verb, "--help")
    assert result.exit_code == 0
    for code in (0, 2, 70):
        assert f"  {code:<3} {EXIT_CODES[code]}" in result.stdout
    assert "--json" in result.stdout


def test_the_program_lists_its_verbs_and_all_exit_codes() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert all(verb in result.stdout for verb in VERBS)
    assert all(f"  {code:<3} {says}" in result.stdout for code, says in EXIT_CODES.items())
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize("lead", ["", "\ufeff"])
def test_a_certificate_given_to_the_wrong_verb_is_called_one(tmp_path: Path, lead: str) -> None:
    file = tmp_path / "c.cert.json"
    file.write_text(lead + '{"format": "bellcert/1",\n "rule": "sos"}\n', encoding="utf-8")
    assert "a certificate, which bellcert check judges" in refused(3, "certify", str(file))
    assert "a certificate, which bellcert check judges" in refused(3, "counts", str(file), "--confidence", "99/100")


def test_kernel_pyz_says_how_its_file_is_named() -> None:
    assert "with -o" in refused(2, "export", "--to", "kernel.pyz", "k.pyz")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["certify"],
        ["sweep"],
        ["nonsense"],
        ["--nonsense"],
        ["check", "--nonsense"],
        ["check", "--jobs", "0"],
        ["check", "--jobs", "many"],
        ["audit", "nobody1900"],
        ["bound"],
        ["bound", "nonsense"],
        ["bound", "--list", QUANTUM],
        ["bound", QUANTUM],
        ["bound", QUANTUM, "score=2", "score=2"],
        ["bound", QUANTUM, "delta=2"],
        ["bound", QUANTUM, "score=2", "--digits", "-1"],
        ["bound", QUANTUM, "score=2", "-o", "-"],
        ["counts"],
        ["counts", TABLE],
        ["counts", TABLE, "--confidence", "0.99", "--method", "nonsense"],
        ["explain"],
        ["explain", "nonsense"],
        ["explain", "nobody1900/P1"],
        ["completion", "nonsense"],
    ],
    ids=" ".join,
)
def test_usage_errors(words: list[str]) -> None:
    refused(2, *words)


def test_the_name_in_a_message_is_escaped() -> None:
    message = refused(2, "bound", "evil\x1b[2J\nname")
    assert "\x1b" not in message


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (3, [QUANTUM, "score=2.83"]),
        (3, [QUANTUM, "score=nan"]),
        (3, [QUANTUM, "score=inf"]),
        (3, [QUANTUM, "score=1/0"]),
        (3, [QUANTUM, "score=pi/8"]),
        (3, ["chsh.min-entropy.nosignalling", "score=4.1"]),
        (3, [*AZUMA[:2], "confidence=1", *AZUMA[3:]]),
        (4, [QUANTUM, "score=1e999999999"]),
        (4, [QUANTUM, "score=2.5", "--digits", "301"]),
    ],
)
def test_bad_arguments_of_bound(code: int, words: list[str], tmp_path: Path) -> None:
    refused(code, "bound", *words)
    out = tmp_path / "out.cert.json"
    out.write_text("before")
    refused(code, "bound", *words, "-o", str(out))
    assert [path.name for path in tmp_path.iterdir()] == ["out.cert.json"]
    assert out.read_text() == "before"


def test_bound_json() -> None:
    document = json.loads(run("bound", *AZUMA, "--json").stdout)
    assert {"name", "arguments", "low", "high", "unit", "safe_side", "statement", "source"} <= set(document)
    assert document["arguments"] == {"n": "3016", "confidence": "99/100", "q": "1/4", "iq": "2*sqrt(2)"}
    assert "exact" not in document
    assert document["safe_side"] == "high"
    assert 0 < Fraction(document["high"]) - Fraction(document["low"]) <= Fraction(1, 2**40)


def test_bound_exact_json() -> None:
    document = json.loads(run("bound", QUANTUM, "score=sqrt(8)", "--json").stdout)
    assert (document["exact"], document["low"], document["high"]) == ("1", "1", "1")


def test_bound_prints_decimals_on_the_safe_side() -> None:
    exact = json.loads(run("bound", QUANTUM, "score=70/29", "--json", "--digits", "60").stdout)
    for digits in ("3", "20"):
        lines = run("bound", QUANTUM, "score=70/29", "--digits", digits).stdout.splitlines()
        assert [line.split()[0] for line in lines[1:3]] == ["low", "high"]
        low, high = (Fraction(line.split()[1]) for line in lines[1:3])
        assert low <= Fraction(exact["low"]) <= Fraction(exact["high"]) <= high
        assert high - low <= Fraction(2, 10 ** int(digits))


def test_bound_reads_words_from_standard_input() -> None:
    piped = run("bound", "-", "--json", stdin=f"{QUANTUM} score=5/2".encode())
    assert piped.stdout == run("bound", QUANTUM, "score=2.5", "--json").stdout


@pytest.mark.parametrize(("code", "data"), [(3, b"\xff\xfe"), (4, b"a" * (1 << 17)), (2, b""), (2, b"\0\0")])
def test_bad_words_on_standard_input(code: int, data: bytes) -> None:
    refused(code, "bound", "-", stdin=data)


def test_bound_list() -> None:
    names = [entry["name"] for entry in json.loads(run("bound", "--list", "--json").stdout)]
    assert set(names) >= {QUANTUM, "chsh.min-entropy.nosignalling", "azuma.deviation"}
    table = run("bound", "--list").stdout
    assert all(name in table for name in names)


def test_bound_writes_the_certificate_it_prints(proved: Path) -> None:
    document = json.loads(run("bound", QUANTUM, "score=70/29", "--json").stdout)
    verdict = check_bytes(proved.read_bytes())
    assert (verdict.verdict, verdict.sha256) == ("PROVED", document["sha256"])
    assert verdict.statement == document["statement"]


@pytest.mark.parametrize("where", ["missing/out.cert.json", ""])
def test_an_output_that_cannot_be_written(where: str, tmp_path: Path) -> None:
    assert "cannot be written" in refused(5, "bound", QUANTUM, "score=2", "-o", f"{tmp_path}/{where}") or not where
    assert list(tmp_path.iterdir()) == []


def test_check_lines(proved: Path, rejected: Path) -> None:
    result = run("check", str(proved), str(rejected))
    assert result.exit_code == 1
    heads = [line for line in result.stdout.splitlines() if not line.startswith("  ")]
    assert [head.split()[0] for head in heads] == ["PROVED", "REJECTED"]
    assert heads[0].split()[2] == str(proved)
    assert heads[1].split()[3] == "enclosure"
    assert "  claim: " in result.stdout


def test_check_json(proved: Path, rejected: Path) -> None:
    found = json.loads(run("check", "--json", str(proved), str(rejected)).stdout)
    assert [set(entry) for entry in found] == [
        {"path", "verdict", "sha256", "statement", "assumptions", "pointer", "code", "problem"}
    ] * 2
    assert [entry["verdict"] for entry in found] == ["PROVED", "REJECTED"]
    assert found[0]["sha256"] == check_bytes(proved.read_bytes()).sha256


@pytest.mark.parametrize(
    ("data", "verdict", "code"),
    [
        (b"", "MALFORMED", 3),
        (b"\xff", "MALFORMED", 3),
        (b'{"format": 1}', "MALFORMED", 3),
        (b"[" * 100_000, "LIMIT", 4),
        (b" " * (8 * 1024 * 1024 + 1), "LIMIT", 4),
    ],
)
def test_check_standard_input(data: bytes, verdict: str, code: int) -> None:
    result = run("check", "-", stdin=data)
    assert result.exit_code == code
    assert result.stdout.startswith(f"{verdict} ")


def test_check_folders_and_the_worst_code(proved: Path, rejected: Path, tmp_path: Path) -> None:
    result = run("check", str(proved.parent))
    assert result.exit_code == 1
    assert [line.split()[0] for line in result.stdout.splitlines() if line[0] != " "] == ["PROVED", "REJECTED"]
    (tmp_path / "bad.cert.json").write_text("{")
    (tmp_path / "ignored.json").write_text("{")
    assert run("check", str(tmp_path)).exit_code == 3
    assert run("check", str(tmp_path), str(rejected), str(proved)).exit_code == 1
    assert run("check", str(tmp_path), "/nonexistent").exit_code == 3
    assert run("check", str(proved), "/nonexistent").exit_code == 5


def test_check_with_processes_prints_the_same(proved: Path, rejected: Path) -> None:
    files = [str(proved), str(rejected), "/nonexistent", str(proved)]
    assert run("check", "--jobs", "2", *files).stdout == run("check", *files).stdout


@pytest.mark.parametrize("words", [["check"], ["schema"], ["audit"]], ids=" ".join)
def test_an_incomplete_installation(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Path:
        raise FileNotFoundError("the certificates are missing")

    monkeypatch.setattr("oracle.resources.certificates_dir", missing)
    monkeypatch.setattr("oracle.api.copies.certificates_dir", missing)
    monkeypatch.setattr("oracle.ledger.auditing.certificates_dir", missing)
    monkeypatch.setattr("oracle.api.copies.certificates_dir", missing)
    assert "the certificates are missing [not-shipped]" in refused(5, *words)


def test_a_schema_is_printed_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "point.json").write_text('{"a": 1}\n')
    monkeypatch.setattr("oracle.api.copies.certificates_dir", lambda: tmp_path)
    assert run("schema").stdout == "point\n"
    assert run("schema", "point").stdout == '{"a": 1}\n'
    refused(2, "schema", "../schema/point")


def test_nothing_checked_is_not_success(tmp_path: Path) -> None:
    refused(5, "check", str(tmp_path))
    assert json.loads(run("check", "--json", str(tmp_path)).stdout) == []


def test_check_escapes_paths(proved: Path, tmp_path: Path) -> None:
    evil = tmp_path / "x\nPROVED 0 y\x1b[2J.cert.json"
    evil.write_bytes(b"{")
    out = run("check", str(evil)).stdout
    assert [line.split()[0] for line in out.splitlines() if line[0] != " "] == ["MALFORMED"]
    assert "\x1b" not in out


def test_check_shipped_certificates() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert {line.split()[0] for line in result.stdout.splitlines() if line[0] != " "} == {"PROVED"}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RuntimeError("surprise\nwith two lines"), 70),
        (AssertionError(), 70),
        (RecursionError(), 70),
        (MemoryError(), 4),
        (PermissionError(13, "Permission denied", "there"), 5),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 141),
    ],
)
def test_no_failure_is_a_traceback(error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("oracle.cli.bound.bound_of_words", fail)
    result = run("bound", QUANTUM, "score=2")
    assert result.exit_code == code
    assert "Traceback" not in result.stderr
    assert result.stderr.count("\n") == (0 if code == 141 else 1)


def test_decimals_are_never_binary() -> None:
    # in binary floating point 0.1 + 0.2 + 0.3 + 0.4 need not be one, nor 1/0.1 be 10
    words = ["--confidence", "0.99", "--inputs", "0.1,0.2,0.3,0.4", "--json", "--allow-biased-inputs"]
    document = json.loads(run("counts", TABLE, *words).stdout)
    assert document["inputs"] == {"00": "1/10", "01": "1/5", "10": "3/10", "11": "2/5"}
    weighted = 10 * (588 - 164) + 5 * (607 - 144) + Fraction(10, 3) * (574 - 133) - Fraction(5, 2) * (157 - 649)
    assert document["estimates"]["declared"] == str(weighted / 3016)
