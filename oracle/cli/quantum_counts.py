"""What `bellcert counts --against quantum` prints."""

from __future__ import annotations

from typing import cast

import click

from oracle.api.quantum_counts import QuantumBits, quantum_counts
from oracle.api.results import decimal_text
from oracle.cli.files import write_whole
from oracle.cli.output import echo_json

Options = tuple[str | None, str | None, str | None]  # threshold, smoothing, theorem


def run(
    data: bytes, confidence: str, inputs: str, options: Options, factors: str | None, output: str | None, as_json: bool
) -> int:  # fmt: skip
    """Print the bits of a table against a quantum adversary; returns the exit code.

    Args:
        data: the table.
        confidence: 1 minus the probability of acceptance below which nothing is claimed.
        inputs: as the command takes them.
        options: threshold, smoothing and theorem as texts.
        factors: a file of factors, instead of a theorem.
        output: where the certificate of the theorem, or of the factors, goes.
        as_json: print JSON.
    """
    threshold, smoothing, theorem = options
    found = quantum_counts(
        data, confidence=confidence, inputs=inputs, threshold=threshold, smoothing=smoothing, theorem=theorem,
        factors=factors,
    )  # fmt: skip
    if output is not None and found.certificate:
        write_whole(output, found.certificate, "certificate")
    if as_json:
        echo_json(_document(found, output if found.certificate else None))
        return 0
    about = decimal_text(found.estimate, 6, up=False)
    click.echo(f"{found.rounds} rounds; CHSH with declared inputs {found.estimate} (about {about})")
    if found.factors:
        multiple = found.factors["multiplied-with"]
        click.echo(f"F: the factors of the file times {multiple}, with which they hold against a quantum adversary")
    click.echo(found.headline())
    if not found.certificate:
        return 0
    for name, (bits, entry) in found.by_method.items():
        what = "bits to be extracted by hashing" if name == "factors" else "bits of smooth min-entropy"
        click.echo(f"{name}: {bits} {what}, proved, sha256 {entry.sha256}")
        for line in entry.statement.split("\n"):
            click.echo(f"  {line}")
    if output is not None:
        click.echo(f"Certificate written: {output}")
    return 0


def _document(found: QuantumBits, output: str | None) -> dict[str, object]:
    """What --json prints, and where the certificate was written."""
    document = found.to_dict()
    entries = cast(list[dict[str, object]], document["certificates"])
    return document | {
        "certificates": [entry | {"path": output if entry["method"] == found.theorem else None} for entry in entries]
    }
