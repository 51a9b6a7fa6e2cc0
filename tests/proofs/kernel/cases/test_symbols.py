"""Central symbols: declarations, polynomials, relations, the point that excludes vacuity."""

from typing import Any

import pytest

from proofs.kernel.symbols import MAX_DEGREE
from tests.proofs.kernel.build import Document, Refusal, drop, proved, put, refusal
from tests.proofs.kernel.examples import cone, squares, symbolic

S, W = "/statement", "/witness"
HUGE = str(MAX_DEGREE + 1)


def symbols(*entries: object) -> Document:
    return put(symbolic(), S + "/symbols", list(entries))


def poly(*terms: list[object]) -> Document:
    """The first coefficient of the functional written as another polynomial."""
    return put(symbolic(), S + "/functional/0/0/poly", list(terms))


def relation(**changes: object) -> Document:
    entry = {"symbol": "r", "power": "2", "equals": "2", **changes}
    return put(cone(), S + "/relations", [entry])


def relations(*entries: tuple[str, str, object]) -> Document:
    """Relations over the symbols a and b, with nothing else to check first."""
    document = put(symbolic(), S + "/symbols", [{"name": "a"}, {"name": "b"}])
    listed = [{"symbol": name, "power": power, "equals": equals} for name, power, equals in entries]
    return put(document, S + "/relations", listed)


DECLARATIONS: dict[str, tuple[Document, Refusal]] = {
    "an open range": (
        symbols({"name": "t", "low": "0", "high": "1", "open": "low"}),
        "MALFORMED unknown-key /statement/symbols/0",
    ),
}

POLYNOMIALS: dict[str, tuple[Document, Refusal]] = {
    "no term": (poly(), "MALFORMED not-reduced /statement/functional/0/0"),
    "a number as polynomial": (poly(["1", ""]), "MALFORMED not-reduced /statement/functional/0/0"),
    "a zero coefficient": (poly(["0", "t"]), "MALFORMED terms-order /statement/functional/0/0/poly/0"),
    "terms in falling degree": (poly(["1", "t"], ["1", ""]), "MALFORMED terms-order /statement/functional/0/0/poly/1"),
    "a monomial twice": (poly(["1", "t"], ["1", "t"]), "MALFORMED terms-order /statement/functional/0/0/poly/1"),
    "an undeclared symbol": (poly(["1", "s"]), "MALFORMED unknown-name /statement/functional/0/0/poly/0/1"),
    "two blanks": (poly(["1", "t  t"]), "MALFORMED unknown-name /statement/functional/0/0/poly/0/1"),
    "a factor twice": (poly(["1", "t t"]), "MALFORMED terms-order /statement/functional/0/0/poly/0/1"),
    "the power 1": (poly(["1", "t^1"]), "MALFORMED out-of-range /statement/functional/0/0/poly/0/1"),
    "a power left out": (poly(["1", "t^"]), "MALFORMED not-an-integer /statement/functional/0/0/poly/0/1"),
    "a power with a zero in front": (
        poly(["1", "t^02"]),
        "MALFORMED not-an-integer /statement/functional/0/0/poly/0/1",
    ),
    "a power above the limit": (poly(["1", "t^" + HUGE]), "LIMIT size /statement/functional/0/0/poly/0/1"),
    "three parts in a term": (poly(["1", "t", "t"]), "MALFORMED wrong-shape /statement/functional/0/0/poly/0"),
    "a polynomial as coefficient": (
        poly([{"poly": [["1", "t"]]}, "t"]),
        "MALFORMED not-a-string /statement/functional/0/0/poly/0/0",
    ),
    "another key": (
        put(symbolic(), S + "/functional/0/0", {"polynomial": []}),
        "MALFORMED unknown-key /statement/functional/0/0",
    ),
    "symbols out of order": (
        put(relations(("b", "2", "2")), S + "/functional/0/0/poly", [["1", "b a"]]),
        "MALFORMED terms-order /statement/functional/0/0/poly/0/1",
    ),
    "an algebraic coefficient without field": (
        poly([["0", "1"], "t"]),
        "MALFORMED wrong-field /statement/functional/0/0/poly/0/0",
    ),
}

RELATIONS: dict[str, tuple[Document, Refusal]] = {
    "a right side that an earlier relation rewrites": (
        relations(("a", "2", "2"), ("b", "2", {"poly": [["1", "a^2"]]})),
        "MALFORMED not-reduced /statement/relations/1/equals",
    ),
    "a relation without right side": (
        drop(cone(), S + "/relations/0/equals"),
        "MALFORMED missing-key /statement/relations/0",
    ),
}

CONDITIONS: dict[str, tuple[Document, Refusal]] = {
    "a condition without sense": (
        drop(cone(), S + "/conditions/0/sense"),
        "MALFORMED missing-key /statement/conditions/0",
    ),
}

POINTS: dict[str, tuple[Document, Refusal]] = {
    "a point that is a polynomial": (
        put(symbolic(), W + "/symbols/t", {"poly": [["1", "t"]]}),
        "MALFORMED not-a-string /witness/symbols/t",
    ),
}

FAULTS = {
    f"{kind}: {name}": fault
    for kind, table in (
        ("declaration", DECLARATIONS),
        ("polynomial", POLYNOMIALS),
        ("relation", RELATIONS),
        ("condition", CONDITIONS),
        ("point", POINTS),
    )
    for name, fault in table.items()
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_about_symbols(fault: str) -> None:
    document, expected = FAULTS[fault]
    assert refusal(document) == expected


def test_a_relation_may_name_a_number() -> None:
    base = put(put(squares(), S + "/symbols", [{"name": "a"}]), W + "/symbols", {"a": "2"})
    named = put(base, S + "/relations", [{"symbol": "a", "power": "1", "equals": "2"}])
    assert "where a^1 = 2" in proved(named).split("\n")
    assert refusal(put(named, W + "/symbols/a", "1")) == "REJECTED no-real-point /witness/symbols"


@pytest.mark.parametrize("t", ["0", "2", "1/3"])
def test_a_closed_range_contains_its_ends(t: str) -> None:
    assert proved(put(symbolic(), W + "/symbols/t", t)) == proved(symbolic())


def test_a_strict_condition_does_not_hold_at_zero() -> None:
    document: Any = symbolic()
    condition = {"polynomial": {"poly": [["1", "t"]]}, "sense": ">=0"}
    weak = put(document, S + "/conditions", [condition])
    proved(put(weak, W + "/symbols/t", "0"))
    strict = put(weak, S + "/conditions/0/sense", ">0")
    assert refusal(put(strict, W + "/symbols/t", "0")) == "REJECTED no-real-point /witness/symbols"


def test_symbols_and_conditions_are_printed() -> None:
    lines = proved(cone()).split("\n")
    assert lines[2:6] == [
        "field: alpha is the root of -2 + alpha^2 in (1, 2)",
        "for all real r",
        "where r^2 = 2",
        "where (r) > 0",
    ]
    assert "for all real t in [0, 2]" in proved(symbolic()).split("\n")
