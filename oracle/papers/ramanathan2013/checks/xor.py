"""The XOR of independent bits: equations (3), (31), (32), lemma 5, and the leading terms of (22) and (17)."""

from fractions import Fraction
from itertools import product

from oracle.ledger.arithmetic import identical
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.ramanathan2013.checks.majority import attained, distance, printed

SAMPLES = (1, 2, 3, 5)  # numbers of bits at which closed forms in m are compared


def xor_zero(*zeros: Fraction) -> Fraction:
    """The probability that the XOR of independent bits is 0, each 0 with its probability: the sum over all outcomes."""
    total = Fraction(0)
    for outcome in product((0, 1), repeat=len(zeros)):
        if sum(outcome) % 2 == 0:
            term = Fraction(1)
            for bit, zero in zip(outcome, zeros, strict=True):
                term *= 1 - zero if bit else zero
            total += term
    return total


@check
def lemma_5() -> Finding:
    """P - 1/2 = 2^(m-1) times the product of the p_i - 1/2, and the product is at most that of the epsilon_i.

    For two bits it is an identity of polynomials; for m bits it follows by induction, the XOR of the first m - 1 being
    one bit of bias 2^(m-2) times their product. It is compared for up to four bits as well.
    """

    def closed(*zeros: Fraction) -> Fraction:
        term = Fraction(1, 2)
        for zero in zeros:
            term *= 2 * (zero - Fraction(1, 2))
        return term + Fraction(1, 2)

    good = all(identical(xor_zero, closed, 1, m) for m in (1, 2, 3, 4))
    return Finding("proof", good, "identities for 1 to 4 bits; the step from m - 1 to m is the one for two")


def _copies(k: int) -> Fraction:
    """The bias of the XOR of k independent extremal boxes of Bell value 0, whose bits are 0 with probability 3/4."""
    score, majority = attained(1)
    return xor_zero(*[(1 + majority) / 2] * k) - Fraction(1, 2) if score == 0 else Fraction(0)


@check
def d3_printed() -> Finding:
    """Two extremal boxes at delta = 0 give a bias of 1/8, above (1/4)^2 = 1/16: (3) is false as printed."""
    bias = _copies(2)
    return Finding("refutation", bias > Fraction(1, 16), f"bias {bias} of two extremal boxes, printed at most 1/16")


@check
def d3_corrected() -> Finding:
    """With biases of at most 1/4 + e each, lemma 5 gives (1/2) (1/2 + 2 e)^k; extremal boxes have it at e = 0."""
    met = all(_copies(k) == Fraction(1, 2) ** k / 2 for k in SAMPLES)
    form = all(2 ** (k - 1) * Fraction(1, 4) ** k == Fraction(1, 2) ** k / 2 for k in SAMPLES)
    return Finding("correction", met and form, f"(1/2)^k / 2 is met by extremal boxes for k = {SAMPLES}")


def _leading(k: int, delta: Fraction) -> Fraction:
    """d of the XOR of k bits with |M.P| <= (11 + 7 delta)/16 each: by lemma 5 and (12)."""
    bias = 2 ** (k - 1) * (printed(delta) / 2) ** k
    return distance(2 * bias)


@check
def d4() -> Finding:
    """The leading terms v^k / 2 and v^k are twice what lemmas 4 and 5 give, for every k and delta, and so valid bounds.

    Lemmas 4 and 5 give d <= v^k / 4 for v = (11 + 7 delta)/16 and, by lemma 2 for a bit, d_c <= 2 d <= v^k / 2.
    Extremal boxes at delta = 0 have the d of lemma 5 with v = 1/2.
    """
    ratios = {printed(delta) ** k / 2 / _leading(k, delta) for k in SAMPLES for delta in (Fraction(0), Fraction(1, 3))}
    reached = all(distance(2 * _copies(k)) == Fraction(1, 2) ** k / 4 for k in SAMPLES)
    holds = reached and all(ratio >= 1 for ratio in ratios)
    return Finding("proof", holds, f"printed over derived: {', '.join(map(str, ratios))}")
