"""`bellcert factors`: probability-estimation factors from earlier rounds."""

from __future__ import annotations

import click

from oracle.api.factors import MODELS, SETS, Trials, factors, of_beacon, trials
from oracle.api.tables import MAX_BYTES
from oracle.cli.files import force_option, read_bytes, require_place, write_whole
from oracle.cli.output import Progress, Waiting, echo_json, echo_paragraph, escaped, exit_codes, json_option
from oracle.failures import Usage


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
    type=click.Choice(SETS),
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
    data = read_bytes(calibration, MAX_BYTES)
    if layout is not None:
        if rounds or power or bias or number or output is None:
            raise Usage("unknown-argument", "--layout curby takes -o, and nothing else")
        return _of_beacon(data, escaped(calibration), output, as_json)
    if behaviours == "local" and (rounds or power or bias or number or output is None):
        raise Usage("unknown-argument", "--set local takes --inputs and -o, and nothing else")
    if number is not None and output is not None:
        raise Usage("unknown-argument", "--trials writes no factors: leave -o out")
    if number is not None:
        with Progress("trials") as progress:
            simulated = trials(
                data, number, share=share, seed=seed, rounds=rounds, confidence=confidence, power=power,
                setting_bias=bias, model=model, set=behaviours, progress=progress.at,
            )  # fmt: skip
        _print_trials(simulated, seed, as_json)
        return 0
    if output is None:
        raise Usage("missing-argument", "factors are written into a file: -o FACTORS.json")
    require_place(output, "factors")
    with Waiting("choosing factors"):
        found = factors(
            data, rounds=rounds, confidence=confidence, power=power, setting_bias=bias, model=model, set=behaviours,
            inputs=inputs,
        )  # fmt: skip
    write_whole(output, found.file, "factors")
    if as_json:
        echo_json({"path": output} | found.to_dict())
        return 0
    written = f"Factors written: {escaped(output)} sha256 {found.sha256}"
    if found.power is None:
        click.echo(f"{written}; bellcert bound local-model.p-value takes them")
        return 0
    click.echo(found.headline())
    click.echo(written)
    return 0


def _of_beacon(data: bytes, file: str, output: str, as_json: bool) -> int:
    """Judge the factor that a round of the beacon committed to, and take it over."""
    require_place(output, "factors")
    found = of_beacon(data, file)
    write_whole(output, found.file, "factors")
    if as_json:
        echo_json({"path": output, "sha256": found.sha256, **found.judged})
        return 0
    for line in found.lines:
        echo_paragraph(line, "")
    click.echo(f"Factors written: {escaped(output)} sha256 {found.sha256}")
    return 0


def _print_trials(found: Trials, seed: int, as_json: bool) -> None:
    """Print what simulated experiments certify."""
    bits = found.bits
    if as_json:
        figures = {key: f"{value:.3f}" for key, value in bits.items()}
        echo_json({
            "trials": found.number, "seed": seed, "rounds": str(found.rounds), "share": str(found.share),
            "bits": figures,
        })  # fmt: skip
        return
    click.echo(
        f"{found.number} simulated experiments of {found.rounds} rounds, {found.share} of them for training; bits "
        f"certified from the rest (a forecast, no claim):"
    )
    click.echo(
        f"  mean {bits['mean']:.1f}, standard deviation {bits['deviation']:.1f}, quantiles 5/50/95 % "
        f"{bits['5%']:.1f} / {bits['50%']:.1f} / {bits['95%']:.1f}, none in {bits['zeros']:.0f}"
    )
