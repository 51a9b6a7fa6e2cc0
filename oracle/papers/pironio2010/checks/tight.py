"""Figure 2, curve a, and the semidefinite relaxations of A.1: the tight curve, proved on its whole range, and levels.

Notation: u = cos(t/2) with t the angle between a party's settings, a = u^3 - 2u^2 - u + 1, d = 2u^2 - 1 = cos t,
h = 2u^3 - 2u + 1, I(u) = 2(4u^6 - 4u^5 - 2u^4 + 2u^3 + 2u - 1)/h, P(u) = a^2/h, lam = -a/(4ud) and
mu = 2 lam (2u^2 + 2u - 1).
"""

from fractions import Fraction
from itertools import pairwise

from oracle.ledger.arithmetic import decimal, enclose, op, point, truncates_to
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.pironio2010.checks import moments
from oracle.papers.pironio2010.checks.rounds import DELTA, deviation_expression
from oracle.papers.pironio2010.checks.table1 import EVENTS, estimator
from proofs.search.chsh import identities
from proofs.search.language.relabelling import orbits, symmetries
from proofs.search.language.scenario import Scenario

UNTIL_EXACT = Fraction(24, 25)


@check
def tight_jordan() -> Finding:
    """P(00|00) <= mu - lam I for every quantum behaviour and every u in (1/sqrt 2, 1), by Jordan's lemma.

    Two observables generate an algebra whose irreducible representations have dimension at most two, so
    F = mu - (1+A0)(1+B0)/4 - lam CHSH is positive if it is on all blocks A0 = Z, A1 = xZ + sX, s = sqrt(1-x^2), and
    the same for B with y; blocks of dimension one are parts of those with x, y = 1 or -1, and commuting algebras give
    tensor products of such representations. With c = d,

        det(4ud F) = 16 (1+u) g (-a)^3 (-N),  N = (1-x^2)(1-y^2) + 2c(1+c)(x+y-xy) + (1+c)(c^3-3c^2+c-1),

    and with x = 1 - v^2, y = 1 - w^2, p = vw in [0, 2],

        -N = (p-(1-c))^2 [1-c^2+2(1+c)p-p^2] + 2p^2 (v-w)^2.

    The bracket is concave in p and positive at p = 0 (1-c^2) and p = 2 (1+4c-c^2), so -N is positive but at x = y = c.
    F is diagonal and positive at x = y = 1. The square without a point is connected and the determinant does not
    vanish there, so no eigenvalue changes its sign: F is positive on it, and at the point by continuity.
    """
    from oracle.papers.pironio2010.checks.curve import jordan

    return Finding(
        "proof", jordan(), "a determinant in u, x, y and an identity in c, v, w; six signs by Sturm's theorem"
    )


@check
def tight_attained() -> Finding:
    """For every u an explicit state of two qubits has CHSH value I(u) and P(00|00) = P(u).

    State 4ua|00> - 2u(1-u)s(|01>+|10>) + s^2|11>, s = sin t, A0 = B0 = Z, A1 = B1 = dZ + sX: its norm is
    16u^2 h; the means are compared as polynomials in u after s^2 = 4u^2 (1-u^2) is put in.
    """
    from oracle.papers.pironio2010.checks.curve import attained

    return Finding("proof", attained(), "norm, CHSH value and P(00|00) as polynomials in u")


@check
def tight_monotone() -> Finding:
    """I(u) decreases from 2 sqrt 2 to 2, so the curve has one point for each CHSH value, and the tangent touches it.

    mu - lam I(u) = P(u) and P'(u) = -lam I'(u) as identities, with lam > 0: P is concave in I and falls, and
    -log2 of a falling positive affine function is convex and grows, so f, a supremum of such, is convex and grows.
    """
    from oracle.papers.pironio2010.checks.curve import monotone

    return Finding("proof", monotone(), "one sign by Sturm's theorem, two identities, both ends")


@check
def tight_losing() -> Finding:
    """No losing outcome is likelier than P(u): 5/2 - (3/4) I(u) <= P(u) on the whole range.

    That a losing probability is at most 5/2 - (3/4) I is the certificate tight-losing. The relabellings that keep
    CHSH carry it to the eight losing outcomes and the tangent to the eight winning ones.
    """
    from oracle.papers.pironio2010.checks.curve import above_losing
    from proofs.search.chsh.slopes import all_events

    scenario = Scenario.from_json(identities.SCENARIO)
    found = orbits(scenario, all_events(scenario), symmetries(scenario, identities.CHSH))
    classes = {base: sum(other == base for other, _ in found.values()) for base, _ in found.values()}
    holds = above_losing() and classes == {"A0=0 B0=0": 8, "A0=0 B0=1": 8}
    return Finding("proof", holds, "a sign by Sturm's theorem; two classes of eight outcomes")


def _tangent(u: Fraction) -> tuple[Fraction, Fraction]:
    """(mu, lam)."""
    a = u**3 - 2 * u**2 - u + 1
    slope = -a / (4 * u * (2 * u**2 - 1))
    return 2 * slope * (2 * u**2 + 2 * u - 1), slope


@check
def level_2_apart(low: str, excess: str, precision: str) -> Finding:
    """Level 2 admits moments whose P(00|00) exceeds that of every quantum behaviour by more than is printed.

    The tangent at u = 47/50 bounds all quantum behaviours (certificate tight-47-50); the moments lie above it.
    """
    inside, score, outcome = moments.admitted(moments.LEVEL_2_LOW, "2")
    constant, slope = _tangent(Fraction(47, 50))
    found = outcome - (constant - slope * score)
    holds = inside and 2 < score and found > Fraction(precision)
    holds = holds and point(score).within(truncates_to(low)) and point(found).within(truncates_to(excess))
    return Finding("refutation", holds, f"at I = {decimal(score, 4)} level 2 is off by at least {decimal(found, 7)}")


@check
def level_2_corrected() -> Finding:
    """The curve is tight at a higher level: u = 47/50 is exact with seventeen words, and level 2 is not."""
    inside, score, outcome = moments.admitted(moments.LEVEL_2_LOW, "2")
    constant, slope = _tangent(Fraction(47, 50))
    holds = inside and outcome > constant - slope * score and Fraction(47, 50) < UNTIL_EXACT
    return Finding("correction", holds, "the certificate tight-47-50 has no slack at I(47/50) = 2.0572...")


def _printed(level: str, table: moments.Moments) -> tuple[bool, Fraction]:
    """Whether the level admits moments at I - epsilon, and n times the entropy of their P(00|00), rounded up."""
    inside, score, outcome = moments.admitted(table, level)
    epsilon = enclose(deviation_expression(EVENTS, Fraction(1, 4), DELTA))
    reached = inside and score >= estimator() - epsilon.low
    bits = enclose(op("mul", EVENTS, op("neg", op("log2", outcome))), Fraction(1, 1 << 20))
    return reached, bits.high


@check
def main_42_level() -> Finding:
    """n f(I - epsilon) at level 1+AB is 42.46..., which is printed as 42 when cut off.

    From below the certificate table1-sdp-1ab; from above moments that the level admits at I - epsilon, or above, f
    being nondecreasing: the level's f there is at most the entropy of their P(00|00).
    """
    reached, high = _printed("1+AB", moments.LEVEL_1_AB)
    holds = reached and high < truncates_to("42.46").high and high < 43
    return Finding("enclosure", holds, f"at most {decimal(high, 5)} bits at level 1+AB")


@check
def level_2_bits() -> Finding:
    """At level 2 the same formula gives 43.39 bits: at least 43.38 by the certificate table1-sdp-2, and not 44."""
    reached, high = _printed("2", moments.LEVEL_2)
    return Finding("refutation", reached and high < Fraction("43.4"), f"at most {decimal(high, 5)} bits at level 2")


@check
def level_1ab_bits() -> Finding:
    """At level 1+AB it gives less than 43 bits, so of the levels below 2 that have products it is the one."""
    reached, high = _printed("1+AB", moments.LEVEL_1_AB)
    return Finding("correction", reached and high < 43, f"at most {decimal(high, 5)} bits at level 1+AB")


@check
def hierarchy() -> Finding:
    """The relaxations give increasing convex bounds.

    Increasing: the words of a level are among those of the next, with the same classes, so the moments of a level
    restrict to the one below, and the maximum of P falls. Convex: moments at two scores mix to moments at the mixed
    score, so the maximum of P is concave in the score, and -log2 of a concave function is convex. Words are compared
    for levels 1 to 4 and for 1+AB between 1 and 2.
    """
    from proofs.search.semidefinite.moments import level_words

    scenario = Scenario.from_json(identities.SCENARIO)
    levels = [set(level_words(scenario, level)) for level in ("1", "1+AB", "2", "3", "4")]
    nested = all(low < high for low, high in pairwise(levels))
    return Finding("gap", nested, "five levels nested")
