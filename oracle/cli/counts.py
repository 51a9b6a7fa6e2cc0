"""`bellcert counts`: a table of counts in, certified bits and a certificate out."""

from __future__ import annotations

from typing import cast

import click

from oracle.api.any_counts import any_counts, of_another_scenario
from oracle.api.counts import ESTIMATOR, CertifiedBits, counts, method_names
from oracle.api.plain import in_short
from oracle.api.results import decimal_text
from oracle.api.tables import MAX_BYTES
from oracle.cli.any_scenario import print_bits
from oracle.cli.completion import completes
from oracle.cli.files import force_option, read_bytes, remember, require_place, write_whole
from oracle.cli.output import (
    Progress,
    echo_json,
    echo_paragraph,
    echo_table,
    exit_codes,
    json_option,
)
from oracle.cli.quantum_counts import run
from oracle.failures import Usage


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.argument("table", metavar="TABLE.csv", type=click.Path())
@click.option("--confidence", required=True, metavar="C", help="1 - delta, exact, for example 99/100 or 0.999.")
@click.option(
    "--inputs",
    default="uniform",
    show_default=True,
    metavar="uniform|P00,P01,P10,P11",
    help="The input distribution that was declared before the run.",
)
@click.option(
    "--level",
    "levels",
    multiple=True,
    metavar="LEVEL",
    help="Bits also from this level of the moment hierarchy, such as 1+AB or 2 (repeatable; needs bellcert[sdp]).",
)
@click.option(
    "--method",
    metavar="METHOD",
    shell_complete=completes(lambda: method_names()),
    help="Whose statement is printed and written: a name of the table of bits. "
    "[default: width8:tight, which is never worse; with --calibration width8:sdp: and the last --level]",
)
@click.option(
    "--calibration",
    metavar="FILE.csv",
    type=click.Path(),
    help="Counts of earlier rounds, from which the functional is chosen instead of CHSH; "
    "the level is 1+AB unless --level says otherwise.",
)
@click.option(
    "--factors",
    metavar="FACTORS.json",
    type=click.Path(),
    help="Bits by the probability-estimation factors of bellcert factors, fixed before these rounds.",
)
@click.option(
    "--then",
    nargs=2,
    multiple=True,
    metavar="TABLE.csv FACTORS.json",
    type=click.Path(),
    help="A later block of rounds, with factors fixed before it; repeatable, in their order.",
)
@click.option("--functional", metavar="FILE.toml", type=click.Path(), help="A functional declared before the rounds.")
@click.option("-o", "--output", metavar="OUT.cert.json", type=click.Path(), help="Write the method's certificate.")
@click.option(
    "--against",
    type=click.Choice(["classical", "quantum"]),
    default="classical",
    show_default=True,
    help="The adversary's side information; against quantum the next three options are needed.",
)
@click.option("--theorem", metavar="NAME", help="original, improved or generalised: of entropy accumulation.")
@click.option(
    "--threshold",
    metavar="S",
    help="The CHSH value, or with --factors the sum of log2 F, from which on runs are accepted; declared before.",
)
@click.option("--smoothing", metavar="E", help="Smoothing of the min-entropy, and the error of the hash.")
@click.option("--allow-signalling", is_flag=True, help="Certify although the outcomes' marginals signal.")
@click.option("--allow-biased-inputs", is_flag=True, help="Certify although the settings contradict --inputs.")
@force_option
@json_option
def command(
    table: str,
    confidence: str,
    inputs: str,
    levels: tuple[str, ...],
    method: str | None,
    calibration: str | None,
    factors: str | None,
    then: tuple[tuple[str, str], ...],
    functional: str | None,
    output: str | None,
    against: str,
    theorem: str | None,
    threshold: str | None,
    smoothing: str | None,
    allow_signalling: bool,
    allow_biased_inputs: bool,
    as_json: bool,
) -> int:
    """Turn experimental counts into certified bits.

    TABLE.csv (- for standard input) has the header x,y,a,b,count and the sixteen cells of two parties with two
    settings and two outcomes. Bits come from the estimator with the declared input distribution only. Too few
    rounds certify 0 bits, which is exit code 0.

    The bits of several methods stand side by side: equation (6) of the 2010 paper (analytic), the tight curve,
    each LEVEL of the moment hierarchy (sdp:LEVEL), no-signalling alone; each with the deviation (11) and, as
    width8:, with a tighter one. All of them estimate the CHSH value. With --calibration the functional is chosen
    from the counts of earlier rounds, which the certificate names by the sha256 of their file; never from the
    counts that are certified. With --factors, a file of bellcert factors, the bits are those of probability-estimation
    factors; they may allow for biased inputs. Solvers only propose: every figure is read off a certificate the kernel
    proved.

    Data are refused (exit 3) when one of four Fisher tests of no-signalling has a p-value below 1e-6/4, or when a
    setting's frequency differs from its declared probability by a distance d with 2 n d^2 >= 16. Independent
    rounds that satisfy the assumptions are refused with probability below 1e-6 by either kind of test. What is
    allowed nevertheless is a tag of the certificate. An estimate above 2 sqrt 2 by more than chance explains, at the
    same 1e-6, contradicts quantum theory itself: the verdict is EMPTY (exit 1), and only --method no-signalling or
    width8:no-signalling says more.

    Tables of other scenarios have the header x1,...,xn,a1,...,an,count, or inputs and outcomes beyond 0 and 1. They
    need a --functional, or a --calibration from which it is chosen; bits then hold for all behaviours that do not
    signal, or with --level for quantum ones. Methods are width8 and azuma.

    With --against quantum the bits are those of runs whose CHSH value reaches the threshold, which was declared before:
    smooth min-entropy by the named theorem of entropy accumulation, which is an assumption of the statement, with
    1 - confidence as the probability of acceptance below which nothing is claimed; and, for uniform inputs, the length
    that quantum estimation factors give. The theorem's certificate is the one that is written. With --factors there is
    no theorem: the threshold is one of the sum of log2 F over the rounds, F the file's factors times the largest number
    at most 1 with which they hold against a quantum adversary, and the bits are the length that hashing makes.
    """
    require_place(output, "certificate")
    data = read_bytes(table, MAX_BYTES)
    if against == "quantum":
        if calibration or levels or method or then or functional:
            sentence = "--against quantum takes no --then, --functional, --calibration, --level or --method"
            raise Usage("unknown-argument", sentence)
        file = None if factors is None else _named(factors)
        return run(data, confidence, inputs, (threshold, smoothing, theorem), file, output, as_json)
    if theorem or threshold or smoothing:
        raise Usage("unknown-argument", "--theorem, --threshold and --smoothing go with --against quantum")
    if factors is None and (functional is not None or of_another_scenario(data)):
        with Progress("bounds") as progress:
            other = any_counts(
                data,
                confidence=confidence,
                inputs=inputs,
                functional=None if functional is None else _named(functional),
                calibration=None if calibration is None else _named(calibration),
                levels=levels,
                method=method,
                allow_signalling=allow_signalling,
                allow_biased_inputs=allow_biased_inputs,
                progress=progress.at,
            )
        return print_bits(other, output, as_json)
    with Progress("certified") as progress:
        found = counts(
            data,
            confidence=confidence,
            inputs=inputs,
            levels=levels,
            method=method,
            calibration=None if calibration is None else read_bytes(calibration, MAX_BYTES),
            factors=None if factors is None else _named(factors),
            then=[(_named(block), _named(chosen)) for block, chosen in then],
            allow_signalling=allow_signalling,
            allow_biased_inputs=allow_biased_inputs,
            progress=progress.at,
        )
    if output is not None:
        write_whole(output, found.certificate, "certificate")
    if as_json:
        echo_json(_document(found, output))
    elif found.verdict == "EMPTY":
        _print_empty(found, output)
    else:
        _print(found, output)
    return 1 if found.verdict == "EMPTY" else 0


def _named(path: str) -> str:
    """The name of a file that is read, so that nothing is written onto it."""
    remember(path)
    return path


def _document(found: CertifiedBits, output: str | None) -> dict[str, object]:
    """What --json prints: the bits, and where the certificate was written."""
    document = found.to_dict()
    entries = cast(list[dict[str, object]], document["certificates"])
    return document | {
        "certificates": [entry | {"path": output if entry["method"] == found.method else None} for entry in entries]
    }


def _print_empty(found: CertifiedBits, output: str | None) -> None:
    """The counts contradict quantum theory."""
    click.echo(" ".join(["EMPTY", found.sha256, *([output] if output else [])]))
    for line in found.statement.split("\n"):
        click.echo(f"  {line}")
    echo_paragraph(f"remark: {found.remark}", "")


def _print(found: CertifiedBits, output: str | None) -> None:
    if found.factors:
        _print_tests(found)
        click.echo(f"Bits of min-entropy, proved by the factors: {decimal_text(found.bits, 6, up=False)}")
        if not found.bits:
            click.echo(f"  0 bits: these factors certify none from {found.rounds} rounds with this confidence")
    else:
        _print_estimates(found)
        _print_tests(found)
        _print_bits(found)
    _print_statement(found, output)


def _print_estimates(found: CertifiedBits) -> None:
    declared = found.origin == "declared"
    click.echo(f"{found.rounds} rounds, {found.wins} of them win the CHSH game; confidence {found.confidence}")
    click.echo("CHSH estimates")
    click.echo(
        f"  {ESTIMATOR}: {found.chsh} (about {decimal_text(found.chsh, 6, up=False)})"
        + ("; bits come from this one" if declared else "")
    )
    click.echo(
        "  observed setting frequencies: "
        + (
            "undefined, a setting pair never occurred"
            if found.observed is None
            else f"{found.observed} (about {decimal_text(found.observed, 6, up=False)}); never enters bits"
        )
    )
    value = found.by_method[found.method].estimate
    if not declared and value is not None:
        click.echo(f"Functional of the {found.origin}")
        click.echo(f"  {ESTIMATOR}: {value} (about {decimal_text(value, 6, up=False)}); bits come from this one")


def _print_bits(found: CertifiedBits) -> None:
    click.echo("Bits of min-entropy, proved")
    rows = [
        [
            f"  {key}",
            decimal_text(bits.low, 6, up=False),
            decimal_text(bits.high, 6, up=True),
            "" if bits.eps_high is None else decimal_text(bits.eps_high, 10, up=True),
            bits.says,
        ]
        for key, bits in found.by_method.items()
    ]
    echo_table(["  method", "bits >=", "formula <=", "eps <=", "from"], rows)
    if not found.bits:
        click.echo(
            f"  0 bits: {found.method} certifies none from {found.rounds} rounds with this estimate and confidence"
        )


def _print_tests(found: CertifiedBits) -> None:
    click.echo("Does a marginal depend on the other party's setting? (Fisher's exact test, two-sided)")
    rows = [
        [
            f"  {'Alice' if test.party == 'A' else 'Bob'}, setting {test.setting}",
            *("none" if f is None else str(f) for f in (test.first, test.second)),
            str(test.distance),
            decimal_text(test.p_high, 4, up=True),
        ]
        for test in found.tests
    ]
    echo_table(["  party", "P(0 | other 0)", "P(0 | other 1)", "distance", "p <="], rows)


def _print_statement(found: CertifiedBits, output: str | None) -> None:
    for warning in found.warnings:
        echo_paragraph(f"WARNING: {warning}")
    click.echo(f"Statement proved by {found.method}, sha256 {found.sha256}")
    for line in found.statement.split("\n"):
        click.echo(f"  {line}")
    echo_paragraph(in_short(found.certificate), "")
    if output is not None:
        click.echo(f"Certificate written: {output}")
