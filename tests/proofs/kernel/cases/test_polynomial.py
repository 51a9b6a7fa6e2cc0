"""Rule polynomial: what the vectors do not show, that is spellings that are right, texts, and what it costs."""

import time
from typing import Any

import pytest

from proofs.kernel.errors import Budget
from proofs.kernel.rules import check
from tests.proofs.kernel.build import Document, document, drop, node, proved, put, raised, refusal
from tests.proofs.kernel.examples import circle

S, W = "/statement", "/witness"


def identity(left: str, right: str, symbols: str = "x y", **more: Any) -> Any:
    statement = {"kind": "comparison", "symbols": symbols.split(), "claims": [[left, "=", right]], **more}
    return document("polynomial", statement, {"proofs": [{}]})


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("-x^2", "0 - x*x"),
        ("-x + y", "y - x"),
        ("(-x)^2", "x^2"),
        ("-2^2", "-4"),
        ("2*x/4*y", "x*y/2"),
        ("x/2/3", "x/6"),
        ("x - y - x", "-y"),
        ("x - (y - x)", "2*x - y"),
        ("2^3/4", "2"),
        ("(1/2)^2", "1/4"),
        ("((x))", "x"),
        ("0", "-0"),
        ("x^24", "x^12*x^12"),
        ("(" * 48 + "x" + ")" * 48, "x"),
        ("(x + y)^3", "x^3 + 3*x^2*y + 3*x*y^2 + y^3"),
    ],
)
def test_an_expression_is_read_as_everybody_reads_it(left: str, right: str) -> None:
    assert proved(identity(left, right)) == f"for all real x, y\nclaim: {left} = {right}"
    assert refusal(identity(left, f"{right} + 1/1000000")) == "REJECTED identity /witness/proofs/0"


def test_alpha_is_the_generator_of_the_field() -> None:
    field = {"minimal-polynomial": ["-2", "0", "0", "1"], "root": ["1", "2"]}
    assert proved(identity("(alpha*x)^3", "2*x^3", field=field)).startswith("field: alpha is the root of -2 + alpha^3")
    assert refusal(identity("(alpha*x)^2", "2*x^2", field=field)) == "REJECTED identity /witness/proofs/0"


def test_names_may_be_long_and_hold_digits() -> None:
    assert proved(identity("p00*p01", "p01*p00", "p00 p01"))
    assert refusal(identity("p0p1", "p1p0", "p0 p1")) == "MALFORMED unknown-name /statement/claims/0/0"


def test_there_may_be_sixteen_symbols() -> None:
    names = [f"x{i}" for i in range(16)]
    assert proved(identity(" + ".join(names), " + ".join(reversed(names)), " ".join(names)))


def test_the_lines_stand_in_the_order_of_the_page() -> None:
    assert proved(circle()).split("\n") == [
        "for all real c, s",
        "where c^2 + s^2 = 1",
        "where c > 0",
        "claim: c^4 - s^4 = 2*c^2 - 1",
        "claim: c + s < 3/2",
    ]


def test_what_is_not_shown_to_be_about_something_says_so() -> None:
    unchecked = put(drop(circle(), W + "/point"), S + "/vacuity", "unchecked")
    assert proved(unchecked).split("\n")[3].startswith("POSSIBLY VACUOUS: ")
    # a contradiction proves everything, and is printed as such or refused
    contradiction = put(unchecked, S + "/relations", [["1", "=", "0"]])
    anything = put(put(contradiction, S + "/claims", [["c", "=", "s"]]), W + "/proofs", [{"relations": ["c - s"]}])
    assert "POSSIBLY VACUOUS" in proved(anything)
    shown = put(drop(anything, S + "/vacuity"), W + "/point", {"c": "1", "s": "0"})
    assert refusal(shown) == "REJECTED no-real-point /witness/point"


def test_conditions_without_symbols_are_checked_too() -> None:
    statement = {"kind": "comparison", "symbols": [], "claims": [["1", "=", "1"]], "conditions": [["1", ">", "2"]]}
    witness: Document = {"proofs": [{}], "point": {}}
    assert refusal(document("polynomial", statement, witness)) == "REJECTED no-real-point /witness/point"
    assert proved(document("polynomial", put(statement, "/conditions/0/1", "<"), witness))


def test_a_relation_may_miss_on_either_side() -> None:
    for value in ("1/2", "2"):
        assert refusal(put(circle(), W + "/point/c", value)) == "REJECTED no-real-point /witness/point"


COSTLY = {
    "a power of many terms": "(1 + x + y + x*y)^24*(1 + x + y + x*y)^24*(1 + x + y + x*y)^24",
    "towers of powers": "(" * 40 + "x + y" + ")^24" * 40,
    "long numbers in towers": "(" * 20 + "9" * 2000 + ")^24" * 20,
    "a long sum of unit fractions": " + ".join(f"1/{10**1990 + k}" for k in range(1500)),
    "many terms": " + ".join(f"x^{2 + k % 23}*y^{2 + k // 23 % 23}*{k}" for k in range(40000)),
}


@pytest.mark.parametrize("name", COSTLY)
def test_a_costly_expression_is_a_limit_and_soon(name: str) -> None:
    began = time.process_time()
    assert refusal(identity(COSTLY[name], "0")).startswith("LIMIT ")
    assert time.process_time() - began < 30


def test_a_high_power_at_a_point_is_a_limit() -> None:
    tower = "(" * 6 + "x" + ")^24" * 6
    found = put(identity("x", "x", conditions=[[tower, ">", "0"]]), W + "/point", {"x": "1", "y": "1"})
    parts = {key: value for key, value in found.items() if key != "format"}
    assert raised(lambda: check(node(parts), Budget(10**6))) == "LIMIT work"
