"""`bellcert export`: a certificate as a file for checkers and solvers written by others."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

import proofs
from oracle.ask.reader import MAX_TABLE
from oracle.cli.files import force_option, read_bytes, write_whole
from oracle.cli.output import echo_json, exit_codes, json_option
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


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.argument("path", metavar="[FILE]", type=click.Path(), required=False)
@click.option("--to", "form", type=click.Choice(FORMATS), required=True, help="Format of the file.")
@click.option(
    "--attained",
    metavar="ATT.cert.json",
    type=click.Path(),
    help="vipr: the certificate of a behaviour that reaches the bound.",
)
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write the file; otherwise it is printed.")
@force_option
@json_option
def command(path: str | None, form: str, attained: str | None, output: str | None, as_json: bool) -> int:
    """Write the program behind FILE (- for standard input) in full, with its proof or its proved optimum.

    FILE is a certificate that the kernel proves, or, for sdpa and cbf, a problem file such as certify takes.

    vipr, for viprchk: a certificate of rule lp-dual or farkas about local, no-signalling or time-ordered behaviours.
    The linear program stands in the file (coordinates and probabilities, or weights of strategies; hypotheses,
    objective), the multipliers as one linear combination that derives the bound.

    sdpa (SDPA sparse) and cbf (Conic Benchmark Format), for solvers: a certificate of rule sos or guessing with one
    Gram matrix, or one a branch, or a problem over the set quantum. The semidefinite program stands in the file, its
    words and the proved bound in comments. What a solver answers to the sdpa file becomes an exact bound with
    bellcert certify PROBLEM.toml --dual SOLUTION.

    lean, for mathlib: a certificate of rule sos over the rationals or one square root, inputs with two outcomes, no
    hypotheses or symbols. A self-contained theorem about ordered *-algebras with its proof, in the form of mathlib's
    page about Tsirelson's inequality; the template has not been compiled here.

    kernel.pyz: the checker itself as one file, for whoever checks a certificate without an installation:
    python3 -I -S kernel.pyz FILE... No FILE is named, -o says where it goes. checker.html: the second checker as one
    page for a browser, offline, in the same way.
    """
    if form in CHECKERS:
        return _checker(form, path, output, as_json)
    if path is None:
        raise Usage("missing-argument", f"--to {form} needs the FILE of a certificate or problem")
    if attained is not None and form != "vipr":
        raise Usage("unknown-argument", f"--attained does not go with --to {form}")
    if path == "-" == attained:
        raise Usage("unknown-argument", "standard input can be one of the two certificates only")
    data = read_bytes(path, MAX_FILE)
    if data.lstrip()[:1] not in (b"{", b"") and form not in ("vipr", "lean"):
        text = _of_problem(data, path, form)
    else:
        _require_proved(data, path)
        text = _vipr(data, attained) if form == "vipr" else _lean(data) if form == "lean" else _solver(data, form)
    if output is not None:
        write_whole(output, text.encode("utf-8"), form)
    if as_json:
        echo_json({"format": form, "path": output, "text": text})
    elif output is None:
        click.echo(text, nl=False)
    else:
        click.echo(f"{form} written: {output}")
    return 0


def _checker(form: str, path: str | None, output: str | None, as_json: bool) -> int:
    """A checker of this installation as one file, with its sha256."""
    from hashlib import sha256

    if path is not None:
        raise Usage("unknown-argument", f"--to {form} takes no FILE; name the file to write with -o")
    if output is None:
        raise Usage("missing-argument", f"--to {form} needs -o OUT")
    data = _checker_bytes(form)
    digest = sha256(data).hexdigest()
    write_whole(output, data, form)
    if as_json:
        echo_json({"format": form, "path": output, "sha256": digest})
    else:
        click.echo(f"{form} written: {output}\n  sha256 {digest}")
    return 0


def _checker_bytes(form: str) -> bytes:
    if form == "checker.html":
        return checker_page()
    return archive_bytes(Path(proofs.__file__).parent)


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


def _vipr(data: bytes, attained: str | None) -> str:
    from lp.vipr import vipr

    point = None if attained is None else read_bytes(attained, MAX_FILE)
    if attained is not None and point is not None:
        _require_proved(point, attained)
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


def _of_problem(data: bytes, path: str, form: str) -> str:
    """The semidefinite program of a problem file, before anything is proved about it."""
    from oracle.ask.reading import read_problem
    from proofs.search.engine import relaxation_of

    folder = Path() if path == "-" else Path(path).parent
    problem = read_problem(
        data, "standard input" if path == "-" else path, lambda name: read_bytes(str(folder / name), MAX_TABLE)
    )
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
