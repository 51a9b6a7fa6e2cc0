"""Table 2 beyond the frequencies: which p-values the tests can have at all for so many bits with so many ones.

Runs, DFT and Two-bit depend on the order of the bits, which is not public, but only through one whole number (two for
Two-bit), so their p-values form a lattice. A printed figure that no number of it gives is no value of the test.
"""

from collections.abc import Iterable
from fractions import Fraction

from oracle.ledger.arithmetic import Interval, decimal, enclose, erfc_of_sqrt, op, rounds_to
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.pironio2010.checks.battery import ones_of_a, ones_of_b, ones_of_inputs
from oracle.papers.pironio2010.checks.table1 import events


def runs_squares(ones: int, bits: int) -> Iterable[Fraction]:
    """Squares t of the Runs test, p = erfc(sqrt t), for every number of runs, where erfc is enclosed (t at most 8).

    The number of runs V enters as |V - 2 n pi (1 - pi)|/(2 sqrt(2 n) pi (1 - pi)) with the share pi of ones.
    """
    share = Fraction(ones, bits)
    spread = share * (1 - share)
    squares = ((runs - 2 * bits * spread) ** 2 / (8 * bits * spread**2) for runs in range(1, bits + 1))
    return (square for square in squares if square <= 8)


def dft_squares(bits: int, divisor: int) -> Iterable[Fraction]:
    """Squares t of the DFT test for every number of peaks below the threshold, of which 95 % of bits/2 are expected.

    The variance is bits * 0.95 * 0.05 / divisor, and p = erfc(|d|/sqrt 2).
    """
    spread = bits * Fraction(95 * 5, 10000) / divisor
    squares = ((peaks - Fraction(95 * bits, 200)) ** 2 / (2 * spread) for peaks in range(bits // 2 + 1))
    return (square for square in squares if square <= 8)


def _two_bit_lattice(ones: int, bits: int) -> Iterable[tuple[Fraction, int]]:
    """The statistic X of the Two-bit test, p = exp(-X/2), and the number of overlapping pairs 11, for all end bits."""
    zeros = bits - ones
    for first, last in ((0, 0), (0, 1), (1, 0), (1, 1)):
        for both in range(ones):
            pairs = both, ones - last - both, ones - first - both
            rest = bits - 1 - sum(pairs)
            if min(*pairs, rest) >= 0:
                total = Fraction(4 * sum(n * n for n in (*pairs, rest)), bits - 1)
                yield total - Fraction(2 * (zeros * zeros + ones * ones), bits) + 1, both


def _next(squares: Iterable[Fraction], figure: str) -> list[Interval]:
    """The values of the lattice on both sides of a figure: erfc falls, so the others are further away.

    The lattice is cut where its values are certainly above what is printed so; the two values above the cut and the
    three below it are enclosed.
    """
    ordered, top = sorted(set(squares)), rounds_to(figure).high
    low, high = 0, len(ordered)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if erfc_of_sqrt(ordered[middle]).low > top else (low, middle)
    return [erfc_of_sqrt(square) for square in ordered[max(0, low - 2) : low + 3]]


def _attained(squares: Iterable[Fraction], figure: str) -> bool:
    """Whether some value erfc(sqrt t) of the lattice is printed so."""
    return any(value.within(rounds_to(figure)) for value in _next(squares, figure))


def _missed(squares: Iterable[Fraction], figure: str) -> bool:
    """Whether the values of the lattice next to a figure, above and below, lie apart from what is printed so."""
    ends, found = rounds_to(figure), _next(squares, figure)
    apart = all(value.apart(ends) for value in found)
    return apart and any(value.low > ends.high for value in found) and any(value.high < ends.low for value in found)


def _exponential(statistic: Fraction) -> Interval:
    return enclose(op("exp", -statistic / 2))


def _two_bit(ones: int, bits: int, figure: str) -> tuple[bool, Fraction]:
    """Whether a value of the Two-bit test is printed so, and the largest p-value that it can have.

    exp falls, so only statistics next to -2 ln of the figure are enclosed: those between the figure's ends widened
    tenfold; the others are further away.
    """
    ends = rounds_to(figure)
    low, high = (enclose(op("mul", -2, op("ln", end))) for end in (ends.high + 9 * (ends.high - ends.low), ends.low))
    statistics = [x for x, _ in _two_bit_lattice(ones, bits)]
    near = [x for x in statistics if low.low <= x <= high.high]
    return any(_exponential(x).within(ends) for x in near), _exponential(min(statistics)).high


def _runs_value(ones: int, bits: int, runs: str) -> Interval:
    """The p-value of the Runs test for a number of runs."""
    spread = Fraction(ones, bits) * (1 - Fraction(ones, bits))
    return erfc_of_sqrt((_whole(runs) - 2 * bits * spread) ** 2 / (8 * bits * spread**2))


def _pairs_give(ones: int, bits: int, both: str, figure: str) -> bool:
    """Whether a number of overlapping pairs 11, with some end bits, gives a p-value that is printed so."""
    found = (x for x, pairs in _two_bit_lattice(ones, bits) if pairs == _whole(both))
    return any(_exponential(x).within(rounds_to(figure)) for x in found)


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


@check
def table_2_lattice_outputs(
    runs_a: str, count_a: str, runs_b: str, count_b: str, two_a: str, pairs_a: str, two_b: str, pairs_b: str
) -> Finding:
    """The numbers of runs and of pairs 11 give the printed p-values of each ion's outputs, for its number of ones."""
    n, a, b = events(), ones_of_a(), ones_of_b()
    runs = ((a, count_a, runs_a), (b, count_b, runs_b))
    holds = all(_runs_value(ones, n, count).within(rounds_to(figure)) for ones, count, figure in runs)
    holds = holds and _pairs_give(a, n, pairs_a, two_a) and _pairs_give(b, n, pairs_b, two_b)
    return Finding("enclosure", holds, f"{a} and {b} ones of {n}")


@check
def table_2_lattice_inputs_printed(runs: str, two: str) -> Finding:
    """With the labels of Table 1 neither figure of the inputs is a value of its test."""
    n, ones = 2 * events(), ones_of_inputs()
    attained, most = _two_bit(ones, n, two)
    holds = _missed(runs_squares(ones, n), runs) and not attained and most < rounds_to(two).low
    return Finding("refutation", holds, f"{ones} ones of {n}: no number of runs; Two-bit at most {decimal(most, 4)}")


@check
def table_2_lattice_inputs_exchanged(runs: str, count: str, two: str, pairs: str) -> Finding:
    """With x exchanged in the rows with y = 1, as for P13, a number of runs and one of pairs 11 give the figures."""
    n, ones = 2 * events(), ones_of_inputs(exchanged=True)
    holds = _runs_value(ones, n, count).within(rounds_to(runs)) and _pairs_give(ones, n, pairs, two)
    return Finding("correction", holds, f"{ones} ones of {n}")


@check
def table_2_lattice_dft(inputs: str, a: str, b: str, both: str) -> Finding:
    """The four DFT figures are values with the variance n 0.95 0.05/2 and none is one with n 0.95 0.05/4."""
    printed = ((2 * events(), inputs), (events(), a), (events(), b), (2 * events(), both))
    half = all(_attained(dft_squares(bits, 2), figure) for bits, figure in printed)
    quarter = all(_missed(dft_squares(bits, 4), figure) for bits, figure in printed)
    return Finding("enclosure", half and quarter, "each is a value of the older form of the test, none of the later")
