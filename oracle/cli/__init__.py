"""The command line: `bellcert`, and `python -m oracle`, which is the same.

Importing this package loads nothing but itself; a verb's module is imported when the verb is run.
"""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; never raises.

    Args:
        arguments: the words after the program's name; by default those of the process.

    Returns:
        A documented exit code; 130 after an interrupt, 141 when the reader of standard output went away.
    """
    try:
        from oracle.cli.app import run

        return run(arguments)
    except KeyboardInterrupt:  # while importing
        return 130
