"""The file of mutants that no test notices, each with the reason why none can, stamped with the kernel's hash."""

import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.operators import Mutant
from tests.policy.sizes import KERNEL
from tests.policy.text import ROOT

FILE = ROOT / "tests" / "proofs" / "kernel" / "survivors.toml"
HEAD = """\
# Mutants of proofs/kernel that survive its tests, each with the reason. Written by `make mutate`, reasons by hand.
# kernel_sha256 is the kernel every mutant was judged against; `make mutate` fails until it is the kernel here.
"""


@dataclass(frozen=True)
class Survivors:
    """The file's content: the stamp, and the reason for each mutant by key."""

    kernel_sha256: str
    reasons: dict[str, str]


def tree_sha256(folder: Path, pattern: str = "*.py") -> str:
    """Return the hash of the names and bytes of a folder's files."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def kernel_sha256() -> str:
    """Return the hash of the kernel's sources."""
    return tree_sha256(KERNEL)


def parse(text: str) -> Survivors:
    """Read the file's text.

    Raises:
        ValueError: A key stands twice, a reason is missing or empty, or the stamp is no hash.
    """
    content = tomllib.loads(text)
    stamp = content.get("kernel_sha256", "")
    if len(stamp) != 64:
        raise ValueError("kernel_sha256 is no sha256")
    reasons: dict[str, str] = {}
    for entry in content.get("survivor", []):
        if entry["key"] in reasons:
            raise ValueError(f"{entry['key']} stands twice")
        if not entry.get("reason", "").strip():
            raise ValueError(f"{entry['key']} has no reason")
        reasons[entry["key"]] = entry["reason"]
    return Survivors(stamp, reasons)


def render(stamp: str, survivors: Iterable[Mutant], reasons: dict[str, str]) -> str:
    """Return the file's text, in the order of the sources; a mutant without a reason gets an empty one."""
    parts = [HEAD, f'kernel_sha256 = "{stamp}"\n']
    for mutant in sorted(survivors, key=lambda mutant: (mutant.module, mutant.line, mutant.key)):
        fields = {
            "key": mutant.key,
            "place": mutant.place,
            "before": mutant.before,
            "after": mutant.after,
            "reason": reasons.get(mutant.key, ""),
        }
        # A JSON string is a TOML basic string as well.
        parts.append("\n[[survivor]]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in fields.items()))
    return "".join(parts)
