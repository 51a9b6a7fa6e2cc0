"""What `bellcert counts --against quantum` prints."""

from __future__ import annotations

import click

from oracle.api.results import decimal_text
from oracle.bounds.domains import read_confidence
from oracle.cli.files import write_whole
from oracle.cli.output import echo_json
from oracle.data.against_quantum import QuantumBits, quantum_bits, read_declared
from oracle.data.chsh_table import read_inputs, read_table
from oracle.data.signalling import comparisons, input_frequencies, require_consistent
from oracle.numbers import parse_real

Options = tuple[str | None, str | None, str | None]  # threshold, smoothing, theorem


def run(data: bytes, confidence: str, inputs: str, options: Options, output: str | None, as_json: bool) -> int:
    """Print the bits of a table against a quantum adversary; returns the exit code.

    Args:
        data: the table.
        confidence: 1 minus the probability of acceptance below which nothing is claimed.
        inputs: as the command takes them.
        options: threshold, smoothing and theorem as texts.
        output: where the certificate of the theorem goes.
        as_json: print JSON.
    """
    threshold, smoothing, theorem = options
    acceptance = read_confidence(parse_real(confidence))
    declared = read_declared(threshold, smoothing, acceptance, theorem)
    table, law = read_table(data), read_inputs(inputs)
    require_consistent(comparisons(table), input_frequencies(table, law), False, False)
    found = quantum_bits(table, law, declared)
    main = found.by_method.get(declared.theorem)
    if output is not None and main is not None:
        write_whole(output, main[1].data, "certificate")
    if as_json:
        echo_json(_document(found, str(declared.score), table.rounds, output if main else None))
        return 0
    about = decimal_text(found.estimate, 6, up=False)
    click.echo(f"{table.rounds} rounds; CHSH with declared inputs {found.estimate} (about {about})")
    if main is None:
        click.echo(f"not accepted: the estimate is below the threshold {declared.score}; 0 bits")
        return 0
    click.echo(f"accepted: the estimate reaches the threshold {declared.score}")
    for name, (bits, entry) in found.by_method.items():
        what = "bits to be extracted by hashing" if name == "factors" else "bits of smooth min-entropy"
        click.echo(f"{name}: {bits} {what}, proved, sha256 {entry.sha256}")
        for line in entry.text.split("\n"):
            click.echo(f"  {line}")
    if output is not None:
        click.echo(f"Certificate written: {output}")
    return 0


def _document(found: QuantumBits, threshold: str, rounds: int, output: str | None) -> dict[str, object]:
    return {
        "against": "quantum",
        "rounds": rounds,
        "estimates": {"declared": str(found.estimate)},
        "threshold": threshold,
        "accepted": found.accepted,
        "bits": {name: {"low": str(bits), "high": str(bits)} for name, (bits, _) in found.by_method.items()},
        "certificates": [
            {
                "method": name,
                "sha256": entry.sha256,
                "statement": entry.text,
                "assumptions": list(entry.assumptions),
                "path": output if name != "factors" else None,
            }
            for name, (_, entry) in found.by_method.items()
        ],
    }
