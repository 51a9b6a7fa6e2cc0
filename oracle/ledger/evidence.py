"""From a piece of evidence to a finding: the kernel judges certificates, registered checks are run."""

from collections.abc import Mapping
from pathlib import Path

from oracle.ledger.claims import CertificateEvidence, CheckEvidence, Evidence
from oracle.ledger.registry import Check
from oracle.ledger.status import Finding, Kind, Role, Weighed
from proofs.kernel.check import Verdict, check_bytes

_KIND_OF_CERTIFICATE: dict[Role, Kind] = {"supports": "proof", "refutes": "refutation", "corrects": "correction"}
VACUOUS = "POSSIBLY VACUOUS"


class Judge:
    """Weighs the evidence of one paper; what several claims use is computed once.

    Args:
        folder: Where the paper's certificates are.
        checks: The paper's checks by full name; those asked for are among them.
    """

    def __init__(self, folder: Path, checks: Mapping[str, Check]) -> None:
        self._folder = folder
        self._checks = checks
        self._verdicts: dict[str, Verdict | str] = {}
        self._findings: dict[str, Finding] = {}

    def weigh(self, evidence: Evidence) -> Weighed:
        """Return what the evidence shows, with its role."""
        match evidence:
            case CertificateEvidence(path=path):
                if path not in self._verdicts:
                    self._verdicts[path] = _verdict(self._folder / path)
                return Weighed(evidence.role, certificate_finding(evidence, self._verdicts[path]))
            case CheckEvidence(name=name):
                if name not in self._findings:
                    self._findings[name] = self._checks[name]()
                return Weighed(evidence.role, self._findings[name])


def _verdict(file: Path) -> Verdict | str:
    """Return the kernel's verdict on a file, or why it cannot be read."""
    try:
        data = file.read_bytes()
    except OSError as error:
        return error.strerror or "input error"
    return check_bytes(data)


def certificate_finding(evidence: CertificateEvidence, verdict: Verdict | str) -> Finding:
    """Return what a certificate shows: it holds if the kernel prints exactly the statement of the ledger.

    The words of the claim and the statement are tied by whoever reads both; that the file proves this statement and no
    other is decided here. A certificate whose hypotheses the kernel could not show to be satisfiable proves nothing.

    Args:
        evidence: File name and canonical statement.
        verdict: The kernel's on the file, or why the file cannot be read.
    """
    kind = _KIND_OF_CERTIFICATE[evidence.role]
    if isinstance(verdict, str):
        return Finding(kind, False, f"cannot be read: {verdict}")
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
