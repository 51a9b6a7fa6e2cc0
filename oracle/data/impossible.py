"""Counts that contradict quantum theory: a CHSH value above 2 sqrt 2 by more than chance explains.

For rounds with any memory whose conditional behaviours are quantum the mean CHSH value of the rounds is that of a
quantum behaviour, and the estimate exceeds it by d with a probability of at most exp(-2 n d^2/w^2), where w is the
width of the estimator's range (Hoeffding, for the martingale of the rounds). An estimate that exceeds 2 sqrt 2 by
more than w sqrt(8/n) therefore has a probability below exp(-16) < 1e-6 under quantum theory.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from oracle.ask.fisher import HOEFFDING
from oracle.data.counted import Run
from oracle.data.estimate import chsh_declared
from oracle.failures import Bug
from oracle.proved import Proved, proved, require_about
from proofs.search.chsh import identities
from proofs.search.hierarchy.contradiction import excluded
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Scenario
from proofs.search.semidefinite.rounding import Gram

_BITS = 40


def least_score(run: Run) -> Fraction:
    """What the mean CHSH value of the rounds is not below, but for a probability below 1e-6.

    >>> from oracle.data.chsh_table import CELLS, SETTINGS, CountTable
    >>> uniform = dict.fromkeys(SETTINGS, Fraction(1, 4))
    >>> box = CountTable({(x, y, a, b): 1000 * ((a ^ b) == x * y) for x, y, a, b in CELLS})
    >>> round(float(least_score(Run(box, uniform, Fraction(1, 100)))), 9)
    3.747017787
    """
    width = 2 / min(run.inputs.values())
    square = width**2 * HOEFFDING / (2 * run.table.rounds)
    root = Fraction(isqrt((square.numerator << 2 * _BITS) // square.denominator) + 1, 1 << _BITS)
    return chsh_declared(run.table, run.inputs) - root


def impossible(run: Run) -> Proved | None:
    """A certificate that no quantum behaviour has the least score, or None if one may have it.

    With t > 0 rational, (A0 - t(B0 + B1))^2 + (A1 - t(B0 - B1))^2 = 2 + 4t^2 - 2t CHSH, so CHSH <= 1/t + 2t, which is
    2 sqrt 2 up to the square of the distance of t from 1/sqrt 2.
    """
    score = least_score(run)
    if score <= 0 or score**2 <= 8:
        return None
    p, q = 1, 1
    while Fraction(q, p) + Fraction(2 * p, q) >= score:  # p/q runs through the convergents of 1/sqrt 2
        p, q = p + q, 2 * p + q
    scenario = Scenario.from_json(identities.SCENARIO)
    rows = [[q * q], [0, q * q], [-p * q, -p * q, 2 * p * p], [-p * q, p * q, 0, 2 * p * p]]
    gram = Gram(("A0", "A1", "B0", "B1"), rows, 2 * p * q, None, Fraction(q, p) + Fraction(2 * p, q))
    mean = Mean("score", {**identities.CHSH, "": -score})
    found = proved(excluded(scenario, [mean], [Fraction(1)], [gram], score - gram.constant, {}))
    require_about(found, kind="empty", set="quantum-commuting", scenario=identities.SCENARIO)
    if found.statement["hypotheses"][0]["polynomial"] != scenario.terms(mean.functional):
        raise Bug("not-proved", "the certificate is about another score")
    return found
