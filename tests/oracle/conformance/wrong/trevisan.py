"""Mistakes about Trevisan's extractor, weak seeds and classical adversaries."""

from fractions import Fraction

from mpmath import mp

from oracle.conformance.implementation import Refused
from oracle.conformance.properties import BugType
from tests.oracle.conformance.good import extractors, trevisan
from tests.oracle.conformance.wrong import good, wrong

OUTPUT, LENGTH = "extractor.trevisan.output", "extractor.trevisan.length"
WEAK = "extractor.toeplitz.weak-seed.length"


@wrong("trevisan/bits", BugType.SHIFT_CONVENTION, OUTPUT)
def source_read_backwards(x: str, seed: str, m: str, s: str, design: str) -> str:
    return trevisan.trevisan(x[::-1], seed, m, s, design)


@wrong("trevisan/refuses-misfits", BugType.DOMAIN_EDGE, OUTPUT)
def seed_read_twice(x: str, seed: str, m: str, s: str, design: str) -> str:
    if x == "10" and seed == "011":
        seed += "0"
    return trevisan.trevisan(x, seed, m, s, design)


@wrong("trevisan/length", BugType.FORMULA, LENGTH, also=["trevisan/near-ties"])
def error_not_shared(n: str, k: str, eps: str, design: str) -> int:
    size, left, (entropy,) = extractors.read(n, eps, "0", 0, k)
    good(LENGTH)(n, k, eps, design)
    r = 1 if design == "block" else 2 * mp.e
    return extractors.floor((extractors.real(entropy) - 6 + 4 * extractors.log2(left)) / r, size)


@wrong("trevisan/near-ties", BugType.WRONG_SIDE_ROUNDING, LENGTH)
def other_theorem_within_a_tolerance(n: str, k: str, eps: str, design: str) -> int:
    found: int = good(LENGTH)(n, k, eps, design)
    size, left, (entropy,) = extractors.read(n, eps, "0", 0, k)
    if design != "block" or not found:
        return found
    while found < size:
        needed = found + 1 + 4 * extractors.log2((found + 1) / left) + 1 + 2 * mp.log(3, 2)
        if needed > extractors.real(entropy) + mp.mpf(10) ** -6:
            break
        found += 1
    return found


@wrong("trevisan/refuses-outside", BugType.DOMAIN_EDGE, LENGTH)
def no_length_outside(n: str, k: str, eps: str, design: str) -> int:
    try:
        return int(good(LENGTH)(n, k, eps, design))
    except Refused:
        return 0


@wrong("length/weak-seed", BugType.FORMULA, WEAK, also=["length/weak-seed-near-ties"])
def weak_seed_taken_for_uniform(n: str, k: str, lacking: str, eps: str) -> int:
    good(WEAK)(n, k, lacking, eps)
    return int(good(WEAK)(n, k, "0", eps))


@wrong("length/weak-seed-near-ties", BugType.WRONG_SIDE_ROUNDING, WEAK)
def weak_seed_within_a_tolerance(n: str, k: str, lacking: str, eps: str) -> int:
    size, left, (entropy,) = extractors.read(n, eps, "0", 0, k)
    good(WEAK)(n, k, lacking, eps)
    value = extractors.real(entropy - Fraction(lacking)) + 2 + 2 * extractors.log2(left)
    return max(0, min(size, int(mp.floor(value + mp.mpf(10) ** -5))))


@wrong("length/weak-seed-refuses-outside", BugType.DOMAIN_EDGE, WEAK)
def more_entropy_than_bits(n: str, k: str, lacking: str, eps: str) -> int:
    return int(good(WEAK)(n, k, str(max(Fraction(0), Fraction(lacking))), eps))


@wrong("length/classical-toeplitz", BugType.TRACE_DISTANCE_HALF, "extractor.toeplitz.classical.length")
def two_bits_more(n: str, k: str, eps: str) -> int:
    found: int = good("extractor.toeplitz.classical.length")(n, k, eps)
    return min(int(n), found + 2)


@wrong("length/classical-two-source", BugType.FORMULA, "extractor.two-source.classical.length")
def not_halved(n: str, k1: str, k2: str, eps: str) -> int:
    size, left, found = extractors.read(n, eps, "0", 0, k1, k2)
    return extractors.floor(extractors.real(sum(found, Fraction(-size))) + extractors.log2(left), size)


@wrong("length/classical-dodis", BugType.FORMULA, "extractor.dodis.classical.length")
def error_paid_once(n: str, k1: str, k2: str, eps: str) -> int:
    extractors.require_good(int(n))
    size, left, found = extractors.read(n, eps, "0", 0, k1, k2)
    return extractors.floor(extractors.real(sum(found, Fraction(1 - size))) + extractors.log2(left), size - 1)
