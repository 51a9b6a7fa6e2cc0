"""`bellcert certify`: a problem of the user's own in, a proved certificate out."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from oracle.api.certify import VERDICTS, Answer, certify
from oracle.api.results import decimal_text
from oracle.api.sources import MAX_TABLE
from oracle.cli.files import force_option, read_bytes, remember, require_place, write_whole
from oracle.cli.output import Waiting, echo_json, echo_paragraph, exit_codes, json_option
from oracle.failures import Usage

SHOWN = 64  # lines of an object in the text
MAX_SOLUTION = 1 << 26


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.argument("path", metavar="PROBLEM.toml", type=click.Path())
@click.option("-o", "--output", metavar="OUT.cert.json", type=click.Path(), help="Write the certificate.")
@click.option(
    "--attained",
    metavar="ATT.cert.json",
    type=click.Path(),
    help="Write the second certificate, of an attaining behaviour.",
)
@click.option("--solver", metavar="NAME", help="Ask this solver, whatever the problem says: picos, clarabel, ...")
@click.option(
    "--level", metavar="LEVEL", help="Use this level of the hierarchy, such as 1+AB, whatever the problem says."
)
@click.option(
    "--dual",
    metavar="SOLUTION",
    type=click.Path(),
    help="Prove the bound of a solver's solution file; no solver is run.",
)
@click.option(
    "--allow-signalling",
    is_flag=True,
    help="Take counts that signal by more than chance explains; the hypotheses from them are named signalling-...",
)
@force_option
@json_option
def command(
    path: str,
    output: str | None,
    attained: str | None,
    solver: str | None,
    level: str | None,
    dual: str | None,
    allow_signalling: bool,
    as_json: bool,
) -> int:
    """Solve a problem of your own exactly, and prove the answer.

    PROBLEM.toml (- for standard input) describes a scenario, a set of behaviours (local, measurement-dependent,
    no-signalling, time-ordered, quantum or sequential at a level) and a question: maximum or minimum of a functional
    under hypotheses, guessing probability or von Neumann entropy of named inputs, membership of a behaviour, or
    whether an inequality is a facet. One commented example of each kind stands in certificates/examples; bellcert
    schema problem is the schema.

    The verdict is PROVED, INSIDE or FACET (exit 0), or SEPARATED, EMPTY or NO-FACET (exit 1), each with a
    certificate the kernel proved: data outside of the set are SEPARATED by an inequality, hypotheses nothing satisfies
    are EMPTY. A problem no answer was found for is exit 5, and says nothing.

    SOLUTION answers the file of bellcert export --to sdpa PROBLEM.toml: a result file of SDPA (yMat, printed with all
    digits), a solution file of CSDP, the rows of the blocks as plain numbers, or {"matrices": [[[...]]],
    "inequalities": [...]}. It is rounded to an exact proof; a solution that is not optimal gives a worse bound.
    """
    if path == "-" == dual:
        raise Usage("unknown-argument", "standard input is the problem or the solution, not both")
    if solver is not None and dual is not None:
        raise Usage("unknown-argument", "--dual needs no solver, so --solver does not go with it")
    if output is not None and output == attained:
        raise Usage("unknown-name", "-o and --attained name the same file")
    folder = Path() if path == "-" else Path(path).parent

    def beside(name: str) -> bytes:
        return read_bytes(str(folder / name), MAX_TABLE)

    remember(path)
    for place in (output, attained):
        require_place(place, "certificate")
    solution = None if dual is None else read_bytes(dual, MAX_SOLUTION)
    with Waiting("solving the problem") as waiting:
        progress = waiting.at if waiting.shown else None
        answer = certify(
            path,
            dual=solution,
            solver=solver,
            level=level,
            allow_signalling=allow_signalling,
            beside=beside,
            progress=progress,
        )
    if attained is not None and answer.attained is None:
        raise Usage("unknown-name", f"the verdict {answer.verdict} has no second certificate to write")
    if output is not None:
        write_whole(output, answer.certificate, "certificate")
    if attained is not None and answer.attained is not None:
        write_whole(attained, answer.attained.certificate, "certificate")
    if as_json:
        echo_json(document(answer, output, attained))
    else:
        _print(answer, output, attained)
    return VERDICTS[answer.verdict]


def document(answer: Answer, *paths: str | None) -> dict[str, object]:
    """What --json prints: the answer, and where its certificates were written."""
    found = answer.to_dict()
    entries = cast(list[dict[str, object]], found["certificates"])
    return found | {"certificates": [entry | {"path": path} for entry, path in zip(entries, paths, strict=False)]}


def _print(answer: Answer, output: str | None, attained: str | None) -> None:
    click.echo(" ".join([answer.verdict, answer.sha256, *([output] if output else [])]))
    for line in answer.main.statement.split("\n"):
        click.echo(f"  {line}")
    largest = answer.kind not in ("minimum", "entropy")
    if answer.bound is not None:
        name = "optimum" if answer.exact else "bound"
        click.echo(f"{name}: {answer.bound} (about {decimal_text(answer.bound, 12, up=largest)})")
    if answer.verdict == "SEPARATED" and answer.value is not None:
        click.echo(f"value at the behaviour: {answer.value} (about {decimal_text(answer.value, 12, up=False)})")
    for name, fact in answer.facts.items():
        click.echo(f"{name}: {fact}")
    if answer.attained is not None:
        click.echo(" ".join([f"{answer.second}, proved", answer.attained.sha256, *([attained] if attained else [])]))
        for line in answer.attained.statement.split("\n"):
            click.echo(f"  {line}")
        lines = answer.objects
        for entry in lines[:SHOWN]:
            if "event" in entry:
                click.echo(f"  P({entry['event']}) = {entry['probability']}")
            else:
                strategy = cast(dict[str, str], entry["strategy"])
                told = " ".join(f"{name}={outcome}" for name, outcome in strategy.items())
                click.echo(f"  weight {entry['weight']}: {told}")
        if len(lines) > SHOWN:
            click.echo(f"  and {len(lines) - SHOWN} more, in the certificate")
    if answer.remark:
        echo_paragraph(f"remark: {answer.remark}", "")
    for name, says in answer.search.items():
        click.echo(f"search, not trusted: {name} {says}")
