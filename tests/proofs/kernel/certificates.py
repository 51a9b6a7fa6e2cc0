"""The shipped certificates, as files that may come and go, and the small ones of the tests."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings

from proofs.kernel.check import Verdict, check_bytes
from tests.proofs.kernel import examples
from tests.proofs.kernel.rounds import correlated

ROOT = Path(__file__).resolve().parents[3] / "certificates"
SHIPPED = {
    path.relative_to(ROOT).as_posix().removesuffix(".cert.json"): path
    for path in sorted(ROOT.rglob("*.cert.json"))
    if "vectors" not in path.relative_to(ROOT).parts
}
SMALL = {**examples.ALL, "correlated": correlated}


def _shape(path: Path) -> tuple[str, ...]:
    """What a certificate is about, without its numbers."""
    document = json.loads(path.read_bytes())
    statement = document["statement"]
    kinds = sorted({hypothesis["kind"] for hypothesis in statement.get("hypotheses", [])})
    parties = str(len(statement.get("scenario", {"parties": []})["parties"]))
    return document["rule"], statement["kind"], statement.get("set", ""), parties, *sorted(statement), *kinds


# one certificate stands for all of its shape, and all of them are taken in the thorough profiles
REPRESENTATIVES = {_shape(path): name for name, path in reversed(SHIPPED.items())}
# a change at every place of a file with thousands of numbers takes hours and shows nothing new
READABLE = [name for name, path in SHIPPED.items() if path.stat().st_size < 1 << 15]
NAMES = [*SMALL, *(READABLE if settings().max_examples > 50 else sorted(REPRESENTATIVES.values()))]


@cache
def text(name: str) -> bytes:
    """The bytes of a certificate."""
    return json.dumps(SMALL[name]()).encode() if name in SMALL else SHIPPED[name].read_bytes()


def load(name: str) -> Any:
    """A certificate as a fresh document."""
    return json.loads(text(name))


@cache
def verdict(name: str) -> Verdict:
    """What the kernel says about a certificate, asked once."""
    return check_bytes(text(name))
