"""Figure 3, footnote 5 and Appendix B: how many rounds, how much randomness the inputs cost."""

from fractions import Fraction
from itertools import product
from math import isqrt

from oracle.ledger.arithmetic import Interval, decimal, enclose, identical, op, rounds_to, truncates_to
from oracle.ledger.checks import check
from oracle.ledger.expressions import parse
from oracle.ledger.status import Finding
from oracle.ledger.values import value
from oracle.papers.pironio2010.checks.rounds import DELTA, deviation_expression
from oracle.papers.pironio2010.checks.table1 import IHAT, estimator

ALPHA = 11
_COARSE = Fraction(1, 1 << 10)


def _threshold(highest: str, score: Fraction) -> Interval:
    """Return an interval of the number of rounds at which I - eps passes 2, from (11), at 99 % confidence.

    (c/sqrt n) sqrt(2 L) < I - 2 with L = -ln delta means n > 2 L c^2/(I - 2)^2.

    Args:
        highest: ``quantum`` (c = 4 + 2 sqrt 2), ``no-signalling`` (c = 4 + 4), or ``biased``, where
            1/q = sqrt(n)/11 turns the condition into sqrt n > 2 sqrt 2/((I-2)/sqrt(2 L) - 1/11).
        score: The observed I, above 2.
    """
    logarithm = op("mul", 2, op("neg", op("ln", DELTA)))
    if highest == "biased":
        room = op("sub", op("div", score - 2, op("sqrt", logarithm)), Fraction(1, ALPHA))
        return enclose(op("div", 8, op("pow", room, 2)), _COARSE)
    width = 8 if highest == "no-signalling" else op("add", 4, op("sqrt", 8))
    return enclose(op("div", op("mul", logarithm, op("pow", width, 2)), (score - 2) ** 2), _COARSE)


@check
def fig_3_few_thousand() -> Finding:
    """The three curves of Figure 3 leave zero between 2000 and 5000 rounds, wherever I rounds to the printed 2.414.

    The number of rounds falls with I, so the two ends of the rounding interval decide.
    """
    ends = rounds_to(IHAT)
    spans = {
        name: Interval(_threshold(name, ends.high).low, _threshold(name, ends.low).high)
        for name in ("quantum", "no-signalling", "biased")
    }
    holds = all(span.within(Interval(Fraction(2000), Fraction(5000))) for span in spans.values())
    firsts = [int(_threshold(name, estimator()).high) + 1 for name in spans]
    shown = ", ".join(f"{name} {first}" for name, first in zip(spans, firsts, strict=True))
    return Finding(
        "enclosure", holds, f"fewest rounds at {estimator()}: {shown}; 'a few thousand' read as 2000 to 5000"
    )


@check
def fig_3_uniform_best() -> Finding:
    """The least of four probabilities is at most 1/4, so (11) gives the uniform choice the smallest deviation.

    The four add up to 4 q + (1 - 4 q), an identity; 1/q >= 4 and f is nondecreasing.
    """
    normalised = identical(lambda q: (1 - 3 * q) + 3 * q, lambda q: Fraction(1), 1, 1)
    # If q > 1/4 the other one, smaller by 4q - 1, is below 1/4.
    least = identical(lambda q: (1 - 3 * q) - q, lambda q: 1 - 4 * q, 1, 1)
    return Finding("proof", normalised and least, "min(q, 1 - 3q) <= 1/4 <=> 1/q >= 4")


@check
def fig_3_net(alpha: str, n: str, net: str) -> Finding:
    """At this n the biased inputs of Figure 3 cost less than the outputs yield by (6), at I = 70/29.

    From there on it stays so: with q = 11/sqrt(n) both the entropy of one input pair (increasing in q below 1/4) and
    the deviation sqrt(2 L)(1/11 + 2 sqrt 2/sqrt n) fall with n.
    """
    uses = value(parse(n)).low
    root = isqrt(int(uses))
    if root * root != uses:
        return Finding("proof", False, f"{uses} is no square")
    q = Fraction(int(alpha), root)
    rest = 1 - 3 * q
    cost = op("neg", op("add", op("mul", rest, op("log2", rest)), op("mul", 3 * q, op("log2", q))))
    deviation = enclose(deviation_expression(int(uses), q, DELTA))
    reached = estimator() - deviation.high
    gain = op("sub", 1, op("log2", op("add", 1, op("sqrt", 2 - reached * reached / 4))))
    found = enclose(op("sub", gain, cost))
    holds = reached > 2 and found.low > 0 and found.within(truncates_to(net)) and int(alpha) == ALPHA
    return Finding("proof", holds, f"net {decimal(found.low, 6)} bits a round")


def _orders(q_power: Fraction, least_power: Fraction) -> tuple[Fraction, Fraction]:
    """Return the powers of n in the input randomness n q log(1/q) and in the deviation 1/(p sqrt n), logarithms aside.

    Args:
        q_power: q = n^q_power, the probability of leaving the usual input.
        least_power: Power of the least probable input pair p.
    """
    return 1 + q_power, max(-least_power, Fraction(0)) - Fraction(1, 2)


@check
def sec_b_seed() -> Finding:
    """q of order n^(-1/2): inputs cost n^(1/2) log n, the deviation is of order one, the output linear in n."""
    cost, deviation = _orders(Fraction(-1, 2), Fraction(-1, 2))
    holds = cost == Fraction(1, 2) and deviation == 0
    return Finding("proof", holds, f"inputs n^({cost}) log n, deviation n^({deviation})")


@check
def p9_printed() -> Finding:
    """q^2 = O(n^(1/4)) grows beyond one, and neither 3/4 of footnote 5 nor a probability comes out of it."""
    q_power = Fraction(1, 4) / 2
    cost, _ = _orders(q_power, 2 * q_power)
    # A positive power of n passes one with n, so q is no probability.
    holds = q_power > 0 and cost != Fraction(3, 4)
    return Finding("refutation", holds, f"q = n^({q_power}) exceeds 1; inputs would cost n^({cost})")


@check
def p9_corrected() -> Finding:
    """q = O(n^(-1/4)) gives the least pair q^2 = n^(-1/2), a deviation of order one and inputs n^(3/4) log n^(1/4)."""
    q_power = Fraction(-1, 4)
    cost, deviation = _orders(q_power, 2 * q_power)
    holds = cost == Fraction(3, 4) and deviation == 0
    return Finding("correction", holds, f"inputs n^({cost}) log n, deviation n^({deviation})")


@check
def fn_5_product() -> Finding:
    """P(00) = 1 - 3q, the others q, is a product only for q = 1/4 or 0; (1-q)^2, q(1-q), q(1-q), q^2 is one.

    A table of pairs is a product exactly if P(00) P(11) = P(01) P(10); the difference is q (1 - 4q).
    """
    biased = identical(lambda q: (1 - 3 * q) * q - q * q, lambda q: q * (1 - 4 * q), 2, 1)
    independent = identical(lambda q: (1 - q) ** 2 * q**2, lambda q: (q * (1 - q)) ** 2, 4, 1)
    normalised = identical(lambda q: (1 - q) ** 2 + 2 * q * (1 - q) + q**2, lambda q: Fraction(1), 2, 1)
    return Finding("proof", biased and independent and normalised, "P(00)P(11) - P(01)P(10) = q(1-4q), and 0")


def _input_pairs(inputs: int) -> int:
    return len(list(product(range(inputs), repeat=2)))


@check
def p10_printed() -> Finding:
    """With three inputs and two outcomes the printed probabilities do not add up to one: the pairs number m^2.

    One pair with 1 - (d^2 - 1) q and the others q each.
    """
    m, d, q = 3, 2, Fraction(1, 100)
    total = 1 - (d**2 - 1) * q + (_input_pairs(m) - 1) * q
    return Finding("refutation", total != 1, f"m = {m}, d = {d}: {_input_pairs(m)} input pairs, total {total}")


@check
def p10_corrected() -> Finding:
    """With m^2 in the place of d^2 the probabilities add up to one, for every m."""
    holds = all(
        1 - (m**2 - 1) * q + (_input_pairs(m) - 1) * q == 1
        for m in range(1, 8)
        for q in (Fraction(1, 100), Fraction(1, 70))
    )
    return Finding("correction", holds, "1 - (m^2 - 1) q + (m^2 - 1) q = 1 by counting pairs")
