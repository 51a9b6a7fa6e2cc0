"""Printed figures: numbers of trials and bits, losses, and the pair of a CHSH value and a value of inequality (4)."""

from fractions import Fraction

from oracle.ledger.exact import Interval, decimal, point, rounds_to
from oracle.ledger.registry import check
from oracle.ledger.status import Finding

BLOCKS = 20
BLOCK = 2**26
TRIALS = 1_342_177_280
INPUT_BITS = 5_368_709_120
REPETITION = Fraction(20, 10**6)  # seconds
RATE = 50_000  # 1/s
EARLIER_TRIALS = 10**6
LOSS, REDUCTION = Fraction(19), Fraction(3)  # per cent
REMAINING = Interval(Fraction(12), Fraction(14))
BIAS = Fraction(75, 10**4)
SCORE, VALUE = "2.271", "0.00296"
SHARE = Fraction(1, 20)
HALF = Fraction(1, 2)


@check
def sec_experiment_trials() -> Finding:
    """Blocks times trials of a block."""
    return Finding("proof", BLOCKS * BLOCK == TRIALS, f"{BLOCKS} * 2^26 = {BLOCKS * BLOCK}")


@check
def sec_experiment_block() -> Finding:
    """A block in millions."""
    return Finding("enclosure", point(Fraction(BLOCK, 10**6)).within(rounds_to("67")), f"{BLOCK} trials")


@check
def sec_s3_block() -> Finding:
    """4^13 is a block, and about 67 million."""
    good = 4**13 == BLOCK and point(Fraction(4**13, 10**6)).within(rounds_to("67"))
    return Finding("enclosure", good, f"4^13 = {4**13}")


@check
def sec_experiment_rate() -> Finding:
    """The rate is one over the repetition time."""
    return Finding("proof", REPETITION * RATE == 1, f"{1 / REPETITION} trials a second")


@check
def sec_summary_input_bits() -> Finding:
    """A trial takes two bits as settings, and the extractor's second source has two bits a trial, as the first has."""
    settings, seed = 2 * TRIALS, 2 * TRIALS
    return Finding("proof", settings + seed == INPUT_BITS, f"{settings} for X and Y, {seed} for Z")


@check
def sec_improvements_trials() -> Finding:
    """The ratio of the numbers of trials lies between 10^3 and 10^4."""
    ratio = Fraction(TRIALS, EARLIER_TRIALS)
    return Finding("proof", 10**3 <= ratio < 10**4, f"{decimal(ratio, 1)} times as many")


@check
def sec_improvements_loss() -> Finding:
    """Percentage points are subtracted; 3 % of the loss itself, twice, would leave more."""
    left = LOSS - 2 * REDUCTION
    relative = LOSS * (1 - REDUCTION / 100) ** 2
    return Finding(
        "enclosure",
        point(left).within(REMAINING) and point(relative).apart(REMAINING),
        f"{left} %; as parts of the loss {decimal(relative, 1)} %",
    )


# -- inequality (4) at the measured score ----------------------------------------------


def inequality(positive: Fraction, negative: Fraction, bias: Fraction = BIAS) -> Fraction:
    """S_mu from P(0000) and P(0101) + P(1010) + P(0011), joint with uniform inputs."""
    return (HALF - bias) ** 2 * positive - (HALF + bias) ** 2 * negative


def isotropic(score: Fraction) -> tuple[Fraction, Fraction]:
    """Those probabilities when every correlator is score/4 and every marginal uniform."""
    return (1 + score / 4) / 16, 3 * (1 - score / 4) / 16


@check
def sec_experiment_threshold() -> Finding:
    """Whatever rounds to the printed value is above 0, the largest local value (`eq_4`)."""
    return Finding("proof", rounds_to(VALUE).low > 0, f"at least {decimal(rounds_to(VALUE).low, 6)}")


@check
def k4() -> Finding:
    """A quantum behaviour has both printed values; it is not the one with isotropic noise.

    It is isotropic noise with a share of outcomes that are always 1: those have S = 1 + 1 + 1 - 1 = 2, and none of the
    four terms of S_mu, each of which has an outcome 0. The isotropic part has a score S' with S'^2 < 8, which quantum
    theory reaches. With isotropic noise alone S_mu grows with S, and the ends of the rounded S give values apart from
    the printed one: an oracle that assumes isotropy is wrong about these data.
    """
    score = (Fraction(SCORE) - 2 * SHARE) / (1 - SHARE)
    value = inequality(*((1 - SHARE) * probability for probability in isotropic(score)))
    alone = Interval(*(inequality(*isotropic(end)) for end in rounds_to(SCORE)))
    holds = score**2 < 8 and point(value).within(rounds_to(VALUE)) and alone.apart(rounds_to(VALUE))
    return Finding(
        "enclosure",
        holds,
        f"S_mu = {decimal(value, 6)} with a share of {SHARE}; {decimal(inequality(*isotropic(Fraction(SCORE))), 6)}"
        " with isotropic noise alone",
    )
