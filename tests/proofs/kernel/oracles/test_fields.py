"""Number fields against sympy and against bisection in rationals."""

from fractions import Fraction as Q
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from proofs.kernel.errors import Budget, Limit
from proofs.kernel.number import Algebraic, Field, count_roots, has_factor, sign
from tests.proofs.kernel import build
from tests.proofs.kernel.effort import examples
from tests.proofs.kernel.oracles.exact import root

# minimal polynomial, an interval with one root
FIELDS = [
    ([-2, 0, 1], Q(1), Q(2)),
    ([-2, 0, 1], Q(-2), Q(0)),
    ([-7, 0, 1], Q(2), Q(3)),
    ([-1, -1, 1], Q(1), Q(2)),
    ([-2, 0, 0, 1], Q(1), Q(3, 2)),
    ([1, -3, 0, 1], Q(-2), Q(-1)),  # three real roots
    ([1, -3, 0, 1], Q(0), Q(1)),
    ([1, -3, 0, 1], Q(1), Q(2)),
    ([1, 0, -10, 0, 1], Q(3), Q(4)),  # sqrt 2 + sqrt 3
    ([1, 0, -10, 0, 1], Q(0), Q(1)),  # sqrt 3 - sqrt 2
    ([-1, -1, 0, 0, 0, 1], Q(1), Q(2)),
]
BITS = 400
ROOTS = [root(m, low, high, BITS) for m, low, high in FIELDS]

small = st.fractions(-9, 9, max_denominator=12)
fields = st.integers(0, len(FIELDS) - 1)
elements = st.lists(small, max_size=5)


def field(index: int) -> Field:
    return build.field(*FIELDS[index])


def element(f: Field, coefficients: list[Q]) -> Algebraic:
    trimmed = coefficients[: f.degree]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return Algebraic(f, trimmed)


def value(x: Algebraic, index: int) -> Q:
    """The value up to about 2^-380."""
    return sum((c * ROOTS[index] ** k for k, c in enumerate(x.coefficients)), start=Q(0))


@given(fields, elements)
@examples(20)
def test_signs(index: int, coefficients: list[Q]) -> None:
    x = element(field(index), coefficients)
    approximate = value(x, index)
    if any(x.coefficients):
        # a nonzero element with such coefficients is far from zero (its norm is a rational with a small denominator)
        assert abs(approximate) > Q(1, 2**200)
        assert sign(x) == (1 if approximate > 0 else -1)
    else:
        assert sign(x) == 0


@given(fields, st.integers(1, 10**30))
@examples(15)
def test_signs_next_to_zero(index: int, scale: int) -> None:
    nearest = Q(round(ROOTS[index] * scale), scale)
    x = element(field(index), [-nearest, Q(1)])
    assert sign(x) == (1 if ROOTS[index] > nearest else -1)
    assert sign(-x) == -sign(x)


@given(fields, elements, elements)
@examples(12)
def test_arithmetic_agrees_with_numbers(index: int, a: list[Q], b: list[Q]) -> None:
    f = field(index)
    x, y = element(f, a), element(f, b)
    close = Q(1, 2**300)
    assert abs(value(x + y, index) - value(x, index) - value(y, index)) < close
    assert abs(value(x - y, index) - value(x, index) + value(y, index)) < close
    assert abs(value(x * y, index) - value(x, index) * value(y, index)) < close
    if y:
        assert abs(value(x / y, index) * value(y, index) - value(x, index)) < close
        assert (y / y).coefficients == [1]
    for z in (x + y, x - y, x * y, -x):
        assert len(z.coefficients) <= f.degree
        assert not z.coefficients or z.coefficients[-1]


@given(fields, elements, st.integers(0, 6))
@examples(12)
def test_enclosures_contain_the_value(index: int, coefficients: list[Q], halvings: int) -> None:
    f = field(index)
    x = element(f, coefficients)
    for _ in range(halvings):
        f.refine()
    low, high = x.enclosure()
    slack = Q(1, 2**300)
    assert low - slack <= value(x, index) <= high + slack


@given(fields, elements, elements)
@examples(3)
def test_products_against_sympy(index: int, a: list[Q], b: list[Q]) -> None:
    import sympy

    f = field(index)
    x, y = element(f, a), element(f, b)
    t = sympy.symbols("t")

    def poly(coefficients: list[Q]) -> Any:
        return sympy.Poly([sympy.Rational(c.numerator, c.denominator) for c in reversed(coefficients)] or [0], t)

    remainder = sympy.rem(poly(x.coefficients) * poly(y.coefficients), poly([Q(c) for c in FIELDS[index][0]]))
    expected = [Q(int(c.p), int(c.q)) for c in reversed(remainder.all_coeffs())]
    assert (x * y).coefficients == ([] if expected == [0] else expected)


integers = st.integers(-6, 6)


@given(st.lists(integers, min_size=2, max_size=6))
@examples(12)
def test_irreducibility_against_sympy(lower: list[int]) -> None:
    import sympy

    m = [*lower, 1]
    irreducible = sympy.Poly(list(reversed(m)), sympy.symbols("t")).is_irreducible
    assert has_factor(m, build.node(""), Budget(10**9)) == (not irreducible)


@given(st.lists(st.lists(integers, min_size=1, max_size=3), min_size=2, max_size=2))
@examples(10)
def test_products_are_reducible(factors: list[list[int]]) -> None:
    a, b = [*factors[0], 1], [*factors[1], 1]
    m = [sum(a[i] * b[k - i] for i in range(len(a)) if 0 <= k - i < len(b)) for k in range(len(a) + len(b) - 1)]
    try:
        assert has_factor(m, build.node(""), Budget(10**9))
    except Limit:
        assume(False)


@given(st.lists(st.fractions(-5, 5, max_denominator=6), min_size=1, max_size=5), small, small)
@examples(12)
def test_root_counts_of_products_of_linear_factors(roots: list[Q], a: Q, b: Q) -> None:
    low, high = min(a, b), max(a, b)
    assume(low not in roots and high not in roots and low < high)
    poly = [Q(1)]
    for r in roots:
        shifted = [Q(0), *poly]
        poly = [s - r * c for s, c in zip(shifted, [*poly, Q(0)], strict=True)]
    assert count_roots(poly, low, high) == len({r for r in roots if low < r < high})


@given(st.lists(integers, min_size=2, max_size=5), small, small)
@examples(8)
def test_root_counts_against_sympy(lower: list[int], a: Q, b: Q) -> None:
    import sympy

    low, high = min(a, b), max(a, b)
    m = [*lower, 1]
    poly = sympy.Poly(list(reversed(m)), sympy.symbols("t"))
    ends = [sympy.Rational(x.numerator, x.denominator) for x in (low, high)]
    assume(low < high and all(poly.eval(end) for end in ends))
    distinct = poly.sqf_part().count_roots(*ends)
    assert count_roots([Q(c) for c in m], low, high) == distinct
