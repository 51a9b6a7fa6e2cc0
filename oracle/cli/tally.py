"""`bellcert tally`: event files to a table of counts."""

from __future__ import annotations

import click

from oracle.api.tally import tally
from oracle.cli.files import force_option, remember, require_place, write_whole
from oracle.cli.output import Progress, echo_json, escaped, exit_codes, json_option

BESIDE = ".source.json"


@click.command(epilog=exit_codes(0, 2, 3, 4, 5))
@click.argument("events", nargs=-1, metavar="EVENTS...", type=click.Path(), required=True)
@click.option("--map", "mapping", metavar="MAP.toml", type=click.Path(), help="Where inputs and outcomes stand.")
@click.option("-o", "--output", metavar="TABLE.csv", type=click.Path(), required=True, help="Write the table.")
@force_option
@json_option
def command(events: tuple[str, ...], mapping: str | None, output: str, as_json: bool) -> int:
    """Count the rounds in event files, one round a row, for bellcert counts.

    EVENTS are CSV, Parquet, npy, npz, HDF5 or MAT files, or records of fixed fields; they are read as streams, so
    memory is bounded whatever their size. CSV and Parquet files with the columns x, y, a, b (three parties: x1, x2,
    x3, a1, a2, a3), numbered from 0, need no map; nor do tables of coincidences (x,y,N00,N01,N10,N11) and of
    correlators (x,y,E,N). MAP.toml says for other files which column is which, what its values, ranges or bits mean,
    and which rows count; bellcert examples copies some, docs/events.md describes it.

    TABLE.csv has a line for every cell. TABLE.csv.source.json beside it names the files with their sha256 and the map.
    A value without a meaning is refused, and so is a file that is cut off: every row counts once, or nothing is
    written.
    """
    remember(*events, *([mapping] if mapping is not None else []))
    require_place(output, "table of counts")
    with Progress("files") as progress:
        found = tally(*events, layout=mapping, progress=progress.at)
    write_whole(output, found.table, "table of counts")
    write_whole(output + BESIDE, found.source_file, "source of a table")
    if as_json:
        echo_json(found.to_dict() | {"path": output})
        return 0
    shape = ", ".join(f"{name} {list(sizes)}" for name, sizes in found.parties.items())
    click.echo(
        f"{found.rounds} rounds from {len(events)} file{'s' * (len(events) > 1)}; outcomes of the inputs: {shape}"
    )
    if not found.marginals:
        click.echo("  only correlators were known: the marginals in the table mean nothing")
    click.echo(f"Table written: {escaped(output)} sha256 {found.sha256}")
    return 0
