"""A rational function below the logarithm (rule `quadrature`).

Lemma.  Let f(x) = ln x + c - sum w_i (x - 1)/(t_i (x - 1) + 1) - W (x - 1)/x with 0 < t_i < 1, w_i > 0 and W > 0.  At 0
f goes to infinity, as W/x does, and at infinity as ln x does.  Let intervals 0 < l_1 <= u_1 < l_2 <= ... be such that
(a) f >= 0 on every interval, which ln l + c >= sum w_i (u - 1)/(t_i (u - 1) + 1) + W (u - 1)/u shows, both sides of it
being increasing functions; and (b) f' has no zero outside of the intervals.  Between two of them f is then monotone and
at least the smaller of two values at ends, which are not negative; before the first and behind the last one it is at
least the value at the one end, as it comes from or goes to infinity.  So f >= 0 for all x > 0.

For (b), f' = N/(x^2 prod D_i^2) with D_i = 1 - t_i + t_i x and
N = x prod D_i^2 - sum w_i x^2 prod_(j != i) D_j^2 - W prod D_i^2, which is not 0 at x = 0.
As y runs through the positive numbers, x = (a + b y)/(1 + y) runs through (a, b), and a + y through (a, infinity);
if the coefficients of N in y, times (1 + y)^degree, have one sign, N has no zero there (Descartes).
"""

from __future__ import annotations

from fractions import Fraction

from .. import interval
from ..errors import Budget
from ..number import size
from ..read import Node

MAX_INTERVALS = 256

Polynomial = list[Fraction]  # coefficients, constant term first
ONE = Fraction(1)


def require_below_ln(
    constant: Fraction,
    last: Fraction,
    points: list[tuple[Fraction, Fraction]],
    node: Node,
    precision: int,
    budget: Budget,
) -> None:
    """Refuse unless f >= 0 for all x > 0; `points` are the pairs (t_i, w_i), and `node` lists the intervals."""
    numerator = _numerator(last, points)
    entries = node.items(least=1, most=MAX_INTERVALS)
    digits = (precision + sum(map(size, numerator))) // 64
    previous = Fraction(0)
    for entry in entries:
        low, high = (end.rational() for end in entry.items(2))
        if not previous < low <= high:
            raise entry.malformed("out-of-range", "the intervals are above 0, in order and apart")
        budget.spend(2000 + (digits + size(low) + size(high)) ** 2 // 32 * len(numerator) ** 2)
        _require_no_zero(numerator, previous, low, entry)
        right = sum((w * (high - 1) / (t * (high - 1) + 1) for t, w in points), start=last * (high - 1) / high)
        if interval.ln((low, low), precision)[0] + constant < right:
            raise entry.rejected("enclosure", "the rational function is not proved to be below ln on the interval")
        previous = high
    _require_no_zero(numerator, previous, None, entries[-1])


def _numerator(last: Fraction, points: list[tuple[Fraction, Fraction]]) -> Polynomial:
    """N, of degree 2 m + 1 for m nodes."""
    squares = [_times([1 - t, t], [1 - t, t]) for t, _ in points]
    result = [Fraction(0)] * (2 * len(points) + 2)

    def add(factors: list[Polynomial], shift: int, weight: Fraction) -> None:
        product = [weight]
        for factor in factors:
            product = _times(product, factor)
        for k, c in enumerate(product):
            result[k + shift] += c

    add(squares, 1, ONE)
    for i, (_, weight) in enumerate(points):
        add(squares[:i] + squares[i + 1 :], 2, -weight)
    add(squares, 0, -last)
    return result


def _times(p: Polynomial, q: Polynomial) -> Polynomial:
    result = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            result[i + j] += a * b
    return result


def _require_no_zero(numerator: Polynomial, low: Fraction, high: Fraction | None, node: Node) -> None:
    """Refuse unless the coefficients in y have one sign; `high` None is infinity."""
    top, bottom = ([low, ONE], [ONE]) if high is None else ([low, high], [ONE, ONE])
    result, power = [Fraction(0)], [ONE]
    for c in reversed(numerator):  # Horner's rule for the sum of c_k top^k bottom^(degree - k)
        result = _times(result, top)
        for k, b in enumerate(power):
            result[k] += c * b
        power = _times(power, bottom)
    if min(result) < 0 < max(result):
        raise node.rejected("not-isolating", "the derivative may vanish outside of the intervals")
