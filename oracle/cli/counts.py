"""`bellcert counts`: a table of counts in, certified bits and a certificate out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
from oracle.data.chsh_table import MAX_BYTES, read_inputs, read_table
from oracle.data.counted import OVERRIDES, Run
from oracle.data.estimate import chsh_declared, chsh_observed, wins
from oracle.data.impossible import impossible
from oracle.data.many_rounds import CertifiedBits, certify, require_level
from oracle.data.methods import chosen, methods
from oracle.data.signalling import (
    Comparison,
    InputFrequency,
    comparisons,
    input_frequencies,
    require_consistent,
)
from oracle.failures import Usage
from oracle.numbers import decimal_text, parse_real
from oracle.proved import Proved

ESTIMATOR = "declared input distribution"
DEFAULT_LEVEL = "1+AB"


def _methods() -> list[str]:
    """Names of the methods that need no level."""
    from typing import get_args

    from oracle.data.methods import Guess

    plain = [name for name in get_args(Guess) if name != "sdp"]
    return [*plain, *(f"width8:{name}" for name in plain)]


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
    shell_complete=completes(lambda: _methods()),
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
    factors: str | None,
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
    counts that are certified. With --factors, a file of bellcert factors, the bits are those of probability-estimation
    factors; they may allow for biased inputs. Solvers only propose: every figure is read off a certificate the kernel
    proved.

    Data are refused (exit 3) when one of four Fisher tests of no-signalling has a p-value below 1e-6/4, or when a
    setting's frequency differs from its declared probability by a distance d with 2 n d^2 >= 16. Independent
    rounds that satisfy the assumptions are refused with probability below 1e-6 by either kind of test. What is
    allowed nevertheless is a tag of the certificate. An estimate above 2 sqrt 2 by more than chance explains, at the
    same 1e-6, contradicts quantum theory itself: the verdict is EMPTY (exit 1), and only --method no-signalling or
    width8:no-signalling says more.
    """
    if factors is not None:
        if levels or method or calibration:
            raise Usage("unknown-argument", "--factors does not go with --level, --method or --calibration")
        allowed = allow_signalling, allow_biased_inputs
        return _by_factors(factors, _declared(table, confidence, inputs), allowed, output, as_json)
    run, report = _run(table, confidence, inputs, allow_signalling, allow_biased_inputs)
    chosen_from = None if calibration is None else read_calibration(read_bytes(calibration, MAX_BYTES), run.table)
    if chosen_from is not None:
        levels = levels or (DEFAULT_LEVEL,)
    for level in levels:
        require_level(level)
    found = methods(levels, chosen_from is not None)
    main = chosen(found, method, levels)
    require_place(output, "certificate")
    empty = impossible(run)
    if empty is not None:
        if found[main].quantum:
            return _empty(empty, run, output, as_json)
        found = {key: way for key, way in found.items() if not way.quantum}
    proved: dict[str, CertifiedBits] = {}
    with Progress("certified", len(found)) as progress:
        for key, way in found.items():
            if chosen_from is None:
                proved[key] = certify(run, way)
            else:
                proved[key] = certify_calibrated(run, way, chosen_from)
            progress.step()
    report = replace(report, proved=proved, method=main, output=output)
    if output is not None:
        write_whole(output, proved[main].certificate, "certificate")
    if as_json:
        echo_json(_document(report))
    else:
        _print(report)
    return 0


@dataclass(frozen=True)
class Report:
    """What the verb prints.

    Attributes:
        run: counts, and what was declared.
        tests, frequencies: whether the counts contradict what certification assumes.
        warnings: what was allowed although they do.
        proved: bits by method.
        method: whose statement is printed.
        output: where its certificate was written.
    """

    run: Run
    tests: list[Comparison]
    frequencies: list[InputFrequency]
    warnings: list[str]
    proved: Mapping[str, CertifiedBits] = field(default_factory=dict)
    method: str = ""
    output: str | None = None

    @property
    def main(self) -> CertifiedBits:
        """The bits of the method whose statement is printed."""
        return self.proved[self.method]


def _declared(table: str, confidence: str, inputs: str) -> tuple[Run, bytes]:
    """The counts with what was declared, and the bytes of the table."""
    delta, declared = read_confidence(parse_real(confidence)), read_inputs(inputs)
    data = read_bytes(table, MAX_BYTES)
    return Run(read_table(data), declared, delta), data


def _looked_at(
    run: Run, frequencies: list[InputFrequency], allow_signalling: bool, allow_biased_inputs: bool
) -> tuple[Run, Report]:
    """The run with marks of what it contradicts and the user allowed."""
    tests = comparisons(run.table)
    warnings = require_consistent(tests, frequencies, allow_signalling, allow_biased_inputs)
    marks = any(test.significant for test in tests), any(entry.contradicted for entry in frequencies)
    run = replace(run, overrides=tuple(name for name, marked in zip(OVERRIDES, marks, strict=True) if marked))
    return run, Report(run, tests, frequencies, warnings)


def _run(
    table: str, confidence: str, inputs: str, allow_signalling: bool, allow_biased_inputs: bool
) -> tuple[Run, Report]:
    """The counts with what was declared, and what contradicts it."""
    run, _ = _declared(table, confidence, inputs)
    return _looked_at(run, input_frequencies(run.table, run.inputs), allow_signalling, allow_biased_inputs)


def _by_factors(
    factors: str, declared: tuple[Run, bytes], allowed: tuple[bool, bool], output: str | None, as_json: bool
) -> int:
    """Bits by factors: their own statement, with nothing of an estimate of CHSH in it."""
    from oracle.data.estimation import certified_by, frequencies_under, read_factors, require_other_rounds

    run, data = declared
    found = read_factors(read_bytes(factors, MAX_BYTES), factors)
    require_other_rounds(found, data, run)
    run, report = _looked_at(run, frequencies_under(found, run), *allowed)
    require_place(output, "certificate")
    proof, bits = certified_by(found, run)
    report = replace(report, output=output)
    if output is not None:
        write_whole(output, proof.data, "certificate")
    if as_json:
        certificate = {"method": "factors", "sha256": proof.sha256, "path": output}
        echo_json(_observed(report) | {
            "factors": {"sha256": found.sha256, "calibration": found.calibration, "power": str(found.trained.power)},
            "statement": proof.text, "assumptions": list(proof.assumptions),
            "bits": {"factors": {"low": str(bits), "high": str(bits)}}, "certificates": [certificate],
        })  # fmt: skip
        return 0
    _print_tests(report)
    click.echo(f"Bits of min-entropy, proved by the factors: {decimal_text(bits, 6, up=False)}")
    if not bits:
        click.echo(f"  0 bits: these factors certify none from {run.table.rounds} rounds with this confidence")
    _print_statement(report, "factors", proof.sha256, proof.text)
    return 0


def _empty(found: Proved, run: Run, output: str | None, as_json: bool) -> int:
    """Print that the counts contradict quantum theory."""
    estimate = chsh_declared(run.table, run.inputs)
    remark = (
        f"the estimate {estimate} with the declared input distribution has a probability below 1e-6 under quantum "
        f"theory: but for that, the mean CHSH value of the {run.table.rounds} rounds is at least that of the "
        "hypothesis score, which no quantum behaviour has"
    )
    if output is not None:
        write_whole(output, found.data, "certificate")
    if as_json:
        entry = {"method": "empty", "sha256": found.sha256, "path": output}
        echo_json({"verdict": "EMPTY", "statement": found.text, "remark": remark, "certificates": [entry]})
    else:
        click.echo(" ".join(["EMPTY", found.sha256, *([output] if output else [])]))
        for line in found.text.split("\n"):
            click.echo(f"  {line}")
        echo_paragraph(f"remark: {remark}", "")
    return 1


def _origin(bits: CertifiedBits) -> str:
    """What the certificate's tag says of the functional: declared, or calibration and the sha256 of a file."""
    tag = next(line for line in bits.assumptions if line.startswith("tag: functional = "))
    return tag.split(" = ")[1].split(":")[0]


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _observed(report: Report) -> dict[str, object]:
    """What was seen and declared, whatever certifies bits."""
    run = report.run
    return {
        "estimates": {
            "declared": str(chsh_declared(run.table, run.inputs)),
            "observed": _text(chsh_observed(run.table)),
            "rounds": run.table.rounds,
            "wins": wins(run.table),
            "signalling": [
                {
                    "party": test.party,
                    "setting": test.setting,
                    "frequencies": [_text(test.first), _text(test.second)],
                    "distance": str(test.distance),
                    "p_value": {"low": str(test.p_low), "high": str(test.p_high)},
                    "significant": test.significant,
                }
                for test in report.tests
            ],
            "inputs": [
                {
                    "setting": "{}{}".format(*f.setting),
                    "observed": str(f.observed),
                    "declared": str(f.declared),
                    "contradicted": f.contradicted,
                }
                for f in report.frequencies
            ],
        },
        "estimator": ESTIMATOR,
        "inputs": {f"{x}{y}": str(p) for (x, y), p in run.inputs.items()},
        "confidence": str(1 - run.delta),
        "delta": str(run.delta),
        "warnings": report.warnings,
        "overrides": list(run.overrides),
    }


def _document(report: Report) -> dict[str, object]:
    proved, method = report.proved, report.method
    eps = {key: {"low": str(bits.deviation.low), "high": str(bits.deviation.high)} for key, bits in proved.items()}
    return _observed(report) | {
        "functional": {
            "origin": _origin(proved[method]),
            "coefficients": {word: str(c) for word, c in proved[method].functional.items()},
            "estimate": str(proved[method].estimate),
        },
        "deviation": {"method": method, **eps[method], "by_method": eps},
        "statement": proved[method].statement,
        "assumptions": list(proved[method].assumptions),
        "bits": {key: {"low": str(bits.low), "high": str(bits.high)} for key, bits in proved.items()},
        "certificates": [
            {"method": key, "sha256": bits.sha256, "path": report.output if key == method else None}
            for key, bits in proved.items()
        ],
    }


def _print(report: Report) -> None:
    run, proved, method = report.run, report.proved, report.method
    counts, declared, delta = run.table, run.inputs, run.delta
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
    _print_tests(report)
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
    _print_statement(report, method, proved[method].sha256, proved[method].statement)


def _print_tests(report: Report) -> None:
    click.echo("Does a marginal depend on the other party's setting? (Fisher's exact test, two-sided)")
    rows = [
        [
            f"  {'Alice' if test.party == 'A' else 'Bob'}, setting {test.setting}",
            *("none" if f is None else str(f) for f in (test.first, test.second)),
            str(test.distance),
            decimal_text(test.p_high, 4, up=True),
        ]
        for test in report.tests
    ]
    echo_table(["  party", "P(0 | other 0)", "P(0 | other 1)", "distance", "p <="], rows)


def _print_statement(report: Report, method: str, sha256: str, statement: str) -> None:
    for warning in report.warnings:
        echo_paragraph(f"WARNING: {warning}")
    click.echo(f"Statement proved by {method}, sha256 {sha256}")
    for line in statement.split("\n"):
        click.echo(f"  {line}")
    if report.output is not None:
        click.echo(f"Certificate written: {report.output}")
