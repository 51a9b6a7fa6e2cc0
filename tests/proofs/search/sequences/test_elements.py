"""Polynomials as functions: sums, products and reductions agree at every point."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.search.sequences.elements import Element
from proofs.search.sequences.operators import Symbols

RATIONALS = st.fractions(-3, 3, max_denominator=5)
POLYNOMIALS = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 2)), RATIONALS, min_size=1).map(
    lambda terms: Element(dict(terms.items()))
)
POINTS = st.tuples(RATIONALS, RATIONALS)


def at(element: Element, point: tuple[Fraction, ...]) -> Fraction:
    total = Fraction(0)
    for exponents, c in element.terms.items():
        for x, power in zip(point, exponents, strict=True):
            c *= x**power
        total += c
    return total


@given(POLYNOMIALS, POLYNOMIALS, POINTS, RATIONALS)
def test_polynomials_are_their_values(one: Element, other: Element, point: Any, number: Fraction) -> None:
    a, b = at(one, point), at(other, point)
    assert at(one + other, point) == a + b
    assert at(one - other, point) == a - b
    assert at(one * other, point) == a * b
    assert at(number - one * 2 + one**2, point) == number - 2 * a + a * a
    assert one - one == 0
    assert not one - one
    if number:
        assert at(one / number, point) == a / number


@given(POLYNOMIALS, POINTS)
def test_the_square_of_a_generator_is_replaced_where_it_is_that(one: Element, point: Any) -> None:
    x, y = point
    square = Element({(2, 0): Fraction(1), (0, 0): Fraction(1)})  # x^2 + 1 for y^2
    found = one.replaced(1, square)
    assert all(exponents[1] < 2 for exponents in found.terms)
    even = Element({(m, 2 * n): c for (m, n), c in one.terms.items()}, one.zero)
    assert at(even.replaced(1, square), (x, y)) == sum(
        (c * x**m * (x * x + 1) ** n for (m, n), c in one.terms.items()), Fraction(0)
    )


def test_equal_polynomials_are_found_in_sets() -> None:
    x = Element({(1,): Fraction(1)})
    assert len({x + 1, 1 + x, x * x - x * x + x + 1}) == 1
    assert x + 0 * x != 1
    assert x != "x"


def test_operators_are_not_swallowed() -> None:
    x = Element({(1,): Fraction(1)})
    for operation in (x.__add__, x.__mul__, x.__sub__):
        assert operation("x") is NotImplemented  # type: ignore[arg-type]


@given(st.integers(0, 7), st.integers(0, 7), st.integers(0, 5), st.sampled_from([(3, 4, 5), (5, -12, 13)]))
def test_reductions_hold_on_the_sphere(i: int, j: int, k: int, triple: tuple[int, int, int]) -> None:
    symbols = Symbols(["c", "s", "d", "e"], ("c", "s"), ("c", "d", "e"), rational=True)
    c, s, d, e = (symbols[name] for name in symbols.names)
    x, y, r = triple
    point = (Fraction(0), Fraction(0), Fraction(x, r), Fraction(y, r), Fraction(0), Fraction(y, r))
    element = c**i * s**j * e**k + d
    reduced = symbols.reduce(element)
    assert all(exponents[3] < 2 and exponents[5] < 2 for exponents in reduced.terms)
    assert at(reduced, point) == at(element, point)


@pytest.mark.parametrize("power", range(6))
def test_the_imaginary_unit_has_square_minus_one(power: int) -> None:
    symbols = Symbols([], gaussian=True)
    i = symbols.imaginary
    assert symbols.reduce(i**power) == [symbols.number(1), i, symbols.number(-1), -i][power % 4]
    assert symbols.reduce(symbols.conjugate(i**power) * i**power) == 1
