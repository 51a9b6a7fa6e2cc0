"""Copies of shipped files: what `vectors copy` and `examples copy` have in common."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from oracle.cli.output import escaped
from oracle.failures import Undecided
from proofs.search.language.write import write_file


def copy_files(files: Mapping[str, bytes], target: Path, force: bool) -> None:
    """Write the files, by path below the target, which is made if need be; each whole or not at all.

    A file that is there with the same bytes is left alone, so an interrupted copy can be made again.

    Raises:
        Undecided: `unwritable`, a file of other bytes stands there; then nothing is written.
        OSError: the folder cannot be written.
    """
    present = {name: target / name for name in files if (target / name).exists()}
    other = [path for name, path in present.items() if not path.is_file() or path.read_bytes() != files[name]]
    if other and not force:
        more = f", and {len(other) - 1} more" if len(other) > 1 else ""
        raise Undecided("unwritable", f"{escaped(str(other[0]))} is another file{more}; --force replaces what is there")
    for name, data in files.items():
        path = target / name
        if path in other or name not in present:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, data)
