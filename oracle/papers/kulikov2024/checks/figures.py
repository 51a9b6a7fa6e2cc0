"""The pair of a CHSH value and a value of inequality (4) that are printed together."""

from fractions import Fraction

from oracle.ledger.arithmetic import Interval, decimal, point, rounds_to
from oracle.ledger.checks import check
from oracle.ledger.status import Finding

SHARE = Fraction(1, 20)
HALF = Fraction(1, 2)


def inequality(positive: Fraction, negative: Fraction, bias: Fraction) -> Fraction:
    """S_mu from P(0000) and P(0101) + P(1010) + P(0011), joint with uniform inputs."""
    return (HALF - bias) ** 2 * positive - (HALF + bias) ** 2 * negative


def isotropic(score: Fraction) -> tuple[Fraction, Fraction]:
    """Those probabilities when every correlator is score/4 and every marginal uniform."""
    return (1 + score / 4) / 16, 3 * (1 - score / 4) / 16


@check
def k4(bias: str, score: str, value: str) -> Finding:
    """A quantum behaviour has both printed values; it is not the one with isotropic noise.

    It is isotropic noise with a share of outcomes that are always 1: those have S = 1 + 1 + 1 - 1 = 2, and none of the
    four terms of S_mu, each of which has an outcome 0. The isotropic part has a score S' with S'^2 < 8, which quantum
    theory reaches. With isotropic noise alone S_mu grows with S, and the ends of the rounded S give values apart from
    the printed one: an oracle that assumes isotropy is wrong about these data.
    """
    size = Fraction(bias) / 100
    needed = (Fraction(score) - 2 * SHARE) / (1 - SHARE)
    positive, negative = isotropic(needed)
    found = (1 - SHARE) * inequality(positive, negative, size)
    alone = Interval(*(inequality(isotropic(end)[0], isotropic(end)[1], size) for end in rounds_to(score)))
    holds = needed**2 < 8 and point(found).within(rounds_to(value)) and alone.apart(rounds_to(value))
    return Finding("enclosure", holds, f"S_mu = {decimal(found, 6)} with a share of {SHARE}")
