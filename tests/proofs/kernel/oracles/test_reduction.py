"""Polynomials in central symbols against sympy's reduction by the relations."""

from fractions import Fraction as Q
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from proofs.kernel.errors import Budget
from proofs.kernel.symbols import Poly, Ring
from tests.proofs.kernel.build import node
from tests.proofs.kernel.effort import examples

# the relations as the format writes them, and what they set to zero
RELATIONS: list[tuple[list[dict[str, Any]], list[str]]] = [
    ([], []),
    ([{"symbol": "b", "power": "2", "equals": {"poly": [["8", ""], ["2", "a^2"]]}}], ["b**2 - 8 - 2*a**2"]),
    (
        [
            {"symbol": "a", "power": "3", "equals": {"poly": [["1", ""], ["-2", "a"]]}},
            {"symbol": "b", "power": "2", "equals": {"poly": [["1", "b"], ["1/2", "a^2"]]}},
            {"symbol": "c", "power": "1", "equals": {"poly": [["1", "b"], ["1", "a b"]]}},
        ],
        ["a**3 - 1 + 2*a", "b**2 - b - a**2/2", "c - b - a*b"],
    ),
    (
        [
            {"symbol": "b", "power": "2", "equals": "3"},
            {"symbol": "c", "power": "2", "equals": {"poly": [["1", "a"], ["-1", "a b"]]}},
        ],
        ["b**2 - 3", "c**2 - a + a*b"],
    ),
]
SYMBOLS = [{"name": name} for name in "abc"]

polynomials = st.dictionaries(
    st.tuples(*[st.integers(0, 4)] * 3), st.fractions(-3, 3, max_denominator=4).filter(bool), max_size=4
)


def ring(which: int) -> Ring:
    declared: dict[str, Any] = {"symbols": SYMBOLS}
    if RELATIONS[which][0]:
        declared["relations"] = RELATIONS[which][0]
    return Ring(node(declared).members(), Budget(10**9))


def sympy_form(terms: dict[tuple[int, ...], Q]) -> Any:
    import sympy

    generators = sympy.symbols("a b c")
    return sum(
        (
            sympy.Rational(c.numerator, c.denominator) * sympy.prod(g**k for g, k in zip(generators, e, strict=True))
            for e, c in terms.items()
        ),
        start=sympy.Integer(0),
    )


def reduced(expression: Any, which: int) -> dict[tuple[int, ...], Q]:
    """Normal form in the lexicographic order with later symbols greater."""
    import sympy

    a, b, c = sympy.symbols("a b c")
    basis = [sympy.sympify(text) for text in RELATIONS[which][1]]
    rest = sympy.reduced(expression, basis, c, b, a, order="lex")[1] if basis else expression
    terms = sympy.Poly(rest, a, b, c).terms()
    return {tuple(e): Q(int(x.p), int(x.q)) for e, x in terms if x}


@given(st.integers(0, len(RELATIONS) - 1), polynomials, polynomials)
@examples(5)
def test_products(which: int, left: dict[tuple[int, ...], Q], right: dict[tuple[int, ...], Q]) -> None:
    r = ring(which)
    product = r.reduce(Poly(r, dict(left))) * r.reduce(Poly(r, dict(right)))
    assert product.terms == reduced(sympy_form(left) * sympy_form(right), which)


@given(st.integers(0, len(RELATIONS) - 1), polynomials, polynomials)
@examples(4)
def test_sums_and_reductions(which: int, left: dict[tuple[int, ...], Q], right: dict[tuple[int, ...], Q]) -> None:
    r = ring(which)
    assert r.reduce(Poly(r, dict(left))).terms == reduced(sympy_form(left), which)
    difference = r.reduce(Poly(r, dict(left))) - r.reduce(Poly(r, dict(right)))
    assert difference.terms == reduced(sympy_form(left) - sympy_form(right), which)


@given(polynomials, polynomials, st.tuples(*[st.fractions(-3, 3, max_denominator=3)] * 3))
@examples(15)
def test_values_of_sums_and_products(
    left: dict[tuple[int, ...], Q], right: dict[tuple[int, ...], Q], at: tuple[Q, Q, Q]
) -> None:
    r = ring(0)

    def value(terms: dict[tuple[int, ...], Q]) -> Q:
        a, b, c = at
        return sum((x * a**i * b**j * c**k for (i, j, k), x in terms.items()), start=Q(0))

    p, q = Poly(r, dict(left)), Poly(r, dict(right))
    assert r.evaluate(p * q, list(at)) == value(left) * value(right)
    assert r.evaluate(p + q, list(at)) == value(left) + value(right)
    assert r.evaluate(Q(2) - p, list(at)) == 2 - value(left)


@given(polynomials)
@examples(15)
def test_relations_hold_where_they_were_replaced(terms: dict[tuple[int, ...], Q]) -> None:
    # b^2 = 8 + 2 a^2 at its rational points: lines through (2, 4)
    r = ring(1)
    for slope in (Q(0), Q(1, 2), Q(-3, 5)):
        a = 2 + 8 * (1 - slope) / (slope * slope - 2)
        b = 4 + slope * (a - 2)
        assert b * b == 8 + 2 * a * a
        p = Poly(r, dict(terms))
        assert r.evaluate(p, [a, b, Q(1)]) == r.evaluate(r.reduce(p), [a, b, Q(1)])
