"""Check certificates with the standard library only: `python -I -m proofs.kernel FILE...`, or kernel.pyz.

Prints one line a file, `VERDICT sha256 PATH [code]`, then the statement or the reason
indented by two spaces.  Exit code: 0 all proved, 1 some rejected, 3 some malformed,
4 some beyond a limit, 5 some unreadable or nothing checked, 2 usage, 70 a bug in the kernel,
130 interrupted, 141 nobody reads what is printed.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

from . import VERSION
from .check import FORMAT, Verdict, check_bytes
from .read import MAX_BYTES

USAGE = "usage: kernel.pyz [-h | --version] FILE...    (- is standard input)"
EXIT = {"PROVED": 0, "REJECTED": 1, "MALFORMED": 3, "LIMIT": 4}
WORST = (70, 1, 3, 4, 5, 0)  # several files: the first of these that occurs


def escape(path: str) -> str:
    """A path on one line of printable ASCII; two paths never print alike."""
    return "".join(ascii(c)[1:-1] for c in path)


def report(path: str, verdict: Verdict) -> str:
    """The lines printed for one file; nothing else stands at column 0."""
    lines = [f"{verdict.verdict} {verdict.sha256} {escape(path)}" + (f" {verdict.code}" if verdict.code else "")]
    if verdict.verdict == "PROVED":
        lines += [f"  {line}" for line in verdict.statement.split("\n")]
    else:
        lines.append(f"  {ascii(verdict.pointer)[1:-1]}: {verdict.code}: {verdict.problem}")
    return "\n".join(lines)


def _read(path: str) -> bytes:
    # one byte more than the limit is enough to see that the limit is exceeded
    if path == "-":
        if sys.stdin is None:  # closed before the program began: a bad file descriptor, error 9
            raise OSError(9, "standard input is closed")
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(path).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def check_file(path: str) -> int:
    """Print the lines of one file; returns its exit code."""
    try:
        data = _read(path)
    except OSError as error:
        print(f"UNREADABLE - {escape(path)} unreadable\n  : unreadable: {error.strerror}")
        return 5
    verdict = check_bytes(data)
    print(report(path, verdict))
    return EXIT[verdict.verdict]


def main(arguments: Sequence[str]) -> int:
    """Check the files named; returns the exit code."""
    if list(arguments) in (["-h"], ["--help"]):
        print(f"{USAGE}\n\n{(__doc__ or '').strip()}")
        return 0
    if list(arguments) == ["--version"]:
        print(f"kernel {VERSION} of bellcert, format {FORMAT}")
        return 0
    if not arguments:
        print(f"{USAGE}\nno file is named, nothing was checked", file=sys.stderr)
        return 5
    for argument in arguments:
        if argument.startswith("-") and argument != "-":
            print(
                f"{USAGE}\nthere is no option {escape(argument)} beside files; ./{escape(argument)} is a file",
                file=sys.stderr,
            )
            return 2
    codes = {check_file(path) for path in arguments}
    return next(code for code in WORST if code in codes)


def run(arguments: Sequence[str]) -> int:
    """The exit code of `main`; 70 and one sentence when the kernel itself has a bug."""
    try:
        code = main(arguments)
        print(end="", flush=True)  # what is left to print is printed while errors are still met here
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        with contextlib.suppress(OSError):  # what cannot be written is thrown away, else the interpreter complains
            sys.stdout.close()
        return 141
    except Exception as bug:  # noqa: BLE001 - the outermost handler: a traceback would exit with 1, which means REJECTED
        print(f"a bug in the kernel: {ascii(repr(bug))[:200]}", file=sys.stderr)
        return 70


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
