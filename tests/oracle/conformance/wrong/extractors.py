"""Mistakes about extractors: bits, lengths, errors."""

from fractions import Fraction

from mpmath import mp

from oracle.conformance.implementation import Refused
from oracle.conformance.properties import BugType
from tests.oracle.conformance.good import extractors
from tests.oracle.conformance.wrong import good, wrong

OUTPUT, SEEDED = "extractor.two-source.output", "extractor.toeplitz.output"
LENGTH, TWO = "extractor.toeplitz.length", "extractor.two-source.length"


@wrong("extractor/two-source", BugType.SHIFT_CONVENTION, OUTPUT, also=["extractor/two-source-order-of-calls"])
def shifted_the_other_way(x: str, y: str, m: str) -> str:
    return extractors.two_source(y, x, m)


@wrong("extractor/toeplitz", BugType.SHIFT_CONVENTION, SEEDED, also=["extractor/toeplitz-order-of-calls"])
def seed_read_backwards(x: str, seed: str, m: str) -> str:
    return extractors.toeplitz(x, seed[::-1], m)


@wrong("extractor/dodis", BugType.SHIFT_CONVENTION, "extractor.dodis.output")
def turned_the_other_way(x: str, y: str, m: str) -> str:
    return extractors.cyclic(y, x, m)


@wrong("extractor/circulant", BugType.FORMULA, "extractor.circulant.output")
def zero_put_first(x: str, seed: str, m: str) -> str:
    extractors.circulant(x, seed, m)
    return extractors.cyclic("0" + x, seed, m)


@wrong("extractor/modified-toeplitz", BugType.FORMULA, "extractor.modified-toeplitz.output")
def identity_forgotten(x: str, seed: str, m: str) -> str:
    extractors.modified_toeplitz(x, seed, m)  # refuses what does not fit
    return extractors.modified_toeplitz(x[: len(x) - int(m)] + "0" * int(m), seed, m)


@wrong("extractor/two-source-refuses-misfits", BugType.DOMAIN_EDGE, OUTPUT)
def padded_with_zeros(x: str, y: str, m: str) -> str:
    size = max(len(x), len(y))
    return extractors.two_source(x.ljust(size, "0"), y.ljust(size, "0"), m)


@wrong("extractor/toeplitz-refuses-misfits", BugType.DOMAIN_EDGE, SEEDED)
def seed_stretched_and_cut(x: str, seed: str, m: str) -> str:
    wanted = max(0, len(x) + int(m) - 1)
    return extractors.toeplitz(x, (seed * (wanted + 1))[:wanted], m)


class Buffer:
    """Fills up after two calls in a row with one seed, and is emptied by another seed only."""

    def __init__(self) -> None:
        self.seed = ""
        self.outputs: list[str] = []

    def __call__(self, x: str, seed: str, m: str) -> str:
        found = extractors.toeplitz(x, seed, m)
        if seed != self.seed:
            self.seed, self.outputs = seed, []
        self.outputs.append(found)
        return found if len(self.outputs) < 3 or len(seed) < 9 else self.outputs[1]


BOTH, FIRST, SECOND = (
    "extractor/order-of-calls", "extractor/two-source-order-of-calls", "extractor/toeplitz-order-of-calls",
)  # fmt: skip


@wrong(BOTH, BugType.STALE_STATE, SEEDED, also=[SECOND, "extractor/toeplitz"])
def output_kept_by_seed(x: str, seed: str, m: str, buffer: Buffer = Buffer()) -> str:  # noqa: B008 - kept on purpose
    return buffer(x, seed, m)


@wrong(SECOND, BugType.STALE_STATE, SEEDED, also=[BOTH, "extractor/toeplitz"])
def output_kept_by_seed_again(x: str, seed: str, m: str, buffer: Buffer = Buffer()) -> str:  # noqa: B008
    return buffer(x, seed, m)


@wrong(FIRST, BugType.STALE_STATE, OUTPUT, also=[BOTH, "extractor/two-source"])
def output_kept_by_beginning(x: str, y: str, m: str, kept: dict[str, str] = {}) -> str:  # noqa: B006 - kept on purpose
    found = extractors.two_source(x, y, m)
    return kept.setdefault(f"{len(x)} {x[:12]} {y[:12]} {m}", found)


@wrong(
    "length/toeplitz", BugType.WRONG_SIDE_ROUNDING, LENGTH, also=["length/toeplitz-near-ties", "length/toeplitz-smooth"]
)
def error_rounded_to_a_power_of_two(n: str, k: str, eps: str, eps_s: str) -> int:
    size, left, (entropy,) = extractors.read(n, eps, eps_s, 2, k)
    return extractors.floor(extractors.real(entropy) + 2 + 2 * mp.ceil(extractors.log2(left)), size)


@wrong("length/toeplitz-near-ties", BugType.WRONG_SIDE_ROUNDING, LENGTH, also=["length/toeplitz-smooth"])
def whole_within_a_tolerance(n: str, k: str, eps: str, eps_s: str) -> int:
    size, left, (entropy,) = extractors.read(n, eps, eps_s, 2, k)
    value = extractors.real(entropy) + 2 + 2 * extractors.log2(left)
    return max(0, min(size, int(mp.floor(value + mp.mpf(10) ** -12))))


@wrong("length/circulant-near-ties", BugType.WRONG_SIDE_ROUNDING, "extractor.circulant.length")
def circulant_within_a_tolerance(n: str, k: str, eps: str, eps_s: str) -> int:
    extractors.require_good(int(n) + 1)
    found: int = whole_within_a_tolerance(n, k, eps, eps_s)
    return found


@wrong("length/two-source-near-ties", BugType.WRONG_SIDE_ROUNDING, TWO)
def sharpest_within_a_tolerance(n: str, k1: str, k2: str, eps: str, eps_s: str) -> int:
    size, left, found = extractors.read(n, eps, eps_s, 6, k1, k2)
    total = extractors.real(sum(found, Fraction(15 - size))) - 10 * mp.log(5, 2) - 4 * mp.log(3, 2)
    return max(0, min(size, int(mp.floor((total + 10 * extractors.log2(left)) / 6 + mp.mpf(10) ** -10))))


@wrong("length/dodis-near-ties", BugType.WRONG_SIDE_ROUNDING, "extractor.dodis.length")
def dodis_within_a_tolerance(n: str, k1: str, k2: str, eps: str) -> int:
    extractors.require_good(int(n))
    size, left, found = extractors.read(n, eps, "0", 0, k1, k2)
    total = extractors.real(sum(found, Fraction(9 - size))) - 4 * mp.log(3, 2)
    return max(0, min(size - 1, int(mp.floor((total + 8 * extractors.log2(left)) / 5 + mp.mpf(10) ** -10))))


@wrong("length/toeplitz-error-of-free-bits", BugType.FORMULA, "extractor.toeplitz.error")
def error_of_one_bit_less(n: str, k: str, m: str) -> float:
    return extractors.toeplitz_error(n, k, m) * (1 if int(n) < 4 else 0.5)


@wrong(
    "length/toeplitz-ties",
    BugType.OFF_BY_ONE_LENGTH,
    LENGTH,
    also=["length/toeplitz", "length/toeplitz-near-ties", "length/toeplitz-smooth"],
)
def first_length_that_fails(n: str, k: str, eps: str, eps_s: str) -> int:
    error = Fraction(eps)
    found: int = good(LENGTH)(n, k, eps, eps_s)
    power = error.numerator == 1 and error.denominator & (error.denominator - 1) == 0
    return min(int(n), found + 1) if power else found


@wrong("length/toeplitz-smooth", BugType.FORMULA, LENGTH)
def smoothing_paid_once(n: str, k: str, eps: str, eps_s: str) -> int:
    good(LENGTH)(n, k, eps, eps_s)
    return int(good(LENGTH)(n, k, str(Fraction(eps) - Fraction(eps_s)), "0"))


@wrong("length/toeplitz-refuses-outside", BugType.DOMAIN_EDGE, LENGTH)
def zero_outside(n: str, k: str, eps: str, eps_s: str) -> int:
    try:
        return int(good(LENGTH)(n, k, eps, eps_s))
    except Refused:
        return 0


@wrong(
    "length/circulant", BugType.TRACE_DISTANCE_HALF, "extractor.circulant.length", also=["length/circulant-near-ties"]
)
def half_paid_twice(n: str, k: str, eps: str, eps_s: str) -> int:
    found: int = good("extractor.circulant.length")(n, k, eps, eps_s)
    return min(int(n), found + 2)


@wrong("length/circulant-refuses-other-sizes", BugType.DOMAIN_EDGE, "extractor.circulant.length")
def any_size(n: str, k: str, eps: str, eps_s: str) -> int:
    return extractors.toeplitz_length(n, k, eps, eps_s)


@wrong("length/two-source", BugType.FORMULA, TWO, also=["length/two-source-near-ties"])
def equation_as_printed(n: str, k1: str, k2: str, eps: str, eps_s: str) -> int:
    size, left, found = extractors.read(n, eps, eps_s, 6, k1, k2)
    return extractors.floor(extractors.real(sum(found, Fraction(-size))) / 6 - extractors.log2(6 / left), size)


@wrong("length/two-source-refuses-outside", BugType.DOMAIN_EDGE, TWO)
def zero_outside_too(n: str, k1: str, k2: str, eps: str, eps_s: str) -> int:
    try:
        return int(good(TWO)(n, k1, k2, eps, eps_s))
    except Refused:
        return 0


@wrong("length/dodis", BugType.FORMULA, "extractor.dodis.length", also=["length/dodis-near-ties"])
def without_an_adversary(n: str, k1: str, k2: str, eps: str) -> int:
    extractors.require_good(int(n))
    size, left, found = extractors.read(n, eps, "0", 0, k1, k2)
    total = extractors.real(sum(found, Fraction(1 - size)))
    return extractors.floor(total + 2 * extractors.log2(left), size - 1)


@wrong(
    "length/toeplitz-error",
    BugType.TRACE_DISTANCE_HALF,
    "extractor.toeplitz.error",
    also=["length/toeplitz-error-of-free-bits"],
)
def half_taken_twice(n: str, k: str, m: str) -> float:
    return extractors.toeplitz_error(n, k, m) / 2


@wrong("extractor/circulant-refuses-misfits", BugType.DOMAIN_EDGE, "extractor.circulant.output")
def seed_cut_to_size(x: str, seed: str, m: str) -> str:
    return extractors.circulant(x, seed[: len(x) + 1], m)


@wrong("extractor/dodis-refuses-misfits", BugType.DOMAIN_EDGE, "extractor.dodis.output")
def all_bits_for_too_many(x: str, y: str, m: str) -> str:
    return extractors.cyclic(x, y, str(min(int(m), len(x))))


@wrong("extractor/modified-toeplitz-refuses-misfits", BugType.DOMAIN_EDGE, "extractor.modified-toeplitz.output")
def seed_cut_to_size_as_well(x: str, seed: str, m: str) -> str:
    return extractors.modified_toeplitz(x, seed[: max(0, len(x) - 1)], m)


@wrong("length/dodis-refuses-other-sizes", BugType.DOMAIN_EDGE, "extractor.dodis.length")
def any_size_of_cyclic_shifts(n: str, k1: str, k2: str, eps: str) -> int:
    size, left, found = extractors.read(n, eps, "0", 0, k1, k2)
    total = extractors.real(sum(found, Fraction(9 - size))) - 4 * mp.log(3, 2)
    return extractors.floor((total + 8 * extractors.log2(left)) / 5, size - 1)
