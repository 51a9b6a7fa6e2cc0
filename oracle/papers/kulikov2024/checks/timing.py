"""The time line of a trial: segments in nanoseconds, the distance light travels, drifts."""

from fractions import Fraction

from oracle.ledger.exact import Interval, decimal, point, rounds_to, truncates_to
from oracle.ledger.registry import check
from oracle.ledger.status import Finding

LIGHT = 299_792_458  # m/s, by definition of the metre
DISTANCE = "32.928"  # m
BUDGET, MARGIN, SHARE = "109.83", "3.1", "2.8"  # ns, ns, per cent
TOTALS = {"A": Fraction("106.65"), "B": Fraction("106.45")}  # of the durations that start at this node
GENERATION = {"A": Fraction("17.1"), "B": Fraction("17.1")}
LATCH = {"A": Fraction("2.0"), "B": Fraction("7.2")}
OFFSET = {"A": Fraction("5.0"), "B": Fraction("2.0")}
DETECTION = {"A": Fraction("86.0"), "B": Fraction("94.0")}
BETWEEN = Fraction("0.55")
OTHER = {"A": "B", "B": "A"}
ROUNDING = Fraction(4, 20) + Fraction(1, 200)  # of a sum of four segments with one decimal and one with two
TEXT, TABLE = "1.67", "1.66"
PERIOD = Fraction(5, 3)  # ns of 600 MHz
QRNG_GRANULARITY, QRNG_DRIFT = Fraction(2), Fraction("16.9")  # ns, ps/h


def budget() -> Interval:
    """The time light takes for the distances that are printed so, in ns."""
    return Interval(*(end * 10**9 / LIGHT for end in rounds_to(DISTANCE)))


def duration(start: str) -> Fraction:
    """Equations (6) to (8): detection and offset at the other node, latch and generation at the start."""
    other = OTHER[start]
    return DETECTION[other] + OFFSET[other] + BETWEEN + LATCH[start] + GENERATION[start]


def own_column(start: str) -> Fraction:
    """The node's own column, its latch time subtracted."""
    return DETECTION[start] + OFFSET[start] + BETWEEN - LATCH[start] + GENERATION[start]


@check
def k2_printed() -> Finding:
    """The segments, put into equations (6) to (8), miss both totals by more than all rounding, and exceed d/c."""
    found = {node: duration(node) for node in TOTALS}
    holds = all(
        abs(found[node] - TOTALS[node]) > ROUNDING and found[node] - ROUNDING > budget().high for node in TOTALS
    )
    return Finding(
        "refutation", holds, ", ".join(f"{decimal(value, 2)} ns from {node}" for node, value in found.items())
    )


@check
def k2_corrected() -> Finding:
    """Both totals are the sum of the same node's column, with the latch time subtracted, exactly."""
    return Finding("correction", all(own_column(node) == TOTALS[node] for node in TOTALS), "both totals, exactly")


def margin() -> Interval:
    """What the larger total of the table leaves of the time."""
    return Interval(*(end - max(TOTALS.values()) for end in budget()))


@check
def k3_printed() -> Finding:
    """Margin and share, from the table's total, are apart from what rounds to the printed figures."""
    share = Interval(margin().low / budget().high * 100, margin().high / budget().low * 100)
    holds = margin().apart(rounds_to(MARGIN)) and share.apart(rounds_to(SHARE))
    return Finding("refutation", holds, f"{decimal(margin().low, 3)} ns, {decimal(share.low, 2)} %")


@check
def k3_corrected() -> Finding:
    """The time rounds to 109.836, the margin to 3.19 and the share to 2.90, for the distance as printed.

    109.83 is cut off, 3.1 and 2.8 come from the total rounded up to 106.7, on the safe side.
    """
    time = Fraction(DISTANCE) * 10**9 / LIGHT
    left = time - max(TOTALS.values())
    figures = ((time, "109.836"), (left, "3.19"), (100 * left / time, "2.90"))
    rounded = all(point(value).within(rounds_to(figure)) for value, figure in figures)
    safe = point(time - Fraction("106.7")).within(rounds_to(MARGIN)) and point(time).within(truncates_to(BUDGET))
    return Finding("correction", rounded and safe, "; ".join(figure for _, figure in figures))


@check
def sec_s4_locality() -> Finding:
    """106.7 ns, and the totals of the table, lie below the time for the shortest distance that is printed so.

    That the segments of the table have these totals only against equations (6) to (8) is `k2_printed`.
    """
    holds = all(total <= Fraction("106.7") < budget().low for total in TOTALS.values())
    return Finding("proof", holds, f"{decimal(budget().low, 2)} ns are available")


@check
def k7_printed() -> Finding:
    """One value that rounds to both figures would be the one number between them."""
    text, table = rounds_to(TEXT), rounds_to(TABLE)
    return Finding("refutation", text.low >= table.high, f"{TABLE} and {TEXT} round only {decimal(text.low, 3)} both")


@check
def k7_corrected() -> Finding:
    """A period of 600 MHz, which the paper does not name, rounds to one figure and is cut off to the other."""
    holds = point(PERIOD).within(rounds_to(TEXT)) and point(PERIOD).within(truncates_to(TABLE))
    return Finding("correction", holds, f"{PERIOD} ns rounds to {TEXT} and is cut off to {TABLE}")


@check
def sec_s2_jitter_free() -> Finding:
    """Half a granularity of the QRNG at its drift, in days."""
    days = QRNG_GRANULARITY / 2 * 1000 / QRNG_DRIFT / 24
    return Finding("enclosure", point(days).within(rounds_to("2.5")), f"{decimal(days, 2)} days")


@check
def sec_s3_mismatch_limit() -> Finding:
    """The offset between the nodes is below half of the granularity, whichever of its two figures is meant."""
    limit = min(Fraction(figure) / 2 for figure in (TEXT, TABLE))
    return Finding("gap", limit > BETWEEN, f"{decimal(BETWEEN, 2)} ns are below {decimal(limit, 2)}")
