"""`bellcert doctor`: does this installation hang together?"""

from __future__ import annotations

import click

from oracle.api.doctor import examined
from oracle.cli.output import Progress, echo_json, echo_table, escaped, exit_codes, json_option


@click.command(epilog=exit_codes(0, 1, 2))
@json_option
def command(as_json: bool) -> int:
    """Look at this installation: owners of the three import names, versions, the kernel, the certificates.

    Two distributions can both install a package called lp and overwrite each other silently; that, or a
    missing piece, is exit code 1.
    """
    with Progress("certificates checked") as progress:
        findings = examined(progress.at)
    ok = all(finding["ok"] for finding in findings)
    if as_json:
        echo_json({"ok": ok, "findings": findings})
        return 0 if ok else 1
    echo_table(
        ["", "what", "found"],
        [["ok" if f["ok"] else "NO", str(f["what"]), escaped(str(f["found"]))] for f in findings],
    )
    bad = sum(not finding["ok"] for finding in findings)
    click.echo("All is well: bellcert is ready." if ok else f"{bad} of {len(findings)} findings need attention.")
    return 0 if ok else 1
