"""Standard output belongs to the command's own result; what libraries print goes to standard error."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def keep_standard_output() -> None:
    """Move the process's standard output to a descriptor of its own, and point descriptor 1 at standard error.

    Solvers in compiled code write to descriptor 1, whatever Python's `sys.stdout` is; with `--json` that would be no
    JSON. Does nothing where standard output or standard error is closed, or `sys.stdout` is not a file of the system.
    """
    stream = sys.stdout
    try:
        if not isinstance(stream, TextIOWrapper) or stream.fileno() != 1:
            return
        stream.flush()
        own = os.dup(1)
        os.set_inheritable(own, False)
        os.dup2(2, 1)
    except (OSError, ValueError):
        return
    sys.stdout = open(  # noqa: SIM115, PTH123 - a standard stream stays open
        own, "w", encoding=stream.encoding, errors=stream.errors, newline=None, buffering=1 if stream.isatty() else -1
    )
