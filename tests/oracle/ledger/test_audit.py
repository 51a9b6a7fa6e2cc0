"""The audit of small ledgers with planted faults, and of the shipped one."""

import io
import json
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from oracle.ledger import (
    MalformedLedgerError,
    UnknownBibkeyError,
    audit,
    audit_and_check,
    bibkeys,
    evidence,
    reasons,
    summary,
)
from oracle.ledger.auditing import Entry, audit_ledger
from oracle.ledger.checks import Check, checks_of
from oracle.ledger.claims import (
    CLAIMS_FILE,
    RESULTS_FILE,
    CertificateEvidence,
    CheckEvidence,
    Claim,
    Ledger,
    read_ledger,
)
from oracle.ledger.evidence import VACUOUS, Judge, certificate_finding
from oracle.ledger.listing import render
from oracle.ledger.status import Finding, Status
from oracle.proved import given, judged, verdict_of
from oracle.resources import certificates_dir
from proofs.kernel.check import Verdict, check_bytes

PAPER = "pironio2010"
CERTIFICATE = "local-bound.cert.json"
CONTRACT_KEYS = {"bibkey", "id", "locator", "says", "expected", "status", "ok", "evidence", "gap", "reason"}


def statement() -> str:
    return check_bytes((certificates_dir() / PAPER / CERTIFICATE).read_bytes()).statement


def write_ledger(root: Path, text: str, expected: Status = "proved", role: str = "supports") -> Path:
    folder = root / PAPER
    folder.mkdir()
    shutil.copy(certificates_dir() / PAPER / CERTIFICATE, folder)
    (folder / "claims.toml").write_text(
        f'bibkey = "{PAPER}"\ntitle = "t"\nsource = "s"\n[[claim]]\nid = "x"\nlocator = "l"\nsays = "s"\n'
        f'expected = "{expected}"\n[[claim.evidence]]\nkind = "certificate"\npath = "{CERTIFICATE}"\n'
        f"role = \"{role}\"\nstatement = '''\n{text}'''\n"
    )
    return folder


def only(root: Path) -> Entry:
    (entry,) = audit([PAPER], root)
    return entry


def test_certificate_with_its_statement(tmp_path: Path) -> None:
    write_ledger(tmp_path, statement())
    entry = only(tmp_path)
    assert (entry.status, entry.ok) == ("proved", True)


def test_final_newline_of_the_text_is_no_difference(tmp_path: Path) -> None:
    write_ledger(tmp_path, statement() + "\n")
    assert only(tmp_path).ok


@pytest.mark.parametrize(
    ("expected", "role"), [("enclosed", "supports"), ("proved", "refutes"), ("refuted", "supports")]
)
def test_wrong_expected_status(tmp_path: Path, expected: Status, role: str) -> None:
    write_ledger(tmp_path, statement(), expected, role)
    entry = only(tmp_path)
    assert not entry.ok
    assert entry.status == ("refuted" if role == "refutes" else "proved")


def test_changed_statement_text(tmp_path: Path) -> None:
    write_ledger(tmp_path, statement().replace("<= 2", "<= 1"))
    entry = only(tmp_path)
    assert (entry.status, entry.ok) == ("open", False)
    assert "another statement" in entry.evidence[0]["detail"]


def test_statement_with_a_line_too_few(tmp_path: Path) -> None:
    write_ledger(tmp_path, statement().rpartition("\n")[0])
    entry = only(tmp_path)
    assert not entry.ok
    assert "the ledger has ''" in entry.evidence[0]["detail"]


def test_tampered_bound(tmp_path: Path) -> None:
    folder = write_ledger(tmp_path, statement())
    certificate = json.loads((folder / CERTIFICATE).read_text())
    assert certificate["statement"]["bound"] == "2"
    certificate["statement"]["bound"] = "1"
    (folder / CERTIFICATE).write_text(json.dumps(certificate))
    entry = only(tmp_path)
    assert not entry.ok
    assert entry.evidence[0]["detail"].startswith("REJECTED")


def test_broken_file(tmp_path: Path) -> None:
    folder = write_ledger(tmp_path, statement())
    (folder / CERTIFICATE).write_bytes((folder / CERTIFICATE).read_bytes()[:-9])
    entry = only(tmp_path)
    assert not entry.ok
    assert entry.evidence[0]["detail"].startswith("MALFORMED")


def test_missing_file(tmp_path: Path) -> None:
    folder = write_ledger(tmp_path, statement())
    (folder / CERTIFICATE).unlink()
    entry = only(tmp_path)
    assert not entry.ok
    assert "cannot be read" in entry.evidence[0]["detail"]


def test_proof_under_hypotheses_that_may_be_vacuous() -> None:
    evidence = CertificateEvidence("x.cert.json", "supports", f"claim\n{VACUOUS}: a hypothesis has no point")
    verdict = Verdict("PROVED", "0" * 64, evidence.statement, (f"{VACUOUS}: a hypothesis has no point",))
    assert not certificate_finding(evidence, verdict).holds
    plain = CertificateEvidence("x.cert.json", "supports", "claim")
    assert certificate_finding(plain, Verdict("PROVED", "0" * 64, "claim")).holds


def test_check_that_does_not_hold(tmp_path: Path) -> None:
    wrong = Check(lambda: Finding("proof", 1 + 1 == 3, "1 + 1"))
    weighed = Judge(tmp_path, {f"{PAPER}.wrong": wrong}).weigh(CheckEvidence(f"{PAPER}.wrong", "supports"), {})
    assert not weighed.counts


def test_failing_check_makes_the_audit_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = (CheckEvidence(f"{PAPER}.main_game_wins", "supports"),)
    ledger = Ledger(PAPER, "t", "s", (Claim("x", "l", "s", "checked", evidence=evidence),))
    assert audit_ledger(ledger, tmp_path)[0].ok
    monkeypatch.setattr("oracle.papers.pironio2010.checks.rounds.EVENTS", 3017)
    (entry,) = audit_ledger(ledger, tmp_path)
    assert (entry.status, entry.ok) == ("open", False)


def test_expected_open_with_failing_evidence_is_not_ok(tmp_path: Path) -> None:
    evidence = (CertificateEvidence("missing.cert.json", "supports", "s"),)
    ledger = Ledger("some2020", "t", "s", (Claim("x", "l", "s", "open", evidence=evidence, reason="not done"),))
    (entry,) = audit_ledger(ledger, tmp_path)
    assert (entry.status, entry.ok) == ("open", False)


def test_check_that_nobody_registered(tmp_path: Path) -> None:
    claim = Claim("x", "l", "s", "checked", evidence=(CheckEvidence(f"{PAPER}.no_such_check", "supports"),))
    with pytest.raises(MalformedLedgerError, match=r"no check is called 'pironio2010\.no_such_check'") as caught:
        audit_ledger(Ledger(PAPER, "t", "s", (claim,)), tmp_path)
    assert (caught.value.file, caught.value.claim) == ("pironio2010/claims.toml", "x")


def test_a_check_receives_what_is_printed(tmp_path: Path) -> None:
    judge = Judge(tmp_path, {f"{PAPER}.half": Check(lambda it: Finding("proof", it == "1/2", it))})
    check = CheckEvidence(f"{PAPER}.half", "supports")
    assert judge.weigh(check, {"it": "1/2"}).counts
    assert not judge.weigh(check, {"it": "1/3"}).counts


def test_an_error_of_a_check_settles_nothing(tmp_path: Path) -> None:
    judge = Judge(tmp_path, {f"{PAPER}.half": Check(lambda it: Finding("proof", int(it) == 1, it))})
    found = judge.weigh(CheckEvidence(f"{PAPER}.half", "supports"), {"it": "one"})
    assert not found.counts
    assert found.finding.detail.startswith("cannot be evaluated")


@pytest.mark.parametrize(
    ("printed", "says"),
    [({"it": "1"}, "no evidence receives the printed 'it'"), ({}, "a check receives 'p', which is not printed")],
)
def test_what_is_printed_and_what_is_received_are_the_same(printed: dict[str, str], says: str, tmp_path: Path) -> None:
    name = "main_game_wins" if printed else "table_2_frequency_a"
    evidence = (CheckEvidence(f"{PAPER}.{name}", "supports"),)
    claim = Claim("x", "l", "{it}", "checked", evidence=evidence, printed=printed)
    with pytest.raises(MalformedLedgerError, match=says):
        audit_ledger(Ledger(PAPER, "t", "s", (claim,), f"{PAPER}/results"), tmp_path)


def test_results_of_our_own_stand_beside_the_claims(tmp_path: Path) -> None:
    folder = write_ledger(tmp_path, statement())
    text = (folder / CLAIMS_FILE).read_text()
    (folder / RESULTS_FILE).write_text(text.replace('id = "x"', 'id = "ours"'))
    theirs, ours = audit([PAPER], tmp_path)
    assert (theirs.bibkey, theirs.id, theirs.ok) == (PAPER, "x", True)
    assert (ours.bibkey, ours.id, ours.ok) == (f"{PAPER}/results", "ours", True)


def test_the_table_says_who_vouches_for_a_correction(shipped: list[Entry]) -> None:
    console = Console(file=io.StringIO(), width=400)
    with console.capture() as capture:
        render([entry for entry in shipped if entry.id in {"P7", "third-party"}], console)
    text = capture.get()
    assert "wrong as printed (checked)" in text
    assert "(proved)" in text
    assert "claims of the papers: 1 discrepant" in text
    assert "results of our own: 1 proved" in text


def test_evidence_used_twice_is_computed_once(tmp_path: Path) -> None:
    calls = []

    def counted() -> Finding:
        calls.append(1)
        return Finding("proof", True, "")

    judge = Judge(tmp_path, {f"{PAPER}.counted": Check(counted)})
    for _ in range(2):
        judge.weigh(CheckEvidence(f"{PAPER}.counted", "supports"), {})
    assert len(calls) == 1


def test_unknown_bibkey() -> None:
    with pytest.raises(UnknownBibkeyError, match=r"no ledger for nobody1900; known: .*pironio2010"):
        audit(["nobody1900"])


def test_bibkey_with_a_path_is_unknown() -> None:
    with pytest.raises(UnknownBibkeyError):
        audit(["../certificates/pironio2010"])


def test_empty_folder(tmp_path: Path) -> None:
    assert audit(root=tmp_path) == []


def test_bibkey_named_twice_is_audited_once(tmp_path: Path) -> None:
    write_ledger(tmp_path, statement())
    assert len(audit([PAPER, PAPER], tmp_path)) == 1


def test_a_certificate_is_judged_once_for_claims_and_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_ledger(tmp_path, statement())
    other = folder / "other.cert.json"
    other.write_bytes(
        (certificates_dir() / PAPER / "quantum-bound.cert.json").read_bytes().replace(b'"sos"', b'"point"')
    )
    judged = []

    def counted(data: bytes) -> Verdict:
        judged.append(data)
        return check_bytes(data)

    monkeypatch.setattr(evidence, "check_bytes", counted)
    files = [folder / CERTIFICATE, folder / "missing.cert.json", other]
    (entry,), found = audit_and_check([PAPER], files, tmp_path)
    assert entry.ok
    assert sorted(judged) == sorted([files[0].read_bytes(), other.read_bytes()])
    good, missing, bad = found
    assert isinstance(good, Verdict)
    assert isinstance(bad, Verdict)
    assert (good.verdict, missing, bad.verdict) == ("PROVED", "No such file or directory", "MALFORMED")


def test_nothing_is_settled_twice_and_nothing_is_left_out() -> None:
    ledgers = {bibkey: read_ledger(certificates_dir() / bibkey / "claims.toml") for bibkey in bibkeys()}
    pieces = [
        (bibkey, Path(bibkey), claim, item)
        for bibkey, ledger in ledgers.items()
        for claim in ledger.claims
        for item in claim.evidence
    ]
    extra = [Path("x.cert.json"), Path(PAPER) / CERTIFICATE]
    work = evidence.portions(pieces, {bibkey: checks_of(bibkey) for bibkey in ledgers})
    files = evidence.certificates(pieces, extra)
    checks = [name for portion in work for name in portion.checks]
    assert len(files) == len(set(files))
    assert len(checks) == len(set(checks))
    items = [item for *_, item in pieces]
    assert {name for name, _ in checks} == {item.name for item in items if isinstance(item, CheckEvidence)}
    assert set(files) == {
        *extra, *(folder / item.path for _, folder, _, item in pieces if isinstance(item, CertificateEvidence)),
    }  # fmt: skip
    sizes = [len(portion.checks) for portion in work]
    assert sizes == sorted(sizes, reverse=True)


def test_a_check_does_not_ask_the_kernel_about_what_it_has_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks of a paper use its certificates; what they judge besides they have made themselves."""
    shipped = {path.read_bytes() for path in certificates_dir().rglob("*.cert.json")}
    asked: list[bytes] = []

    def counted(data: bytes) -> Verdict:
        asked.append(data)
        return check_bytes(data)

    monkeypatch.setattr(evidence, "check_bytes", counted)
    monkeypatch.setattr("proofs.kernel.check.check_bytes", counted)
    judged.cache_clear()
    assert all(entry.ok for entry in audit_and_check(["ramanathan2013"], [*certificates_dir().rglob("*.cert.json")])[0])
    assert [data for data in shipped if asked.count(data) != 1] == []


def test_what_the_kernel_refused_is_asked_again() -> None:
    refused = check_bytes(b"{}")
    with given([refused._replace(verdict="PROVED"), refused]):
        assert verdict_of(b"{}").verdict == "PROVED"  # the bytes are found by their sha256
    with given([refused]):
        assert verdict_of(b"{}") == refused
    assert verdict_of(b"{}") == refused


def test_more_processes_give_the_same_entries_in_the_order_asked_for() -> None:
    assert audit(["li2024", "kulikov2024"], jobs=2) == audit(["li2024", "kulikov2024"])


@pytest.fixture(scope="module")
def shipped() -> list[Entry]:
    return audit()


def test_every_shipped_status_comes_out(shipped: list[Entry]) -> None:
    assert [(entry.bibkey, entry.id) for entry in shipped if not entry.ok] == []
    assert {entry.bibkey.partition("/")[0] for entry in shipped} == set(bibkeys())


def test_entries_have_the_keys_of_the_contract(shipped: list[Entry]) -> None:
    for entry in shipped:
        assert set(json.loads(json.dumps(entry.as_json()))) == CONTRACT_KEYS


def test_summary_counts_all(shipped: list[Entry]) -> None:
    assert sum(summary(shipped).values()) == len(shipped)


def test_reasons_count_all_that_is_open(shipped: list[Entry]) -> None:
    assert sum(reasons(shipped).values()) == summary(shipped)["open"]


def test_discrepancies_of_the_paper_are_registered(shipped: list[Entry]) -> None:
    status = {entry.id: entry.status for entry in shipped if entry.bibkey == PAPER}
    known = {f"P{number}" for number in range(1, 15)}
    assert known <= set(status)
    assert {id_ for id_ in known if status[id_] != "discrepant"} == set()


def test_every_check_and_every_certificate_is_evidence() -> None:
    ledgers = [certificates_dir() / PAPER / name for name in (CLAIMS_FILE, RESULTS_FILE)]
    used = {item for file in ledgers for claim in read_ledger(file).claims for item in claim.evidence}
    assert set(checks_of(PAPER)) == {item.name for item in used if isinstance(item, CheckEvidence)}
    files = {file.name for file in (certificates_dir() / PAPER).glob("*.cert.json")}
    assert files == {item.path for item in used if isinstance(item, CertificateEvidence)}


def test_table_names_failures_with_their_evidence(tmp_path: Path, shipped: list[Entry]) -> None:
    write_ledger(tmp_path, "another text")
    console = Console(file=io.StringIO(), width=200)
    with console.capture() as capture:
        render([*shipped, only(tmp_path)], console)
    text = capture.get()
    assert f"NOT OK {PAPER} x: expected proved, derived open" in text
    assert f"certificate {CERTIFICATE} (supports) does not hold: PROVED, but another statement" in text
    assert f"{len(shipped) + 1} claims: {len(shipped)} as expected, 1 not" in text


def test_table_does_not_read_markup(shipped: list[Entry]) -> None:
    entry = Entry(PAPER, "x", "l", "[red]says[/red] [", "open", "open", True, (), "", "reason [0, 1]")
    console = Console(file=io.StringIO(), width=200)
    with console.capture() as capture:
        render([entry], console)
    assert "[red]says[/red] [" in capture.get()
