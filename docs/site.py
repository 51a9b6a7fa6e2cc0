"""What the site is made of beside its pages: navigation, pages made of the program itself, notebooks.

A page that nobody lists is found all the same and stands under "More", so whoever writes one needs to change nothing.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LISTED: dict[str, list[str]] = {
    "Learn": [
        "first-ten-minutes.md", "lab.md", "own-inequality.md", "exact.md", "estimator.md", "recorded-run.md",
        "checking.md", "proof.md",
    ],
    "Notebooks": ["notebooks/*.md"],
    "Reference": [
        "reference/verbs.md", "reference/problem-files.md", "reference/formats.md", "events.md", "protocols.md",
        "factors.md", "reference/bounds.md",
        "reference/statements.md", "reference/exit-codes.md", "reference/python.md", "reference/*.md",
    ],
    "Results": ["results.md", "gallery.md", "ledger.md", "findings.md"],
}  # fmt: skip


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are made here, then the navigation over all pages."""
    from mkdocs.structure.files import File

    for name, text in made_pages().items():
        files.append(File.generated(config, name, content=text))
    names = [file.src_uri for file in files.documentation_pages() if file.inclusion.is_included()]
    config.nav = navigation(names)
    return files


def navigation(names: list[str]) -> list[Any]:
    """The navigation over these pages: those that are listed, then all others.

    >>> navigation(["index.md", "lab.md", "new.md"])
    ['index.md', {'Learn': ['lab.md']}, {'More': ['new.md']}]
    """
    left = sorted(name for name in names if name != "index.md")
    found: list[Any] = ["index.md"]
    for section, patterns in LISTED.items():
        some = []
        for pattern in patterns:
            matching = [name for name in left if Path(name).match(pattern)]
            some += matching
            left = [name for name in left if name not in matching]
        if some:
            found.append({section: some})
    return [*found, *([{"More": left}] if left else [])]


def made_pages() -> dict[str, str]:
    """Pages that are made of the program itself, and of notebooks, by name."""
    notebooks = {f"notebooks/{path.stem}.md": notebook(path) for path in sorted((HERE / "notebooks").glob("*.ipynb"))}
    root = HERE.parent
    return {
        "reference/verbs.md": verbs(),
        "reference/bounds.md": bounds(),
        "reference/problem-files.md": problems(),
        "reference/certificates.md": unlinked(root / "certificates" / "README.md"),
        "reference/conformance-protocol.md": unlinked(root / "oracle" / "PROTOCOL.md"),
        "reference/kernel.md": unlinked(root / "proofs" / "kernel" / "README.md"),
        **notebooks,
    }


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Links of a page to files of the repository outside of the site become plain text, whoever wrote the page.

    Two brackets after each other are a formula here, and no link by reference.
    """
    parts = without_outside(markdown, HERE / page.file.src_uri).split("`")
    return "`".join(part if k % 2 else part.replace("][", "]\\[") for k, part in enumerate(parts))


def without_outside(markdown: str, path: Path) -> str:
    """The page without links that lead out of `docs`; a link to the page of the format leads to its copy here.

    >>> without_outside("[a](../lp/x.py) and [b](lab.md)", HERE / "new.md")
    'a and [b](lab.md)'
    """
    above = "../" * (len(path.relative_to(HERE).parts) - 1)

    def inside(match: re.Match[str]) -> str:
        target = (path.parent / match[2].partition("#")[0]).resolve()
        if target.is_relative_to(HERE):
            return match[0]
        if target == HERE.parent / "certificates" / "README.md":
            return f"[{match[1]}]({above}reference/certificates.md)"
        return match[1]

    return re.sub(r"\[([^\[\]]+)\]\((?!https?:|#)([^)\s]+)\)", inside, markdown)


def unlinked(path: Path) -> str:
    """A page from elsewhere in the repository, with its links to other files as plain text."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^\[([^\]\n]+)\]: (?!https?:).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[([^\[\]]+)\]\((?!https?:|#)[^)\s]+\)", r"\1", text)
    # p[x][y] is no link, and needs no backslash in code
    parts = text.split("`")
    return "`".join(part if k % 2 else re.sub(r"\[(\w)\]", r"\\[\1\\]", part) for k, part in enumerate(parts))


def verbs() -> str:
    """The help of every verb, in full."""
    import click

    from oracle.cli.app import VERBS, app

    parts = ["# Verbs\n", "Every verb has `--json` and `--help`, and reads `-` as standard input.\n"]
    with click.Context(app, info_name="bellcert") as top:
        for name in VERBS:
            command = app.get_command(top, name)
            if command is None:
                continue
            parts.append(f"## {name}\n")
            parts += _helps(command, click.Context(command, parent=top, info_name=name, max_content_width=100))
    return "\n".join(parts)


def _helps(command: Any, context: Any) -> list[str]:
    import click

    found = [f"```text\n{command.get_help(context)}\n```\n"]
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            found += _helps(inner, click.Context(inner, parent=context, info_name=name, max_content_width=100))
    return found


def bounds() -> str:
    """The catalogue of named quantities."""
    from oracle.api.bound import catalogue

    parts = ["# Bounds\n", "`bellcert bound NAME key=value...`, or `oracle.bound(NAME, key=value)`. The safe side is "
             "the end of the interval that may be claimed.\n"]  # fmt: skip
    for what in catalogue().values():
        rows = [*(f"| `{key}` | {_cell(says)} |" for key, says in what.arguments.items()),
                *(f"| `{key}` (may be left out) | {_cell(says)} |" for key, says in what.options.items())]  # fmt: skip
        parts += [f"## {what.name}\n", f"{what.says}\n", f"```text\n{what.formula}\n```\n",
                  f"In {what.unit}; safe side: {what.safe_side}. Source: {what.source}.\n",
                  "| argument | meaning |\n|---|---|\n" + "\n".join(rows) + "\n",
                  *(f"* {assumption}" for assumption in what.assumptions), ""]  # fmt: skip
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def problems() -> str:
    """One full example of each kind of problem, as it is shipped."""
    from oracle.resources import certificates_dir

    parts = ["# Problem files\n", "One commented example of each kind. `bellcert examples copy DIR` copies them; "
             "`bellcert certify FILE` answers one; `bellcert schema problem` is the schema. In Python the same keys "
             "make a dictionary, or the attributes of `oracle.Problem`.\n"]  # fmt: skip
    for path in sorted((certificates_dir() / "examples").glob("*.toml")):
        parts += [f"## {path.stem}\n", f"```toml\n{path.read_text(encoding='utf-8')}```\n"]
    return "\n".join(parts)


def notebook(path: Path) -> str:
    """A notebook as a page: its text and its code."""
    book = json.loads(path.read_text(encoding="utf-8"))
    parts = []
    for cell in book["cells"]:
        text = "".join(cell["source"])
        parts.append(text if cell["cell_type"] == "markdown" else f"```python\n{text}\n```")
    return "\n\n".join([*parts, f"This page is the notebook `docs/notebooks/{path.name}`; it is run by the tests.", ""])
