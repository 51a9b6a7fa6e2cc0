"""Section D.4: Fisher's tests of no-signalling, Table 2."""

from fractions import Fraction

from oracle.ledger.exact import Interval, decimal, erfc_of_sqrt, fisher_two_sided, point, rounds_to
from oracle.ledger.registry import check
from oracle.ledger.status import Finding
from oracle.papers.pironio2010.checks.table1 import COUNTS, events

SIGNIFICANCE = Fraction(1, 1000)
# Table 2 as printed, by column.
TABLE_2 = {
    "inputs": (".9795", ".2668", ".6616", ".8542", ".1681", ".2445", ".9024", ".0189"),
    "a": (".7988", ".5540", ".2904", ".3096", ".1300", ".5568", ".5699", ".1933"),
    "b": (".0743", ".0592", ".4312", ".8686", ".0119", ".0130", ".1579", ".0353"),
    "ab": (".1493", ".1360", ".0000", ".3081", ".0000", ".0000", ".0000", ".0000"),
}
# p-values of the four tests of no-signalling, as printed.
FISHER = ("0.7610", "0.7933", "0.7933", "0.2867")


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
def p12_printed() -> Finding:
    """Alice's two exact p-values are among none of the printed four."""
    values = [fisher_alice(x) for x in (0, 1)]
    holds = all(point(value).apart(rounds_to(figure)) for value in values for figure in FISHER)
    return Finding("refutation", holds, f"Alice's p-values {', '.join(decimal(value, 6) for value in values)}")


@check
def p12_corrected() -> Finding:
    """They are 0.3533 and 0.7574; the printed two come from exchanging the labels of x in the rows with y = 1."""
    right = [point(fisher_alice(x)).within(rounds_to(figure)) for x, figure in ((0, "0.3533"), (1, "0.7574"))]
    crossed = [fisher_two_sided(_alice(x, 0), _alice(1 - x, 1)) for x in (0, 1)]
    printed = [point(value).within(rounds_to(figure)) for value, figure in zip(crossed, FISHER[:2], strict=True)]
    shown = ", ".join(decimal(value, 6) for value in crossed)
    return Finding("correction", all(right) and all(printed), f"0.3533 and 0.7574 rounded; crossed rows give {shown}")


@check
def sec_d4_fisher_bob() -> Finding:
    """Bob's two exact p-values round to the last two printed."""
    values = [fisher_bob(y) for y in (0, 1)]
    holds = all(point(value).within(rounds_to(figure)) for value, figure in zip(values, FISHER[2:], strict=True))
    return Finding("enclosure", holds, f"{', '.join(decimal(value, 6) for value in values)}, rounded")


@check
def sec_d4_compatible() -> Finding:
    """None of the four exact p-values is below the significance level."""
    values = [fisher_alice(0), fisher_alice(1), fisher_bob(0), fisher_bob(1)]
    return Finding("proof", min(values) >= SIGNIFICANCE, f"least p-value {decimal(min(values), 6)}")


@check
def table_2_frequency_a() -> Finding:
    """The frequency test of a^n, from the counts, rounds to the printed p-value."""
    value = monobit(ones_of_a(), events())
    holds = value.within(rounds_to(TABLE_2["a"][0]))
    return Finding("enclosure", holds, f"{ones_of_a()} ones of {events()}: {decimal(value.low, 6)}, rounded")


@check
def table_2_frequency_b() -> Finding:
    """The frequency test of b^n, from the counts, rounds to the printed p-value."""
    value = monobit(ones_of_b(), events())
    holds = value.within(rounds_to(TABLE_2["b"][0]))
    return Finding("enclosure", holds, f"{ones_of_b()} ones of {events()}: {decimal(value.low, 6)}, rounded")


@check
def p13_printed() -> Finding:
    """The frequency test of the inputs as labelled in Table 1 does not round to the printed p-value."""
    value = monobit(ones_of_inputs(), 2 * events())
    holds = value.apart(rounds_to(TABLE_2["inputs"][0]))
    return Finding("refutation", holds, f"{ones_of_inputs()} ones of {2 * events()}: {decimal(value.low, 6)}")


@check
def p13_corrected() -> Finding:
    """It is 0.1644; the printed value fits if x is exchanged in the rows with y = 1."""
    value = monobit(ones_of_inputs(), 2 * events())
    exchanged = monobit(ones_of_inputs(exchanged=True), 2 * events())
    holds = value.within(rounds_to("0.1644")) and exchanged.within(rounds_to(TABLE_2["inputs"][0]))
    return Finding("correction", holds, f"{decimal(value.low, 6)}; exchanged labels give {decimal(exchanged.low, 6)}")


@check
def p14_printed() -> Finding:
    """The frequency test of a_1, b_1, ..., a_n, b_n does not round to the printed p-value."""
    value = monobit(ones_of_a() + ones_of_b(), 2 * events())
    holds = value.apart(rounds_to(TABLE_2["ab"][0]))
    return Finding("refutation", holds, f"{ones_of_a() + ones_of_b()} ones of {2 * events()}: {decimal(value.low, 6)}")


@check
def p14_corrected() -> Finding:
    """It is 0.2795; the printed value fits if one of the two strings is complemented."""
    value = monobit(ones_of_a() + ones_of_b(), 2 * events())
    complemented = monobit(events() - ones_of_a() + ones_of_b(), 2 * events())
    holds = value.within(rounds_to("0.2795")) and complemented.within(rounds_to(TABLE_2["ab"][0]))
    return Finding(
        "correction", holds, f"{decimal(value.low, 6)}; one string complemented {decimal(complemented.low, 6)}"
    )


def _passed(column: str) -> int:
    """Return how many printed p-values round from something at least the significance level, whatever the rounding."""
    return sum(rounds_to(figure).low >= SIGNIFICANCE for figure in TABLE_2[column])


@check
def table_2_inputs_pass() -> Finding:
    """By the printed p-values all eight tests of the inputs pass."""
    return Finding("proof", _passed("inputs") == len(TABLE_2["inputs"]), f"{_passed('inputs')} of 8 pass at 0.001")


@check
def table_2_outputs_pass() -> Finding:
    """By the printed p-values all eight tests of a^n and of b^n pass."""
    holds = all(_passed(column) == len(TABLE_2[column]) for column in ("a", "b"))
    return Finding("proof", holds, f"{_passed('a')} and {_passed('b')} of 8 pass at 0.001")


@check
def p15_printed() -> Finding:
    """By the printed p-values some of the eight tests of the joint string pass."""
    return Finding("refutation", _passed("ab") > 0, f"{_passed('ab')} of 8 pass at 0.001")


@check
def p15_corrected() -> Finding:
    """Five of the eight are below the significance level, the others are not."""
    failed = sum(rounds_to(figure).high < SIGNIFICANCE for figure in TABLE_2["ab"])
    holds = failed == 5 and failed + _passed("ab") == len(TABLE_2["ab"])
    return Finding("correction", holds, f"{failed} of 8 fail, {_passed('ab')} pass")
