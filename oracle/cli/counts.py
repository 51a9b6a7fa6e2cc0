"""`bellcert counts`: a table of counts in, certified bits and a certificate out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import click

from oracle.bounds.deviation import read_confidence
from oracle.cli.completion import completes
from oracle.cli.files import force_option, read_bytes, require_place, write_whole
from oracle.cli.output import (
    Progress,
    echo_json,
    echo_paragraph,
    echo_table,
    exit_codes,
    json_option,
)
from oracle.data.calibration import certify_calibrated, read_calibration
from oracle.data.certify import CertifiedBits, certify, require_level
from oracle.data.estimate import chsh_declared, chsh_observed, wins
from oracle.data.methods import chosen, methods
from oracle.data.signalling import (
    Comparison,
    InputFrequency,
    comparisons,
    input_frequencies,
    require_consistent,
)
from oracle.data.table import MAX_BYTES, CountTable, Setting, read_inputs, read_table
from oracle.numbers import decimal_text, parse_real

ESTIMATOR = "declared input distribution"
DEFAULT_LEVEL = "1+AB"


def _methods() -> list[str]:
    """Names of the methods that need no level."""
    from typing import get_args

    from oracle.data.methods import Guess

    plain = [name for name in get_args(Guess) if name != "sdp"]
    return [*plain, *(f"width8:{name}" for name in plain)]


@click.command(epilog=exit_codes(0, 2, 3, 4, 5))
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
    shell_complete=completes(lambda: _methods()),
    help="Whose statement is printed and written: a name of the table of bits. "
    "[default: sdp: and the last --level, else analytic]",
)
@click.option(
    "--calibration",
    metavar="FILE.csv",
    type=click.Path(),
    help="Counts of earlier rounds, from which the functional is chosen instead of CHSH; "
    "the level is 1+AB unless --level says otherwise.",
)
@click.option("-o", "--output", metavar="OUT.cert.json", type=click.Path(), help="Write the method's certificate.")
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
    output: str | None,
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
    counts that are certified. Solvers only propose: every figure is read off a certificate the kernel proved.

    Data are refused (exit 3) when one of four Fisher tests of no-signalling has a p-value below 1e-6/4, or when a
    setting's frequency differs from its declared probability by a distance d with 2 n d^2 >= 16. Independent
    rounds that satisfy the assumptions are refused with probability below 1e-6 by either kind of test.
    """
    delta = read_confidence(parse_real(confidence))
    declared = read_inputs(inputs)
    counts = read_table(read_bytes(table, MAX_BYTES))
    tests, frequencies = comparisons(counts), input_frequencies(counts, declared)
    warnings = require_consistent(tests, frequencies, allow_signalling, allow_biased_inputs)
    chosen_from = None if calibration is None else read_calibration(read_bytes(calibration, MAX_BYTES), counts)
    if chosen_from is not None:
        levels = levels or (DEFAULT_LEVEL,)
    for level in levels:
        require_level(level)
    found = methods(levels, chosen_from is not None)
    main = chosen(found, method, levels)
    require_place(output, "certificate")
    proved: dict[str, CertifiedBits] = {}
    with Progress("certified", len(found)) as progress:
        for key, way in found.items():
            if chosen_from is None:
                proved[key] = certify(counts, declared, delta, way)
            else:
                proved[key] = certify_calibrated(counts, declared, delta, way, chosen_from)
            progress.step()
    if output is not None:
        write_whole(output, proved[main].certificate, "certificate")
    if as_json:
        echo_json(_document(counts, declared, delta, tests, frequencies, warnings, proved, main, output))
    else:
        _print(counts, declared, delta, tests, warnings, proved, main, output)
    return 0


def _origin(bits: CertifiedBits) -> str:
    """What the certificate's tag says of the functional: declared, or calibration and the sha256 of a file."""
    tag = next(line for line in bits.assumptions if line.startswith("tag: functional = "))
    return tag.split(" = ")[1].split(":")[0]


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _document(
    counts: CountTable,
    declared: Mapping[Setting, Fraction],
    delta: Fraction,
    tests: list[Comparison],
    frequencies: list[InputFrequency],
    warnings: list[str],
    proved: Mapping[str, CertifiedBits],
    method: str,
    output: str | None,
) -> dict[str, object]:
    eps = {key: {"low": str(bits.deviation.low), "high": str(bits.deviation.high)} for key, bits in proved.items()}
    return {
        "estimates": {
            "declared": str(chsh_declared(counts, declared)),
            "observed": _text(chsh_observed(counts)),
            "rounds": counts.rounds,
            "wins": wins(counts),
            "signalling": [
                {
                    "party": test.party,
                    "setting": test.setting,
                    "frequencies": [_text(test.first), _text(test.second)],
                    "distance": str(test.distance),
                    "p_value": {"low": str(test.p_low), "high": str(test.p_high)},
                    "significant": test.significant,
                }
                for test in tests
            ],
            "inputs": [
                {
                    "setting": "{}{}".format(*f.setting),
                    "observed": str(f.observed),
                    "declared": str(f.declared),
                    "contradicted": f.contradicted,
                }
                for f in frequencies
            ],
        },
        "estimator": ESTIMATOR,
        "functional": {
            "origin": _origin(proved[method]),
            "coefficients": {word: str(c) for word, c in proved[method].functional.items()},
            "estimate": str(proved[method].estimate),
        },
        "inputs": {f"{x}{y}": str(p) for (x, y), p in declared.items()},
        "confidence": str(1 - delta),
        "delta": str(delta),
        "deviation": {"method": method, **eps[method], "by_method": eps},
        "statement": proved[method].statement,
        "assumptions": list(proved[method].assumptions),
        "warnings": warnings,
        "bits": {key: {"low": str(bits.low), "high": str(bits.high)} for key, bits in proved.items()},
        "certificates": [
            {"method": key, "sha256": bits.sha256, "path": output if key == method else None}
            for key, bits in proved.items()
        ],
    }


def _print(
    counts: CountTable,
    declared: Mapping[Setting, Fraction],
    delta: Fraction,
    tests: list[Comparison],
    warnings: list[str],
    proved: Mapping[str, CertifiedBits],
    method: str,
    output: str | None,
) -> None:
    estimate, observed = chsh_declared(counts, declared), chsh_observed(counts)
    origin = _origin(proved[method])
    click.echo(f"{counts.rounds} rounds, {wins(counts)} of them win the CHSH game; confidence {1 - delta}")
    click.echo("CHSH estimates")
    click.echo(
        f"  {ESTIMATOR}: {estimate} (about {decimal_text(estimate, 6, up=False)})"
        + ("; bits come from this one" if origin == "declared" else "")
    )
    click.echo(
        "  observed setting frequencies: "
        + (
            "undefined, a setting pair never occurred"
            if observed is None
            else f"{observed} (about {decimal_text(observed, 6, up=False)}); never enters bits"
        )
    )
    if origin != "declared":
        value = proved[method].estimate
        click.echo(f"Functional of the {origin}")
        click.echo(f"  {ESTIMATOR}: {value} (about {decimal_text(value, 6, up=False)}); bits come from this one")
    click.echo("Does a marginal depend on the other party's setting? (Fisher's exact test, two-sided)")
    rows = [
        [
            f"  {'Alice' if test.party == 'A' else 'Bob'}, setting {test.setting}",
            *("none" if f is None else str(f) for f in (test.first, test.second)),
            str(test.distance),
            decimal_text(test.p_high, 4, up=True),
        ]
        for test in tests
    ]
    echo_table(["  party", "P(0 | other 0)", "P(0 | other 1)", "distance", "p <="], rows)
    click.echo("Bits of min-entropy, proved")
    rows = [
        [
            f"  {key}",
            decimal_text(bits.low, 6, up=False),
            decimal_text(bits.high, 6, up=True),
            decimal_text(bits.deviation.high, 10, up=True),
            bits.says,
        ]
        for key, bits in proved.items()
    ]
    echo_table(["  method", "bits >=", "formula <=", "eps <=", "from"], rows)
    if not proved[method].low:
        click.echo(f"  0 bits: {method} certifies none from {counts.rounds} rounds with this estimate and confidence")
    for warning in warnings:
        echo_paragraph(f"WARNING: {warning}")
    click.echo(f"Statement proved by {method}, sha256 {proved[method].sha256}")
    for line in proved[method].statement.split("\n"):
        click.echo(f"  {line}")
    if output is not None:
        click.echo(f"Certificate written: {output}")
