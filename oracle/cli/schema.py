"""`bellcert schema`: the JSON Schemas beside the certificates (lint, not trust)."""

from __future__ import annotations

import click

from oracle.api.copies import schemas
from oracle.cli.completion import completes
from oracle.cli.output import echo_json, exit_codes, json_option
from oracle.failures import Usage


@click.command(epilog=exit_codes(0, 2, 5))
@click.argument("name", required=False, shell_complete=completes(lambda: schemas()))
@json_option
def command(name: str | None, as_json: bool) -> int:
    """Print the JSON Schema called NAME, or the list of names.

    A schema helps editors and other writers; whether a certificate proves anything is the kernel's judgement alone.
    """
    found = schemas()
    if name is None:
        if as_json:
            echo_json(list(found))
        else:
            click.echo("\n".join(found))
        return 0
    if name not in found:
        raise Usage("unknown-name", f"no schema is called {name[:60]!a}; known: {', '.join(found)}")
    click.echo(found[name].read_text(encoding="utf-8").rstrip("\n"))
    return 0
