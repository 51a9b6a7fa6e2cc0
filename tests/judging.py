"""Whatever certificate a search writes during a test is judged when the test ends: engines do not ask the kernel.

What a test writes itself, to be refused, is its own affair.
"""

import sys
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from proofs.kernel.check import check_bytes
from proofs.search.language import write
from proofs.search.language.write import Json

_layout = write.canonical_bytes


@pytest.fixture(autouse=True)
def proposals(request: pytest.FixtureRequest) -> Iterator[list[bytes]]:
    """The bytes of all certificates that were written; each must be PROVED, unless the test is marked `unjudged`."""
    written: list[bytes] = []

    def recorded(document: Json) -> bytes:
        data = _layout(document)
        writer = sys._getframe(2).f_globals["__name__"]  # whoever called `certificate_bytes`
        if isinstance(document, dict) and "format" in document and writer.startswith(("lp.", "proofs.search.")):
            written.append(data)
        return data

    with patch.object(write, "canonical_bytes", recorded):
        yield written
    if request.node.get_closest_marker("unjudged") is None:
        for data in dict.fromkeys(written):
            verdict = check_bytes(data)
            assert verdict.verdict == "PROVED", f"{verdict.verdict} at {verdict.pointer}: {verdict.problem}"
