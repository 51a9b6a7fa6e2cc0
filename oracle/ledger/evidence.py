"""From a piece of evidence to a finding: the kernel judges certificates, registered checks are run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from oracle.failures import CommandFailure
from oracle.ledger.checks import Check, checks_of
from oracle.ledger.claims import CertificateEvidence, CheckEvidence, Claim, Evidence, row_texts
from oracle.ledger.rows import Row, finding
from oracle.ledger.status import Finding, Kind, Role, Weighed
from oracle.ledger.texts import filled
from proofs.kernel.check import Verdict, check_bytes
from proofs.search.language.failure import Failure

_KIND_OF_CERTIFICATE: dict[Role, Kind] = {
    "supports": "proof", "part": "gap", "refutes": "refutation", "corrects": "correction", "questions": "doubt",
}  # fmt: skip
# A check of the ledger with the printed entries that it receives.
Run = tuple[str, tuple[str, ...]]
VACUOUS = "POSSIBLY VACUOUS"


@dataclass(frozen=True)
class Settled:
    """What has been computed: the kernel's verdict on a file, or why it cannot be read; what a check found."""

    verdicts: dict[Path, Verdict | str] = field(default_factory=dict)
    findings: dict[Run, Finding] = field(default_factory=dict)


@dataclass(frozen=True)
class Portion:
    """What a process runs at a time: checks of one paper and one module, which may share tables."""

    bibkey: str
    checks: tuple[Run, ...]


def run_of(check: Check, evidence: CheckEvidence, printed: Mapping[str, str]) -> Run:
    """Return a check with what it receives of what the claim prints."""
    return evidence.name, tuple(printed[name] for name in check.parameters)


Evidences = Iterable[tuple[str, Path, Claim, Evidence]]  # bibkey, folder, claim and piece of evidence


def certificates(evidence: Evidences, files: Sequence[Path]) -> list[Path]:
    """Return all certificates there are to judge, once each: those of the evidence, and the files beside them."""
    found = dict.fromkeys(files)
    for _, folder, _, item in evidence:
        if isinstance(item, CertificateEvidence):
            found[folder / item.path] = None
    return list(found)


def portions(evidence: Evidences, registered: Mapping[str, Mapping[str, Check]]) -> list[Portion]:
    """Return the checks there are to run, once each, the largest portions first.

    Args:
        evidence: What claims rest on.
        registered: The checks of each paper by full name.
    """
    modules: dict[tuple[str, str], dict[Run, None]] = {}
    for bibkey, _, claim, item in evidence:
        if isinstance(item, CheckEvidence):
            check = registered[bibkey][item.name]
            modules.setdefault((bibkey, check.function.__module__), {})[run_of(check, item, claim.printed)] = None
    largest = sorted(modules.items(), key=lambda group: -len(group[1]))
    return [Portion(bibkey, tuple(names)) for (bibkey, _), names in largest]


def settle(portion: Portion) -> dict[Run, Finding]:
    """Run the checks of a portion."""
    checks = checks_of(portion.bibkey)
    return {run: _ran(checks[run[0]], run) for run in portion.checks}


class Judge:
    """Weighs the evidence of one paper; what several claims use is computed once.

    Args:
        folder: Where the paper's certificates are.
        checks: The paper's checks by full name; those asked for are among them.
        settled: What has been computed already.
    """

    def __init__(self, folder: Path, checks: Mapping[str, Check], settled: Settled | None = None) -> None:
        self._folder = folder
        self._checks = checks
        self._settled = settled or Settled()

    def weigh(self, evidence: Evidence, printed: Mapping[str, str]) -> Weighed:
        """Return what the evidence shows, with its role.

        Args:
            evidence: One piece.
            printed: What the texts of its claim show.
        """
        match evidence:
            case CertificateEvidence(path=path):
                verdicts, file = self._settled.verdicts, self._folder / path
                if file not in verdicts:
                    verdicts[file] = verdict(file)
                shown = replace(evidence, statement=filled(evidence.statement, printed))
                return Weighed(evidence.role, certificate_finding(shown, verdicts[file]))
            case CheckEvidence(name=name):
                findings, check = self._settled.findings, self._checks[name]
                run = run_of(check, evidence, printed)
                if run not in findings:
                    findings[run] = _ran(check, run)
                return Weighed(evidence.role, findings[run])
        return Weighed(evidence.role, finding(filled_row(evidence, printed), self._folder))


def filled_row(row: Row, printed: Mapping[str, str]) -> Row:
    """Return the row with what its placeholders show."""
    texts: dict[str, Any] = {name: filled(text, printed) for name, text in row_texts(row).items()}
    return replace(row, **texts)


def _ran(check: Check, run: Run) -> Finding:
    """Return what a check finds; one that its entries make impossible does not hold."""
    try:
        return check(*run[1])
    except (ArithmeticError, ValueError, LookupError, Failure) as problem:
        return Finding("proof", False, f"cannot be evaluated: {problem}")
    except CommandFailure as problem:
        return Finding("proof", False, f"cannot be evaluated: {problem.sentence}")


def verdict(file: Path) -> Verdict | str:
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
    return Finding(kind, True, f"PROVED {verdict.sha256}", certified=True)


def _first_difference(statement: str, evidence: CertificateEvidence) -> str:
    printed = [*statement.strip("\n").split("\n"), ""]
    registered = [*evidence.statement.strip("\n").split("\n"), ""]
    first, second = next(pair for pair in zip(printed, registered, strict=False) if pair[0] != pair[1])
    return f"the kernel prints {first!r}, the ledger has {second!r}"
