"""Polynomials in central symbols: arithmetic, reduction, evaluation, spelling."""

from fractions import Fraction as Q
from typing import Any

import pytest

from proofs.kernel.errors import Budget
from proofs.kernel.number import Algebraic
from proofs.kernel.symbols import Poly, Ring
from tests.proofs.kernel import build
from tests.proofs.kernel.build import node, raised

FIELD = {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]}


def ring(budget: int = 10**6, **parts: object) -> Ring:
    """Symbols b and r with r^2 = 8 + 2 b^2."""
    declared: dict[str, Any] = {
        "symbols": [{"name": "b"}, {"name": "r"}],
        "relations": [{"symbol": "r", "power": "2", "equals": {"poly": [["8", ""], ["2", "b^2"]]}}],
        **parts,
    }
    return Ring(node(declared).members(), Budget(budget))


def test_what_a_coefficient_costs() -> None:
    r = ring()
    long = Q(2**6398)  # 6400 bits with the denominator, a hundred words
    assert r.cost(Q(1)) == r.cost(Poly(r, {(1, 0): Q(1)})) == 1
    assert r.cost(long) == r.cost(Poly(r, {(1, 0): long, (0, 1): Q(1)})) == 1 + 100**2 // 16
    assert r.terms_of(0) == r.terms_of(Q(0)) == {}


def test_sums_and_differences() -> None:
    r = ring()
    b, x = r.symbol(0), r.symbol(1)
    assert (b + x).terms == {(1, 0): 1, (0, 1): 1}
    assert (b + b).terms == {(1, 0): 2}
    assert (b - b).terms == {}
    assert not b - b
    assert b
    assert (b + Q(3)).terms == (Q(3) + b).terms == {(1, 0): 1, (0, 0): 3}
    assert (b - Q(3)).terms == {(1, 0): 1, (0, 0): -3}
    assert (Q(3) - b).terms == {(1, 0): -1, (0, 0): 3}
    assert (b + Q(0)).terms == {(1, 0): 1}
    assert (-b).terms == {(1, 0): -1}


def test_products_are_reduced_by_the_relation() -> None:
    r = ring()
    b, x = r.symbol(0), r.symbol(1)
    assert (b * b * b).terms == {(3, 0): 1}
    assert (x * x).terms == {(0, 0): 8, (2, 0): 2}
    assert (x * x * x).terms == {(0, 1): 8, (2, 1): 2}
    assert (x * x * x * x).terms == {(0, 0): 64, (2, 0): 32, (4, 0): 4}
    assert ((x + b) * (x - b)).terms == {(0, 0): 8, (2, 0): 1}
    assert (x * Q(3)).terms == (Q(3) * x).terms == {(0, 1): 3}
    assert (x * Q(0)).terms == {}


def test_field_elements_multiply_from_both_sides() -> None:
    r = ring(field=FIELD)
    assert r.field is not None
    root = Algebraic(r.field, [Q(0), Q(1)])
    b = r.symbol(0)
    left, right = root * b, b * root
    assert isinstance(left, Poly)
    assert r.text_of(left) == r.text_of(right) == "((alpha)*b)"
    assert r.text_of(left * root) == "((2)*b)"
    assert r.text_of(root + b) == "((alpha) + b)"
    assert r.text_of(root - b) == "((alpha) + -1*b)"
    assert r.text_of(b - root) == "((-alpha) + b)"


def test_later_relations_are_applied_before_earlier_ones() -> None:
    declared = {
        "symbols": [{"name": "a"}, {"name": "b"}],
        "relations": [
            {"symbol": "a", "power": "2", "equals": "3"},
            {"symbol": "b", "power": "1", "equals": {"poly": [["1", "a"]]}},
        ],
    }
    r = Ring(node(declared).members(), Budget(10**6))
    assert r.reduce(Poly(r, {(0, 5): Q(1)})).terms == {(1, 0): 9}
    assert r.reduce(Poly(r, {(1, 1): Q(1), (0, 0): Q(-3)})).terms == {}
    assert r.relations[0][1].terms == {(0, 0): 3}


def test_a_relation_with_lower_powers_of_its_own_symbol() -> None:
    # the golden ratio: x^2 = x + 1
    declared = {
        "symbols": [{"name": "x"}],
        "relations": [{"symbol": "x", "power": "2", "equals": {"poly": [["1", ""], ["1", "x"]]}}],
    }
    r = Ring(node(declared).members(), Budget(10**6))
    x = r.symbol(0)
    power = x
    for _ in range(9):
        power = power * x
    assert power.terms == {(0,): 34, (1,): 55}  # Fibonacci numbers


def test_degrees() -> None:
    r = ring()
    value = r.symbol(0) * r.symbol(0) * r.symbol(1)
    assert (value.degree_in(0), value.degree_in(1)) == (2, 1)
    assert Poly(r, {}).degree_in(0) == 0


def test_values_at_a_point() -> None:
    r = ring()
    value = r.symbol(0) * r.symbol(0) * r.symbol(1) * Q(3) + Q(1, 2)
    assert r.evaluate(value, [Q(2), Q(5)]) == 60 + Q(1, 2)
    assert r.evaluate(Q(7), [Q(2), Q(5)]) == 7
    field = build.field([-2, 0, 1], Q(1), Q(2))
    at_root = r.evaluate(r.symbol(0) * r.symbol(0), [Algebraic(field, [Q(0), Q(1)]), Q(0)])
    assert isinstance(at_root, Algebraic)
    assert at_root.coefficients == [2]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("5/8", "5/8"),
        (["0", "1"], "(alpha)"),
        ({"poly": [["1", "b"]]}, "(b)"),
        ({"poly": [["-1", "b"]]}, "(-1*b)"),
        (
            {"poly": [["1", ""], ["2", "r"], ["1", "b"], ["1", "b r"], ["-3/2", "b^2"]]},
            "(1 + 2*r + b + b*r + -3/2*b^2)",
        ),
        ({"poly": [[["1", "1"], ""], [["0", "-1"], "b^2 r"]]}, "((1 + alpha) + (-alpha)*b^2*r)"),
        ({"poly": [["1", "b^24"]]}, "(b^24)"),
    ],
)
def test_the_spelling_of_a_coefficient(value: object, text: str) -> None:
    r = ring(field=FIELD)
    assert r.text_of(r.read(node(value))) == text


def test_the_lines_of_a_ring() -> None:
    r = ring(
        symbols=[{"name": "b", "low": "0", "high": "1/2"}, {"name": "r"}],
        conditions=[{"polynomial": {"poly": [["1", "r"]]}, "sense": ">0"}],
        field=FIELD,
    )
    assert r.lines() == [
        "field: alpha is the root of -2 + alpha^2 in (1, 2)",
        "for all real b in [0, 1/2]",
        "for all real r",
        "where r^2 = (8 + 2*b^2)",
        "where (r) > 0",
    ]
    assert Ring({}, Budget(1)).lines() == []
    weak = ring(conditions=[{"polynomial": {"poly": [["1", "r"]]}, "sense": ">=0"}])
    assert weak.lines()[-1] == "where (r) >= 0"


def test_ranges_are_conditions_before_the_listed_ones() -> None:
    r = ring(
        symbols=[{"name": "b", "low": "1", "high": "2"}, {"name": "r"}],
        conditions=[{"polynomial": {"poly": [["1", "r"]]}, "sense": ">0"}],
    )
    assert [r.text_of(p) for p, _ in r.conditions] == ["(-1 + b)", "(2 + -1*b)", "(r)"]
    assert [strict for _, strict in r.conditions] == [False, False, True]


def test_products_and_reductions_spend_the_budget() -> None:
    r = ring()
    x = r.symbol(1) + r.symbol(0)
    before = r.budget.units
    y = x * x
    assert before - r.budget.units >= 8 * 4
    r.budget.units = 2 * 8 * 16
    assert raised(lambda: y * y * y) == "LIMIT work"
    r.budget.units = 8 * 17 - 1
    assert raised(lambda: r.reduce(Poly(r, {(k, 2): Q(1) for k in range(16)}))) == "LIMIT work"
