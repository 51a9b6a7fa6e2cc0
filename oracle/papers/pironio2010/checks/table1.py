"""Table 1: counts, totals, fractions, the CHSH value and its uncertainty, the phases of the rotations."""

from fractions import Fraction

from oracle.ledger.checks import check
from oracle.ledger.expressions import parse, parse_relation
from oracle.ledger.polynomials import same
from oracle.ledger.status import Finding
from oracle.ledger.values import true

# As printed: N(0,0), N(0,1), N(1,0), N(1,1) for each (x, y).
COUNTS: dict[tuple[int, int], tuple[int, int, int, int]] = {
    (0, 0): (293, 94, 70, 295),
    (0, 1): (298, 70, 74, 309),
    (1, 0): (283, 69, 64, 291),
    (1, 1): (68, 340, 309, 89),
}
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
def sec_d1_phases_corrected(value: str) -> Finding:
    """With the labels of x exchanged in the rows with y = 1 the phases reach 2 sqrt 2 and fit the observed signs.

    The odd correlator is then the one at (0, 1), where the phases differ by 135 degrees: |V|^2 = 8. Table 1 has its
    negative correlator at (1, 1), which the exchange moves there.
    """
    signs = {(x, y): -1 if (x, y) == (0, 1) else 1 for x, y in PHASES}
    whole, halves, mixed = _amplitude_square(signs)
    relabelled = {(x, y): equal_fraction(1 - x if y else x, y) for x, y in PHASES}
    fits = all((2 * relabelled[setting] - 1) * sign > 0 for setting, sign in signs.items())
    square = whole + Fraction(halves, 2)
    holds = mixed == 0 and same(parse(f"({value})^2"), parse(str(square))) and square > 0 and fits
    holds = holds and true(parse_relation(f"{value} > 0"))
    return Finding("correction", holds, "signed sum has square 8, and all four observed correlators have its signs")
