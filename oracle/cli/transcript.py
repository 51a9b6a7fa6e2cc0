"""`bellcert transcript`: a recorded run judged."""

from __future__ import annotations

import click

from oracle.api.transcript import MAX_BYTES, transcript
from oracle.cli.files import force_option, read_bytes, require_place, write_whole
from oracle.cli.output import Progress, echo_json, echo_paragraph, escaped, exit_codes, json_option


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.argument("run", metavar="RUN", type=click.Path())
@click.option(
    "--declaration", metavar="FILE", type=click.Path(), help="The declaration that was handed in before the run."
)
@click.option(
    "-o", "--output", metavar="OUT.cert.json", type=click.Path(), help="Write the one certificate at the end."
)
@force_option
@json_option
def command(run: str, declaration: str | None, output: str | None, as_json: bool) -> int:
    """Judge a recorded run: does it conform to its protocol, and what does it yield?

    RUN is a folder with declaration.json, the rounds (events.parquet, .csv or .npz), report.json and, for accepted
    runs, seed.bin and output.bin; docs/protocols.md describes it. The rounds are read once, in bounded memory. The
    first rule that is broken is named with its place, and the exit code is 1. A run that conforms and was accepted
    ends in one certificate, proved here, from the counts to the distance of the output from uniform; an aborted run
    conforms and yields nothing.

    A transcript proves arithmetic about files. What only an honest laboratory can vouch for is printed as assumed.
    """
    require_place(output, "certificate")
    kept = None if declaration is None else read_bytes(declaration, MAX_BYTES)
    with Progress("rounds") as progress:
        found = transcript(run, kept, steps=progress.at)
    if output is not None and found.certificate:
        write_whole(output, found.certificate, "certificate")
    if as_json:
        echo_json(found.to_dict() | {"path": output if found.certificate else None})
        return found.exit_code
    click.echo(f"{found.headline()}: {escaped(run)}")
    for name, value in found.rows():
        echo_paragraph(f"{name}: {value}")
    for remark in found.remarks:
        echo_paragraph(f"remark: {remark}")
    if found.statement:
        click.echo(f"Statement proved, sha256 {found.sha256}")
        for line in found.statement.split("\n"):
            click.echo(f"  {line}")
    for role, digest, text, _ in found.further:
        click.echo(f"Proved beside it, {role}, sha256 {digest}")
        for line in text.split("\n"):
            click.echo(f"  {line}")
    if found.cited:
        click.echo("Cited, and not proved here: the output stands on these as well")
        for name, says, whose in found.cited:
            echo_paragraph(f"{name}: {says} ({whose})")
    if found.conforms:
        click.echo("Assumed, and who has to vouch for it")
        for name, says, who in found.assumed:
            echo_paragraph(f"{name}: {says} ({who})")
    if output is not None and found.certificate:
        click.echo(f"Certificate written: {escaped(output)}")
    return found.exit_code
