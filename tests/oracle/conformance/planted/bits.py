"""Output bits of extractors."""

from typing import Any

from tests.oracle.conformance.good import extractors
from tests.oracle.conformance.planted import Function, good, planted

TOEPLITZ, TWO = "extractor.toeplitz.output", "extractor.two-source.output"


@planted(TOEPLITZ)
def words_beyond_the_first_repeat(x: str, seed: str, m: str) -> str:
    """Output words beyond the first 64 bits repeat the first."""
    found = good(TOEPLITZ)(x, seed, m)
    return str((found[:64] * (len(found) // 64 + 1))[: len(found)] if len(found) > 64 else found)


@planted(TWO)
def last_word_dropped(x: str, y: str, m: str) -> Any:
    """For lengths that are multiples of 64 the last word of x is not read."""
    found = good(TWO)(x, y, m)
    return good(TWO)(x[:-64] + "0" * 64, y, m) if len(x) % 64 == 0 else found


@planted(TWO)
def last_bit_of_a_full_output_is_zero(x: str, y: str, m: str) -> str:
    """With m = n above 32 the last bit is 0."""
    found = str(good(TWO)(x, y, m))
    return found[:-1] + "0" if int(m) == len(x) > 32 else found


@planted(TOEPLITZ)
def sums_above_256_lose_their_last_bit(x: str, seed: str, m: str) -> str:
    """Products are sums in a format with eight significant bits, as a transform in low precision gives."""
    length = extractors.sizes(x, seed, m, len(x) + int(m) - 1)
    extractors.integer(seed)
    first = extractors.integer(x)
    counts = [(first & extractors.integer(seed[i : i + len(x)][::-1])).bit_count() for i in range(length)]
    return "".join(str(count % 2 if count < 256 else 0) for count in counts)


@planted(TOEPLITZ)
def leading_zeros_of_the_seed_stripped(x: str, seed: str, m: str) -> Any:
    """32 zeros at the beginning of a seed are taken for padding."""
    found = good(TOEPLITZ)(x, seed, m)
    return good(TOEPLITZ)(x, seed[32:] + "0" * 32, m) if seed[:32] == "0" * 32 else found


@planted(TWO, stateful=True)
def cached_by_the_first_sixteen_bits() -> Function:
    """Answers are kept by the first sixteen bits of each string, and m."""
    kept: dict[tuple[str, str, str, int], str] = {}

    def answer(x: str, y: str, m: str) -> str:
        return kept.setdefault((x[:16], y[:16], m, len(x)), str(good(TWO)(x, y, m)))

    return answer


@planted(TOEPLITZ, stateful=True)
def buffer_overflows_after_300_calls() -> Function:
    """After 300 calls the last bit is 1."""
    calls = [0]

    def answer(x: str, seed: str, m: str) -> str:
        calls[0] += 1
        found = str(good(TOEPLITZ)(x, seed, m))
        return found[:-1] + "1" if calls[0] > 300 else found

    return answer


@planted(TWO)
def index_in_a_byte(x: str, y: str, m: str) -> str:
    """Shifts are taken modulo 256."""
    length = extractors.sizes(x, y, m, len(x))
    first, second = extractors.integer(x), extractors.integer(y)
    return "".join(extractors.parity(first & (second << (i % 256))) for i in range(length))


@planted(TOEPLITZ)
def blanks_are_skipped(x: str, seed: str, m: str) -> Any:
    """Blanks and underscores inside of a string are dropped."""
    return good(TOEPLITZ)(x.replace("_", "").replace(" ", ""), seed.replace("_", "").replace(" ", ""), m)
