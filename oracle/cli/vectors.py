"""`bellcert vectors`: copies of the test vectors, for the suites of other projects."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from oracle.cli.copying import copy_files
from oracle.cli.output import echo_json, echo_table, escaped, exit_codes, json_option
from oracle.failures import Undecided, Usage
from oracle.resources import certificates_dir


def _shipped() -> dict[str, bytes]:
    """Path below the folder of the vectors -> bytes, the licence among them."""
    folder = certificates_dir() / "vectors"
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
    if not found:
        raise Undecided("not-shipped", "this installation ships no vectors")
    return found | {"LICENSE": (certificates_dir() / "LICENSE").read_bytes()}


def _folder(name: str) -> str:
    """The first folder of a path, "" for files above the folders."""
    return name.rpartition("/")[0].partition("/")[0]


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
    files = Counter(_folder(name) for name in _shipped() if _folder(name))
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
    files = _shipped()
    folders = {_folder(name) for name in files if _folder(name)}
    for folder in only:
        if folder not in folders:
            raise Usage("unknown-name", f"no folder is called {folder[:60]!a}; known: {', '.join(sorted(folders))}")
    chosen = {name: data for name, data in files.items() if not only or _folder(name) in ("", *only)}
    copy_files(chosen, target, force)
    if as_json:
        echo_json({"directory": str(target), "files": len(chosen)})
    else:
        click.echo(f"{len(chosen)} files in {escaped(str(target))}")
    return 0
