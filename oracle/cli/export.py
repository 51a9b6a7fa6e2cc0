"""`bellcert export`: a certificate as a file for checkers and solvers written by others."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import click

from oracle.api.export import CHECKERS, FORMATS, export
from oracle.api.sources import MAX_TABLE
from oracle.cli.files import force_option, read_bytes, remember, write_whole
from oracle.cli.output import Waiting, echo_json, exit_codes, json_option
from oracle.failures import Usage


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
    if form in CHECKERS and path is None and output is None:
        raise Usage("missing-argument", f"--to {form} needs -o OUT")
    if path == "-" == attained:
        raise Usage("unknown-argument", "standard input can be one of the two certificates only")
    remember(*(name for name in (path, attained) if name is not None))
    folder = Path() if path in (None, "-") else Path(path or "").parent
    with Waiting("writing the file"):
        data = export(path, form, attained=attained, beside=lambda name: read_bytes(str(folder / name), MAX_TABLE))
    if output is not None:
        write_whole(output, data, form)
    if form in CHECKERS:
        digest = sha256(data).hexdigest()
        if as_json:
            echo_json({"format": form, "path": output, "sha256": digest})
        else:
            click.echo(f"{form} written: {output}\n  sha256 {digest}")
    elif as_json:
        echo_json({"format": form, "path": output, "text": data.decode()})
    elif output is None:
        click.echo(data.decode(), nl=False)
    else:
        click.echo(f"{form} written: {output}")
    return 0
