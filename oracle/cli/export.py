"""`bellcert export`: a certificate as a file for checkers and solvers written by others."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from math import nan
from typing import Any

import click

from oracle.cli.output import echo_json, exit_codes, json_option, read_bytes, write_whole
from oracle.problems import Limit, Malformed, Rejected, Undecided, Usage

FORMATS = ("vipr", "sdpa", "cbf")


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.argument("path", metavar="CERT")
@click.option("--to", "form", type=click.Choice(FORMATS), required=True, help="Format of the file.")
@click.option(
    "--attained", metavar="ATT.cert.json", help="vipr: the certificate of a behaviour that reaches the bound."
)
@click.option("-o", "--output", metavar="FILE", help="Write the file; otherwise it is printed.")
@json_option
def command(path: str, form: str, attained: str | None, output: str | None, as_json: bool) -> int:
    """Write the program behind CERT (- for standard input) in full, with its proof or its proved optimum.

    vipr, for viprchk: a certificate of rule lp-dual or farkas about no-signalling or time-ordered behaviours. The
    linear program stands in the file (coordinates, probabilities, hypotheses, objective), the multipliers as one
    linear combination that derives the bound.

    sdpa (SDPA sparse) and cbf (Conic Benchmark Format), for solvers: a certificate of rule sos with one Gram matrix.
    The semidefinite program over its words stands in the file, the proved bound in a comment.

    Only certificates that the kernel proves are exported.
    """
    if attained is not None and form != "vipr":
        raise Usage("unknown-argument", f"--attained does not go with --to {form}")
    if path == "-" == attained:
        raise Usage("unknown-argument", "standard input can be one of the two certificates only")
    data = _proved(path)
    text = _vipr(data, None if attained is None else _proved(attained)) if form == "vipr" else _solver(data, form)
    if output is not None:
        write_whole(output, text.encode("ascii"))
    if as_json:
        echo_json({"format": form, "path": output, "text": text})
    elif output is None:
        click.echo(text, nl=False)
    else:
        click.echo(f"{form} written: {output}")
    return 0


def _proved(path: str) -> bytes:
    """The bytes of a certificate the kernel proves."""
    from proofs.kernel.check import check_bytes
    from proofs.kernel.read import MAX_BYTES

    data = read_bytes(path, MAX_BYTES)
    verdict = check_bytes(data)
    if verdict.verdict == "PROVED":
        return data
    kinds = {"REJECTED": Rejected, "MALFORMED": Malformed, "LIMIT": Limit}
    raise kinds[verdict.verdict](verdict.code, f"{path}: at {verdict.pointer!a}: {verdict.problem}")


def _vipr(data: bytes, point: bytes | None) -> str:
    from lp.vipr import NotExportableError, vipr

    try:
        return vipr(data, point)
    except NotExportableError as problem:
        raise Undecided("not-exportable", f"{problem}") from None


def _solver(data: bytes, form: str) -> str:
    """The semidefinite program of a certificate of rule sos, over the words of its Gram matrix."""
    from proofs.search.algebra import ProblemError, Scenario
    from proofs.search.certify import Certified, Maximum
    from proofs.search.exchange import cbf_text, sdpa_text
    from proofs.search.hypotheses import Mean

    document = json.loads(data)
    statement, witness = document["statement"], document["witness"]
    if document["rule"] != "sos" or len(witness.get("grams", [])) != 1:
        raise Undecided("not-exportable", "only proofs of rule sos with one Gram matrix belong to a moment problem")
    if {"field", "symbols"} & set(statement) or {"squares", "localised", "relations", "annihilations"} & set(witness):
        raise Undecided("not-exportable", "only rational problems without operator hypotheses are written out")
    try:
        means = tuple(
            Mean(h["name"], _functional(h["polynomial"]), h["sense"]) for h in statement.get("hypotheses", [])
        )
        problem = Maximum(
            Scenario.from_json(statement["scenario"]), _functional(statement["functional"]),
            witness["grams"][0]["words"], statement["sense"], means,
        )  # fmt: skip
        certified = Certified(data, Fraction(statement["bound"]), nan, (), (), statement)
        write: Callable[..., str] = sdpa_text if form == "sdpa" else cbf_text
        return write(problem, certified)
    except (KeyError, ProblemError) as problem_found:
        raise Undecided("not-exportable", f"the moment problem cannot be written: {problem_found}") from None


def _functional(terms: Any) -> dict[str, Fraction]:
    return {word: Fraction(c) for c, word in terms}
