"""`bellcert audit`: every claim's status, derived again from its evidence."""

from __future__ import annotations

import sys

import click

from oracle.cli.output import echo_json, exit_codes, json_option
from oracle.problems import Malformed, Undecided, Usage


@click.command(epilog=exit_codes(0, 1, 2, 3, 5))
@click.argument("bibkeys", nargs=-1, metavar="[BIBKEY]...")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes, one a paper.")
@json_option
def command(bibkeys: tuple[str, ...], jobs: int, as_json: bool) -> int:
    """Recompute the ledger of claims, of all papers or of those named.

    Statuses are derived from certificates and exact checks; one that differs from the registered status
    is a failure (exit 1).
    """
    from oracle.ledger import MalformedLedgerError, UnknownBibkeyError, audit

    try:
        entries = audit(bibkeys, jobs=jobs)
    except UnknownBibkeyError as problem:
        raise Usage("unknown-name", str(problem)) from None
    except MalformedLedgerError as problem:
        raise Malformed("ledger", str(problem)) from None
    if as_json:
        echo_json([entry.as_json() for entry in entries])
    else:
        from rich.console import Console

        from oracle.ledger.table import render

        console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
        with console.capture() as capture:
            render(entries, console)
        click.echo("\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n")))
    if not entries:
        raise Undecided("no-files", "nothing was audited: no ledger has a claim")
    return 0 if all(entry.ok for entry in entries) else 1
