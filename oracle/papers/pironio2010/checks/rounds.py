"""Section A.2 and D.3: estimator, martingale, deviation, the n-round statement, the test of local models."""

from fractions import Fraction
from itertools import product

from oracle.ledger.arithmetic import Expression, Interval, binomial_tail, decimal, enclose, identical, op
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.pironio2010.checks.bell import (
    BITS,
    CELLS,
    IDENTITY,
    SETTINGS,
    X_MATRIX,
    Z_MATRIX,
    Behaviour,
    Cell,
    Inputs,
    Matrix,
    affine_basis,
    chsh,
    chsh_of,
    combine,
    deterministic,
    is_observable,
    mean,
    wins,
)
from oracle.papers.pironio2010.checks.table1 import EVENTS, estimator, won

UNIFORM: Inputs = dict.fromkeys(SETTINGS, Fraction(1, 4))
BIASED: Inputs = {(0, 0): Fraction(1, 2), (0, 1): Fraction(1, 5), (1, 0): Fraction(1, 6), (1, 1): Fraction(2, 15)}
DELTA = Fraction(1, 100)


def _single(cell: Cell, inputs: Inputs) -> Fraction:
    """Return the random variable (9) when the round shows (a, b, x, y)."""
    a, b, x, y = cell
    return Fraction((-1) ** (x * y) * (1 if a == b else -1)) / inputs[x, y]


def deviation_expression(n: int, q: Fraction, delta: Fraction) -> Expression:
    """Return epsilon of (11) with I_q = 2 sqrt 2: (1/q + 2 sqrt 2) sqrt(-2 ln(delta) / n)."""
    width = op("add", 1 / q, op("sqrt", 8))
    return op("mul", width, op("sqrt", op("div", op("mul", 2, op("neg", op("ln", delta))), n)))


@check
def eq_9_unbiased() -> Finding:
    """The mean of (9) given the past is I: the declared input probability cancels in each term.

    Linear in P(ab|xy), so nine affinely spanning behaviours decide for each input distribution; a single term is
    P(xy) c / P(xy) for any positive P(xy).
    """
    holds = all(_expectation(item, inputs) == chsh(item) for item in affine_basis() for inputs in (UNIFORM, BIASED))
    return Finding("proof", holds, "uniform and biased inputs, nine spanning behaviours")


@check
def eq_9_is_eq_2() -> Finding:
    """The average of (9) over the rounds is (2). Both are linear in the sixteen counts, so unit counts decide."""

    def second(counts: dict[Cell, int], inputs: Inputs) -> Fraction:
        total = Fraction(0)
        for x, y in SETTINGS:
            equal = sum(counts[a, b, x, y] for a in BITS for b in BITS if a == b)
            different = sum(counts[a, b, x, y] for a in BITS for b in BITS if a != b)
            total += (-1) ** (x * y) * (equal - different) / inputs[x, y]
        return total

    holds = all(
        second({cell: int(cell == unit) for cell in CELLS}, inputs) == _single(unit, inputs)
        for unit in CELLS
        for inputs in (UNIFORM, BIASED)
    )
    return Finding("proof", holds, "sixteen unit counts, uniform and biased inputs")


def _expectation(behaviour: Behaviour, inputs: Inputs) -> Fraction:
    """Return the mean of (9) in a round with this behaviour."""
    return sum((inputs[cell[2:]] * behaviour[cell] * _single(cell, inputs) for cell in CELLS), Fraction(0))


@check
def sec_a2_martingale_printed() -> Finding:
    """E(Z_k | W^j) = Z_j fails at j = k = 1: W^1 is empty, so the left side is the mean 0, but Z_1 = I_1 - I is not 0.

    For the deterministic behaviour with I = 2 and uniform inputs I_1 is 4 or -4.
    """
    best = max(deterministic(), key=chsh)
    values = {_single(cell, UNIFORM) - chsh(best) for cell in CELLS if best[cell]}
    mean_of_z = _expectation(best, UNIFORM) - chsh(best)
    shown = sorted(map(int, values))
    return Finding("refutation", mean_of_z == 0 and 0 not in values, f"mean {mean_of_z}, Z_1 among {shown}")


@check
def sec_a2_martingale_corrected() -> Finding:
    """E(Z_k | W^(j+1)) = Z_j for j <= k: W^(j+1) holds the first j rounds, and later increments have mean zero.

    Given the past a round has some behaviour with mean I; the mean of (9) minus I vanishes for all behaviours because
    both are affine and agree where nine points decide. Averaging over later pasts keeps zero.
    """
    holds = all(_expectation(item, inputs) == chsh(item) for item in affine_basis() for inputs in (UNIFORM, BIASED))
    return Finding("correction", holds, "increments have mean zero given the past")


def _azuma_holds() -> bool:
    """Return whether the two identities in the proof of Azuma's inequality hold; see ``eq_10_azuma``."""
    quotient = identical(lambda k: (2 * k + 2) * (2 * k + 1), lambda k: 2 * (k + 1) * (2 * k + 1), 2, 1)
    # The exponent with l = eps/c^2, multiplied by 2 c^4; m stands for c^2.
    exponent = identical(lambda n, e, m: -e * n * e * 2 * m + n * e * e * m, lambda n, e, m: -n * e * e * m, 2, 3)
    return quotient and exponent


@check
def eq_10_azuma() -> Finding:
    """Azuma's inequality for increments X with mean zero given the past and |X| <= c, hence (10) and (11).

    e^(lx) lies below its chord on [-c, c], so E e^(lX) <= cosh(lc); and cosh(z) <= e^(z^2/2) term by term, because
    (2k)! >= 2^k k!: the ratio of consecutive quotients is (2k+2)(2k+1)/(2(k+1)) = 2k+1 >= 1. Multiplying over rounds,
    P(Z_n >= n eps) <= exp(-l n eps + n l^2 c^2/2), and l = eps/c^2 gives -n eps^2/(2 c^2), with c = 1/q + I_q.
    """
    return Finding("proof", _azuma_holds(), "(2k)! >= 2^k k!, exponent -n eps^2/(2 (1/q+Iq)^2)")


def _device(outputs: tuple[int, ...], inputs: tuple[int, ...]) -> Fraction:
    """Return P(outputs | inputs) of a device with a hidden bit, each answer depending on the whole past."""
    total = Fraction(0)
    for hidden, weight in ((0, Fraction(1, 3)), (1, Fraction(2, 3))):
        for place, output in enumerate(outputs):
            seen = 1 + 2 * sum(inputs[: place + 1]) + 3 * sum(outputs[:place]) + 5 * hidden + place
            weight *= Fraction(seen if output else 20 - seen, 20)
        total += weight
    return total


@check
def eq_7_product() -> Finding:
    """For a device with memory the probability of all outputs is the product of the rounds' given the past.

    One factor is P(past, output)/P(past), and the product telescopes if P(past | all inputs) does not depend on later
    inputs, as (16) demands. It is a sum over hidden values of weights of the past, times the last response summed over
    its outputs: w p + w (1 - p) = w, an identity. Both sides of (7) are also computed for a device of three rounds.
    """
    sums_to_one = identical(lambda w, p: w * p + w * (1 - p), lambda w, p: w, 1, 2)
    strings = list(product(BITS, repeat=3))
    table = {(outputs, inputs): _device(outputs, inputs) for outputs in strings for inputs in strings}

    def past(length: int, outputs: tuple[int, ...], inputs: tuple[int, ...]) -> Fraction:
        return sum((table[item, inputs] for item in strings if item[:length] == outputs[:length]), Fraction(0))

    holds = sums_to_one
    for outputs, inputs in table:
        factors = Fraction(1)
        for place in range(3):
            # Later inputs set to zero: what a round is given is its own and earlier inputs.
            known = inputs[: place + 1] + (0,) * (2 - place)
            factors *= past(place + 1, outputs, known) / past(place, outputs, known)
        holds &= factors == table[outputs, inputs]
    return Finding("gap", holds, "identity of one round; 64 pairs of strings of a device with memory and a hidden bit")


@check
def eq_17_nosignalling() -> Finding:
    """Probabilities tr(rho M x M') with outcomes summing to one cannot signal: each is a mean in a joint state.

    The sum over b of P(ab|xy) is <M_a x sum of M'_b> = <M_a x 1>, free of y, as the mean is linear in each factor. The
    effects (1 + B)/2 and (1 - B)/2 add up to one for every B; both sides are affine in B, so zero and the four matrix
    units decide. A rational state with four measurements is computed besides.
    """
    units = [[[Fraction((i, j) == place) for j in BITS] for i in BITS] for place in SETTINGS]
    zero: Matrix = [[Fraction(0)] * 2, [Fraction(0)] * 2]

    def effect(observable: Matrix, outcome: int) -> Matrix:
        return combine((Fraction(1, 2), IDENTITY), (Fraction((-1) ** outcome, 2), observable))

    complete = all(
        [list(row) for row in combine((1, effect(item, 0)), (1, effect(item, 1)))] == [list(row) for row in IDENTITY]
        for item in (zero, *units)
    )
    state = (Fraction(2, 7), Fraction(3, 7), Fraction(0), Fraction(6, 7))
    alice = [Z_MATRIX, combine((Fraction(3, 5), Z_MATRIX), (Fraction(4, 5), X_MATRIX))]
    bob = [X_MATRIX, combine((Fraction(5, 13), Z_MATRIX), (Fraction(12, 13), X_MATRIX))]
    sums = [
        {sum((mean(state, effect(item, a), effect(other, b)) for b in BITS), Fraction(0)) for other in bob}
        for item in alice
        for a in BITS
    ]
    holds = complete and all(len(values) == 1 for values in sums)
    return Finding("proof", holds, "effects add up to one; sums over b do not depend on y")


@check
def p11_printed() -> Finding:
    """A device for which H(R|S) is below n f(I - eps) with probability far above delta.

    With probability 1/2 it answers 0 always, so P(00...0|s) >= 1/2 and H(R|S) <= 1 whatever happens. Otherwise it
    measures a maximally entangled pair with A = Z, X and B = (20 Z +- 21 X)/29 each round: I = 82/29, a round is won
    with probability 1/2 + I/8. If at least K rounds are won, n f(I - eps) > 1 already with f of (6): the guessing
    probability p = 93/100 >= (1 + sqrt(2 - J^2/4))/2 at J = I - eps gives p^n < 1/2. All comparisons are of fractions.
    """
    n, threshold, guess = EVENTS, 2500, Fraction(93, 100)
    bob = [combine((Fraction(20, 29), Z_MATRIX), (Fraction(sign * 21, 29), X_MATRIX)) for sign in (1, -1)]
    # (|00> + |11>)/sqrt 2 has rational means; the vector without its norm has twice them.
    score = chsh_of((Fraction(1), Fraction(0), Fraction(0), Fraction(1)), (Z_MATRIX, X_MATRIX), bob) / 2
    epsilon = enclose(deviation_expression(n, Fraction(1, 4), DELTA))
    reached = Fraction(8 * threshold, n) - 4 - epsilon.high
    entropic = reached > 2 and (2 * guess - 1) ** 2 >= 2 - reached**2 / 4 and 2 * guess**n < 1
    # At least 1 - (tail below the threshold); the tail is summed exactly.
    tail = binomial_tail(n, Fraction(1, 2) + score / 8, threshold)
    holds = all(map(is_observable, bob)) and entropic and tail / 2 > DELTA
    return Finding(
        "refutation", holds, f"I = {score}: with probability above {decimal(tail / 2, 4)} the bound exceeds 1 >= H(R|S)"
    )


@check
def p4_printed() -> Finding:
    """Averages of I(W) of a local model never reach the observed value, while the estimator does.

    A deterministic strategy has I(W) = 2 in every round, so the printed event (average at least 70/29) has probability
    zero for every n; one round shows I_1 = 4 with probability 3/4. The printed left side is not the probability that a
    local model shows the violation.
    """
    best = max(deterministic(), key=chsh)
    shown = sum(
        (UNIFORM[cell[2:]] * best[cell] for cell in CELLS if _single(cell, UNIFORM) >= estimator()), Fraction(0)
    )
    holds = max(chsh(item) for item in deterministic()) < estimator() and shown > 0
    return Finding(
        "refutation", holds, f"printed event has probability 0, the estimator reaches it with {shown} at n = 1"
    )


@check
def p4_corrected() -> Finding:
    """With the estimator on the left (18) holds: increments are at most 6, and 2 * 6^2 = 72.

    Azuma's inequality as in ``eq_10_azuma`` with c = 4 + 2; replacing the means I(W) <= 2 by 2 enlarges the event. At
    the observed value the exact tail of the game won with probability 3/4 each round is compared with the right side.
    """
    increments = {abs(_single(cell, UNIFORM) - chsh(item)) for item in deterministic() for cell in CELLS if item[cell]}
    bound = _local_tail_bound()
    tail = binomial_tail(EVENTS, Fraction(3, 4), won())
    holds = _azuma_holds() and max(increments) <= 6 and 2 * 6**2 == 72 and tail <= bound.low
    return Finding(
        "correction",
        holds,
        f"increments up to {max(increments)}; exact tail {decimal(tail, 14)} <= {decimal(bound.low)}",
    )


def _local_tail_bound() -> Interval:
    """Return an interval of the right side of (18) at the observed counts."""
    return enclose(op("exp", -EVENTS * (estimator() - 2) ** 2 / 72))


@check
def main_game_wins() -> Finding:
    """The estimator with uniform inputs is 8 w/n - 4 for w rounds won, so (18) is a statement on wins."""
    counts_agree = Fraction(8 * won(), EVENTS) - 4 == estimator()
    cells_agree = all((_single(cell, UNIFORM) == 4) == wins(*cell) for cell in CELLS)
    return Finding("proof", counts_agree and cells_agree, f"{won()} of {EVENTS} rounds won")


@check
def fn_2_known_inputs() -> Finding:
    """If the inputs are known beforehand, a determined device wins every round: the estimator (2) is largest.

    In each round the pair a = 0, b = x y wins; it depends on the inputs, which are known. All 256 strings of inputs of
    four rounds, and the law of the estimator with any declared distribution, are computed.
    """
    strings = list(product(SETTINGS, repeat=4))
    wins_all = all(all(wins(0, x * y, x, y) for x, y in inputs) for inputs in strings)
    best = {_single((0, x * y, x, y), UNIFORM) for x, y in SETTINGS} == {Fraction(4)}
    return Finding("gap", wins_all and best, f"{len(strings)} strings of inputs, an estimate of 4 in every round")
