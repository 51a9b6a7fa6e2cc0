"""Checks of somebody else's output: single bits, and the whole by a random combination."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.extractors import binary_field, product, spot, whole
from oracle.extractors.binary_field import Field, random_irreducible
from oracle.extractors.binary_polynomials import irreducible, remainder
from oracle.extractors.bitstrings import BitOrder, Packed, pack
from oracle.extractors.fast import evaluate
from oracle.extractors.product import EXTRACTORS, Product
from oracle.extractors.spot import output_bits, random_places, spot_check
from oracle.extractors.whole import combination, error_probability, residue, whole_check
from oracle.failures import Malformed
from tests.oracle.extractors.test_products import DEFINITIONS, ORDERS, questions, second_length

F = 2**64 + 27
SMALL_FIELD = Field(F)


def random_product(name: str, n: int, m: int, seed: int) -> Product:
    source = np.random.default_rng(seed)
    x, y = (pack(source.integers(0, 2, size, np.uint8)) for size in (n, second_length(name, n, m)))
    return EXTRACTORS[name](x, y, m)


@settings(max_examples=150)
@given(questions(), st.sampled_from(ORDERS))
def test_single_bits_are_those_of_the_definition(
    question: tuple[str, list[int], list[int], int], order: BitOrder
) -> None:
    name, x, y, m = question
    asked = EXTRACTORS[name](pack(x, order), pack(y, order), m)
    assert output_bits(asked, range(m)) == DEFINITIONS[name](x, y, m)


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
@pytest.mark.parametrize("piece", [8, 24, 1 << 17])
def test_single_bits_over_several_pieces(name: str, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spot, "PIECE", piece)
    asked = random_product(name, 5003, 3001, 11)
    places = [*range(17), 1499, 2992, 3000]
    assert output_bits(asked, places) == evaluate(asked)[places].tolist()


def test_a_flipped_bit_is_found_where_it_is() -> None:
    asked = random_product("right", 999, 500, 12)
    output = evaluate(asked)
    assert spot_check(asked, pack(output), range(500)).wrong == ()
    output[123] ^= 1
    found = spot_check(asked, pack(output), [7, 123, 123, 499])
    assert (found.places, found.wrong) == ((7, 123, 499), (123,))
    assert found.missed(125) == Fraction(27, 64)


def test_places_are_drawn_from_the_whole_output() -> None:
    assert random_places(5, 64) == (0, 1, 2, 3, 4)
    drawn = random_places(1000, 64, Random(1))
    assert len(set(drawn)) == 64
    assert min(drawn) >= 0
    assert 500 < max(drawn) < 1000
    with pytest.raises(Malformed):
        random_places(10, 0)


@pytest.mark.parametrize("places", [[-1], [500], [0, 10**9]])
def test_places_outside_the_output_are_refused(places: list[int]) -> None:
    with pytest.raises(Malformed):
        output_bits(random_product("left", 999, 500, 13), places)


def test_a_claimed_output_of_another_length_is_refused() -> None:
    asked = random_product("left", 999, 500, 13)
    for length in (499, 501):
        claimed = Packed(np.zeros(63, np.uint8), length)
        with pytest.raises(Malformed):
            spot_check(asked, claimed, [0])
        with pytest.raises(Malformed):
            whole_check(asked, claimed)
    with pytest.raises(Malformed):
        whole_check(asked, Packed(np.zeros(63, np.uint8), 500), rounds=0)


# The field, against polynomials as lists of bits.


def slow_remainder(a: int, f: int) -> int:
    for k in range(a.bit_length() - 1, 63, -1):
        if a >> k & 1:
            a ^= f << (k - 64)
    return a


def slow_product(a: int, b: int) -> int:
    total = 0
    for k in range(b.bit_length()):
        if b >> k & 1:
            total ^= a << k
    return total


ELEMENTS = st.integers(0, 2**64 - 1)


@given(ELEMENTS, ELEMENTS)
def test_products_in_the_field(a: int, b: int) -> None:
    wanted = slow_remainder(slow_product(a, b), F)
    assert SMALL_FIELD.times(a, b) == wanted
    arrays = (np.array([value, 1, 0], np.uint64) for value in (a, b))
    assert SMALL_FIELD.times_each(*arrays).tolist() == [wanted, 1, 0]


@given(st.integers(-500, 500), st.integers(-500, 500))
def test_powers_add_up(a: int, b: int) -> None:
    assert SMALL_FIELD.times(SMALL_FIELD.power(a), SMALL_FIELD.power(b)) == SMALL_FIELD.power(a + b)


def test_irreducibility_by_trial_division_of_factors() -> None:
    drawn = random_irreducible(Random(3))
    assert irreducible(drawn)
    assert drawn >> 64 == 1
    for small in (2, 3, 7, 11, 13, 19, 25, 31, 2**16 + 2**5 + 2**3 + 2 + 1):
        assert remainder(drawn, small) != 0
        cofactor = random_irreducible(Random(4)) >> (small.bit_length() - 1) | 1
        assert not irreducible(slow_product(small, cofactor))
    # two factors of degree 32 pass the first half of Rabin's test
    assert not irreducible(slow_product(2**32 + 0b10001101, 2**32 + 0b10101111))


def test_the_number_of_irreducible_polynomials() -> None:
    # every element of the field of 2^64 elements has a degree that divides 64; those of degree 64 come 64 at a time
    assert 64 * binary_field.IRREDUCIBLE == 2**64 - 2**32


@settings(max_examples=100)
@given(questions(), st.sampled_from([(4, 8), (4096, 4096)]))
def test_the_combination_is_that_of_the_output(
    question: tuple[str, list[int], list[int], int], shape: tuple[int, int]
) -> None:
    name, x, y, m = question
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole, "LANES", shape[0])
        patch.setattr(whole, "STEPS", shape[1])
        asked = EXTRACTORS[name](pack(x), pack(y), m)
        output = DEFINITIONS[name](x, y, m)
        wanted = slow_remainder(sum(bit << i for i, bit in enumerate(output)), F)
        assert combination(asked, SMALL_FIELD) == wanted
        assert residue(pack(output).view(), m, SMALL_FIELD) == wanted


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_whole_outputs_agree_and_wrong_ones_do_not(name: str) -> None:
    asked = random_product(name, 40_009, 20_011, 14)
    output = evaluate(asked)
    found = whole_check(asked, pack(output), rounds=2)
    assert found.agrees
    assert len(found.moduli) == 2
    for place in (0, 12_345, 20_010):
        wrong = output.copy()
        wrong[place] ^= 1
        assert not whole_check(asked, pack(wrong)).agrees
    # a wrong output made for one modulus agrees with it and with no other
    f = found.moduli[0]
    wrong = output.copy()
    wrong[[i for i in range(65) if f >> i & 1]] ^= 1
    assert residue(pack(wrong).view(), asked.m, Field(f)) == combination(asked, Field(f))
    assert not whole_check(asked, pack(wrong)).agrees


def test_the_error_probability_is_the_share_of_divisors() -> None:
    assert error_probability(65) == Fraction(64, 2**64 - 2**32)
    assert error_probability(20_431_465) < Fraction(20_431_465, 2**64 - 2**32)
    assert error_probability(20_431_465, 3) == error_probability(20_431_465) ** 3
    assert product.EXTRACTORS.keys() == DEFINITIONS.keys()
