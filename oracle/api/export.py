"""A certificate or a problem as a file for checkers and solvers written by others, and checkers as one file."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import proofs
from oracle.api.sources import MAX_TABLE, Source, name_of, read
from oracle.failures import Limit, Malformed, Rejected, Undecided, Usage
from oracle.pages.checker import checker_page
from oracle.recognised import hinted
from proofs.pyz import archive_bytes
from proofs.search.language.failure import Failure
from proofs.search.lean import lean_text

if TYPE_CHECKING:
    from proofs.search.hierarchy.maximum import Relaxation

FORMATS = ("vipr", "sdpa", "cbf", "lean", "kernel.pyz", "checker.html")
CHECKERS = ("kernel.pyz", "checker.html")
MAX_FILE = 1 << 24  # no certificate the kernel reads is longer


def export(
    subject: Source | None,
    form: str,
    *,
    attained: Source | None = None,
    beside: Callable[[str], bytes] | None = None,
) -> bytes:
    """A certificate that the kernel proves, or a problem, in the format of others; or a checker as one file.

    Args:
        subject: name or bytes of a certificate or, for sdpa and cbf, of a problem file; None for a checker.
        form: of `FORMATS`.
        attained: for vipr, the certificate of a behaviour that reaches the bound.
        beside: how files that a problem names are read; by default from its folder.

    Returns:
        The file.

    Raises:
        Usage: options that do not go together.
        Rejected, Malformed, Limit: the certificate is not proved.
        Undecided: `not-exportable`, the other format cannot say it.

    >>> export(None, "checker.html")[:15]
    b'<!doctype html>'
    """
    if form in CHECKERS:
        if subject is not None:
            raise Usage("unknown-argument", f"--to {form} takes no FILE; name the file to write with -o")
        return checker_page() if form == "checker.html" else archive_bytes(Path(proofs.__file__).parent)
    if subject is None:
        raise Usage("missing-argument", f"--to {form} needs the FILE of a certificate or problem")
    if attained is not None and form != "vipr":
        raise Usage("unknown-argument", f"--attained does not go with --to {form}")
    data, name = read(subject, MAX_FILE), name_of(subject, "problem")
    if data.lstrip()[:1] not in (b"{", b"") and form not in ("vipr", "lean"):
        folder = Path() if isinstance(subject, bytes) or name == "-" else Path(name).parent
        called = "standard input" if name == "-" else name
        return _of_problem(data, called, form, beside or (lambda other: read(folder / other, MAX_TABLE))).encode()
    _require_proved(data, name)
    text = _vipr(data, attained) if form == "vipr" else _lean(data) if form == "lean" else _solver(data, form)
    return text.encode()


def _require_proved(data: bytes, path: str) -> None:
    """Refuse what the kernel does not prove."""
    from proofs.kernel.check import check_bytes

    verdict = check_bytes(data)
    if verdict.verdict == "PROVED":
        return
    kinds = {"REJECTED": Rejected, "MALFORMED": Malformed, "LIMIT": Limit}
    problem = (
        hinted(verdict.problem, data, "a certificate, which") if verdict.verdict == "MALFORMED" else verdict.problem
    )
    raise kinds[verdict.verdict](verdict.code, f"{path}: at {verdict.pointer!a}: {problem}", path)


def _vipr(data: bytes, attained: Source | None) -> str:
    from lp.vipr import vipr

    point = None if attained is None else read(attained, MAX_FILE)
    if attained is not None and point is not None:
        _require_proved(point, name_of(attained, "the second certificate"))
    try:
        return vipr(data, point)
    except Failure as problem:
        raise Undecided("not-exportable", f"{problem}") from None


def _lean(data: bytes) -> str:
    from proofs.kernel.check import check_bytes

    verdict = check_bytes(data)
    try:
        return lean_text(data, f"{verdict.statement}\nsha256 {verdict.sha256}")
    except Failure as problem:
        raise Undecided("not-exportable", f"{problem}") from None


def _solver(data: bytes, form: str) -> str:
    """The semidefinite program that a proved certificate answers, over the words of its Gram matrices."""
    from proofs.search.hierarchy.exchange import problem_of

    document = json.loads(data)
    try:
        return _written(problem_of(document), form, Fraction(document["statement"]["bound"]))
    except Failure as problem:
        raise Undecided("not-exportable", f"{problem}") from None


def _written(question: Relaxation, form: str, proved: Fraction | None = None) -> str:
    from proofs.search.hierarchy.exchange import cbf_text, sdpa_text

    return (sdpa_text if form == "sdpa" else cbf_text)(question, proved)


def _of_problem(data: bytes, path: str, form: str, beside: Callable[[str], bytes]) -> str:
    """The semidefinite program of a problem file, before anything is proved about it."""
    from oracle.ask.reading import read_problem
    from proofs.search.engine import relaxation_of

    problem = read_problem(data, path, beside)
    if problem.set == "sequential":
        raise Undecided(
            "not-exportable",
            f"{problem.file}: problems over the set {problem.set} are exported once they are certified",
        )
    if problem.set != "quantum" or problem.kind == "membership" or problem.question.positives:
        raise Undecided(
            "not-exportable",
            f"{problem.file}: only optima and guessing over the set quantum without [[operator]] are exported",
        )
    try:
        return _written(relaxation_of(problem.question), form)
    except Failure as failure:
        raise Undecided("not-exportable", f"{problem.file}: {failure}") from None
