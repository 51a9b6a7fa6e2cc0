"""Exact arguments: every documented spelling, every refusal, and rounding on the safe side."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle import numbers
from oracle.failures import Limit, Malformed
from oracle.numbers import PiMultiple, Surd, TangentAngle, compare, decimal_text, dyadic, number_text, parse, square

rationals = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**9)
surds = st.builds(numbers.square_root, st.fractions(0, 1000, max_denominator=1000), rationals)
reals = rationals | surds


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", Fraction(7)),
        ("-3", Fraction(-3)),
        ("+3", Fraction(3)),
        ("-0", Fraction(0)),
        ("70/29", Fraction(70, 29)),
        ("4/6", Fraction(2, 3)),
        ("0.1", Fraction(1, 10)),
        (".5", Fraction(1, 2)),
        ("2.", Fraction(2)),
        ("1e-3", Fraction(1, 1000)),
        ("2.5E+2", Fraction(250)),
        ("sqrt(9/4)", Fraction(3, 2)),
        ("0*sqrt(2)", Fraction(0)),
        ("sqrt(8)", Surd(Fraction(2), 2)),
        ("2*sqrt(2)", Surd(Fraction(2), 2)),
        ("-sqrt(2)/2", Surd(Fraction(-1, 2), 2)),
        ("1/2*sqrt(0.5)", Surd(Fraction(1, 4), 2)),
        ("2 * sqrt(2)", Surd(Fraction(2), 2)),
        ("pi", PiMultiple(Fraction(1))),
        ("pi/8", PiMultiple(Fraction(1, 8))),
        ("-3*pi/4", PiMultiple(Fraction(-3, 4))),
        ("tan=3/4", TangentAngle(Fraction(3, 4))),
        ("tan=-1", TangentAngle(Fraction(-1))),
    ],
)
def test_spellings(text: str, value: numbers.Exact) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "nan", "NaN", "inf", "-inf", "Infinity", "1/0", "0/0", "1//2", "1/2/3", "1.5/2", "--1", "1_000",
        "0x10", "1e", "e5", "1,5", "sqrt()", "sqrt(-2)", "sqrt(2", "sqrt(2)/0", "sqrt(sqrt(2))", "pi/0", "2pi", "tan=",
        "tan=pi", "tan=tan=1", "tan=1/0", "\u0661", "\uff11", "1\n2", "1 2", "True", "1j", "None", "\u22121", "1\x00",
    ],
)  # fmt: skip
def test_refused_spellings(text: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse(text)
    assert refused.value.code == "not-a-number"
    assert "\n" not in refused.value.sentence


@pytest.mark.parametrize("text", ["1e999999999", "1e-999999999", "1e201", "9" * 201, "1/" + "9" * 201, "9" * 5000])
def test_too_many_digits_are_a_limit(text: str) -> None:
    with pytest.raises(Limit) as refused:
        parse(text)
    assert refused.value.code == "digits"


@pytest.mark.parametrize("text", ["pi/8", "tan=1/2"])
def test_an_angle_is_no_real_argument(text: str) -> None:
    with pytest.raises(Malformed) as refused:
        numbers.parse_real(text)
    assert refused.value.code == "wrong-number"


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_named_problem(text: str) -> None:
    try:
        value = parse(text)
    except (Malformed, Limit):
        return
    assert parse(number_text(value)) == value


@given(reals)
def test_one_spelling_is_read_back(x: numbers.Real) -> None:
    assert parse(number_text(x)) == x


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12, min_value=-(10**9), max_value=10**9))
def test_decimals_are_exact(x: object) -> None:
    assert parse(str(x)) == Fraction(str(x))


@given(st.fractions(0, 10**6, max_denominator=10**6), rationals)
def test_a_square_root_squares_back(inside: Fraction, factor: Fraction) -> None:
    assert square(numbers.square_root(inside, factor)) == factor * factor * inside


@given(reals, reals)
def test_comparison_is_an_order(x: numbers.Real, y: numbers.Real) -> None:
    assert compare(x, y) == -compare(y, x)
    assert (compare(x, y) == 0) == (x == y)
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        assert compare(x, y) == (x > y) - (x < y)


@given(surds, st.integers(1, 30))
def test_comparison_agrees_with_rational_bounds_of_the_root(x: numbers.Real, digits: int) -> None:
    if isinstance(x, Fraction):
        return
    scale = 10**digits
    from math import isqrt

    root = Fraction(isqrt(x.radicand * scale * scale), scale)
    ends = sorted((x.coefficient * root, x.coefficient * (root + Fraction(1, scale))))
    assert compare(ends[0], x) <= 0 <= compare(ends[1], x)


@given(rationals, st.integers(0, 20))
def test_decimals_are_rounded_to_the_named_side(x: Fraction, digits: int) -> None:
    low, high = (Fraction(decimal_text(x, digits, up)) for up in (False, True))
    assert low <= x <= high
    assert high - low <= Fraction(1, 10**digits)
    assert (low == high) == ((x * 10**digits).denominator == 1)


@given(rationals, st.integers(0, 80))
def test_dyadics_are_rounded_to_the_named_side(x: Fraction, bits: int) -> None:
    low, high = dyadic(x, bits, up=False), dyadic(x, bits, up=True)
    assert low <= x <= high <= low + Fraction(1, 2**bits)
    assert (2**bits) % low.denominator == 0
