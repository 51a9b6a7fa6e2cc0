"""The code blocks of a page, run in order in an empty folder, as a reader would.

A block `console` has commands after `$ `, each with the lines it prints; `...` stands for any text within a line, and
alone for any lines. A command ends with 0 unless `# ends with N` stands behind it. A block `python` is run in one
namespace a page, as an interactive session where it has prompts. A block with `title="FILE"` is written to that file
instead; one of another language is read by the parser of the language. A block `text` is what installs the project,
which `tests/docs/test_install.py` runs; nothing else is left out.
"""

from __future__ import annotations

import doctest
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_FENCE = re.compile(r"^( *)(`{3,})([a-zA-Z0-9]*)(.*)$")
_TITLE = re.compile(r'title="([^"]+)"')
_ENDS = re.compile(r"\s+# ends with (\d+)$")
SECONDS = 300
INSTALL = """python3 -m venv .venv
. .venv/bin/activate
python3 -m pip install .
"""
"""The only block that is run elsewhere."""


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Attributes:
        language: behind the fence.
        title: the file it stands for, or "".
        text: its lines.
        line: of the fence.
    """

    language: str
    title: str
    text: str
    line: int


def blocks(page: str) -> Iterator[Block]:
    r"""The fenced blocks of a page, in order.

    >>> [block.language for block in blocks("```toml\na = 1\n```")]
    ['toml']
    """
    lines = page.split("\n")
    number = 0
    while number < len(lines):
        found = _FENCE.match(lines[number])
        if found is None:
            number += 1
            continue
        indent, fence, language, rest = found.groups()
        end = next(k for k in range(number + 1, len(lines)) if lines[k].strip() == fence)
        title = _TITLE.search(rest)
        inner = [line.removeprefix(indent) for line in lines[number + 1 : end]]
        yield Block(language, title[1] if title else "", "\n".join(inner) + "\n", number + 1)
        number = end + 1


def indented(page: str) -> list[str]:
    r"""First lines of blocks that are code by their indent alone, which nobody runs.

    >>> indented("a\n\n    b\n")
    ['    b']
    """
    lines = re.sub(r"^( *)(`{3,}).*?^\1\2 *$", "", page, flags=re.DOTALL | re.MULTILINE).split("\n")
    return [line for before, line in pairwise(lines) if line.startswith("    ") and not before.strip()]


@dataclass
class Reader:
    """Somebody who follows a page.

    Attributes:
        folder: empty at first.
        names: of the page's Python.
    """

    folder: Path
    names: dict[str, object]

    def follow(self, block: Block) -> None:
        """Do what the block says; an AssertionError says what came out differently."""
        if block.title:
            path = self.folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        if block.language == "console":
            for command, expected in commands(block.text):
                self.run(command, expected)
        elif block.language == "python" and not block.title:
            self.python(block)
        elif block.language == "python":
            compile(block.text, block.title, "exec")
        elif block.language == "toml":
            tomllib.loads(block.text)
        elif block.language == "json":
            json.loads(block.text)
        elif block.language in ("yaml", "yml"):
            assert "\t" not in block.text
        else:
            known = block.language == "text" and block.text == INSTALL
            assert known, f"line {block.line}: a block of {block.language} is not run"

    def run(self, command: str, expected: list[str]) -> None:
        """Run a command and compare what it prints on both streams."""
        ends = _ENDS.search(command)
        wanted = int(ends[1]) if ends else 0
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
        environment.pop("COLUMNS", None)
        done = subprocess.run(
            ["bash", "-c", _ENDS.sub("", command)], cwd=self.folder, env=environment, text=True, timeout=SECONDS,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        assert done.returncode == wanted, f"{command}\nended with {done.returncode}:\n{done.stdout}"
        if expected:
            got = done.stdout.rstrip("\n")
            assert printed(got, expected), f"{command}\nprinted\n{got}\ninstead of\n" + "\n".join(expected)

    def python(self, block: Block) -> None:
        """Run a block of Python in the page's namespace."""
        here = Path.cwd()
        os.chdir(self.folder)
        try:
            if ">>> " in block.text:
                options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
                test = doctest.DocTestParser().get_doctest(block.text, self.names, f"line {block.line}", None, 0)
                runner = doctest.DocTestRunner(optionflags=options)
                told: list[str] = []
                runner.run(test, out=told.append, clear_globs=False)
                assert not runner.failures, "".join(told)
                self.names.update(test.globs)
            else:
                exec(compile(block.text, f"line {block.line}", "exec"), self.names)  # noqa: S102 - our own pages
        finally:
            os.chdir(here)


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    r"""The commands of a block, each with the lines that it prints.

    >>> list(commands("$ a\nx\n$ b\n"))
    [('a', ['x']), ('b', [])]
    """
    command, expected = "", list[str]()
    for line in text.rstrip("\n").split("\n"):
        if line.startswith("$ "):
            if command:
                yield command, expected
            command, expected = line[2:], []
        elif line.startswith("> ") and not expected:
            command += "\n" + line[2:]
        else:
            expected.append(line)
    if command:
        yield command, expected


def printed(got: str, expected: list[str]) -> bool:
    r"""Whether a text is what is expected of it.

    >>> printed("a\nb\nc 1", ["a", "...", "c ..."]), printed("a\nb", ["b"])
    (True, False)
    """
    parts = []
    for line in expected:
        if line.strip() == "...":
            parts.append("(?:.*\n)*?")
        else:
            parts.append(re.escape(line.rstrip()).replace(re.escape("..."), ".*?") + "[ ]*\n")
    return re.fullmatch("".join(parts), got + "\n") is not None
