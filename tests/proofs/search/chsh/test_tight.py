"""Tangents of the tight curve, exact at rational points, and what makes them fail."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.papers.pironio2010.generate.tight_symbolic import (
    HIGH,
    LOW,
    bernstein,
    polynomial,
    symbolic_attained,
    symbolic_tangent,
)
from proofs.kernel.check import check_bytes
from proofs.search.chsh import identities, rounds
from proofs.search.chsh.tight import (
    LAST,
    LOSES,
    WINS,
    Curve,
    attained,
    losing,
    parameter,
    premises,
    tangent,
    tangent_bound,
)
from proofs.search.chsh.tight_squares import NINE_UP_TO, TIGHT_UP_TO
from proofs.search.language.write import certificate_bytes

LEAST = Fraction(7071068, 10**7)  # a little above 1/sqrt 2
us = st.fractions(Fraction(7072, 10**4), TIGHT_UP_TO, max_denominator=10**4)


def verdict(u: Fraction, event: str = WINS) -> str:
    found = check_bytes(certificate_bytes(*tangent_bound(u, event)))
    return f"{found.verdict} {found.code}".strip()


@settings(max_examples=25, deadline=None)
@given(us)
def test_the_tangent_is_proved_at_every_rational_point(u: Fraction) -> None:
    assert verdict(u) == verdict(u, LOSES) == "PROVED"


@pytest.mark.parametrize("u", [LEAST, NINE_UP_TO, NINE_UP_TO + Fraction(1, 10**6), Fraction(9, 10), TIGHT_UP_TO])
def test_ends_of_the_ranges(u: Fraction) -> None:
    assert verdict(u) == "PROVED"


@pytest.mark.parametrize("u", [Fraction(965, 1000), Fraction(98, 100)])
def test_beyond_the_last_point_the_form_is_not_positive(u: Fraction) -> None:
    assert verdict(u) == "REJECTED indefinite"


def test_all_sixteen_outcomes_are_bounded() -> None:
    for u in (Fraction(3, 4), Fraction(24, 25)):
        found = [check_bytes(certificate_bytes(p["rule"], p["statement"], p["witness"])) for p in premises(u)]  # type: ignore[arg-type,call-overload,index]
        assert [v.verdict for v in found] == ["PROVED"] * 16
        assert len({v.statement for v in found}) == 16


def test_a_smaller_constant_is_refused() -> None:
    rule, statement, witness = tangent_bound(Fraction(9, 10))
    less = Fraction(str(statement["bound"])) - Fraction(1, 10**12)
    found = check_bytes(certificate_bytes(rule, {**statement, "bound": str(less)}, witness))
    assert (found.verdict, found.code) == ("REJECTED", "identity")


@settings(max_examples=60)
@given(us)
def test_losing_outcomes_need_no_more_than_the_tangent(u: Fraction) -> None:
    gram = losing(Curve.at(u))
    assert gram.rows[0][0] >= 0  # the words start with the identity
    assert Curve.at(u).slope > 0


@given(us, us)
def test_the_curve_falls_and_lies_below_its_tangents(u: Fraction, v: Fraction) -> None:
    at, other = Curve.at(u), Curve.at(v)
    assert other.probability <= at.constant - at.slope * other.score
    assert (u < v) == (at.score > other.score)
    assert (u < v) == (at.probability < other.probability)


@settings(max_examples=25, deadline=None)
@given(st.fractions(2, Fraction(2828427, 10**6), max_denominator=10**6))
def test_the_point_is_attained(score: Fraction) -> None:
    at, certificate = attained(score)
    assert score <= at.score <= score + Fraction(1, 10**12)
    found = check_bytes(certificate_bytes(*certificate))
    assert found.verdict == "PROVED"
    assert f"= {at.probability}" in found.statement


def test_the_best_grid_point() -> None:
    u = parameter(Fraction(5, 2), 20)
    assert Curve.at(u).score >= Fraction(5, 2) > Curve.at(u + Fraction(1, 2**20)).score
    assert parameter(Fraction(3), 10) == Fraction(725, 1024)  # the least above 1/sqrt 2


def test_a_tangent_costs_little() -> None:
    for score in (LAST + Fraction(1, 1000), Fraction(9, 4), Fraction(14, 5)):
        found = tangent(score, 40)
        at, _ = attained(score)
        assert 0 <= found.constant - found.slope * score - at.probability < Fraction(1, 10**8)


def test_below_the_last_point_the_better_bound_is_taken() -> None:
    low = Fraction(2005, 1000)
    assert tangent(low).premises == rounds.tangent("analytic", low).premises
    near = LAST - Fraction(1, 1000)
    assert tangent(near).slope == Curve.at(TIGHT_UP_TO).slope


def test_the_quantum_maximum_with_its_outcome() -> None:
    found = check_bytes(certificate_bytes(*identities.quantum_attained(outcome=True)))
    assert "value: 1*<A0=0 B0=0> = (1/4 + 1/8*alpha)" in found.statement


def symbolic(change: tuple[str, str] | None = None) -> str:
    text = certificate_bytes(*symbolic_tangent()).decode()
    if change:
        assert change[0] in text
        text = text.replace(*change)
    found = check_bytes(text.encode())
    return f"{found.verdict} {found.code}".strip()


def test_one_certificate_for_all_small_u() -> None:
    assert symbolic() == "PROVED"
    # to the right the first block is no longer positive, so the weights that are written down fail
    assert symbolic(('"high": "41/50"', '"high": "83/100"')) == "REJECTED identity"
    assert symbolic(('"1/10000"', '"1/5000"')) == "REJECTED identity"


def test_the_symbolic_tangent_is_the_tangent_of_the_curve() -> None:
    _, statement, _ = symbolic_tangent()
    functional: Any = statement["functional"]
    for u in (Fraction(3, 4), Fraction(4, 5)):
        values = {word: value(c, u) for c, word in functional}
        at, scale = Curve.at(u), 4 * u * (2 * u**2 - 1)
        assert values.pop("A0=0 B0=0") == scale
        assert values == {word: scale * at.slope * c for word, c in identities.CHSH.items()}
        assert value(statement["bound"], u) == scale * at.constant


def value(coefficient: Any, u: Fraction) -> Fraction:
    powers = {"": 0, "u": 1, **{f"u^{k}": k for k in range(2, 25)}}
    return sum((Fraction(c) * u ** powers[power] for c, power in coefficient["poly"]), Fraction(0))


def test_one_certificate_for_all_states() -> None:
    found = check_bytes(certificate_bytes(*symbolic_attained()))
    assert found.verdict == "PROVED"
    assert "for all real u in [7/10, 1]" in found.statement


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=5))
def test_a_bernstein_form_is_the_polynomial(coefficients: list[int]) -> None:
    p = polynomial(*coefficients)
    try:
        found = bernstein(p, LOW, HIGH)
    except ValueError:
        values = [sum(c * x**k for k, c in enumerate(p)) for x in (LOW + (HIGH - LOW) * i / 50 for i in range(51))]
        assert min(values) < Fraction(1, 2)
        return
    for x in (Fraction(0), Fraction(3, 4), Fraction(2)):
        total = sum((c * (x - LOW) ** k * (HIGH - x) ** j for c, k, j in found), Fraction(0))
        assert total == sum(c * x**k for k, c in enumerate(p))


def test_a_slope_of_the_wrong_sign_is_refused() -> None:
    """Then minus the logarithm of the tangent would fall with the score, and the step to many rounds fails."""
    document = json.loads(rounds.one_round_certificate(Fraction(5, 2), tangent(Fraction(5, 2), 20)))
    slope = document["statement"]["guessing"]["slope"]
    document["statement"]["guessing"]["slope"] = f"-{slope}"
    found = check_bytes(json.dumps(document).encode())
    assert (found.verdict, found.code, found.pointer) == ("MALFORMED", "out-of-range", "/statement/guessing/slope")
