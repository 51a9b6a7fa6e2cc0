"""`bellcert doctor`: does this installation hang together?"""

from __future__ import annotations

import hashlib
import platform
import sys
import time
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from importlib.util import find_spec
from pathlib import Path

import click

import oracle
import proofs.kernel
from oracle.cli.output import echo_json, echo_table, escaped, exit_codes, json_option
from oracle.resources import certificates_dir

IMPORT_NAMES = ("oracle", "proofs", "lp")
DEPENDENCIES = ("click", "rich", "mpmath", "sympy", "numpy", "highspy")
OPTIONAL = {
    "picos": "sdp", "cvxopt": "sdp", "clarabel": "sdp", "sdpa-multiprecision": "mp", "python-flint": "fast",
    "matplotlib": "figure",
}  # fmt: skip
"""Distributions that are never needed to check anything, and the extra that installs each."""


@click.command(epilog=exit_codes(0, 1, 2))
@json_option
def command(as_json: bool) -> int:
    """Look at this installation: owners of the three import names, versions, the kernel, the certificates.

    Two distributions can both install a package called lp and overwrite each other silently; that, or a
    missing piece, is exit code 1.
    """
    findings = [*map(_owner, IMPORT_NAMES), *_versions(), _kernel(), _certificates()]
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


def _finding(what: str, found: str, ok: bool) -> dict[str, object]:
    return {"what": what, "found": found, "ok": ok}


def _owner(name: str) -> dict[str, object]:
    """One distribution owns the name, and the package that is imported says it is ours."""
    spec = find_spec(name)
    if spec is None or not spec.origin:
        return _finding(f"package {name}", "not importable as a regular package", False)
    # an editable install lists no files; then only the package's own word is there
    owners = sorted(set(packages_distributions().get(name, [oracle.__distribution__])))
    module = __import__(name)
    named = getattr(module, "__distribution__", "unnamed")
    ok = owners == [oracle.__distribution__] == [named]
    says = "" if named == oracle.__distribution__ else f", but the package that is imported belongs to {named}"
    return _finding(f"package {name}", f"{', '.join(owners)}{says}: {Path(spec.origin).parent}", ok)


def _versions() -> list[dict[str, object]]:
    found = [
        _finding("bellcert", oracle.__version__, True),
        _finding("python", f"{platform.python_version()} on {platform.system()}", sys.version_info >= (3, 11)),
    ]
    for name in (*DEPENDENCIES, *OPTIONAL):
        try:
            found.append(_finding(name, version(name), True))
        except PackageNotFoundError:
            extra = f" (optional: pip install 'bellcert[{OPTIONAL[name]}]')" if name in OPTIONAL else ""
            found.append(_finding(name, f"not installed{extra}", bool(extra)))
    return found


def _kernel() -> dict[str, object]:
    """The hash of the kernel's sources: what one trusts, in one line."""
    folder = Path(proofs.kernel.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return _finding("kernel", f"sha256 of the sources {digest.hexdigest()}", True)


def _certificates() -> dict[str, object]:
    from oracle.api.check import check_file, find_certificates

    try:
        folder = certificates_dir()
    except FileNotFoundError as missing:
        return _finding("certificates", str(missing), False)
    start = time.perf_counter()
    checked = [check_file(path) for path in find_certificates((str(folder),))]
    proved = sum(result.exit_code == 0 for result in checked)
    took = f"{1000 * (time.perf_counter() - start):.0f} ms"
    return _finding(
        "certificates", f"{proved} of {len(checked)} proved in {took}: {folder}", 0 < proved == len(checked)
    )
