"""`bellcert factors`: probability-estimation factors from earlier rounds."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

import click

from oracle.cli.files import force_option, read_bytes, require_place, write_whole
from oracle.cli.output import Waiting, echo_json, escaped, exit_codes, json_option
from oracle.data.chsh_table import MAX_BYTES, read_table
from oracle.data.estimation import SETS, factors_bytes
from oracle.failures import Malformed, Undecided
from oracle.numbers import parse_rational

MODELS = ("product", "two-sided", "sequential", "box")


@click.command(epilog=exit_codes(0, 2, 3, 4, 5))
@click.argument("calibration", metavar="CALIBRATION.csv", type=click.Path())
@click.option(
    "--rounds", type=click.IntRange(1, 10**15), help="Rounds to come; by default as many as the calibration has."
)
@click.option(
    "--confidence", default="99/100", show_default=True, metavar="C", help="1 - delta of the later certificate."
)
@click.option("--power", metavar="1/K", help="The power beta; by default the one with most expected bits.")
@click.option("--setting-bias", "bias", metavar="B", help="Inputs may be biased by B; by default they are uniform.")
@click.option(
    "--bias-model", "model", type=click.Choice(MODELS), default="two-sided", show_default=True, help="What B is about."
)
@click.option("--set", "behaviours", type=click.Choice(list(SETS)), default="quantum", show_default=True)
@click.option("-o", "--output", metavar="FACTORS.json", type=click.Path(), required=True, help="Write the factors.")
@force_option
@json_option
def command(
    calibration: str, rounds: int | None, confidence: str, power: str | None, bias: str | None, model: str,
    behaviours: str, output: str, as_json: bool,
) -> int:  # fmt: skip
    """Find probability-estimation factors from the counts of earlier rounds.

    A factor F and a power beta, fixed before a run, turn its counts into bits: (sum of log2 F + log2 delta) / beta,
    with memory allowed and against classical side information. CALIBRATION.csv (- for standard input) is a table as
    bellcert counts takes it. The factor is the one with most expected bits if the later rounds are like these; what it
    yields then is certified by bellcert counts TABLE.csv --factors FACTORS.json, whatever the rounds were like.

    The expected number printed here is a forecast, not a claim. Rounds of the calibration cannot be certified with it.
    """  # fmt: skip
    from proofs.search.factors.behaviours import UNIFORM
    from proofs.search.factors.train import train
    from proofs.search.language.failure import Failure, Kind

    data = read_bytes(calibration, MAX_BYTES)
    table = read_table(data)
    delta = 1 - parse_rational(confidence)
    wanted = None if power is None else parse_rational(power)
    size = Fraction(0) if bias is None else parse_rational(bias)
    if not 0 < delta < 1:
        raise Malformed("out-of-range", f"the confidence {confidence} is not between 0 and 1")
    if bias is not None and not 0 < size < Fraction(1, 2):
        raise Malformed("out-of-range", f"the bias {bias} is not between 0 and 1/2")
    require_place(output, "factors")
    later = rounds or table.rounds
    law = UNIFORM if bias is None else None
    try:
        with Waiting("factors"):
            found = train(
                table.counts, later, delta, quantum=SETS[behaviours], law=law, model=model, bias=size, power=wanted
            )  # fmt: skip
    except Failure as failure:
        if failure.kind is Kind.SOLVER:
            raise Undecided("solver", str(failure)) from None
        raise Malformed("calibration" if failure.place == "calibration" else "out-of-range", str(failure)) from None
    written = factors_bytes(found, sha256(data).hexdigest(), table.counts, later, delta)
    write_whole(output, written, "factors")
    digest = sha256(written).hexdigest()
    if as_json:
        echo_json({
            "path": output, "sha256": digest, "power": str(found.power), "set": behaviours,
            "expected": {"rounds": str(later), "bits": f"{found.expected:.3f}"},
        })  # fmt: skip
        return 0
    click.echo(
        f"power {found.power}; about {found.expected:.1f} bits expected of {later} rounds (a forecast, no claim)"
    )
    click.echo(f"Factors written: {escaped(output)} sha256 {digest}")
    return 0
