"""The test of section IV.C in the order in which it holds: inputs of the chosen runs drawn after all they depend on.

Azuma's inequality, lemma 8, is cited; what is checked are its premises and constants, and small cases in full.
"""

from fractions import Fraction
from itertools import product

from oracle.ledger.arithmetic import enclose, op
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.ramanathan2013.checks import selection, source
from oracle.papers.ramanathan2013.checks.selection import d10
from oracle.papers.ramanathan2013.security import Protocol, acceptance

HALF = Fraction(1, 2)


def lowest(q: Fraction, values: tuple[Fraction, ...], rounds: int, most: int, zeta: Fraction) -> Fraction:
    """The largest probability of at most `most` indicators over adaptive strategies that owe means of sum `zeta`.

    In each round, knowing the past, a strategy takes one of the values as its Bell value; the indicator is 1 with
    probability q^4 value at least, and less is better for it. `zeta` is the sum of means that is still owed.
    """
    if most < 0:
        return Fraction(0)
    if not rounds:
        return Fraction(zeta <= 0)
    found = Fraction(0)
    for value in values:
        hit = q**4 * value
        owed = zeta - hit
        passed = lowest(q, values, rounds - 1, most, owed)
        failed = lowest(q, values, rounds - 1, most - 1, owed)
        found = max(found, hit * failed + (1 - hit) * passed)
    return found


def azuma(deviation: Fraction, rounds: int, increment: int = 1) -> Fraction:
    """exp(-t^2/(2 n c^2)) from above."""
    return enclose(op("exp", -(deviation**2) / (2 * rounds * increment**2))).high


@check
def lemma_7() -> Finding:
    """With fresh inputs Pr[accepted and not good] <= exp(-k q^8 (1 - mu)^2 delta^2/8), as the steps before it say.

    The inputs of a run are drawn after everything, so given the past each of the eight settings has q^4 at least (eq.
    (57)) and the mean of B is at least zeta_l: X_l is a supermartingale (59), (60) with increments of at most 1, and
    lemma 8 gives (61), (62); what is not good has sum of zeta >= q^4 (1 - mu) k delta (63), so (64) and s = half of
    it. All adaptive strategies with Bell values 0, 4 or 8 in up to six rounds are compared with (61).
    """
    good, values = True, (Fraction(0), Fraction(4), Fraction(8))
    for rounds, q, most in product((2, 4, 6), (HALF, Fraction(2, 5)), (0, 1)):
        for owed in (q**4 * 8 * rounds, q**4 * 4 * rounds):
            reached = lowest(q, values, rounds, most, owed)
            good &= owed < most or reached <= azuma(owed - most, rounds)
    return Finding("correction", good, "all adaptive strategies of up to six rounds with three Bell values")


@check
def lemma_7_steps() -> Finding:
    """(61), (62) and (64) from (59) by lemma 8: a tail of a supermartingale with increments of at most 1.

    Dividing by k and putting s = t/k, or s = q^4 (1 - mu) delta/2 with (63), changes no probability. Compared as in
    `lemma_7`, with every strategy that owes t more than it may show.
    """
    good = True
    for rounds, extra in product((2, 4), (1, 2)):
        owed = HALF**4 * 8 * rounds
        good &= lowest(HALF, (Fraction(0), Fraction(8)), rounds, int(owed) - extra, owed) <= azuma(
            Fraction(extra), rounds
        )
    return Finding("proof", good, "strategies of 2 and 4 rounds that owe 1 and 2 more than they show")


@check
def fresh_inputs() -> Finding:
    """What is missing: in the protocol's order the mean of B may be below q^4 times the Bell value (D10).

    So the supermartingale of lemma 7 is none there; with inputs drawn after the choice it is one.
    """
    good = d10().holds and lemma_7().holds
    return Finding("gap", good, "shown for inputs drawn after the choice only")


@check
def fresh_inputs_of_honest_boxes() -> Finding:
    """What is missing: in the protocol's order the mean of B may be above p^4/f times the Bell value.

    The source of D10 the other way round: at epsilon = 1/4, given that the inputs of both runs are among the eight,
    each is u* with probability p^4 over the exact denominator, and the later bit that chooses the run prefers u* with
    probability p = 3/4. With a box that errs at u* only (68) would say E(B) <= p^4/f times its Bell value.
    """
    p = Fraction(3, 4)
    found = selection.chosen_after(p**4 / source.exact(p), p)
    printed = p**4 / source.printed(p)
    good = found > printed and lemma_9().holds
    return Finding("gap", good, f"P(u_a = u*) = {found} > {printed}; shown for inputs drawn after the choice only")


@check
def lemma_9() -> Finding:
    """Given fresh inputs a box with all parts below the threshold is accepted but with exp(-k q^8 (1-mu)^2 delta^2/32).

    The mean of B given the past is at most p^4/f times the Bell value (68), which is q^4 (1 - mu) delta/4 at the
    threshold (66), the increments are at most 1 (D17), and lemma 8 with s equal to that gives (71) and (74) with 32,
    so with the printed 2048 too. Devices that fail with one probability at every setting need none of it: Pr[Bin(k,
    eta) > m]. Compared with the exact binomial tail at the largest allowed mean.
    """
    good = True
    for bias in source.BIASES[:4]:
        q, d = HALF - bias, Fraction(1, 2)  # d = (1 - mu) delta
        mean = q**4 * d / 4
        for k in (100, 1000):
            most = int(q**4 * d / 2 * k)
            if most >= k:
                continue
            refused = 1 - acceptance(mean, Protocol(k, most))[0]
            good &= refused <= azuma(mean * k, k) and azuma(mean * k, k) <= azuma(mean * k, k, 8)
    return Finding("proof", good, "exact tails at 4 biases and 2 lengths are below exp(-k s^2/2) with s = q^4 d/4")


@check
def eq_72_printed() -> Finding:
    """(67) bounds every delta_l by the threshold; their sum is k times it only if all reach it: a box with delta_1 = 0.

    The sum of p^4/f delta_l is then p^4/f (k - 1) threshold, not k.
    """
    k, deltas = 3, (Fraction(0), Fraction(1, 100), Fraction(1, 100))
    return Finding("refutation", sum(deltas) != k * max(deltas), "two of three parts at the threshold")


@check
def eq_72_corrected() -> Finding:
    """The sum is at most k times the largest, with equality if all parts have it; (73) and (74) use no more."""
    grid = [Fraction(n, 4) for n in range(5)]
    good = all(sum(d) <= 3 * max(d) and (sum(d) == 3 * max(d)) == (len(set(d)) == 1) for d in product(grid, repeat=3))
    return Finding("correction", good, "125 triples")


@check
def d7_terms() -> Finding:
    """If (19) held, 1/t + 1/sqrt(t) + 1/(2 sqrt(t)) would be at most 2/sqrt(t) for t >= 4, and twice that is 4/sqrt(t).

    1/t <= 1/(2 sqrt(t)) exactly for sqrt(t) >= 2. But (16) does not give (19): D5.
    """
    good = all(Fraction(1, r * r) + Fraction(3, 2) / r <= Fraction(2, r) for r in range(2, 100))
    return Finding("correction", good and Fraction(1) + Fraction(3, 2) > 2, "for t from 4 on, with the sizes of D5")


@check
def xor_tends_to_uniform() -> Finding:
    """(1/2) (1/2 + 2 x)^k tends to 0 for biases of at most 1/4 + x, x < 1/4: a fixed number below 1 to the power k.

    By lemma 5. With x = 5 delta/8, the bound of majority-piece-1 up to delta = 2/9, the base is below 7/9.
    """
    bases = [HALF + 2 * Fraction(5, 8) * delta for delta in (Fraction(0), Fraction(1, 9), Fraction(2, 9))]
    falls = all(base**k > base ** (k + 1) and base**60 < Fraction(1, 10**6) for base in bases for k in (1, 10, 59))
    return Finding("proof", falls and max(bases) == Fraction(7, 9), "bases from 1/2 to 7/9")
