"""Outward-rounded functions: directions, exact cases, domains."""

from fractions import Fraction as Q

import pytest

from proofs.kernel import interval
from proofs.kernel.interval import (
    MAX_BITS,
    MAX_EXP,
    Interval,
    OutsideDomain,
    add,
    divide,
    down,
    exp,
    larger,
    ln,
    log2,
    lower,
    multiply,
    negate,
    sqrt,
    subtract,
    up,
)
from tests.proofs.kernel.build import raised

P = 16


def point(x: Q | int) -> Interval:
    return Q(x), Q(x)


def test_rounding_down_and_up_keeps_short_numbers() -> None:
    assert down(Q(5, 8), P) == up(Q(5, 8), P) == Q(5, 8)
    assert down(Q(0), P) == up(Q(0), P) == 0
    # 16 and 16 bits: just short enough for 16
    assert down(Q(2**16 - 1, 2**15 + 3), P) == Q(2**16 - 1, 2**15 + 3)
    assert down(Q(2**16 + 1, 2**15 + 1), P) < Q(2**16 + 1, 2**15 + 1)


@pytest.mark.parametrize(
    "x", [Q(10**9 + 7, 10**9 + 9), Q(-(10**9) - 7, 10**9 + 9), Q(1, 3**40), Q(-(3**40), 2), Q(3**40)]
)
def test_rounding_goes_outward_and_not_far(x: Q) -> None:
    low, high = down(x, P), up(x, P)
    assert low < x < high
    assert high - low < abs(x) / 2 ** (P - 2)
    assert low.numerator.bit_length() <= P + 1 or low.denominator == 1


def test_a_value_with_too_many_bits() -> None:
    # a power of two is one bit above its exponent
    assert down(Q(2 ** (MAX_BITS - 1)), P) == 2 ** (MAX_BITS - 1)
    assert raised(lambda: down(Q(2**MAX_BITS), P)) == "LIMIT size"
    assert raised(lambda: up(Q(1, 2**MAX_BITS), P)) == "LIMIT size"


def test_sums_and_products_of_intervals() -> None:
    x, y = (Q(-1), Q(2)), (Q(3), Q(5))
    assert list(add(x, y, P)) == [2, 7]
    assert list(subtract(x, y, P)) == [-6, -1]
    assert list(negate(x, P)) == [-2, 1]
    assert list(multiply(x, y, P)) == [-5, 10]
    assert list(multiply(x, x, P)) == [-2, 4]
    assert list(multiply(negate(x, P), x, P)) == [-4, 2]
    assert list(divide(x, y, P)) == [Q(-1, 3), Q(2, 3)]
    assert list(divide(y, (Q(-2), Q(-1)), P)) == [-5, Q(-3, 2)]


def test_least_and_greatest() -> None:
    x, y = (Q(0), Q(3)), (Q(1), Q(2))
    assert list(lower(x, y, P)) == list(lower(y, x, P)) == [0, 2]
    assert list(larger(x, y, P)) == list(larger(y, x, P)) == [1, 3]


@pytest.mark.parametrize("divisor", [(Q(0), Q(1)), (Q(-1), Q(0)), (Q(-1), Q(1)), (Q(0), Q(0))])
def test_a_divisor_that_may_be_zero(divisor: Interval) -> None:
    with pytest.raises(OutsideDomain):
        divide(point(1), divisor, P)


def test_square_roots_of_squares_are_exact() -> None:
    assert list(sqrt((Q(4, 9), Q(25)), P)) == [Q(2, 3), 5]
    assert list(sqrt(point(0), P)) == [0, 0]


@pytest.mark.parametrize("x", [Q(2), Q(1, 2), Q(8, 9), Q(9, 8), Q(10**40 + 1), Q(1, 10**40 + 1), Q(3, 4)])
def test_square_roots_from_both_sides(x: Q) -> None:
    low, high = sqrt(point(x), P)
    assert low**2 < x < high**2
    assert high - low <= high / 2 ** (P - 2)


@pytest.mark.parametrize("p", [8, 16, 60])
def test_how_many_bits_are_significant(p: int) -> None:
    for x in (Q(2), Q(3), Q(1, 2), Q(5), Q(7, 3), Q(1, 10**40 + 1)):
        low, high = sqrt(point(x), p)
        assert 0 < high - low <= low / 2**p
    # a few more, for the division in log2; near 1 as well as far from it
    for x in (Q(3), Q(257, 256), Q(256, 257), Q(255, 256), Q(256, 255), Q(4, 3), Q(2, 3), Q(7, 10), Q(10**9)):
        low, high = ln(point(x), p)
        assert 0 < high - low <= abs(low) / 2 ** (p + 8)
        low, high = log2(point(x), p)
        assert 0 < high - low <= abs(low) / 2 ** (p - 1)
    for x in (Q(1), Q(1, 3), Q(5), Q(-5), Q(100), Q(1, 10**30)):
        low, high = exp(point(x), p)
        assert 0 < high - low <= low / 2 ** (p + 10)


def test_the_square_root_of_an_interval() -> None:
    low, high = sqrt((Q(2), Q(3)), P)
    assert low**2 < 2
    assert high**2 > 3
    assert Q(17, 10) < high < Q(18, 10)


def test_functions_outside_their_domain() -> None:
    for x in ((Q(-1, 10**9), Q(1)), (Q(-2), Q(-1))):
        with pytest.raises(OutsideDomain):
            sqrt(x, P)
    for x in ((Q(0), Q(1)), (Q(-1), Q(1)), point(0), point(-2)):
        with pytest.raises(OutsideDomain):
            ln(x, P)
        with pytest.raises(OutsideDomain):
            log2(x, P)
    for x in ((Q(0), Q(MAX_EXP + 1)), (Q(-MAX_EXP - 1), Q(0)), (Q(MAX_EXP * 2 + 1, 2), Q(MAX_EXP * 2 + 1, 2))):
        with pytest.raises(OutsideDomain):
            exp(x, P)


# digits of the constants, rounded down
LN2 = Q(693147180559945309417232121458, 10**30)
LN10 = Q(2302585092994045684017991454684, 10**30)
E = Q(2718281828459045235360287471352, 10**30)
STEP = Q(1, 10**30)


@pytest.mark.parametrize(
    ("x", "value"),
    [
        (Q(2), LN2),
        (Q(10), LN10),
        (Q(1, 2), -LN2 - STEP),
        (Q(1, 10), -LN10 - STEP),
        (Q(8), 3 * LN2),
        (Q(1, 1024), -10 * LN2 - 10 * STEP),
        (Q(4, 3), Q(287682072451780927439219005993, 10**30)),
        (Q(2, 3), Q(-405465108108164381978013115465, 10**30)),
    ],
)
def test_logarithms_against_printed_digits(x: Q, value: Q) -> None:
    for p in (8, 60, 90):
        low, high = ln(point(x), p)
        assert low <= value + 10 * STEP
        assert high >= value
        assert high - low < Q(1, 2 ** (p - 2))


def test_the_logarithm_of_one_and_of_its_neighbours() -> None:
    assert list(ln(point(1), P)) == [0, 0]
    tiny = Q(1, 10**50)
    low, high = ln(point(1 + tiny), P)
    assert tiny - tiny**2 < high
    assert 0 < low < tiny
    assert high - low < tiny / 2 ** (P - 2)
    low, high = ln(point(1 - tiny), P)
    assert low < -tiny < high < 0


def test_binary_logarithms_are_exact_at_powers_of_two() -> None:
    for k in (-3, -1, 0, 1, 40):
        assert list(log2(point(Q(2) ** k), P)) == [k, k]
    for x in (Q(3), Q(1, 3), Q(4, 3), Q(3, 4), Q(6)):
        low, high = log2(point(x), 40)
        assert low < high
        assert high - low < Q(1, 2**36)
    # log2 3 = 1.58496250072115618145...
    low, high = log2(point(3), 60)
    assert low < Q(158496250072115618145, 10**20) < high
    low, high = log2((Q(2), Q(4)), 60)
    assert low <= 1
    assert high >= 2
    assert high - low < 1 + Q(1, 2**50)


def test_exponentials_against_printed_digits() -> None:
    assert list(exp(point(0), P)) == [1, 1]
    for p in (8, 60, 90):
        for power in (1, 2, 5):
            low, high = exp(point(power), p)
            assert low <= (E + STEP) ** power
            assert high >= E**power
            assert high - low < 4**power * Q(1, 2 ** (p - 2))
            back = exp(point(-power), p)
            assert back[0] <= 1 / E**power
            assert back[1] >= 1 / (E + STEP) ** power
    low, high = exp((Q(-1), Q(1)), 60)
    assert low < 1 / E
    assert high > E


@pytest.mark.parametrize("x", [Q(1, 2), Q(1, 3), Q(1, 4), Q(1, 10**30), Q(7, 3)])
def test_exponentials_are_above_their_partial_sums(x: Q) -> None:
    low, high = exp(point(x), 80)
    partial, term = Q(0), Q(1)
    for n in range(1, 60):
        partial += term
        term *= x / n
    assert low <= partial + 2 * term
    assert partial < high
    assert high - low < high / 2**70


def test_the_largest_exponent() -> None:
    low, high = exp(point(-MAX_EXP), 8)
    assert 0 < low < high < Q(1, 2 ** (MAX_EXP * 14 // 10))
    assert interval.ln((low, high), 8)[0] <= -MAX_EXP <= interval.ln((low, high), 8)[1]
