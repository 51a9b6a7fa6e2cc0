"""Distances to uniform, and proposition 3: a device without randomness that passes the test."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from oracle.functionals import majority_sign
from oracle.ledger.arithmetic import decimal, enclose, op
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.ramanathan2013.checks.majority import distance, printed
from oracle.papers.ramanathan2013.definitions import U0, U1, indicator

HALF = Fraction(1, 2)
GRID = (Fraction(0), Fraction(1, 3), Fraction(1))
Table = Sequence[Sequence[Fraction]]  # [w][z]


def composable(zeros: Table, weights: Table) -> Fraction:
    """d_c of (13) for a bit: `zeros` is P(S = 0 | z, w), `weights` is P(z | w)."""
    means = [
        sum((p * abs(zero - HALF) for p, zero in zip(row, values, strict=True)), Fraction(0))
        for row, values in zip(weights, zeros, strict=True)
    ]
    return max(means)  # half the sum of two equal deviations


def largest(zeros: Table) -> Fraction:
    """d of (12) for a bit."""
    return max(abs(zero - HALF) for row in zeros for zero in row) / 2


@check
def lemma_2() -> Finding:
    """d_c <= |S| d: a sum of |S| terms is at most |S| times the largest, and an average at most the largest.

    d_c is convex in each P(z | w), so the largest d_c is at deterministic z, where each of the |S| terms is a single
    deviation, at most 2 d. For a bit and two values of z and w this is compared on a grid that contains these corners;
    equality occurs.
    """
    rows = list(product(GRID, repeat=2))
    weights = [(p, 1 - p) for p in GRID]
    pairs = [(composable((a, b), (v, w)), 2 * largest((a, b))) for a, b, v, w in product(rows, rows, weights, weights)]
    good = all(left <= right for left, right in pairs) and any(left == right > 0 for left, right in pairs)
    return Finding("proof", good, f"{len(pairs)} laws of a bit on a grid with all deterministic ones, equality occurs")


def answers(strategy: tuple[int, ...], setting: tuple[int, ...]) -> tuple[int, ...]:
    """What the four parties answer."""
    return tuple(strategy[2 * k + setting[k]] for k in range(4))


def constant_majority() -> list[tuple[int, ...]]:
    """Strategies with B.P = 2 whose majority is 0 at all eight settings; party k answers input u with [2k + u]."""
    found = []
    for strategy in product((0, 1), repeat=8):
        given = {u: answers(strategy, u) for u in (*U0, *U1)}
        wrong = sum(indicator(x, u) for u, x in given.items())
        if wrong == 2 and all(majority_sign(x) == 1 for x in given.values()):
            found.append(strategy)
    return found


def right_side(delta: Fraction, mu: Fraction, k: int, root_t: int) -> Fraction:
    """At least the right side of (17) at epsilon = 0 with sqrt(t) = root_t, for mu k an integer."""
    exponent = k * HALF**8 * (1 - mu) ** 2 * delta**2 / 8
    tail = enclose(op("exp", -exponent)).high
    return printed(delta) ** int(mu * k) + 2 * tail + Fraction(4, root_t)


@check
def prop_3() -> Finding:
    """Conditioned on not aborting, a deterministic device has d_c = 1/2, above the right side of (17).

    At epsilon = 0 every chosen run has one of the eight settings with probability 1/8. A strategy with B.P = 2 whose
    majority is the constant 0 errs at two of them, so all k runs pass with probability (3/4)^k > 0; an average of
    errors of 0 is accepted. Then S = 0 for certain: d = 1/4 and d_c = 1/2. At delta = 1/2, mu = 1/2, k = 2^18 and
    sqrt(t) = 100 the right side is below 1/2. (Weighted with P(accept) the bound is not touched by this.)
    """
    strategies = constant_majority()
    settings = (*U0, *U1)
    errors = {sum(indicator(answers(found, u), u) for u in settings) for found in strategies}
    passes = Fraction(len(settings) - max(errors, default=len(settings)), len(settings))
    found = composable(((Fraction(1),),), ((Fraction(1),),))
    bound = right_side(HALF, HALF, 2**18, 100)
    good = bool(strategies) and passes > 0 and found == HALF == 2 * distance(Fraction(1)) and found > bound
    return Finding(
        "refutation", good, f"{len(strategies)} strategies pass with ({passes})^k; d_c = {found} > {decimal(bound, 4)}"
    )
