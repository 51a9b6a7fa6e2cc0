"""The audit: every status of every ledger, recomputed from evidence and compared with the expected one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from oracle.ledger.claims import CLAIMS_FILE, CertificateEvidence, CheckEvidence, Claim, Ledger, read_ledger
from oracle.ledger.errors import MalformedLedgerError, UnknownBibkeyError
from oracle.ledger.evidence import Judge, Settled, portions, settle
from oracle.ledger.registry import Check, checks_of
from oracle.ledger.status import STATUSES, Status, Weighed, derive
from oracle.processes import mapped
from oracle.resources import certificates_dir
from proofs.kernel.check import Verdict


@dataclass(frozen=True)
class Entry:
    """One claim after the audit; the fields are the keys of ``audit --json``.

    Args:
        status: Derived from the evidence.
        ok: Whether the status is the expected one.
        evidence: One item a piece: kind, source, role, shows, holds, detail; the correction's text where it corrects.
        gap: How far what is proved stays behind what is printed, or "".
        reason: Why the claim is open, or "".
    """

    bibkey: str
    id: str
    locator: str
    says: str
    expected: Status
    status: Status
    ok: bool
    evidence: tuple[dict[str, Any], ...]
    gap: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Return the entry as JSON values."""
        return {**asdict(self), "evidence": [dict(item) for item in self.evidence]}


def bibkeys(root: Path | None = None) -> tuple[str, ...]:
    """Return the papers that have a ledger, in alphabetical order.

    >>> "pironio2010" in bibkeys()
    True
    """
    folder = certificates_dir() if root is None else root
    return tuple(sorted(file.parent.name for file in folder.glob(f"*/{CLAIMS_FILE}")))


def audit(bibkeys_wanted: Sequence[str] = (), root: Path | None = None, jobs: int = 1) -> list[Entry]:
    """Recompute the status of every claim of the papers.

    Args:
        bibkeys_wanted: The papers; none means all.
        root: The folder of the ledgers; by default the shipped one.
        jobs: Processes.

    Returns:
        The entries in the order of papers and claims. The audit succeeds if every entry is ``ok``.

    Raises:
        UnknownBibkeyError: A bibkey without ledger.
        MalformedLedgerError: A file that is not a ledger, or a check that nobody registered.

    >>> audit(["nobody1900"])
    Traceback (most recent call last):
        ...
    oracle.ledger.errors.UnknownBibkeyError: ...
    """
    return audit_and_check(bibkeys_wanted, (), root, jobs)[0]


def audit_and_check(
    bibkeys_wanted: Sequence[str], files: Sequence[Path], root: Path | None = None, jobs: int = 1
) -> tuple[list[Entry], list[Verdict | str]]:
    """Audit, and check certificates on the way, also those that are no evidence; each is judged once.

    Args:
        bibkeys_wanted: The papers; none means all.
        files: Certificates.
        root: The folder of the ledgers; by default the shipped one.
        jobs: Processes.

    Returns:
        The entries as from :func:`audit`, and for each file the kernel's verdict or why it cannot be read.

    Raises:
        UnknownBibkeyError: A bibkey without ledger.
        MalformedLedgerError: A file that is not a ledger, or a check that nobody registered.
    """
    folder = certificates_dir() if root is None else root
    known = bibkeys(folder)
    wanted = tuple(dict.fromkeys(bibkeys_wanted)) or known
    for bibkey in wanted:
        if bibkey not in known:
            raise UnknownBibkeyError(bibkey, known)
    ledgers = {bibkey: read_ledger(folder / bibkey / CLAIMS_FILE) for bibkey in wanted}
    # a check that nobody registered is found before any work is shared out
    registered = {bibkey: _checks(ledger) for bibkey, ledger in ledgers.items()}
    evidence = [
        (bibkey, folder / bibkey, item)
        for bibkey, ledger in ledgers.items()
        for claim in ledger.claims
        for item in claim.evidence
    ]
    settled = Settled()
    for part in mapped(settle, portions(evidence, registered, files), jobs):
        settled.verdicts.update(part.verdicts)
        settled.findings.update(part.findings)
    entries = [entry for bibkey in wanted for entry in audit_ledger(ledgers[bibkey], folder / bibkey, settled)]
    return entries, [settled.verdicts[file] for file in files]


def audit_ledger(ledger: Ledger, folder: Path, settled: Settled | None = None) -> list[Entry]:
    """Recompute the status of every claim of one paper.

    Args:
        ledger: The claims.
        folder: Where the certificates they name are.
        settled: What has been computed already.

    Raises:
        MalformedLedgerError: A check that nobody registered.
    """
    judge = Judge(folder, _checks(ledger), settled)
    return [_entry(ledger.bibkey, claim, tuple(map(judge.weigh, claim.evidence))) for claim in ledger.claims]


def _checks(ledger: Ledger) -> Mapping[str, Check]:
    """The checks of a paper; refuses a ledger that names another."""
    needed = {item.name: claim for claim in ledger.claims for item in claim.evidence if isinstance(item, CheckEvidence)}
    checks = checks_of(ledger.bibkey) if needed else {}
    for name, claim in needed.items():
        if name not in checks:
            raise MalformedLedgerError(f"{ledger.bibkey}/{CLAIMS_FILE}", claim.id, f"no check is called {name!r}")
    return checks


def summary(entries: Sequence[Entry]) -> dict[Status, int]:
    """Return how many entries have each status, all statuses named.

    >>> summary([])["proved"]
    0
    """
    return {status: sum(entry.status == status for entry in entries) for status in STATUSES}


def _entry(bibkey: str, claim: Claim, weighed: tuple[Weighed, ...]) -> Entry:
    status = derive(weighed)
    ok = status == claim.expected and all(item.counts for item in weighed)
    evidence = tuple(_item(claim, index, item) for index, item in enumerate(weighed))
    return Entry(
        bibkey, claim.id, claim.locator, claim.says, claim.expected, status, ok, evidence, claim.gap, claim.reason
    )


def _item(claim: Claim, index: int, weighed: Weighed) -> dict[str, Any]:
    source = claim.evidence[index]
    certificate = isinstance(source, CertificateEvidence)
    item: dict[str, Any] = {
        "kind": "certificate" if certificate else "check",
        "source": source.path if isinstance(source, CertificateEvidence) else source.name,
        "role": weighed.role,
        "shows": weighed.finding.kind,
        "holds": weighed.counts,
        "detail": weighed.finding.detail,
    }
    if weighed.role == "corrects":
        item["corrected"] = claim.corrected
    return item
