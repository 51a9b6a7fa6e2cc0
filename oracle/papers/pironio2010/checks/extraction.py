"""The extraction step of appendix B: what a seeded extractor can and cannot give."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import lcm

from oracle.ledger.arithmetic import decimal, enclose, op
from oracle.ledger.checks import check
from oracle.ledger.status import Finding

Function = tuple[int, ...]  # output of each input


def functions(inputs: int) -> Iterator[Function]:
    """Every function with one output bit."""
    return product((0, 1), repeat=inputs)


def distance(weights: Sequence[Fraction], function: Function, outputs: int = 2) -> Fraction:
    """Statistical distance of the output from uniform, with the factor one half; sums are of integers."""
    common = lcm(*(weight.denominator for weight in weights))
    total = [0] * outputs
    for weight, value in zip(weights, function, strict=True):
        total[value] += weight.numerator * (common // weight.denominator)
    return Fraction(sum(abs(outputs * part - common) for part in total), 2 * outputs * common)


def flat(support: Sequence[int], inputs: int) -> list[Fraction]:
    """The uniform distribution on some inputs."""
    return [Fraction(int(x in support), len(support)) for x in range(inputs)]


def linear(bits_in: int, bits_out: int) -> list[Function]:
    """All linear functions of bits, each as its table."""
    found = []
    for rows in product(range(1 << bits_in), repeat=bits_out):
        values = (
            sum(((row & x).bit_count() & 1) << k for k, row in enumerate(rows)) for x in range(1 << bits_in)
        )  # fmt: skip
        found.append(tuple(values))
    return found


@check
def sec_b_longer_printed() -> Finding:
    """An entropy bound of 1/10 bit is positive, and no extractor makes a bit of it.

    Let the raw string take one of two values, the likelier with probability 2^(-1/10). For every seed an output bit is
    one of four functions of it, so its distance from uniform, which averages over seeds, is at least the least of
    four: 2^(-1/10) - 1/2.
    """
    likely = enclose(op("exp", op("mul", Fraction(-1, 10), op("ln", 2))))
    least = min(distance([likely.low, 1 - likely.low], function) for function in functions(2))
    holds = least == likely.low - Fraction(1, 2) and least > Fraction(2, 5)
    return Finding("refutation", holds, f"every output bit is at least {decimal(least, 4)} away from uniform")


@check
def main_final_string_printed() -> Finding:
    """No extractor turns every source of two bits with min-entropy 1 into one nearly uniform bit.

    A source that is uniform on two of the four strings has min-entropy 1. Whatever the distribution of the seed, the
    mean over the six sources of the distance is at least the least mean over the sixteen functions, so some source has
    at least that.
    """
    pairs = [flat(pair, 4) for pair in combinations(range(4), 2)]
    least = min(sum((distance(pair, f) for pair in pairs), Fraction(0)) / len(pairs) for f in functions(4))
    return Finding("refutation", least == Fraction(1, 6), f"some source is at least {least} away from uniform")


@check
def sec_b_length_corrected() -> Finding:
    """With two-universal hashing m bits have distance at most (1/2) 2^(-(k-m)/2): m = k - 2 log2(1/(2 eps)) bits.

    If two different strings collide under a random function with probability 2^-m, the mean over functions of the
    squared distance of the output's distribution from uniform in the Euclidean norm is at most the probability that
    two draws are the same string, 2^-k; Cauchy-Schwarz gives the bound, squared: 4 distance^2 <= 2^(m-k). Linear
    functions collide so: the difference is not zero. Both are recomputed for all flat sources of three bits.
    """
    bits_in, holds = 3, True
    for bits_out in (1, 2):
        family = linear(bits_in, bits_out)
        for x, y in combinations(range(1 << bits_in), 2):
            together = sum(f[x] == f[y] for f in family)
            holds = holds and Fraction(together, len(family)) == Fraction(1, 1 << bits_out)
        for size in (2, 4, 8):
            for support in combinations(range(1 << bits_in), size):
                weights = flat(support, 1 << bits_in)
                mean = sum((distance(weights, f, 1 << bits_out) for f in family), Fraction(0)) / len(family)
                holds = holds and 4 * mean**2 <= Fraction(1 << bits_out, size)
    return Finding("correction", holds, "two families of linear functions, 99 flat sources each")


def _bad_probability(laws: tuple[tuple[Fraction, ...], ...], level: Fraction) -> Fraction:
    """Return the probability of strings whose probability given e is above a level."""
    return sum((p for law in laws for p in law if p > level), Fraction(0)) / len(laws)


@check
def sec_b_adversary() -> Finding:
    """Hashing against a classical value e, with a bad event: the distance is at most delta + (1/2) 2^(-(k - m)/2).

    Strings of two bits, one bit out, all four linear maps as seed, every pair of laws of the string given e on a grid
    of quarters, both values of e equally likely; for each level 2^-k, delta is the probability of strings whose
    probability given e is above it. Squares are compared: (1/4) 2^(1 - k) is half of the level.
    """
    strings = [(0, 0), (0, 1), (1, 0), (1, 1)]
    laws = [tuple(Fraction(n, 4) for n in parts) for parts in product(range(5), repeat=4) if sum(parts) == 4]
    holds, count = True, 0
    for pair in product(laws, repeat=2):
        distance = Fraction(0)
        for (u, v), law in product(strings, pair):
            ones = sum((p for (r, s), p in zip(strings, law, strict=True) if (u * r + v * s) % 2), Fraction(0))
            distance += abs(ones - Fraction(1, 2)) / 8
        for level in (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)):
            rest = max(Fraction(0), distance - _bad_probability(pair, level))
            holds &= rest * rest <= level / 2
            count += 1
    return Finding("gap", holds, f"{count} laws and levels")
