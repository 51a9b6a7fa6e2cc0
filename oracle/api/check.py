"""Certificates are checked: `check` for one, `check_files` for those of files and folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from oracle.api.results import Result
from oracle.api.second import DISAGREES, Opinion, opinion
from oracle.api.sources import Source, read
from oracle.failures import Undecided

if TYPE_CHECKING:
    from proofs.kernel.check import Verdict as KernelVerdict

SUFFIX = ".cert.json"
EXIT = {"PROVED": 0, "REJECTED": 1, "MALFORMED": 3, "LIMIT": 4, "UNREADABLE": 5}


@dataclass(frozen=True, repr=False)
class Verdict(Result):
    """The kernel's verdict about the bytes of a certificate.

    Attributes:
        verdict: PROVED, REJECTED, MALFORMED or LIMIT; only PROVED says something about the statement.
        sha256: of the bytes, or "-" where nothing was read.
        statement: the canonical text of what is proved; two statements are equal if and only if their texts are.
        assumptions: what the statement rests on, and tags that mark what a user was warned of and allowed.
        pointer: where the reason of a refusal stands (a JSON pointer), or "".
        code: of a refusal, as `bellcert explain CODE` explains it, or "".
        problem: the reason in one sentence, or "".
        certificate: the bytes.
    """

    verdict: str
    sha256: str
    statement: str
    assumptions: tuple[str, ...]
    pointer: str
    code: str
    problem: str
    certificate: bytes

    @property
    def proved(self) -> bool:
        """Whether the statement is proved."""
        return self.verdict == "PROVED"

    def to_dict(self) -> dict[str, object]:
        return {
            "verdict": self.verdict,
            "sha256": self.sha256,
            "statement": self.statement,
            "assumptions": list(self.assumptions),
            "pointer": self.pointer,
            "code": self.code,
            "problem": self.problem,
        }

    def headline(self) -> str:
        return self.verdict if self.proved else f"{self.verdict} {self.code}: {self.problem}"

    def rows(self) -> list[tuple[str, str]]:
        stated = [(name, rest) for name, _, rest in (line.partition(": ") for line in self.statement.split("\n"))]
        assumed = [("assumption", text) for text in self.assumptions]
        return [("sha256", self.sha256), *(stated if self.proved else []), *assumed]


def check(certificate: Source) -> Verdict:
    """The verdict of the kernel about one certificate, which is checked exactly and without a solver.

    Args:
        certificate: the name of a file, or the bytes of one.

    Returns:
        The verdict; a certificate that proves nothing is an answer here and no exception.

    Raises:
        Undecided: `unreadable`, the file cannot be read.

    Source: certificates/README.md, the format.

    >>> import oracle
    >>> oracle.check(b"{}")
    <Verdict: MALFORMED missing-key: the key 'format' is missing>
    """
    from proofs.kernel.check import check_bytes
    from proofs.kernel.read import MAX_BYTES

    data = read(certificate, MAX_BYTES)
    return of_kernel(check_bytes(data), data)


def of_kernel(found: KernelVerdict, data: bytes = b"") -> Verdict:
    """The kernel's record as one of the interface; of bytes that are something else its sentence says what."""
    from oracle.recognised import hinted

    problem = hinted(found.problem, data, "a certificate, which") if found.verdict == "MALFORMED" else found.problem
    return Verdict(
        found.verdict, found.sha256, found.statement, tuple(found.assumptions), found.pointer, found.code, problem, data
    )


@dataclass(frozen=True)
class Checked:
    """One file's result.

    Attributes:
        path: of the file.
        verdict: of the kernel, or UNREADABLE.
        exit_code: what the file contributes to the exit code of `bellcert check`.
        second: what another checker says of the same bytes.
    """

    path: str
    verdict: Verdict
    exit_code: int
    second: Opinion | None = None

    def report(self) -> str:
        """The lines that the kernel prints about a file: verdict, digest and path, then what is proved or why not."""
        from proofs.kernel.__main__ import report
        from proofs.kernel.check import Verdict as KernelVerdict

        found = self.verdict
        return report(
            self.path,
            KernelVerdict(
                found.verdict, found.sha256, found.statement, found.assumptions, found.pointer, found.code,
                found.problem,
            ),
        )  # fmt: skip

    def to_dict(self) -> dict[str, object]:
        """What `bellcert check --json` prints of the file."""
        from proofs.kernel.__main__ import escape

        other = (
            {} if self.second is None
            else {"second": {"outcome": self.second.outcome, "answer": self.second.answer}}
        )  # fmt: skip
        return {"path": escape(self.path), **self.verdict.to_dict(), **other}


def checked(path: str, verdict: KernelVerdict | str, data: bytes = b"") -> Checked:
    """The result of a file from the kernel's verdict, or from why it cannot be read."""
    if isinstance(verdict, str):
        unread = Verdict("UNREADABLE", "-", "", (), "", "unreadable", verdict, b"")
        return Checked(path, unread, EXIT["UNREADABLE"])
    return Checked(path, of_kernel(verdict, data), EXIT[verdict.verdict])


def check_file(path: str, program: str | None = None) -> Checked:
    """The verdict about a file, and what another checker says of the same bytes."""
    from proofs.kernel.check import check_bytes
    from proofs.kernel.read import MAX_BYTES

    try:
        data = read(path, MAX_BYTES)
    except Undecided as failure:
        return checked(path, failure.sentence)
    return judged(path, data, check_bytes(data), program)


def judged(path: str, data: bytes, verdict: KernelVerdict, program: str | None) -> Checked:
    """The verdict with the word of the other checker; where they disagree one of the two has a bug."""
    result = checked(path, verdict, data)
    if program is None:
        return result
    said = opinion(program, data, verdict)
    return Checked(path, result.verdict, 70 if said.outcome == DISAGREES else result.exit_code, said)


def check_files(paths: Iterable[str], jobs: int = 1, program: str | None = None) -> Iterator[Checked]:
    """The verdicts about files, in their order, over some processes.

    Args:
        paths: of certificates.
        jobs: processes, at least 1.
        program: another checker to ask about the same bytes.
    """
    from oracle.processes import mapped

    return mapped(partial(check_file, program=program), list(paths), jobs, portion=4)


def find_certificates(paths: Iterable[str] = ()) -> Iterator[str]:
    """Files as they are; below folders every certificate, sorted; the shipped ones where nothing is named."""
    from oracle.resources import certificates_dir

    for path in tuple(paths) or (str(certificates_dir()),):
        if path != "-" and Path(path).is_dir():
            for folder, folders, files in os.walk(path):
                folders.sort()
                yield from (os.path.join(folder, file) for file in sorted(files) if file.endswith(SUFFIX))  # noqa: PTH118
        else:
            yield path
