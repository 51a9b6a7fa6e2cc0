"""`bellcert completion`: the script a shell sources."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from oracle.cli.output import echo_json, exit_codes, json_option
from oracle.problems import Undecided


@click.command(epilog=exit_codes(0, 2, 5))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@json_option
def command(shell: str, as_json: bool) -> int:
    """Print the completion script of a shell.

    \b
    bash:  eval "$(bellcert completion bash)"       in ~/.bashrc
    zsh:   eval "$(bellcert completion zsh)"        in ~/.zshrc
    fish:  bellcert completion fish | source        in ~/.config/fish/config.fish
    """  # noqa: D301 - click reads the control character
    from oracle.cli.app import PROGRAM, app

    kind = get_completion_class(shell)
    if kind is None:
        raise Undecided("unknown-name", f"this version of click knows no completion for {shell}")
    script = kind(app, {}, PROGRAM, f"_{PROGRAM.upper()}_COMPLETE").source()
    if as_json:
        echo_json({"shell": shell, "script": script})
    else:
        click.echo(script)
    return 0
