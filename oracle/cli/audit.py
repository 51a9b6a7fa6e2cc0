"""`bellcert audit`: every claim's status, derived again from its evidence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from oracle import ledger
from oracle.cli.check import Checked, checked, document, find
from oracle.cli.completion import completes
from oracle.cli.output import echo_json, exit_codes, json_option
from oracle.failures import Malformed, Undecided, Usage, worst
from proofs.kernel.__main__ import report


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.argument("bibkeys", nargs=-1, metavar="[BIBKEY]...", shell_complete=completes(lambda: ledger.bibkeys()))
@click.option("--certificates", is_flag=True, help="Check all shipped certificates, those no claim rests on included.")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
@json_option
def command(bibkeys: tuple[str, ...], certificates: bool, jobs: int, as_json: bool) -> int:
    """Recompute the ledger of claims, of all papers or of those named.

    Statuses are derived from evidence: what certificates prove, and what a program recomputes; one that
    differs from the registered status is a failure (exit 1). What is open is counted by its reasons. With
    --certificates every certificate of these papers is checked, once, and counted before the ledger, with what
    is wrong with those that are not PROVED; exit codes are then also those of `bellcert check`.
    """
    try:
        entries, results = _audit(bibkeys, jobs, certificates)
    except ledger.UnknownBibkeyError as problem:
        raise Usage("unknown-name", str(problem)) from None
    except ledger.MalformedLedgerError as problem:
        raise Malformed("ledger", str(problem)) from None
    claims = [entry.as_json() for entry in entries]
    if as_json and certificates:
        echo_json({"certificates": [document(result) for result in results], "claims": claims})
    elif as_json:
        echo_json(claims)
    else:
        if certificates:
            _echo_checked(results)
        _echo_ledger(entries)
    if not entries:
        raise Undecided("no-files", "nothing was audited: no ledger has a claim")
    return worst([0 if all(entry.ok for entry in entries) else 1, *(result.exit_code for result in results)])


def _audit(bibkeys: tuple[str, ...], jobs: int, certificates: bool) -> tuple[list[ledger.Entry], list[Checked]]:
    from oracle.resources import certificates_dir

    if not certificates:
        return ledger.audit(bibkeys, jobs=jobs), []
    root = certificates_dir()
    files = list(find(tuple(str(root / bibkey) for bibkey in dict.fromkeys(bibkeys)) or (str(root),)))
    entries, verdicts = ledger.audit_and_check(bibkeys, [Path(file) for file in files], jobs=jobs)
    return entries, [checked(file, verdict) for file, verdict in zip(files, verdicts, strict=True)]


def _echo_checked(results: Sequence[Checked]) -> None:
    failures = [result for result in results if result.exit_code]
    for result in failures:
        click.echo(report(result.path, result.verdict))
    proved = len(results) - len(failures)
    click.echo(f"{len(results)} certificates: {proved} PROVED, {len(failures)} not\n")


def _echo_ledger(entries: Sequence[ledger.Entry]) -> None:
    from rich.console import Console

    from oracle.ledger.listing import render

    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    with console.capture() as capture:
        render(entries, console)
    click.echo("\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n")))
