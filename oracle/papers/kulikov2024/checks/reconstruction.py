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
def sec_extraction_length(bits: str, score: str, bias: str, error: str) -> Finding:
    """The printed length lies between the readings; none of them can be told from another by what is printed."""
    middle, half = Fraction(score), Fraction(1, 2 * 10**5)
    found = list(readings(TRIALS, (middle - half, middle + half), Fraction(bias) / 100, Fraction(error)))
    low, high = min(entry.low for entry in found), max(entry.high for entry in found)
    return Finding(
        "enclosure", low <= Fraction(bits) <= high, f"between {int(low)} and {int(high)} over {len(found)} readings"
    )


@check
def sec_extraction_epsilon(score: str, bias: str, error: str) -> Finding:
    """With the last term that theorems 2 to 4 give, every reading is shorter than with the printed term."""
    size, eps = Fraction(bias) / 100, Fraction(error)
    pairs = [
        (length(TRIALS, Fraction(score), size, eps / slices, dimension),
         length(TRIALS, Fraction(score), size, eps / slices, dimension, "reading=composed"))
        for dimension, slices in product(DIMENSIONS, SLICES)
    ]  # fmt: skip
    least = min(printed.low - composed.high for printed, composed in pairs)
    return Finding("doubt", least > 20, f"at least {int(least)} bits fewer for the same error")


@check
def k8(n: str, trials: str, score: str, bias: str, error: str, larger: str, value: str) -> Finding:
    """Every reading gives a megabit from fewer trials, and bits from a larger bias with isotropic noise."""
    short = min(entry.low for entry in readings(int(trials), (Fraction(score),), Fraction(bias) / 100, Fraction(error)))
    size = Fraction(larger) / 100
    noisy = inequality(*isotropic(Fraction(value)), size)
    tolerant = min(entry.low for entry in readings(TRIALS, (noisy,), size, Fraction(error)))
    holds = short > 10**6 and tolerant > 0 and int(trials) * 4 < Fraction(n)
    return Finding("doubt", holds, f"{int(short)} bits, and {int(tolerant)} with the larger bias")
