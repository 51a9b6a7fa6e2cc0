"""Totality: any bytes and any JSON give a verdict, soon, and every refusal points into the document."""

import json
import time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from proofs.codes import CODES
from proofs.kernel.check import Verdict, check_bytes
from tests.proofs.kernel.build import Document, at
from tests.proofs.kernel.certificates import SMALL, load
from tests.proofs.kernel.effort import examples

SECONDS = 10  # of processor time; a verdict about a small document takes milliseconds


def verdict_of(data: bytes) -> Verdict:
    """The verdict, with everything checked that must hold for all bytes."""
    began = time.process_time()
    verdict = check_bytes(data)
    assert time.process_time() - began < SECONDS
    assert isinstance(verdict, Verdict)
    if verdict.verdict == "PROVED":
        assert verdict.statement
        assert not verdict.code
        return verdict
    assert verdict.verdict in ("REJECTED", "MALFORMED", "LIMIT")
    assert verdict.code in CODES
    assert verdict.statement == ""
    assert verdict.problem
    assert verdict.problem.isascii()
    assert verdict.problem.isprintable()
    if verdict.pointer:
        at(json.loads(data), verdict.pointer)  # raises when the place does not exist
    return verdict


@given(st.binary(max_size=200))
@examples(30)
def test_any_bytes(data: bytes) -> None:
    assert verdict_of(data).verdict != "PROVED"


@given(st.text(max_size=100))
@examples(20)
def test_any_text(text: str) -> None:
    assert verdict_of(text.encode("utf-8", "surrogatepass")).verdict != "PROVED"


WORDS = ["", "0", "1", "-1", "1/2", "A0", "A0 B0", "A0=1", "<=", ">=", "sos", "bound", "local", "bellcert/1"]
KEYS = ["format", "rule", "statement", "witness", "kind", "set", "scenario", "poly", "cone", "re", "pow", "a/b~c"]
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=True),
    st.text(max_size=8),
    st.sampled_from(WORDS),
)
keys = st.one_of(st.text(max_size=5), st.sampled_from(KEYS))
values = st.recursive(
    scalars,
    lambda x: st.one_of(st.lists(x, max_size=4), st.dictionaries(keys, x, max_size=4)),
    max_leaves=12,
)


@given(values)
@examples(30)
def test_any_json(value: Any) -> None:
    assert verdict_of(json.dumps(value).encode()).verdict != "PROVED"


@given(st.dictionaries(st.sampled_from(["format", "rule", "statement", "witness", "provenance"]), values))
@examples(12)
def test_any_members_of_a_certificate(members: Document) -> None:
    verdict_of(json.dumps({**members, "format": "bellcert/1"}).encode())


def places(value: Any, pointer: str = "") -> list[str]:
    """Pointers to all values inside a document."""
    result = [pointer] if pointer else []
    if isinstance(value, dict):
        for key, inner in value.items():
            result += places(inner, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            result += places(inner, f"{pointer}/{index}")
    return result


@given(st.sampled_from(list(SMALL)), st.data())
@examples(60)
def test_any_value_in_place_of_another(name: str, data: st.DataObject) -> None:
    document = load(name)
    pointer = data.draw(st.sampled_from(places(document)))
    parent, _, last = pointer.rpartition("/")
    holder = at(document, parent)
    key: Any = int(last) if isinstance(holder, list) else last
    # a foreign value, or one from another place of the same certificate
    other = data.draw(st.one_of(values, st.sampled_from(places(document)).map(lambda p: at(load(name), p))))
    holder[key] = other
    verdict_of(json.dumps(document).encode())


@given(st.sampled_from(list(SMALL)), st.integers(0, 10**6), st.binary(max_size=3), st.integers(0, 3))
@examples(40)
def test_any_bytes_inside_a_certificate(name: str, place: int, inserted: bytes, removed: int) -> None:
    data = json.dumps(load(name)).encode()
    k = place % len(data)
    verdict_of(data[:k] + inserted + data[k + removed :])
