"""Faults of a claims file: each is one edit away from a ledger that is read."""

from pathlib import Path

import pytest

from oracle.ledger.claims import CertificateEvidence, CheckEvidence, parse_ledger, read_ledger
from oracle.ledger.errors import MalformedLedgerError

GOOD = '''bibkey = "some2020"
title = "A paper"
source = "arXiv:2000.00001"

[[claim]]
id = "eq-1"
locator = "page 1, eq. (1)"
says = "One is less than two."
expected = "proved"
evidence = [
  { kind = "certificate", path = "one.cert.json", role = "supports", statement = """
first line
second line""" },
  { kind = "check", name = "some2020.one", role = "supports" },
]

[[claim]]
id = "P1"
locator = "page 2"
says = "Two is one."
expected = "discrepant"
corrected = "Two is two."
evidence = [{ kind = "check", name = "some2020.two", role = "refutes" }]

[[claim]]
id = "sec-2"
locator = "page 3"
says = "About one."
expected = "weaker"
gap = "one half"
evidence = [{ kind = "check", name = "some2020.half", role = "supports" }]

[[claim]]
id = "sec-3"
locator = "page 4"
says = "Later."
expected = "open"
reason = "not done"
remark = "needs something"
'''


def test_good_ledger() -> None:
    ledger = parse_ledger(GOOD.encode())
    assert [claim.id for claim in ledger.claims] == ["eq-1", "P1", "sec-2", "sec-3"]
    assert ledger.claims[0].evidence == (
        CertificateEvidence("one.cert.json", "supports", "first line\nsecond line"),
        CheckEvidence("some2020.one", "supports"),
    )
    assert (ledger.claims[1].corrected, ledger.claims[2].gap, ledger.claims[3].reason) == (
        "Two is two.",
        "one half",
        "not done",
    )
    assert ledger.claims[3].why_open == "not done: needs something"


FAULTS = {
    "not-toml": ("[[claim]]\nid", "[[claim]\nid", "", "not TOML"),
    "duplicate-key": ('id = "eq-1"', 'id = "eq-1"\nid = "eq-1"', "", "not TOML"),
    "unknown-top-key": ('title = "A paper"', 'title = "A paper"\nyear = "2020"', "", "unknown key 'year'"),
    "missing-title": ('title = "A paper"\n', "", "", "missing key 'title'"),
    "empty-title": ('"A paper"', '" "', "", "'title' is not a text, or empty"),
    "bibkey-not-a-key": ('"some2020"', '"../x"', "", "is not a name, a year and a letter"),
    "unknown-claim-key": ('expected = "proved"', 'expcted = "proved"', "eq-1", "unknown key 'expcted'"),
    "missing-locator": ('locator = "page 4"\n', "", "sec-3", "missing key 'locator'"),
    "number-for-text": ('locator = "page 4"', "locator = 4", "sec-3", "'locator' is not a text, or empty"),
    "missing-id": ('id = "sec-3"\n', "", "claim[3]", "missing key 'id'"),
    "id-with-space": ('"sec-3"', '"sec 3"', "sec 3", "an id has letters, digits, dots and hyphens only"),
    "duplicate-id": ('"sec-3"', '"sec-2"', "sec-2", "duplicate id"),
    "unknown-status": ('"proved"', '"true"', "eq-1", "unknown status 'true'"),
    "open-without-reason": ('reason = "not done"\n', "", "sec-3", "open needs the key 'reason'"),
    "empty-reason": ('"not done"', '""', "sec-3", "'reason' is not a text, or empty"),
    "discrepant-without-correction": ('corrected = "Two is two."\n', "", "P1", "discrepant needs the key 'corrected'"),
    "weaker-without-gap": ('gap = "one half"\n', "", "sec-2", "weaker needs the key 'gap'"),
    "reason-beside-proof": ('"proved"', '"proved"\nreason = "r"', "eq-1", "the key 'reason' belongs to open only"),
    "gap-beside-proof": ('"proved"', '"proved"\ngap = "g"', "eq-1", "the key 'gap' belongs to weaker only"),
    "correction-beside-proof": (
        '"proved"',
        '"proved"\ncorrected = "c"',
        "eq-1",
        "the key 'corrected' belongs to discrepant only",
    ),
    "open-with-evidence": (
        'remark = "needs something"',
        'remark = "needs something"\nevidence = [{ kind = "check", name = "some2020.x", role = "supports" }]',
        "sec-3",
        "open carries a reason, not evidence",
    ),
    "proved-without-evidence": (
        'evidence = [{ kind = "check", name = "some2020.half", role = "supports" }]\n',
        "",
        "sec-2",
        "weaker needs evidence",
    ),
    "empty-evidence": (
        'evidence = [{ kind = "check", name = "some2020.half", role = "supports" }]',
        "evidence = []",
        "sec-2",
        "'evidence' is not a list of tables, or empty",
    ),
    "unknown-kind": ('kind = "certificate"', 'kind = "proof"', "eq-1", "unknown kind of evidence 'proof'"),
    "kind-not-text": ('kind = "certificate"', 'kind = ["check"]', "eq-1", "unknown kind of evidence ['check']"),
    "unknown-role": ('role = "refutes"', 'role = "denies"', "P1", "unknown role 'denies'"),
    "unknown-evidence-key": ('role = "refutes"', 'role = "refutes", path = "x"', "P1", "unknown key 'path'"),
    "missing-statement": (
        ', statement = """\nfirst line\nsecond line"""',
        "",
        "eq-1",
        "missing key 'statement'",
    ),
    "empty-statement": ("first line\nsecond line", "", "eq-1", "'statement' is not a text, or empty"),
    "check-of-another-paper": ('"some2020.two"', '"other2020.two"', "P1", "a check is named some2020.<function>"),
    "check-that-is-a-path": ('"some2020.two"', '"some2020.two.three"', "P1", "a check is named some2020.<function>"),
    "same-evidence-twice": (
        '{ kind = "check", name = "some2020.two", role = "refutes" }',
        ", ".join(['{ kind = "check", name = "some2020.two", role = "refutes" }'] * 2),
        "P1",
        "the same evidence twice",
    ),
    "unknown-reason": ('"not done"', '"later"', "sec-3", "the reason 'later' is none of definition, editorial"),
    "not-done-without-remark": ('remark = "needs something"\n', "", "sec-3", "not done needs the key 'remark'"),
    "remark-beside-proof": ('"proved"', '"proved"\nremark = "r"', "eq-1", "the key 'remark' belongs to open only"),
    "printed-no-table": (
        'says = "About',
        'printed = 1\nsays = "About',
        "sec-2",
        "'printed' is not a table of texts",
    ),
    "printed-nothing": ('says = "About', 'printed = {}\nsays = "About', "sec-2", "'printed' is not a table"),
    "printed-a-number": ('says = "About', 'printed = { n = 1 }\nsays = "About', "sec-2", "'n' is not a text, or empty"),
    "printed-in-capitals": (
        'says = "About',
        'printed = { N = "1" }\nsays = "About',
        "sec-2",
        "'N' is no name of an entry",
    ),
    "printed-but-not-shown": (
        'says = "About',
        'printed = { n = "1" }\nsays = "About',
        "sec-2",
        "no text shows the printed 'n'",
    ),
    "shown-but-not-printed": ("About one", "About {n}", "sec-2", "a text names {n}, which is not printed"),
    "figure-outside-of-a-placeholder": ("About one", "About 1", "sec-2", "'says' states '1' outside of a placeholder"),
    "operator-in-a-gap": ('"one half"', '"x < y"', "sec-2", "'gap' states '<' outside of a placeholder"),
    "sign-in-a-correction": ("Two is two", "Two is -two", "P1", "'corrected' states '-' outside of a placeholder"),
    "row-names-nothing-printed": (
        '{ kind = "check", name = "some2020.half", role = "supports" }',
        '{ kind = "equation", holds = "{n} = 1", role = "supports" }',
        "sec-2",
        "evidence names {n}, which is not printed",
    ),
    "figure-printed-otherwise": (
        '{ kind = "check", name = "some2020.half", role = "supports" }',
        '{ kind = "figure", of = "1", figure = "1", by = "guessing", role = "supports" }',
        "sec-2",
        "a figure is rounded or cut, not 'guessing'",
    ),
    "same-as-no-certificate": (
        '{ kind = "check", name = "some2020.half", role = "supports" }',
        '{ kind = "same", path = "x.cert.json", at = "/bound", value = "1", role = "supports" }',
        "sec-2",
        "'x.cert.json' is no certificate among the evidence",
    ),
    "certificate-outside": ('"one.cert.json"', '"../one.cert.json"', "eq-1", "is not a file name of the same folder"),
    "certificate-absolute": ('"one.cert.json"', '"/one.cert.json"', "eq-1", "is not a file name of the same folder"),
    "certificate-backslash": ('"one.cert.json"', "'..\\one'", "eq-1", "is not a file name of the same folder"),
    "certificate-parent": ('"one.cert.json"', '".."', "eq-1", "is not a file name of the same folder"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault(fault: str) -> None:
    old, new, claim, problem = FAULTS[fault]
    assert GOOD.count(old) >= 1
    with pytest.raises(MalformedLedgerError) as caught:
        parse_ledger(GOOD.replace(old, new, 1).encode(), "some2020/claims.toml")
    assert caught.value.file == "some2020/claims.toml"
    assert caught.value.claim == claim
    assert problem in caught.value.problem


@pytest.mark.parametrize("data", [b"\xff", b"a = " + b"[" * 100_000, b"claim = 1", b"\0"])
def test_hostile_bytes_are_malformed(data: bytes) -> None:
    with pytest.raises(MalformedLedgerError):
        parse_ledger(data)


def test_claims_that_are_no_tables() -> None:
    head = GOOD[: GOOD.index("[[claim]]")]
    for value in ("[]", "[1]", '"x"'):
        with pytest.raises(MalformedLedgerError, match="'claim' is not a list of tables"):
            parse_ledger(f"{head}claim = {value}".encode())


def test_too_many_bytes() -> None:
    with pytest.raises(MalformedLedgerError, match="more than"):
        parse_ledger(b"#" * 4_000_001)


def test_bibkey_is_the_folder(tmp_path: Path) -> None:
    file = tmp_path / "other2020" / "claims.toml"
    file.parent.mkdir()
    file.write_text(GOOD)
    with pytest.raises(MalformedLedgerError, match="is not the name of its folder"):
        read_ledger(file)


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(MalformedLedgerError, match="cannot be read"):
        read_ledger(tmp_path / "some2020" / "claims.toml")
