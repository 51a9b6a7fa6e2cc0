"""The ledger of claims, recomputed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oracle.api.check import Checked, checked, find_certificates
from oracle.api.results import Result, Steps
from oracle.failures import Malformed, Undecided, Usage

if TYPE_CHECKING:
    from oracle.ledger import Entry
    from oracle.pages.drawing import Plot
    from proofs.kernel.check import Verdict


@dataclass(frozen=True, repr=False)
class Audit(Result):
    """What became of every claim of some papers.

    Attributes:
        claims: one entry a claim: bibkey, id, locator, says, expected, status, ok, evidence, gap, reason.
        certificates: the files that were checked besides, if that was asked for.
    """

    claims: tuple[Entry, ...]
    certificates: tuple[Checked, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every status came out as registered, and every certificate was proved."""
        return all(entry.ok for entry in self.claims) and all(file.exit_code == 0 for file in self.certificates)

    @property
    def certificate(self) -> bytes:
        """Nothing: a ledger rests on many certificates, and is none."""
        return b""

    def statuses(self) -> Mapping[str, Mapping[str, int]]:
        """How many claims of each paper have each status; papers and statuses without claims are left out."""
        from oracle.ledger import summary

        papers = dict.fromkeys(entry.bibkey for entry in self.claims)
        return {
            paper: {
                str(status): count
                for status, count in summary([entry for entry in self.claims if entry.bibkey == paper]).items()
                if count
            }
            for paper in papers
        }

    def to_dict(self) -> dict[str, object]:
        claims = [entry.as_json() for entry in self.claims]
        return {"certificates": [file.to_dict() for file in self.certificates], "claims": claims}

    def headline(self) -> str:
        wrong = sum(not entry.ok for entry in self.claims)
        return f"{len(self.claims)} claims: {len(self.claims) - wrong} as expected, {wrong} not"

    def rows(self) -> list[tuple[str, str]]:
        return [
            (paper, ", ".join(f"{count} {status}" for status, count in found.items()))
            for paper, found in self.statuses().items()
        ]

    def plot(self) -> Plot | None:
        from fractions import Fraction

        from oracle.ledger import summary
        from oracle.pages.drawing import Bars

        counts = [(str(status), Fraction(count)) for status, count in summary(self.claims).items() if count]
        return Bars(counts, "claims by status", places=0)

    def listing(self, width: int | None = None, verbose: bool = True) -> str:
        """The text of `bellcert audit`: a table of every claim, or one line a paper; failures are told in full.

        Args:
            width: of the lines; None for that of the terminal.
            verbose: whether every claim has its line.
        """
        from rich.console import Console

        from oracle.ledger.listing import render

        console = Console(width=width, highlight=False)
        with console.capture() as capture:
            render(self.claims, console, verbose)
        return "\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n"))


def audit(*bibkeys: str, certificates: bool = False, jobs: int = 1, progress: Steps | None = None) -> Audit:
    """Recompute the ledger of claims from its evidence.

    Args:
        bibkeys: papers; none means all.
        certificates: check every shipped certificate of these papers as well, each once.
        jobs: processes, at least 1.
        progress: called with what is done and how much there is.

    Returns:
        Every claim with its status; one that differs from the registered status is a failure, `ok` is then False.

    Raises:
        Usage: `unknown-name`, no paper has this key.
        Malformed: `ledger`, a file is no ledger.
        Undecided: `no-files`, no ledger has a claim.

    Source: docs/ledger.md says how evidence becomes a status.

    >>> import oracle
    >>> oracle.audit("nobody1900")
    Traceback (most recent call last):
    oracle.failures.Usage: ('unknown-name', 'no ledger for nobody1900; known: ...')
    """
    from oracle import ledger

    try:
        if not certificates:
            files: list[str] = []
            verdicts: list[Verdict | str] = []
            entries = ledger.audit(bibkeys, jobs=jobs, step=progress)
        else:
            files = _certificates(bibkeys)
            paths = [Path(file) for file in files]
            entries, verdicts = ledger.audit_and_check(bibkeys, paths, jobs=jobs, step=progress)
    except ledger.UnknownBibkeyError as failure:
        raise Usage("unknown-name", str(failure)) from None
    except ledger.MalformedLedgerError as failure:
        raise Malformed("ledger", str(failure)) from None
    results = tuple(checked(file, verdict) for file, verdict in zip(files, verdicts, strict=True))
    if not entries:
        raise Undecided("no-files", "nothing was audited: no ledger has a claim")
    return Audit(tuple(entries), results)


def _certificates(bibkeys: Sequence[str]) -> list[str]:
    from oracle.resources import certificates_dir

    root = certificates_dir()
    return list(find_certificates(tuple(str(root / bibkey) for bibkey in dict.fromkeys(bibkeys)) or (str(root),)))


def papers() -> tuple[str, ...]:
    """Keys of the papers that have a ledger.

    >>> "pironio2010" in papers()
    True
    """
    from oracle.ledger import bibkeys

    return bibkeys()
