"""Write the checker as one file that runs as ``python3 -I -S kernel.pyz FILE...``.

The archive holds ``proofs/__init__.py``, every module of ``proofs/kernel`` and a starter, nothing else, so that the
file runs from any folder and cannot see installed packages. Equal sources give equal bytes: names are sorted, times
and permissions are fixed, and nothing is compressed (compressed bytes would depend on the zlib at hand).
"""

import io
import os
import sys
import tempfile
import zipfile
from pathlib import Path

__all__ = ["archive_bytes", "main", "sources", "write_archive"]

# An older Python would end in a traceback and with 1, which means REJECTED; it can read these lines, and says 5.
# A reader that has seen enough, as in `| head`, ends the program by the signal for it: that is no bug of the kernel.
STARTER = b"""import signal
import sys

if sys.version_info < (3, 11):
    sys.stderr.write("nothing was checked: Python 3.11 or newer is needed, this is %d.%d\\n" % sys.version_info[:2])
    sys.exit(5)

if hasattr(signal, "SIGPIPE"):
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)

from proofs.kernel.__main__ import run

sys.exit(run(sys.argv[1:]))
"""
SHEBANG = b"#!/usr/bin/env python3\n"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date a zip archive can hold


def sources(package: Path) -> list[Path]:
    """Return the files of the archive, relative to the folder that holds ``proofs``, sorted by their POSIX names.

    Args:
        package: The folder of the ``proofs`` package.

    >>> names = [path.as_posix() for path in sources(Path(__file__).parent)]
    >>> names[0], all(name.startswith("proofs/kernel/") for name in names[1:])
    ('proofs/__init__.py', True)
    """
    root = package.parent
    kernel = sorted(path.relative_to(root).as_posix() for path in (package / "kernel").rglob("*.py"))
    return [Path("proofs/__init__.py"), *map(Path, kernel)]


def archive_bytes(package: Path) -> bytes:
    """Return the whole archive; a function of the names and bytes of ``sources(package)`` alone."""
    root = package.parent
    members = [("__main__.py", STARTER)]
    members += [(path.as_posix(), (root / path).read_bytes()) for path in sources(package)]
    buffer = io.BytesIO()
    buffer.write(SHEBANG)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_STORED) as archive:
        for name, data in members:
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system = 3  # Unix, so that the bytes do not depend on where they are written
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def main(argv: list[str]) -> int:
    """Write the archive to the one path given; returns the exit code."""
    if len(argv) != 1:
        print("usage: python -m proofs.pyz OUT.pyz", file=sys.stderr)
        return 2
    try:
        write_archive(Path(argv[0]))
    except OSError as error:
        print(f"{argv[0]} cannot be written: {error.strerror}", file=sys.stderr)
        return 5
    return 0


def write_archive(target: Path) -> bytes:
    """Write the archive of this installation's kernel, whole or not at all; returns its bytes.

    Raises:
        OSError: The folder cannot be written.
    """
    data = archive_bytes(Path(__file__).resolve().parent)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=target.name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).chmod(0o755)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return data


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
