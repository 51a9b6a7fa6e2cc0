"""`bellcert conform`: judge an implementation by the properties of the suite."""

from __future__ import annotations

import shlex

import click

from oracle.api.conform import MAX_XFAILS, REPORTS, Report, conform, listing, names_of, seed_of, sources_of
from oracle.cli.files import force_option, read_bytes, remember, require_place, write_whole
from oracle.cli.output import (
    Progress,
    echo_json,
    echo_paragraph,
    echo_table,
    escaped,
    exit_codes,
    json_option,
)
from oracle.failures import Undecided, Usage


def _complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of suites; after a slash those of properties."""
    return [name for name in names_of("/" in incomplete) if name.startswith(incomplete)]


@click.command(epilog=exit_codes(0, 1, 2, 3, 4, 5))
@click.option("--command", "program", metavar="CMD", help="Start CMD (no shell) and speak the protocol with it.")
@click.option("--module", metavar="pkg.mod:obj", help="Call a Python object, or an entry point of that name.")
@click.option(
    "--suite", "names", multiple=True, metavar="NAME", shell_complete=_complete,
    help="A suite or one property; may be repeated.",
)  # fmt: skip
@click.option("--list", "as_list", is_flag=True, help="List the properties and calls; runs nothing.")
@click.option("--strict", is_flag=True, help="LOOSE fails too.")
@click.option("--max-examples", type=click.IntRange(1, 10**6), help="Generated cases of each property.  [default: 100]")
@click.option(
    "--seed", type=click.IntRange(0),
    help="Repeat the run with this seed; by default a new one, printed, and 0 in continuous integration (CI=true).",
)  # fmt: skip
@click.option("--derandomize", is_flag=True, help="The same as --seed 0.")
@click.option("--timeout", type=click.FloatRange(0.01, 3600), help="Seconds for each answer.  [default: 10]")
@click.option("--start-timeout", type=click.FloatRange(0.01, 3600), help="Seconds for the start.  [default: 30]")
@click.option(
    "--xfails", metavar="FILE", type=click.Path(), help="Expected failures with reasons; - for standard input."
)
@click.option("--junit", metavar="FILE", type=click.Path(), help="Write JUnit XML.")
@click.option("--sarif", metavar="FILE", type=click.Path(), help="Write SARIF 2.1.0.")
@click.option("--markdown", metavar="FILE", type=click.Path(), help="Write Markdown.")
@click.option("--json-file", metavar="FILE", type=click.Path(), help="Write the JSON that --json prints.")
@force_option
@json_option
def command(
    program: str | None,
    module: str | None,
    names: tuple[str, ...],
    as_list: bool,
    strict: bool,
    max_examples: int | None,
    seed: int | None,
    derandomize: bool,
    timeout: float | None,
    start_timeout: float | None,
    xfails: str | None,
    junit: str | None,
    sarif: str | None,
    markdown: str | None,
    json_file: str | None,
    as_json: bool,
) -> int:
    """Judge an implementation, in any language, by property-based tests.

    PROTOCOL.md of this package is the contract: JSON lines on standard input and output. Verdicts are PASS, UNSAFE,
    LOOSE, WRONG, REFUSED, CRASHED, TIMEOUT and NOT-OFFERED. Exit 1 for UNSAFE, WRONG, REFUSED, a stale expected
    failure, and with --strict LOOSE; else 5 for CRASHED, TIMEOUT or nothing offered.

    \b
    bellcert conform --command ./my-estimator
    bellcert conform --module my_package.adapter:answer --suite extractor --strict
    bellcert conform --command ./mine --xfails known.txt --junit report.xml --markdown report.md
    """  # noqa: D301 - click reads the control character
    if as_list:
        _list(names, as_json)
        return 0
    if (program is None) == (module is None):
        raise Usage("missing-argument", "either --command or --module says what to judge")
    if derandomize and seed is not None:
        raise Usage("duplicate-argument", "--derandomize is --seed 0; give one of them")
    chosen = seed_of(seed, derandomize)
    words = ["bellcert", "conform", *(["--command", program] if program else ["--module", module or ""])]
    words += [word for name in names for word in ("--suite", name)] + ["--seed", str(chosen)]
    words += ["--max-examples", str(max_examples)] if max_examples is not None else []
    remember(*sources_of(program, module))
    reports = dict(zip(REPORTS, (junit, sarif, markdown, json_file), strict=True))
    for kind, place in reports.items():
        require_place(place, kind)
    with Progress("properties judged") as progress:
        found = conform(
            module,
            command=program,
            suites=names,
            strict=strict,
            max_examples=max_examples,
            seed=chosen,
            timeout=timeout,
            start_timeout=start_timeout,
            xfails=None if xfails is None else read_bytes(xfails, MAX_XFAILS),
            progress=progress.at,
            reproduce=shlex.join(words),
        )
    for kind, place in reports.items():
        if place is not None:
            write_whole(place, found.written(kind), kind)
    if as_json:
        echo_json(found.to_dict())
    else:
        _print(found)
    return found.exit_code


def _print(found: Report) -> None:
    found.require_started()
    click.echo(escaped(found.title()))
    echo_table(["verdict", "property", "cases", "seconds"], found.table())
    for mark, lines, calls in found.notable():
        click.echo(mark)
        for line in lines:
            echo_paragraph(escaped(line))
        for line in calls:
            click.echo(f"    {escaped(line)}")
    for line in found.stale():
        click.echo(escaped(line))
    click.echo(found.summary())
    click.echo(f"to repeat this run: {escaped(found.reproduce)}")
    if found.exit_code == 5:
        raise Undecided("not-judged", "the implementation could not be judged: it crashed, hung, or offers nothing")


def _list(names: tuple[str, ...], as_json: bool) -> None:
    listed = listing(names)
    if as_json:
        echo_json(listed)
        return
    properties = [[what["property"], what["safe"], what["sentence"]] for what in listed["properties"]]
    echo_table(["property", "safe side", "says"], properties)
    calls = [[call["call"], ", ".join(call["arguments"]), call["answer"]] for call in listed["calls"]]
    echo_table(["call", "arguments", "answer"], calls)
