"""`bellcert sweep`: a problem file at every point of a grid of its parameters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from oracle.api.results import decimal_text
from oracle.api.sweep import LOGARITHMIC, MAX_BYTES, MAX_JOBS, Point, drawing, require_drawing, sweep_of_words
from oracle.cli.files import force_option, read_bytes, require_place, write_whole
from oracle.cli.output import Progress, echo_json, echo_table, exit_codes, json_option


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.argument("path", metavar="PROBLEM.toml", type=click.Path())
@click.option(
    "--over",
    "over",
    metavar="NAME=LOW:HIGH:N",
    multiple=True,
    required=True,
    help="N values of a parameter, ends included, or a list NAME=V,V,...; repeat it for a grid.",
)
@click.option(
    "-o", "--output", metavar="DIR", type=click.Path(), required=True, help="Folder of the sweep; made, or continued."
)
@click.option("--jobs", metavar="N", type=click.IntRange(1, MAX_JOBS), help="Processes (default: one a core).")
@click.option(
    "--figure", metavar="FILE", type=click.Path(), help="Draw it: .pdf, .svg, .eps, .png or .jpg (needs matplotlib)."
)
@click.option("--title", help="Title of the figure instead of the problem's.")
@click.option("--xlabel", help="Label of the figure's horizontal axis; $...$ is mathematics.")
@click.option("--ylabel", help="Label of its vertical axis.")
@click.option("--size", default="6.4x4.8", metavar="WxH", show_default=True, help="Its size in inches.")
@click.option("--log", type=click.Choice(LOGARITHMIC), default=None, help="Its logarithmic axes.")
@force_option
@json_option
def command(
    path: str,
    over: tuple[str, ...],
    output: str,
    jobs: int | None,
    figure: str | None,
    as_json: bool,
    **drawing_options: Any,
) -> int:
    """Certify a curve: one checked certificate for each point of a grid.

    PROBLEM.toml (- for standard input) is a file for bellcert certify with a table [parameters];
    certificates/examples/sequential.toml is one. DIR gets point-NNNN.cert.json for every point and sweep.csv with
    verdict, bound (exact), min-entropy in bits (rounded down) and sha256. Everything is written whole or not at all:
    an interrupted sweep is continued by the same command, and asks only for points whose certificate is missing or no
    longer proved. Another grid over the same parameters refines the sweep that is there. A point without an answer
    keeps its row, with the reason, and the exit code is the worst of all.

    A file with kind = "bound" names a quantity of bellcert bound, with its arguments: expansion.toml is one. What is
    certified then is the end of the enclosure that may be claimed.

    A figure shows the certified points and joins none of them: nothing is proved about what lies between. Where the
    data belong to no behaviour, or there is no answer, a mark of its own stands at the foot of the axes.
    """
    problem = read_bytes(path, MAX_BYTES)
    style = {name: value for name, value in drawing_options.items() if value is not None}
    if figure is not None:
        require_drawing(figure, str(style["size"]))
    require_place(figure, "figure")
    file = "standard input" if path == "-" else path
    beside = str(Path() if path == "-" else Path(path).parent)
    with Progress("points") as progress:
        found = sweep_of_words(problem, file, beside, over, output, jobs, progress.at)
    if figure is not None:
        write_whole(figure, drawing(found, figure, **style), "figure")
    rows = [point.to_dict() for point in found.points]
    if as_json:
        echo_json(rows)
    else:
        echo_table(
            [*found.points[0].parameters, "verdict", "bits >=", "bound, about", "problem"],
            [_line(point) for point in found.points],
        )
        click.echo(f"{found.answered} of {len(rows)} points have a certificate; table: {found.table}")
    return found.exit_code


def _line(point: Point) -> list[str]:
    about = "" if point.bound is None else decimal_text(point.bound, 10, up=True)
    bits = "" if point.bits is None else decimal_text(point.bits, 10, up=False)
    return [*point.parameters.values(), point.verdict, bits, about, point.problem]
