"""`bellcert vectors`: copies of the test vectors, for the suites of other projects."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from oracle.api.copies import copy_files, folder_of, vectors
from oracle.cli.output import echo_json, echo_table, escaped, exit_codes, json_option


@click.group(epilog=exit_codes(0, 2, 5), invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """Test vectors for checkers of the certificate format and for implementations of bounds and extractors.

    The folders `reader`, `sos`, `lp-dual`, ... are for checkers: certificates to accept and to refuse, with answers.
    The folder `conformance` is for estimators, extractors and solvers that cannot be run by `bellcert conform`:
    questions as JSON with what is expected of the answers. README.md beside them says how to judge.

    Without a command, the folders are listed with the number of their files.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    files = Counter(folder_of(name) for name in vectors() if folder_of(name))
    if as_json:
        echo_json([{"folder": folder, "files": count} for folder, count in files.items()])
    else:
        echo_table(["folder", "files"], [[folder, str(count)] for folder, count in files.items()])
    return 0


@command.command("copy", epilog=exit_codes(0, 2, 5))
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--only", metavar="FOLDER", multiple=True, help="This folder only; may be repeated.")
@click.option("--force", is_flag=True, help="Replace files of the same names that have other contents.")
@json_option
def copying(target: Path, only: tuple[str, ...], force: bool, as_json: bool) -> int:
    """Copy the vectors into DIR, which is made if need be; files of other names there are left alone.

    Each file is written whole or not at all, so an interrupted copy can simply be made again.
    """
    chosen = vectors(only)
    copy_files(chosen, target, force)
    if as_json:
        echo_json({"directory": str(target), "files": len(chosen)})
    else:
        click.echo(f"{len(chosen)} files in {escaped(str(target))}")
    return 0
