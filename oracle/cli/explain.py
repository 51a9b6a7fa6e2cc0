"""`bellcert explain`: prose about a certificate, a code, a bound or a claim."""

from __future__ import annotations

import click

from oracle.api.explain import explain, names
from oracle.cli.completion import completes
from oracle.cli.files import remember
from oracle.cli.output import Waiting, echo_json, echo_paragraph, exit_codes, json_option


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.argument("subject", metavar="SUBJECT", shell_complete=completes(lambda: names(), files=True))
@json_option
def command(subject: str, as_json: bool) -> int:
    """Say what SUBJECT means.

    SUBJECT is a certificate's file (- for standard input), a code of a refusal or an exit code, a bound's
    name, or a claim of the ledger (BIBKEY/ID, or ID where no other paper has it). Explaining a certificate
    checks it; the exit code is the verdict's.
    """
    remember(subject)
    with Waiting("looking it up"):
        code, document, lines = explain(subject)
    statement = document.get("statement")
    verbatim = statement if isinstance(statement, list) else []  # the canonical text is never wrapped
    if as_json:
        echo_json(document)
        return code
    click.echo(lines[0])
    for line in lines[1:]:
        echo_paragraph(line)
    for line in verbatim:
        click.echo(f"    {line}")
    return code
