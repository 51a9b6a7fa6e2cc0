"""Files that an installation ships: examples, test vectors, schemas; and copies of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from oracle.failures import Undecided, Usage
from oracle.resources import certificates_dir


def examples() -> dict[str, bytes]:
    """Name -> bytes of the commented problem files, tables and maps.

    Raises:
        Undecided: `not-shipped`.

    >>> "maximum.toml" in examples() and "two-ion-2010.csv" in examples()
    True
    """
    folder = certificates_dir() / "examples"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    if not found:
        raise Undecided("not-shipped", "this installation ships no examples")
    return found


def vectors(only: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Path -> bytes of the test vectors, the licence among them.

    Args:
        only: folders; none means all.

    Raises:
        Undecided: `not-shipped`.
        Usage: `unknown-name`, no folder is called so.
    """
    folder = certificates_dir() / "vectors"
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
    if not found:
        raise Undecided("not-shipped", "this installation ships no vectors")
    found |= {"LICENSE": (certificates_dir() / "LICENSE").read_bytes()}
    folders = {folder_of(name) for name in found if folder_of(name)}
    for name in only:
        if name not in folders:
            raise Usage("unknown-name", f"no folder is called {name[:60]!a}; known: {', '.join(sorted(folders))}")
    return {name: data for name, data in found.items() if not only or folder_of(name) in ("", *only)}


def folder_of(name: str) -> str:
    """The first folder of a path, "" for files above the folders.

    >>> folder_of("sos/valid/a.json"), folder_of("LICENSE")
    ('sos', '')
    """
    return name.rpartition("/")[0].partition("/")[0]


def schemas() -> dict[str, Path]:
    """Name -> file of each shipped JSON Schema.

    Raises:
        Undecided: `not-shipped`.
    """
    folder = certificates_dir() / "schema"
    found = {path.name.removesuffix(".json"): path for path in sorted(folder.glob("*.json"))}
    if not found:
        raise Undecided("not-shipped", "this installation ships no schemas")
    return found


def copy_files(files: Mapping[str, bytes], target: Path, force: bool) -> None:
    """Write the files, by path below the target, which is made if need be; each whole or not at all.

    A file that is there with the same bytes is left alone, so an interrupted copy can be made again.

    Raises:
        Undecided: `unwritable`, a file of other bytes stands there; then nothing is written.
        OSError: the folder cannot be written.
    """
    from proofs.search.language.write import write_file

    present = {name: target / name for name in files if (target / name).exists()}
    other = [path for name, path in present.items() if not path.is_file() or path.read_bytes() != files[name]]
    if other and not force:
        more = f", and {len(other) - 1} more" if len(other) > 1 else ""
        shown = ascii(str(other[0]))[1:-1]
        raise Undecided("unwritable", f"{shown} is another file{more}; --force replaces what is there")
    for name, data in files.items():
        path = target / name
        if path in other or name not in present:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, data)
