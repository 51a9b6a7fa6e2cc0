"""Factors proved from affine guessing bounds, in any scenario (rule `factors`).

Lemma.  For 0 < x <= 1 let phi(x) be the largest sum of p^(1+beta) over laws p with all p <= x.  It is
m x^(1+beta) + (1 - m x)^(1+beta) with m = floor(1/x), because (x, ..., x, 1 - m x) majorises every such law and the
sum is Schur convex; phi is nondecreasing, and convex on each [1/(m+1), 1/m].

Theorem.  For every P of the set let (i) P(c|z) <= c_j - s_j J for all c, z and j, with s_j >= 0, J the mean of the
functional, (ii) lo <= J <= hi, (iii) sum nu F P <= alpha + kappa J for each extreme law nu.  Let m0 be the least value
of F.  Cut [lo, hi] into pieces [J1, J2], and for each choose a line g among those of (i) and the constant 1 with
1 >= g(J1) and both ends in one [1/(m+1), 1/m], and u >= g(J1)^beta.  If at both ends of every piece, for every law,
m0 phi(g(J)) + u max(0, alpha + kappa J - m0) <= 1, then F is a factor with power beta.
Proof.  sum nu F P^(1+beta) = m0 sum nu P^(1+beta) + sum nu (F - m0) P P^beta, at most m0 phi(g) + g^beta (sum nu F P -
m0), as sum nu P = 1 and P <= g; g falls with J, so g^beta <= u.  The bound is convex in J on the piece.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from ..entropy import Cell, Inputs, Line
from ..number import brief, sign, size
from ..read import Node
from ..statement import read_polynomial
from ..symbols import Poly, same
from ..words import Operator
from .chain import Prove, bound_of, require_guessing
from .extremes import power_above
from .lp_dual import subtract_events

MAX_LINES = 64
MAX_PIECES = 1024


class Bounds:
    """What the premises prove for every behaviour: lines above all probabilities, and the range of <I>."""

    def __init__(self, trivial: Line, node: Node, premise: Prove) -> None:
        found = node.fields(("functional", "range", "lines"))
        functional = read_polynomial(found["functional"], trivial.scenario, False)[1]
        self.lines = [trivial._replace(functional=functional)]  # P <= 1 needs no premise
        self.premise = premise
        self.range = []
        for entry, sense in zip(found["range"].items(2), (">=", "<="), strict=True):
            self.range.append(bound_of(trivial, entry, premise, sense))
            if not same(self.range[-1].functional, functional):
                raise entry.rejected("premise", "the premise bounds another functional")
        for entry in found["lines"].items(most=MAX_LINES):
            parts = entry.fields(("constant", "slope", "guessing"))
            line = self.lines[0]._replace(constant=parts["constant"].rational(), slope=parts["slope"].rational())
            if line.slope < 0:
                raise parts["slope"].malformed("out-of-range", "the slope is at least 0")
            require_guessing(line, parts["guessing"], premise)
            self.lines.append(line)

    def require_range(self, node: Node, ends: tuple[Fraction, Fraction]) -> None:
        """Refuse unless <I> lies between the ends for every behaviour."""
        for bound, end, side in zip(self.range, ends, (1, -1), strict=True):
            inside = bound.bound - end
            if isinstance(inside, Poly) or side * sign(inside) < 0:
                raise node.rejected("factor", "the pieces do not cover the range of the functional")


def require_factor(
    factor: Mapping[Cell, Fraction],
    laws: list[dict[Inputs, Fraction]],
    power: Fraction,
    bounds: Bounds,
    node: Node,
    precision: int,
) -> None:
    """Refuse unless the pieces of a witness prove that F is a factor with this power."""
    found = node.fields(("affine", "ends", "lines"))
    affine = [
        _read_affine(factor, law, bounds, entry)
        for law, entry in zip(laws, found["affine"].items(len(laws)), strict=True)
    ]
    budget, least, zero = bounds.lines[0].scenario.budget, min(factor.values()), Fraction(0)
    ends = [end.rational() for end in found["ends"].items(least=2, most=MAX_PIECES + 1)]
    bounds.require_range(found["ends"], (ends[0], ends[-1]))
    for (low, high), entry in zip(pairwise(ends), found["lines"].items(len(ends) - 1), strict=True):
        index = entry.integer(0)
        if index >= len(bounds.lines):
            raise entry.malformed("unknown-name", "there is no line of this number")
        line = bounds.lines[index]
        top, bottom = line.constant - line.slope * low, line.constant - line.slope * high
        if low >= high or top > 1 or bottom <= 0:
            raise entry.rejected("factor", "a piece grows, and its line is positive and at most 1 there")
        full = top.denominator // top.numerator  # outcomes that may all be as likely as the line allows
        if bottom * (full + 1) < 1:
            raise entry.rejected("factor", f"on the piece the line falls below 1/{full + 1}, where phi is not convex")
        root = power_above(top, power, precision, budget)
        for end, value in ((low, top), (high, bottom)):
            powers = [power_above(x, 1 + power, precision, budget) for x in (value, 1 - full * value)]
            for alpha, kappa in affine:
                total = least * (full * powers[0] + powers[1]) + root * max(zero, alpha + kappa * end - least)
                budget.spend(100 + (size(total) // 64) ** 2 // 4)
                if total > 1:
                    excess = brief(str, int((total - 1) * 10**18))
                    raise entry.rejected("factor", f"at an end of the piece the bound is above 1 by {excess} * 10^-18")


def _read_affine(
    factor: Mapping[Cell, Fraction], law: Mapping[Inputs, Fraction], bounds: Bounds, node: Node
) -> tuple[Fraction, Fraction]:
    """[alpha, kappa] or [alpha, kappa, premise] with sum nu F P <= alpha + kappa <I> for every behaviour."""
    trivial = bounds.lines[0]
    scenario = trivial.scenario
    entries = node.items(least=2, most=3)
    alpha, kappa = entries[0].rational(), entries[1].rational()
    rest: Operator = {}
    scenario.budget.spend(40 * len(trivial.functional))
    scenario.add(rest, trivial.functional, kappa)
    weights = [law[setting] * value for (setting, _), value in factor.items()]
    subtract_events(scenario, list(weights), [scenario.event(zip(*cell, strict=True)) for cell in factor], rest)
    if len(entries) == 3:
        # the premise is about sum nu F P - kappa <I>
        bound = bound_of(trivial, entries[2], bounds.premise, "<=")
        if isinstance(bound.bound, Poly) or sign(bound.bound - alpha) > 0:
            raise entries[2].rejected("premise", "the bound of the premise is above alpha")
        scenario.add(rest, bound.functional, Fraction(1))
    else:
        scenario.add(rest, {(): alpha}, Fraction(1))
    if rest:
        raise node.rejected("identity", "sum nu F P is not what is stated here, in words")
    return alpha, kappa
