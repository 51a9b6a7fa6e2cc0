"""Figure 3, footnote 5 and Appendix B: how many rounds, how much randomness the inputs cost."""

from fractions import Fraction
from math import isqrt

from oracle.ledger.arithmetic import Interval, decimal, enclose, op, rounds_to, truncates_to
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
