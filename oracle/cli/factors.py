"""`bellcert factors`: probability-estimation factors from earlier rounds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import click

from oracle.cli.files import force_option, read_bytes, require_place, write_whole
from oracle.cli.output import Progress, Waiting, echo_json, echo_paragraph, escaped, exit_codes, json_option
from oracle.data.any_table import declared_law, read_any
from oracle.data.chsh_table import MAX_BYTES, read_table
from oracle.data.curby import factors_file, judged, read_params
from oracle.data.estimation import SETS, factors_bytes
from oracle.data.ratios import best_ratios, ratios_bytes
from oracle.failures import Malformed, Undecided, Usage
from oracle.numbers import parse_rational
from proofs.search.language.failure import Failure, Kind

if TYPE_CHECKING:
    from proofs.search.factors.behaviours import Table

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
@click.option(
    "--set",
    "behaviours",
    type=click.Choice([*SETS, "local"]),
    default="quantum",
    show_default=True,
    help="local: factors of any scenario that test local realism, and prove no bits.",
)
@click.option(
    "--inputs", default="uniform", show_default=True, metavar="LAW", help="With --set local: the declared distribution."
)
@click.option("-o", "--output", metavar="FACTORS.json", type=click.Path(), help="Write the factors.")
@click.option(
    "--trials",
    "number",
    metavar="N",
    type=click.IntRange(1, 10_000),
    help="Write nothing: simulate N whole experiments of --rounds rounds, and what factors trained on the first "
    "part of each certify from the rest.",
)
@click.option(
    "--layout",
    type=click.Choice(["curby"]),
    help="CALIBRATION is a file of parameters of the CURBy beacon, with a factor that is judged and taken over.",
)
@click.option("--share", default="1/3", show_default=True, metavar="S", help="The part that trains in a trial.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the trials.")
@force_option
@json_option
def command(
    calibration: str, rounds: int | None, confidence: str, power: str | None, bias: str | None, model: str,
    behaviours: str, inputs: str, output: str | None, number: int | None, layout: str | None,
    share: str, seed: int, as_json: bool,
) -> int:  # fmt: skip
    """Find probability-estimation factors from the counts of earlier rounds.

    A factor F and a power beta, fixed before a run, turn its counts into bits: (sum of log2 F + log2 delta) / beta,
    with memory allowed and against classical side information. CALIBRATION.csv (- for standard input) is a table as
    bellcert counts takes it. The factor is the one with most expected bits if the later rounds are like these; what it
    yields then is certified by bellcert counts TABLE.csv --factors FACTORS.json, whatever the rounds were like.

    The expected number printed here is a forecast, not a claim. Rounds of the calibration cannot be certified with it.
    With --trials the forecast is that of whole experiments, trained honestly: mean, spread and quantiles.
    """  # fmt: skip
    from proofs.search.factors.behaviours import UNIFORM
    from proofs.search.factors.train import train

    data = read_bytes(calibration, MAX_BYTES)
    if layout is not None:
        if rounds or power or bias or number or output is None:
            raise Usage("unknown-argument", "--layout curby takes -o, and nothing else")
        return _of_beacon(data, calibration, output, as_json)
    if behaviours == "local":
        if rounds or power or bias or number or output is None:
            raise Usage("unknown-argument", "--set local takes --inputs and -o, and nothing else")
        return _ratios(data, inputs, output, as_json)
    table = read_table(data)
    delta = 1 - parse_rational(confidence)
    wanted = None if power is None else parse_rational(power)
    size = Fraction(0) if bias is None else parse_rational(bias)
    if not 0 < delta < 1:
        raise Malformed("out-of-range", f"the confidence {confidence} is not between 0 and 1")
    if bias is not None and not 0 < size < Fraction(1, 2):
        raise Malformed("out-of-range", f"the bias {bias} is not between 0 and 1/2")
    later = rounds or table.rounds
    how: dict[str, Any] = {
        "quantum": SETS[behaviours], "law": UNIFORM if bias is None else None, "model": model, "bias": size,
        "power": wanted,
    }  # fmt: skip
    if number is not None:
        if output is not None:
            raise Usage("unknown-argument", "--trials writes no factors: leave -o out")
        return _trials(table.counts, later, parse_rational(share), delta, number, seed, how, as_json)
    if output is None:
        raise Usage("missing-argument", "factors are written into a file: -o FACTORS.json")
    require_place(output, "factors")
    with _failures(), Waiting("factors"):
        found = train(table.counts, later, delta, **how)
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


def _ratios(data: bytes, inputs: str, output: str, as_json: bool) -> int:
    """Write factors that test local realism."""
    table = read_any(data)
    require_place(output, "factors")
    with Waiting("factors"):
        written = ratios_bytes(best_ratios(table, declared_law(inputs, table)))
    write_whole(output, written, "factors")
    digest = sha256(written).hexdigest()
    if as_json:
        echo_json({"path": output, "sha256": digest, "set": "local"})
        return 0
    click.echo(f"Factors written: {escaped(output)} sha256 {digest}; bellcert bound local-model.p-value takes them")
    return 0


def _of_beacon(data: bytes, file: str, output: str, as_json: bool) -> int:
    """Judge the factor that a round of the beacon committed to, and take it over."""
    params = read_params(data, escaped(file))
    require_place(output, "factors")
    found = judged(params)
    written = factors_file(params)
    write_whole(output, written, "factors")
    digest = sha256(written).hexdigest()
    if as_json:
        echo_json({"path": output, "sha256": digest, **found.to_dict()})
        return 0
    for line in found.lines():
        echo_paragraph(line, "")
    click.echo(f"Factors written: {escaped(output)} sha256 {digest}")
    return 0


@contextmanager
def _failures() -> Iterator[None]:
    """Failures of the search as those of the command line."""
    try:
        yield
    except Failure as failure:
        if failure.kind is Kind.SOLVER:
            raise Undecided("solver", str(failure)) from None
        raise Malformed("calibration" if failure.place == "calibration" else "out-of-range", str(failure)) from None


def _trials(
    table: Table, rounds: int, share: Fraction, delta: Fraction, number: int, seed: int, how: dict[str, Any],
    as_json: bool,
) -> int:  # fmt: skip
    """Print what simulated experiments certify."""
    from proofs.search.factors.trials import summary, trials

    with _failures(), Progress("trials", number) as progress:
        found = summary([one.bits for one in trials(table, rounds, share, delta, number, seed, progress.step, **how)])
    if as_json:
        figures = {key: f"{value:.3f}" for key, value in found.items()}
        echo_json({"trials": number, "seed": seed, "rounds": str(rounds), "share": str(share), "bits": figures})
        return 0
    click.echo(
        f"{number} simulated experiments of {rounds} rounds, {share} of them for training; bits certified from the "
        f"rest (a forecast, no claim):"
    )
    click.echo(
        f"  mean {found['mean']:.1f}, standard deviation {found['deviation']:.1f}, quantiles 5/50/95 % "
        f"{found['5%']:.1f} / {found['50%']:.1f} / {found['95%']:.1f}, none in {found['zeros']:.0f}"
    )
    return 0
