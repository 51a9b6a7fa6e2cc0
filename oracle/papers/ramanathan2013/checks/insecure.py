"""Proposition 3 fails in the order of the protocol, and what holds in its place: protocol A, each device used once."""

from fractions import Fraction
from itertools import product

from oracle.ledger.arithmetic import decimal, enclose, op
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.ramanathan2013.anchors import HALF, best, masses
from oracle.papers.ramanathan2013.attacks import Selection, failing, least_given_eight, printed_threshold
from oracle.papers.ramanathan2013.checks import source
from oracle.papers.ramanathan2013.checks.certified import certificate
from oracle.papers.ramanathan2013.checks.joint import d12_printed
from oracle.papers.ramanathan2013.definitions import CANONICAL
from oracle.papers.ramanathan2013.demands import Demand, fewest
from oracle.papers.ramanathan2013.security import Protocol, acceptance, error

FIVE = 5  # bits of the selection: 32 uses


def right_side(bias: Fraction, delta: Fraction, mu: Fraction, log_k: int, root_t: int) -> Fraction:
    """At least the right side of (17) for k = 2^log_k and sqrt(t) = root_t."""
    k = 2**log_k
    line = (11 + 7 * delta) / 16
    exponent = Fraction(k) * (HALF - bias) ** 8 * (1 - mu) ** 2 * delta**2 / 8
    # line <= 3/4 and exp(-x) <= 1/x: both terms in short numbers
    first = Fraction(3, 4) ** 4096 if line <= Fraction(3, 4) and k * mu >= 4096 else Fraction(1)
    return first + 2 / exponent + Fraction(4, root_t)


@check
def selection_attack() -> Finding:
    """At epsilon = 2/5 local devices with a constant majority are accepted with 0.83 or more: P(accept) d_c >= 0.41.

    All inputs are drawn before the selection, as in step 1 and 2 of the protocol. The devices of `attacks` fail at two
    settings, which the source gives with 1/892 given the eight. With each bit of the selection the source prefers the
    half whose selected use will fail less often; after five bits or more (the probability does not grow) it fails with
    4.1e-7 or less. The threshold (55) at delta = 1/10 and mu = 1/2 is 2.5e-6. By Markov's inequality the test accepts
    with 0.83 or more for any k, and the bit is 0 always. The right side of (17) for k = 2^42 and t = 10^6 is below
    0.15.
    """
    attack = Selection(Fraction(2, 5))
    delta, mu = Fraction(1, 10), HALF
    falling = [attack.failure(bits) for bits in range(FIVE + 1)]
    accepted = attack.accepted(printed_threshold(attack.bias, delta, mu), FIVE)
    bound = right_side(attack.bias, delta, mu, 42, 1000)
    good = falling == sorted(falling, reverse=True) and accepted / 2 > Fraction(41, 100) > bound and len(failing()) == 2
    seen = f"P(accept) d_c >= {decimal(accepted / 2, 4)}"
    return Finding("refutation", good, f"{seen}; printed: at most {decimal(bound, 4)}")


@check
def protocol_a() -> Finding:
    """With k = O(log(1/error)) devices, each used once, P(accept) d_c <= error for every bias below 1/2.

    P(accept) d_c <= (1/2) (1 - g)^k for m = 0, by the rule `amplification`, with g >= q^2/2 or 1/10: k = ln(1/(2
    error))/g rounded up will do, since (1 - g)^k <= exp(-g k). Compared with the fewest devices at several biases and
    errors.
    """
    tried = [(Fraction(b), Fraction(1, 10**n)) for b in ("0", "1/10", "1/4", "2/5", "49/100") for n in (1, 3, 9)]
    good = True
    for bias, wanted in tried:
        gain, q = best(bias).gain, HALF - bias
        enough = int(enclose(op("ln", 1 / (2 * wanted))).high / gain) + 1
        found = fewest(Demand(gain, wanted)).devices
        good &= min(Fraction(1, 10), q * q / 2) <= gain <= q * q
        good &= found <= enough and error(gain, Protocol(found, 0))[1] <= wanted
    return Finding("correction", good, f"{len(tried)} pairs of bias and error, 16 to 10^6 devices")


@check
def every_bias() -> Finding:
    """One point serves every bias: nu >= q^3 everywhere, and all masses q^3 have the gain (4/5) q^3.

    The point at the uniform law has mass 1/8 at every string and gain 1/10; multiplied by 8 q^3 it has mass q^3, at
    most the probability of a string, and gain 4 q^3/5 > 0. Then (1/2) (1 - 4 q^3/5)^k <= error for k of order
    log(1/error).
    """
    smallest = [min(masses(Fraction(n, 100))) == (HALF - Fraction(n, 100)) ** 3 for n in range(50)]
    below = all(best(Fraction(n, 100)).gain >= Fraction(4, 5) * (HALF - Fraction(n, 100)) ** 3 for n in range(50))
    return Finding("proof", all(smallest) and below, "the least probability of a string is q^3; g is at least 4 q^3/5")


@check
def noise_tolerated() -> Finding:
    """Honest devices that fail with probability eta below g are accepted nearly surely, with the same order of devices.

    White noise of weight 1 - V on the state (8) makes each run fail with (1 - V)/2 at every setting, so up to g,
    which is q^2/2 or more: of second order in 1 - 2 epsilon = 2 q. For m between eta k and g k both tails fall
    exponentially in k; at half the gain a protocol with error 1/1000 and acceptance 99/100 is found for each bias.
    """
    good = True
    for bias in (Fraction(0), Fraction(1, 4), Fraction(2, 5), Fraction(49, 100)):
        gain = best(bias).gain
        found = fewest(Demand(gain, Fraction(1, 1000), gain / 2))
        good &= error(gain, found)[1] <= Fraction(1, 1000)
        good &= acceptance(gain / 2, found)[0] >= Fraction(99, 100)
        good &= gain >= min(Fraction(1, 10), (1 - 2 * bias) ** 2 / 8)
    return Finding("proof", good, "half the gain as noise, accepted with 0.99 and error 1/1000, at 4 biases")


@check
def many_bits() -> Finding:
    """l blocks of k devices give l bits with error ((1 + a)^l - 1)/2 <= (e - 1)/2 l a, a = (1 - g)^k, for l a <= 1.

    With k = ln(l/error)/g rounded up l a <= error, so all l k = O(l log(l/error)) devices give l bits with that error.
    """
    gain, good = best(Fraction(1, 4)).gain, True
    for bits, wanted in ((2, Fraction(1, 100)), (10, Fraction(1, 1000)), (64, Fraction(1, 10**6))):
        devices = int(enclose(op("ln", Fraction(bits) / wanted)).high / gain) + 1
        good &= error(gain, Protocol(devices, 0, bits))[1] <= wanted
        good &= fewest(Demand(gain, wanted, bits=bits)).devices <= devices
    return Finding("proof", good, "2, 10 and 64 bits with errors from 1/100 to 10^-6")


@check
def local_attack() -> Finding:
    """A local device that fails at an antipodal pair of settings has P(accept) d_c = (1/2) Pr[Bin(k, q^2) <= m].

    The first of three source bits is fair, the others equal it with probability q each: the pair has q^2. So g <= q^2,
    and the certified gain is at least 8/9 of it from bias 1/4 on.
    """
    pair = len(failing()) == 2 and all(u[:3] in ((0, 0, 0), (1, 1, 1)) for u in failing())
    good = pair
    for n in range(50):
        q = HALF - Fraction(n, 100)
        share = best(Fraction(n, 100)).gain / q**2
        good &= share <= 1 and (n < 25 or share >= Fraction(8, 9))
    return Finding("proof", good, "the failing settings have the strings 000 and 111")


@check
def least_likely() -> Finding:
    """The least probability of a setting given the eight is q^4/(q^4 + p^2 (1 + q + q^2)).

    Found by Dinkelbach's steps over all four-bit sources at several biases and compared with the closed form.
    """
    good = True
    for bias in source.BIASES:
        p, q = HALF + bias, HALF - bias
        good &= least_given_eight(bias, frozenset({CANONICAL})) == q**4 / (q**4 + p**2 * (1 + q + q**2))
    return Finding("proof", good, f"exact at {len(source.BIASES)} biases")


@check
def acceptance_selects() -> Finding:
    """A bound on a mean over inputs and outcomes is none given acceptance, which depends on the same ones.

    Two settings with probabilities 1/10 and 9/10: a distance of 1 at the first and 0 at the second has the mean 1/10;
    accepted at the first only, it is 1. And the bit of a run that passes may be biased more than lemma 4 says (D12).
    """
    law, distances, accepted = (Fraction(1, 10), Fraction(9, 10)), (1, 0), (1, 0)
    mean = sum((p * d for p, d in zip(law, distances, strict=True)), Fraction(0))
    given = sum((p * d * a for p, d, a in zip(law, distances, accepted, strict=True)), Fraction(0)) / law[0]
    return Finding("doubt", given > mean and d12_printed().holds, f"a mean of {mean} is {given} given acceptance")


@check
def gain_is_attained() -> Finding:
    """The certified biases J of the attaining behaviour have sum nu (1 - J) = 1/18 for bits that are 1 with 1/4.

    For a source string u the adversary's input is u and her outcome z says which sign her guess has: sum over z of
    |b_u.P_z| is the certified value, since b_u.P vanishes. No functionals l_u with sum nu l_u < (1 - 1/18) 1 exist
    then.
    """
    proved = certificate("amplification-attained")
    if isinstance(proved, str):
        return Finding("proof", False, proved)
    biases = [Fraction(entry["value"]) for entry in proved.statement["values"]]
    strings = list(product((0, 1), repeat=3))
    law = [HALF * HALF * HALF * Fraction(3 ** (3 - sum(r)), 8) for r in strings]
    gain = sum((p * (1 - j) for p, j in zip(law, biases, strict=True)), Fraction(0))
    return Finding("proof", sum(law) == 1 and gain == best(Fraction(1, 4)).gain, f"sum nu (1 - J) = {gain}")


@check
def forward_signalling() -> Finding:
    """If later devices learn the parity of earlier majorities, the parity of all has bias 1/2 for any k, no failure.

    The certified device never fails and has the bias 1/2 of the majority at each of the eight settings; with all
    outcomes exchanged it has -1/2. Each device takes the one that makes the parity so far 0 with probability 3/4. The
    parities are followed exactly; without signals the bound is (9/10)^k, which is smaller from k = 7 on.
    """
    proved = certificate("forward-signalling")
    if isinstance(proved, str):
        return Finding("proof", False, proved)
    bell, *biases = (Fraction(entry["value"]) for entry in proved.statement["values"])
    zero, crossed = Fraction(1), 0
    for k in range(1, 60):
        towards = (1 + min(biases)) / 2
        # whatever the parity so far is, the device is chosen so that it is 0 afterwards with this probability
        zero = zero * towards + (1 - zero) * towards
        if 2 * zero - 1 > (1 - best(Fraction(0)).gain) ** k and not crossed:
            crossed = k
    good = bell == 0 and len(biases) == 8 and 2 * zero - 1 == HALF and crossed == 7
    return Finding(
        "proof", good, f"bias {2 * zero - 1} of the parity of 59 bits; above the bound from k = {crossed} on"
    )
