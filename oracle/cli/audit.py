"""`bellcert audit`: every claim's status, derived again from its evidence."""

from __future__ import annotations

import sys

import click

from oracle.api.audit import Audit, audit, papers
from oracle.cli.completion import completes
from oracle.cli.output import Progress, echo_json, exit_codes, json_option
from oracle.failures import worst


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.argument("bibkeys", nargs=-1, metavar="[BIBKEY]...", shell_complete=completes(lambda: papers()))
@click.option("--certificates", is_flag=True, help="Check all shipped certificates, those no claim rests on included.")
@click.option("--verbose", "-v", is_flag=True, help="Print every claim, not only those that are not as expected.")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes.")
@json_option
def command(bibkeys: tuple[str, ...], certificates: bool, verbose: bool, jobs: int, as_json: bool) -> int:
    """Recompute the ledger of claims, of all papers or of those named by BIBKEY.

    One line a paper counts its claims by status; --verbose prints each claim. Statuses are derived from evidence: what
    certificates prove, and what a program recomputes; one that differs from the registered status is a failure
    (exit 1) and told in full. What is open is counted by its reasons. With --certificates every certificate of these
    papers is checked, once, and counted before the ledger, with what is wrong with those that are not PROVED; exit
    codes are then also those of `bellcert check`.
    """
    with Progress("parts of the ledger") as progress:
        found = audit(*bibkeys, certificates=certificates, jobs=jobs, progress=progress.at)
    if as_json:
        document = found.to_dict()
        echo_json(document if certificates else document["claims"])
    else:
        if certificates:
            _echo_checked(found)
        click.echo(found.listing(None if sys.stdout.isatty() else 160, verbose))
    return worst(
        [0 if all(entry.ok for entry in found.claims) else 1, *(file.exit_code for file in found.certificates)]
    )


def _echo_checked(found: Audit) -> None:
    failures = [file for file in found.certificates if file.exit_code]
    for file in failures:
        click.echo(file.report())
    proved = len(found.certificates) - len(failures)
    click.echo(f"{len(found.certificates)} certificates: {proved} PROVED, {len(failures)} not\n")
