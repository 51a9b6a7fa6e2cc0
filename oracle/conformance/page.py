"""Writes the table of calls at the end of PROTOCOL.md: `python -m oracle.conformance.page`."""

from __future__ import annotations

from pathlib import Path

from oracle.conformance.registry import calls

PAGE = Path(__file__).resolve().parent.parent / "PROTOCOL.md"
HEAD = "| call | arguments | value |\n|---|---|---|\n"


def table() -> str:
    """One row for each call that a suite of this distribution declares."""
    rows = []
    for call in calls():
        arguments = "; ".join(f"`{name}` {says}" for name, says in call.arguments.items())
        if call.options:
            arguments += "; may be declined: " + ", ".join(f"`{o.name}` ({o.says})" for o in call.options)
        cells = [cell.replace("|", "\\|") for cell in (f"`{call.name}`", arguments, call.answer)]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def text(before: str) -> str:
    """The page with its table brought up to date."""
    return before.partition(HEAD)[0] + HEAD + table()


if __name__ == "__main__":
    PAGE.write_text(text(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
