"""A line above the mean purity of a CHSH device after a measurement (rule `factors`, quantum adversary).

Let alpha = 1 + beta, 0 < beta <= 1, rho a state of the parties, S = rho^(1/alpha), and P_x(S) = sum_a M_a S M_a for
the projectors of Alice's input x.  With a form J of CHSH (max <A0 B0 + A0 B1 + A1 B0 - A1 B1> up to names and signs)

    (1/2) sum_x tr P_x(S)^alpha <= 1 - k beta/(1 + beta) (J - 2)    for k = (1 + sqrt 2)/4, and for k = 4/5 if checked.

Lemma U.  If V is an observable with M_a V M_a = 0 for both a, then tr P_x(S)^alpha <= tr t rho for t = (1 + g
V)^(-beta), |g| < 1.  Proof.  T = P_x(S).  tr T^alpha = tr S T^beta <= ||t^(1/2alpha) S t^(1/2alpha)||_alpha times
||t^(-1/2alpha) T^beta t^(-1/2alpha)||_(alpha/beta) (Hoelder) <= (tr t S^alpha)^(1/alpha) (tr t^(-1/beta)
T^alpha)^(beta/alpha) (Lieb, Thirring), and the last trace is that of T^alpha, as M_a t^(-1/beta) M_a = M_a.  Divide.
Blocks.  By Jordan's lemma A0, A1 and B0, B1 are sums of blocks of dimension 1 and 2.  In a block of two qubits let
X_x be perpendicular to A_x, B an observable of Bob's and V = X_x B; elsewhere take t = 1.  The best g gives tr t rho
= the sum over blocks of their probability times R(c^2), with c = <X_x B>, p = (1 + c)/2, q = (1 - c)/2, h = 1/alpha,

    R(c^2) = 2^(-beta) (p^h + q^h)^alpha.

R is decreasing and concave in s = c^2: with c = tanh v, ln(-R'(c)/c) = beta ln cosh(h v) + ln sinh((1 - h) v) - ln
tanh v + a constant, with derivative (1 - h) tanh(h v) + (1 - h) coth((1 - h) v) - 2/sinh 2v >= 1/v - 2/sinh 2v >= 0.
So the mean over x is at most R(s), s = (c_0^2 + c_1^2)/2, in each block, and 1 - R(s) >= beta s/(2 (1 + beta)), its
slope at 0. Scores.  Let A0, A1 = c e1 +- d e2, c = cos, d = sin, and p, q <= 1 the lengths of the correlations of e1
and e2 with Bob's qubit.  Then J/2 <= c p + d q and s = d^2 p^2 + c^2 q^2; a block with J > 2 is of this kind. (a) J -
2 <= k' s, k' = 2 sqrt 2 - 2: k' s - 2 c p - 2 d q + 2 is convex in p and in q, least at c/(k' d^2), d/(k' c^2), which
are not both below 1 (else 1 < k'^2 c d).  Let p = 1 be best (or exchange p, q and c, d).  With q = 1 it is k' + 2 - 2
(c + d) >= 0.  With q = d/(k' c^2) < 1, c^2 > 0.68, it is (1 - c) ((1 + c) (k' - 1/(k' c^2)) + 2) >= (1 - c) (2 - 2 *
0.95). So k = (1 + sqrt 2)/4 is proved: k k' = 1/2. (b) For given s the largest J > 2 has p = 1 or q = 1: otherwise
J/2 = sqrt(s (u + 1/u)), u = c^2/d^2, grows as u leaves 1. Let p = 1.  Then c + d q with d^2 + c^2 q^2 = s is
stationary for q = d w, w = (c + sqrt(c^2 + 4))/2, where q <= 1 means c^2 >= 1/2; at the ends (q = 0, d = 0, s = 1) J
<= 2 or J <= 2 sqrt 2, the value at c^2 = 1/2.  On this curve s = (1 - c^2)(1 + c^2 w^2), J = 2 c + 2 (1 - c^2) w, and
both fall with c: dJ/dc = 2 (1 - 2 c w + (1 - c^2) w') with 2 c w >= 2 and (1 - c^2) w' < 0.4; ds/dc = 2 c (-1 + (1 -
2 c^2) w^2 + c (1 - c^2) w w') with the last term below 0.45. (c) So on [c1, c2] 1 - R(s) >= its value at s(c2) and J
<= J(c1), which is checked for k = 4/5 from c = 1/sqrt 2 to 1 - 1/250.  Beyond that (J - 2)/s <= (2 w - 1)/(1 + c^2
w^2) < 5/8 = 1/(2 k), and the slope of R at 0 is enough.
"""

from __future__ import annotations

from fractions import Fraction

from .. import interval
from ..errors import Budget
from ..interval import Interval
from ..read import Node

MAX_CELLS = 1000
STEEP = Fraction(4, 5)
FIRST, LAST = Fraction(29, 100), Fraction(1, 250)  # of 1 - c
TWO: Interval = (Fraction(2), Fraction(2))


def require_steep(node: Node, power: Fraction, precision: int, budget: Budget) -> None:
    """Refuse unless the line with k = 4/5 is proved for the power; cells of 1 - c shrink by 1 part in `node` each."""
    cells = node.integer(2, MAX_CELLS)
    budget.spend(5 * cells * (3000 + (precision * precision + power.denominator.bit_length() ** 2) // 2))
    gap, score = FIRST, interval.sqrt((Fraction(8), Fraction(8)), precision)[1]
    while True:
        c = 1 - gap
        root = interval.sqrt((c * c + 4, c * c + 4), precision)
        w = ((c + root[0]) / 2, (c + root[1]) / 2)
        spread = (1 - c * c) * (1 + (c * w[0]) ** 2)  # s from below
        if 1 - _purity(spread, power, precision) < STEEP * power / (1 + power) * (score - 2):
            raise node.rejected("factor", "the line with 4/5 is not proved on a cell")
        if gap == LAST:
            return
        score = 2 * c + 2 * (1 - c * c) * w[1]  # J from above
        gap = max(LAST, interval.down(gap * (1 - Fraction(1, cells)), 32))


def _purity(spread: Fraction, power: Fraction, precision: int) -> Fraction:
    """R from above, which falls with s."""
    c = interval.sqrt((spread, spread), precision)[0]
    total = Fraction(0)
    for value in ((1 + c) / 2, (1 - c) / 2):
        above = interval.up(interval.ln((value, value), precision)[1] / (1 + power), precision)
        total += interval.exp((above, above), precision)[1]
    two = interval.ln(TWO, precision)[0]
    exponent = interval.up((1 + power) * interval.ln((total, total), precision)[1] - power * two, precision)
    return interval.exp((exponent, exponent), precision)[1]
