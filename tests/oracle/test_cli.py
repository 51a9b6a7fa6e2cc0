"""The command line from inside: every verb, every bad input, exit codes and output."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from oracle.cli.app import VERBS, app
from oracle.problems import EXIT_CODES
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes

TABLE = str(certificates_dir() / "pironio2010" / "table1.csv")
QUANTUM = "chsh.min-entropy.local"
AZUMA = ["azuma.deviation", "n=3016", "confidence=99/100", "q=1/4", "iq=2*sqrt(2)"]


def run(*words: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=stdin, catch_exceptions=False)


def refused(code: int, *words: str, stdin: bytes | None = None) -> str:
    """Standard error of a command that must fail with this code: one sentence, nothing on standard output."""
    result = run(*words, stdin=stdin)
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("proved") / "one.cert.json"
    assert run("bound", QUANTUM, "score=70/29", "-o", str(path)).exit_code == 0
    return path


@pytest.fixture(scope="module")
def rejected(proved: Path) -> Path:
    document = json.loads(proved.read_bytes())
    document["statement"]["low"] = "1"
    path = proved.parent / "wrong" / "two.cert.json"
    path.parent.mkdir()
    path.write_text(json.dumps(document))
    return path


# -- every verb -----------------------------------------------------------------------


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


# -- bound ----------------------------------------------------------------------------


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


# -- check ----------------------------------------------------------------------------


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
    monkeypatch.setattr("oracle.ledger.auditing.certificates_dir", missing)
    assert "the certificates are missing [not-shipped]" in refused(5, *words)


def test_a_schema_is_printed_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "point.json").write_text('{"a": 1}\n')
    monkeypatch.setattr("oracle.resources.certificates_dir", lambda: tmp_path)
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


# -- counts ---------------------------------------------------------------------------


def test_counts_json(tmp_path: Path) -> None:
    out = tmp_path / "bits.cert.json"
    document = json.loads(run("counts", TABLE, "--confidence", "99/100", "-o", str(out), "--json").stdout)
    assert {"estimates", "estimator", "deviation", "statement", "bits", "certificates"} <= set(document)
    assert document["estimates"]["declared"] == "70/29"
    assert document["estimates"]["observed"] == "6937867065/2873387582"
    assert set(document["bits"]) == {"analytic", "no-signalling", "width8:analytic", "width8:no-signalling"}
    low, high = (Fraction(document["bits"]["analytic"][side]) for side in ("low", "high"))
    assert Fraction("40.5683") < low <= high < Fraction("40.5685")
    eps = document["deviation"]
    assert Fraction(eps["low"]) < Fraction("0.3773486931377")
    assert Fraction("0.3773486931376") < Fraction(eps["high"])
    verdict = check_bytes(out.read_bytes())
    assert (verdict.verdict, verdict.statement) == ("PROVED", document["statement"])
    assert [entry["path"] for entry in document["certificates"]] == [str(out), None, None, None]


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


# -- explain, schema, doctor, completion ----------------------------------------------


@pytest.mark.parametrize("subject", ["indefinite", "signalling", "5", QUANTUM, "azuma.deviation"])
def test_explain_codes_and_bounds(subject: str) -> None:
    result = run("explain", subject)
    assert result.exit_code == 0
    assert subject in result.stdout.splitlines()[0]
    assert json.loads(run("explain", subject, "--json").stdout)["says"]


def test_explain_every_code() -> None:
    from oracle.problems import CODES
    from proofs.kernel.errors import CODES as KERNEL_CODES

    for code in {**CODES, **KERNEL_CODES}:
        assert run("explain", code).exit_code == 0


def test_explain_certificates(proved: Path, rejected: Path) -> None:
    good, bad = run("explain", str(proved)), run("explain", str(rejected))
    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert "Rule enclosure" in good.stdout
    assert check_bytes(proved.read_bytes()).statement in good.stdout
    assert "enclosure: " in bad.stdout
    assert run("explain", "-", stdin=proved.read_bytes()).stdout == good.stdout


def test_explain_a_claim() -> None:
    result = run("explain", "pironio2010/P4")
    assert result.exit_code == 0
    assert "claim pironio2010/P4" in result.stdout


def test_every_rule_has_an_explanation() -> None:
    from oracle.cli.explain import RULES as EXPLAINED
    from proofs.kernel.rules import RULES

    assert set(EXPLAINED) == set(RULES)


def test_schemas_are_json() -> None:
    names = run("schema").stdout.split()
    assert names
    assert json.loads(run("schema", "--json").stdout) == names
    for name in names:
        assert isinstance(json.loads(run("schema", name).stdout), dict)
    refused(2, "schema", "nonsense")


def test_doctor_finds_one_owner_for_each_name() -> None:
    document = json.loads(run("doctor", "--json").stdout)
    assert document["ok"]
    owners = {f["what"]: f["found"] for f in document["findings"] if f["what"].startswith("package ")}
    assert set(owners) == {"package oracle", "package proofs", "package lp"}
    assert all(found.startswith("bellcert: ") for found in owners.values())


def test_doctor_reports_a_second_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oracle.cli.doctor.packages_distributions", lambda: {"lp": ["bellcert", "other-lp"]})
    result = run("doctor")
    assert result.exit_code == 1
    assert "bellcert, other-lp" in result.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_BELLCERT_COMPLETE" in result.stdout


# -- the outermost handler ------------------------------------------------------------


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

    monkeypatch.setattr("oracle.cli.bound.find", fail)
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
