"""Table 1: counts, totals, fractions, the CHSH value and its uncertainty, the phases of the rotations."""

from fractions import Fraction

from oracle.ledger.exact import Interval, decimal, point, rounds_to
from oracle.ledger.registry import check
from oracle.ledger.status import Finding

# As printed: N(0,0), N(0,1), N(1,0), N(1,1) for each (x, y).
COUNTS: dict[tuple[int, int], tuple[int, int, int, int]] = {
    (0, 0): (293, 94, 70, 295),
    (0, 1): (298, 70, 74, 309),
    (1, 0): (283, 69, 64, 291),
    (1, 1): (68, 340, 309, 89),
}
TOTALS = {(0, 0): 752, (0, 1): 751, (1, 0): 707, (1, 1): 806}
EQUAL_FRACTIONS = {(0, 0): "0.782", (0, 1): "0.808", (1, 0): "0.812", (1, 1): "0.195"}
EVENTS = 3016
IHAT = "2.414"
# Phases (phi_x, phi_y) in units of 45 degrees.
PHASES = {(0, 0): (0, 1), (0, 1): (0, 3), (1, 0): (2, 1), (1, 1): (2, 3)}


def events() -> int:
    """Return the number of events, added up."""
    return sum(sum(row) for row in COUNTS.values())


def won() -> int:
    """Return how many events win the CHSH game: a = b unless x = y = 1."""
    return sum(row[1] + row[2] if x * y else row[0] + row[3] for (x, y), row in COUNTS.items())


def equal_fraction(x: int, y: int) -> Fraction:
    """Return the observed P(a = b|xy)."""
    row = COUNTS[x, y]
    return Fraction(row[0] + row[3], sum(row))


def estimator() -> Fraction:
    """Return eq. (2) with P(xy) = 1/4."""
    signed = sum((-1) ** (x * y) * (row[0] + row[3] - row[1] - row[2]) for (x, y), row in COUNTS.items())
    return Fraction(signed, events()) / Fraction(1, 4)


def from_frequencies() -> Fraction:
    """Return eq. (1) with the observed fractions in the place of probabilities."""
    return sum(((-1) ** (x * y) * (2 * equal_fraction(x, y) - 1) for x, y in COUNTS), Fraction(0))


@check
def table_1_totals() -> Finding:
    """The four counts of each row add up to the printed total."""
    sums = {setting: sum(row) for setting, row in COUNTS.items()}
    return Finding("proof", sums == TOTALS, f"row sums {list(sums.values())}")


@check
def table_1_events() -> Finding:
    """The sixteen counts add up to the printed number of events, and the output string has twice as many bits."""
    return Finding("proof", events() == EVENTS, f"sum {events()}, {2 * events()} output bits")


@check
def table_1_last_column() -> Finding:
    """The exact fraction of events with a = b rounds to the printed one in each row."""
    holds = all(point(equal_fraction(x, y)).within(rounds_to(figure)) for (x, y), figure in EQUAL_FRACTIONS.items())
    shown = ", ".join(f"{equal_fraction(x, y)} = {decimal(equal_fraction(x, y), 6)}" for x, y in COUNTS)
    return Finding("enclosure", holds, f"{shown}, rounded to three decimals")


@check
def eq_2_ihat() -> Finding:
    """The estimator (2) with uniform inputs, from the counts, rounds to the printed value."""
    value = estimator()
    return Finding("enclosure", point(value).within(rounds_to(IHAT)), f"{value} = {decimal(value)}, rounded")


@check
def table_1_ihat_printed() -> Finding:
    """The caption's formula, with the exact observed fractions, does not round to the printed value."""
    value = from_frequencies()
    return Finding(
        "refutation", point(value).apart(rounds_to(IHAT)), f"{value} = {decimal(value)} does not round to {IHAT}"
    )


@check
def table_1_ihat_corrected() -> Finding:
    """It rounds to 2.415; the printed value is what the rounded last column gives."""
    value = from_frequencies()
    column = sum(
        ((-1) ** (x * y) * (2 * Fraction(figure) - 1) for (x, y), figure in EQUAL_FRACTIONS.items()), Fraction(0)
    )
    holds = point(value).within(rounds_to("2.415")) and column == Fraction(IHAT)
    return Finding(
        "correction", holds, f"{decimal(value)} rounds to 2.415; the rounded column gives {decimal(column, 3)}"
    )


@check
def table_1_sigma() -> Finding:
    """The standard deviation for independent identical rounds rounds to the printed one, for either estimator.

    The variance of 2 p - 1 with p a fraction of m events is 4 p (1-p) / m, and the rows are independent; a round of
    estimator (2) is +-4 with mean I, so its variance is 16 - I^2. Squares are compared, so that no root is taken.
    """
    printed = rounds_to("0.058")
    squares = Interval(printed.low**2, printed.high**2)
    rows = sum(
        (4 * equal_fraction(x, y) * (1 - equal_fraction(x, y)) / sum(row) for (x, y), row in COUNTS.items()),
        Fraction(0),
    )
    rounds = (16 - estimator() ** 2) / events()
    holds = point(rows).within(squares) and point(rounds).within(squares)
    return Finding("enclosure", holds, f"variances {decimal(rows)} and {decimal(rounds)}, roots rounded to 0.058")


def _cosine_sine(eighths: int) -> tuple[tuple[int, int], tuple[int, int]]:
    # (p, q) stands for p + q / sqrt(2); the circle in steps of 45 degrees.
    circle = [((1, 0), (0, 0)), ((0, 1), (0, 1)), ((0, 0), (1, 0)), ((0, -1), (0, 1))]
    (cosine, sine), sign = circle[eighths % 4], 1 if eighths % 8 < 4 else -1
    return (sign * cosine[0], sign * cosine[1]), (sign * sine[0], sign * sine[1])


def _amplitude_square(signs: dict[tuple[int, int], int]) -> tuple[int, int, int]:
    """Return |sum of signs times unit vectors at the phase differences|^2 as p^2 + ..., split by powers of sqrt 2."""
    cosine, sine = (0, 0), (0, 0)
    for setting, (first, second) in PHASES.items():
        part_c, part_s = _cosine_sine(first - second)
        cosine = (cosine[0] + signs[setting] * part_c[0], cosine[1] + signs[setting] * part_c[1])
        sine = (sine[0] + signs[setting] * part_s[0], sine[1] + signs[setting] * part_s[1])
    whole = cosine[0] ** 2 + sine[0] ** 2
    halves = cosine[1] ** 2 + sine[1] ** 2
    mixed = cosine[0] * cosine[1] + sine[0] * sine[1]
    return whole, halves, mixed


@check
def sec_d1_phases_printed() -> Finding:
    """With the printed phases the state of D.1 gives I = 0 whatever chi is.

    For |01> - e^(i chi) |10> and observables cos(p) X + sin(p) Y on either side the correlator is
    -cos(phi_x - phi_y - chi); hence I = -Re(e^(-i chi) V) with V the signed sum of the unit vectors at the phase
    differences, and |I| <= |V|. With the minus sign at x = y = 1 the vectors cancel.
    """
    signs = {(x, y): (-1) ** (x * y) for x, y in PHASES}
    return Finding("refutation", _amplitude_square(signs) == (0, 0, 0), "signed sum of the four unit vectors is zero")


@check
def sec_d1_phases_corrected() -> Finding:
    """With the labels of x exchanged in the rows with y = 1 the phases reach 2 sqrt 2 and fit the observed signs.

    The odd correlator is then the one at (0, 1), where the phases differ by 135 degrees: |V|^2 = 8. Table 1 has its
    negative correlator at (1, 1), which the exchange moves there.
    """
    signs = {(x, y): -1 if (x, y) == (0, 1) else 1 for x, y in PHASES}
    whole, halves, mixed = _amplitude_square(signs)
    relabelled = {(x, y): equal_fraction(1 - x if y else x, y) for x, y in PHASES}
    fits = all((2 * relabelled[setting] - 1) * sign > 0 for setting, sign in signs.items())
    holds = mixed == 0 and whole + Fraction(halves, 2) == 8 and fits
    return Finding("correction", holds, "signed sum has square 8, and all four observed correlators have its signs")


@check
def sec_d1_rate() -> Finding:
    """One event in 8 minutes at 95 kHz is the printed success probability, all figures rounded."""
    rate, minutes = rounds_to("95"), rounds_to("8")
    low = 1 / (rate.high * 1000 * minutes.high * 60)
    high = 1 / (rate.low * 1000 * minutes.low * 60)
    holds = Interval(low, high).within(rounds_to("2e-8"))
    return Finding("enclosure", holds, f"between {decimal(low, 11)} and {decimal(high, 11)}, rounded to one digit")


@check
def sec_d1_detection() -> Finding:
    """An accuracy that rounds to 98.5 % is an error below 3 %."""
    error = 1 - rounds_to("0.985").low
    return Finding("proof", error < Fraction(3, 100), f"error at most {decimal(error, 4)} for each atom")
