"""Strict reader of ``claims.toml``: whatever is not a ledger is refused with file and claim id.

``expected`` is read here and compared in the audit; it is never seen by the derivation of a status.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

from oracle.ledger.errors import MalformedLedgerError
from oracle.ledger.status import ROLES, STATUSES, Role, Status

CLAIMS_FILE = "claims.toml"
MAX_BYTES = 4_000_000

_TOP_KEYS = ("bibkey", "title", "source", "claim")
_CLAIM_KEYS = ("id", "locator", "says", "expected")
# A key that exactly one expected status needs: required there, refused elsewhere.
_KEY_OF_STATUS: dict[str, Status] = {"corrected": "discrepant", "gap": "weaker", "reason": "open"}
_EVIDENCE_KEYS = {"certificate": ("kind", "role", "path", "statement"), "check": ("kind", "role", "name")}
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


Evidence = CertificateEvidence | CheckEvidence


@dataclass(frozen=True)
class Claim:
    """One claim of a paper: where it stands, what it says, what evidence the ledger offers."""

    id: str
    locator: str
    says: str
    expected: Status
    corrected: str
    gap: str
    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Ledger:
    """The claims of one paper."""

    bibkey: str
    title: str
    source: str
    claims: tuple[Claim, ...]


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
    return Ledger(document["bibkey"], document["title"], document["source"], claims)


def _claim(table: Mapping[str, Any], bibkey: str, name: str, position: str) -> Claim:
    where = table["id"] if isinstance(table.get("id"), str) and table["id"] else position
    _keys(table, _CLAIM_KEYS, (*_KEY_OF_STATUS, "evidence"), name, where)
    for key in _CLAIM_KEYS:
        _text(table, key, name, where)
    if not _ID.match(table["id"]):
        raise MalformedLedgerError(name, where, "an id has letters, digits, dots and hyphens only")
    expected = table["expected"]
    if expected not in STATUSES:
        raise MalformedLedgerError(name, where, f"unknown status {expected!r}")
    for key, status in _KEY_OF_STATUS.items():
        if status == expected and key not in table:
            raise MalformedLedgerError(name, where, f"{status} needs the key {key!r}")
        if status != expected and key in table:
            raise MalformedLedgerError(name, where, f"the key {key!r} belongs to {status} only")
        if key in table:
            _text(table, key, name, where)
    if ("evidence" in table) == (expected == "open"):
        problem = "open carries a reason, not evidence" if expected == "open" else f"{expected} needs evidence"
        raise MalformedLedgerError(name, where, problem)
    items = _tables(table["evidence"], "evidence", name, where) if "evidence" in table else []
    evidence = tuple(_evidence(item, bibkey, name, where) for item in items)
    if len(set(evidence)) != len(evidence):
        raise MalformedLedgerError(name, where, "the same evidence twice")
    return Claim(
        table["id"],
        table["locator"],
        table["says"],
        cast(Status, expected),
        table.get("corrected", ""),
        table.get("gap", ""),
        table.get("reason", ""),
        evidence,
    )


def _evidence(item: Mapping[str, Any], bibkey: str, name: str, where: str) -> Evidence:
    kind = item.get("kind")
    if not isinstance(kind, str) or kind not in _EVIDENCE_KEYS:
        raise MalformedLedgerError(name, where, f"unknown kind of evidence {kind!r}")
    keys = _EVIDENCE_KEYS[kind]
    _keys(item, keys, (), name, where)
    for key in keys:
        _text(item, key, name, where)
    if item["role"] not in ROLES:
        raise MalformedLedgerError(name, where, f"unknown role {item['role']!r}")
    role = cast(Role, item["role"])
    if kind == "check":
        match = _CHECK_NAME.match(item["name"])
        if match is None or match.group(1) != bibkey:
            raise MalformedLedgerError(name, where, f"a check is named {bibkey}.<function>, not {item['name']!r}")
        return CheckEvidence(item["name"], role)
    path = PurePosixPath(item["path"])
    if len(path.parts) != 1 or path.name in {".", ".."} or "\\" in item["path"] or "\0" in item["path"]:
        raise MalformedLedgerError(name, where, f"{item['path']!r} is not a file name of the same folder")
    return CertificateEvidence(path.name, role, item["statement"])


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
