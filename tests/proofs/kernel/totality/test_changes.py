"""Every single change of a certificate: refused, or another statement, or the same statement with another proof.

A changed statement field never prints the old statement, and a tightened bound is refused.
"""

import json
import random
import zlib
from collections.abc import Iterator
from fractions import Fraction as Q
from typing import Any

import pytest

from proofs.kernel.check import check_bytes
from tests.proofs.kernel.build import Document, at, drop, put, refusal
from tests.proofs.kernel.certificates import NAMES, SMALL, load, verdict
from tests.proofs.kernel.effort import sample
from tests.proofs.kernel.soundness.holds import holds
from tests.proofs.kernel.totality.test_anything import places

Change = tuple[str, str | None]  # a pointer, and another string there; None stands for leaving out and doubling


def spellings(value: str) -> list[str]:
    """Other strings in place of a leaf: numbers nearby, names nearby, and another spelling of the same."""
    try:
        number = Q(value)
    except ValueError:
        names = {"<=": ">=", ">=": "<=", ">=0": "=0", "=0": ">=0", ">0": ">=0"}
        swapped = [names[value]] if value in names else []
        return [*swapped, value + "0", value[:-1], value + " B0", value.replace("A0", "A1"), value.replace("B0", "B1")]
    return [str(-number), str(number + 1), str(number - Q(1, 10)), str(number + Q(1, 2**60)), "+" + value, f"0{value}"]


def changes(document: Document) -> list[Change]:
    """Every single change, in an order that is the same in every run."""
    result: list[Change] = []
    for pointer in places(document):
        value = at(document, pointer)
        result.append((pointer, None))
        if isinstance(value, str):
            result += [(pointer, other) for other in spellings(value) if other != value]
    random.Random(len(result)).shuffle(result)
    return result


def changed(document: Document, change: Change) -> Iterator[Document]:
    pointer, other = change
    if other is not None:
        yield put(document, pointer, other)
        return
    yield drop(document, pointer)
    parent = pointer.rpartition("/")[0]
    if isinstance(at(document, parent), list):
        yield put(document, parent + "/-", at(document, pointer))


@pytest.mark.parametrize("name", NAMES)
def test_no_single_change_proves_what_it_should_not(name: str) -> None:
    before = verdict(name).statement
    assert before
    statement = load(name)["statement"]
    # all in the nightly profile; elsewhere the first of them
    some = changes(load(name))[: sample(24 if name in SMALL else 6)]
    for change in some:
        for document in changed(load(name), change):
            found = check_bytes(json.dumps(document).encode())
            if found.verdict != "PROVED":
                assert (found.statement, found.assumptions) == ("", ())
            elif document["statement"] == statement:
                assert found.statement == before, change
            else:
                assert found.statement != before, change
                # another statement may be true: then it holds
                holds(document, 1)


def twice(value: Any, pointer: str) -> str:
    """JSON text in which the key that the pointer ends with stands twice."""
    if not pointer:
        return json.dumps(value)
    first, _, rest = pointer[1:].partition("/")
    rest = f"/{rest}" if rest else ""
    if isinstance(value, list):
        parts = [twice(item, rest) if str(k) == first else json.dumps(item) for k, item in enumerate(value)]
        return f"[{', '.join(parts)}]"
    parts = []
    for key, item in value.items():
        inside = key.replace("~", "~0").replace("/", "~1") == first
        member = f"{json.dumps(key)}: {twice(item, rest) if inside else json.dumps(item)}"
        parts += [member, member] if inside and not rest else [member]
    return "{" + ", ".join(parts) + "}"


@pytest.mark.parametrize("name", NAMES)
def test_no_key_may_stand_twice(name: str) -> None:
    document = load(name)
    pointers = [p for p in places(document) if not isinstance(at(document, p.rpartition("/")[0]), list)]
    for pointer in random.Random(zlib.crc32(name.encode())).sample(pointers, min(len(pointers), sample(3))):
        assert refusal(twice(document, pointer).encode()) == "MALFORMED duplicate-key"


def tightened(statement: Document, step: Q) -> Iterator[tuple[str, Any]]:
    """Pointers of the statement and values that claim more."""
    kind = statement["kind"]
    if kind in ("bound", "guessing"):
        up = statement.get("sense") == ">="
        yield "/bound", shifted(statement["bound"], step if up else -step)
    elif kind in ("value", "equality"):
        for k, entry in enumerate(statement["values"]):
            for sign in (1, -1):
                yield f"/values/{k}/value", shifted(entry["value"], sign * step)
    elif kind == "steering-bound":
        yield "/bound", shifted(statement["bound"], step if statement["sense"] == ">=" else -step)
    elif kind == "steering-guessing":
        yield "/constant", shifted(statement["constant"], -step)
        yield "/slope", shifted(statement["slope"], step)
    elif kind == "steering-value":
        for k, entry in enumerate(statement["values"]):
            for sign in (1, -1):
                yield f"/values/{k}/value", shifted(entry["value"], sign * step)
        if "probability" in statement:
            yield "/probability", shifted(statement["probability"], step)
    elif kind == "entropy":
        yield "/functional/0/0", shifted(statement["functional"][0][0], max(step, Q(1, 2**12)))
    elif kind == "estimated-bits":
        yield "/bits", str(Q(statement["bits"]) + 1)
        yield "/power", str(Q(statement["power"]) * (1 - Q(1, 3)))
    elif kind == "extracted-bits":
        yield "/error", str(Q(statement["error"]) / 2)
        yield "/output", str(int(statement["output"]) + 1)
    elif kind == "comparison":
        for k, (_, sense, right) in enumerate(statement["claims"]):
            yield f"/claims/{k}/2", f"{right} {'-' if sense[0] == '<' else '+'} {step}"
    elif kind == "extractor":
        yield "/length/2", str(Q(statement["length"][2]) * (1 + step))
    elif kind in ("min-entropy", "certified-bits"):
        if Q(statement["bits"]):
            yield "/bits", str(Q(statement["bits"]) + max(step, Q(1, 2**40)))
        yield "/guessing/constant", str(Q(statement["guessing"]["constant"]) - step)
        if kind == "certified-bits":
            yield "/deviation/value", str(Q(statement["deviation"]["value"]) * (1 - max(step, Q(1, 2**50))))
            yield "/errors/0/value", str(Q(statement["errors"][0]["value"]) * (1 - max(step, Q(1, 2**50))))


def shifted(value: Any, step: Q) -> Any:
    """A coefficient plus a rational, in its one spelling."""
    if isinstance(value, str):
        return str(Q(value) + step)
    if isinstance(value, list):
        return [str(Q(value[0]) + step), *value[1:]]
    terms = value["poly"]
    if terms[0][1] == "":
        rest = shifted(terms[0][0], step)
        return {"poly": ([[rest, ""]] if rest != "0" else []) + terms[1:]}
    return {"poly": [[str(step), ""], *terms]}


LOOSE = {  # pointers of claims that could be stronger, with the reason
    "correlated": ("/deviation/value", "/errors/0/value"),  # its failure probability is larger than needed
    "kulikov2024/theorem-2": ("/length/2",),  # the lemma gives three bits more than the paper's theorem
    "kulikov2024/corrected-length": ("/length/2",),  # which it starts from
}


@pytest.mark.parametrize("name", NAMES)
def test_a_tightened_claim_is_refused(name: str) -> None:
    document = load(name)
    for step in (Q(1, 10), Q(1, 2**60)):
        for pointer, value in tightened(document["statement"], step):
            if pointer in LOOSE.get(name, ()):
                continue
            found = check_bytes(json.dumps(put(document, "/statement" + pointer, value)).encode())
            assert found.verdict != "PROVED", (pointer, step, found.statement)
