"""`bellcert conform`: judge an implementation by the properties of the suite."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

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

if TYPE_CHECKING:
    from oracle.conformance.driver import Driver
    from oracle.conformance.outcome import Outcome


def _complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of suites; after a slash those of properties."""
    from oracle.conformance.registry import select, suites

    names = [what.name for what in select(())] if "/" in incomplete else [suite.name for suite in suites()]
    return [name for name in names if name.startswith(incomplete)]


REPORTS = ("JUnit report", "SARIF report", "Markdown report", "JSON report")


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
    chosen = _seed(seed, derandomize)
    words = ["bellcert", "conform", *(["--command", program] if program else ["--module", module or ""])]
    words += [word for name in names for word in ("--suite", name)] + ["--seed", str(chosen)]
    words += ["--max-examples", str(max_examples)] if max_examples is not None else []
    remember(*_sources(program, module))
    reports = dict(zip(REPORTS, (junit, sarif, markdown, json_file), strict=True))
    for kind, place in reports.items():
        require_place(place, kind)
    driver = _driver(program, module, timeout, start_timeout)
    outcome = _run(
        driver, program or module or "", names, strict, max_examples, chosen, xfails, shlex.join(words)
    )  # fmt: skip
    _write(outcome, junit, sarif, markdown, json_file)
    if as_json:
        from oracle.conformance.reports.document import document

        echo_json(document(outcome))
    else:
        _print(outcome)
    return outcome.exit_code


def _sources(program: str | None, module: str | None) -> list[str]:
    """Files that make up what is judged, as far as its command or name shows."""
    if program is not None:
        with contextlib.suppress(ValueError):
            return [word for word in shlex.split(program) if Path(word).is_file()]
        return []
    names = (module or "").partition(":")[0].split(".")
    path = Path(*names)
    return [str(file) for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()]


def _seed(seed: int | None, derandomize: bool) -> int:
    """As asked for; in continuous integration the same in every run, so that a verdict changes with the code alone."""
    if seed is not None:
        return seed
    return 0 if derandomize or os.environ.get("CI", "").lower() in ("true", "1") else secrets.randbits(32)


def _driver(program: str | None, module: str | None, timeout: float | None, start_timeout: float | None) -> Driver:
    from oracle.conformance.inprocess import InProcessDriver, load
    from oracle.conformance.process import START_TIMEOUT, TIMEOUT, ProcessDriver

    seconds = TIMEOUT if timeout is None else timeout, START_TIMEOUT if start_timeout is None else start_timeout
    try:
        if program is not None:
            return ProcessDriver(program, *seconds)
        return InProcessDriver(load(module or ""), *seconds)
    except ValueError as error:
        raise Usage("unknown-name", str(error)) from None


def _run(
    driver: Driver, target: str, names: tuple[str, ...], strict: bool, max_examples: int | None, seed: int,
    xfails: str | None, reproduce: str,
) -> Outcome:  # fmt: skip
    from oracle.conformance import xfails as expectations
    from oracle.conformance.outcome import Outcome
    from oracle.conformance.registry import select
    from oracle.conformance.runner import DEFAULT_EXAMPLES, run

    chosen, known = select(names), {what.name for what in select(())}
    expected = expectations.read(read_bytes(xfails, expectations.MAX_BYTES)) if xfails is not None else []
    examples = DEFAULT_EXAMPLES if max_examples is None else max_examples
    with Progress("properties judged", len(chosen)) as progress, _nothing_left_behind():
        report = run(
            chosen, driver, target, max_examples=examples, seed=seed, progress=progress.step, reproduce=reproduce
        )
    results = {result.what.name: result for result in report.results}
    lines = {line.property: line for line in expected}
    return Outcome(report, strict, lines, tuple(expectations.stale(expected, results, known)))


@contextmanager
def _nothing_left_behind() -> Iterator[None]:
    """Hypothesis keeps tables in its home folder, which is one that goes away."""
    from hypothesis import configuration

    with TemporaryDirectory(prefix="bellcert-") as folder:
        configuration.set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            configuration.set_hypothesis_home_dir(None)


def _write(outcome: Outcome, junit: str | None, sarif: str | None, markdown: str | None, json_file: str | None) -> None:
    if junit is not None:
        from oracle.conformance.reports.junit import junit as xml

        write_whole(junit, xml(outcome), "JUnit report")
    if sarif is not None:
        from oracle.conformance.reports.sarif import sarif as findings

        write_whole(sarif, findings(outcome), "SARIF report")
    if markdown is not None:
        from oracle.conformance.reports.text import markdown as text

        write_whole(markdown, text(outcome).encode(), "Markdown report")
    if json_file is not None:
        from oracle.conformance.reports.document import document

        write_whole(json_file, (json.dumps(document(outcome), indent=2) + "\n").encode(), "JSON report")


def _print(outcome: Outcome) -> None:
    from oracle.conformance.reports import text

    if outcome.report.not_started is not None:
        raise Undecided("not-started", text.not_started(outcome.report.not_started))
    click.echo(escaped(text.title(outcome)))
    echo_table(["verdict", "property", "cases", "seconds"], text.rows(outcome))
    for result in text.notable(outcome):
        click.echo(f"{text.mark(outcome, result)}: {result.what.name}")
        for line in text.explanation(outcome, result):
            echo_paragraph(escaped(line))
        for line in text.calls(result):
            click.echo(f"    {escaped(line)}")
    for old in outcome.stale:
        click.echo(f"stale expectation, line {old.expected.line}: {escaped(old.expected.property)}: {old.says}")
    click.echo(outcome.summary())
    click.echo(f"to repeat this run: {escaped(outcome.report.reproduce)}")
    if outcome.exit_code == 5:
        raise Undecided("not-judged", "the implementation could not be judged: it crashed, hung, or offers nothing")


def _list(names: tuple[str, ...], as_json: bool) -> None:
    from oracle.conformance import PROTOCOL, SUITE_VERSION
    from oracle.conformance.registry import calls, select

    chosen = select(names)
    if as_json:
        echo_json(
            {
                "protocol": PROTOCOL,
                "suite_version": SUITE_VERSION,
                "calls": [
                    {
                        "call": call.name, "arguments": dict(call.arguments), "answer": call.answer,
                        "options": {option.name: option.says for option in call.options},
                    }
                    for call in calls()
                ],
                "properties": [
                    {
                        "property": what.name, "sentence": what.says, "calls": list(what.calls), "source": what.source,
                        "safe": what.safe, "convention": what.convention, "bugs": [bug.name for bug in what.bugs],
                    }
                    for what in chosen
                ],
            }
        )  # fmt: skip
        return
    echo_table(["property", "safe side", "says"], [[what.name, what.safe, what.says] for what in chosen])
    echo_table(["call", "arguments", "answer"], [[c.name, ", ".join(c.arguments), c.answer] for c in calls()])
