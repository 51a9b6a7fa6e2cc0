"""`bellcert declare`: what is fixed before a run."""

from __future__ import annotations

import click

from oracle.api.transcript import declare, known
from oracle.cli.files import force_option, remember, require_place, write_whole
from oracle.cli.output import echo_json, echo_paragraph, escaped, exit_codes, json_option
from oracle.failures import Usage


@click.command(epilog=exit_codes(0, 2, 3, 4, 5))
@click.argument("path", metavar="PROTOCOL.toml", type=click.Path(), required=False)
@click.option("-o", "--output", metavar="DECLARATION.json", type=click.Path(), help="Write the declaration.")
@click.option("--list", "listing", is_flag=True, help="Print the protocols with their parameters.")
@force_option
@json_option
def command(path: str | None, output: str | None, listing: bool, as_json: bool) -> int:
    """Declare a run before its first round.

    PROTOCOL.toml (- for standard input) names a protocol and its parameters; certificates/examples/protocols has one of
    each. The declaration says what follows from them: threshold, error, number of bits, length of the seed, and what
    was chosen. Its sha256 is printed: publish it, and hand the file to whoever judges the run.
    """
    if listing:
        return _list(as_json)
    if path is None:
        raise Usage("missing-argument", "PROTOCOL.toml is needed, or --list")
    remember(path)
    require_place(output, "declaration")
    found = declare(path)
    if output is not None:
        write_whole(output, found.data, "declaration")
    if as_json:
        echo_json(found.to_dict() | {"path": output})
        return 0
    click.echo(found.headline())
    for name, value in found.rows():
        click.echo(f"  {name}: {value}")
    click.echo(f"  seed: {found.seed} uniform bits")
    click.echo("Assumed, and who has to vouch for it")
    for name, says, who in found.assumed:
        echo_paragraph(f"{name}: {says} ({who})")
    if output is not None:
        click.echo(f"Declaration written: {escaped(output)} sha256 {found.sha256}")
    return 0


def _list(as_json: bool) -> int:
    if as_json:
        echo_json(known())
        return 0
    for entry in known():
        click.echo(f"{entry['name']}: {entry['title']}")
        click.echo(f"  source: {entry['source']}")
        for parameter in entry["parameters"]:
            default = f" [default: {parameter['default']}]" if parameter["default"] else ""
            click.echo(f"  {parameter['name']}: {parameter['says']}{default}")
    return 0
