"""Factors proved at extreme points: two parties with two inputs of two outcomes each (rule `factors`).

sum nu F P^(1+beta) is convex in P and linear in nu, so it is at most 1 on the hull of points at which it is.

Lemma.  Let game k = (k0, k1, k2) be won where a + b = x y + k0 x + k1 y + k2 mod 2, CHSH_k the sum of P
over the cells that win minus that over those that lose, PR_k the box with 1/2 at each cell that wins, and
t = sqrt 2 - 1.  The no-signalling set is the hull of the 16 deterministic points and the 8 boxes; its part with
all CHSH_k <= 2 sqrt 2 is the hull of the 16 and the 64 points t PR_k + (1 - t) D, D deterministic with CHSH_k = 2.
(a) Each of the 8 cells c that lose game k is the one losing cell of one such D_c.  As affine functions of a
no-signalling table P = (1 - L) PR_k + sum over them of P(c) D_c, where L = sum P(c) and 1 - L = (CHSH_k - 2)/2.
(b) So if CHSH_k > 2, P is a mixture of these nine points; and if 1 - L <= t, with Q the normalised mixture of
the D_c, P = w (t PR_k + (1 - t) Q) + (1 - w) Q for w = (1 - L)/t.
(c) If all CHSH_k <= 2, P is a mixture of deterministic points (Fine): there is a joint law of A_x, B_0, B_1 with
P(B_0 = B_1 = 0) = g if and only if L_x <= g <= U_x, L_x = max(0, q0 + q1 - 1, c0 + c1 - a, q0 + q1 + a - 1 - c0 - c1),
U_x = min(q0, q1, q0 - c0 + c1, q1 - c1 + c0), where a, q_y and c_y are the probabilities of 0 of A_x, of B_y and of
both.  Every L_x <= U_x' is a sum of at most two of the inequalities P(c) >= 0 and CHSH_k <= 2; so one g serves
both x, and the two joint laws, which agree on B_0 and B_1, are glued there.

Quantum behaviours have CHSH_k <= 2 sqrt 2: up to signs and the names of inputs it is the mean of A0 B0 + A0 B1 + A1 B0
- A1 B1, and sqrt 2 times (2 sqrt 2 minus that) = (A0 - (B0 + B1)/sqrt 2)^2 + (A1 - (B0 - B1)/sqrt 2)^2.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from .. import interval
from ..errors import Budget
from ..number import brief, size
from ..read import Node
from ..words import Scenario

CELLS = list(product((0, 1), repeat=4))  # x, y, a, b

Point = list[Fraction]  # for each cell at least its probability


def power_above(value: Fraction, exponent: Fraction, precision: int, budget: Budget) -> Fraction:
    """At least value^exponent, for 0 <= value <= 1 and exponent > 0."""
    budget.spend(2000 + (precision + value.denominator.bit_length()) ** 2 // 32)
    if not value:
        return value
    # the exponent is positive: the upper end of the logarithm gives the upper end of the power
    above = interval.up(interval.ln((value, value), precision)[1] * exponent, precision)
    return interval.exp((above, above), precision)[1]


def points(quantum: bool, precision: int) -> list[Point]:
    """The extreme points; where an entry is irrational, a rational above it."""
    low, high = (end - 1 for end in interval.sqrt((Fraction(2), Fraction(2)), precision))  # t lies between
    one, zero = Fraction(1), Fraction(0)
    strategies = [[(a, b) == (f[x], f[2 + y]) for x, y, a, b in CELLS] for f in product((0, 1), repeat=4)]
    found = [[one if cell else zero for cell in strategy] for strategy in strategies]
    for k0, k1, k2 in product((0, 1), repeat=3):
        won = [(a + b + x * y + k0 * x + k1 * y + k2) % 2 == 0 for x, y, a, b in CELLS]
        if not quantum:
            found.append([Fraction(1, 2) if win else zero for win in won])
            continue
        # by whether the deterministic point has the cell, and whether the cell wins
        above = {(True, True): one - low / 2, (True, False): one - low, (False, True): high / 2, (False, False): zero}
        for strategy in strategies:
            if sum(cell and not win for cell, win in zip(strategy, won, strict=True)) == 1:
                found.append([above[pair] for pair in zip(strategy, won, strict=True)])
    return found


def require_factor(
    factor: list[Fraction],
    laws: list[list[Fraction]],
    power: Fraction,
    kind: str,
    scenario: Scenario,
    node: Node,
    precision: int,
) -> None:
    """Refuse unless sum nu F P^(1+beta) <= 1 at all extreme points and laws; `node` states how many points."""
    if [[scenario.inputs[i][2] for i in choice] for choice in scenario.choices] != [[2, 2], [2, 2]]:
        raise node.rejected("factor", "extreme points are known for two parties with two inputs of two outcomes each")
    listed = points(kind == "quantum-commuting", precision)
    if node.integer(1) != len(listed):
        raise node.rejected("factor", f"the set lies in the hull of {len(listed)} points")
    values = {value for point in listed for value in point}
    powers = {value: power_above(value, 1 + power, precision, scenario.budget) for value in values}
    # long fractions are slower than short ones, and their sums have the digits of all
    digits = sum(map(size, factor)) + max(sum(map(size, law)) for law in laws)
    price = 200 + digits * digits // 2**16
    scenario.budget.spend(price * len(listed) * (len(factor) + len(laws)))
    for number, point in enumerate(listed):
        terms = [f * powers[value] for f, value in zip(factor, point, strict=True)]
        rows = [sum(terms[4 * z : 4 * z + 4], start=Fraction(0)) for z in range(4)]
        for law in laws:
            total = sum((p * row for p, row in zip(law, rows, strict=True)), start=Fraction(0))
            if total > 1:
                excess = brief(str, int((total - 1) * 10**18))
                raise node.rejected("factor", f"at extreme point {number} the sum is above 1 by {excess} * 10^-18")
