"""`bellcert extract`: run a randomness extractor on files of bits, or check an output that somebody else made."""

from __future__ import annotations

from typing import Any, cast

import click

from oracle.api.extract import ENGINES, EXTRACTORS, SPOTS, extraction
from oracle.cli.files import force_option, remember, write_whole
from oracle.cli.output import Waiting, echo_json, escaped, exit_codes, json_option
from oracle.failures import Usage


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.argument("extractor", type=click.Choice(EXTRACTORS))
@click.argument("first", metavar="X", type=click.Path())
@click.argument("second", metavar="Y", type=click.Path())
@click.option(
    "-n", "length", type=int, help="Bits of X; by default all of the file, and of Y too when both are sources."
)
@click.option("--seed-bits", type=click.IntRange(1), help="Bits of a seed Y, where its last byte is not full.")
@click.option("-m", "output_length", type=int, required=True, help="Bits of the output.")
@click.option("--order", type=click.Choice(["big", "little"]), default="big", show_default=True, help="Bits in a byte.")
@click.option("--engine", type=click.Choice(ENGINES), default="auto", show_default=True, help="Who multiplies.")
@click.option("-o", "--output", metavar="OUT", type=click.Path(), help="Write the output, packed.")
@click.option(
    "--check",
    "claimed",
    metavar="OUT",
    type=click.Path(),
    help="Compare with this file instead of computing everything.",
)
@click.option("--spots", type=click.IntRange(0), default=SPOTS, show_default=True, help="Random bits to compare.")
@click.option("--whole", is_flag=True, help="Compare all bits by one random combination, too.")
@force_option
@json_option
def command(
    extractor: str,
    first: str,
    second: str,
    length: int | None,
    seed_bits: int | None,
    output_length: int,
    order: str,
    engine: str,
    output: str | None,
    claimed: str | None,
    spots: int,
    whole: bool,
    as_json: bool,
) -> int:
    """Run a two-source or seeded extractor on packed bits, or check somebody's output.

    The extractor is one of the families below, X and Y are files.

    Bit 0 is the highest bit of the first byte (--order little: the lowest). Output bit i is

    \b
    right            sum_t x_t y_(t-i)               X and Y of n bits
    left             sum_t x_t y_(t+i)               X and Y of n bits
    toeplitz         sum_j x_j y_(i-j+n-1)           Y of n + m - 1 bits
    toeplitz-cyclic  sum_j x_j y_(i-j mod n+m-1)     Y of n + m - 1 bits
    circulant        sum_t x_t y_(t+i mod n+1)       Y of n + 1 bits
    cyclic           sum_t x_t y_(t+i mod n)         X and Y of n bits

    Refused are one file as X and Y; sizes at which a family is not two-universal (circulant needs a prime n + 1, cyclic
    a prime n, with primitive root 2); and a seed whose last byte is used in part and may end in padding.

    Checking costs time proportional to the inputs. A wrong bit found is exit code 1.

    \b
    bellcert extract right ab.bin z.bin -n 1000000 -m 20000 -o key.bin
    bellcert extract right ab.bin z.bin -n 1000000 -m 20000 --check key.bin --whole
    """  # noqa: D301 - click reads the control character
    if (output is None) is (claimed is None):
        raise Usage("missing-argument", "one of -o OUT and --check OUT is needed")
    if claimed is None and (whole or spots != SPOTS):
        raise Usage("unknown-argument", "--spots and --whole belong to --check")
    if (first, second, claimed).count("-") > 1:
        raise Usage("duplicate-argument", "standard input can be one file only")
    remember(first, second)
    found = extraction(
        extractor, first, second, output_length=output_length, length=length, seed_bits=seed_bits,
        order=cast(Any, order),
    )  # fmt: skip
    if output is not None:
        with Waiting("multiplying"):
            data, document = found.run(cast(Any, engine))
        write_whole(output, data, "bits")
        if as_json:
            echo_json(document | {"output": output})
        else:
            click.echo(
                f"{extractor}: {document['m']} bits from {document['n']} bits, multiplied by {document['engine']}"
            )
            click.echo(f"Output written: {escaped(output)} sha256 {document['sha256']}")
        return 0
    with Waiting("comparing"):
        document = found.compare(str(claimed), spots, whole)
    if as_json:
        echo_json(document)
    else:
        _print(extractor, document)
    return 0 if document["agrees"] else 1


def _print(extractor: str, document: dict[str, Any]) -> None:
    click.echo(f"{extractor}: {'the output agrees' if document['agrees'] else 'the output is WRONG'}")
    if "spots" in document:
        places, wrong = document["spots"]["places"], document["spots"]["wrong"]
        click.echo(f"  {len(places)} random bits compared, {len(wrong)} wrong")
        if wrong:
            click.echo("  wrong at " + ", ".join(map(str, wrong[:8])) + (" ..." if len(wrong) > 8 else ""))
        elif "whole" not in document and document["m"] > len(places):
            click.echo(f"  they miss one wrong bit in a hundred with probability (99/100)^{len(places)}")
    if "whole" in document:
        whole = document["whole"]
        says = "agree" if whole["agrees"] else "differ"
        click.echo(f"  all bits, combined modulo {whole['modulus']}: {says}")
        click.echo(f"  a wrong output agrees with probability at most {whole['error_probability']}")
