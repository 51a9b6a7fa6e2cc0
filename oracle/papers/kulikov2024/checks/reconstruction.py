"""The output length as a reconstruction of its formula: enclosures over the readings that the paper leaves open."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from oracle.bounds.catalogue import choose, find, read_arguments
from oracle.bounds.evaluate import evaluate
from oracle.enclosures import Enclosure
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.kulikov2024.checks.figures import inequality, isotropic

TRIALS = 20 * 2**26
DIMENSIONS = ("9", "13")  # of the original theorem: two binary outputs, or with an output for rounds that test nothing
SLICES = (1, 10**4)  # of theorem 6, among which the error is shared


def length(trials: int, score: Fraction, bias: Fraction, error: Fraction, dimension: str, *more: str) -> Enclosure:
    """The proved interval of the reconstructed length."""
    words = [f"n={trials}", f"s-mu={score}", f"mu={bias}", f"eps={error}", f"d={dimension}", *more]
    bound, _, left = choose(find("amplification.length"), words)
    return evaluate(bound.evaluate(read_arguments(bound, left)), Fraction(1, 2**10))


def readings(trials: int, scores: tuple[Fraction, ...], bias: Fraction, error: Fraction) -> Iterator[Enclosure]:
    """The length for every reading of dimension and slices, and each of the scores."""
    for score, dimension, slices in product(scores, DIMENSIONS, SLICES):
        yield length(trials, score, bias, error / slices, dimension)


@check
def sec_extraction_length(bits: str, score: str, bias: str, error: str, above: str, below: str) -> Finding:
    """The printed length lies between the readings; none of them can be told from another by what is printed.

    The score is known within half of its last digit.
    """
    middle, half = Fraction(score), Fraction(1, 2 * 10**5)
    found = list(readings(TRIALS, (middle - half, middle + half), Fraction(bias) / 100, Fraction(error)))
    low, high = min(entry.low for entry in found), max(entry.high for entry in found)
    holds = int(low) + int(above) == int(bits) == int(high) - int(below) and int(above) > 0 < int(below)
    return Finding("enclosure", holds, f"between {int(low)} and {int(high)} over {len(found)} readings")


@check
def sec_extraction_epsilon(score: str, bias: str, error: str, fewer: str, shortest: str) -> Finding:
    """With the last term that theorems 2 to 4 give, every reading is shorter than with the printed term."""
    size, eps = Fraction(bias) / 100, Fraction(error)
    pairs = [
        (length(TRIALS, Fraction(score), size, eps / slices, dimension),
         length(TRIALS, Fraction(score), size, eps / slices, dimension, "reading=composed"))
        for dimension, slices in product(DIMENSIONS, SLICES)
    ]  # fmt: skip
    least = min(printed.low - composed.high for printed, composed in pairs)
    short = min(composed.low for _, composed in pairs)
    holds = int(least) == int(fewer) > 0 and int(short) == int(shortest)
    return Finding("doubt", holds, f"at least {int(least)} bits fewer for the same error, {int(short)} or more")


@check
def k8(
    n: str, trials: str, score: str, bias: str, error: str, larger: str, value: str,
    times: str, megabit: str, tolerant: str,
) -> Finding:  # fmt: skip
    """Every reading gives a megabit from fewer trials, and bits from a larger bias with isotropic noise."""
    rounds = int(Fraction(trials))
    short = min(entry.low for entry in readings(rounds, (Fraction(score),), Fraction(bias) / 100, Fraction(error)))
    size = Fraction(larger) / 100
    noisy = inequality(*isotropic(Fraction(value)), size)
    more = min(entry.low for entry in readings(TRIALS, (noisy,), size, Fraction(error)))
    fewer = Fraction(n) // rounds == int(times) > 1 and int(short) == int(megabit) >= 10**6
    beyond = int(more) == int(tolerant) > 0 and Fraction(larger) > Fraction(bias)
    return Finding("doubt", fewer and beyond, f"{int(short)} bits, and {int(more)} with the larger bias")
