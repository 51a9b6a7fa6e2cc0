"""The help of every verb is whole: each option and each argument is told of, and how the command ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from oracle.cli.app import VERBS, app


def commands() -> Iterator[tuple[str, click.Command]]:
    with click.Context(app, info_name="bellcert") as top:
        for name in VERBS:
            found = app.get_command(top, name)
            assert found is not None
            yield from _within(name, found)


def _within(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for inner, found in command.commands.items():
            yield from _within(f"{name} {inner}", found)


ALL = dict(commands())


def gaps(command: click.Command) -> list[str]:
    """What the help does not tell of."""
    text = command.help or ""
    found = ["itself"] if not text.strip() else []
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            found += [] if parameter.help else [parameter.opts[0]]
        else:
            shown = parameter.metavar or str(parameter.name)
            found += [word for word in re.findall(r"[A-Za-z]+", shown)[:1] if word.lower() not in text.lower()]
    if not isinstance(command, click.Group) and "Exit codes" not in (command.epilog or ""):
        found.append("exit codes")
    return found


@pytest.mark.parametrize("name", ALL)
def test_a_verb_tells_of_everything(name: str) -> None:
    assert gaps(ALL[name]) == []


def test_a_gap_is_found() -> None:
    @click.command()
    @click.argument("path", metavar="TABLE.csv")
    @click.option("--much")
    def command(path: str, much: str) -> None:
        """Do something."""

    assert gaps(command) == ["TABLE", "--much", "exit codes"]
