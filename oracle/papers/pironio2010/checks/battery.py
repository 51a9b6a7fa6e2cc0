"""Section D.4: Fisher's tests of no-signalling, Table 2."""

from fractions import Fraction

from oracle.ledger.arithmetic import Interval, decimal, erfc_of_sqrt, fisher_two_sided, point, rounds_to
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.pironio2010.checks.table1 import COUNTS, events

SIGNIFICANCE = Fraction(1, 1000)


def _alice(x: int, y: int) -> tuple[int, int]:
    row = COUNTS[x, y]
    return row[0] + row[1], row[2] + row[3]


def _bob(x: int, y: int) -> tuple[int, int]:
    row = COUNTS[x, y]
    return row[0] + row[2], row[1] + row[3]


def fisher_alice(x: int) -> Fraction:
    """Return the exact p-value for Alice's outcomes at input x, compared between Bob's inputs."""
    return fisher_two_sided(_alice(x, 0), _alice(x, 1))


def fisher_bob(y: int) -> Fraction:
    """Return the exact p-value for Bob's outcomes at input y, compared between Alice's inputs."""
    return fisher_two_sided(_bob(0, y), _bob(1, y))


def monobit(ones: int, bits: int) -> Interval:
    """Return the p-value of the frequency test: erfc(|s|/sqrt(2 bits)), s = ones - zeros."""
    return erfc_of_sqrt(Fraction((2 * ones - bits) ** 2, 2 * bits))


def ones_of_a() -> int:
    """Return how often a = 1."""
    return sum(_alice(x, y)[1] for x, y in COUNTS)


def ones_of_b() -> int:
    """Return how often b = 1."""
    return sum(_bob(x, y)[1] for x, y in COUNTS)


def ones_of_inputs(exchanged: bool = False) -> int:
    """Return the ones in x_1, y_1, ..., x_n, y_n; with the labels of x exchanged in the rows with y = 1 if asked."""
    return sum(((1 - x if exchanged and y else x) + y) * sum(row) for (x, y), row in COUNTS.items())


@check
def p12_printed(first: str, second: str) -> Finding:
    """Neither of Alice's two exact p-values is one of the printed ones."""
    values = [fisher_alice(x) for x in (0, 1)]
    holds = all(point(value).apart(rounds_to(figure)) for value in values for figure in (first, second))
    return Finding("refutation", holds, f"Alice's p-values {', '.join(decimal(value, 6) for value in values)}")


@check
def p12_corrected(first: str, second: str, right_first: str, right_second: str) -> Finding:
    """They round to the corrected ones; the printed two come from exchanging the labels of x in the rows with y = 1."""
    right = [point(fisher_alice(x)).within(rounds_to(figure)) for x, figure in ((0, right_first), (1, right_second))]
    crossed = [fisher_two_sided(_alice(x, 0), _alice(1 - x, 1)) for x in (0, 1)]
    printed = [point(value).within(rounds_to(figure)) for value, figure in zip(crossed, (first, second), strict=True)]
    shown = ", ".join(decimal(value, 6) for value in crossed)
    return Finding("correction", all(right) and all(printed), f"crossed rows give {shown}")


@check
def sec_d4_fisher_bob(first: str, second: str) -> Finding:
    """Bob's two exact p-values round to the printed ones."""
    values = [fisher_bob(y) for y in (0, 1)]
    holds = all(point(value).within(rounds_to(figure)) for value, figure in zip(values, (first, second), strict=True))
    return Finding("enclosure", holds, f"{', '.join(decimal(value, 6) for value in values)}, rounded")


@check
def sec_d4_compatible() -> Finding:
    """None of the four exact p-values is below the significance level."""
    values = [fisher_alice(0), fisher_alice(1), fisher_bob(0), fisher_bob(1)]
    return Finding("proof", min(values) >= SIGNIFICANCE, f"least p-value {decimal(min(values), 6)}")


@check
def table_2_frequency_a(p: str) -> Finding:
    """The frequency test of a^n, from the counts, rounds to the printed p-value."""
    value = monobit(ones_of_a(), events())
    holds = value.within(rounds_to(p))
    return Finding("enclosure", holds, f"{ones_of_a()} ones of {events()}: {decimal(value.low, 6)}, rounded")


@check
def table_2_frequency_b(p: str) -> Finding:
    """The frequency test of b^n, from the counts, rounds to the printed p-value."""
    value = monobit(ones_of_b(), events())
    holds = value.within(rounds_to(p))
    return Finding("enclosure", holds, f"{ones_of_b()} ones of {events()}: {decimal(value.low, 6)}, rounded")


@check
def p13_printed(p: str) -> Finding:
    """The frequency test of the inputs as labelled in Table 1 does not round to the printed p-value."""
    value = monobit(ones_of_inputs(), 2 * events())
    holds = value.apart(rounds_to(p))
    return Finding("refutation", holds, f"{ones_of_inputs()} ones of {2 * events()}: {decimal(value.low, 6)}")


@check
def p13_corrected(p: str, right: str) -> Finding:
    """It rounds to the corrected one; the printed value fits if x is exchanged in the rows with y = 1."""
    value = monobit(ones_of_inputs(), 2 * events())
    exchanged = monobit(ones_of_inputs(exchanged=True), 2 * events())
    holds = value.within(rounds_to(right)) and exchanged.within(rounds_to(p))
    return Finding("correction", holds, f"{decimal(value.low, 6)}; exchanged labels give {decimal(exchanged.low, 6)}")


@check
def p14_printed(p: str) -> Finding:
    """The frequency test of a_1, b_1, ..., a_n, b_n does not round to the printed p-value."""
    value = monobit(ones_of_a() + ones_of_b(), 2 * events())
    holds = value.apart(rounds_to(p))
    return Finding("refutation", holds, f"{ones_of_a() + ones_of_b()} ones of {2 * events()}: {decimal(value.low, 6)}")


@check
def p14_corrected(p: str, right: str) -> Finding:
    """It rounds to the corrected one; the printed value fits if one of the two strings is complemented."""
    value = monobit(ones_of_a() + ones_of_b(), 2 * events())
    complemented = monobit(events() - ones_of_a() + ones_of_b(), 2 * events())
    holds = value.within(rounds_to(right)) and complemented.within(rounds_to(p))
    return Finding(
        "correction", holds, f"{decimal(value.low, 6)}; one string complemented {decimal(complemented.low, 6)}"
    )
