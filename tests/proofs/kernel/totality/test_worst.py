"""The small files that once took a minute are refused within the work that one certificate may do."""

import pytest

from tests.certificates.edits import Document, spell
from tests.proofs.kernel.shapes import empty, means
from tests.proofs.kernel.worst import MOST_BYTES, MOST_MEGABYTES, MOST_SECONDS, cost


@pytest.mark.parametrize(
    "document",
    [means(15, 400, 2, 1, 0), means(15, 400, 2, 1, 1), empty(15, 600, 2)],
    ids=["no-signalling-16kB", "quantum-16kB", "empty-22kB"],
)
def test_one_hypothesis_of_fifteen_parties_used_many_times_is_a_limit(document: Document) -> None:
    data = spell(document)
    assert len(data) < MOST_BYTES
    found = cost(data)
    assert found.answer.startswith("LIMIT")
    assert found.seconds < MOST_SECONDS
    assert found.megabytes < MOST_MEGABYTES
