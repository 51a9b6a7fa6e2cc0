"""The shipped certificates of all papers: `python -m oracle.papers.generate` writes them again, byte for byte.

`python -m oracle.papers.generate FILE...` searches the named files, which need a solver and come out alike only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from oracle.discovery import offered, papers
from oracle.resources import certificates_dir
from proofs.search.language.write import write_file, write_folders

Files = Callable[[], dict[str, bytes]]


def folders() -> dict[str, Files]:
    """Bibkey -> the certificates that need no solver, by file name.

    >>> "kulikov2024" in folders()
    True
    """
    found = {bibkey: offered(bibkey, "generate") for bibkey in papers()}
    return {bibkey: module.certificates for bibkey, module in found.items() if module}


def searches() -> dict[Path, Callable[[], bytes]]:
    """The search of each file that needs a solver, by its place below the certificates."""
    found = {bibkey: offered(bibkey, "generate.search") for bibkey in papers()}
    return {
        Path(bibkey) / name: search
        for bibkey, module in found.items()
        if module
        for name, search in module.searches().items()
    }


def main(names: Sequence[str], root: Path | None = None) -> int:
    """Write the files that need no solver, or those that are named.

    Args:
        names: of files, with or without what follows the first point.
        root: the folder of certificates.

    Returns:
        0, or 2 where a name is none of these.
    """
    root = root or certificates_dir()
    if not names:
        write_folders(root, folders())
        return 0
    found = searches()
    named = {path.name: path for path in found} | {path.name.partition(".")[0]: path for path in found}
    unknown = [name for name in names if name not in named]
    if unknown:
        print(f"not searched here: {', '.join(unknown)}", file=sys.stderr)
        return 2
    for path in (named[name] for name in names):
        data = found[path]()
        write_file(root / path, data)
        print(f"{path.name}: {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
