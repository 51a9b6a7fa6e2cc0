"""The ledger as a table for a terminal."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from oracle.ledger.auditing import Entry, reasons, summary

_STYLE_OF_STATUS = {
    "proved": "bold green",
    "checked": "green",
    "enclosed": "green",
    "reproduced": "cyan",
    "weaker": "yellow",
    "refuted": "magenta",
    "discrepant": "magenta",
    "unsupported": "magenta",
    "open": "dim",
}


def render(entries: Sequence[Entry], console: Console, verbose: bool = True) -> None:
    """Print one table a paper or one line, the failures with their evidence, and the counts per status.

    Args:
        entries: From the audit.
        console: Where to print; without a terminal rich prints no colours.
        verbose: Whether every claim has its line.

    >>> render([], Console(width=60))
    0 claims: 0 as expected, 0 not
    """
    for bibkey in dict.fromkeys(entry.bibkey for entry in entries):
        if not verbose:
            _summarise(bibkey, [entry for entry in entries if entry.bibkey == bibkey], console)
            continue
        table = Table(title=bibkey, box=box.SIMPLE, title_justify="left", pad_edge=False)
        for heading in ("id", "status", "says", "gap, reason, correction"):
            table.add_column(heading, no_wrap=heading in {"id", "status"}, overflow="fold")
        for entry in entries:
            if entry.bibkey == bibkey:
                status = Text(entry.status, style=_STYLE_OF_STATUS[entry.status])
                table.add_row(Text(entry.id), status, Text(entry.says), Text(_remark(entry)))
        console.print(table)
    failures = [entry for entry in entries if not entry.ok]
    for entry in failures:
        console.print(Text(f"NOT OK {entry.bibkey} {entry.id}: expected {entry.expected}, derived {entry.status}"))
        for item in entry.evidence:
            answer = "holds" if item["holds"] else "does not hold"
            console.print(Text(f"  {item['kind']} {item['source']} ({item['role']}) {answer}: {item['detail']}"))
    for owner, some in _owners(entries).items():
        counts = ", ".join(f"{count} {status}" for status, count in summary(some).items() if count)
        console.print(Text(f"{owner}: {counts}"))
    kinds = ", ".join(f"{count} {reason}" for reason, count in reasons(entries).items() if count)
    if kinds:
        console.print(Text(f"open: {kinds}"))
    console.print(Text(f"{len(entries)} claims: {len(entries) - len(failures)} as expected, {len(failures)} not"))


def _summarise(bibkey: str, entries: Sequence[Entry], console: Console) -> None:
    counts = ", ".join(f"{count} {status}" for status, count in summary(entries).items() if count)
    wrong = sum(not entry.ok for entry in entries)
    unexpected = f"; {wrong} NOT as expected" if wrong else ""
    console.print(Text(f"{bibkey}: {len(entries)} claims, {counts}{unexpected}"))


def _owners(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """The claims of the papers, and the results of our own."""
    ours = [entry for entry in entries if entry.bibkey.endswith("/results")]
    theirs = [entry for entry in entries if not entry.bibkey.endswith("/results")]
    return {name: some for name, some in (("claims of the papers", theirs), ("results of our own", ours)) if some}


def _remark(entry: Entry) -> str:
    corrections = dict.fromkeys(
        f"{item['corrected']} ({item['side']})" for item in entry.evidence if "corrected" in item
    )
    if entry.status in {"refuted", "discrepant"}:
        side = next((item["side"] for item in entry.evidence if item["role"] == "refutes"), "")
        corrections = dict.fromkeys([f"wrong as printed ({side})", *corrections])
    return "; ".join(text for text in (entry.gap, entry.reason, *corrections) if text)
