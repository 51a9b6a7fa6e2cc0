"""`bellcert schema`: the JSON Schemas beside the certificates (lint, not trust)."""

from __future__ import annotations

from pathlib import Path

import click

from oracle.cli.completion import completes
from oracle.cli.output import echo_json, exit_codes, json_option
from oracle.failures import Undecided, Usage
from oracle.resources import certificates_dir


def _schemas() -> dict[str, Path]:
    """Name -> file of each shipped schema."""
    folder = certificates_dir() / "schema"
    return {path.name.removesuffix(".json"): path for path in sorted(folder.glob("*.json"))}


@click.command(epilog=exit_codes(0, 2, 5))
@click.argument("name", required=False, shell_complete=completes(lambda: _schemas()))
@json_option
def command(name: str | None, as_json: bool) -> int:
    """Print the JSON Schema called NAME, or the list of names.

    A schema helps editors and other writers; whether a certificate proves anything is the kernel's judgement alone.
    """
    schemas = _schemas()
    if not schemas:
        raise Undecided("not-shipped", "this installation ships no schemas")
    if name is None:
        if as_json:
            echo_json(list(schemas))
        else:
            click.echo("\n".join(schemas))
        return 0
    if name not in schemas:
        raise Usage("unknown-name", f"no schema is called {name[:60]!a}; known: {', '.join(schemas)}")
    click.echo(schemas[name].read_text(encoding="utf-8").rstrip("\n"))
    return 0
