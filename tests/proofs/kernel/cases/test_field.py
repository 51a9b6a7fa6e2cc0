"""Declaring a number field: irreducible, monic, and one isolated root."""

from fractions import Fraction as Q

import pytest

from proofs.kernel import number
from proofs.kernel.errors import Budget
from proofs.kernel.number import Field, count_roots, has_factor
from tests.proofs.kernel.build import Refusal, node, put, raised, refusal
from tests.proofs.kernel.examples import tsirelson


def read(polynomial: list[str], low: str = "1", high: str = "2") -> Field:
    return Field.read(node({"minimal-polynomial": polynomial, "root": [low, high]}), Budget(10**9))


FAULTS: dict[str, tuple[list[str], str, str, Refusal]] = {
    "reducible with a rational root": (["-1", "0", "1"], "0", "2", "REJECTED reducible /minimal-polynomial"),
    "reducible with the root 0": (["0", "-2", "1"], "1", "3", "REJECTED reducible /minimal-polynomial"),
    # x^4 - 5x^2 + 6 = (x^2 - 2)(x^2 - 3)
    "reducible without a rational root": (
        ["6", "0", "-5", "0", "1"],
        "1",
        "3/2",
        "REJECTED reducible /minimal-polynomial",
    ),
    "a square": (["4", "0", "-4", "0", "1"], "1", "2", "REJECTED reducible /minimal-polynomial"),
    # (x^3 - 2)(x^3 - 3): no factor of degree 1 or 2
    "two cubic factors": (
        ["6", "0", "0", "-5", "0", "0", "1"],
        "1",
        "4/3",
        "REJECTED reducible /minimal-polynomial",
    ),
    "two roots in the interval": (["-2", "0", "1"], "-2", "2", "REJECTED not-isolating /root"),
    "no root in the interval": (["-2", "0", "1"], "2", "3", "REJECTED not-isolating /root"),
    "no real root": (["1", "0", "1"], "-9", "9", "REJECTED not-isolating /root"),
    "an interval upside down": (["-2", "0", "1"], "2", "1", "REJECTED not-isolating /root"),
    "an interval of one point": (["-2", "0", "1"], "1", "1", "REJECTED not-isolating /root"),
    "not monic": (["-1", "0", "2"], "0", "1", "MALFORMED out-of-range /minimal-polynomial/2"),
    "leading zero": (["-2", "0", "1", "0"], "1", "2", "MALFORMED out-of-range /minimal-polynomial/3"),
    "degree 1": (["-2", "1"], "1", "3", "MALFORMED wrong-shape /minimal-polynomial"),
    "degree 0": (["1"], "1", "3", "MALFORMED wrong-shape /minimal-polynomial"),
    "a fraction as coefficient": (
        ["-1/2", "0", "1"],
        "0",
        "1",
        "MALFORMED not-an-integer /minimal-polynomial/0",
    ),
    "degree 9": (["-2", *["0"] * 8, "1"], "1", "2", "LIMIT size"),
    "a coefficient above a million": (["-1000001", "0", "1"], "1000", "1001", "LIMIT size"),
    "a coefficient below minus a million": (["-2", "-1000001", "1"], "1", "2", "LIMIT size"),
    "an end that is no rational": (["-2", "0", "1"], "1.4", "2", "MALFORMED not-a-rational /root" + "/0"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_field_that_defines_no_number(fault: str) -> None:
    polynomial, low, high, expected = FAULTS[fault]
    assert raised(lambda: read(polynomial, low, high)) == expected


def test_fields_that_are_accepted() -> None:
    assert read(["-2", "0", "1"]).degree == 2
    assert read(["-2", *["0"] * 7, "1"]).degree == 8
    assert read(["-999999", "0", "1"], "999", "1000").degree == 2
    # x^4 - 10x^2 + 1, the minimal polynomial of sqrt 2 + sqrt 3
    assert read(["1", "0", "-10", "0", "1"], "3", "4").degree == 4


def test_the_conjugate_root_is_another_number() -> None:
    assert (
        refusal(put(tsirelson(), "/statement/field/root", ["-2", "-1"]))
        == "REJECTED weight-sign /witness/squares/0/weight"
    )


@pytest.mark.parametrize("key", ["minimal-polynomial", "root"])
def test_a_field_with_a_key_left_out(key: str) -> None:
    value: dict[str, object] = {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]}
    del value[key]
    assert raised(lambda: Field.read(node(value), Budget(10**9))) == "MALFORMED missing-key"


def test_a_root_that_is_no_pair() -> None:
    value = {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2", "3"]}
    assert raised(lambda: Field.read(node(value), Budget(10**9))) == "MALFORMED wrong-shape /root"


def test_roots_are_counted_between_the_ends() -> None:
    # (x+1)(x-1)(x-3)
    poly = [Q(c) for c in (3, -1, -3, 1)]
    assert count_roots(poly, Q(-2), Q(4)) == 3
    assert count_roots(poly, Q(-2), Q(0)) == 1
    assert count_roots(poly, Q(0), Q(2)) == 1
    assert count_roots(poly, Q(0), Q(4)) == 2
    assert count_roots(poly, Q(4), Q(5)) == 0
    # (x+1)^2 (x-3): a root is counted once
    double = [Q(c) for c in (-3, -5, -1, 1)]
    assert count_roots(double, Q(-2), Q(0)) == 1
    assert count_roots(double, Q(-2), Q(4)) == 2
    assert count_roots([Q(1), Q(2), Q(1)], Q(-2), Q(0)) == 1


@pytest.mark.parametrize(
    ("polynomial", "factor"),
    [
        ([1, 0, 1], False),
        ([-2, 0, 1], False),
        ([-4, 0, 1], True),
        ([2, 3, 1], True),
        ([1, 1, 1, 1, 1], False),  # fifth roots of unity
        ([4, 0, 0, 0, 1], True),  # Sophie Germain: (x^2 + 2x + 2)(x^2 - 2x + 2)
        ([1, 0, 0, 0, 1], False),
        ([1, 0, 1, 0, 1], True),  # (x^2 + x + 1)(x^2 - x + 1)
        ([3, 1, 1], False),
        ([1, 0, 0, 1, 0, 0, 1], False),  # ninth roots of unity
        ([2, 2, 2, 1], False),  # Eisenstein
        ([6, 0, 0, -5, 0, 0, 1], True),
    ],
)
def test_factors_of_every_degree_are_found(polynomial: list[int], factor: bool) -> None:
    assert has_factor(polynomial, node(""), Budget(10**9)) == factor


def test_irreducibility_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(number, "MAX_CANDIDATES", 4)
    assert not has_factor([2, 0, 1], node(""), Budget(10**9))  # four divisors of 2
    assert raised(lambda: has_factor([6, 0, 1], node(""), Budget(10**9))) == "LIMIT size"


def divisors(n: int) -> int:
    """How many integers divide n, of both signs."""
    return 2 * sum(n % d == 0 for d in range(1, abs(n) + 1))


@pytest.mark.parametrize("polynomial", [[5, 0, 1], [6, 0, 0, 0, 1], [6, 0, 1, 0, 3, 0, 1], [2, 2, 0, 0, 0, 0, 0, 0, 1]])
def test_the_factors_tried(polynomial: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    tried, spent = 1, 0
    for x in (0, -1, 1, -2)[: (len(polynomial) - 1) // 2]:
        tried *= divisors(sum(c * x**k for k, c in enumerate(polynomial)))
        spent += 4000 * tried
    budget = Budget(10**9)
    monkeypatch.setattr(number, "MAX_CANDIDATES", tried)
    assert not has_factor(polynomial, node(""), budget)
    assert 10**9 - budget.units == spent
    monkeypatch.setattr(number, "MAX_CANDIDATES", tried - 1)
    assert raised(lambda: has_factor(polynomial, node(""), Budget(10**9))) == "LIMIT size"


def test_factors_with_large_values() -> None:
    assert has_factor([-6, 5, 1], node(""), Budget(10**9))  # (x - 1) (x + 6)
    assert has_factor([6, -34, -7, -11, 1], node(""), Budget(10**9))  # (x^2 - 12 x + 2) (x^2 + x + 3)


def test_the_largest_coefficient() -> None:
    field = {"minimal-polynomial": ["1", "1000000", "1"], "root": ["-1", "0"]}
    assert Field.read(node(field), Budget(10**9)).degree == 2
    larger = put(field, "/minimal-polynomial/1", "1000001")
    assert raised(lambda: Field.read(node(larger), Budget(10**9))) == "LIMIT size"
