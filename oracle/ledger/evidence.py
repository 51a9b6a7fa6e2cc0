"""From a piece of evidence to a finding: the kernel judges certificates, registered checks are run."""

from collections.abc import Mapping
from pathlib import Path

from oracle.ledger.claims import CertificateEvidence, CheckEvidence, Evidence
from oracle.ledger.registry import Check
from oracle.ledger.status import Finding, Kind, Role, Weighed
from proofs.kernel.check import check_bytes

_KIND_OF_CERTIFICATE: dict[Role, Kind] = {"supports": "proof", "refutes": "refutation", "corrects": "correction"}
VACUOUS = "POSSIBLY VACUOUS"


def weigh(evidence: Evidence, folder: Path, checks: Mapping[str, Check]) -> Weighed:
    """Return what the evidence shows, with its role.

    Args:
        evidence: From a claim.
        folder: Where the paper's certificates are.
        checks: The paper's checks by full name; the one asked for is among them.
    """
    match evidence:
        case CertificateEvidence():
            return Weighed(evidence.role, certificate_finding(evidence, folder))
        case CheckEvidence():
            return Weighed(evidence.role, checks[evidence.name]())


def certificate_finding(evidence: CertificateEvidence, folder: Path) -> Finding:
    """Return what a certificate shows: it holds if the kernel prints exactly the statement of the ledger.

    The words of the claim and the statement are tied by whoever reads both; that the file proves this statement and no
    other is decided here. A certificate whose hypotheses the kernel could not show to be satisfiable proves nothing.

    Args:
        evidence: File name and canonical statement.
        folder: Where the file is.
    """
    kind = _KIND_OF_CERTIFICATE[evidence.role]
    try:
        data = (folder / evidence.path).read_bytes()
    except OSError as error:
        return Finding(kind, False, f"cannot be read: {error.strerror or 'input error'}")
    verdict = check_bytes(data)
    if verdict.verdict != "PROVED":
        return Finding(kind, False, f"{verdict.verdict} {verdict.code} at {verdict.pointer or '/'}: {verdict.problem}")
    if verdict.statement.strip("\n") != evidence.statement.strip("\n"):
        return Finding(kind, False, f"PROVED, but another statement: {_first_difference(verdict.statement, evidence)}")
    if any(VACUOUS in text for text in (verdict.statement, *verdict.assumptions)):
        return Finding(kind, False, f"PROVED, but {VACUOUS}")
    return Finding(kind, True, f"PROVED {verdict.sha256}")


def _first_difference(statement: str, evidence: CertificateEvidence) -> str:
    printed = [*statement.strip("\n").split("\n"), ""]
    registered = [*evidence.statement.strip("\n").split("\n"), ""]
    first, second = next(pair for pair in zip(printed, registered, strict=False) if pair[0] != pair[1])
    return f"the kernel prints {first!r}, the ledger has {second!r}"
