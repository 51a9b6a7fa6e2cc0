"""Floors of logarithms: ties, neighbours of integers, independence of how the number is written."""

from fractions import Fraction

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oracle.extractors import logform
from oracle.extractors.logform import LogForm, coprime_basis
from oracle.failures import Limit

SMALL = st.fractions(-50, 50, max_denominator=30)
BASES = st.fractions(Fraction(1, 10**6), 10**6, max_denominator=10**6)
FORMS = st.builds(
    LogForm, SMALL, st.lists(st.tuples(SMALL, BASES), max_size=4).map(tuple), st.sampled_from([0, 1]).map(Fraction)
)


def value(form: LogForm, bits: int = 400) -> mpmath.mpf:
    with mpmath.workprec(bits):
        total = mpmath.mpf(form.constant.numerator) / form.constant.denominator
        for coefficient, base in form.terms:
            logarithm = mpmath.log(mpmath.mpf(base.numerator) / base.denominator, 2)
            total += logarithm * coefficient.numerator / coefficient.denominator
        return total + mpmath.mpf(form.nats.numerator) / form.nats.denominator / mpmath.log(2)


@settings(max_examples=40)
@given(FORMS)
def test_the_floor_is_that_of_the_number(form: LogForm) -> None:
    number = value(form)
    nearest = mpmath.nint(number)
    assume(abs(number - nearest) > mpmath.mpf(2) ** -200)
    assert form.floor().floor == int(mpmath.floor(number))


@settings(max_examples=40)
@given(FORMS)
def test_reducing_does_not_change_the_number(form: LogForm) -> None:
    assert abs(value(form) - value(form.reduced())) < mpmath.mpf(2) ** -300


@given(st.lists(st.integers(1, 10**12), max_size=6))
def test_a_coprime_basis_is_coprime_and_spans(numbers: list[int]) -> None:
    basis = coprime_basis(numbers)
    for i, a in enumerate(basis):
        assert a > 1
        assert all(mpmath.libmp.libintmath.gcd(a, b) == 1 for b in basis[:i])
    for n in numbers:
        rest = n
        for b in basis:
            while rest % b == 0:
                rest //= b
        assert rest == 1


@given(st.integers(-100, 100), st.integers(2, 10**6), st.integers(1, 9), st.integers(1, 9))
def test_ties_hidden_in_powers_are_found(m: int, base: int, first: int, second: int) -> None:
    # first * second * log2(base) - second * log2(base^first) + m
    form = LogForm(
        Fraction(m),
        ((Fraction(first * second), Fraction(base)), (Fraction(-second), Fraction(base**first))),
    )
    decision = form.floor()
    assert (decision.floor, decision.tie, decision.below, decision.precision) == (m, True, m - 1, 0)


@pytest.mark.parametrize("places", [10, 30, 100, 300, 1000])
@pytest.mark.parametrize("sign", [-1, 1])
def test_neighbours_of_an_integer(places: int, sign: int) -> None:
    # 10^9 + 2 log2(2^-32 (1 +- 10^-places)): within about 3 * 10^-places of 10^9 - 64
    eps = Fraction(1, 2**32) * (1 + sign * Fraction(1, 10**places))
    decision = LogForm(Fraction(10**9), ((Fraction(2), eps),)).floor()
    assert decision.floor == 10**9 - 64 - (sign < 0)
    assert not decision.tie
    assert decision.floor < decision.high < decision.floor + 1


def test_a_float_cannot_tell_what_is_decided_here() -> None:
    eps = Fraction(1, 2**32) * (1 - Fraction(1, 10**30))
    form = LogForm(Fraction(1000), ((Fraction(2), eps),))
    assert (form.floor().floor, int(mpmath.floor(mpmath.mpf(1000) + 2 * mpmath.log(float(eps), 2)))) == (935, 936)


def test_nearly_cancelling_logarithms() -> None:
    # log2(3) + log2(1/3 + 10^-40) is positive but tiny
    form = LogForm(Fraction(0), ((Fraction(1), Fraction(3)), (Fraction(1), Fraction(1, 3) + Fraction(1, 10**40))))
    assert (form.floor().floor, form.scaled(Fraction(-1)).floor().floor) == (0, -1)


def test_natural_logarithms_never_tie() -> None:
    form = LogForm(Fraction(5), ((Fraction(3), Fraction(1, 2)),), Fraction(1))
    assert form.rational() is None
    assert form.floor().floor == 3  # 2 + 1.4427


def test_the_precision_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logform, "MAX_PRECISION", 64)
    with pytest.raises(Limit) as refused:
        LogForm(
            Fraction(0), ((Fraction(1), 1 + Fraction(1, 10**100)), (Fraction(-1), 1 + Fraction(1, 10**101)))
        ).scaled(Fraction(-1)).floor()
    assert refused.value.code == "work"


@settings(max_examples=40)
@given(FORMS)
def test_the_expression_is_the_number(form: LogForm) -> None:
    def evaluate(tree: object) -> mpmath.mpf:
        if isinstance(tree, str):
            return mpmath.mpf(Fraction(tree).numerator) / Fraction(tree).denominator
        assert isinstance(tree, dict)
        ((name, parts),) = tree.items()
        first, *rest = [evaluate(part) for part in parts]
        match name:
            case "log2":
                return mpmath.log(first, 2)
            case "ln":
                return mpmath.log(first)
            case "mul":
                return first * rest[0]
            case "add":
                return first + rest[0]
        return first / rest[0]

    with mpmath.workprec(400):
        assert abs(evaluate(form.expression()) - value(form)) < mpmath.mpf(2) ** -300
