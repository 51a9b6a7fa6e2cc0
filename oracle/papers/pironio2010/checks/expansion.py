"""Figure 3, footnote 5 and Appendix B: how many rounds, how much randomness the inputs cost."""

from fractions import Fraction
from itertools import pairwise
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


def _gain(n: int, alpha: int, deviation: Interval) -> Interval:
    """Return bits by (6) less input bits of a round with q = alpha/sqrt n, for a deviation that is enclosed."""
    q = op("div", alpha, op("sqrt", n))
    rest = op("sub", 1, op("mul", 3, q))
    cost = op("neg", op("add", op("mul", rest, op("log2", rest)), op("mul", op("mul", 3, q), op("log2", q))))
    ends = []
    for eps in (deviation.high, deviation.low):
        reached = max(Fraction(2), estimator() - eps)
        gain = op("sub", 1, op("log2", op("add", 1, op("sqrt", 2 - reached * reached / 4))))
        ends.append(enclose(op("sub", gain, cost)))
    return Interval(ends[0].low, ends[1].high)


def _biased_deviation(n: int, alpha: int) -> Interval:
    """Return epsilon of (11) with 1/q = sqrt(n)/alpha and I_q = 2 sqrt 2."""
    width = op("add", op("div", op("sqrt", n), alpha), op("sqrt", 8))
    return enclose(op("mul", width, op("sqrt", op("div", op("mul", 2, op("neg", op("ln", DELTA))), n))))


@check
def fig_3_net_first(alpha: str, n: str) -> Finding:
    """At this n the biased inputs cost less than the outputs yield by (6) at I = 70/29, at n - 1 they do not.

    Below, the deviation and the entropy of the inputs are larger, so there is no gain either (q < 1/4).
    """
    first, a = int(value(parse(n)).low), int(alpha)
    here, before = (_gain(k, a, _biased_deviation(k, a)) for k in (first, first - 1))
    holds = here.low > 0 and before.high <= 0 and a == ALPHA
    return Finding(
        "proof", holds, f"bits a round {decimal(here.low, 12)}, and {decimal(before.high, 12)} at one round less"
    )


@check
def fig_3_curves(score: str) -> Finding:
    """The three curves at 2.414 for six numbers of rounds: zero, then growing; two of them lie below the first.

    Bits of a round by (6) with the deviation (11); by (14) with I_q = 4; by (6) with q = 11/sqrt n.
    """
    seen = value(parse(score)).low
    logarithm = op("mul", 2, op("neg", op("ln", DELTA)))
    rows = []
    for n in (10**3, 10**4, 10**5, 10**6, 10**7, 10**8):
        root = op("sqrt", op("div", logarithm, n))
        widths = {"quantum": op("add", 4, op("sqrt", 8)), "no-signalling": op("add", 4, 4)}
        widths["biased"] = op("add", op("div", op("sqrt", n), ALPHA), op("sqrt", 8))
        reached = {
            name: max(Fraction(2), seen - enclose(op("mul", width, root)).high) for name, width in widths.items()
        }
        bits = {
            name: enclose(
                op("neg", op("log2", Fraction(3, 2) - at / 4))
                if name == "no-signalling"
                else op("sub", 1, op("log2", op("add", 1, op("sqrt", 2 - at * at / 4))))
            )
            for name, at in reached.items()
        }
        rows.append(bits)
    grows = all(a[name].low <= b[name].high for a, b in pairwise(rows) for name in a)
    starts = score == IHAT and all(rows[0][name].high <= Fraction(1, 10**9) for name in rows[0])
    ends = all(rows[-1][name].low > Fraction(1, 20) for name in rows[-1])
    below = all(row[name].low <= row["quantum"].high for row in rows for name in row)
    shown = ", ".join(f"{name} {decimal(found.low, 4)}" for name, found in rows[-1].items())
    return Finding("gap", grows and starts and ends and below, f"bits a round at 10^8: {shown}")
