"""The command line: `bellcert`, and `python -m oracle`, which is the same.

Importing this package loads nothing but itself; a verb's module is imported when the verb is run.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

_YOUNG = 100_000  # objects before the collector of cycles looks: imports make many, and none of them is garbage


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; never raises.

    Args:
        arguments: the words after the program's name; by default those of the process.

    Returns:
        A documented exit code; 130 after an interrupt, 141 when the reader of standard output went away.
    """
    gc.set_threshold(_YOUNG)
    # threads of linear algebra sleep when they have nothing to do, instead of spinning: ours have small matrices
    os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words == ["--version"] and _says_version():
        return 0
    try:
        from oracle.cli.app import run
        from oracle.cli.streams import keep_standard_output

        if arguments is None:
            keep_standard_output()
        return run(arguments)
    except KeyboardInterrupt:  # while importing
        return 130


def _says_version() -> bool:
    """Print the version without importing the verbs, which takes longer than all else; False where that fails."""
    from oracle import __distribution__, __version__

    try:
        print(__distribution__, __version__, flush=True)
    except (OSError, ValueError, AttributeError):  # a closed output: `run` says so
        return False
    return True
