"""The schema of certificates takes what is shipped and refuses named faults; what is true only the kernel knows."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proofs.kernel.check import check_bytes
from proofs.kernel.rules import KINDS, RULES
from tests.schema.schemas import NAMES, ROOT, complaints, examples, linked, schema, shipped, validator


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one(name: str) -> None:
    validator(name).check_schema(schema(name))
    assert schema(name)["$id"] == f"urn:bellcert:schema:{name}"


def test_every_schema_is_tested() -> None:
    assert {path.stem for path in (ROOT / "schema").iterdir()} == set(NAMES)


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_shipped_certificate_fits(path: Path) -> None:
    assert complaints("certificate", json.loads(path.read_bytes())) == []


def test_every_valid_vector_fits() -> None:
    paths = sorted(ROOT.glob("vectors/*/valid/*.json"))
    assert {path.parts[-3] for path in paths} == {"reader", *RULES}
    refused = {
        path.relative_to(ROOT).as_posix(): complaints("certificate", json.loads(path.read_bytes())) for path in paths
    }
    assert {name: reasons for name, reasons in refused.items() if reasons} == {}


@pytest.mark.parametrize("text", [text for text, _ in examples()])
def test_an_example_of_the_page_fits(text: str) -> None:
    assert complaints("certificate", json.loads(text)) == []


def test_every_rule_and_kind_is_known() -> None:
    assert set(schema("certificate")["$defs"]["premise-parts"]["properties"]["rule"]["enum"]) == set(RULES)
    assert set(KINDS) <= set(schema("certificate")["$defs"])


def example(rule: str, kind: str, **statement: str) -> Any:
    """The first example the page links of this rule and kind, with these entries of its statement."""
    for path in linked():
        found = json.loads(path.read_bytes())
        if found["rule"] == rule and {"kind": kind, **statement}.items() <= found["statement"].items():
            return found
    raise LookupError(rule)


def entropy(name: str) -> Any:
    return json.loads((ROOT / "pironio2010" / f"{name}.cert.json").read_bytes())


SOS = ("sos", "bound")
LP = ("lp-dual", "bound")
EMPTY = ("farkas", "empty")
POINT = ("point", "value")
NUMBER = ("enclosure", "enclosure")
GUESS = ("guessing", "guessing")


def put(*path: str | int) -> Callable[[Any, Any], None]:
    """A change of the entry at this place."""

    def change(document: Any, value: Any) -> None:
        for key in path[:-1]:
            document = document[key]
        if value is None:
            del document[path[-1]]
        elif isinstance(document, list) and path[-1] == len(document):
            document.append(value)
        else:
            document[path[-1]] = value

    return change


W, S = "witness", "statement"
FAULTS: dict[str, tuple[tuple[str, str], tuple[str | int, ...], Any]] = {
    "another format": (SOS, ("format",), "bellcert/2"),
    "no format": (SOS, ("format",), None),
    "unknown key": (SOS, ("comment",), "x"),
    "provenance is no text": (SOS, ("provenance",), {"year": ["2024"]}),
    "unknown rule": (SOS, ("rule",), "trust-me"),
    "empty witness": (SOS, (W,), {}),
    "unknown kind": (SOS, (S, "kind"), "claim"),
    "kind of another rule": (SOS, ("rule",), "point"),
    "set of another rule": (SOS, (S, "set"), "local"),
    "a bare number": (SOS, (S, "bound"), 2),
    "a decimal": (SOS, (S, "bound"), "2.0"),
    "an exponent": (SOS, (S, "bound"), "1e3"),
    "minus zero": (SOS, (S, "bound"), "-0"),
    "a leading zero": (SOS, (S, "bound"), "01"),
    "a denominator one": (SOS, (S, "bound"), "2/1"),
    "a negative denominator": (SOS, (S, "bound"), "1/-2"),
    "too many digits": (SOS, (S, "bound"), "9" * 4003),
    "a list of one number": (SOS, (S, "bound"), ["2"]),
    "a lower-case party": (SOS, (S, "scenario", "parties", 0, "name"), "a"),
    "one outcome": (SOS, (S, "scenario", "parties", 0, "inputs", 0, 1), "1"),
    "an unknown sense": (SOS, (S, "sense"), "<"),
    "no functional": (SOS, (S, "functional"), []),
    "two spaces in a word": (SOS, (S, "functional", 0, 1), "A0  B0"),
    "a term of three": (SOS, (S, "functional", 0, 2), "1"),
    "a cone with an index below zero": (SOS, (W, "multiplier"), {"cone": [["1", ["-1"]]]}),
    "an unknown part": (SOS, (W, "cubes"), []),
    "events for operators": (SOS, (W, "events"), []),
    "a symbol called alpha": (LP, (S, "symbols", 0, "name"), "alpha"),
    "half a range": (LP, (S, "symbols", 0, "high"), None),
    "a mean without sense": (LP, (S, "hypotheses", 0, "sense"), None),
    "a relation with a sense": (LP, (S, "hypotheses", 0, "kind"), "relation"),
    "vacuity is another word": (LP, (S, "vacuity"), "checked"),
    "an observable as event": (LP, (W, "events", 0, 1), "A0"),
    "strategies for no-signalling": (LP, (W, "strategies"), "16"),
    "a point of bare numbers": (LP, (W, "symbols", "i"), 3),
    "signalling in another set": (LP, (S, "scenario", "signalling"), [["A", "B"]]),
    "nothing is empty": (EMPTY, (S, "hypotheses"), None),
    "vacuity of the impossible": (EMPTY, (S, "vacuity"), "unchecked"),
    "no strategies": (EMPTY, (W, "strategies"), "0"),
    "both objects": (POINT, (W, "behaviour"), []),
    "a dimension of zero": (POINT, (W, "models", 0, "dimensions", 0), "0"),
    "a value of the commuting set": (POINT, (S, "set"), "quantum-commuting"),
    "an imaginary part alone": (POINT, (W, "models", 0, "state", 0), {"im": "1"}),
    "an unknown function": (NUMBER, (S, "expression"), {"sin": ["1"]}),
    "two functions": (NUMBER, (S, "expression"), {"ln": ["2"], "exp": ["2"]}),
    "a power of one": (NUMBER, (S, "expression"), {"pow": ["2", "1"]}),
    "a precision of seven": (NUMBER, (W, "precision"), "7"),
    "one branch": (GUESS, (W, "branches"), [{"event": "A0=0", "events": []}]),
    "nothing guessed": (GUESS, (S, "guessed"), []),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused(fault: str) -> None:
    (rule, kind), path, value = FAULTS[fault]
    document = example(rule, kind)
    assert complaints("certificate", document) == []
    put(*path)(document, value)
    assert complaints("certificate", document) != []
    assert check_bytes(json.dumps(document).encode()).verdict != "PROVED"


ENTROPY_FAULTS: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "an unknown assumption": ((S, "assumptions", 0), "goodwill"),
    "an unknown tag": ((S, "tags", "adversary"), "none"),
    "a missing tag": ((S, "tags", "memory"), None),
    "negative bits": ((S, "bits"), "-1"),
    "a negative slope": ((S, "guessing", "slope"), "-1/4"),
    "commuting inputs": ((S, "scenario", "commuting"), [["A0", "A1"]]),
    "the local set": ((S, "set"), "local"),
    "a premise with a format": ((W, "guessing", 0, "format"), "bellcert/1"),
    "a premise of another rule": ((W, "guessing", 0, "rule"), "enclosure"),
    "an algebraic coefficient": ((S, "functional", 0, 0), ["0", "1"]),
}
MANY_FAULTS: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "a negative count": ((S, "counts", 0, 0), "-1"),
    "a count of an observable": ((S, "counts", 0, 1), "A0 B0"),
    "a probability of zero": ((S, "inputs", 0, 0), "0"),
    "an unknown method": ((S, "deviation", "method"), "hope"),
    "another error": ((S, "errors", 0, "type"), "smoothing"),
    "half a range": ((S, "range", 1), None),
    "one premise of the range": ((W, "range", 1), None),
    "a premise of one round": ((W, "attained"), {}),
}


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        pytest.param(name, path, value, id=f"{name}: {fault}")
        for name, faults in {
            "min-entropy-nosignalling-3": ENTROPY_FAULTS,
            "table1-nosignalling": ENTROPY_FAULTS | MANY_FAULTS,
        }.items()
        for fault, (path, value) in faults.items()
    ],
)
def test_a_fault_of_an_entropy_statement_is_refused(name: str, path: tuple[str | int, ...], value: Any) -> None:
    document = entropy(name)
    assert complaints("certificate", document) == []
    put(*path)(document, copy.deepcopy(value))
    assert complaints("certificate", document) != []
    assert check_bytes(json.dumps(document).encode()).verdict != "PROVED"


def test_a_time_ordered_scenario_says_who_may_signal() -> None:
    document = example("lp-dual", "bound", set="time-ordered")
    put(S, "scenario", "signalling")(document, None)
    assert complaints("certificate", document) != []
