"""The group of verbs and the outermost handler."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

import click

import oracle
from oracle.cli.output import echo_failure, escaped, has_printed
from oracle.failures import EXIT_CODES, SIGNALS, CommandFailure

PROGRAM = "bellcert"
INTERRUPTED = 130  # what a shell reports for a program ended by SIGINT
PIPE_CLOSED = 141  # the same for SIGPIPE

VERBS: dict[str, str] = {
    "check": "Verify certificates exactly.",
    "audit": "Recompute the ledger of claims.",
    "bound": "Enclose a named quantity rigorously.",
    "certify": "Solve a problem of your own and prove the answer.",
    "conform": "Judge an implementation by property-based tests.",
    "sweep": "Certify a curve: a problem at every point of a grid.",
    "tally": "Count the rounds in event files.",
    "factors": "Find probability-estimation factors from earlier rounds.",
    "counts": "Turn experimental counts into certified bits.",
    "declare": "Fix a protocol's run before its first round.",
    "simulate": "Make up a recorded run of a protocol.",
    "transcript": "Judge a recorded run: does it conform, and what does it yield?",
    "report": "Write one page about a result, which checks itself.",
    "extract": "Run a randomness extractor on files, or check its output.",
    "export": "Write a certificate's program for other checkers and solvers.",
    "explain": "Say what a certificate, code, bound or claim means.",
    "vectors": "Copy test vectors for other checkers and implementations.",
    "examples": "Copy commented problem files and tables to begin with.",
    "schema": "Print a JSON Schema of the file formats.",
    "doctor": "Look at this installation.",
    "completion": "Print the shell's completion script.",
}


class Verbs(click.Group):
    """Verbs by name, each in the module of its name, imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the help."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The verb's command, or None."""
        if name not in VERBS:
            return None
        command = import_module(f"oracle.cli.{name}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb of the words, or a hint which one was meant."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            near = get_close_matches(args[0], VERBS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"No such verb {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of verbs, without importing them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]
        """Run and exit; click's own handlers would report a closed pipe as exit code 1."""
        sys.exit(run(args, **extra))


def _version(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"{PROGRAM} {oracle.__version__}")
        ctx.exit()


_EPILOG = "\b\nExit codes:\n" + "\n".join(f"  {code:<3} {says}" for code, says in (EXIT_CODES | SIGNALS).items())


@click.group(
    cls=Verbs,
    epilog=_EPILOG
    + "\n\nShell completion: `bellcert completion --help`. Colours follow the terminal; NO_COLOR turns them off.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    invoke_without_command=True,
    no_args_is_help=False,
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.pass_context
def app(ctx: click.Context) -> int:
    """Prove statements about device-independent randomness, and check the proofs exactly."""
    if ctx.invoked_subcommand is None:
        raise click.UsageError("a verb is needed", ctx)
    return 0


def run(arguments: Sequence[str] | None = None, **extra: Any) -> int:
    """Run one command; every failure becomes one sentence on standard error and an exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(words, extra)
        sys.stdout.flush()
    except BrokenPipeError:
        _close_quietly()
        return PIPE_CLOSED
    except OSError as error:  # the last lines could not be written
        _close_quietly()
        _say(f"the output cannot be written: {error.strerror} [unwritable]")
        return 5
    except KeyboardInterrupt:
        _say(STOPPED)
        return INTERRUPTED
    return code


def _run(words: list[str], extra: dict[str, Any]) -> int:
    complete = f"_{PROGRAM.upper()}_COMPLETE"
    if complete in os.environ:
        with contextlib.suppress(click.exceptions.Exit):
            click.Group.main(app, words, PROGRAM, complete_var=complete)
        return 0
    verb = next((word for word in words if not word.startswith("-")), "")
    name = f"{PROGRAM} {verb}" if verb in VERBS else PROGRAM
    told = _Told("--json" in words, name)
    try:
        with app.make_context(PROGRAM, words, **extra) as context:
            told.context = context
            result = app.invoke(context)
            return result if isinstance(result, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        told.name = error.ctx.command_path if error.ctx is not None else PROGRAM
        message = error.format_message().replace("No such command", "No such verb")
        return told.failed(2, "usage", f"{message} (see {told.name} --help)")
    except (click.Abort, KeyboardInterrupt):
        told.document(INTERRUPTED, "interrupted", STOPPED)
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        return told.failed(error.exit_code, "usage", error.format_message())
    except CommandFailure as failure:
        return told.failed(failure.exit_code, failure.code, failure.sentence, failure.place)
    except BrokenPipeError:
        raise
    except MemoryError:
        return told.failed(4, "work", "memory ran out")
    except OSError as error:
        if error.errno is None:  # raised in words of our own: an incomplete installation
            return told.failed(5, "not-shipped", str(error))
        if not error.filename:
            raise
        place = str(error.filename)
        return told.failed(5, "unreadable", f"{place} cannot be read or written: {error.strerror}", place)
    except Exception as error:  # noqa: BLE001 - the outermost handler: no traceback ever
        return told.failed(70, "bug", f"{type(error).__name__}: {error}")


_KINDS = {1: "REJECTED: ", 3: "MALFORMED: ", 4: "LIMIT: ", 70: f"a bug in {PROGRAM}: "}
STOPPED = "interrupted; nothing was left half-written"


@dataclass
class _Told:
    """How a command says that it failed: a line on standard error, and with --json the document on standard output.

    Attributes:
        as_json: whether JSON was asked for.
        name: of the command.
        context: of the command, which knows whether a document was printed.
    """

    as_json: bool
    name: str
    context: click.Context | None = None

    def failed(self, exit_code: int, code: str, sentence: str, place: str = "") -> int:
        """Say it, and return the exit code."""
        self.document(exit_code, code, sentence, place)
        marked = "" if code in ("usage", "bug") else f" [{code}]"
        _say(f"{_KINDS.get(exit_code, '')}{sentence}{marked}", self.name)
        return exit_code

    def document(self, exit_code: int, code: str, sentence: str, place: str = "") -> None:
        """Print the JSON of the failure, unless the command printed its own before."""
        if self.as_json and not (self.context is not None and has_printed(self.context)):
            echo_failure(exit_code, code, " ".join(sentence.split()), place)


def _open_closed_streams() -> None:
    """A standard stream the caller has closed is None in Python; then what is printed goes nowhere."""
    if None in (sys.stdin, sys.stdout, sys.stderr):
        nowhere = Path(os.devnull).open("r+", encoding="utf-8")  # noqa: SIM115 - a standard stream stays open
        sys.stdin, sys.stdout, sys.stderr = sys.stdin or nowhere, sys.stdout or nowhere, sys.stderr or nowhere


def _say(sentence: str, name: str = PROGRAM) -> None:
    """One line on standard error."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    with contextlib.suppress(OSError):
        print(f"{name}: {escaped(' '.join(sentence.split()))}", file=sys.stderr)


def _close_quietly() -> None:
    """Let the interpreter's own flush at exit go nowhere instead of failing again."""
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
