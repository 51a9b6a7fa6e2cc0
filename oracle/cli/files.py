"""Files that a command reads and writes: nothing is written onto what it reads or over something else, or in part.

A command's context remembers what was read, so a verb names only the kind of what it writes. `same_kind` looks at what
stands there: an output of the same kind is replaced, so running a command twice works; anything else needs `--force`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from oracle.api.sources import is_certificate, read, write
from oracle.cli.output import escaped
from oracle.failures import Undecided, Usage

_READ = "bellcert.read"
_FORCE = "bellcert.force"


def _keep_force(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    ctx.meta[_FORCE] = value


force_option = click.option(
    "--force",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_keep_force,
    help="Write onto an existing file, too, that is no output of the same kind.",
)


def remember(*paths: str) -> None:
    """Note that the running command reads these files; standard input is not one."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta.setdefault(_READ, []).extend(path for path in paths if path != "-")


def read_bytes(path: str, limit: int) -> bytes:
    """The bytes of a file, or of standard input for `-`; at most limit + 1 of them are read.

    Raises:
        Undecided: `unreadable`.
    """
    remember(path)
    return read(path, limit)


def _document(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _has(key: str, value: object = None) -> Callable[[bytes], bool]:
    def found(data: bytes) -> bool:
        document = _document(data)
        return isinstance(document, dict) and key in document and (value is None or document[key] == value)

    return found


def _certificate(data: bytes) -> bool:
    return is_certificate(_document(data))


def _starts(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(heads)


KINDS: dict[str, Callable[[bytes], bool]] = {
    "certificate": _certificate,
    "kernel.pyz": lambda data: data.startswith(b"#!") and b"proofs/kernel/" in data,
    "checker.html": lambda data: data.startswith(b"<!doctype html>") and b"bellcert checker" in data[:4000],
    "report": lambda data: data.startswith(b"<!doctype html>") and b"bellcert report" in data[:4000],
    "LaTeX table": _starts(b"% \\usepackage{booktabs}"),
    "vipr": _starts(b"VER "),
    "sdpa": _starts(b'"', b"*"),
    "lean": lambda data: data.startswith(b"/-\n") and b"\nimport Mathlib\n" in data,
    "cbf": lambda data: b"\nVER\n" in data[:100_000] or data.startswith(b"VER\n"),
    "JUnit report": lambda data: b'<testsuites name="bellcert conform"' in data[:1000],
    "SARIF report": _has("runs"),
    "Markdown report": lambda data: data.startswith(b"# ") and b": suite " in data[:1000],
    "JSON report": _has("suite_version"),
    "figure": _starts(b"\x89PNG", b"%PDF", b"<?xml", b"%!PS", b"\xff\xd8\xff"),
    "table of counts": lambda data: data.partition(b"\n")[0].rstrip(b"\r").endswith(b",count"),
    "source of a table": _has("format", "bellcert-tally/1"),
    "factors": lambda data: _has("format", "bellcert-factors/1")(data) or _has("format", "bellcert-ratios/1")(data),
    "declaration": _has("format", "bellcert-declaration/1"),
    "bits": lambda data: False,
}
"""What an output is called -> whether bytes are one of the kind; nothing distinguishes bits from other bytes."""


def _same_file(path: Path, others: Iterable[str]) -> str | None:
    for other in others:
        try:
            if path.samefile(other):
                return other
        except (OSError, ValueError):
            continue
    return None


def require_place(path: str | None, kind: str) -> None:
    """Refuse a place for an output before the work begins, as `write_whole` would refuse it afterwards."""
    if path is not None and kind != "bits":  # equal bits may be written again, and are not known yet
        _place(path, None, kind)


def write_whole(path: str, data: bytes, kind: str) -> None:
    """Write an output of the command, whole or not at all (a neighbour, then a rename); links and modes are kept.

    Args:
        path: the file; a link is followed.
        data: its bytes.
        kind: of `KINDS`, what the output is.

    Raises:
        Usage: the path is `-`, or a file that the command reads.
        Undecided: `unwritable`; what stood at `path` before is still there.
    """
    target, mode = _place(path, data, kind)
    try:
        write(target, data)
        if mode is not None:
            target.chmod(mode)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None


def _unwritable(path: str, error: OSError | ValueError) -> Undecided:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return Undecided("unwritable", f"{escaped(path)} cannot be written: {reason}", escaped(path))


def _place(path: str, data: bytes | None, kind: str) -> tuple[Path, int | None]:
    """The file behind the path, and the mode of what stands there."""
    if path == "-":
        raise Usage("unknown-name", "-o needs the name of a file; the certificate is not mixed with the report")
    context = click.get_current_context(silent=True)
    meta = context.meta if context is not None else {}
    try:
        target = Path(path).resolve() if Path(path).is_symlink() else Path(path)
        return target, _replaceable(target, path, data, kind, meta.get(_READ, ()), bool(meta.get(_FORCE)))
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None


def _replaceable(
    target: Path, path: str, data: bytes | None, kind: str, read: Iterable[str], force: bool
) -> int | None:
    """The mode of the file that is replaced, None where there is none."""
    if not target.exists():
        return None
    if _same_file(target, read) is not None:
        raise Usage("unwritable", f"{escaped(path)} is a file that this command reads; name another")
    if not target.is_file():
        raise Undecided("unwritable", f"{escaped(path)} is not a regular file", escaped(path))
    mode = target.stat().st_mode & 0o7777
    if not mode & 0o222:
        raise Undecided("unwritable", f"{escaped(path)} is write-protected", escaped(path))
    present = target.read_bytes()
    if not force and present and present != data and not KINDS[kind](present):
        raise Undecided(
            "unwritable", f"{escaped(path)} exists and is no earlier output of this kind ({kind}); --force replaces it"
        )
    return mode
