"""Theorem 6: what theorem 5 says of thresholds, and what follows for slices of observed values."""

from fractions import Fraction
from itertools import product

from oracle.ledger.checks import check
from oracle.ledger.expressions import exact, parse
from oracle.ledger.status import Finding

ERROR = Fraction(1, 50)
Joint = dict[int, tuple[Fraction, Fraction]]
"""For each slice the probabilities that it occurs with key bit 0 and with key bit 1."""


def weight(joint: Joint, slices: list[int]) -> Fraction:
    """Return the probability of an event."""
    return sum((sum(joint[i], Fraction(0)) for i in slices), Fraction(0))


def distance(joint: Joint, slices: list[int]) -> Fraction:
    """Return the probability of an event times the distance of the bit from uniform, given the event."""
    zero, one = (sum((joint[i][bit] for i in slices), Fraction(0)) for bit in (0, 1))
    return abs(zero - one) / 2


def alternating(first: Fraction, error: Fraction) -> Joint:
    """Return a law of two slices, the first of this weight, that meets both thresholds and tries to fail between them.

    Slice 2 deviates by its weight times the error to one side, both slices together by the error to the other side.
    """
    second = 1 - first
    upper, lower = second * error, -error - second * error
    return {1: (first / 2 + lower, first / 2 - lower), 2: (second / 2 + upper, second / 2 - upper)}


def _thresholds_hold(joint: Joint, error: Fraction) -> bool:
    """Return whether theorem 5's conclusion holds at every threshold: the event is improbable or the key is close."""
    top = max(joint)
    for i in range(1, top + 1):
        event = list(range(i, top + 1))
        given = weight(joint, event)
        if given > error and distance(joint, event) > error * given:
            return False
    return True


@check
def k6_printed() -> Finding:
    """The conclusion of theorem 5 at all thresholds neither implies it for slices nor the sum M epsilon.

    A law of two slices and one key bit, exact: probabilities are nonnegative and add up to one, both thresholds meet
    the conclusion, the first slice violates it, and the weighted sum is above 2 epsilon.
    """
    joint = alternating(Fraction(1, 10), ERROR)
    legal = min(min(pair) for pair in joint.values()) >= 0 and weight(joint, [1, 2]) == 1
    alone = distance(joint, [1]) / weight(joint, [1])
    total = distance(joint, [1]) + distance(joint, [2])
    holds = legal and _thresholds_hold(joint, ERROR) and alone > ERROR and total > 2 * ERROR
    return Finding("refutation", holds, f"slice at distance {alone / ERROR} eps, sum {total / ERROR} eps, M = 2")


def _telescope_holds() -> bool:
    """Return whether the weighted distance of a slice is at most the sum of those of the two thresholds around it.

    rho restricted to slice i is rho restricted to {S >= i} minus rho restricted to {S >= i+1}; the distance from
    uniform is a norm of a linear image of it, for quantum side information, too. Checked for one key bit on a grid of
    signed deviations, where the norm is the absolute value.
    """
    deviations = [Fraction(k, 8) for k in range(-4, 5)]
    for own, above in product(deviations, repeat=2):
        joint = {1: (Fraction(1) + own, Fraction(1) - own), 2: (Fraction(1) + above, Fraction(1) - above)}
        if distance(joint, [1]) > distance(joint, [1, 2]) + distance(joint, [2]):
            return False
    return True


def _total(slices: int) -> int:
    """Return how many thresholds the slices use: slice i uses i and i + 1, the last only its own."""
    return sum(2 if i < slices else 1 for i in range(1, slices + 1))


def _repaired(formula: str) -> bool:
    """Return whether M slices cost what the formula says, in thresholds, and two can cost nearly three.

    The second part says that theorem 5 alone gives no better factor.
    """
    small = ERROR / 100
    joint = alternating(5 * small, small)
    legal = min(min(pair) for pair in joint.values()) >= 0 and _thresholds_hold(joint, small)
    total = (distance(joint, [1]) + distance(joint, [2])) / small
    unit = Fraction(1, 3)
    counted = all(
        exact(parse(formula), {"M": Fraction(slices), "epsilon": unit}) == unit * _total(slices)
        for slices in range(1, 50)
    )
    return counted and _telescope_holds() and legal and Fraction(299, 100) < total <= _total(2)


@check
def k6_corrected(total: str) -> Finding:
    """Slices cost (2M - 1) epsilon instead of M epsilon, if eta does not decrease with S.

    By the triangle inequality of `_telescope_holds` slice i costs at most what thresholds i and i + 1 cost. Each costs
    at most epsilon: its event has probability at most epsilon_EA = epsilon, or the key is within epsilon of uniform.
    Threshold i + 1 is used with the length m_i <= m_(i+1), which theorem 5 admits.
    """
    return Finding(
        "correction", _repaired(total), "the triangle inequality between neighbouring thresholds: 2M - 1 of them"
    )


@check
def thm_6(shown: str) -> Finding:
    """Given theorem 5, the protocol is (2M - 1) epsilon secure; see `k6_corrected`."""
    return Finding("gap", _repaired(shown), "(2M - 1) epsilon proved from theorem 5, M epsilon printed")


@check
def eq_22(shown: str) -> Finding:
    """Given theorem 5, the sum is at most (2M - 1) epsilon; the slice i = 0 has no key and costs nothing."""
    empty: Joint = {0: (Fraction(1, 2), Fraction(1, 2))}
    return Finding("gap", _repaired(shown) and distance(empty, [0]) == 0, "(2M - 1) epsilon instead of M epsilon")
