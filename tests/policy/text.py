"""Checkers that read plain text and the list of the project's files."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Written so that no pattern finds itself.
MACHINE_PATH = re.compile(
    r"(?<![\w.:/])/(?:home|root|Users|work|opt|private|tmp|scratch|mnt)/[\w.-]"
    r"|[A-Za-z]:\\(?:Users|Windows)"
    r"|file:/{2,}[\w.-]*/"
)
PACKAGE_HOST = re.compile(
    r"py(?:pi)\.(?:org|python\.org)|python(?:hosted)\.org|artifact(?:ory)|dev(?:pi)\b|(?:extra-)?index(?:-)url|find(?:-)links",
    re.IGNORECASE,
)


def machine_traces(text: str) -> list[str]:
    """Absolute paths of somebody's machine and names of package hosts, each with its line number."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, what in ((MACHINE_PATH, "a path of one machine"), (PACKAGE_HOST, "a package host")):
            match = pattern.search(line)
            if match:
                found.append(f"line {number}: {what}: {match.group()}")
    return found


def project_files(root: Path = ROOT) -> list[Path]:
    """Return the tracked and the not yet ignored files of a checkout, or every file of an unpacked archive."""
    listing = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0 and (root / ".git").exists():
        names = sorted(set(listing.stdout.decode().split("\0")) - {""})
        return [root / name for name in names if (root / name).is_file()]
    hidden = {".venv", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache", "__pycache__"}
    return sorted(path for path in root.rglob("*") if path.is_file() and not hidden & set(path.relative_to(root).parts))
