"""What verbs print: tables, paragraphs and JSON, and what shows that they are at work."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

import click

from oracle.failures import EXIT_CODES, FAILED

_PRINTED = "bellcert.printed"
NARROW = 24
"""Characters that a column of prose has at least."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def exit_codes(*codes: int) -> str:
    """The part of a verb's help that lists its exit codes (70 always among them)."""
    lines = [f"  {code:<3} {EXIT_CODES[code]}" for code in (*codes, 70)]
    return "\b\nExit codes:\n" + "\n".join(lines)


def escaped(text: str) -> str:
    r"""Foreign text on one line: control characters, line ends and lone surrogates are escaped.

    >>> print(escaped("a\nb\x1b[2J"))
    a\nb\x1b[2J
    """
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def echo_json(value: object) -> None:
    """One JSON document on standard output, ASCII, two spaces of indentation."""
    click.echo(json.dumps(value, indent=2))
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta[_PRINTED] = True


def echo_failure(code: int, kind: str, sentence: str, place: str = "") -> None:
    """The one JSON document of a command that failed before it had an answer."""
    echo_json({"verdict": FAILED[code], "exit_code": code, "code": kind, "problem": sentence, "place": place})


def has_printed(context: click.Context) -> bool:
    """Whether the command printed its JSON document."""
    return bool(context.meta.get(_PRINTED))


def echo_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table: one line a row and nothing cut off; on a terminal it fits, and no word or number is broken.

    On a terminal only columns of prose are wrapped. Where they would become narrower than `NARROW`, each row is
    printed as a list of its own.
    """
    lines = [list(row) for row in rows]
    if not sys.stdout.isatty():
        widths = [max(map(len, column)) for column in zip(header, *lines, strict=True)]
        for row in (header, *lines):
            click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        return
    click.echo(terminal_table(header, lines, _width()))


def _width() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns


def terminal_table(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """The text of `echo_table` on a terminal of this width.

    >>> print(terminal_table(["bits", "from"], [["1.25", "a level"]], 40))
      bits   from
     ────────────────
      1.25   a level
    >>> print(terminal_table(["bits", "from"], [["1.2345678901", "a level of some hierarchy"]], 24))
    1.2345678901
        from: a level of
          some hierarchy
    """
    from textwrap import wrap

    columns = list(zip(header, *rows, strict=True))
    prose = [any(" " in cell for cell in column[1:]) for column in columns]
    widths = [max(map(len, column)) for column in columns]
    least = [min(w, NARROW) if p else w for w, p in zip(widths, prose, strict=True)]
    if sum(least) + 3 * len(columns) > width:
        indent = {"initial_indent": "    ", "subsequent_indent": "      ", "break_long_words": False}
        return "\n".join(
            line
            for first, *cells in rows
            for line in [first] + [
                part
                for name, cell in zip(header[1:], cells, strict=True) if cell
                for part in wrap(f"{name}: {cell}", width, break_on_hyphens=False, **indent)  # type: ignore[arg-type]
            ]
        )  # fmt: skip
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=True)
    for name, is_prose, need in zip(header, prose, least, strict=True):
        table.add_column(Text(name), no_wrap=not is_prose, min_width=need)
    for row in rows:
        table.add_row(*map(Text, row))
    out = StringIO()
    Console(file=out, width=width, color_system=None).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n") if line.strip())


def echo_paragraph(text: str, indent: str = "  ") -> None:
    """Prose, wrapped, after two spaces."""
    click.echo(click.wrap_text(text, width=100, initial_indent=indent, subsequent_indent=indent))


class Progress:
    """How much is done, and about how long the rest will take, on standard error when that is a terminal.

    Args:
        what: is counted.
        total: how much there is, where that is known before the first step.
    """

    def __init__(self, what: str, total: int = 0) -> None:
        self.what = what
        self.total = total
        self.done = 0
        self.begun = self.drawn = time.monotonic()
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def step(self) -> None:
        """One more is done."""
        self.at(self.done + 1, self.total)

    def at(self, done: int, total: int) -> None:
        """So much is done of so much."""
        self.done, self.total = done, total
        now = time.monotonic()
        if self.shown and total > 1 and now - self.drawn > 0.1:
            self.drawn = now
            sys.stderr.write(f"\r{self.what} {done}/{total}{time_left(done, total, now - self.begun)}\x1b[K")
            sys.stderr.flush()

    def clear(self) -> None:
        """Make room for a line of output."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()


def time_left(done: int, total: int, seconds: float) -> str:
    """About how long the rest will take if it is like what is done; nothing within the first two seconds.

    >>> time_left(1, 4, 30.0), time_left(1, 4, 60.0), time_left(1, 4, 1.0)
    (', about 90 s left', ', about 3 min left', '')
    """
    if seconds < 2 or not done:
        return ""
    left = seconds * (total - done) / done
    return f", about {left:.0f} s left" if left < 120 else f", about {left / 60:.0f} min left"


class Waiting:
    """One line with the seconds on standard error, on a terminal, while something is under way.

    Where a solver says how far it is, the line has the time that its run will still take.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.begun = time.monotonic()
        self.over = threading.Event()
        self.shown = sys.stderr.isatty()
        self.run = self.begun, 0.0, 1.0  # when the solver's run began and last spoke, and its share

    def __enter__(self) -> Self:
        if self.shown:
            threading.Thread(target=self._draw, daemon=True).start()
        return self

    def at(self, done: int, total: int) -> None:
        """The present run of a solver is so far; a share below the last one is another run."""
        begun, _, share = self.run
        now = time.monotonic()
        self.run = now if done / total < share else begun, now, done / total

    def told(self, now: float) -> str:
        """What is said of the time beside the name, nothing within the first two seconds."""
        seconds = now - self.begun
        if seconds < 2:
            return ""
        begun, spoke, share = self.run
        if not 0 < share < 1:
            return f" {seconds:.0f} s"
        left = max(0.0, (spoke - begun) / share * (1 - share) - (now - spoke))
        return f" {seconds:.0f} s, the solver is done with {100 * share:.0f} %, about {left:.0f} s left of its run"

    def _draw(self) -> None:
        while not self.over.wait(0.5):
            sys.stderr.write(f"\r{self.what} ...{self.told(time.monotonic())}\x1b[K")
            sys.stderr.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
