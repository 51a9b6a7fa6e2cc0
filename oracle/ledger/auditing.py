"""The audit: every status of every ledger, recomputed from evidence and compared with the expected one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from oracle.ledger.checks import Check, checks_of
from oracle.ledger.claims import (
    CLAIMS_FILE,
    KIND_OF_ROW,
    RESULTS_FILE,
    CertificateEvidence,
    CheckEvidence,
    Claim,
    Evidence,
    Ledger,
    read_ledger,
    row_texts,
)
from oracle.ledger.errors import MalformedLedgerError, UnknownBibkeyError
from oracle.ledger.evidence import Judge, Settled, certificates, portions, settle, verdict
from oracle.ledger.status import REASONS, STATUSES, Status, Weighed, by_whom, derive
from oracle.ledger.texts import placeholders
from oracle.processes import mapped
from oracle.proved import given
from oracle.resources import certificates_dir
from proofs.kernel.check import Verdict


@dataclass(frozen=True)
class Entry:
    """One claim after the audit; the fields are the keys of ``audit --json``.

    Args:
        status: Derived from the evidence.
        ok: Whether the status is the expected one.
        bibkey: The paper; with ``/results`` behind it for a result of our own about its subject.
        evidence: One item a piece: kind, source, role, shows, holds, detail; the correction's text where it corrects.
        gap: How far what is proved or checked stays behind what is printed, or "".
        reason: Why the claim is open: one of the kinds of reasons, and what there is to say about it; or "".
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


def audit(
    bibkeys_wanted: Sequence[str] = (),
    root: Path | None = None,
    jobs: int = 1,
    step: Callable[[int, int], None] | None = None,
) -> list[Entry]:
    """Recompute the status of every claim of the papers.

    Args:
        bibkeys_wanted: The papers; none means all.
        root: The folder of the ledgers; by default the shipped one.
        jobs: Processes.
        step: Called with what is done and how much there is.

    Returns:
        The entries in the order of papers and claims. The audit succeeds if every entry is ``ok``.

    Raises:
        UnknownBibkeyError: A bibkey without ledger.
        MalformedLedgerError: A file that is not a ledger, a check that nobody registered, or a printed entry that no
            evidence receives.

    >>> audit(["nobody1900"])
    Traceback (most recent call last):
        ...
    oracle.ledger.errors.UnknownBibkeyError: ...
    """
    return audit_and_check(bibkeys_wanted, (), root, jobs, step)[0]


def audit_and_check(
    bibkeys_wanted: Sequence[str],
    files: Sequence[Path],
    root: Path | None = None,
    jobs: int = 1,
    step: Callable[[int, int], None] | None = None,
) -> tuple[list[Entry], list[Verdict | str]]:
    """Audit, and check certificates on the way, also those that are not evidence; each is judged once.

    Args:
        bibkeys_wanted: The papers; none means all.
        files: Certificates.
        root: The folder of the ledgers; by default the shipped one.
        jobs: Processes.
        step: Called with what is done and how much there is.

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
    ledgers = [read_ledger(file) for bibkey in wanted for file in _files(folder / bibkey)]
    # a check that nobody registered is found before any work is shared out
    registered: dict[str, Mapping[str, Check]] = {}
    for ledger in ledgers:
        registered[ledger.bibkey] = {**registered.get(ledger.bibkey, {}), **_checks(ledger)}
    evidence = [
        (ledger.bibkey, folder / ledger.bibkey, claim, item)
        for ledger in ledgers
        for claim in ledger.claims
        for item in claim.evidence
    ]
    paths = sorted(certificates(evidence, files), key=_size, reverse=True)
    shares = portions(evidence, registered)
    told = step or (lambda done, all_: None)
    settled = Settled()
    for path, found in zip(paths, mapped(verdict, paths, jobs), strict=True):
        settled.verdicts[path] = found
        told(len(settled.verdicts), len(paths) + len(shares))
    with given(found for found in settled.verdicts.values() if isinstance(found, Verdict)):
        for done, findings in enumerate(mapped(settle, shares, jobs), len(paths) + 1):
            settled.findings.update(findings)
            told(done, len(paths) + len(shares))
    entries = [entry for ledger in ledgers for entry in audit_ledger(ledger, folder / ledger.bibkey, settled)]
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
    name = ledger.name or ledger.bibkey
    return [
        _entry(name, claim, tuple(judge.weigh(item, claim.printed) for item in claim.evidence))
        for claim in ledger.claims
    ]


def _size(file: Path) -> int:
    """The bytes of a certificate, which tell how long the kernel is busy: long ones are begun first."""
    return file.stat().st_size if file.is_file() else 0


def _files(folder: Path) -> list[Path]:
    """The claims of a paper, and the results of our own about its subject if there are any."""
    results = folder / RESULTS_FILE
    return [folder / CLAIMS_FILE, *([results] if results.is_file() else [])]


def _checks(ledger: Ledger) -> Mapping[str, Check]:
    """The checks of a paper; refuses a ledger that names another, or prints what no evidence receives."""
    needed = {item.name: claim for claim in ledger.claims for item in claim.evidence if isinstance(item, CheckEvidence)}
    checks = checks_of(ledger.bibkey) if needed else {}
    for name, claim in needed.items():
        if name not in checks:
            raise MalformedLedgerError(_place(ledger), claim.id, f"no check is called {name!r}")
    for claim in ledger.claims:
        received = {entry for item in claim.evidence for entry in _received(item, checks)}
        for entry in received - set(claim.printed):
            raise MalformedLedgerError(_place(ledger), claim.id, f"a check receives {entry!r}, which is not printed")
        for entry in claim.printed if claim.evidence else ():
            if entry not in received:
                raise MalformedLedgerError(_place(ledger), claim.id, f"no evidence receives the printed {entry!r}")
    return checks


def _place(ledger: Ledger) -> str:
    return f"{ledger.bibkey}/{RESULTS_FILE if ledger.name.endswith('/results') else CLAIMS_FILE}"


def _received(item: Evidence, checks: Mapping[str, Check]) -> set[str]:
    """The printed entries that a piece of evidence receives."""
    if isinstance(item, CheckEvidence):
        return set(checks[item.name].parameters)
    return {entry for text in row_texts(item).values() for entry in placeholders(text)}


def summary(entries: Sequence[Entry]) -> dict[Status, int]:
    """Return how many entries have each status, all statuses named.

    >>> summary([])["proved"]
    0
    """
    return {status: sum(entry.status == status for entry in entries) for status in STATUSES}


def reasons(entries: Sequence[Entry]) -> dict[str, int]:
    """Return how many open entries there are of each kind of reason, all kinds named.

    >>> reasons([])["not done"]
    0
    """
    kinds = [entry.reason.partition(":")[0] for entry in entries if entry.status == "open"]
    return {reason: kinds.count(reason) for reason in REASONS}


def _entry(bibkey: str, claim: Claim, weighed: tuple[Weighed, ...]) -> Entry:
    status = derive(weighed)
    ok = status == claim.expected and all(item.counts for item in weighed)
    evidence = tuple(_item(claim, index, item, weighed) for index, item in enumerate(weighed))
    says, gap = claim.shown(claim.says), claim.shown(claim.gap)
    return Entry(bibkey, claim.id, claim.locator, says, claim.expected, status, ok, evidence, gap, claim.why_open)


def _item(claim: Claim, index: int, weighed: Weighed, together: tuple[Weighed, ...]) -> dict[str, Any]:
    kind, source = _named(claim.evidence[index], claim)
    item: dict[str, Any] = {
        "kind": kind,
        "source": source,
        "role": weighed.role,
        "shows": weighed.finding.kind,
        "holds": weighed.counts,
        "detail": weighed.finding.detail,
        "side": by_whom(together, weighed.role),
    }
    if weighed.role == "corrects":
        item["corrected"] = claim.shown(claim.corrected)
    return item


def _named(item: Evidence, claim: Claim) -> tuple[str, str]:
    """The kind of a piece of evidence and where it comes from: a file, a check, or the row itself."""
    match item:
        case CertificateEvidence():
            return "certificate", item.path
        case CheckEvidence():
            return "check", item.name
    first = next(iter(row_texts(item).values()))
    return KIND_OF_ROW[type(item)], claim.shown(first)
