"""`bellcert report`: one self-contained page for a referee."""

from __future__ import annotations

from pathlib import Path

import click

from oracle.api.audit import papers
from oracle.api.report import report
from oracle.cli.completion import completes
from oracle.cli.files import force_option, remember, require_place, write_whole
from oracle.cli.output import Waiting, echo_json, exit_codes, json_option


def _subjects() -> list[str]:
    return ["ledger", *papers()]


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.argument("subject", metavar="SUBJECT", shell_complete=completes(lambda: _subjects(), files=True))
@click.option("-o", "--output", metavar="OUT.html", type=click.Path(), required=True, help="Write the page.")
@click.option("--confidence", metavar="C", help="For a table of counts: 1 - delta, exact, for example 99/100.")
@click.option(
    "--inputs", default="uniform", show_default=True, metavar="uniform|P00,P01,P10,P11",
    help="For a table of counts: the input distribution that was declared before the run.",
)  # fmt: skip
@click.option(
    "--factors", metavar="FACTORS.json", type=click.Path(), help="For a table of counts: factors fixed before the run."
)
@click.option(
    "--functional", metavar="FILE.toml", type=click.Path(),
    help="For a table of counts of any scenario: the functional declared before the run.",
)  # fmt: skip
@click.option(
    "--calibration", metavar="FILE.csv", type=click.Path(),
    help="For a table of counts: earlier rounds, from which the functional is chosen.",
)  # fmt: skip
@click.option("--title", help="Title of the page.")
@click.option(
    "--latex", is_flag=True, help="Write OUT.tex, a table, and OUT.pdf, the figure, beside it (needs bellcert[figure])."
)
@force_option
@json_option
def command(
    subject: str, output: str, confidence: str | None, inputs: str, factors: str | None, functional: str | None,
    calibration: str | None, title: str | None, latex: bool, as_json: bool,
) -> int:  # fmt: skip
    """Write one self-contained page about SUBJECT.

    SUBJECT is a certificate's file, a table of counts (with --confidence), the folder of a sweep or of a recorded run,
    `ledger`, or the key of a paper. The page has the result in one sentence, what was assumed and who vouches for it,
    the figure, the sha256 of the data, the full statement and the certificates, with a program that checks them when a
    button is pressed. It needs no network and no installation, and can be printed. A certificate that proves nothing
    has no report.
    """
    remember(subject, *(name for name in (factors, functional, calibration) if name is not None))
    beside = Path(output)
    table, drawing = str(beside.with_suffix(".tex")), str(beside.with_suffix(".pdf"))
    require_place(output, "report")
    if latex:
        require_place(table, "LaTeX table")
        require_place(drawing, "figure")
    with Waiting("writing the page"):
        found = report(
            subject, confidence=confidence, inputs=inputs, factors=factors, functional=functional,
            calibration=calibration, title=title,
        )  # fmt: skip
        figure = found.figure_pdf() if latex else None
    write_whole(output, found.html, "report")
    written = [output]
    if latex:
        write_whole(table, found.latex().encode("ascii"), "LaTeX table")
        written.append(table)
        if figure is not None:
            write_whole(drawing, figure, "figure")
            written.append(drawing)
    if as_json:
        echo_json(found.to_dict() | {"written": written})
        return 0
    click.echo(found.sentence)
    for path in written:
        click.echo(f"written: {path}")
    return 0
