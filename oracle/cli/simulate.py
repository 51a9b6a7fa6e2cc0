"""`bellcert simulate`: a recorded run of a protocol, made up."""

from __future__ import annotations

import click

from oracle.api.transcript import simulate
from oracle.cli.files import remember
from oracle.cli.output import Progress, echo_json, escaped, exit_codes, json_option


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.argument("path", metavar="PROTOCOL.toml", type=click.Path())
@click.option("-o", "--output", metavar="RUN", type=click.Path(), required=True, help="Folder of the run; made whole.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the generator.")
@click.option("--device", default="", metavar="NAME", help="Honest by default; a wrong NAME lists them.")
@click.option(
    "--source",
    default="declared",
    show_default=True,
    metavar="NAME",
    help="Of the inputs: declared, biased, drifting or remembering.",
)
@click.option("--force", is_flag=True, help="Replace an earlier simulated run in the folder.")
@json_option
def command(path: str, output: str, seed: int, device: str, source: str, force: bool, as_json: bool) -> int:
    """Simulate a run, as a laboratory would record it.

    PROTOCOL.toml says what is run; `bellcert examples copy` brings some.

    RUN gets declaration.json, events.parquet, report.json and, if the run is accepted, seed.bin, output.bin and
    run.cert.json. Devices are honest, noisy, local with memory or cheating; sources follow the declared law or break
    it. Equal seeds give equal files. The output is not random, and the report says that the run is simulated.
    """
    remember(path)
    with Progress("rounds") as progress:
        found = simulate(
            path, output, seed=seed, device=device, source=source, replace=force,
            steps=progress.at,
        )  # fmt: skip
    if as_json:
        echo_json(found.to_dict() | {"path": output})
        return 0
    click.echo(f"{found.headline()}: {escaped(output)}")
    click.echo(f"  declaration: sha256 {found.declaration}")
    return 0
