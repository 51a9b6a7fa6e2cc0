"""Faults about Trevisan's extractor, weak seeds, estimators and larger scenarios."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import Any

from mpmath import mp

from tests.oracle.conformance.good import estimators, extractors, larger, trevisan
from tests.oracle.conformance.good.base import enclosure
from tests.oracle.conformance.planted import good, planted

OUTPUT, LENGTH = "extractor.trevisan.output", "extractor.trevisan.length"


@planted(OUTPUT)
def blocks_share_one_part_of_the_seed(x: str, seed: str, m: str, s: str, design: str) -> str:
    """every block of a block design reads the places of the first one"""
    good(OUTPUT)(x, seed, m, s, design)
    if design == "polynomial":
        return str(good(OUTPUT)(x, seed, m, s, design))
    q = math.isqrt(len(seed) // len(trevisan.sizes_of_blocks(_size(s), int(m))))
    parts = [
        "".join(seed[place] for place in trevisan.places(q, j)[: 2 * int(s)])
        for size in trevisan.sizes_of_blocks(q, int(m))
        for j in range(size)
    ]
    return "".join(trevisan.one_bit(x, part, int(s)) for part in parts)


def _size(s: str) -> int:
    q = 2 * int(s)
    while any(q % p == 0 for p in range(2, math.isqrt(q) + 1)):
        q += 1
    return q


@planted(OUTPUT)
def last_block_not_filled_up(x: str, seed: str, m: str, s: str, design: str) -> str:
    """the last block of the source is read as a short number instead of being filled up with zeros"""
    good(OUTPUT)(x, seed, m, s, design)
    rest = len(x) % int(s)
    moved = x[: len(x) - rest] + "0" * (int(s) - rest) + x[len(x) - rest :] if rest else x
    if rest and int(m) <= len(x):
        return str(good(OUTPUT)(moved, seed, m, s, design))
    return str(good(OUTPUT)(x, seed, m, s, design))


@planted(LENGTH)
def overlap_of_five(n: str, k: str, eps: str, design: str) -> int:
    """the overlap of polynomials is taken for 5 instead of 2e"""
    found = int(good(LENGTH)(n, k, eps, design))
    return found if design == "block" else min(int(n), int(found * 2 * math.e / 5))


@planted(LENGTH)
def error_of_each_bit_given_as_a_whole(n: str, k: str, eps: str, design: str) -> int:
    """log2(m) is paid twice instead of four times"""
    size, left, (entropy,) = extractors.read(n, eps, "0", 0, k)
    found = int(good(LENGTH)(n, k, eps, design))
    while found and found < size:
        needed = found + 1 + 2 * mp.log(found + 1, 2) - 4 * extractors.log2(left) + 6
        if design != "block" or needed > extractors.real(entropy):
            break
        found += 1
    return found


@planted("extractor.toeplitz.weak-seed.length")
def what_the_seed_lacks_in_whole_bits(n: str, k: str, lacking: str, eps: str) -> int:
    """what the seed lacks is rounded down to whole bits"""
    return int(good("extractor.toeplitz.weak-seed.length")(n, k, str(math.floor(Fraction(lacking))), eps))


@planted("extractor.dodis.classical.length")
def quantum_length_without_an_adversary(n: str, k1: str, k2: str, eps: str) -> int:
    """two bits more than the theorem gives where both sources are uniform"""
    found = int(good("extractor.dodis.classical.length")(n, k1, k2, eps))
    return min(int(n) - 1, found + 2) if k1 == k2 == n else found


@planted("estimator.markov")
def last_bit_counts_as_a_start(bits: str) -> Any:
    """shares of transitions are divided by the number of zeros or ones, the last bit included"""
    low, high = estimators.markov(bits)
    counts, pairs = Counter(bits), Counter(a + b for a, b in pairwise(bits))
    if min(counts["0"], counts["1"]) < 2:
        return low, high
    step = {move: pairs[move] / counts[move[0]] for move in ("00", "01", "10", "11")}
    paths = [
        (counts[a] / len(bits), *rest)
        for a, b in ("01", "10")
        for rest in (
            (step[a + a],) * 127,
            (step[a + b],) * 64 + (step[b + a],) * 63,
            (step[a + b],) + (step[b + b],) * 126,
        )
    ]
    return enclosure(min([1.0, *(-sum(map(math.log2, path)) / 128 for path in paths if all(path))]), 1e-10)


@planted("estimator.t-tuple")
def thirty_four_are_enough(bits: str) -> Any:
    """tuples count while the most common one occurs 34 times"""
    good("estimator.t-tuple")(bits)
    best = 0.0
    for size in range(1, len(bits) + 1):
        most = estimators.counted(bits, size)[-1]
        if most < 34:
            break
        best = max(best, (most / (len(bits) - size + 1)) ** (1 / size))
    return estimators.entropy(best, len(bits))


@planted("larger.functional.local")
def third_setting_of_bob_left_out(functional: Any) -> int:
    """what the third setting of the second party adds is left out"""
    return larger.local([line[:2] for line in functional])


@planted("larger.guessing.no-signalling.one")
def settings_modulo_two(behaviour: Any, x: str) -> float:
    """the third setting is read as the first"""
    good("larger.guessing.no-signalling.one")(behaviour, x)
    return larger.guess(behaviour, str(int(x) % 2))
