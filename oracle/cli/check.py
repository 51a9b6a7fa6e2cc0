"""`bellcert check`: the kernel over files and folders."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from oracle.cli import second
from oracle.cli.files import read_bytes
from oracle.cli.output import Progress, echo_json, exit_codes, json_option
from oracle.failures import Undecided, worst
from oracle.processes import mapped
from proofs.kernel.__main__ import EXIT, escape, report
from proofs.kernel.check import Verdict, check_bytes
from proofs.kernel.read import MAX_BYTES

SUFFIX = ".cert.json"


@dataclass(frozen=True)
class Checked:
    """One file's result; `exit_code` is what it contributes."""

    path: str
    verdict: Verdict
    exit_code: int
    second: second.Opinion | None = None


def check_path(path: str, program: str | None = None) -> Checked:
    """The kernel's verdict about a file, or UNREADABLE; with a program, what it says about the same bytes."""
    try:
        data = read_bytes(path, MAX_BYTES)
    except Undecided as problem:
        return checked(path, problem.sentence)
    result = checked(path, check_bytes(data))
    if program is None:
        return result
    opinion = second.opinion(program, data, result.verdict)
    return Checked(path, result.verdict, 70 if opinion.outcome == second.DISAGREES else result.exit_code, opinion)


def checked(path: str, verdict: Verdict | str) -> Checked:
    """The result of a file from the kernel's verdict, or from why it cannot be read."""
    if isinstance(verdict, str):
        return Checked(path, Verdict("UNREADABLE", "-", code="unreadable", problem=verdict), 5)
    return Checked(path, verdict, EXIT[verdict.verdict])


def find(paths: tuple[str, ...]) -> Iterator[str]:
    """Files as they are; below folders every certificate, sorted."""
    for path in paths:
        if path != "-" and Path(path).is_dir():
            for folder, folders, files in os.walk(path):
                folders.sort()
                yield from (os.path.join(folder, file) for file in sorted(files) if file.endswith(SUFFIX))  # noqa: PTH118
        else:
            yield path


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
    from oracle.resources import certificates_dir

    program = None if name is None else second.program_named(name)
    if name is not None and program is None:
        raise click.BadParameter("there is no such program on the path", param_hint="'--with'")
    files = list(find(paths or (str(certificates_dir()),)))
    results: list[Checked] = []
    with Progress("checked", len(files)) as progress:
        for result in mapped(partial(check_path, program=program), files, jobs, portion=4):
            progress.step()
            results.append(result)
            if not as_json and not (quiet and result.exit_code == 0):
                progress.clear()
                click.echo(report(result.path, result.verdict))
                if result.second is not None and program is not None:
                    click.echo(f"  {result.second.line(program)}")
    if as_json:
        echo_json([document(result) for result in results])
    elif len(results) > 1 or (quiet and results):
        click.echo(f"  {count(results)}")  # indented: what stands at column 0 is a verdict
        if program is not None:
            click.echo(f"  {second.agreement(program, [each.second for each in results if each.second])}")
    if not results:
        raise Undecided("no-files", "nothing was checked: no certificate (*.cert.json) was found")
    return worst([result.exit_code for result in results])


def count(results: Sequence[Checked]) -> str:
    """How many certificates have which verdict.

    >>> count([checked("a", "gone"), checked("b", Verdict("PROVED", "-")), checked("c", Verdict("PROVED", "-"))])
    '3 certificates: 2 PROVED, 1 UNREADABLE'
    """
    found = Counter(result.verdict.verdict for result in results)
    order = [verdict for verdict in (*EXIT, "UNREADABLE") if found[verdict]]
    files = "1 certificate" if len(results) == 1 else f"{len(results)} certificates"
    return f"{files}: {', '.join(f'{found[verdict]} {verdict}' for verdict in order)}"


def document(result: Checked) -> dict[str, object]:
    """The result as JSON values."""
    verdict = result.verdict
    other = (
        {} if result.second is None else {"second": {"outcome": result.second.outcome, "answer": result.second.answer}}
    )
    return {
        "path": escape(result.path),
        "verdict": verdict.verdict,
        "sha256": verdict.sha256,
        "statement": verdict.statement,
        "assumptions": list(verdict.assumptions),
        "pointer": verdict.pointer,
        "code": verdict.code,
        "problem": verdict.problem,
        **other,
    }
