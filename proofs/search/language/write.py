"""The only writer of certificates: canonical spellings, canonical bytes, whole files.

Spelling a number here and reading it in the kernel share no code; a mistake in this
module makes certificates that are refused, never wrong ones that are accepted.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

Json = str | list["Json"] | dict[str, "Json"]
Certificate = tuple[str, dict[str, Json], dict[str, Json]]  # rule, statement and witness

FORMAT = "bellcert/1"
WIDTH = 118

_flat = json.JSONEncoder(sort_keys=True, ensure_ascii=True).encode


def rational(value: Fraction | int) -> str:
    """The spelling of a rational: an integer, or p/q in lowest terms.

    >>> rational(Fraction(10, 4)), rational(3)
    ('5/2', '3')
    """
    return str(Fraction(value))


def terms(polynomial: Mapping[str, Json]) -> list[Json]:
    """[[coefficient, word], ...] from a mapping of words, sorted as the format wants.

    Words of one length are sorted by the order of inputs: party, then label, and at one
    input the observable before the outcomes.  Labels here are compared as text, which is
    the declared order for labels of one digit.

    >>> terms({"A0 B0": "1", "A0": "2", "": "-1"})
    [['-1', ''], ['2', 'A0'], ['1', 'A0 B0']]
    """
    order = sorted(polynomial, key=lambda word: (len(word.split()), [_atom_key(atom) for atom in word.split()]))
    return [[polynomial[word], word] for word in order]


def _atom_key(atom: str) -> tuple[str, str, int]:
    name, _, outcome = atom.partition("=")
    return name[0], name[1:], int(outcome) if outcome else -1


def certificate(rule: str, statement: Mapping[str, Json], witness: Mapping[str, Json]) -> dict[str, Json]:
    """A certificate without format line: what a chain embeds as a premise."""
    return {"rule": rule, "statement": dict(statement), "witness": dict(witness)}


def certificate_bytes(
    rule: str,
    statement: Mapping[str, Json],
    witness: Mapping[str, Json],
    provenance: Mapping[str, str] | None = None,
) -> bytes:
    """Canonical bytes of a certificate: sorted keys, one final newline.

    Short lists stay on one line, so that certificates can be read and compared.
    """
    document: dict[str, Json] = {"format": FORMAT, **certificate(rule, statement, witness)}
    if provenance:
        document["provenance"] = dict(provenance)
    return canonical_bytes(document)


def canonical_bytes(document: Json) -> bytes:
    r"""Any document of strings, laid out like a certificate.

    >>> canonical_bytes({"b": ["1", "2"], "a": "3"})
    b'{"a": "3", "b": ["1", "2"]}\n'
    """
    return (_layout(document, 0) + "\n").encode()


def _layout(value: Json | Sequence[Json], indent: int) -> str:
    if isinstance(value, str):
        return _flat(value)
    if len(value) <= WIDTH // 4:  # an item has two quotes or brackets, a comma and a blank at least
        flat = _flat(value)
        if len(flat) + indent <= WIDTH:
            return flat
    pad = " " * (indent + 1)
    if isinstance(value, dict):
        parts = [f"{pad}{_flat(key)}: {_layout(value[key], indent + 1)}" for key in sorted(value)]
        return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
    parts = [pad + _layout(item, indent + 1) for item in value]
    return "[\n" + ",\n".join(parts) + "\n" + " " * indent + "]"


def write_file(path: Path | str, data: bytes) -> None:
    """Write a file whole or not at all: a temporary neighbour, flushed, then renamed.

    Raises:
        OSError: the folder cannot be written; nothing is left behind.
    """
    target = Path(path)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except BaseException:  # an interrupt must not leave the temporary file either
        temporary.unlink()
        raise


def write_changed(folder: Path, files: Mapping[str, bytes]) -> int:
    """Write the files, by name, that a folder does not have with these bytes; returns how many those are.

    Raises:
        OSError: the folder cannot be read or written.
    """
    paths = [(folder / name, data) for name, data in files.items()]
    changed = [(path, data) for path, data in paths if not path.exists() or path.read_bytes() != data]
    for path, data in changed:
        write_file(path, data)
    return len(changed)


def write_folders(root: Path, folders: Mapping[str, Callable[[], Mapping[str, bytes]]]) -> None:
    """Write the files of each folder below the root that have changed; prints how many those are.

    Raises:
        OSError: a folder cannot be read or written.

    >>> with tempfile.TemporaryDirectory() as root:
    ...     write_folders(Path(root), {".": lambda: {"a": b"1", "b": b"2"}})
    ...     write_folders(Path(root), {".": lambda: {"a": b"1", "b": b"3"}})
    .: 2 certificates, 2 changed
    .: 2 certificates, 1 changed
    """
    for name, make in folders.items():
        files = make()
        print(f"{name}: {len(files)} certificates, {write_changed(root / name, files)} changed")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
