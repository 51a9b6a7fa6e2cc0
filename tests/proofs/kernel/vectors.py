"""The vectors of `certificates/vectors` as cases of the kernel: what each must be answered, and what it is answered."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parents[3] / "certificates" / "vectors"

Entry = dict[str, Any]


@cache
def indices() -> dict[str, dict[str, list[Entry]]]:
    """Return the index of each rule's folder."""
    return {path.parent.name: tomllib.loads(path.read_text("utf-8")) for path in sorted(VECTORS.glob("*/index.toml"))}


@cache
def expected() -> dict[str, tuple[str, str, str, str]]:
    """Return verdict, pointer, code and text that the kernel must give, by the vector's path below `VECTORS`."""
    found = {}
    for rule, index in indices().items():
        for entry in index["valid"]:
            text = (VECTORS / rule / entry["text"]).read_text("utf-8")
            found[f"{rule}/{entry['file']}"] = ("PROVED", "", "", text)
        for entry in index["invalid"]:
            found[f"{rule}/{entry['file']}"] = (entry["verdict"], entry["pointer"], entry["code"], "\n")
    return found


@cache
def content(name: str) -> bytes:
    """Return the bytes of a vector."""
    return (VECTORS / name).read_bytes()


def answered(name: str) -> tuple[str, str, str, str]:
    """Return what the kernel that is imported now answers, in the order of `expected`."""
    from proofs.kernel.check import check_bytes

    verdict = check_bytes(content(name))
    return verdict.verdict, verdict.pointer, verdict.code, verdict.statement + "\n"
