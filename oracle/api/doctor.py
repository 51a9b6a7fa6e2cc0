"""Does this installation hang together? Owners of the import names, versions, the kernel, the certificates."""

from __future__ import annotations

import hashlib
import platform
import sys
import time
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from importlib.util import find_spec
from pathlib import Path

import proofs.kernel
from oracle.api.check import check_file, find_certificates
from oracle.api.results import Steps
from oracle.resources import certificates_dir
from oracle.version import __version__

DISTRIBUTION = "bellcert"
IMPORT_NAMES = ("oracle", "proofs", "lp")
DEPENDENCIES = ("click", "rich", "mpmath", "sympy", "numpy", "highspy")
OPTIONAL = {
    "picos": "sdp", "cvxopt": "sdp", "clarabel": "sdp", "sdpa-multiprecision": "mp", "python-flint": "fast",
    "matplotlib": "figure",
}  # fmt: skip
"""Distributions that are never needed to check anything, and the extra that installs each."""


def examined(progress: Steps = lambda done, total: None) -> list[dict[str, object]]:
    """What was looked at: `what`, `found`, and whether it is `ok`; `progress` counts certificates."""
    return [*map(_owner, IMPORT_NAMES), *_versions(), _kernel(), _certificates(progress)]


def _finding(what: str, found: str, ok: bool) -> dict[str, object]:
    return {"what": what, "found": found, "ok": ok}


def _owner(name: str) -> dict[str, object]:
    """One distribution owns the name, and the package that is imported says it is ours."""
    spec = find_spec(name)
    if spec is None or not spec.origin:
        return _finding(f"package {name}", "not importable as a regular package", False)
    # an editable install lists no files; then only the package's own word is there
    owners = sorted(set(packages_distributions().get(name, [DISTRIBUTION])))
    module = __import__(name)
    named = getattr(module, "__distribution__", "unnamed")
    ok = owners == [DISTRIBUTION] == [named]
    says = "" if named == DISTRIBUTION else f", but the package that is imported belongs to {named}"
    return _finding(f"package {name}", f"{', '.join(owners)}{says}: {Path(spec.origin).parent}", ok)


def _versions() -> list[dict[str, object]]:
    found = [
        _finding("bellcert", __version__, True),
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


def _certificates(progress: Steps) -> dict[str, object]:
    try:
        folder = certificates_dir()
    except FileNotFoundError as missing:
        return _finding("certificates", str(missing), False)
    start = time.perf_counter()
    paths = list(find_certificates((str(folder),)))
    checked = []
    for done, path in enumerate(paths, 1):
        checked.append(check_file(path))
        progress(done, len(paths))
    proved = sum(result.exit_code == 0 for result in checked)
    took = f"{1000 * (time.perf_counter() - start):.0f} ms"
    return _finding(
        "certificates", f"{proved} of {len(checked)} proved in {took}: {folder}", 0 < proved == len(checked)
    )
