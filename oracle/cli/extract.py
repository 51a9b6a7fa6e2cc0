"""`bellcert extract`: run a randomness extractor on files of bits, or check an output that somebody else made."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from oracle.cli.files import force_option, remember, write_whole
from oracle.cli.output import echo_json, escaped, exit_codes, json_option
from oracle.extractors.primes import require_primitive_root_two
from oracle.failures import Limit, Malformed, Usage

if TYPE_CHECKING:
    from oracle.extractors.bitstrings import BitOrder, Packed
    from oracle.extractors.fast import EngineName
    from oracle.extractors.product import Product

EXTRACTORS = ("right", "left", "toeplitz", "toeplitz-cyclic", "circulant", "cyclic")
TWO_SOURCE = ("right", "left", "cyclic")
ENGINES = ("auto", "gf2x", "flint", "fft")
MOST_STANDARD_INPUT = 1 << 30
SPOTS = 64


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
    order: BitOrder,
    engine: EngineName,
    output: str | None,
    claimed: str | None,
    spots: int,
    whole: bool,
    as_json: bool,
) -> int:
    """Run a two-source or seeded extractor on packed bits, or check somebody's output.

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
    from oracle.extractors.product import EXTRACTORS as PRODUCTS

    if (output is None) is (claimed is None):
        raise Usage("missing-argument", "one of -o OUT and --check OUT is needed")
    if claimed is None and (whole or spots != SPOTS):
        raise Usage("unknown-argument", "--spots and --whole belong to --check")
    if (first, second, claimed).count("-") > 1:
        raise Usage("duplicate-argument", "standard input can be one file only")
    if output_length < 1:
        raise Malformed("out-of-range", f"m = {output_length} is not a positive number of bits")
    remember(first, second)
    _require_two_files(first, second)
    x = _open(first, length, order)
    wanted = _second_length(extractor, x.length, output_length)
    y = _open(second, wanted, order)
    _require_family(extractor, x.length)
    if extractor not in TWO_SOURCE:
        _require_seed(y, wanted, seed_bits)
    if length is None and extractor in TWO_SOURCE and 8 * len(y.data) != x.length:
        raise Malformed("out-of-range", f"X has {x.length} bits, Y {8 * len(y.data)}; -n N takes the first N")
    product = PRODUCTS[extractor](x, y, output_length)
    if output is not None:
        return _run(product, extractor, engine, order, output, as_json)
    return _check(product, extractor, _open(str(claimed), output_length, order), spots, whole, as_json)


def _require_two_files(first: str, second: str) -> None:
    """Two names of one file are one source: its bits are not independent of themselves."""
    with contextlib.suppress(OSError, ValueError):
        if "-" not in (first, second) and Path(first).samefile(second):
            raise Malformed("out-of-range", f"X and Y are one file, {escaped(first)}: they have to be independent")


def _require_family(extractor: str, n: int) -> None:
    """Refuse sizes at which `bellcert bound` promises nothing, either."""
    if extractor == "circulant":
        require_primitive_root_two(n + 1, "n + 1")
    elif extractor == "cyclic":
        require_primitive_root_two(n, "n")


def _require_seed(seed: Packed, wanted: int, announced: int | None) -> None:
    """Refuse a seed whose last bits may be padding, which is not random."""
    if announced is None and wanted % 8 and len(seed.data) == -(-wanted // 8):
        raise Malformed(
            "out-of-range",
            f"{wanted} bits of seed end inside of the last byte of Y, which may be padding; give --seed-bits",
        )
    if announced is not None and not wanted <= announced <= 8 * len(seed.data):
        raise Malformed(
            "out-of-range",
            f"{wanted} bits of seed are needed, {announced} announced, and Y has room for {8 * len(seed.data)}",
        )


def _second_length(extractor: str, n: int, m: int) -> int:
    if extractor.startswith("toeplitz"):
        return n + m - 1
    return n + 1 if extractor == "circulant" else n


def _open(path: str, length: int | None, order: BitOrder) -> Packed:
    from oracle.extractors.bitstrings import Packed, open_bits

    if path != "-":
        return open_bits(path, length, order)
    import numpy as np

    data = sys.stdin.buffer.read(MOST_STANDARD_INPUT + 1)
    if len(data) > MOST_STANDARD_INPUT:
        raise Limit("bytes", f"at most {MOST_STANDARD_INPUT} bytes are read from standard input")
    found = 8 * len(data) if length is None else length
    if found < 1 or found > 8 * len(data):
        raise Malformed("out-of-range", f"standard input has {8 * len(data)} bits, not the {found} announced")
    return Packed(np.frombuffer(data, np.uint8), found, order)


def _run(product: Product, extractor: str, engine: EngineName, order: BitOrder, output: str, as_json: bool) -> int:
    from oracle.extractors.fast import find_engine, packed

    name = find_engine(engine, product.n, product.m).name
    data = packed(product, engine, order)
    write_whole(output, data, "bits")
    digest = hashlib.sha256(data).hexdigest()
    if as_json:
        echo_json(_document(product, extractor) | {"engine": name, "output": output, "sha256": digest})
    else:
        click.echo(f"{extractor}: {product.m} bits from {product.n} bits, multiplied by {name}")
        click.echo(f"Output written: {escaped(output)} sha256 {digest}")
    return 0


def _document(product: Product, extractor: str) -> dict[str, object]:
    return {"extractor": extractor, "n": product.n, "m": product.m}


def _check(product: Product, extractor: str, claimed: Packed, spots: int, whole: bool, as_json: bool) -> int:
    from oracle.extractors.spot import random_places, spot_check
    from oracle.extractors.whole import whole_check

    if not spots and not whole:
        raise Usage("missing-argument", "--spots 0 without --whole checks nothing")
    spot = spot_check(product, claimed, random_places(product.m, spots)) if spots else None
    full = whole_check(product, claimed) if whole else None
    right = not (spot and spot.wrong) and not (full and not full.agrees)
    document = _document(product, extractor) | {"agrees": right}
    if spot is not None:
        document["spots"] = {"places": list(spot.places), "wrong": list(spot.wrong)}
    if full is not None:
        modulus = {"agrees": full.agrees, "error_probability": str(full.error_probability)}
        document["whole"] = modulus | {"modulus": hex(full.moduli[0])}
    if as_json:
        echo_json(document)
        return 0 if right else 1
    click.echo(f"{extractor}: {'the output agrees' if right else 'the output is WRONG'}")
    if spot is not None:
        click.echo(f"  {len(spot.places)} random bits compared, {len(spot.wrong)} wrong")
        if spot.wrong:
            click.echo("  wrong at " + ", ".join(map(str, spot.wrong[:8])) + (" ..." if len(spot.wrong) > 8 else ""))
        elif full is None and product.m > len(spot.places):
            click.echo(f"  they miss one wrong bit in a hundred with probability (99/100)^{len(spot.places)}")
    if full is not None:
        says = "agree" if full.agrees else "differ"
        click.echo(f"  all bits, combined modulo {hex(full.moduli[0])}: {says}")
        click.echo(f"  a wrong output agrees with probability at most {full.error_probability}")
    return 0 if right else 1
