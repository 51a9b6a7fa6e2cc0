"""The vectors are what their makers write, and no more; `tests/proofs/kernel/cases` asks the kernel about each."""

from __future__ import annotations

import re

import pytest

from proofs.codes import CODES
from proofs.kernel.check import check_bytes
from tests.certificates.large import LARGE
from tests.certificates.make_vectors import VALID, VECTORS, vectors
from tests.proofs.kernel.vectors import indices


def _stored() -> dict[str, bytes]:
    """Every file of the vectors of certificates; those of conformance have a writer and tests of their own."""
    files = {p.relative_to(VECTORS).as_posix(): p for p in VECTORS.rglob("*") if p.is_file()}
    return {name: p.read_bytes() for name, p in files.items() if not name.startswith(("README.md", "conformance/"))}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_vector_is_refused_where_and_why_its_table_says(name: str) -> None:
    large = LARGE[name]
    verdict = check_bytes(large.make())
    assert (verdict.verdict, verdict.pointer, verdict.code) == (large.verdict, large.pointer, large.code)


def test_every_file_is_in_an_index() -> None:
    listed = {
        f"{rule}/{entry[key]}"
        for rule, index in indices().items()
        for kind in ("valid", "invalid")
        for entry in index[kind]
        for key in ("file", "text")
        if key in entry
    }
    found = _stored().keys()
    assert found - listed == {f"{rule}/index.toml" for rule in VALID}
    assert listed <= found


def test_writing_the_vectors_again_gives_the_same_bytes() -> None:
    assert dict(vectors()) == _stored()


def test_an_invalid_vector_differs_from_the_valid_one_it_is_made_from() -> None:
    for rule, index in indices().items():
        files = [entry["file"] for entry in index["invalid"]]
        assert len(files) == len(set(files))
        for entry in index["invalid"]:
            base = (VECTORS / rule / entry["from"]).read_bytes()
            assert (VECTORS / rule / entry["file"]).read_bytes() != base, entry["file"]


def test_the_page_names_every_folder() -> None:
    page = (VECTORS / "README.md").read_text("utf-8")
    table = [line for line in page.splitlines() if line.startswith("| `")][:2]
    assert {name for line in table for name in re.findall("`([a-z-]+)`", line)} == set(VALID)


def test_every_code_of_a_file_has_a_vector() -> None:
    seen = {entry["code"] for index in indices().values() for entry in index["invalid"]}
    seen |= {large.code for large in LARGE.values()}
    # a file that cannot be opened has no bytes to store
    assert set(CODES) - seen == {"unreadable"}


def test_texts_of_valid_vectors_differ_unless_the_statements_are_equal() -> None:
    texts: dict[str, list[str]] = {}
    for path in sorted(VECTORS.glob("*/valid/*.txt")):
        texts.setdefault(path.read_text("utf-8"), []).append(path.relative_to(VECTORS).as_posix())
    shared = [names for names in texts.values() if len(names) > 1]
    assert shared == [
        ["chain/valid/accumulated-least.txt", "chain/valid/accumulated.txt"],
        ["sos/valid/chsh.txt", "sos/valid/gram-field.txt"],
        ["sos/valid/gram-factor.txt", "sos/valid/gram.txt"],
    ]
