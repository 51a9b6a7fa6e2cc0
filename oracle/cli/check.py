"""`bellcert check`: the kernel over files and folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from oracle.api.check import EXIT, Checked, check_files, find_certificates
from oracle.api.second import agreement, program_named
from oracle.cli.output import Progress, echo_json, exit_codes, json_option
from oracle.failures import Undecided, worst


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that check.")
@click.option("--quiet", "-q", is_flag=True, help="Print only the files that are not PROVED, and the count.")
@click.option(
    "--with", "name", metavar="PROGRAM", help="Another checker, such as bellcheck of proofs/rocq, to agree with."
)
@json_option
def command(paths: tuple[str, ...], jobs: int, quiet: bool, name: str | None, as_json: bool) -> int:
    """Verify certificates exactly, with the standard library only.

    PATH is a certificate, a folder that is searched for *.cert.json, or - for standard input; without
    PATH all shipped certificates are checked. One line a file: VERDICT sha256 PATH [code], then the
    statement that is proved with its assumptions, or the reason, indented. After several files a last line counts the
    verdicts.

    --with asks another checker about the same bytes and says below each verdict whether it agrees; it is a program on
    the path, a file, or `bellcheck` after `make rocq`. A disagreement is a bug of one of the two (70).
    """
    program = None if name is None else program_named(name)
    if name is not None and program is None:
        raise click.BadParameter("there is no such program on the path", param_hint="'--with'")
    files = list(find_certificates(paths))
    results: list[Checked] = []
    with Progress("checked", len(files)) as progress:
        for result in check_files(files, jobs, program):
            progress.step()
            results.append(result)
            if not as_json and not (quiet and result.exit_code == 0):
                progress.clear()
                click.echo(result.report())
                if result.second is not None and program is not None:
                    click.echo(f"  {result.second.line(program)}")
    if as_json:
        echo_json([result.to_dict() for result in results])
    elif len(results) > 1 or (quiet and results):
        click.echo(f"  {count(results)}")  # indented: what stands at column 0 is a verdict
        if program is not None:
            click.echo(f"  {agreement(program, [each.second for each in results if each.second])}")
    if not results:
        raise Undecided("no-files", "nothing was checked: no certificate (*.cert.json) was found")
    return worst([result.exit_code for result in results])


def count(results: Sequence[Checked]) -> str:
    """How many certificates have which verdict.

    >>> from oracle.api.check import checked
    >>> count([checked("a", "the file is gone")])
    '1 certificate: 1 UNREADABLE'
    """
    found = Counter(result.verdict.verdict for result in results)
    order = [verdict for verdict in EXIT if found[verdict]]
    files = "1 certificate" if len(results) == 1 else f"{len(results)} certificates"
    return f"{files}: {', '.join(f'{found[verdict]} {verdict}' for verdict in order)}"
