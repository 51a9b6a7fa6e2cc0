"""python -I -m proofs.kernel FILE...: check certificates with the standard library only.

Prints one line a file, `VERDICT sha256 PATH [code]`, then the statement or the reason
indented by two spaces.  Exit code: 0 all proved, 1 some rejected, 3 some malformed,
4 some beyond a limit, 5 some unreadable or nothing checked, 2 usage, 70 a bug in the kernel.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from .check import Verdict, check_bytes
from .read import MAX_BYTES

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
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(path).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def main(arguments: Sequence[str]) -> int:
    """Check the files named; returns the exit code."""
    if not arguments or any(a.startswith("-") and a != "-" for a in arguments):
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2 if arguments and arguments[0] not in ("-h", "--help") else 5 if not arguments else 0
    codes = set()
    for path in arguments:
        try:
            data = _read(path)
        except OSError as error:
            print(f"UNREADABLE - {escape(path)} unreadable\n  : unreadable: {error.strerror}")
            codes.add(5)
            continue
        verdict = check_bytes(data)
        print(report(path, verdict))
        codes.add(EXIT[verdict.verdict])
    return next(code for code in WORST if code in codes)


def run(arguments: Sequence[str]) -> int:
    """The exit code of `main`; 70 and one sentence when the kernel itself has a bug."""
    try:
        return main(arguments)
    except Exception as bug:  # noqa: BLE001 - the outermost handler: a traceback would exit with 1, which means REJECTED
        print(f"a bug in the kernel: {ascii(repr(bug))[:200]}", file=sys.stderr)
        return 70


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
