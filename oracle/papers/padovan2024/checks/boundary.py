"""Section Bounds, eqs. (19) and (20): the shipped statements are about the printed operators; the circle."""

from fractions import Fraction

from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.padovan2024.definitions import number, statement

POINTS = [(Fraction(3, 5), Fraction(4, 5)), (Fraction(-5, 13), Fraction(12, 13)), (Fraction(0), Fraction(-1))]
"""Some (c, s) of the circle, of every combination of signs that matters."""


@check
def eq_20_equivalent() -> Finding:
    """In the plane of S_+ and S_- the protocol's points lie on the circle of radius 2 around 0.

    S_+ + S_- = 2 (A_0 + A_1) B_0 and S_1 = (A_0 + A_1) B_0 + (A_0 - A_1) B_1, where the second part is sqrt 2 on the
    boundary; so S_+ = S_1 + S_2 - 2 sqrt 2 and S_- = S_1 - S_2, a rotation by pi/4 of the plane around the centre and a
    scaling by sqrt 2. The values of the certificate `disc` obey both equations, at three points that decide.
    """
    listed = [entry["value"] for entry in statement("disc")["values"]]
    holds = True
    for u, v in ((Fraction(3, 5), Fraction(4, 5)), (Fraction(5, 13), Fraction(-12, 13)), (Fraction(1), Fraction(0))):
        at = {"u": u, "v": v, "r": Fraction(1)}
        sc, s1, s2, plus, minus = (number(value, at) for value in listed)
        # all are multiples of sqrt 2
        holds = holds and sc == (0, 2) and plus[1] == s1[1] + s2[1] - 2 and minus[1] == s1[1] - s2[1]
        holds = holds and not plus[0] and not minus[0] and 2 * (plus[1] ** 2 + minus[1] ** 2) == 4
    return Finding("proof", holds, "the two planes at three points of the protocol")
