"""Reading inputs and writing results, the same way for every verb."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import click

from oracle.problems import EXIT_CODES, Undecided

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


def read_bytes(path: str, limit: int) -> bytes:
    """The bytes of a file, or of standard input for `-`; at most limit + 1 of them are read.

    Raises:
        Undecided: `unreadable`.
    """
    from oracle.cli.files import remember

    remember(path)
    try:
        if path == "-":
            return sys.stdin.buffer.read(limit + 1)
        with Path(path).open("rb") as file:
            return file.read(limit + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Undecided("unreadable", f"{escaped(path)} cannot be read: {reason}") from None


def echo_json(value: object) -> None:
    """One JSON document on standard output, ASCII, two spaces of indentation."""
    click.echo(json.dumps(value, indent=2))


def echo_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table: wrapped to a terminal, one line a row and nothing cut off elsewhere."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 10_000, soft_wrap=False)
    table = Table(box=box.SIMPLE_HEAD if sys.stdout.isatty() else None, pad_edge=False)
    for index, name in enumerate(header):
        table.add_column(Text(name), no_wrap=index == 0, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    with console.capture() as capture:
        console.print(table)
    click.echo("\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n")))


def echo_paragraph(text: str, indent: str = "  ") -> None:
    """Prose, wrapped, after two spaces."""
    click.echo(click.wrap_text(text, width=100, initial_indent=indent, subsequent_indent=indent))


class Progress:
    """`done/total` on standard error when that is a terminal, silent otherwise."""

    def __init__(self, what: str, total: int) -> None:
        self.what = what
        self.total = total
        self.done = 0
        self.drawn = time.monotonic()
        self.shown = sys.stderr.isatty() and total > 1

    def __enter__(self) -> Self:
        return self

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        if self.shown and time.monotonic() - self.drawn > 0.1:
            self.drawn = time.monotonic()
            sys.stderr.write(f"\r{self.what} {self.done}/{self.total}")
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


class Waiting:
    """One line on standard error while something without steps is under way, when that is a terminal."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> Self:
        if self.shown:
            sys.stderr.write(f"searching: {self.what} ...")
            sys.stderr.flush()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
