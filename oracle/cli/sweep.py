"""`bellcert sweep`: a problem file at every point of a grid of its parameters."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from oracle.ask.reader import MAX_BYTES
from oracle.cli.files import force_option, read_bytes, require_place, write_whole
from oracle.cli.output import Progress, echo_json, echo_table, exit_codes, json_option
from oracle.failures import worst
from oracle.grids.figure import LOGARITHMIC
from oracle.numbers import decimal_text

MAX_JOBS = 256


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
    path: str, over: tuple[str, ...], output: str, jobs: int | None, figure: str | None, as_json: bool, **drawing: Any
) -> int:
    """Certify a curve: one checked certificate for each point of a grid.

    PROBLEM.toml (- for standard input) is a file for bellcert certify with a table [parameters];
    certificates/examples/sequential.toml is one. DIR gets point-NNNN.cert.json for every point and sweep.csv with
    verdict, bound (exact), min-entropy in bits (rounded down) and sha256. Everything is written whole or not at all:
    an interrupted sweep is continued by the same command, and asks only for points whose certificate is missing or no
    longer proved. Another grid over the same parameters refines the sweep that is there. A point without an answer
    keeps its row, with the reason, and the exit code is the worst of all.

    A figure shows the certified points and joins none of them: nothing is proved about what lies between. Where the
    data belong to no behaviour, or there is no answer, a mark of its own stands at the foot of the axes.
    """
    from oracle.ask.parameters import require_names
    from oracle.ask.reader import read_toml
    from oracle.grids.figure import Style, caption, read_size, require_format
    from oracle.grids.figure import figure as drawn
    from oracle.grids.folder import Folder
    from oracle.grids.grid import points
    from oracle.grids.run import sweep

    problem = read_bytes(path, MAX_BYTES)
    file = "standard input" if path == "-" else path
    grid = points(over)
    asked = read_toml(problem, file)
    require_names(asked, grid[0])
    style = Style(
        drawing["title"], drawing["xlabel"], drawing["ylabel"], read_size(drawing["size"]), drawing["log"] or ""
    )
    chosen = None if figure is None else require_format(figure)
    require_place(figure, "figure")
    folder = Folder(Path(output), problem, grid)
    beside = str(Path() if path == "-" else Path(path).parent)
    with Progress("points", len(grid)) as progress:
        results = sweep(folder, problem, file, beside, jobs or os.cpu_count() or 1, progress.step)
    if figure is not None and chosen is not None:
        write_whole(figure, drawn(folder.points, results, chosen, caption(asked.value, file), style), "figure")
    rows: list[dict[str, Any]] = [
        {
            "parameters": dict(point),
            "verdict": results[k].verdict,
            "bound": results[k].bound or None,
            "bits": results[k].bits or None,
            "sha256": results[k].sha256 or None,
            "path": str(folder.path / folder.name(k)) if results[k].data else None,
            "problem": results[k].problem,
            "remark": results[k].remark,
        }
        for k, point in folder.ordered()
    ]
    if as_json:
        echo_json(rows)
    else:
        answered = sum(1 for result in results.values() if result.data)
        echo_table(
            [*grid[0], "verdict", "bits >=", "bound, about", "problem"],
            [_line(row) for row in rows],
        )
        click.echo(f"{answered} of {len(rows)} points have a certificate; table: {folder.path / 'sweep.csv'}")
    return worst([result.exit_code for result in results.values()])


def _line(row: dict[str, Any]) -> list[str]:
    about = decimal_text(Fraction(row["bound"]), 10, up=True) if row["bound"] else ""
    return [*row["parameters"].values(), row["verdict"], row["bits"] or "", about, row["problem"]]
