"""The noisy GHZ state: thresholds of steering and of randomness, and the curves of fig. 2."""

from __future__ import annotations

from fractions import Fraction

from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.li2024.certified_states import certificate, guessed_at, mean_at, visibility_of
from oracle.papers.li2024.ghz import curve, mermin, perfect_separate, robust, untrusted
from oracle.proved import proved

HALF = Fraction(1, 2)
SAMPLES = [Fraction(k, 4) for k in range(12, 52)]
"""Values of t, more than the degree of what is compared."""


def _knows(name: str, guessed: list[str]) -> Fraction:
    """The visibility at which a shipped attack knows the outcomes for sure."""
    found = certificate(name)
    if found.statement["guessed"] != guessed or found.statement["probability"] != "1":
        raise ValueError(f"{name} is no perfect attack on {guessed}")
    return visibility_of(found)


@check
def joint_threshold(mu: str) -> Finding:
    """With X, Y and Z both outcomes of X are known for sure up to the printed visibility, and never above.

    At 1/2 explicit parts know both outcomes; below, a mixture with noise does, whose outcomes are known too. The
    bound of theorem Q is 3/2 - M/4, so 3/2 - mu < 1 above 1/2, and 2^(-2) is reached at most.
    """
    known = _knows("perfect", ["B0", "C0"])
    found = certificate("robust")
    slope = guessed_at(found, Fraction(1)) - guessed_at(found, Fraction(0))
    holds = known == HALF == Fraction(mu) and guessed_at(found, HALF) == 1 and slope == -1
    return Finding("proof", holds, f"known at {known}; at most {guessed_at(found, Fraction(3, 5))} at 3/5")


@check
def steering_with_two(mu: str) -> Finding:
    """The threshold with X and Y is 1/2: M <= 2 for every strategy, GHZ has 4 mu, and at 1/2 there is a model."""
    bound = certificate("mermin-local")
    value = mean_at(bound, Fraction(1))
    found = visibility_of(certificate("mermin-model"))
    holds = Fraction(mu) == found and Fraction(bound.statement["bound"]) == value * found and found == HALF
    return Finding(
        "proof", holds, f"a bound of {bound.statement['bound']}, {value} mu for the state, a model at {found}"
    )


@check
def steering_with_three() -> Finding:
    """The threshold with X, Y, Z is 3/7: a functional is at most 9/4, GHZ has 21 mu/4, and at 3/7 there is a model."""
    bound = certificate("three-local")
    value, found = mean_at(bound, Fraction(1)), visibility_of(certificate("three-model"))
    holds = Fraction(bound.statement["bound"]) == value * found and found == Fraction(3, 7)
    return Finding(
        "proof", holds, f"a bound of {bound.statement['bound']}, {value} mu for the state, a model at {found}"
    )


@check
def steerable_but_guessed() -> Finding:
    """At mu = 9/20 with X, Y, Z a steering inequality is broken, and both outcomes of X are known for sure."""
    bound = certificate("three-local")
    found = _knows("perfect-steerable", ["B0", "C0"])
    value = mean_at(bound, found)
    holds = value > Fraction(bound.statement["bound"]) and found == Fraction(9, 20)
    return Finding("proof", holds, f"the value {value} is above {bound.statement['bound']}")


@check
def separate_threshold() -> Finding:
    """With X, Y and Z the outcome of one party's X is known for sure exactly up to 1/sqrt 2, for a no-signalling Eve.

    The parts of `perfect_separate` are positive where 2 mu^2 <= 1: every state has a Bloch vector of squared length at
    most 2 mu^2, or 4 mu^2 against (1 + mu)^2. They are checked at 7/10, and refused at 71/100. Above, the certificate
    bounds the probability by 1 - (M - 2 sqrt 2)/4, which is below 1 for mu > 1/sqrt 2.
    """
    below = proved(perfect_separate(Fraction(7, 10)))
    above = certificate("separate")
    slope = Fraction(above.statement["slope"]) * mean_at(above, Fraction(1))
    good = below.statement["probability"] == "1" and slope == 1 and above.statement["constant"] == ["1", "1/2"]
    return Finding("proof", good, "known for sure at 7/10; at most 1 + 1/sqrt 2 - mu above 1/sqrt 2")


@check
def threshold_printed_differs(mu: str, below: str) -> Finding:
    """Above 0.70, at 0.705, one outcome is still known for sure by no-signalling parts: 2 * 0.705^2 < 1.

    The two printed figures are neighbours among the hundredths, so there is one threshold between them to differ from.
    """
    at = Fraction(705, 1000)
    found = proved(perfect_separate(at))
    neighbours = Fraction(mu) - Fraction(below) == Fraction(1, 100)
    holds = neighbours and Fraction(mu) < at and found.statement["probability"] == "1" and visibility_of(found) == at
    return Finding("refutation", holds, "known for sure at 0.705")


@check
def threshold_corrected() -> Finding:
    """The threshold is 1/sqrt 2 for a no-signalling Eve, as `separate_threshold` shows."""
    found = separate_threshold()
    return Finding("correction", found.holds, found.detail)


@check
def joint_without_separate() -> Finding:
    """At mu = 7/10 each party's X is known for sure, and the two together with probability at most 3/2 - mu < 1.

    The state and the settings are the same for both parties, so one of them stands for the other.
    """
    mu = _knows("perfect-separate", ["B0"])
    joint = guessed_at(certificate("robust"), mu)
    return Finding("proof", HALF < mu and joint < 1, f"at {mu}: one for sure, both with at most {joint}")


@check
def not_both(low: str, high: str) -> Finding:
    """Between the printed visibilities one party is known for sure, and both at once never, by whatever strategy.

    The perfect attack on one exists where 2 mu^2 <= 1: at the upper end, at the next hundredth, and at no hundredth
    after that. The bound 3/2 - mu is 1 at the lower end and smaller above it.
    """
    top, bottom, step = Fraction(high), Fraction(low), Fraction(1, 100)
    known = proved(perfect_separate(top)).statement["probability"] == "1"
    last = 2 * (top + step) ** 2 <= 1 < 2 * (top + 2 * step) ** 2
    joint = guessed_at(certificate("robust"), bottom)
    holds = known and joint == 1 and bottom < top and last
    return Finding("proof", holds, f"known at {top}; both at most {joint} at {bottom}")


@check
def curve_of_figure_2() -> Finding:
    """The curve above 2/3: the certificate of every t >= 3 is tight there, P <= (t^2 + 6t + 13)/(4(t^2 + 3)).

    Identities of the certificate are between rational functions of t with at most six zeros and poles each; they hold
    at forty values of t, so at all. Its blocks are positive for t >= 3: weights (t+3)(...)/(t(t-1)) and t - 3, and
    Bloch vectors of length at most 1 by (s^2 - 4)^2 + 16 s^2 = (s^2 + 4)^2 and 4(t+1)^2 + 4(t-1)^2 + (t^2-1)^2 =
    (t^2+3)^2. At mu = (t^2 - 1)/(t^2 + 3) its value is the printed closed form.
    """
    for t in SAMPLES:
        found = proved(curve(t))
        mu = (t * t - 1) / (t * t + 3)
        value = guessed_at(found, mu)
        closed = (t * t + 6 * t + 13) / (4 * (t * t + 3))
        # [7 - 5 mu + 3 sqrt((1 - mu)(1 + 3 mu))]/8, whose root is rational at these mu
        root = (8 * closed - 7 + 5 * mu) / 3
        if value != closed or root < 0 or root * root != (1 - mu) * (1 + 3 * mu):
            return Finding("proof", False, f"at t = {t} the bound is {value}, not {closed}")
    return Finding("proof", True, f"exact at {len(SAMPLES)} values of t, hence at all t >= 3")


@check
def two_bits(bits: str, mu: str) -> Finding:
    """At mu = 1 the probability is at least 1/4, for the likeliest outcome, and at most what large t leaves.

    The bound of the curve at t = 10^6 is below 1/4 + 10^-6, and tends to 1/4.
    """
    found = proved(curve(Fraction(10**6)))
    value = guessed_at(found, Fraction(mu))
    holds = Fraction(1, 4) <= value < Fraction(1, 4) + Fraction(1, 10**5) and Fraction(bits) == 2
    return Finding("proof", holds, f"the guessing probability lies in [1/4, {float(value):.7f}]")


@check
def four_parties() -> Finding:
    """With three untrusted parties and X, Y both thresholds are 2^(-3/2): theorem Q, and a model just below.

    M <= 28285/10000, above 2 sqrt 2, for every strategy, and GHZ has 8 mu; at mu = 3535/10000 there is a model. So the
    thresholds of steering and of joint randomness lie between 0.3535 and 0.35357, and the former is at most the latter.
    """
    found = certificate("robust-four")
    model = visibility_of(certificate("model-four"))
    top = Fraction(28285, 80000)
    holds = guessed_at(found, top) == 1 and model == Fraction(3535, 10000) and model < top
    return Finding("proof", holds, f"a model at {model}; below 1 above {top}")


@check
def other_keys(mu: str) -> Finding:
    """With X, Y and Z the outcomes of X of one and Z of the other are known for sure at mu = 57/100 > 1/2.

    The printed threshold is the one for the outcomes of X of both, which is at 1/2.
    """
    found = _knows("perfect-xz", ["B0", "C2"])
    return Finding("refutation", found > Fraction(mu) == _knows("perfect", ["B0", "C0"]), f"known for sure at {found}")


@check
def threshold_of_x() -> Finding:
    """For the outcomes of X of both parties the threshold is 1/2 with X, Y, Z, too."""
    found = joint_threshold("1/2")
    return Finding("correction", found.holds, found.detail)


@check
def two_settings_coincide() -> Finding:
    """For two to four parties with X and Y theorem Q gives randomness above the bound of the steering inequality.

    P <= 1 + beta/2^M - mu with beta the local bound, a model where 2^M mu <= beta: both thresholds are beta/2^M. The
    local bounds are 2^(M/2), rational for M = 2; for M = 1 and 3 rational numbers around it enclose the thresholds.
    """
    lines = []
    for parties, low, high in ((1, "7071/5000", "14143/10000"), (2, "2", "2"), (3, "2828/1000", "28285/10000")):
        scene = untrusted(parties, 2)
        found = proved(robust(parties, Fraction(high)))
        top = Fraction(high) / 2**parties
        below = Fraction(low) / 2**parties
        unit = (below * 2**parties) ** 2 <= 2**parties
        lines.append(guessed_at(found, top) == 1 and unit and len(mermin(scene)) == 2**parties)
    return Finding("proof", all(lines), "thresholds 2^(-M/2) for M = 1, 2, 3")


@check
def more_for_apart() -> Finding:
    """At mu = 4/5 two parties apart are guessed with less than 0.7, together with more than 0.85."""
    together = certificate("together")
    apart = guessed_at(proved(curve(Fraction(17, 4))), Fraction(4, 5))
    probability = Fraction(together.statement["probability"])
    holds = apart < Fraction(7, 10) < Fraction(17, 20) < probability
    return Finding("proof", holds, f"apart at most {float(apart):.4f}, together at least {float(probability):.4f}")


@check
def larger_sets_help() -> Finding:
    """More settings show steering below 1/2, where with X and Y there is a model, and certify nothing more for X."""
    three, two = visibility_of(certificate("three-model")), visibility_of(certificate("mermin-model"))
    known = _knows("perfect", ["B0", "C0"])
    return Finding("proof", three < two <= known, f"steerable above {three} instead of {two}; nothing up to {known}")
