"""The second checker as one page: drop a certificate, read verdict, statement and assumptions, offline."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Template

from oracle.pages.bundle import bundled
from oracle.resources import second_checker_dir
from oracle.version import __version__

STATIC = Path(__file__).parent / "static"
_ENTRY = "check.mjs"


def static(name: str) -> str:
    """The text of a file that pages are made of."""
    return (STATIC / name).read_text(encoding="utf-8")


@cache
def program() -> str:
    """The second checker and the message loop of a worker, as one script.

    Raises:
        NotBundledError: a module of the checker is written in a way that bundling does not understand.
        FileNotFoundError: the installation lacks the checker.

    >>> "checkBytes" in program() and "import " not in program().splitlines()[0]
    True
    """
    folder = second_checker_dir()
    modules = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.mjs")}
    return f"const CHECKER = {bundled(modules | {'node:crypto': static('sha256.mjs')}, _ENTRY)};\n{static('worker.js')}"


def policy(scripts: Mapping[str, str], style: str) -> str:
    """A content security policy that runs these scripts, this style and workers made of them, and nothing else."""
    hashes = " ".join(f"'sha256-{_hash(text)}'" for text in scripts.values())
    return (
        f"default-src 'none'; script-src {hashes}; worker-src blob:; style-src 'sha256-{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def embedded(text: str) -> str:
    """A script's text inside of an element `script`, which nothing within may end.

    Raises:
        ValueError: the text has the end of the element in it.
    """
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError("the script would end its own element")
    return text


def checker_page() -> bytes:
    """The page `checker.html`, a function of this installation's files alone.

    Returns:
        UTF-8; no address of a network is in it, and its policy allows none.
    """
    style, script, worker = static("page.css"), static("checker.js"), program()
    page = Template(static("checker.html")).substitute(
        policy=policy({"page": script}, style),
        style=style,
        widget=static("widget.html"),
        version=__version__,
        digest=sha256(worker.encode()).hexdigest(),
        worker=embedded(worker),
        script=embedded(script),
    )
    return page.encode()
