"""References of the suite beside other ways to the same numbers."""

import json
from fractions import Fraction
from itertools import product
from math import sqrt
from random import Random

import pytest
from mpmath import mp

from oracle.conformance.bitstrings import circulant_bits, cyclic_bits, modified_toeplitz_bits, shifts, toeplitz_bits
from oracle.conformance.boxes import Table, chsh, table
from oracle.conformance.cases import root, tied
from oracle.conformance.qubits import above, attained
from oracle.conformance.scenarios import cells, local_maximum, no_signalling_maximum, quantum_below, shape_of
from oracle.conformance.suites import estimator as estimators
from oracle.conformance.suites.larger import _I3322, CGLMP, MAXIMUM
from oracle.extractors import reference
from oracle.extractors.flat import rank_error, toeplitz_ranks
from oracle.papers.padovan2024.qubits import attained as beyond_the_boundary


def _bits(source: Random, count: int) -> str:
    return "".join(source.choice("01") for _ in range(count))


def _list(bits: str) -> list[int]:
    return [int(bit) for bit in bits]


def test_bits_on_whole_numbers_are_those_of_the_definitions() -> None:
    source = Random(5)
    for _ in range(200):
        n = source.randint(1, 20)
        m = source.randint(1, n)
        x, y, seed, ring = (_bits(source, k) for k in (n, n, n + m - 1, n + 1))
        for left, definition in ((False, reference.right), (True, reference.left)):
            assert _list(shifts(x, y, m, left)) == definition(_list(x), _list(y), m)
        assert _list(toeplitz_bits(x, seed, m)) == reference.toeplitz(_list(x), _list(seed), m)
        assert _list(toeplitz_bits(x, seed, m, True)) == reference.toeplitz(_list(x), _list(seed), m, "cyclic")
        assert _list(cyclic_bits(x, y, m)) == reference.cyclic(_list(x), _list(y), m)
        assert _list(circulant_bits(x, ring, m)) == reference.circulant(_list(x), _list(ring), m)


@pytest.mark.parametrize(("n", "m"), [(3, 1), (4, 2), (5, 3), (4, 4)])
def test_modified_toeplitz_hashing_is_two_universal(n: int, m: int) -> None:
    seeds = ["".join(bits) for bits in product("01", repeat=n - 1)]
    for x in ("".join(bits) for bits in product("01", repeat=n)):
        zero = sum(modified_toeplitz_bits(x, seed, m) == "0" * m for seed in seeds)
        assert "1" not in x or zero * 2**m <= len(seeds)


@pytest.mark.parametrize(("k", "m"), list(product((1, 2, 3, 4), repeat=2)))
def test_ranks_of_toeplitz_matrices_are_counted(k: int, m: int) -> None:
    counts = [0] * (min(k, m) + 1)
    total = Fraction(0)
    for seed in product((0, 1), repeat=k + m - 1):
        images = {
            tuple(reference.toeplitz(x, seed, m)) if m <= k else _tall(x, seed, m) for x in product((0, 1), repeat=k)
        }
        counts[len(images).bit_length() - 1] += 1
        total += 1 - Fraction(len(images), 2**m)
    assert toeplitz_ranks(m, k) == [Fraction(count, 2 ** (k + m - 1)) for count in counts]
    assert rank_error(k, m) == total / 2 ** (k + m - 1)


def _tall(x: tuple[int, ...], seed: tuple[int, ...], m: int) -> tuple[int, ...]:
    n = len(x)
    return tuple(sum(seed[i - j + n - 1] * x[j] for j in range(n)) % 2 for i in range(m))


def test_roots_and_ties() -> None:
    for value, degree in ((Fraction(1, 3), 8), (Fraction(2), 2), (Fraction(1, 2**90), 10)):
        found = root(value, degree, 200)
        assert found**degree <= value < (found + Fraction(1, 2**200)) ** degree
    pair = tied(Fraction(1), 2, -5, 1, 60)
    assert pair is not None
    with mp.workdps(60):
        below, at = (2 * mp.log(mp.mpf(e.numerator) / e.denominator, 2) for e in pair)
        assert below < -5 <= at + mp.mpf(2) ** -50
        assert at - below < mp.mpf(2) ** -50


def _tilted(beta: int) -> Table:
    return table(lambda x, y, a, b: 2 * int(chsh()[x][y][a][b]) + (beta * (1 - 2 * a) if x == 0 else 0))


def test_both_sides_of_quantum_maxima() -> None:
    for beta in (0, 1, 2):
        exact = 2 * sqrt(8 + 2 * (beta) ** 2)
        assert 0 <= exact - float(attained(_tilted(beta))) < 1e-9
        assert float(above(_tilted(beta))) >= exact - 1e-9
    skew = table(lambda x, y, a, b: [1, 2, 1, -1][2 * x + y] * (1 - 2 * (a ^ b)))
    # E00 + 2 E01 + E10 - E11: 3 is local, and quantum is sqrt(27/2)
    assert 0 <= float(above(skew)) - float(attained(skew)) < 1e-6
    assert abs(float(above(skew)) - sqrt(13.5)) < 1e-6


def test_qutrits_attain_the_maximum_for_three_outcomes() -> None:
    """The state and the measurements of Acin, Durt, Gisin and Latorre 2002, in forty digits."""
    with mp.workdps(40):
        gamma = (mp.sqrt(11) - mp.sqrt(3)) / 2
        weights = [1 / mp.sqrt(2 + gamma**2), gamma / mp.sqrt(2 + gamma**2), 1 / mp.sqrt(2 + gamma**2)]
        # Fourier transforms after phases: Alice 0, 1/2; Bob 1/4, -1/4
        phases = ([mp.mpf(0), mp.mpf(1) / 2], [mp.mpf(1) / 4, -mp.mpf(1) / 4])

        def probability(x: int, y: int, a: int, b: int) -> mp.mpf:
            angle = 2 * mp.pi / 3 * (a - b + phases[0][x] + phases[1][y])
            return abs(sum(w * mp.expj(j * angle) for j, w in enumerate(weights))) ** 2 / 9

        shape = shape_of(CGLMP)
        rows = [sum(probability(x, y, a, b) for a in range(3) for b in range(3)) for x in (0, 1) for y in (0, 1)]
        assert max(abs(row - 1) for row in rows) < 1e-30
        # b - a of the paper is that of the table for one of the two directions of the Fourier transforms
        values = [
            sum(CGLMP[x][y][a][b] * probability(x, y, sign * a % 3, sign * b % 3) for x, y, a, b in cells(shape))
            for sign in (1, -1)
        ]
        assert abs(max(values) - 1 - mp.sqrt(mp.mpf(11) / 3)) < 1e-30
        assert MAXIMUM.compare(Fraction(str(mp.nstr(max(values) - mp.mpf(10) ** -25, 35)))) == -1
    assert [local_maximum(json.dumps(CGLMP)), no_signalling_maximum(json.dumps(CGLMP))] == [2, 4]


def test_three_settings_are_beyond_local_ones() -> None:
    """Froissart 1981; Collins and Gisin 2004: qubits attain 1/4, and no quantum behaviour 0.2509."""
    functional = json.dumps(_I3322)
    assert local_maximum(functional) == 0
    assert 0 <= Fraction(1, 4) - quantum_below(functional) < Fraction(1, 10**9)
    assert no_signalling_maximum(functional) == 1


_BITS = "1000111001010111001100011100101010111001"


def test_estimators_are_those_of_a_calculation_by_hand() -> None:
    # 19 zeros and 21 ones; from 0 to 1 in 11 of 19 places, from 1 to 0 in 11 of 20: to change is likelier than to stay
    with mp.workdps(40):
        path = (
            mp.mpf(11) ** 127
            * max(21 * mp.mpf(20) ** -64 * mp.mpf(19) ** -63, 19 * mp.mpf(19) ** -64 * mp.mpf(20) ** -63)
            / 40
        )
        low, high = estimators.markov(_BITS, 128)
        assert _BITS.count("0") == 19
        assert 0 <= high - low < Fraction(1, 10**20)
        assert abs(float(low) - float(-mp.log(path, 2) / 128)) < 1e-12
    times = estimators.collisions(_BITS)
    assert times[:4] == [3, 3, 3, 3]
    assert sum(times) <= len(_BITS)
    with mp.workdps(40):
        mean = mp.mpf(sum(times)) / len(times)
        spread = mp.sqrt(sum((time - mean) ** 2 for time in times) / (len(times) - 1))
        lower = mean - mp.mpf("2.576") * spread / mp.sqrt(len(times))
        share = mp.findroot(lambda p: 2 + 2 * p * (1 - p) - lower, 0.8)
        low, _ = estimators.collision(_BITS, 128)
        assert abs(float(low) - float(-mp.log(share, 2))) < 1e-12
        low, _ = estimators.most_common_value("01" * 5000, 128)
        assert abs(float(low) - float(-mp.log(mp.mpf(1) / 2 + mp.mpf("2.576") / 2 / mp.sqrt(9999), 2))) < 1e-12


def test_random_functionals_have_sides_in_order() -> None:
    source = Random(3)
    for _ in range(20):
        entries = [source.randint(-9, 9) for _ in range(16)]
        functional = table(lambda x, y, a, b, e=entries: e[8 * x + 4 * y + 2 * a + b])  # type: ignore[misc]
        assert attained(functional) <= above(functional)


@pytest.mark.parametrize("c", [Fraction(-1), Fraction(3, 5), Fraction(-4, 5), Fraction(0)])
def test_points_beyond_the_boundary_are_those_of_matrices(c: Fraction) -> None:
    """The formula beside four-dimensional matrices, in floating point."""
    import numpy as np

    s = Fraction(np.sqrt(float(1 - c * c))).limit_denominator(1000)
    eps = Fraction(1, 100)
    a, b = beyond_the_boundary(c, s, eps)
    gamma = abs(float((c - s) * (1 - c - s)))
    assert float(a) + float(b) * sqrt(2) >= sqrt(2) + 0.9 * 2**0.25 * gamma * sqrt(float(eps)) - 0.01
