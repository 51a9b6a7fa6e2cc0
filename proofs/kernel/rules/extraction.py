"""Rule `chain` for extractors: a length formula from a lemma and two cited theorems.

Lemma.  Let B_s be the sum over i of s_i times the matrix of z_i, and 2^c the most y with
B_s y = 0 for a nonzero s.  For independent x, y, sum_x E_y[(-1)^(x B_s y)]^2 =
2^n Pr[B_s (y + y') = 0] <= 2^(n + c - k2), and each x has probability at most 2^-k1.
By Cauchy-Schwarz and Parseval the distance of z from uniform, averaged over x, is at
most (1/2) sqrt((2^m - 1) 2^(n + c - k1 - k2)); a matrix and its transpose have the same
rank, so the same holds averaged over y.  Averaged over classical C, sum_C P(C)
2^(-(k1_C + k2_C)/2) <= 2^(-(k1 + k2)/2), again by Cauchy-Schwarz.  A nonempty sum of the
shifts 0..m-1 has rank at least n - m + 1, so c = m - 1: the distance is at most D if
2 m <= k1 + k2 - n + 2 log D + 3.  A nonempty sum of the cyclic shifts 0..m-1, m < n, is a
polynomial of degree below n - 1, without a common factor with the irreducible
(z^n - 1)/(z - 1): c = 1, and m <= k1 + k2 - n + 2 log D + 1 suffices.

Theorem 3.  Let a m <= k1 + k2 - n + w log e + log F suffice for the error e, without side
information.  For an error D < 1 take e = (4/3) D^2 2^-m < 1, so that sqrt(3 e 2^(m-2)) = D, and
log(1/e) less of each entropy: (a + w + 2) m <= k1 + k2 - n + 2 (w + 2) log D +
log(F (4/3)^(w + 2)) suffices.  D >= 1 needs no proof: no distance is larger.

Theorem 4.  For shares s1 + s2 + s <= 1/2 take e1 = s1 D, e2 = s2 D, e = s D, so that
2 e1 + 2 e2 + 2 e <= D: a m <= k1 + k2 - n + (w + 2) log D + log(F s1 s2 s^w) suffices.
"""

from __future__ import annotations

from fractions import Fraction

from ..extractor import Extractor
from ..read import Node
from .chain import Prove

LEMMA = {"two-source-shift": (2, 2, Fraction(8)), "two-source-cyclic": (1, 2, Fraction(2))}  # growth, weight, factor


def prove(statement: Extractor, node: Node, witness: Node, premise: Prove) -> None:
    """Raise `Refused` unless the lemma or the step from a premise gives the formula."""
    if statement.adversary == "classical-proof":
        witness.fields(("lemma",))["lemma"].choice((statement.function,))
        growth, weight, factor = LEMMA[statement.function]
    elif statement.adversary == "quantum-proof":
        found = witness.fields(("theorem-3",))
        growth, weight, factor = _length(statement, found["theorem-3"], premise, "classical-proof")
        growth, weight, factor = growth + weight + 2, 2 * (weight + 2), factor * Fraction(4, 3) ** (weight + 2)
    else:
        found = witness.fields(("theorem-4", "shares"))
        growth, weight, factor = _length(statement, found["theorem-4"], premise, "quantum-proof")
        first, second, rest = (share.rational() for share in found["shares"].items(3))
        if min(first, second, rest) <= 0 or first + second + rest > Fraction(1, 2):
            raise found["shares"].rejected("weight-sign", "shares are positive, and their sum is at most 1/2")
        weight, factor = weight + 2, factor * first * second * rest**weight
    if statement.length[:2] != (growth, weight) or statement.length[2] > factor:
        raise node.members()["length"].rejected("bits", "the step does not give this length")


def _length(statement: Extractor, node: Node, premise: Prove, adversary: str) -> tuple[int, int, Fraction]:
    """The length of a premise: a formula of the same function against this adversary."""
    formula = premise(node)
    if not isinstance(formula, Extractor) or formula.function != statement.function:
        raise node.rejected("premise", "a length formula of the same extractor is needed here")
    if formula.adversary != adversary:
        raise node.rejected("tag", f"adversary = {adversary} is needed here")
    return formula.length
