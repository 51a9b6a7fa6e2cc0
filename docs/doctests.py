"""Docstrings for the site: interactive sessions become code, as Markdown would read `>>>` as a quotation."""

from __future__ import annotations

from typing import Any

import griffe


def fenced(text: str) -> str:
    r"""The text with a fence around each run of lines that begins with a prompt.

    >>> fenced("a\n>>> 1\n1").split("\n")
    ['a', '', '```pycon', '>>> 1', '1', '```', '']
    """
    lines: list[str] = []
    inside = False
    for line in text.split("\n"):
        if not inside and line.lstrip().startswith(">>> "):
            lines += ["", "```pycon"]
            inside = True
        elif inside and not line.strip():
            lines += ["```", ""]
            inside = False
        lines.append(line)
    return "\n".join([*lines, *(["```", ""] if inside else [])])


class Doctests(griffe.Extension):
    """Fences the sessions of every docstring."""

    def on_object(self, *, obj: Any, **_: Any) -> None:
        """Called for each object that was read."""
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)
