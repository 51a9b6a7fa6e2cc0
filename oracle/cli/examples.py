"""`bellcert examples`: copies of the commented example files, to be changed into problems of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from oracle.api.copies import copy_files, examples
from oracle.cli.output import echo_json, echo_table, escaped, exit_codes, json_option


def title(data: bytes) -> str:
    r"""The first comment of a problem file, or what a table of another kind begins with.

    >>> title(b"# The largest value of CHSH.\nkind = 'maximum'")
    'The largest value of CHSH.'
    """
    first = data.decode("utf-8", "replace").partition("\n")[0]
    return first.removeprefix("#").strip()


@click.group(epilog=exit_codes(0, 2, 5), invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """Commented examples: one problem file of each kind, tables of probabilities and counts, maps of event files.

    Without a command they are listed. `bellcert certify FILE` answers a problem file; change a copy of one into your
    own.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    listed = {name: title(data) for name, data in examples().items()}
    if as_json:
        echo_json([{"name": name, "says": says} for name, says in listed.items()])
    else:
        echo_table(["file", "begins with"], [[name, escaped(says)] for name, says in listed.items()])
    return 0


@command.command("copy", epilog=exit_codes(0, 2, 5))
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace files of the same names that have been changed.")
@json_option
def copying(target: Path, force: bool, as_json: bool) -> int:
    """Copy the examples into DIR, which is made if need be; files of other names there are left alone."""
    files = examples()
    copy_files(files, target, force)
    if as_json:
        echo_json({"directory": str(target), "files": len(files)})
    else:
        click.echo(f"{len(files)} files in {escaped(str(target))}")
    return 0
