"""Strict reader of ``claims.toml``: whatever is not a ledger is refused with file and claim id.

``expected`` is read here and compared in the audit; it is never seen by the derivation of a status. What the texts of a
closed claim state is in ``printed``, shows through placeholders, and is received by the evidence (see ``texts``).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePosixPath
from typing import Any, Literal, cast

from oracle.ledger.errors import MalformedLedgerError
from oracle.ledger.rows import EquationRow, FigureRow, IdentityRow, Row, SameRow
from oracle.ledger.status import REASONS, ROLES, STATUSES, Reason, Role, Status
from oracle.ledger.texts import filled, placeholders, unbound

CLAIMS_FILE = "claims.toml"
RESULTS_FILE = "results.toml"
MAX_BYTES = 4_000_000

_TOP_KEYS = ("bibkey", "title", "source", "claim")
_CLAIM_KEYS = ("id", "locator", "says", "expected")
_MORE_KEYS = ("printed", "evidence", "remark", "corrected", "gap", "reason")
# A key that an expected status needs: required there, refused elsewhere.
_KEY_OF_STATUS: dict[str, Status] = {"corrected": "discrepant", "gap": "weaker", "reason": "open"}
# A key that a second status may have.
_ALLOWED: dict[str, Status] = {"corrected": "unsupported"}
_EVIDENCE_KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "certificate": (("kind", "role", "path", "statement"), ()),
    "check": (("kind", "role", "name"), ()),
    "figure": (("kind", "role", "of", "figure"), ("by", "within", "where")),
    "equation": (("kind", "role", "holds"), ("where",)),
    "identity": (("kind", "role", "holds"), ("given",)),
    "same": (("kind", "role", "path", "at", "value"), ("where", "given")),
}
_ROWS: dict[str, Any] = {"figure": FigureRow, "equation": EquationRow, "identity": IdentityRow, "same": SameRow}
_ENTRY = re.compile(r"[a-z][a-z0-9_]*\Z")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*\Z")
_BIBKEY = re.compile(r"[a-z]+[0-9]{4}[a-z]?\Z")
_CHECK_NAME = re.compile(r"([a-z]+[0-9]{4}[a-z]?)\.[a-z0-9_]+\Z")


@dataclass(frozen=True)
class CertificateEvidence:
    """A certificate of the same folder, and the canonical statement the kernel must print for it."""

    path: str
    role: Role
    statement: str


@dataclass(frozen=True)
class CheckEvidence:
    """A registered check, named ``<bibkey>.<function>``."""

    name: str
    role: Role


Evidence = CertificateEvidence | CheckEvidence | Row
KIND_OF_ROW = {row: kind for kind, row in _ROWS.items()}


@dataclass(frozen=True)
class Claim:
    """One claim of a paper: where it stands, what it says, what evidence the ledger offers.

    Args:
        printed: What the texts state, by the names of their placeholders; evidence receives the same entries.
        reason: For a claim that is open, the kind of reason.
        remark: More about the reason.
    """

    id: str
    locator: str
    says: str
    expected: Status
    corrected: str = ""
    gap: str = ""
    reason: Reason | Literal[""] = ""
    evidence: tuple[Evidence, ...] = ()
    printed: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""

    def shown(self, text: str) -> str:
        """Return one of the texts as it is read."""
        return filled(text, self.printed)

    @property
    def why_open(self) -> str:
        """The reason with its remark, or ""."""
        return f"{self.reason}: {self.remark}" if self.remark else self.reason


@dataclass(frozen=True)
class Ledger:
    """The claims of one paper, or the results about its subject that are not claims of the paper.

    Args:
        name: The bibkey; with ``/results`` behind it for results of our own.
    """

    bibkey: str
    title: str
    source: str
    claims: tuple[Claim, ...]
    name: str = ""


def read_ledger(file: Path) -> Ledger:
    """Return the ledger in a file whose folder is named after its bibkey.

    Args:
        file: A ``claims.toml``.

    Returns:
        The claims in the order of the file.

    Raises:
        MalformedLedgerError: Unreadable, not TOML, or not a ledger.
    """
    name = f"{file.parent.name}/{file.name}"
    try:
        data = file.read_bytes()
    except OSError as error:
        raise MalformedLedgerError(name, "", f"cannot be read: {error.strerror or 'input error'}") from error
    ledger = parse_ledger(data, name)
    if ledger.bibkey != file.parent.name:
        raise MalformedLedgerError(name, "", f"bibkey {ledger.bibkey!r} is not the name of its folder")
    return ledger


def parse_ledger(data: bytes, name: str = CLAIMS_FILE) -> Ledger:
    """Return the ledger in the bytes of a claims file.

    Args:
        data: TOML in UTF-8.
        name: What the errors call the file.

    Returns:
        The claims in the order of the file.

    Raises:
        MalformedLedgerError: Not UTF-8, not TOML, unknown, missing or empty keys, duplicate ids, an unknown status or
            role, a key that does not belong to the expected status, evidence beside ``open`` or none without it.

    >>> parse_ledger(b'bibkey = "some2020"')
    Traceback (most recent call last):
        ...
    oracle.ledger.errors.MalformedLedgerError: claims.toml: missing key 'title'
    """
    if len(data) > MAX_BYTES:
        raise MalformedLedgerError(name, "", f"more than {MAX_BYTES} bytes")
    try:
        document = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise MalformedLedgerError(name, "", f"not TOML: {' '.join(str(error).split())}") from error
    _keys(document, _TOP_KEYS, (), name, "")
    for key in _TOP_KEYS[:-1]:
        _text(document, key, name, "")
    if not _BIBKEY.match(document["bibkey"]):
        raise MalformedLedgerError(name, "", f"bibkey {document['bibkey']!r} is not a name, a year and a letter")
    tables = _tables(document["claim"], "claim", name, "")
    claims = tuple(_claim(table, document["bibkey"], name, f"claim[{index}]") for index, table in enumerate(tables))
    seen: set[str] = set()
    for claim in claims:
        if claim.id in seen:
            raise MalformedLedgerError(name, claim.id, "duplicate id")
        seen.add(claim.id)
    ours = "/results" if name.endswith(RESULTS_FILE) else ""
    return Ledger(document["bibkey"], document["title"], document["source"], claims, document["bibkey"] + ours)


def _claim(table: Mapping[str, Any], bibkey: str, name: str, position: str) -> Claim:
    where = table["id"] if isinstance(table.get("id"), str) and table["id"] else position
    _keys(table, _CLAIM_KEYS, _MORE_KEYS, name, where)
    for key in _CLAIM_KEYS:
        _text(table, key, name, where)
    if not _ID.match(table["id"]):
        raise MalformedLedgerError(name, where, "an id has letters, digits, dots and hyphens only")
    expected = table["expected"]
    if expected not in STATUSES:
        raise MalformedLedgerError(name, where, f"unknown status {expected!r}")
    _keys_of_status(table, expected, name, where)
    items = _tables(table["evidence"], "evidence", name, where) if "evidence" in table else []
    evidence = tuple(_evidence(item, bibkey, name, where) for item in items)
    if len(set(evidence)) != len(evidence):
        raise MalformedLedgerError(name, where, "the same evidence twice")
    for row in evidence:
        if isinstance(row, SameRow) and not any(
            isinstance(item, CertificateEvidence) and item.path == row.path for item in evidence
        ):
            raise MalformedLedgerError(name, where, f"{row.path!r} is no certificate among the evidence")
    claim = Claim(
        table["id"],
        table["locator"],
        table["says"],
        cast(Status, expected),
        table.get("corrected", ""),
        table.get("gap", ""),
        cast("Reason", table.get("reason", "")),
        evidence,
        _printed(table, name, where),
        table.get("remark", ""),
    )
    _require_bound(claim, name, where)
    return claim


def _keys_of_status(table: Mapping[str, Any], expected: str, name: str, where: str) -> None:
    for key, status in _KEY_OF_STATUS.items():
        if status == expected and key not in table:
            raise MalformedLedgerError(name, where, f"{status} needs the key {key!r}")
        if key in table and expected not in {status, _ALLOWED.get(key)}:
            raise MalformedLedgerError(name, where, f"the key {key!r} belongs to {status} only")
        if key in table:
            _text(table, key, name, where)
    if ("evidence" in table) == (expected == "open"):
        problem = "open carries a reason, not evidence" if expected == "open" else f"{expected} needs evidence"
        raise MalformedLedgerError(name, where, problem)
    if "remark" in table:
        _text(table, "remark", name, where)
    if expected != "open":
        if "remark" in table:
            raise MalformedLedgerError(name, where, "the key 'remark' belongs to open only")
        return
    if table["reason"] not in REASONS:
        raise MalformedLedgerError(name, where, f"the reason {table['reason']!r} is none of {', '.join(REASONS)}")
    if table["reason"] == "not done" and "remark" not in table:
        raise MalformedLedgerError(name, where, "what is not done needs the key 'remark': what it would take")


def _printed(table: Mapping[str, Any], name: str, where: str) -> dict[str, str]:
    printed = table.get("printed", {})
    if not isinstance(printed, dict) or ("printed" in table and not printed):
        raise MalformedLedgerError(name, where, "'printed' is not a table of texts, or empty")
    for key in printed:
        if not _ENTRY.match(key):
            raise MalformedLedgerError(name, where, f"{key!r} is no name of an entry: small letters, digits, _")
        _text(printed, key, name, where)
    return dict(printed)


def _require_bound(claim: Claim, name: str, where: str) -> None:
    """Refuse a placeholder without entry, an entry that no text shows, and a figure that is not an entry."""
    texts = {key: getattr(claim, key) for key in ("says", "corrected", "gap")}
    named = [entry for text in texts.values() for entry in placeholders(text)]
    for item in claim.evidence:
        received = [entry for text in row_texts(item).values() for entry in placeholders(text)]
        for entry in received if not isinstance(item, CertificateEvidence) else ():
            if entry not in claim.printed:
                raise MalformedLedgerError(name, where, f"evidence names {{{entry}}}, which is not printed")
    for entry in named:
        if entry not in claim.printed:
            raise MalformedLedgerError(name, where, f"a text names {{{entry}}}, which is not printed")
    for entry in claim.printed:
        if entry not in named:
            raise MalformedLedgerError(name, where, f"no text shows the printed {entry!r}")
    if claim.expected == "open":
        return
    for key, text in texts.items():
        if stray := unbound(text):
            raise MalformedLedgerError(name, where, f"{key!r} states {stray!r} outside of a placeholder")


def row_texts(evidence: Evidence) -> dict[str, str]:
    """Return the texts of a piece of evidence that may hold placeholders, by the names of their fields."""
    if isinstance(evidence, CheckEvidence):
        return {}
    if isinstance(evidence, CertificateEvidence):
        return {"statement": evidence.statement}
    return {item.name: getattr(evidence, item.name) for item in fields(evidence) if item.name not in {"role", "path"}}


def _evidence(item: Mapping[str, Any], bibkey: str, name: str, where: str) -> Evidence:
    kind = item.get("kind")
    if not isinstance(kind, str) or kind not in _EVIDENCE_KEYS:
        raise MalformedLedgerError(name, where, f"unknown kind of evidence {kind!r}")
    keys, more = _EVIDENCE_KEYS[kind]
    _keys(item, keys, more, name, where)
    for key in item:
        _text(item, key, name, where)
    if item["role"] not in ROLES:
        raise MalformedLedgerError(name, where, f"unknown role {item['role']!r}")
    role = cast(Role, item["role"])
    if kind == "check":
        match = _CHECK_NAME.match(item["name"])
        if match is None or match.group(1) != bibkey:
            raise MalformedLedgerError(name, where, f"a check is named {bibkey}.<function>, not {item['name']!r}")
        return CheckEvidence(item["name"], role)
    if item.get("by", "rounded") not in {"rounded", "cut"}:
        raise MalformedLedgerError(name, where, f"a figure is rounded or cut, not {item['by']!r}")
    if kind in {"certificate", "same"}:
        path = PurePosixPath(item["path"])
        if len(path.parts) != 1 or path.name in {".", ".."} or "\\" in item["path"] or "\0" in item["path"]:
            raise MalformedLedgerError(name, where, f"{item['path']!r} is not a file name of the same folder")
    if kind == "certificate":
        return CertificateEvidence(item["path"], role, item["statement"])
    return cast(Evidence, _ROWS[kind](**{key: text for key, text in item.items() if key != "kind"}))


def _keys(table: Mapping[str, Any], needed: tuple[str, ...], more: tuple[str, ...], name: str, where: str) -> None:
    for key in table:
        if key not in needed and key not in more:
            raise MalformedLedgerError(name, where, f"unknown key {key!r}")
    for key in needed:
        if key not in table:
            raise MalformedLedgerError(name, where, f"missing key {key!r}")


def _text(table: Mapping[str, Any], key: str, name: str, where: str) -> None:
    if not isinstance(table[key], str) or not table[key].strip():
        raise MalformedLedgerError(name, where, f"{key!r} is not a text, or empty")


def _tables(value: Any, key: str, name: str, where: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
        raise MalformedLedgerError(name, where, f"{key!r} is not a list of tables, or empty")
    return value
