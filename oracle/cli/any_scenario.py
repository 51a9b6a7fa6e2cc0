"""`bellcert counts` on tables of other scenarios than the CHSH game's: what is printed."""

from __future__ import annotations

from typing import cast

import click

from oracle.api.any_counts import BitsOfAny
from oracle.api.plain import in_short
from oracle.api.results import decimal_text
from oracle.cli.files import write_whole
from oracle.cli.output import echo_json, echo_paragraph


def print_bits(found: BitsOfAny, output: str | None, as_json: bool) -> int:
    """Print what was certified, and write the certificate."""
    if output is not None:
        write_whole(output, found.certificate, "certificate")
    if as_json:
        document = found.to_dict()
        entries = cast(list[dict[str, object]], document["certificates"])
        echo_json(document | {"certificates": [entry | {"path": output} for entry in entries]})
        return 0
    names = ", ".join(found.guessed)
    click.echo(f"{found.rounds} rounds; the functional is {found.origin}, the guessing bound about {names}")
    click.echo(f"  declared input distribution: {found.estimate} (about {decimal_text(found.estimate, 6, up=False)})")
    click.echo(f"Bits of min-entropy, proved by {found.method}: {decimal_text(found.bits, 6, up=False)}")
    for warning in found.warnings:
        echo_paragraph(f"WARNING: {warning}")
    click.echo(f"Statement proved, sha256 {found.sha256}")
    for line in found.statement.split("\n"):
        click.echo(f"  {line}")
    echo_paragraph(in_short(found.certificate), "")
    if output is not None:
        click.echo(f"Certificate written: {output}")
    return 0
