"""`bellcert completion`: the script a shell sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem, get_completion_class

from oracle.cli.output import echo_json, exit_codes, json_option
from oracle.failures import Undecided


def completes(
    names: Callable[[], Iterable[str]], files: bool = False
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """A completion by the names that begin like the word, and by files where the shell knows those.

    Args:
        names: called when something is completed, not before.
        files: whether the argument may be a file, too.
    """

    def complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        found = [CompletionItem(name) for name in names() if name.startswith(incomplete)]
        # files first: bash forgets what stands before them
        return ([CompletionItem(incomplete, type="file")] if files else []) + found

    return complete


@click.command(epilog=exit_codes(0, 2, 5))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@json_option
def command(shell: str, as_json: bool) -> int:
    """Print the completion script of a shell: bash, zsh or fish.

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
