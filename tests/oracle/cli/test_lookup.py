"""The verbs that look things up: audit, explain, schema, doctor, completion."""

import ast
import dataclasses
import json
import shutil
from pathlib import Path

import pytest

import oracle.ledger
from oracle.api.explain import RULES as RULE_TEXTS
from oracle.api.explain import VERDICTS
from oracle.failures import CODES
from oracle.resources import certificates_dir
from proofs.codes import CODES as KERNEL_CODES
from proofs.kernel.__main__ import EXIT
from proofs.kernel.check import check_bytes
from proofs.kernel.rules import RULES
from tests.oracle.runner import QUANTUM, refused, run
from tests.schema.schemas import complaints


def test_audit_json() -> None:
    result = run("audit", "pironio2010", "--json")
    entries = json.loads(result.stdout)
    assert result.exit_code == 0
    keys = ["bibkey", "id", "locator", "says", "expected", "status", "ok", "evidence", "gap", "reason"]
    assert all(list(entry) == keys for entry in entries)
    assert {f"P{number}" for number in range(1, 16)} <= {entry["id"] for entry in entries}
    assert all(entry["ok"] for entry in entries)


def raised(path: Path) -> set[str]:
    """Codes of refusals that stand in a module: Malformed("code", ...), table.malformed(key, sentence, "code")."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            places = {"Malformed": 0, "Limit": 0, "Undecided": 0, "Usage": 0, "malformed": 2, "limit": 2}
            arguments = node.args[places[name] : places[name] + 1] if name in places else []
            found |= {str(one.value) for one in arguments if isinstance(one, ast.Constant)}
    return found


def test_every_code_of_a_refusal_is_explained() -> None:
    # the ledger's own refusals are shown by no verb
    modules = [path for path in Path(oracle.ledger.__path__[0]).parent.rglob("*.py") if "ledger" not in path.parts]
    codes = set().union(*map(raised, modules))
    assert {"not-a-model", "not-sequential", "unknown-name"} <= codes
    assert codes <= CODES.keys() | KERNEL_CODES.keys()


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a paper with its claims, as the only one that is shipped."""
    folder = tmp_path / "kulikov2024"
    shutil.copytree(certificates_dir() / folder.name, folder)
    monkeypatch.setattr("oracle.resources.certificates_dir", lambda: tmp_path)
    monkeypatch.setattr("oracle.ledger.auditing.certificates_dir", lambda: tmp_path)
    return folder


def test_audit_with_certificates_counts_them_before_the_ledger(paper: Path) -> None:
    plain, checked = run("audit", paper.name), run("audit", paper.name, "--certificates", "--jobs", "2")
    assert (plain.exit_code, checked.exit_code) == (0, 0)
    count = len(list(paper.glob("*.cert.json")))
    assert checked.stdout == f"{count} certificates: {count} PROVED, 0 not\n\n" + plain.stdout


def test_audit_fails_on_a_certificate_no_claim_rests_on(paper: Path) -> None:
    certificate = json.loads((paper / "theorem-2.cert.json").read_text())
    certificate["statement"]["length"][2] = "9"
    genuine = len(list(paper.glob("*.cert.json")))
    stray = paper / "stray.cert.json"
    stray.write_text(json.dumps(certificate))
    assert run("audit").exit_code == 0
    for words in (["audit", "--certificates"], ["audit", paper.name, paper.name, "--certificates"]):
        result = run(*words)
        assert result.exit_code == 1
        verdict, reason, count, *_ = result.stdout.split("\n")
        assert verdict.startswith("REJECTED ")
        assert verdict.endswith(f" {stray} bits")
        assert reason == "  /statement/length: bits: the step does not give this length"
        assert count == f"{genuine + 1} certificates: {genuine} PROVED, 1 not"
    stray.unlink()
    stray.symlink_to(paper / "nowhere")
    assert run("audit", "--certificates").exit_code == 5


def test_audit_with_certificates_as_json(paper: Path) -> None:
    found = json.loads(run("audit", "--certificates", "--json").stdout)
    assert found["claims"] == json.loads(run("audit", "--json").stdout)
    assert found["certificates"] == json.loads(run("check", str(paper), "--json").stdout)
    assert complaints("audit", found) == []
    assert complaints("audit", {**found, "certificates": [{"verdict": "PROVED"}]}) != []


def test_a_status_that_does_not_come_out_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = oracle.ledger.audit(["li2024"])
    wrong = dataclasses.replace(entries[0], expected="proved", ok=False)
    monkeypatch.setattr("oracle.ledger.audit", lambda *_, **__: [wrong, *entries[1:]])
    result = run("audit", "li2024")
    assert result.exit_code == 1
    assert f"NOT OK li2024 {wrong.id}: expected proved, derived {wrong.status}" in result.stdout


def test_a_file_of_claims_that_is_none_is_malformed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise oracle.ledger.MalformedLedgerError("li2024/claims.toml", "eq-1", "unknown key")

    monkeypatch.setattr("oracle.ledger.audit", fail)
    assert "li2024/claims.toml: eq-1: unknown key [ledger]" in refused(3, "audit")


@pytest.mark.parametrize("subject", ["indefinite", "signalling", "5", QUANTUM, "azuma.deviation", "EMPTY"])
def test_explain_codes_and_bounds(subject: str) -> None:
    result = run("explain", subject)
    assert result.exit_code == 0
    assert subject in result.stdout.splitlines()[0]
    assert json.loads(run("explain", subject, "--json").stdout)["says"]


def test_explain_every_verdict() -> None:
    assert set(EXIT) < set(VERDICTS)
    for verdict in VERDICTS:
        assert run("explain", verdict).stdout.startswith(f"verdict {verdict}\n")


def test_explain_every_code() -> None:
    from oracle.failures import CODES
    from proofs.codes import CODES as KERNEL_CODES

    for code in {**CODES, **KERNEL_CODES}:
        assert run("explain", code).exit_code == 0


def test_explain_has_a_text_for_every_rule() -> None:
    assert set(RULE_TEXTS) == set(RULES)


def test_explain_certificates(proved: Path, rejected: Path) -> None:
    good, bad = run("explain", str(proved)), run("explain", str(rejected))
    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert good.stdout.startswith("The value lies between ")
    assert "Rule enclosure" in good.stdout
    assert check_bytes(proved.read_bytes()).statement in good.stdout
    assert "enclosure: " in bad.stdout
    assert run("explain", "-", stdin=proved.read_bytes()).stdout == good.stdout


def test_explain_a_claim() -> None:
    result = run("explain", "pironio2010/P4")
    assert result.exit_code == 0
    assert "claim pironio2010/P4" in result.stdout


def test_every_rule_has_an_explanation() -> None:
    from oracle.api.explain import RULES as EXPLAINED
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
    monkeypatch.setattr("oracle.api.doctor.packages_distributions", lambda: {"lp": ["bellcert", "other-lp"]})
    result = run("doctor")
    assert result.exit_code == 1
    assert "bellcert, other-lp" in result.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_BELLCERT_COMPLETE" in result.stdout
