"""Lemma 4 and equations (25)-(30): how predictable the majority bit is, for all settings and both signs."""

from fractions import Fraction

from oracle.failures import CommandFailure
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.ramanathan2013.bounds import QUESTION
from oracle.papers.ramanathan2013.checks.certified import CHOICES, bound_everywhere, certificate
from oracle.papers.ramanathan2013.definitions import CANONICAL, SETTINGS, majority

LINE = ("lemma-4-line",)
# Each piece of v with the ends of its range; the last one is constant.
PIECES = (("majority-piece-1", "0", "2/9"), ("majority-piece-2", "2/9", "1/3"), ("majority-piece-3", "1/3", "1"))


def printed(delta: Fraction) -> Fraction:
    """The right side of (25) without its factor 1/2."""
    return (11 + 7 * delta) / 16


def distance(majority: Fraction) -> Fraction:
    """(12) for a bit with M.P = majority: half of the deviation of P(m = 0) = (1 + M.P)/2 from 1/2."""
    return abs((1 + majority) / 2 - Fraction(1, 2)) / 2


def attained(number: int) -> tuple[Fraction, Fraction]:
    """Bell value and M.P of a proved behaviour of the curve; (8, 0) if the certificate is not that."""
    found = certificate(f"majority-vertex-{number}")
    if isinstance(found, str):
        return Fraction(8), Fraction(0)
    score = Fraction(found.statement["values"][0]["value"])
    try:
        return score, QUESTION.value_within(found, majority(CANONICAL), score)
    except CommandFailure:
        return Fraction(8), Fraction(0)


def _ends() -> list[tuple[Fraction, list[Fraction] | str]]:
    """Both ends of every piece with the proved bounds there, for eight settings and both signs."""
    return [(Fraction(end), bound_everywhere((name,), Fraction(end))) for name, *ends in PIECES for end in ends]


@check
def any_input() -> Finding:
    """At Bell value 0 every behaviour has |M.P| <= 1/2 at every input, so 1/4 <= p = (1 + M.P)/2 <= 3/4.

    M does not depend on the fourth input, so the eight settings of (4) have the M of all sixteen.
    """
    bounds = bound_everywhere(("majority-piece-1",), Fraction(0))
    settings = {setting[:3] for setting, _ in CHOICES}
    good = bounds == [Fraction(1, 2)] * 16 and settings == {setting[:3] for setting in SETTINGS}
    return Finding("proof", good, bounds if isinstance(bounds, str) else "16 certificates of M.P <= 1/2 at delta = 0")


@check
def eq_2_linear() -> Finding:
    """For every delta |M.P| <= 1/2 + (5/4) delta, hence 1/4 - (5/8) delta <= p <= 3/4 + (5/8) delta.

    On each piece the bound is affine, so it stays below the line where it does at both ends; from delta = 1 on the
    line is above 1, which nothing exceeds.
    """
    slack = [1 / Fraction(2) + 5 * delta / 4 - max(found) for delta, found in _ends() if not isinstance(found, str)]
    good = len(slack) == 6 and min(slack) == 0
    return Finding("proof", good, f"6 ends of pieces, slack {', '.join(map(str, slack))}")


@check
def unpredictable() -> Finding:
    """Up to Bell value 2/9 the bit is guessed with probability at most (1 + 7/9)/2 = 8/9 at each of the eight settings.

    The bound is affine there, so its ends decide.
    """
    best = [max(found) for _, found in _ends()[:2] if isinstance(found, list)]
    guessed = (1 + max(best, default=Fraction(1))) / 2
    good = len(best) == 2 and guessed == Fraction(8, 9)
    return Finding("proof", good, f"guessed with probability at most {guessed}")


@check
def lemma_4() -> Finding:
    """d <= (1/2) (11 + 7 delta)/16 at all settings: M.P <= (11 + 7 delta)/16 for every delta >= 0, and d = |M.P|/4.

    The certificate states the line for all delta >= 0; its images are judged again. Both sides are affine in delta, so
    two values of delta decide that it is the printed line.
    """
    bounds = [bound_everywhere(LINE, Fraction(delta)) for delta in (0, 1)]
    good = bounds == [[printed(Fraction(delta))] * 16 for delta in (0, 1)]
    smaller = all(distance(printed(Fraction(delta))) <= printed(Fraction(delta)) / 2 for delta in (0, 1))
    return Finding("proof", good and smaller, "M.P <= (11 + 7 delta)/16 by 16 certificates, d is a quarter of M.P")


@check
def lemma_4_dual() -> Finding:
    """A dual vector of value (11 + 7 delta)/16 for 0001 is in a certificate; the printed one is not known."""
    bounds = [bound_everywhere(LINE, Fraction(delta)) for delta in (0, 1)]
    good = all(isinstance(found, list) and found[0] == printed(Fraction(delta)) for delta, found in enumerate(bounds))
    return Finding("gap", good, "such a vector exists; the appendix with the printed one is not part of the text")


@check
def d1_printed() -> Finding:
    """11/16 at delta = 0 means p <= (1 + 11/16)/2 = 27/32, which is above 3/4: (2) does not follow from (25)."""
    largest = (1 + printed(Fraction(0))) / 2
    return Finding("doubt", largest > Fraction(3, 4), f"(25) gives p <= {largest} at delta = 0")


@check
def d1_corrected() -> Finding:
    """The largest p at delta = 0 is exactly 3/4: M.P <= 1/2 is proved, and a behaviour of Bell value 0 reaches it."""
    bounds = bound_everywhere(("majority-piece-1",), Fraction(0))
    score, reached = attained(1)
    good = isinstance(bounds, list) and max(bounds) == reached == Fraction(1, 2) and score == 0
    return Finding("correction", good, f"largest p at delta = 0 is {(1 + reached) / 2}")


@check
def eq_26_program() -> Finding:
    """The box of largest bias is an optimum of the program: proved bound and proved behaviour meet at delta = 0."""
    bounds = bound_everywhere(("majority-piece-1",), Fraction(0))
    score, reached = attained(1)
    good = isinstance(bounds, list) and bounds[0] == reached and score == 0
    return Finding("proof", good, f"dual and primal value {reached} at delta = 0")


@check
def d2_printed() -> Finding:
    """A behaviour with Bell value 0 has M.P = 1/2 and by (12) d = 1/8, not half of M.P."""
    score, reached = attained(1)
    good = score == 0 and distance(reached) != reached / 2
    return Finding("refutation", good, f"M.P = {reached}, d = {distance(reached)}, half of M.P is {reached / 2}")


@check
def d2_corrected() -> Finding:
    """With (12), d = |M.P|/4: both sides are |p - 1/2|/2; affine in M.P on each side of 0, so three values decide."""
    values = [Fraction(-1), Fraction(0), Fraction(1)]
    good = all(distance(value) == abs(value) / 4 for value in values) and distance(attained(1)[1]) == Fraction(1, 8)
    return Finding("correction", good, "d is a quarter of M.P; the printed half is a valid bound, loose by 2")


@check
def eq_30_settings() -> Finding:
    """The line of lemma 4 holds at all eight settings, for the bit 0 and the bit 1: sixteen certificates."""
    bounds = [bound_everywhere(LINE, Fraction(delta)) for delta in (0, 1)]
    good = bounds == [[printed(Fraction(delta))] * 16 for delta in (0, 1)]
    return Finding("proof", good, "16 certificates")


@check
def lemma_4_tight() -> Finding:
    """The printed line meets the exact curve at one delta only: (11 + 7 delta)/16 - v is positive at the other corners.

    v is concave and affine between its corners, and the line touches it at a corner with slopes on both sides, so it
    touches nowhere else.
    """
    touched = [score for score, reached in map(attained, range(1, 5)) if printed(score) == reached]
    above = all(printed(score) >= reached for score, reached in map(attained, range(1, 5)))
    return Finding("proof", above and len(touched) == 1, f"tight at delta = {', '.join(map(str, touched))} only")
