"""`bellcert bound`: one quantity of the catalogue, from a proved enclosure."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from oracle.api.bound import DECIMALS, Enclosure, bound_of_words, catalogue
from oracle.api.results import decimal_text
from oracle.cli.files import force_option, read_bytes, write_whole
from oracle.cli.output import Waiting, echo_json, echo_paragraph, echo_table, exit_codes, json_option
from oracle.failures import Limit, Malformed, Usage

MAX_BYTES = 1 << 16
MOST_SHOWN = 60  # characters of an exact value

if TYPE_CHECKING:
    from oracle.api.bound import Bound


def complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of bounds first, then the keys that are still missing."""
    words = ctx.params.get("words") or ()
    if not words:
        return [CompletionItem(name) for name in catalogue() if name.startswith(incomplete)]
    given = {word.partition("=")[0] for word in words}
    known = catalogue()
    keys = (*known[words[0]].arguments, *known[words[0]].options) if words[0] in known else ()
    return [CompletionItem(f"{key}=") for key in keys if key not in given and key.startswith(incomplete)]


@click.command(epilog=exit_codes(0, 2, 3, 4, 5))
@click.argument("words", nargs=-1, metavar="NAME [KEY=VALUE]...", shell_complete=complete)
@click.option("--list", "as_list", is_flag=True, help="List the bounds with their arguments.")
@click.option("--digits", type=click.IntRange(0), help="Decimals wanted; the width is then at most 10^-N and 2^-40.")
@click.option(
    "-o", "--output", metavar="OUT.cert.json", type=click.Path(), help="Write the certificate of the enclosure."
)
@force_option
@json_option
def command(words: tuple[str, ...], as_list: bool, digits: int | None, output: str | None, as_json: bool) -> int:
    """Enclose a named quantity rigorously.

    NAME is one of --list, each KEY an argument of it, and VALUE is exact: an integer, a fraction p/q, a
    decimal, or a surd such as sqrt(8) or 2*sqrt(2). The interval is
    proposed by a search and proved by the kernel; nothing else is printed. A word - reads more words from
    standard input.

    \b
    bellcert bound chsh.min-entropy.local score=70/29
    bellcert bound ns4.majority delta=1/10
    bellcert bound sequential.boundary theta=pi/8 eps=1/100
    bellcert bound azuma.deviation n=3016 confidence=0.99 q=1/4 'iq=2*sqrt(2)'
    bellcert bound extractor.toeplitz.length n=2000 k=1000 eps=1/4294967296 eps-s=0 convention=full
    """  # noqa: D301 - click reads the control character
    if as_list:
        if words:
            raise Usage("unknown-argument", "--list takes no NAME")
        _list(as_json)
        return 0
    if "-" in words:
        words = (*(word for word in words if word != "-"), *_standard_input())
    if not words:
        raise Usage("unknown-bound", "a NAME is needed; bellcert bound --list shows them")
    with Waiting("enclosing the value"):
        found = bound_of_words(words[0], words[1:], digits)
    if output is not None:
        write_whole(output, found.certificate, "certificate")
    if as_json:
        echo_json(found.to_dict())
    else:
        _print(found, DECIMALS if digits is None else digits)
    return 0


def _standard_input() -> list[str]:
    data = read_bytes("-", MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise Limit("bytes", f"at most {MAX_BYTES} bytes of words are read")
    try:
        return data.decode("utf-8").split()
    except UnicodeDecodeError:
        raise Malformed("not-utf8", "standard input is not UTF-8") from None


def _shown(value: Fraction, digits: int, up: bool) -> str:
    """A decimal, or for what is too small for it a decimal and a power of ten; rounded to the side.

    >>> _shown(Fraction(2, 3), 3, up=True), _shown(Fraction(2, 3 * 10**30), 3, up=True)
    ('0.667', '6.666667e-31')
    """
    if not 0 < abs(value) < Fraction(1, 10**6) or abs(value) * 10**digits >= 10**6:
        return decimal_text(value, digits, up)
    power = len(str(value.denominator)) - len(str(abs(value.numerator)))
    power += abs(value) * 10**power < 1
    return f"{decimal_text(value * 10**power, 6, up)}e-{power}"


def _print(found: Enclosure, digits: int) -> None:
    click.echo(" ".join([found.name, *(f"{key}={value}" for key, value in found.arguments.items())]))
    for side, value, up in (("low", found.low, False), ("high", found.high, True)):
        mark = "  (safe side)" if side == found.safe_side else ""
        click.echo(f"  {side:<5}{_shown(value, digits, up)} {found.unit}{mark}")
    if found.exact is not None and len(str(found.exact)) <= MOST_SHOWN:  # --json has them all
        click.echo(f"  exact {found.exact} {found.unit}")
    click.echo(f"  formula: {found.formula}")
    click.echo(f"  proved {found.sha256}")
    for line in found.statement.split("\n"):
        click.echo(f"    {line}")
    for role, digest, text, _ in found.further:
        click.echo(f"  proved {digest} ({role})")
        for line in text.split("\n"):
            click.echo(f"    {line}")
    echo_paragraph(f"meaning: {found.says}")
    if found.remark:
        echo_paragraph(f"remark: {found.remark}")
    for assumption in found.assumptions:
        echo_paragraph(f"assumption: {assumption}")
    click.echo(f"  source: {found.source}")


def _list(as_json: bool) -> None:
    if as_json:
        echo_json(
            [
                {
                    "name": bound.name,
                    "arguments": dict(bound.arguments),
                    "options": dict(bound.options),
                    "formula": bound.formula,
                    "unit": bound.unit,
                    "safe_side": bound.safe_side,
                    "says": bound.says,
                    "assumptions": list(bound.assumptions),
                    "source": bound.source,
                }
                for bound in catalogue().values()
            ]
        )
        return
    rows = [
        [bound.name, _arguments(bound), bound.formula, bound.unit, bound.safe_side] for bound in catalogue().values()
    ]
    echo_table(["name", "arguments", "value", "unit", "safe side"], rows)


def _arguments(bound: Bound) -> str:
    """Those that are needed, and in brackets those that may be left out."""
    return " ".join([*(f"{key}=..." for key in bound.arguments), *(f"[{key}=...]" for key in bound.options)])
