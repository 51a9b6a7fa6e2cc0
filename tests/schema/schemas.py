"""The schemas, and the pages and certificates the tests of the format look at."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from oracle.resources import certificates_dir

ROOT = certificates_dir()
NAMES = (
    "audit", "bound", "certificate", "certify", "check", "claims", "conform", "counts", "declaration",
    "failure", "problem", "protocol", "report", "sweep", "vectors",
)  # fmt: skip
BLOCK = re.compile(r"^```(json|text)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


@cache
def schema(name: str) -> Any:
    """The schema as it stands in the file."""
    return json.loads((ROOT / "schema" / f"{name}.json").read_text(encoding="utf-8"))


@cache
def validator(name: str) -> Any:
    return Draft202012Validator(schema(name))


def complaints(name: str, document: object) -> list[str]:
    """Where and why the schema refuses a document; places as RFC 6901 pointers."""
    errors = validator(name).iter_errors(document)
    return sorted("".join(f"/{part}" for part in error.absolute_path) + f": {error.message}" for error in errors)


@cache
def readme() -> str:
    """The page of the format, with the kinds of `rounds.md` behind its own, and the lemmas at the end."""
    page, rounds, lemmas = (
        (ROOT / name).read_text(encoding="utf-8").replace("](README.md#", "](#")
        for name in ("README.md", "rounds.md", "lemmas.md")
    )
    kinds, verdicts, rest = page.partition("## 10. Verdicts")
    return kinds + rounds + verdicts + rest + lemmas


def blocks() -> list[tuple[str, str]]:
    """The fenced blocks of the page in order: language and text."""
    return BLOCK.findall(readme())


def examples() -> list[tuple[str, str]]:
    """Complete certificates of the page, each with the text printed below it."""
    found = blocks()
    return [
        (text, found[i + 1][1])
        for i, (language, text) in enumerate(found)
        if language == "json" and '"format"' in text and found[i + 1][0] == "text"
    ]


def linked() -> list[Path]:
    """The certificates the page links as examples, in order."""
    return [(ROOT / target).with_suffix(".json") for target in re.findall(r"\]\((vectors/[^)]*\.[a-z]+)\)", readme())]


def shipped() -> list[Path]:
    return sorted(ROOT.rglob("*.cert.json"))


def table(heading: str) -> list[list[str]]:
    """The rows of the table of the page whose header line starts so; cells without the backquotes around them."""
    lines = readme().split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith(heading))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        cells = re.split(r"(?<!\\)\|", line.strip("|"))
        rows.append([cell.strip().replace("\\|", "|") for cell in cells])
    return rows


def code(cell: str) -> str:
    """The one thing in backquotes in a cell."""
    found = re.findall(r"`([^`]*)`", cell)
    if len(found) != 1:
        raise ValueError(f"{cell!r} does not hold one name")
    return str(found[0])
