"""The shipped certificates, as files that may come and go, and the small ones of the tests."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings

from tests.kernel import examples
from tests.kernel.rounds import correlated

ROOT = Path(__file__).resolve().parents[2] / "certificates"
SHIPPED = {
    path.relative_to(ROOT).as_posix().removesuffix(".cert.json"): path
    for path in sorted(ROOT.rglob("*.cert.json"))
    if "vectors" not in path.relative_to(ROOT).parts
}
SMALL = {**examples.ALL, "correlated": correlated}
# certificates that differ in numbers and outcomes only; the first of each family stands for it
FAMILIES = {re.sub("[0-9]+|zero|one", "#", name): name for name in reversed(SHIPPED)}
# all of them in the thorough profiles
NAMES = [*SMALL, *(SHIPPED if settings().max_examples > 50 else sorted(FAMILIES.values()))]


@cache
def text(name: str) -> bytes:
    """The bytes of a certificate."""
    return json.dumps(SMALL[name]()).encode() if name in SMALL else SHIPPED[name].read_bytes()


def load(name: str) -> Any:
    """A certificate as a fresh document."""
    return json.loads(text(name))
