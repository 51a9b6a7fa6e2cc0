"""Weights: which coefficients count as proved nonnegative or positive."""

from fractions import Fraction as Q
from typing import Any

import pytest

from proofs.kernel.errors import Budget
from proofs.kernel.symbols import MAX_DEGREE, Poly, Ring
from tests.proofs.kernel.build import Refusal, inner, node, raised

T = {"poly": [["1", "t"]]}


def ring(**parts: object) -> Ring:
    """t in [1, 2], s in [0, 3], u and v free with v^2 = u, conditions u > 0 (4) and v >= 0 (5)."""
    declared: dict[str, Any] = {
        "symbols": [
            {"name": "t", "low": "1", "high": "2"},
            {"name": "s", "low": "0", "high": "3"},
            {"name": "u"},
            {"name": "v"},
        ],
        "relations": [{"symbol": "v", "power": "2", "equals": {"poly": [["1", "u"]]}}],
        "conditions": [
            {"polynomial": {"poly": [["1", "u"]]}, "sense": ">0"},
            {"polynomial": {"poly": [["1", "v"]]}, "sense": ">=0"},
        ],
        "field": {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]},
        **parts,
    }
    return Ring(node(declared).members(), Budget(10**6))


def poly(*terms: tuple[str, str]) -> dict[str, object]:
    return {"poly": [list(term) for term in terms]}


NONNEGATIVE: dict[str, object] = {
    "zero": "0",
    "a positive rational": "1/9",
    "a positive number of the field": ["-1", "1"],
    "a symbol with range above 0": T,
    "a symbol with range from 0": poly(("1", "s")),
    "an affine polynomial that is zero at a corner": poly(("-1", ""), ("1", "t")),
    "an affine polynomial that is zero at the other corner": poly(("2", ""), ("-1", "t")),
    # (t - 1)(3 - s)
    "a bilinear polynomial": poly(("-3", ""), ("1", "s"), ("3", "t"), ("-1", "t s")),
    "an empty cone": {"cone": []},
    "a cone of a number": {"cone": [["2", []]]},
    "a cone of a condition": {"cone": [["2", ["5"]]]},
    "a cone of products": {"cone": [["2", ["4", "5", "5"]], ["1", ["0", "1", "2"]]]},
    "a cone with algebraic coefficient": {"cone": [[["0", "1"], ["4"]]]},
}


@pytest.mark.parametrize("name", NONNEGATIVE)
def test_a_weight_that_is_proved_nonnegative(name: str) -> None:
    ring().read_weight(node(NONNEGATIVE[name]))


REFUSED: dict[str, tuple[object, bool, Refusal]] = {
    "a negative rational": ("-1", False, "REJECTED weight-sign /x"),
    "a negative number of the field": (["1", "-1"], False, "REJECTED weight-sign /x"),
    "zero where positive is needed": ("0", True, "REJECTED weight-sign /x"),
    "a symbol that may be negative": (poly(("-1", "t")), False, "REJECTED weight-sign /x"),
    "negative at the lower corner only": (poly(("-3/2", ""), ("1", "t")), False, "REJECTED weight-sign /x"),
    "negative at the upper corner only": (poly(("3/2", ""), ("-1", "t")), False, "REJECTED weight-sign /x"),
    "negative at one corner of four": (
        poly(("1", ""), ("-1", "s"), ("-1", "t"), ("1", "t s")),
        False,
        "REJECTED weight-sign /x",
    ),
    "a square of a symbol with range": (poly(("1", "t^2")), False, "REJECTED weight-sign /x"),
    "a symbol without range": (poly(("1", "u")), False, "REJECTED weight-sign /x"),
    "a symbol without range next to one with": (poly(("1", "u"), ("1", "t")), False, "REJECTED weight-sign /x"),
    "a product with a symbol without range": (poly(("1", "t u")), False, "REJECTED weight-sign /x"),
    "a positive polynomial that is no cone": (T, True, "REJECTED weight-sign /x"),
    "a cone with a weak condition only": ({"cone": [["1", ["5"]]]}, True, "REJECTED weight-sign /x/cone"),
    "a cone with a weak factor": ({"cone": [["1", ["4", "5"]]]}, True, "REJECTED weight-sign /x/cone"),
    "a cone with a weak factor first": ({"cone": [["1", ["5", "4"]]]}, True, "REJECTED weight-sign /x/cone"),
    "a cone of a range": ({"cone": [["1", ["0"]]]}, True, "REJECTED weight-sign /x/cone"),
    "an empty cone that should be positive": ({"cone": []}, True, "REJECTED weight-sign /x/cone"),
    "a cone with coefficient zero": ({"cone": [["0", ["4"]]]}, False, "REJECTED weight-sign /x/cone/0/0"),
    "a cone with negative coefficient": ({"cone": [["-1", ["4"]]]}, False, "REJECTED weight-sign /x/cone/0/0"),
    "a condition that is not there": ({"cone": [["1", ["6"]]]}, False, "MALFORMED unknown-name /x/cone/0/1/0"),
    "a negative number of a condition": ({"cone": [["1", ["-1"]]]}, False, "MALFORMED out-of-range /x/cone/0/1/0"),
    "too many factors": ({"cone": [["1", ["4"] * (MAX_DEGREE + 1)]]}, False, "LIMIT size /x/cone/0/1"),
    "a term without factors": ({"cone": [["1"]]}, False, "MALFORMED wrong-shape /x/cone/0"),
    "a cone and a polynomial": ({"cone": [], "poly": []}, False, "MALFORMED unknown-key /x"),
    "no cone but its name": ("cone", False, "MALFORMED not-a-rational /x"),
    "nothing": (None, False, "MALFORMED bare-literal /x"),
    "a polynomial inside a cone": ({"cone": [[T, ["4"]]]}, False, "MALFORMED not-a-string /x/cone/0/0"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_weight_that_is_refused(fault: str) -> None:
    value, strict, expected = REFUSED[fault]
    assert raised(lambda: ring().read_weight(inner(value), strict)) == expected


@pytest.mark.parametrize(
    "value",
    [
        "1/9",
        ["-1", "1"],
        {"cone": [["1", ["4"]]]},
        {"cone": [["1", []]]},
        {"cone": [["1", ["5"]], ["1", ["4", "4"]]]},
        {"cone": [["1", ["4"]], ["1", ["5"]]]},
    ],
)
def test_a_weight_that_is_proved_positive(value: object) -> None:
    ring().read_weight(node(value), strict=True)


def test_as_many_factors_as_allowed() -> None:
    value = ring().read_weight(node({"cone": [["1", ["4"] * MAX_DEGREE]]}))
    assert isinstance(value, Poly)
    assert value.terms == {(0, 0, MAX_DEGREE, 0): 1}


def test_a_cone_is_the_sum_of_its_products() -> None:
    # conditions: 0: t-1, 1: 2-t, 2: s, 3: 3-s, 4: u, 5: v
    value = ring().read_weight(node({"cone": [["2", ["0", "3"]], ["1/2", ["1"]], ["3", []], ["5", ["5", "5"]]]}))
    assert isinstance(value, Poly)
    # 2 (t-1)(3-s) + (2-t)/2 + 3 + 5 v^2, with v^2 = u
    assert value.terms == {
        (0, 0, 0, 0): -6 + 1 + 3,
        (1, 0, 0, 0): Q(6) - Q(1, 2),
        (0, 1, 0, 0): 2,
        (1, 1, 0, 0): -2,
        (0, 0, 1, 0): 5,
    }


def test_a_polynomial_of_no_symbol_has_a_sign() -> None:
    r = ring()
    zero = (0, 0, 0, 0)
    assert r.is_nonnegative(Poly(r, {zero: Q(1)}))
    assert r.is_nonnegative(Poly(r, {}))
    assert not r.is_nonnegative(Poly(r, {zero: Q(-1)}))


def test_a_relation_may_only_help() -> None:
    # with s = t the box is cut down to its diagonal, where s - t >= 0; corners do not know
    r = ring(
        relations=[{"symbol": "s", "power": "1", "equals": T}],
        conditions=[{"polynomial": {"poly": [["1", "u"]]}, "sense": ">0"}],
    )
    assert not r.is_nonnegative(Poly(r, {(0, 1, 0, 0): Q(1), (1, 0, 0, 0): Q(-1)}))


def test_a_refused_weight_is_shown_short() -> None:
    r = ring()
    value = {"poly": [[str(-(10**50)), "u" if k == 1 else f"u^{k}"] for k in range(1, 9)]}
    with pytest.raises(Exception, match="not proved nonnegative") as caught:
        r.read_weight(node(value))
    assert len(str(caught.value)) < 200
